"""A target's figure and verdict: from the words of the plan to a question for the indicators, and back to met or not met."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from nharong.indicators import queries as indicators
from nharong.indicators.packs import NoIndicator
from nharong.indicators.queries import Question
from nharong.kernel.measures import BadCondition
from nharong.kernel.permissions import Scope
from nharong.plans.grounds import ground
from nharong.plans.rules.dues import Chosen, choose, counted_period
from nharong.plans.rules.met import Range, agreed, chained, met, met_part, together
from nharong.plans.rules.scopes import Rule, rules_for
from nharong.plans.shape import Plan
from nharong.plans.shape.targets import Condition, Milestone, Reading, Target
from nharong.plans.shape.values import Part, show_value
from nharong.territory.queries import TRAITS, area_ids, lineage, traits_on
from nharong.territory.rules.doors import Area

NUMBERS = ("value", "numerator", "denominator", "unknown", "maybe", "unmapped", "low", "high")


@dataclass
class Asking:
    """One plan asked about one place and year; remembers its answers, so that no figure is asked twice."""

    scope: Scope
    plan: Plan
    rule: str
    """How the plan is cited: ``kon-tum-1716@1``."""
    area: Area
    year: int
    on: date
    left_out: frozenset[int] = frozenset()
    """Places of the area that the plan is surely not about."""
    readings: Mapping[str, str] = field(default_factory=dict)
    """Other readings to try, by target; the plan's own where none is named."""
    answers: dict[Any, dict[str, Any]] = field(default_factory=dict)

    def at(self, area: Area, left_out: frozenset[int] = frozenset()) -> "Asking":
        """The same about another place."""
        return replace(self, area=area, left_out=left_out, answers={})

    def reading(self, target: Target) -> Reading | None:
        """The reading in use: the one to try, else the plan's."""
        wanted = self.readings.get(target.id, target.reading)
        return next((reading for reading in target.readings if reading.id == wanted), target.chosen)

    def rules(self, target: Target) -> list[Rule]:
        """The thresholds that may hold here: several where a trait of the place is not known."""
        if not target.levels:
            return rules_for(target, "", {}, lambda _area: False)
        day = counted_period(target.over, self.year, self.plan.span.first).last_day
        known = {kind: value for kind in TRAITS for value in traits_on([self.area.place], kind, day).values()}
        return rules_for(target, lineage().nodes[self.area.place].kind, known, lambda text: self.area.place in area_ids(text, day))

    def question(self, target: Target | Condition, band: str = "", year: int | None = None, over: str = "") -> Question:
        """The question that a target (or one of its conditions) asks of the indicators, in its chosen reading."""
        reading = self.reading(target) if isinstance(target, Target) else None
        own = reading is None or reading.indicator is None
        basis = target.basis if isinstance(target, Target) else None
        wheres = [where for where in (target.where, reading and reading.where, basis and basis.where) if where]
        over = over or (target.over if isinstance(target, Target) else "year")
        since = (target.since if isinstance(target, Target) else None) or self.plan.span.first
        return Question(
            name=(target.indicator if own or reading is None else reading.indicator) or "",
            area=self.area,
            period=counted_period(over, self.year if year is None else year, since),
            on=self.on,
            band=(reading.band if reading and reading.band else band) or "",
            reading=(reading.variant if reading and reading.variant else target.variant if own else "") or "",
            where={"all": wheres} if len(wheres) > 1 else wheres[0] if wheres else {},
        )

    def outside(self, target: Target) -> frozenset[int]:
        """Places that the target is surely not about, by the plan's scope and its own."""
        if target.scope is None:
            return self.left_out
        day = counted_period(target.over, self.year, self.plan.span.first).last_day
        return self.left_out | ground(target.scope, self.area, day).left_out

    def asked(self, target: Target, band: str = "", year: int | None = None, over: str = "") -> dict[str, Any]:
        """The figure of a target."""
        return self.answer(self.question(target, band or target.band or "", year, over), self.outside(target))

    def answer(self, question: Question, left_out: frozenset[int]) -> dict[str, Any]:
        """The figure; null throughout where its records or its indicator are not there yet."""
        key = (question.name, question.period, question.band, question.reading, str(question.where), left_out)
        if key not in self.answers:
            try:
                found = indicators.figure(self.scope, question)
            except (NoIndicator, BadCondition):
                found = dict.fromkeys(NUMBERS) | {"rule": self.rule, "reading": "", "suppressed": False}
            self.answers[key] = self._narrowed(question, found, left_out)
        return self.answers[key]

    def _narrowed(self, question: Question, found: dict[str, Any], left_out: frozenset[int]) -> dict[str, Any]:
        """The figure without the places that it is surely not about."""
        if not left_out or found["low"] is None or found["suppressed"]:
            return found
        indicator, *_definitions = indicators.definitions(question)
        counts = indicators.summed(indicators.parts(question), indicators.inside(self.area) - left_out)
        if not any(counts[0]) and not any(counts[1] or ()):
            return found | indicators.NOTHING
        return found | indicators.values(indicator, *counts)


# ---------------------------------------------------------------- verdicts


def range_of(answer: Mapping[str, Any]) -> Range | None:
    """What the figure may be; None where it is null or not shown."""
    low, high = answer["low"], answer["high"]
    return None if low is None or high is None else (low, high)


def counts_of(answer: Mapping[str, Any]) -> Range | None:
    """What the numerator may be."""
    proven = answer["numerator"]
    return None if proven is None else (proven, proven + (answer["unknown"] or 0) + (answer["maybe"] or 0))


def units_of(answer: Mapping[str, Any]) -> Range | None:
    """What the denominator may be."""
    certain = answer["denominator"]
    return None if certain is None else (certain, certain + (answer["maybe"] or 0))


def verdict(asking: Asking, target: Target | Condition, op: str, milestone: Milestone, answer: Mapping[str, Any]) -> bool | None:
    """Met, not met, or not to be told: for one threshold."""
    value = milestone.value
    if isinstance(value, Part):
        return met_part(op, value, counts_of(answer), units_of(answer))
    if isinstance(value, bool | str):
        return None  # a yes or a grade has no record yet that could say so
    before = _before(asking, target) if op in ("rise", "fall") or (op == "keep" and value is None) else None
    change = target.change if isinstance(target, Target) else "points"
    return met(op, value, range_of(answer), before, tolerance=target.tolerance, change=change)


def _before(asking: Asking, target: Target | Condition) -> Range | None:
    basis = target.basis if isinstance(target, Target) else None
    if basis and basis.value is not None:
        return (basis.value, basis.value)
    year = basis.year if basis and basis.year else asking.year - 1
    if isinstance(target, Condition):
        return range_of(asking.answer(asking.question(target, target.band or "", year), asking.left_out))
    return range_of(asking.asked(target, year=year))


# ---------------------------------------------------------------- rows of the plan page and of ``plan show``


def row(asking: Asking, target: Target) -> dict[str, Any]:
    """One target in the shape of contracts.md (``plan show``)."""
    if target.conditions:
        return _joined_row(asking, target)
    head = _head(target)
    found: list[tuple[Chosen | None, bool | None]] = []
    answer: dict[str, Any] = {}
    for rule in asking.rules(target) or [Rule(target.op, (), target.band or "")]:
        chosen = choose(rule.milestones, asking.year)
        over = (chosen.milestone.over or "") if chosen else ""
        answer = _chained(asking, target, asking.asked(target, rule.band, over=over))
        head["operator"] = rule.op
        found.append((chosen, verdict(asking, target, rule.op, chosen.milestone, answer) if chosen else None))
    head |= _figure(asking.reading(target), answer) | _threshold([chosen for chosen, _met in found])
    return head | {"met": agreed(met for _chosen, met in found)}


def _head(target: Target) -> dict[str, Any]:
    return {
        "id": target.id,
        "clause": target.clause,
        "title": target.title,
        "indicator": target.indicator or "",
        "unit": target.unit,
        "operator": target.op,
        "readings": [{"id": reading.id, "title": reading.title} for reading in target.readings],
    }


def _figure(reading: Reading | None, answer: Mapping[str, Any]) -> dict[str, Any]:
    said = [reading.title] if reading else []
    if indicators.READ_IN_JANUARY in answer["reading"]:
        said.append(indicators.READ_IN_JANUARY)
    return {name: answer[name] for name in NUMBERS} | {"reading": ". ".join(said) or answer["reading"], "rule": answer["rule"]}


def _threshold(found: list[Chosen | None]) -> dict[str, Any]:
    """What is asked and when; null where it is not known which of several thresholds holds."""
    said = {(str(chosen.milestone.value), chosen.due) for chosen in found if chosen}
    if len(said) != 1 or (first := found[0]) is None:
        return {"threshold": None, "due": None}
    value = first.milestone.value
    return {"threshold": None if value is None else show_value(value), "due": first.due}


def _chained(asking: Asking, target: Target, answer: dict[str, Any]) -> dict[str, Any]:
    """A chained share: divided by another target's numerator instead of its own denominator."""
    if target.basis is None or target.basis.target is None:
        return answer
    base_target = next(t for t in asking.plan.targets if t.id == target.basis.target)
    base = asking.asked(base_target)
    top, bottom = counts_of(answer), counts_of(base)
    span = chained(top, bottom) if top and bottom else None
    if top is None or bottom is None or span is None:
        return answer | dict.fromkeys(("value", "denominator", "low", "high"))
    return answer | {"value": top[0] / bottom[0], "denominator": base["numerator"], "low": span[0], "high": span[1]}


def _joined_row(asking: Asking, target: Target) -> dict[str, Any]:
    """Several conditions at once: no single number, only the verdict."""
    verdicts = []
    for condition in target.conditions or []:
        chosen = choose(condition.milestones, asking.year)
        answer = asking.answer(asking.question(condition, condition.band or ""), asking.outside(target))
        verdicts.append(verdict(asking, condition, condition.op, chosen.milestone, answer) if chosen else None)
    head = _head(target) | dict.fromkeys((*NUMBERS, "threshold", "due"))
    return head | {"met": together(verdicts, target.need), "reading": target.chosen.title if target.chosen else "", "rule": asking.rule}


def rows(asking: Asking) -> list[dict[str, Any]]:
    """Every target; one that waits for another is not met before the other is."""
    found = {target.id: row(asking, target) for target in asking.plan.targets}
    for target in asking.plan.targets:
        if target.waits_for and target.waits_for.target and found[target.waits_for.target]["met"] is not True:
            found[target.id]["met"] = None
    return list(found.values())
