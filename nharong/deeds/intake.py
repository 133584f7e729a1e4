"""A table file taken at the command line: every fault told at its cell, then one deed for the rows without any."""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from nharong.deeds.actions import Action, Receipt, may, perform
from nharong.files.opened import open_table
from nharong.files.workbook import Cell, Table, show_cell
from nharong.kernel.permissions import Forbidden, Scope
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.shell import Refusal
from nharong.kernel.text import clean, fold
from nharong.kernel.time import BadPeriod, parse_day

YES, NO = ("co", "yes", "y", "x", "dung", "1"), ("khong", "no", "n", "sai", "0")
"""Folded spellings of the two answers."""


@dataclass
class Line:
    """One row of the file, its cells asked by column; what cannot be read is remembered as a fault."""

    number: int
    table: Table
    cells: list[Cell]
    faults: list[Problem] = field(default_factory=list)

    def text(self, column: str) -> str:
        """The cell's text; empty where the cell or the column is missing."""
        return clean(self.table.text(self.cells, column))

    def required(self, column: str, mend: str) -> str:
        """The cell's text; a fault where it is empty."""
        text = self.text(column)
        if not text:
            self.fault(column, _("This cell is empty."), mend)
        return text

    def day(self, column: str) -> date | None:
        """The cell's day; None where it is empty or (with a fault) is none."""
        place = self.table.columns.get(column)
        cell = self.cells[place] if place is not None and place < len(self.cells) else ""
        if isinstance(cell, date):
            return cell.date() if isinstance(cell, datetime) else cell
        text = show_cell(cell).strip()
        if not text:
            return None
        try:
            return parse_day(text)
        except BadPeriod:
            self.fault(column, _("“%s” is no day.") % text, _("Write it as 24/11/2026."))
            return None

    def word(self, column: str, words: Mapping[str, Sequence[str]]) -> str:
        """The word one of whose spellings (folded when compared) stands in the cell; empty where it is empty or at fault."""
        text = self.text(column)
        if not text:
            return ""
        folded = fold(text) or text.lower()
        for word, spellings in words.items():
            if folded in {fold(word), *map(fold, spellings)}:
                return word
        shown = ", ".join(spellings[0] if spellings else word for word, spellings in words.items())
        self.fault(column, _("“%s” is not known here.") % text, _("Write one of: %s.") % shown)
        return ""

    def fault(self, column: str, error: str, mend: str = "") -> None:
        """Remember a fault of this row."""
        self.faults.append(self.problem(column, error, mend))

    def problem(self, column: str, error: str, mend: str = "") -> Problem:
        """A problem at the cell of a column."""
        value = self.text(column)
        return Problem(error=error, mend=mend, field=column, value=value, row=self.number, column=self.table.letter(column))

    def take(self, refused: Refused, columns: Mapping[str, str], default: str) -> None:
        """Remember the problems of a refusal at the columns of their fields."""
        for fault in refused.problems:
            self.fault(columns.get(fault.field, default), fault.error, fault.mend)


@dataclass
class Intake:
    """A file on its way into the records: what its rows say, and the JSON shape of an import (contracts.md)."""

    kind: str
    path: Path
    table: Table
    refused: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    new: list[Any] = field(default_factory=list)
    """What the deed is given for rows that add something."""
    changed: list[Any] = field(default_factory=list)
    """… and for rows that change something."""
    unchanged: int = 0
    year: int | None = None

    @classmethod
    def open(cls, kind: str, file: str, titles: dict[str, Sequence[str]], *, needed: Sequence[str]) -> "Intake":
        """Open the file. Raises Refusal with the document where it is no such table."""
        path = Path(file)
        try:
            found = cls(kind, path, open_table(path, titles, needed=needed))
        except Refused as refusal:
            empty = cls(kind, path, Table({}, []), list(refusal.problems))
            raise Refusal(*refusal.problems, answer=empty.document(None)) from None
        if not found.table.rows:
            problem = Problem(error=_("The file has no rows."), mend=_("Fill in at least one row."), field="file", value=path.name)
            found.refused.append(problem)
            raise Refusal(problem, answer=found.document(None))
        if found.table.unread:
            error = _("These columns are not read: %s.") % ", ".join(found.table.unread)
            found.warnings.append(Problem(error=error, mend=_("Give a column that matters its title from the manual."), field="file"))
        return found

    def lines(self) -> Iterator[Line]:
        """Each row; its faults are gathered when the next one is asked for."""
        for number, cells in self.table.rows:
            line = Line(number, self.table, cells)
            yield line
            self.refused += line.faults

    @property
    def accepted(self) -> int:
        """Rows without a fault."""
        return len(self.table.rows) - len({problem.row for problem in self.refused if problem.row is not None})

    def document(self, receipt: Receipt | None) -> dict[str, Any]:
        """The JSON shape of an import."""
        return {
            "kind": self.kind,
            "file": self.path.name,
            "year": self.year,
            "rows": len(self.table.rows),
            "accepted": self.accepted,
            "unchanged": self.unchanged,
            "refused": [problem.as_json() for problem in self.refused],
            "warnings": [problem.as_json() for problem in self.warnings],
            "new": len(self.new),
            "changed": len(self.changed),
            "not_seen": 0,
            "deed": str(receipt.deed) if receipt else None,
        }

    def finish(
        self, arguments: argparse.Namespace, scope: Scope, act: Action, payload: Callable[[Sequence[Any]], Mapping[str, Any]]
    ) -> dict[str, Any]:
        """One deed for every row that adds or changes something; with ``--dry-run`` none. Answers the document.

        Raises Forbidden; Refusal with the document where no row could be taken or the deed is refused.
        """
        if not may(scope, act):
            raise Forbidden
        if not self.accepted:
            raise Refusal(*self.refused, answer=self.document(None))
        rows = [*self.new, *self.changed]
        receipt: Receipt | None = None
        if rows and not arguments.dry_run:
            receipt = perform(act, scope, **payload(rows))
            if not receipt.ok:
                self.refused += receipt.errors
                self.new, self.changed = [], []
                raise Refusal(*receipt.errors, answer={**self.document(None), "accepted": 0, "unchanged": 0})
        return self.document(receipt)
