"""Who is literate, by the rule pack nd20-2014 (Nghị định 20/2014/NĐ-CP, Điều 19). Pure.

From schooling and literacy-class facts of one source to level 1 and level 2, each y, n or u (unknown):

- yes by a proof: literacy class 3 (phase 1) or grade 3; literacy class 5 (phase 2) or the primary programme; level 2 is level 1 too;
- no only by a statement that bounds what was finished: never attended, last class finished, class dropped or attended now,
  a literacy class below. Statements that disagree leave unknown: the largest bound holds;
- "dropped at grade n" bounds from above and proves nothing below (the pack's setting): the familiar workbook trusts it, no text does;
- a relapse is a no at its level, and at level 1 takes level 2 along;
- nothing written is unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from nharong.kernel import packs

FACTS = ("schooling", "finished", "level", "vocational", "grade", "dropped", "literacy_class", "literacy_done", "relapse")
"""What of a survey row bears on literacy, by the names of its facts."""


class Literacy(NamedTuple):
    """The two facts of one person, each ``y``, ``n`` or ``u``, and the level relapsed at (0: none)."""

    level1: str
    level2: str
    relapse: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """What the pack says, as numbers."""

    name: str
    needed: tuple[int, int]
    """Grade or literacy class that makes level 1 and level 2."""
    diplomas: Mapping[str, int]
    vocational: Mapping[str, int]
    dropped_proves: bool


class UnitStandard(NamedTuple):
    """When a commune meets a level: at least ``share`` of its people of the band stand at that level."""

    band: str
    person: str
    share: float
    verified: bool


@cache
def rules(id: str = "nd20-2014") -> Rules:
    """The rules of the newest version of a pack. Raises packs.NoPack."""
    pack = packs.find("rules", id)
    person, proofs = pack.data["person"], pack.data["proofs"]
    return Rules(
        name=pack.name,
        needed=(person["level1"]["grade"], person["level2"]["grade"]),
        diplomas={level: grade for level, grade in proofs["diplomas"].items() if isinstance(grade, int)},
        vocational={level: grade for level, grade in proofs["vocational"].items() if isinstance(grade, int)},
        dropped_proves=proofs["dropped"]["proves"] == "previous-grade",
    )


def commune_standard(level: int, special: bool, id: str = "nd20-2014") -> UnitStandard:
    """The standard of a commune at level 1 or 2 (Điều 20, 21); ``special``: đặc biệt khó khăn. Raises StopIteration on another level."""
    units = packs.find("rules", id).data["units"]
    found = next(unit for unit in units if unit["of"] == "commune" and unit["level"] == level and unit["special"] is special)
    return UnitStandard(found["band"], found["person"], found["share"], found["verified"] == "yes")


def assess(facts: Mapping[str, Any], by: Rules | None = None) -> Literacy:
    """The literacy that one source's facts show."""
    return _assess(tuple(facts.get(name) for name in FACTS), by or rules())


def levels(facts: Mapping[str, Any]) -> dict[str, tuple[bool, bool]]:
    """Level → (reached, is a relapse), without what is not known; a level said outright outweighs what schooling shows."""
    found = assess(facts)
    shown = {
        name: (answer == "y", answer == "n" and 0 < found.relapse <= number)
        for number, (name, answer) in enumerate((("level1", found.level1), ("level2", found.level2)), start=1)
        if answer != "u"
    }
    return shown | {name: (bool(facts[name]), False) for name in ("level1", "level2") if facts.get(name) is not None}


@lru_cache(maxsize=1 << 15)
def _assess(values: tuple[Any, ...], by: Rules) -> Literacy:
    _schooling, finished, level, vocational, grade, dropped, _attending, done, relapse = values
    proven = max(
        finished or 0,
        done or 0,
        by.diplomas.get(level or "", 0),
        by.vocational.get(vocational or "", 0),
        grade - 1 if grade and grade <= _LAST_GRADE else 0,
        dropped - 1 if dropped and by.dropped_proves else 0,
    )
    bound = _bound(values)
    answers = ["y" if proven >= needed else "n" if bound is not None and bound < needed else "u" for needed in by.needed]
    if relapse:
        answers[relapse - 1 :] = ["n"] * (3 - relapse)
    return Literacy(answers[0], answers[1], relapse or 0)


_LAST_GRADE = 12
_BELOW_PRIMARY = 4


def _bound(values: tuple[Any, ...]) -> int | None:
    """The highest grade or literacy class that the statements still allow to be finished; None: nothing is said.

    What is written of school says that no literacy class is, and the other way round: such a person came as one who could not read.
    """
    schooling, finished, level, vocational, grade, dropped, attending, done, _relapse = values
    bounds = [number for number in (finished, done) if number is not None]
    bounds += [number - 1 for number in (dropped, attending) if number is not None]
    if level == "mn":
        bounds.append(_BELOW_PRIMARY)
    if grade is not None and 1 <= grade <= _LAST_GRADE:
        bounds.append(grade - 1)
    if (grade is not None and grade > _LAST_GRADE) or vocational or level in {"th", "thcs", "thpt"}:
        return None
    if schooling == "none":
        bounds.append(0)
    return max(bounds) if bounds else None


# ---------------------------------------------------------------- the familiar workbook, for warnings


class CrossCheck(NamedTuple):
    """Where the familiar workbook sorts a person otherwise; groups: ``literate``, ``mc2`` (level 1 only), ``mc1``, ``unknown``."""

    ours: str
    workbook: str
    because: str
    """Key of the pack's ``cross_check.says``."""


def cross_check(facts: Mapping[str, Any], age: int, by: Rules | None = None) -> CrossCheck | None:
    """Compare with the workbook's way of counting; a warning, never a result. None where it agrees or does not count the person.

    ``age`` is survey year − birth year; the workbook counts ages 15 to 60 and nobody with a disability.
    """
    if not 15 <= age <= 60 or facts.get("disability"):
        return None
    found = assess(facts, by)
    ours = {"yy": "literate", "yn": "mc2", "nn": "mc1"}.get(found.level1 + found.level2, "unknown")
    theirs = _workbook_group(facts)
    if ours == theirs:
        return None
    return CrossCheck(ours, theirs, _because(facts, ours))


def _number(facts: Mapping[str, Any], name: str) -> int:
    return int(facts.get(name) or 0)


def _workbook_group(facts: Mapping[str, Any]) -> str:
    finished, dropped, done = (_number(facts, name) for name in ("finished", "dropped", "literacy_done"))
    relapse = _number(facts, "relapse")
    diploma = facts.get("level") in {"th", "thcs", "thpt"} or facts.get("vocational") in {"trung-cap", "cao-dang", "dai-hoc", "sau-dai-hoc"}
    if not relapse and (diploma or finished >= 5 or dropped >= 6 or done >= 5):
        return "literate"
    if relapse == 2 or finished >= 3 or _number(facts, "literacy_class") > 3 or dropped > 3 or done >= 3:
        return "mc2"
    return "mc1"


def _because(facts: Mapping[str, Any], ours: str) -> str:
    if ours == "unknown" and _number(facts, "dropped") > 3:
        return "dropped"
    if ours == "unknown" and _number(facts, "literacy_class") > 3:
        return "literacy-class"
    if ours == "unknown" and not any(facts.get(name) for name in FACTS):
        return "nothing"
    return "attending" if facts.get("grade") else "other"
