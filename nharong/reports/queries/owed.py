"""Who owes a report: a duty of a plan, a year, the body that answers for it on the day it is due, and the area it speaks of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from nharong.kernel.permissions import ROLES, Hidden, Permission, Scope
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.time import year_period
from nharong.plans import queries as plans
from nharong.plans.queries import Loaded
from nharong.plans.rules.dues import Due, dues
from nharong.plans.rules.scopes import roles_on
from nharong.plans.shape.asked import Duty
from nharong.reports.form import ReportForm, report_form
from nharong.reports.rules.deadline import Deadline
from nharong.territory.bodies.models import BodyPeriod
from nharong.territory.bodies.queries import bodies_of_role, find_body, periods_on, successors
from nharong.territory.queries import Area, lineage, parse_area


@dataclass(frozen=True)
class Assignment:
    """One report that is owed: which, by whom, about which area, on whose boundaries."""

    loaded: Loaded
    duty: Duty
    due: Due
    year: int
    body: BodyPeriod
    area: Area
    on: date
    old_body: str = ""
    """The abolished body whose duty this was, where the writer is its heir."""

    @property
    def name(self) -> str:
        """As at the door: ``kon-tum-1716/units``."""
        return "/".join(filter(None, (self.loaded.row.key, self.duty.id, self.due.occasion)))

    @property
    def deadline(self) -> Deadline:
        """When it is on time."""
        return Deadline(self.due.day, self.due.last_on_time, settings.NHARONG_GRACE_DAYS)

    @property
    def form(self) -> ReportForm:
        """The form it is written by."""
        return report_form(self.duty.form)

    @property
    def is_old_area(self) -> bool:
        """Whether the unit of the area no longer exists on the day."""
        return not lineage().alive(self.area.place, self.on)


# ---------------------------------------------------------------- duties


def find_duty(scope: Scope, name: str, year: int) -> tuple[Loaded, Duty, Due]:
    """The duty of that name at the door, and its report of the year. Raises Forbidden; Refused with the choices."""
    plan_name, _slash, rest = name.strip().partition("/")
    key, _slash, occasion = rest.partition("/")
    try:
        loaded, duty = plans.duty(scope, f"{plan_name}/{key}")
    except Hidden:
        raise Refused(Problem(error=_("There is no such report duty."), mend=_known(scope), field="duty", value=name)) from None
    found = dues(duty, loaded.plan.span, year)
    if not found:
        span = f"{duty.since or loaded.plan.span.first}–{duty.until or loaded.plan.span.last}"
        raise Refused(
            Problem(
                error=_("The plan asks for no such report in %(year)s.") % {"year": year},
                mend=_("Choose a year of %(span)s.") % {"span": span},
                field="year",
                value=str(year),
            )
        )
    chosen = [due for due in found if due.occasion == occasion] if occasion else found[:1]
    if not chosen:
        listed = ", ".join(f"{plan_name}/{key}/{due.occasion}" for due in found)
        raise Refused(Problem(error=_("There is no such report duty."), mend=_("There are: %s.") % listed, field="duty", value=name))
    return loaded, duty, chosen[0]


def _known(scope: Scope) -> str:
    names = [f"{row.key}/{item.id}" for row in plans.plans(scope) for item in plans.plan(scope, row.key).plan.duties]
    if not names:
        return _("No plan has been loaded yet: nharong plan load FILE.")
    return _("There are: %s.") % ", ".join(names)


# ---------------------------------------------------------------- bodies


def answering_roles(loaded: Loaded, roles: Sequence[str], day: date) -> list[str]:
    """The roles that answer on the day, without ``/*``."""
    return [role.removesuffix("/*") for role in roles_on(roles, loaded.plan.heirs, day)]


def bodies_of(roles: Iterable[str], area: Area, day: date, form: ReportForm, *, collective: bool = False) -> list[BodyPeriod]:
    """The bodies of these roles for the area on the day; with ``collective`` also those whom a role means as a kind."""
    found: dict[int, BodyPeriod] = {}
    for role in roles:
        for row in bodies_of_role(role, area, day):
            found[row.body_id] = row
        if collective and (meant := form["collective"].get(role)):
            graph = lineage()
            mapping = graph.mapping(meant["level"], day)
            places = {unit for place in graph.area(area.place, area.day) if (unit := mapping.get(place)) is not None}
            for row in periods_on(day).filter(place__in=places, body__kind=meant["kind"]):
                found[row.body_id] = row
    return list(found.values())


def answers_to(body: BodyPeriod, form: ReportForm) -> frozenset[str]:
    """The role words that mean the body: its own, and those that stand for its kind and level."""
    level = lineage().nodes[body.place_id].kind
    meant = {role for role, kind in form["collective"].items() if (kind["kind"], kind["level"]) == (body.body.kind, level)}
    return frozenset(body.role_words) | meant


def owes(body: BodyPeriod, loaded: Loaded, duty: Duty, day: date) -> bool:
    """Whether the duty asks the body for a report: by its own role, or by one that means its kind where it is not the receiver."""
    asked, receiving = (answering_roles(loaded, roles, day) for roles in (duty.from_, duty.to))
    if set(body.role_words) & set(asked):
        return True
    return not answers_to(body, report_form(duty.form)).isdisjoint(asked) and set(body.role_words).isdisjoint(receiving)


Heirs = dict[int, tuple[BodyPeriod, str]]
"""Key of the heir to its state on the day and the name of the body whose duty it took over."""


def inherited(loaded: Loaded, duty: Duty, area: Area, day: date) -> Heirs:
    """Who bears the duty where every body of its roles is gone by then; none while any of them stands."""
    roles, form = answering_roles(loaded, duty.from_, day), report_form(duty.form)
    if bodies_of(roles, area, day, form):
        return {}
    return {heir.body_id: (heir, old.name) for old in bodies_of(roles, area, area.day, form) for heir in successors(old.body_id, day)}


def assignment(scope: Scope, name: str, year: int, *, place: str = "", body: str = "", on: date | None = None) -> Assignment:
    """The report that a place (default: the plan's area) or a body owes; codes are read on the day it is due.

    With both, the body writes about the place. Raises Refused with the choices, Hidden outside the asker's area, Forbidden.
    """
    loaded, duty, due = find_duty(scope, name, year)
    day = on or due.day or year_period(year).last_day
    form, roles, old = report_form(duty.form), answering_roles(loaded, duty.from_, day), ""
    if body:
        writer, old, own = _named(body, day)
        if not old and not owes(writer, loaded, duty, day):
            raise Refused(
                Problem(
                    error=_("%(body)s does not owe this report.") % {"body": writer.name},
                    mend=_("It is owed by: %s.") % ", ".join(map(plans.role_name, roles)),
                    field="body",
                    value=body,
                )
            )
        area = parse_area(place, day) if place else own or own_area(loaded, writer, day)
    else:
        area = parse_area(place or loaded.plan.area, day)
        found = bodies_of(roles, area, day, form)
        heirs = {} if found else inherited(loaded, duty, area, day)
        writer = _only(found or [row for row, _old in heirs.values()], area, roles)
        old = heirs[writer.body_id][1] if heirs else ""
    scope.require(Permission.REPORTS_VIEW, writer.place_id)
    return Assignment(loaded, duty, due, year, writer, area, day, old)


def assignment_of(scope: Scope, name: str, year: int, body: UUID, *, place: str = "") -> Assignment:
    """The report of a body that is known by its uid; the one door of pages and actions. Raises Hidden, Forbidden, Refused."""
    loaded, duty, due = find_duty(scope, name, year)
    day = due.day or year_period(year).last_day
    writer: BodyPeriod | None = periods_on(day).filter(body__uid=body).first()
    if writer is None:
        raise Hidden
    heirs: Heirs = {}
    if not owes(writer, loaded, duty, day):
        heirs = inherited(loaded, duty, parse_area(loaded.plan.area, day), day)
        if writer.body_id not in heirs:
            raise Hidden
    scope.require(Permission.REPORTS_VIEW, writer.place_id)
    area = parse_area(place, day) if place else own_area(loaded, writer, day)
    return Assignment(loaded, duty, due, year, writer, area, day, heirs[writer.body_id][1] if heirs else "")


AREA_WRITERS = ("province-officer", "commune-officer")
"""Roles that write for any body of their area; the others only for the body they speak for."""


def may_write(scope: Scope, owed: Assignment) -> bool:
    """Whether the asker may write this report: by a grant in whose area the body sits."""
    return any(
        Permission.REPORTS_WRITE in ROLES[grant.role]
        and (grant.places is None or owed.body.place_id in grant.places)
        and (grant.role in AREA_WRITERS or grant.body in (None, owed.body.body.uid))
        for grant in scope.grants
    )


def _named(text: str, day: date) -> tuple[BodyPeriod, str, Area | None]:
    """The writer for a body as written; if that body is gone by then: its only heir, its name, and its old area."""
    named = find_body(text, day)
    if named.start <= day < named.stop:
        return named, "", None
    heirs = successors(named.body, day)
    if len(heirs) != 1:
        listed = "; ".join(f"--body {row.code} ({row.name})" for row in heirs) or _("Nobody took over its duties.")
        raise Refused(
            Problem(error=_("%(body)s no longer exists on that day.") % {"body": named.name}, mend=listed, field="body", value=text)
        )
    last = min(named.stop - timedelta(days=1), day)
    spell = lineage().nearest(named.place_id, last)
    return heirs[0], named.name, Area(named.place_id, last, spell.code, spell.label)


def own_area(loaded: Loaded, body: BodyPeriod, day: date) -> Area:
    """What a body's report speaks of: the plan's area where that lies within the body's place, else the body's place."""
    graph = lineage()
    planned = parse_area(loaded.plan.area, day)
    if graph.area(planned.place, planned.day) <= graph.area(body.place_id, day):
        return planned
    spell = graph.nearest(body.place_id, day)
    return Area(body.place_id, day, spell.code, spell.label)


def _only(found: list[BodyPeriod], area: Area, roles: Iterable[str]) -> BodyPeriod:
    if len(found) == 1:
        return found[0]
    if found:
        listed = "; ".join(f"--body {row.code} ({row.name})" for row in found[:12])
        raise Refused(Problem(error=_("Several bodies owe this report there."), mend=listed, field="place", value=str(area)))
    named = ", ".join(map(plans.role_name, roles))
    raise Refused(
        Problem(
            error=_("No body of that place owes this report."),
            mend=_("It is owed by: %s. Found the bodies of the province first, or name one with --body.") % named,
            field="place",
            value=str(area),
        )
    )


# ---------------------------------------------------------------- reports that this one consolidates


def children(owed: Assignment) -> list[BodyPeriod]:
    """The bodies whose reports are consolidated into this one, by code; the writer itself is none of them."""
    found: dict[int, BodyPeriod] = {}
    for duty in owed.loaded.plan.duties:
        if duty.feeds == owed.duty.id:
            roles = answering_roles(owed.loaded, duty.from_, owed.on)
            for row in bodies_of(roles, owed.area, owed.on, owed.form, collective=True):
                if owes(row, owed.loaded, duty, owed.on):
                    found[row.body_id] = row
    found.pop(owed.body.body_id, None)
    return sorted(found.values(), key=lambda row: row.code)


def received(owed: Assignment) -> frozenset[int]:  # noqa: ARG001
    """Keys of the children whose report has arrived. Sending is not built yet: until it is, none has."""
    return frozenset()


def level_below(area: Area) -> str:
    """The level by which a report on the area is laid out: communes, or the villages of a commune."""
    return "village" if lineage().nodes[area.place].kind == "commune" else "commune"
