"""The result of a term, which at the end of a phase proves literacy."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from nharong.classes.actions.seen import Value, check_seen, class_at, refuse_future, refuse_strangers, refuse_term
from nharong.classes.models import LiteracyClass, TermResult, TestScore
from nharong.classes.programmes import programme
from nharong.classes.queries import Learner, everybody
from nharong.classes.rules import Programme, proves, subject_average, suggested_level
from nharong.deeds.actions import action, withdraw_rows
from nharong.deeds.doing import Doing
from nharong.deeds.models import Deed
from nharong.kernel.claims import Rank
from nharong.kernel.db import lock_rows
from nharong.kernel.permissions import Permission
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.time import show_day
from nharong.people.actions import say
from nharong.people.models import Claim


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is about to be written for one learner."""

    learner: Learner
    averages: dict[str, str | None]
    suggested: str
    level: str
    proves: str | None


def averages_of(pack: Programme, row: LiteracyClass, term: int) -> dict[int, dict[str, Decimal | None]]:
    """Enrolment key → subject → average, of everybody who has a score in the term."""
    sheets: dict[int, dict[str, dict[str, Decimal]]] = {}
    kept = TestScore.objects.standing().filter(enrolment__literacy_class=row, term=term)
    for enrolment, subject, test, score in kept.values_list("enrolment_id", "subject", "test", "score"):
        sheets.setdefault(enrolment, {}).setdefault(subject, {})[test] = score
    subjects = [subject.id for subject in pack.subjects_of(row.phase)]
    return {
        enrolment: {subject: subject_average(sheet.get(subject, {}), pack.assessment.tests) for subject in subjects}
        for enrolment, sheet in sheets.items()
    }


def _undo_decision(doing: Doing, deed: Deed) -> None:
    """Results and the literacy they proved are withdrawn; those that the deed had replaced are written again."""
    if TermResult.objects.filter(by_deed=deed, withdrawn_by__isnull=False).exists():
        raise Refused(_("A later decision rests on this one."), _("Undo the later decision first."))
    replaced = list(TermResult.objects.filter(withdrawn_by=deed).select_related("claim"))
    doing.touch("person", [result.person_id for result in replaced])
    withdraw_rows(doing, deed, TermResult, Claim)
    for result in replaced:
        if was := result.claim:
            result.claim = say(doing, was.person_id, was.kind, was.value, was.valid_from, source=was.source, rank=was.rank)
        result.pk, result.by_deed, result.withdrawn_by = None, doing.deed, None
        result.save(force_insert=True)


@action("classes.decide_term", needs=Permission.CLASSES_TEACH, undo=_undo_decision)
def decide_term(doing: Doing, *, literacy_class: uuid.UUID, term: int, day: date, levels: Mapping[uuid.UUID, str]) -> dict[str, Any]:
    """The recorded level of each learner in a term (enrolment uid → level id); it stands against the suggested one.

    Hoàn thành or better in the last term of a phase says the literacy that the phase proves, from ``day`` on, in the same
    deed (Thông tư 10/2022/TT-BGDĐT; Nghị định 20/2014/NĐ-CP, Điều 19). Decided again, the new result stands with trace.
    ``base``: enrolment uid → the level that the form showed.
    """
    row = class_at(doing, literacy_class, Permission.CLASSES_TEACH, day)
    pack = programme(row.programme)
    refuse_term(pack, row.phase, term)
    refuse_future(day)
    lock_rows(LiteracyClass, [row.pk])
    learners = {learner.enrolment: learner for learner in everybody(row.pk)}
    refuse_strangers(learners, list(levels), "levels")
    _check_levels(pack, learners, levels, day)
    kept = TermResult.objects.standing().filter(enrolment__literacy_class=row, term=term)
    now: dict[int, TermResult] = {result.enrolment_id: result for result in kept}
    check_seen(doing, [_seen(learners[uid], now, level) for uid, level in levels.items()])
    verdicts = _verdicts(pack, row, term, learners, levels)
    verdicts = [verdict for verdict in verdicts if not _same(verdict, now.get(verdict.learner.key), day)]
    doing.touch("person", [verdict.learner.person_key for verdict in verdicts])
    _withdraw(doing, [now[verdict.learner.key] for verdict in verdicts if verdict.learner.key in now])
    for verdict in verdicts:
        _write(doing, verdict, row=row, term=term, day=day)
    return {"decided": len(verdicts), "proved": [str(verdict.learner.person) for verdict in verdicts if verdict.proves]}


def _title(pack: Programme, level: str) -> str:
    found = pack.assessment.level(level)
    return found.title if found else level


def _seen(learner: Learner, now: Mapping[int, TermResult], level: str) -> Value:
    return Value(str(learner.enrolment), learner.name, now[learner.key].level if learner.key in now else "", level)


def _check_levels(pack: Programme, learners: Mapping[uuid.UUID, Learner], levels: Mapping[uuid.UUID, str], day: date) -> None:
    problems = []
    for uid, level in levels.items():
        learner = learners[uid]
        if pack.assessment.level(level) is None:
            titles = ", ".join(known.title for known in pack.assessment.levels)
            problems.append(
                Problem(error=_("%(name)s: there is no such result.") % {"name": learner.name}, mend=titles, field=str(uid), value=level)
            )
        elif day <= learner.began_on:
            problems.append(
                Problem(
                    error=_("%(name)s joined only on %(day)s.") % {"name": learner.name, "day": show_day(learner.began_on)},
                    mend=_("Choose a later day."),
                    field=str(uid),
                    value=day.isoformat(),
                )
            )
    if problems:
        raise Refused(problems)


def _verdicts(
    pack: Programme, row: LiteracyClass, term: int, learners: Mapping[uuid.UUID, Learner], levels: Mapping[uuid.UUID, str]
) -> list[Verdict]:
    averages = averages_of(pack, row, term)
    found = []
    for uid, level in levels.items():
        own = averages.get(learners[uid].key, {})
        shown = {subject: str(average) if average is not None else None for subject, average in own.items()}
        suggested = suggested_level(own.values(), pack.assessment.levels) or ""
        found.append(Verdict(learners[uid], shown, suggested, level, proves(pack, term, level)))
    return sorted(found, key=lambda verdict: verdict.learner.person_key)


def _same(verdict: Verdict, kept: TermResult | None, day: date) -> bool:
    wanted = (verdict.level, verdict.suggested, verdict.averages, day)
    return kept is not None and wanted == (kept.level, kept.suggested, kept.averages, kept.decided_on)


def _withdraw(doing: Doing, results: Sequence[TermResult]) -> None:
    if results:
        doing.withdraw(TermResult.objects.filter(pk__in=[result.pk for result in results]))
        doing.withdraw(Claim.objects.filter(pk__in=[result.claim_id for result in results if result.claim_id]))


def _write(doing: Doing, verdict: Verdict, *, row: LiteracyClass, term: int, day: date) -> None:
    learner, pack = verdict.learner, programme(row.programme)
    claim = None
    if verdict.proves:
        source = f"{row.name}, {pack.terms[term]}: {_title(pack, verdict.level)}"
        claim = say(doing, learner.person_key, verdict.proves, True, day, source=source[:200], rank=Rank.RESULT)
    TermResult.objects.create(
        enrolment_id=learner.key,
        person_id=learner.person_key,
        term=term,
        rules=pack.assessment.name,
        averages=verdict.averages,
        suggested=verdict.suggested,
        level=verdict.level,
        decided_on=day,
        claim=claim,
        by_deed=doing.deed,
    )
