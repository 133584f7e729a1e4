"""What a list is: declared once by a feature, read by one mechanism."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, Self, TypeVar

from django.db.models import QuerySet
from django.forms import Form
from django.http import QueryDict
from django.utils.functional import Promise

Row = TypeVar("Row")


class Walked(Protocol):
    """Rows that are never all in memory: they order, cut and count themselves."""

    def in_order(self, key: str, down: bool) -> Self:
        """The same rows by the column of that key; as they come where the key is empty."""

    def total(self) -> int | None:
        """How many; None where only the end would tell."""

    def __getitem__(self, cut: slice, /) -> Sequence[Any]: ...

    def __iter__(self) -> Iterator[Any]: ...


Rows = QuerySet[Any] | Sequence[Any] | Walked
Text = str | Promise

_NUMERIC = ("whole", "number", "percent", "year")


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: what it prints, how it sorts, where it leads."""

    key: str
    label: Text
    value: str | Callable[[Row], Any] = ""
    """A dotted path into the row, or a function of it; empty: the key."""
    sort: tuple[str, ...] | Callable[[Row], Any] = ()
    """Of a QuerySet: names to order by, each with "-" if it descends. Of a sequence: a key function. Empty: no sorting."""
    kind: str = "text"
    """``text``, ``whole``, ``number``, ``percent`` (a fraction), ``year``, ``date``, ``state`` (a word of the state badge)."""
    wide: bool = False
    """Folds under the first column on a phone."""
    nulls: bool = False
    """The sort names may be null: these come last, in both directions and on both databases."""
    url: Callable[[Row], str] | None = None
    sub: str | Callable[[Row], Any] = ""
    """A second, smaller line."""
    shown: bool = True
    exported: bool = True

    @property
    def numeric(self) -> bool:
        """Whether it is set to the right."""
        return self.kind in _NUMERIC

    def read(self, row: Row) -> Any:
        """The row's value here."""
        return read_value(row, self.value or self.key)


def read_value(row: Any, what: str | Callable[[Any], Any]) -> Any:
    """What a dotted path or a function finds in the row; None where the path ends early."""
    if callable(what):
        return what(row)
    for name in what.split("."):
        row = row[name] if isinstance(row, Mapping) else getattr(row, name, None)
    return row


def _count(rows: Rows, filters: Mapping[str, Any]) -> int | None:  # noqa: ARG001
    if isinstance(rows, QuerySet):
        return rows.count()
    return len(rows) if isinstance(rows, Sequence) else rows.total()


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """What a list is: its columns, filters, first order, and how it is counted."""

    name: str
    """Names the part of the page (``ds-<name>``) and the exported file."""
    columns: tuple[Column[Row], ...]
    order: str
    """Key of the column it is sorted by at first; "-key" descends."""
    tie: tuple[str, ...] = ("pk",)
    """What settles the order between equal rows of a QuerySet; must be unique."""
    filters: Callable[[QueryDict], Form] | None = None
    """A Form (its class, or a function of the URL's values) whose fields are not required."""
    narrow: Callable[[Any, dict[str, Any]], Any] | None = None
    """Applies the form's cleaned values to the rows."""
    count: Callable[[Any, dict[str, Any]], int | None] = _count
    """How many the narrowed rows are; a list whose count is kept elsewhere asks there; None: not known."""
    size: int = 50
    pick: Callable[[Row], tuple[str, str]] | None = None
    """Value and name of a row's tick box, for a form ``chon`` that does something with the chosen."""
    title: Text = ""
    """Head of the exported table."""

    @property
    def id(self) -> str:
        """Of the element that is exchanged."""
        return f"ds-{self.name}"


@dataclass(frozen=True, slots=True)
class Opened:
    """A list that was opened or taken away, for the read log."""

    how: str
    """``list``, ``xlsx`` or ``csv``."""
    filters: dict[str, str]
    count: int | None


Log = Callable[[Opened], None]
