"""Reads of plans: which are loaded, one plan, its targets for a place and year, the whole of it as ``plan show`` prints it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from nharong.indicators.packs import indicators
from nharong.kernel import packs
from nharong.kernel.measures import BadCondition
from nharong.kernel.permissions import Forbidden, Hidden, Permission, Scope
from nharong.kernel.time import today, year_period
from nharong.plans.check import Checked, read_plan
from nharong.plans.figures import Asking, range_of, row, rows
from nharong.plans.grounds import ground
from nharong.plans.models import Plan as PlanRow
from nharong.plans.models import PlanDuty, PlanTarget
from nharong.plans.rules.dues import Due, dues, task_state
from nharong.plans.rules.scopes import roles_on
from nharong.plans.shape import Plan
from nharong.plans.shape.asked import Duty
from nharong.territory.queries import parse_area

# ---------------------------------------------------------------- words that plan files may use


def known_indicators() -> dict[str, str]:
    """Ids of the indicators with their kinds."""
    return {indicator.id: indicator.kind for indicator in indicators().values()}


def known_roles() -> dict[str, dict[str, Any]]:
    """Role words of bodies (packs/rules/body-roles.yaml)."""
    found: dict[str, dict[str, Any]] = packs.find("rules", "body-roles").data["roles"]
    return found


def known_traits() -> dict[str, Collection[str]]:
    """Traits of places with their values; an empty collection: any value."""
    return {kind: list(trait.get("values", ())) for kind, trait in packs.find("rules", "hardship").data["traits"].items()}


def read_file(text: str | bytes) -> Checked:
    """Read and check a plan file against everything that is known here."""
    return read_plan(text, known_indicators(), known_roles(), known_traits(), condition_fault)


def condition_fault(name: str, band: str, where: Mapping[str, Any], variant: str) -> str:
    """What is wrong with asking an indicator for a condition or variant; empty if nothing is, or it has no records yet."""
    indicator = indicators().get(name)
    if indicator is None or not indicator.has_records or indicator.kind not in ("share", "count", "ratio"):
        return ""
    offered = indicator.spec.get("readings", ())
    if variant and variant not in offered:
        return f"Chỉ số {name} không có cách đếm “{variant}”; có: {', '.join(offered) or 'không có cách nào khác'}."
    try:
        for part in ("numerator", "denominator") if indicator.kind == "ratio" else ("",):
            indicator.definition(band, part, where).check()
    except BadCondition as fault:
        return str(fault)
    return ""


def role_name(role: str) -> str:
    """A role as officials read it: ``UBND xã…`` for ``ubnd-xa/*``; the word itself where it is unknown."""
    word = role.partition("@")[0].partition("/")[0]
    return str(known_roles().get(word, {}).get("name", role))


def area_name(plan: PlanRow) -> str:
    """A plan's area as officials read it: ``Tỉnh Kon Tum``; a plan of an area that is not known here was not loaded."""
    return parse_area(plan.area, today()).name


# ---------------------------------------------------------------- loaded plans


@dataclass(frozen=True)
class Loaded:
    """A loaded plan: its row, and what its file says."""

    row: PlanRow
    plan: Plan

    @property
    def name(self) -> str:
        """How figures and papers cite it: ``kon-tum-1716@1``."""
        return f"{self.row.key}@{self.row.version}"


@lru_cache(maxsize=32)
def _said(key: str, version: int, hash: str) -> Plan:
    body = PlanRow.objects.values_list("body", flat=True).get(key=key, version=version, hash=hash)
    return Plan.model_validate(body)


def _loaded(found: PlanRow) -> Loaded:
    return Loaded(found, _said(found.key, found.version, found.hash))


def _may(scope: Scope) -> None:
    if not scope.has(Permission.PLANS_VIEW):
        raise Forbidden


def plans(scope: Scope) -> list[PlanRow]:
    """The newest version of every plan, by id, without their bodies. Raises Forbidden."""
    _may(scope)
    newest: dict[str, PlanRow] = {}
    for found in PlanRow.objects.defer("body").order_by("key", "version"):
        newest[found.key] = found
    return list(newest.values())


def plan(scope: Scope, name: str) -> Loaded:
    """The newest version of a plan, or ``kon-tum-1716@1``. Raises Forbidden; Hidden where there is none."""
    _may(scope)
    key, _at, version = name.strip().partition("@")
    found = PlanRow.objects.defer("body").filter(key__iexact=key)
    if version:
        found = found.filter(version=int(version)) if version.isdecimal() else found.none()
    newest = found.order_by("-version").first()
    if newest is None:
        raise Hidden
    return _loaded(newest)


def duty(scope: Scope, name: str) -> tuple[Loaded, Duty]:
    """A duty by its name at the door, ``kon-tum-1716/units``. Raises Forbidden; Hidden where there is none."""
    plan_name, _slash, key = name.partition("/")
    loaded = plan(scope, plan_name)
    found = next((item for item in loaded.plan.duties if item.id == key), None)
    if found is None:
        raise Hidden
    return loaded, found


def duty_uid(loaded: Loaded, key: str) -> UUID:
    """The uid by which reports refer to a duty."""
    found: UUID = PlanDuty.objects.values_list("uid", flat=True).get(plan=loaded.row, key=key)
    return found


def target_uids(loaded: Loaded) -> dict[str, UUID]:
    """The uid of each target, by its id in the file."""
    return dict(PlanTarget.objects.filter(plan=loaded.row).values_list("key", "uid"))


# ---------------------------------------------------------------- targets for a place and year


def asking(
    scope: Scope, loaded: Loaded, place: str = "", *, year: int, on: date | None = None, readings: Mapping[str, str] | None = None
) -> Asking:
    """A plan asked about a place (default: its own area) and year, on the boundaries of a day (default: the year's last)."""
    on = on or year_period(year).last_day
    area = parse_area(place or loaded.plan.area, on)
    left_out = ground(loaded.plan.scope, area, year_period(year).last_day).left_out
    return Asking(scope, loaded.plan, loaded.name, area, year, on, left_out, readings or {})


def targets(scope: Scope, loaded: Loaded, place: str = "", *, year: int, on: date | None = None) -> list[dict[str, Any]]:
    """Every target with its figure, threshold and verdict, in the shape of contracts.md. Raises Forbidden, Refused."""
    return rows(asking(scope, loaded, place, year=year, on=on))


def target_of(scope: Scope, loaded: Loaded, key: str, asked: Asking) -> dict[str, Any]:
    """One target. Raises Hidden where the plan has none of that id."""
    _may(scope)
    found = next((item for item in loaded.plan.targets if item.id.lower() == key.lower()), None)
    if found is None:
        raise Hidden
    return row(asked, found)


def trend(asked: Asking, key: str, years: Collection[int]) -> list[dict[str, Any]]:
    """A target's value and range for each year: ``{"year", "value", "low", "high"}``, null where nothing is known."""
    found = next(item for item in asked.plan.targets if item.id == key)
    said = []
    for year in years:
        answer = asked.asked(found, year=year) if found.indicator else {}
        span = range_of(answer) if answer else None
        said.append({"year": year, "value": answer.get("value"), "low": span and span[0], "high": span and span[1]})
    return said


# ---------------------------------------------------------------- the whole plan, as ``plan show`` prints it


def listed(scope: Scope) -> dict[str, Any]:
    """``plan list``."""
    shown = [{"id": p.key, "version": p.version, "title": p.title, "area": p.area, "verified": p.verified} for p in plans(scope)]
    return {"plans": shown}


def shown(scope: Scope, name: str, place: str = "", *, year: int, on: date | None = None) -> dict[str, Any]:
    """``plan show``: targets, tasks and duties for a place and year."""
    loaded = plan(scope, name)
    asked = asking(scope, loaded, place, year=year, on=on)
    return {
        "plan": loaded.row.key,
        "place": str(asked.area),
        "year": year,
        "on": asked.on.isoformat(),
        "targets": rows(asked),
        "tasks": tasks(loaded.plan, asked.on),
        "duties": duties(loaded, year),
    }


def tasks(plan: Plan, on: date) -> list[dict[str, Any]]:
    """Every task with the roles that answer on the day and its state in the calendar."""
    return [
        {
            "id": task.id,
            "clause": task.clause,
            "title": task.title,
            "leads": roles_on(task.leads, plan.heirs, on),
            "with": roles_on(task.with_, plan.heirs, on),
            "when": task.when.model_dump(mode="json", exclude_defaults=True),
            "state": task_state(task.when, plan.span, on),
        }
        for task in plan.tasks
    ]


def duties(loaded: Loaded, year: int) -> list[dict[str, Any]]:
    """The reports asked for in a year, named as at the door; the roles are those that answer on the day due."""
    return [_duty_row(loaded, item, due, year) for item in loaded.plan.duties for due in dues(item, loaded.plan.span, year)]


def _duty_row(loaded: Loaded, item: Duty, due: Due, year: int) -> dict[str, Any]:
    day = due.day or year_period(year).last_day
    heirs = loaded.plan.heirs
    return {
        "id": "/".join(filter(None, (loaded.row.key, item.id, due.occasion))),
        "from": ", ".join(roles_on(item.from_, heirs, day)),
        "to": roles_on(item.to, heirs, day),
        "due": due.day.isoformat() if due.day else None,
        "due_kind": item.due_kind,
        "data_period": due.data_period,
    }
