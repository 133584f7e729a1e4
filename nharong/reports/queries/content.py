"""A report put together from its parts; its figures come from the plan's queries alone."""

from datetime import date

from nharong.kernel.permissions import Scope
from nharong.kernel.time import today
from nharong.reports.models import ReportDraft
from nharong.reports.queries import frame
from nharong.reports.queries.body import sections
from nharong.reports.queries.drafts import current_draft
from nharong.reports.queries.owed import Assignment, assignment
from nharong.reports.queries.units import annex
from nharong.reports.queries.work import hole_texts
from nharong.reports.queries.writing import Writing
from nharong.reports.rules import paper
from nharong.reports.shape import Report


def build_report(scope: Scope, name: str, year: int, *, place: str = "", body: str = "", on: date | None = None) -> Report:
    """The report of a duty (``kon-tum-1716/units``) for a place or body and year, with the officers' text saved so far.

    Raises Refused with the choices, Hidden, Forbidden.
    """
    return report_of(scope, assignment(scope, name, year, place=place, body=body, on=on))


def report_of(scope: Scope, owed: Assignment, draft: ReportDraft | None = None, *, with_annex: bool = True) -> Report:
    """The report of an assignment; ``draft`` defaults to the one saved. A page does without the annex."""
    told = Writing(scope, owed, draft or current_draft(owed) or ReportDraft())
    return Report(
        duty=owed.name,
        year=owed.year,
        body=owed.body.name,
        area=str(owed.area),
        area_name=owed.area.name,
        on=owed.on,
        due=owed.due.day,
        head=frame.head(told),
        bases=tuple(frame.bases(told)),
        opening=told.form["paper"]["opening"].format(body=told.body_name, year=owed.year),
        old_unit=told.old_unit,
        sections=tuple(sections(told)),
        targets=tuple(told.targets),
        holes=tuple(hole_texts(told)),
        annex=annex(told) if with_annex else None,
        recipients=tuple(frame.recipients(told)),
        signature=frame.signature(told),
        rules=_rules(told),
        to_settle=tuple(_to_settle(told)),
        written=today(),
    )


def _rules(told: Writing) -> tuple[str, ...]:
    """The plan, and the rules of what was counted, as cited."""
    counted = (str(line.row["rule"]) for line in told.targets if line.row["value"] is not None)
    return tuple(dict.fromkeys([told.asked.rule, *counted]))


def _to_settle(told: Writing) -> list[str]:
    """What must be looked at before it is signed."""
    words, plan, draft = told.form["settle"], told.owed.loaded.plan, told.draft
    number = plan.number.value if plan.number else told.form["paper"]["blank"]
    empty = [slot.label for slot in told.form.slots.values() if not draft.texts.get(slot.id, "").strip()]
    unsure = [paper.mark(target.id) for target in plan.targets if not target.verified]
    said = (
        (told.outside, bool(told.outside)),
        (words["plan_number"].format(number=number), plan.number is None or not plan.number.verified),
        (words["number"], draft.number is None or draft.day is None),
        (words["signer"], told.signer is None),
        (words["slots"].format(names="; ".join(empty)), bool(empty)),
        (words["readings"].format(names=", ".join(unsure)), bool(unsure)),
        (words["data_period"], told.owed.duty.data_period == "year-to-sent"),
        (words["due"], told.owed.due.day is None),
    )
    return [text for text, holds in said if holds]
