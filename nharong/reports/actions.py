"""Writes of reports: the officer's own text, the number and day of the paper."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nharong.deeds.actions import Doing, action
from nharong.deeds.models import Deed
from nharong.deeds.periods import unsay
from nharong.kernel.db import lock_rows
from nharong.kernel.permissions import Forbidden, Permission
from nharong.kernel.problems import Problem, Refused
from nharong.reports.models import ReportDraft
from nharong.reports.queries.drafts import current_draft
from nharong.reports.queries.owed import Assignment, assignment_of, may_write
from nharong.territory.bodies.models import Body
from nharong.territory.bodies.queries import signers
from nharong.territory.queries import lineage

LONGEST = 20_000
"""Signs of one text."""


def _for_change(doing: Doing, duty: str, year: int, body: UUID, area: str) -> Assignment:
    """The report, locked, where the asker may write it. Raises Hidden, Forbidden, Refused."""
    owed = assignment_of(doing.scope, duty, year, body, place=area)
    if not may_write(doing.scope, owed):
        raise Forbidden
    lock_rows(Body, [owed.body.body_id])
    place = owed.body.place_id
    doing.at(place, lineage().nodes[place].uid, lineage().nearest(place, owed.on).label)
    return owed


def undo_write(doing: Doing, deed: Deed) -> None:
    """Back to the text before. Raises Refused where a later version rests on it."""
    for row in ReportDraft.objects.filter(by_deed=deed).select_related("body"):
        _for_change(doing, row.duty, row.year, row.body.uid, row.area)
    unsay(doing, deed, ReportDraft)


@action("reports.write", needs=Permission.REPORTS_WRITE, undo=undo_write)
def write(
    doing: Doing,
    *,
    duty: str,
    year: int,
    body: UUID,
    area: str = "",
    number: int | None = None,
    day: date | None = None,
    signer: UUID | None = None,
    texts: dict[str, str] = {},  # noqa: B006 - pydantic copies it
) -> dict[str, Any]:
    """The officer's own texts (by slot of the form), number, day and signer of a report; a slot left out is emptied.

    ``area`` as written at the door, empty: the body's own. What somebody else has changed meanwhile is refused field by field.
    """
    owed = _for_change(doing, duty, year, body, area)
    said = {slot: text.strip() for slot, text in texts.items() if text.strip()}
    _check(owed, number, signer, said)
    standing = current_draft(owed)
    values = {"number": number, "day": day, "signer": signer, **said}
    known = standing.values if standing else {}
    _refuse_conflicts(doing.deed.base, known, values)
    if standing and known == values:
        return {"draft": str(standing.uid), "version": standing.version}
    made = ReportDraft(
        duty=owed.name, year=year, body_id=owed.body.body_id, area=str(owed.area), number=number, day=day, signer=signer, texts=said,
        by_deed=doing.deed,
    )  # fmt: skip
    if standing:
        made.uid, made.version = standing.uid, standing.version + 1
        doing.withdraw(ReportDraft.objects.filter(pk=standing.pk))
    made.save(force_insert=True)
    return {"draft": str(made.uid), "version": made.version}


def _check(owed: Assignment, number: int | None, signer: UUID | None, said: Mapping[str, str]) -> None:
    problems = []
    if number is not None and not 1 <= number <= 99_999:
        problems.append(
            Problem(error=_("This is no number of a paper."), mend=_("Write it as in the register."), field="number", value=str(number))
        )
    if signer is not None and signer not in {one.post for one in signers(owed.body.body_id, owed.on)}:
        problems.append(Problem(error=_("This person does not sign for the body."), mend=_("Choose one from the list."), field="signer"))
    slots = {*owed.form.slots, "bases"}
    for slot, text in said.items():
        if slot not in slots:
            problems.append(Problem(error=_("The form has no such part."), mend=", ".join(sorted(slots)), field="texts", value=slot))
        elif len(text) > LONGEST:
            problems.append(Problem(error=_("This text is too long."), mend=_("Shorten it, or attach it as an annex."), field=slot))
    if problems:
        raise Refused(problems)


def _refuse_conflicts(base: Mapping[str, Any], known: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """Refuse each field that somebody else has changed since the form was opened and that would now be overwritten."""
    problems = []
    for field, seen in base.items():
        now, new = _text(known.get(field)), _text(wanted.get(field))
        if now not in (_text(seen), new):
            error = _("Somebody else has changed this to “%(value)s” meanwhile.") % {"value": now}
            problems.append(Problem(error=error, mend=_("Choose the right value and save again."), field=field, value=now))
    if problems:
        raise Refused(problems)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
