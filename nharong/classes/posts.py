"""Sheets as a browser sends them: too many like fields for a Form; read here, judged by the actions."""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from nharong.kernel.ids import new_uid
from nharong.kernel.problems import Problem


@dataclass
class Sent:
    """What came: the deed's uid, the values that the form had shown, the payload, and what could not be read."""

    deed: uuid.UUID
    base: dict[str, str]
    payload: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)


def _frame(post: QueryDict) -> tuple[uuid.UUID, dict[str, str]]:
    try:
        deed = uuid.UUID(post.get("deed", ""))
    except ValueError:
        deed = new_uid()
    try:
        base = json.loads(post.get("base") or "{}")
    except ValueError:
        base = {}
    return deed, {str(key): str(value) for key, value in base.items()} if isinstance(base, dict) else {}


def _uids(texts: Iterable[str]) -> list[uuid.UUID]:
    found = []
    for text in texts:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def read_attendance(post: QueryDict, subjects: Iterable[str]) -> Sent:
    """An attendance sheet: ``lop`` every learner shown, ``vang`` those absent, ``ly-do-<uid>`` k or p, ``tiet-<subject>``.

    The button ``ca-lop`` says that everybody was there.
    """
    deed, base = _frame(post)
    absent = set() if "ca-lop" in post else set(_uids(post.getlist("vang")))
    marks = {uid: ("p" if post.get(f"ly-do-{uid}") == "p" else "k") if uid in absent else "c" for uid in _uids(post.getlist("lop"))}
    problems, lessons = [], {}
    for subject in subjects:
        text = post.get(f"tiet-{subject}", "").strip()
        if text.isdecimal() and len(text) < 4:
            lessons[subject] = int(text)
        elif text:
            problems.append(_unread(f"tiet-{subject}", text, _("Write a whole number of lessons.")))
    return Sent(deed, base, {"marks": marks, "lessons": lessons or None, "note": post.get("ghi-chu", "").strip()[:500]}, problems)


def _unread(name: str, text: str, mend: str) -> Problem:
    return Problem(error=_("“%s” is no number.") % text[:40], mend=mend, field=name, value=text[:40])


def read_scores(post: QueryDict, subject: str, tests: Iterable[str]) -> Sent:
    """Scores of one subject: ``d.<enrolment>.<test>``, with a decimal comma or point; an empty one takes back what stood."""
    deed, base = _frame(post)
    scores, problems = [], []
    for uid in _uids(post.getlist("lop")):
        for test in tests:
            text = post.get(f"d.{uid}.{test}", "").strip()
            try:
                score = Decimal(text.replace(",", ".")) if text else None
            except InvalidOperation:
                problems.append(_unread(f"{uid}.{subject}.{test}", text, _("Write a score from 0 to 10, with one decimal: 7,5.")))
                continue
            scores.append({"enrolment": uid, "subject": subject, "test": test, "score": score})
    return Sent(deed, base, {"scores": scores}, problems)


def read_levels(post: QueryDict) -> Sent:
    """Results of a term: ``kq.<enrolment>`` the level.

    Those left empty are not decided; those that show what stands already keep the day on which it was decided.
    """
    deed, base = _frame(post)
    chosen = {uid: post.get(f"kq.{uid}", "") for uid in _uids(post.getlist("lop"))}
    levels = {uid: level for uid, level in chosen.items() if level and level != base.get(str(uid))}
    return Sent(deed, base, {"levels": levels})


def by_field(problems: Iterable[Problem]) -> Mapping[str, Problem]:
    """The first problem of each field."""
    found: dict[str, Problem] = {}
    for problem in problems:
        found.setdefault(problem.field, problem)
    return found
