"""One report while it is being put together: what its parts share, each thing asked once."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from nharong.kernel.permissions import Scope
from nharong.kernel.time import show_day
from nharong.plans import queries as plans
from nharong.plans.figures import Asking
from nharong.plans.grounds import ground
from nharong.plans.units import Units
from nharong.reports.form import ReportForm
from nharong.reports.models import ReportDraft
from nharong.reports.queries.owed import Assignment, level_below
from nharong.reports.queries.targets import Speaker
from nharong.reports.rules import paper
from nharong.reports.shape import TargetLine
from nharong.territory.bodies.queries import Letterhead, Signer, letterhead, signers
from nharong.territory.queries import Label


@dataclass
class Writing:
    """A report of an assignment, with the officers' text of a draft."""

    scope: Scope
    owed: Assignment
    draft: ReportDraft

    @property
    def form(self) -> ReportForm:
        """The form it is written by."""
        return self.owed.form

    @cached_property
    def asked(self) -> Asking:
        """The plan asked about its area and year."""
        return plans.asking(self.scope, self.owed.loaded, str(self.owed.area), year=self.owed.year, on=self.owed.on)

    @cached_property
    def units(self) -> Units:
        """The same, unit by unit."""
        return Units(self.asked, level_below(self.owed.area))

    @cached_property
    def targets(self) -> list[TargetLine]:
        """Every target in the words of the report."""
        return Speaker(self.asked, self.form).lines()

    @cached_property
    def unconfirmed(self) -> tuple[Label, ...]:
        """Communes whose scope nobody has confirmed: they count as inside."""
        return ground(self.owed.loaded.plan.scope, self.asked.area, date(self.owed.year, 12, 31)).unconfirmed

    @cached_property
    def letterhead(self) -> Letterhead:
        """The head of the body's papers."""
        return letterhead(self.owed.body.body_id, self.owed.on)

    @cached_property
    def signer(self) -> Signer | None:
        """Who signs: the one chosen, else the first; None while nobody is entered."""
        found = signers(self.owed.body.body_id, self.owed.on)
        return next((one for one in found if one.post == self.draft.signer), found[0] if found else None)

    @property
    def symbol(self) -> str:
        """Number and symbol of the paper."""
        return paper.symbol_text(self.draft.number, self.form["type"]["symbol"], self.letterhead.symbol)

    @property
    def body_name(self) -> str:
        """The body's name written out."""
        return paper.spelled(self.owed.body.name, self.form["spelled"])

    @property
    def old_unit(self) -> str:
        """That the report is laid out by a unit or for a body that no longer exists; empty where it is not."""
        if not (self.owed.is_old_area or self.owed.old_body):
            return ""
        unit = self.owed.old_body or paper.decapitalised(self.owed.area.name)
        return str(self.form["paper"]["old_unit"].format(unit=unit, day=show_day(self.owed.area.day)))

    @property
    def outside(self) -> str:
        """That the plan is surely not about this area, by the traits entered; empty if it is."""
        scope = self.owed.loaded.plan.scope
        if scope is None or self.asked.area.place not in self.asked.left_out:
            return ""
        title = paper.decapitalised(scope.title or "")
        return str(self.form["texts"]["outside"].format(area=self.owed.area.name, scope=title))
