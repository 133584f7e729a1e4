"""What a report is, whatever file it goes into: plain shapes, every text ready to print, every number still a number."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body; ``kind`` lead is a sentence before bullets, item one of them."""

    text: str
    kind: Literal["plain", "item", "note"] = "plain"
    slot: str = ""
    """Of the officer's own text."""
    empty: bool = False
    """The place for the officer's text, while there is none."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: ``kind`` text, whole or percent (a fraction); width in millimetres."""

    title: str
    width: float
    kind: Literal["text", "whole", "percent", "number"] = "text"
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table as printed: texts."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    subs: Sequence[str] = ()
    """A small second line under the second cell of each row: the reading used."""


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Section:
    """``I. …`` with what stands in it."""

    number: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target of the report with its numbers, as they came from the plan."""

    mark: str
    row: dict[str, Any]
    kind: str
    state: str
    verdict: str
    result: str
    threshold: str
    range: str
    before: float | None
    before_text: str
    sentence: str
    waits: bool
    """Whether a document it waits for has not been issued."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit of the annex: its answer to every target by id (null where there are no records)."""

    code: str
    name: str
    whole: bool
    in_scope: bool | None
    """False: the plan is surely not about it; None: not confirmed, counted as inside."""
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Annex:
    """The targets by unit: only those of which anything is known; the others are named."""

    title: str
    note: str
    level_name: str
    targets: tuple[TargetLine, ...]
    rows: tuple[UnitRow, ...]
    rest: UnitRow | None
    """What lies in the area and maps to no unit."""
    without: tuple[str, ...]
    """Targets of which no unit has a record."""


@dataclass(frozen=True, slots=True)
class Signature:
    """The capitals over a signature and the printed name; empty where nobody is entered."""

    lines: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the head of the paper (Nghị định 30/2020, annex I)."""

    superior_line: str
    issuing_line: str
    symbol_line: str
    place_line: str
    type_name: str
    abstract: str


@dataclass(frozen=True, slots=True)
class Report:
    """A yearly report, ready to be set."""

    duty: str
    year: int
    body: str
    area: str
    area_name: str
    on: date
    due: date | None
    head: Head
    bases: tuple[str, ...]
    opening: str
    old_unit: str
    """``Lập theo đơn vị cũ …``, where the area's unit or the body of the duty was abolished."""
    sections: tuple[Section, ...]
    targets: tuple[TargetLine, ...]
    holes: tuple[str, ...]
    annex: Annex | None
    recipients: tuple[str, ...]
    signature: Signature
    rules: tuple[str, ...]
    """The plan and the rules by which it was counted, as cited."""
    to_settle: tuple[str, ...]
    """What must be looked at before it is signed."""
    written: date
