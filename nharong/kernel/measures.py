"""What a countable thing is: sources of rows, conditions over their fields, and the definition compiled from both.

One definition gives the number, the list, the recount and the change. Its SQL is the same on SQLite and PostgreSQL:
*unknown* is NULL in every field, so that the database's own three-valued logic carries it through and, or, not.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

STATES = ("n", "y", "u", "mn", "my", "mu")
"""The six counts of a cell: no, yes, unknown; and the same for rows whose very membership is unknown."""


class BadCondition(ValueError):
    """A condition names a field or value that its source does not have."""


@dataclass(frozen=True)
class Dimension:
    """One field of a source: how it reads in SQL (NULL is unknown) and which values it may take."""

    sql: str
    values: tuple[str, ...] | None = None
    """None: any text (ethnicity, kind); conditions then cannot be checked beforehand."""
    title: str = ""


@dataclass(frozen=True)
class Source:
    """Rows that can be counted.

    A *spell* source has rows with ``start``, ``stop`` (stock on a day); a *happening* source has rows with a ``day``
    (flow in a period; one subject counts once, at its first qualifying row).
    """

    name: str
    title: str
    subject: str
    """Kind of subject that deeds touch: ``person``, ``centre``, …"""
    rows: str
    """SQL of the FROM clause; ``{spell}`` and the like are filled from ``tables`` so that a staged table can stand in."""
    subject_id: str
    place: str
    dimensions: Mapping[str, Dimension]
    unit: str
    """What is counted, in Vietnamese: người, trung tâm, …"""
    touched_id: str = ""
    """SQL of the id that deeds touch, where it is not the counted subject (a record of a merged person)."""
    tables: Mapping[str, str] = field(default_factory=dict)
    start: str = ""
    stop: str = ""
    day: str = ""
    order: str = ""
    """Tie-break among rows of one day."""
    birth_year: str = ""
    sure: str = ""
    """SQL condition under which membership is certain; empty: always."""
    doubt: str = ""
    """SQL condition of the few rows whose membership some definition may not know; empty: none."""
    first_year: str = ""
    """Spells: SQL of the first year at whose end the row holds; ``last_year`` is exclusive. Spares date arithmetic."""
    last_year: str = ""
    standing: str = ""
    """SQL condition of rows that count at all (not withdrawn)."""
    recorded: str = ""
    """Alias of the table whose ``by_deed_id`` and ``withdrawn_by_id`` say when a happening was known."""
    names: str = ""
    """SQL of the JOIN that only lists need, for ``label`` and ``uid``."""
    label: str = "''"
    """SQL of the name shown in lists."""
    sort: str = ""
    """SQL of the key by which lists are ordered inside a place; empty: the name."""
    uid: str = ""
    first_years: Callable[[], Mapping[int, int]] | None = None
    """Spells: place → the first year in which anything is known there (its first survey)."""
    distinct: bool = True
    """A subject counts once; False counts rows (lượt)."""

    @property
    def is_spell(self) -> bool:
        """Stock rather than flow."""
        return bool(self.start)

    def from_clause(self, stand_in: Mapping[str, str] | None = None) -> str:
        """The FROM clause, with staged tables standing in for kept ones."""
        return self.rows.format(**{**self.tables, **(stand_in or {})})


@dataclass(frozen=True)
class Subject:
    """A kind of thing deeds touch: how to lock it, and how to derive its countable rows from its claims anew."""

    kind: str
    model: Any
    derive: Callable[[Sequence[int]], None]
    audit: Callable[[Sequence[int]], Iterator[dict[str, Any]]]
    """What is kept about these subjects that their claims do not say: for `nharong check`."""
    known: Callable[[Iterable[int], datetime], AbstractContextManager[Mapping[str, str]]] | None = None
    """Places, moment → tables that stand in for the kept ones, with what was known then about the subjects there."""
    whole: Callable[[Sequence[int]], list[int]] = list
    """The ids with everything that must be derived together with them (the other records of a merged person)."""


# ---------------------------------------------------------------- conditions

Condition = Mapping[str, Any]
_BAND = re.compile(r"(\d+)-(\d+)|(\d+)\+")


def parse_band(band: str) -> tuple[int, int | None]:
    """``15-60`` or ``15+`` as whole years, inclusive. Raises BadCondition."""
    match = _BAND.fullmatch(band)
    if not match or (match[1] and int(match[1]) > int(match[2])):
        raise BadCondition(f"Không hiểu nhóm tuổi “{band}”: ghi 15-60 hoặc 15+.")
    return (int(match[1]), int(match[2])) if match[1] else (int(match[3]), None)


def _age(source: Source, band: str, year: str) -> str:
    if not source.birth_year:
        raise BadCondition(f"Nguồn {source.name} không có tuổi.")
    low, high = parse_band(band)
    born = source.birth_year
    latest = f"{born} <= {year} - {low}"
    return f"({latest})" if high is None else f"({latest} AND {born} >= {year} - {high})"


def _quoted(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def compile_condition(source: Source, condition: Condition | None, year: str, band: str = "") -> str:
    """SQL of a condition; ``year`` is the SQL of the reference year. Raises BadCondition.

    A condition is one of ``{all: […]}``, ``{any: […]}``, ``{not: …}``, ``{age: band}``, ``{age: "15-60"}``, ``{field: [values]}``.
    """
    if not condition:
        return "TRUE"
    if len(condition) != 1:
        return compile_condition(source, {"all": [{key: value} for key, value in condition.items()]}, year, band)
    ((key, value),) = condition.items()
    if key in ("all", "any"):
        parts = [compile_condition(source, part, year, band) for part in value]
        return "(" + (" AND " if key == "all" else " OR ").join(parts) + ")"
    if key == "not":
        return f"(NOT {compile_condition(source, value, year, band)})"
    if key == "age":
        chosen = band if value == "band" else value
        return _age(source, chosen, year) if chosen else "TRUE"
    dimension = source.dimensions.get(key)
    if dimension is None:
        raise BadCondition(f"Nguồn {source.name} không có trường “{key}”; có: {', '.join(source.dimensions)}.")
    values = value if isinstance(value, list) else [value]
    if dimension.values is not None and (wrong := [v for v in values if v not in dimension.values]):
        raise BadCondition(f"Trường {key} không có giá trị “{wrong[0]}”; có: {', '.join(dimension.values)}.")
    if values == ["u"]:
        return f"({dimension.sql} IS NULL)"
    return f"({dimension.sql} IN ({', '.join(_quoted(v) for v in values)}))"


def _side_by_side(condition: Condition | None) -> Iterator[Condition]:
    """The conditions that must all hold, nested lists of ``all`` laid flat."""
    for key, value in (condition or {}).items():
        if key == "all":
            for part in value:
                yield from _side_by_side(part)
        else:
            yield {key: value}


def _asks_age(condition: Condition | None) -> bool:
    return any(
        key == "age" or (key in ("all", "any") and any(map(_asks_age, value))) or (key == "not" and _asks_age(value))
        for key, value in (condition or {}).items()
    )


@dataclass(frozen=True)
class Definition:
    """Who is in scope, who of them counts, and about whom it is not known: over the fields of one source."""

    key: str
    source: Source
    who: Condition | None = None
    yes: Condition | None = None
    unknown: Condition | None = None
    band: str = ""
    at_start: bool = False
    """A stock read on the first day of the year instead of the last (targets whose first survey is of the year itself)."""

    def who_sql(self, year: str) -> str:
        """Three-valued membership; a row whose residence is not sure is NULL unless it is certainly out."""
        inside = compile_condition(self.source, self.who, year, self.band)
        return f"({inside} AND (CASE WHEN {self.source.sure} THEN TRUE ELSE NULL END))" if self.source.sure else inside

    def verdict_sql(self, year: str) -> str:
        """SQL giving 0 no, 1 yes, 2 unknown for a row in scope."""
        yes = compile_condition(self.source, self.yes, year, self.band)
        plain = "1" if yes == "TRUE" else f"CASE WHEN {yes} THEN 1 WHEN NOT {yes} THEN 0 ELSE 2 END"
        if not self.unknown:
            return plain
        doubt = compile_condition(self.source, self.unknown, year, self.band)
        return f"CASE WHEN {doubt} THEN 2 ELSE {plain} END"

    def state_sql(self, year: str) -> str:
        """SQL giving 0..5 as an index into STATES, or NULL for a row out of scope."""
        who, verdict = self.who_sql(year), self.verdict_sql(year)
        return f"CASE WHEN {who} THEN {verdict} WHEN NOT {who} THEN NULL ELSE 3 + {verdict} END"

    def apart_from_age(self) -> tuple[tuple[int, int | None] | None, "Definition"] | None:
        """The age that its scope asks for (lowest, highest; None: any) and the definition without it.

        So a row that lasts for years is judged once, not at every birthday. None where age stands anywhere but beside the
        other conditions of the scope.
        """
        if _asks_age(self.yes) or _asks_age(self.unknown):
            return None
        parts = list(_side_by_side(self.who))
        bands = [self.band if part["age"] == "band" else str(part["age"]) for part in parts if set(part) == {"age"}]
        rest = [part for part in parts if set(part) != {"age"}]
        if any(map(_asks_age, rest)):
            return None
        without = replace(self, who={"all": rest} if rest else None)
        ages = [parse_band(band) for band in bands if band]
        if not ages:
            return None if bands and not self.source.birth_year else (None, without)
        highs = [high for _low, high in ages if high is not None]
        return (max(low for low, _high in ages), min(highs) if highs else None), without

    def check(self) -> None:
        """Compile once, so that a wrong pack is refused when it is loaded. Raises BadCondition."""
        self.state_sql("2026")
