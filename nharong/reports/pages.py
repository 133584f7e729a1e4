"""What the pages of reports show, worked out once: the list's lines in words, one report with its form and versions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nharong.indicators.forms import DAY, PERIOD, PLACE
from nharong.kernel.permissions import Scope
from nharong.kernel.text import fold
from nharong.plans.pages.plan import OPEN
from nharong.reports.forms import ReportDraftForm
from nharong.reports.papers import ENDINGS
from nharong.reports.queries.calendar import OwedLine
from nharong.reports.queries.content import report_of
from nharong.reports.queries.drafts import Version, current_draft, versions
from nharong.reports.queries.owed import Assignment, assignment_of, may_write
from nharong.reports.shape import Block, Paragraph, Report, Section, TargetLine
from nharong.territory.bodies.queries import signers
from nharong.ui.parts import Happening, State

STATES: dict[str, State] = {
    "met": "met", "ahead_met": "met", "not_met": "not-met", "ahead": "running", "unclear": "unclear", "none": "none",
}  # fmt: skip
"""State of a target in a report to the badge of the house."""


@dataclass(frozen=True)
class Group:
    """Neighbouring blocks of a section: what the machine says, or one place for own text."""

    blocks: tuple[Block, ...] = ()
    field: BoundField | None = None
    lines: tuple[str, ...] = ()
    """The own text as it stands, for who may not write."""


@dataclass(frozen=True)
class ReportPage:
    """One report with everything around it."""

    owed: Assignment
    report: Report
    form: ReportDraftForm
    may_write: bool
    version: int
    versions: tuple[Version, ...]

    @property
    def sections(self) -> list[tuple[Section, list[Group]]]:
        """Each section with its groups."""
        return [(section, list(self._groups(section))) for section in self.report.sections]

    def _groups(self, section: Section) -> Iterable[Group]:
        machine: list[Block] = []
        slots: dict[str, list[str]] = {}
        for block in section.blocks:
            if isinstance(block, Paragraph) and block.slot:
                slots.setdefault(block.slot, []).extend([] if block.empty else [block.text])
            else:
                machine.append(block)
        if machine:
            yield Group(tuple(machine))
        for slot, lines in slots.items():
            yield Group(field=self.form[slot], lines=tuple(lines))

    @property
    def known(self) -> list[tuple[TargetLine, State, str]]:
        """The targets of which something is known."""
        return [told for told in self.targets if told[0].state != "none"]

    @property
    def unknown(self) -> list[tuple[TargetLine, State, str]]:
        """The others: never left out, never 0."""
        return [told for told in self.targets if told[0].state == "none"]

    @property
    def targets(self) -> list[tuple[TargetLine, State, str]]:
        """The targets with their badge, and the address where each number opens."""
        return [(line, STATES[line.state], self._opened(line)) for line in self.report.targets]

    def _opened(self, line: TargetLine) -> str:
        """The target on the page of its plan, for the same place, year and boundaries."""
        asked = {PLACE: self.report.area, PERIOD: str(self.report.year), DAY: self.report.on.isoformat(), OPEN: line.row["id"]}
        return f"{reverse('plans:plan', args=[self.owed.loaded.row.key])}?{urlencode(asked)}#{line.row['id']}"

    @property
    def timeline(self) -> list[Happening]:
        """The versions of the own text, newest first."""
        return [
            Happening(version.at.date(), _("Version %(number)s saved") % {"number": version.number}, version.author)
            for version in self.versions
        ]

    @property
    def endings(self) -> list[str]:
        """The files that it can be had as."""
        return [ending.removeprefix(".") for ending in ENDINGS]

    @property
    def is_before(self) -> bool:
        """Whether the due day itself is too late."""
        return self.owed.duty.due_kind == "before"

    @property
    def year_before(self) -> int:
        """The year compared with."""
        return self.report.year - 1


def report_page(scope: Scope, name: str, year: int, body: UUID, *, place: str = "", data: Any = None) -> ReportPage:
    """A report for its page; ``data`` is what was sent. Raises Hidden, Forbidden, Refused."""
    owed = assignment_of(scope, name, year, body, place=place)
    draft = current_draft(owed)
    form = ReportDraftForm(
        data, slots=owed.form.slots, signers=signers(owed.body.body_id, owed.on), known=draft.values if draft else {}
    )  # fmt: skip
    return ReportPage(
        owed=owed,
        report=report_of(scope, owed, draft, with_annex=False),
        form=form,
        may_write=may_write(scope, owed),
        version=draft.version if draft else 0,
        versions=tuple(versions(draft)),
    )


# ---------------------------------------------------------------- words of the list


def left_text(line: OwedLine) -> str:
    """Days left or late, in words; empty where the plan says no day."""
    if line.days_left is None:
        return _("The plan says no day")
    if line.days_left < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -line.days_left) % {"days": -line.days_left}
    if line.days_left == 0:
        return _("Due today")
    return ngettext("%(days)s day left", "%(days)s days left", line.days_left) % {"days": line.days_left}


def state_text(line: OwedLine) -> str:
    """How far the text is."""
    return _("Being written, version %(number)s") % {"number": line.version} if line.version else _("Not written")


def narrowed(lines: list[OwedLine], filters: dict[str, Any]) -> list[OwedLine]:
    """The lines that the filters ask for (the year is asked of the plans themselves)."""
    text, state = fold(str(filters.get("tim", ""))), filters.get("tt", "")
    return [line for line in lines if _in_state(line, state) and text in fold(f"{line.body_name} {line.title} {line.plan_title}")]


def _in_state(line: OwedLine, state: str) -> bool:
    if state == "late":
        return line.days_left is not None and line.days_left < 0
    return state == "" or bool(line.version) == (state == "draft")
