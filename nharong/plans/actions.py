"""Loading plans: the one write of this folder."""

import json
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from nharong.deeds.actions import Receipt, action, perform
from nharong.deeds.doing import Doing
from nharong.kernel import packs
from nharong.kernel.packs import canonical_hash
from nharong.kernel.permissions import Permission, Scope
from nharong.kernel.problems import Problem, Refused
from nharong.plans.check import Checked, check_data
from nharong.plans.models import Plan, PlanDuty, PlanTarget, PlanTask
from nharong.plans.queries import condition_fault, known_indicators, known_roles, known_traits, read_file
from nharong.plans.shape import Plan as PlanShape
from nharong.plans.shape.asked import Duty, Task
from nharong.plans.shape.targets import Target
from nharong.territory.queries import parse_area

_LOADS = uuid.UUID("6f1d2f7e-2d0b-5a44-9a52-6b1a5f3d0c17")
"""Namespace of the deeds that load plans: the same content loaded again is the same deed, without effect."""


@action("plans.load", needs=Permission.PLANS_MANAGE)
def load(doing: Doing, *, pack: dict[str, Any]) -> dict[str, Any]:
    """Take a plan in, given as the data of its file.

    The same version with other content is refused; with the same content nothing happens.
    """
    checked = check_data(pack, known_indicators(), known_roles(), known_traits(), condition_fault)
    if checked.plan is None:
        raise Refused([_as_problem(fault) for fault in checked.faults])
    plan, digest = checked.plan, canonical_hash(pack)
    _find_places(plan)
    loaded = Plan.objects.filter(key=plan.id, version=plan.version).first()
    if loaded is not None and loaded.hash != digest:
        raise Refused(
            Problem(
                field="version",
                value=str(plan.version),
                error=_("Version %(version)d of the plan “%(plan)s” has already been loaded with other content.")
                % {"version": plan.version, "plan": plan.id},
                mend=_("A loaded plan is never changed: raise the version by one and load it again."),
            )
        )
    if loaded is None:
        _write(doing, plan, pack, digest)
    return _receipt(plan) | {"again": loaded is not None}


def _find_places(plan: PlanShape) -> None:
    """The area and every place named by code must be known. Raises Refused, naming the field."""
    named = [("area", plan.area)]
    named += [("scope.places", area) for area in (plan.scope.places if plan.scope else None) or []]
    for target in plan.targets:
        named += [(f"targets[{target.id}].scope.places", area) for area in (target.scope.places if target.scope else None) or []]
        named += [(f"targets[{target.id}].levels", area) for level in target.levels for area in level.places or []]
    problems = []
    for field, area in named:
        try:
            parse_area(area, plan.in_force)
        except Refused as refusal:
            problems += [replace(problem, field=field, value=area) for problem in refusal.problems]
    if problems:
        raise Refused(problems)


def _write(doing: Doing, plan: PlanShape, pack: dict[str, Any], digest: str) -> None:
    row = Plan.objects.create(
        key=plan.id,
        version=plan.version,
        hash=digest,
        title=plan.title,
        area=plan.area,
        issuer=plan.issuer,
        number=plan.number.value if plan.number else "",
        issued=plan.date.value if plan.date else None,
        first_year=plan.span.first,
        last_year=plan.span.last,
        verified=plan.verified,
        body=json.loads(json.dumps(pack, default=str)),  # days as text, as their hash sees them
        by_deed=doing.deed,
    )
    PlanTarget.objects.bulk_create(PlanTarget(plan=row, position=i, **_named(item)) for i, item in enumerate(plan.targets))
    PlanTask.objects.bulk_create(PlanTask(plan=row, position=i, **_named(item)) for i, item in enumerate(plan.tasks))
    PlanDuty.objects.bulk_create(PlanDuty(plan=row, position=i, **_named(item)) for i, item in enumerate(plan.duties))


def _named(item: Target | Task | Duty) -> dict[str, str]:
    return {"key": item.id, "clause": item.clause, "title": item.title}


def _receipt(plan: PlanShape) -> dict[str, Any]:
    counts = {"targets": len(plan.targets), "tasks": len(plan.tasks), "duties": len(plan.duties)}
    return {"plan": plan.id, "version": plan.version, **counts}


def _as_problem(fault: dict[str, Any]) -> Problem:
    return Problem(error=fault["error"], mend=fault["mend"], field=fault["field"], row=fault["line"] or None)


def load_text(scope: Scope, text: str | bytes) -> Receipt:
    """Load a plan file. Its faults come back as a refused receipt, each with its line as ``row``; the same file again answers ``again``."""
    return _load_checked(scope, read_file(text))


def _load_checked(scope: Scope, checked: Checked) -> Receipt:
    if checked.plan is None:
        return Receipt(deed=uuid.uuid5(_LOADS, ""), result="refused", errors=tuple(_as_problem(fault) for fault in checked.faults))
    name = f"{checked.plan.id}@{checked.plan.version}:{canonical_hash(checked.data)}"
    return perform(load, scope, uid=uuid.uuid5(_LOADS, name), pack=checked.data)


def load_shipped(scope: Scope) -> list[Receipt]:
    """Load every plan that ships with the program; those already there stay as they are."""
    return [load_text(scope, path.read_bytes()) for path in sorted(Path(packs.ROOT / "plans").glob("*.yaml"))]
