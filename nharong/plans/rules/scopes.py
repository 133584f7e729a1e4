"""Who is meant: which level's threshold, which places of the area, which role after an abolition."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nharong.plans.shape.plan import Heir
from nharong.plans.shape.targets import Level, Milestone, Scope, Target


@dataclass(frozen=True)
class Rule:
    """One threshold in question: operator, milestones, age band."""

    op: str
    milestones: Sequence[Milestone]
    band: str


def rules_for(target: Target, level: str, traits: Mapping[str, str], lies_in: Callable[[str], bool]) -> list[Rule]:
    """The thresholds that may hold for a place: one, or several where a trait of it is not known.

    ``level`` of the place; ``traits`` its known traits; ``lies_in`` whether it lies inside an area as written. The
    first level of the plan that fits counts; without one, the target's own milestones; an empty list: not for this place.
    """
    found = []
    for candidate in target.levels:
        fits = _fits(candidate, level, traits, lies_in)
        if fits is not False:
            found.append(Rule(candidate.op or target.op, candidate.milestones, candidate.band or target.band or ""))
        if fits:
            return found
    if target.milestones:
        found.append(Rule(target.op, target.milestones, target.band or ""))
    return found


def _fits(candidate: Level, level: str, traits: Mapping[str, str], lies_in: Callable[[str], bool]) -> bool | None:
    if candidate.level is not None and candidate.level != level:
        return False
    if candidate.places is not None and not any(lies_in(area) for area in candidate.places):
        return False
    return has_traits(candidate.traits or {}, traits)


def has_traits(wanted: Mapping[str, Sequence[str]], known: Mapping[str, str], match: str = "all") -> bool | None:
    """Whether a place has the traits wanted (all, or any of them); None where what is not known decides."""
    said = [None if kind not in known else known[kind] in values for kind, values in wanted.items()]
    if match == "any":
        return True if True in said else None if None in said or not said else False
    return False if False in said else None if None in said else True


def in_scope(scope: Scope | None, traits: Mapping[str, str], lies_in: Callable[[str], bool]) -> bool | None:
    """Whether a place is one the plan is about; None: not confirmed, then it counts as inside and is listed (contracts.md)."""
    if scope is None:
        return True
    if scope.places is not None and not any(lies_in(area) for area in scope.places):
        return False
    return has_traits(scope.traits, traits, scope.match) if scope.traits else True


def role_on(role: str, heirs: Iterable[Heir], day: date) -> str:
    """The role that answers on the day: itself, or who took over when its bodies were abolished."""
    seen = {role}
    moved = True
    listed = list(heirs)
    while moved:
        moved = False
        for heir in listed:
            if heir.role == role and heir.since <= day and heir.to not in seen:
                role, moved = heir.to, True
                seen.add(role)
                break
    return role


def roles_on(roles: Iterable[str], heirs: Sequence[Heir], day: date) -> list[str]:
    """Each role as it answers on the day, none twice."""
    return list(dict.fromkeys(role_on(role, heirs, day) for role in roles))
