"""The reports of a year that the asker sees: whose, by when, how far."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings

from nharong.kernel.permissions import Permission, Scope
from nharong.kernel.time import year_period
from nharong.plans import queries as plans
from nharong.plans.rules.dues import dues
from nharong.reports.form import report_form
from nharong.reports.queries.drafts import drafted
from nharong.reports.queries.owed import answering_roles, bodies_of, inherited, owes
from nharong.reports.rules.deadline import Deadline
from nharong.territory.queries import parse_area


@dataclass(frozen=True, slots=True)
class OwedLine:
    """One report that is owed, in a list."""

    plan: str
    duty: str
    occasion: str
    title: str
    plan_title: str
    year: int
    body: UUID
    body_key: int
    body_name: str
    due: date | None
    before: bool
    """The due day itself is too late."""
    days_left: int | None
    version: int
    """Of the text written so far; 0 before anything has been."""

    @property
    def name(self) -> str:
        """As at the door."""
        return "/".join(filter(None, (self.plan, self.duty, self.occasion)))


def owed_lines(scope: Scope, year: int, today: date, plan: str = "") -> list[OwedLine]:
    """The reports of a year whose body sits where the asker sees reports, the next due first."""
    found = [line for row in plans.plans(scope) if plan in ("", row.key) for line in _of_plan(scope, row.key, year, today)]
    begun = drafted(year, {line.body_key for line in found})
    lines = [_with_version(line, begun) for line in found]
    return sorted(lines, key=lambda line: (line.due or date.max, line.plan, line.duty, line.body_name))


def _with_version(line: OwedLine, begun: dict[tuple[str, int], int]) -> OwedLine:
    values = {name: getattr(line, name) for name in OwedLine.__slots__}
    return OwedLine(**values | {"version": begun.get((line.name, line.body_key), 0)})


def _of_plan(scope: Scope, key: str, year: int, today: date) -> list[OwedLine]:
    loaded, lines = plans.plan(scope, key), []
    for duty in loaded.plan.duties:
        for due in dues(duty, loaded.plan.span, year):
            day = due.day or year_period(year).last_day
            deadline = Deadline(due.day, due.last_on_time, settings.NHARONG_GRACE_DAYS)
            roles, area = answering_roles(loaded, duty.from_, day), parse_area(loaded.plan.area, day)
            bodies = [row for row in bodies_of(roles, area, day, report_form(duty.form), collective=True) if owes(row, loaded, duty, day)]
            bodies = bodies or [row for row, _old in inherited(loaded, duty, area, day).values()]
            lines += [
                OwedLine(
                    key, duty.id, due.occasion, duty.title, loaded.plan.title, year, row.body.uid, row.body_id, row.name,
                    due.day, duty.due_kind == "before", deadline.days_left(today), 0,
                )
                for row in bodies
                if scope.allows(Permission.REPORTS_VIEW, row.place_id)
            ]  # fmt: skip
    return lines


def years(scope: Scope) -> list[int]:
    """Years in which any loaded plan asks for reports."""
    spans = [(row.first_year, row.last_year) for row in plans.plans(scope)]
    return list(range(min(first for first, _ in spans), max(last for _, last in spans) + 2)) if spans else []
