"""One page of a list, as its URL asks for it: filtered, sorted with a tie-break, cut."""

from dataclasses import dataclass, field
from typing import Any, Generic

from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.forms import Form
from django.http import HttpRequest
from django.utils.functional import Promise

from nharong.kernel.pages.declare import Column, Listing, Row, Rows, Text, read_value
from nharong.kernel.text import sort_key

SORT, PAGE, EXPORT = "sort", "page", "export"
"""Names in the URL that no filter may take."""
EXPORTS = ("xlsx", "csv")


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head."""

    label: Text
    numeric: bool
    wide: bool
    url: str = ""
    direction: str = ""
    """``ascending``, ``descending``, ``none`` (may be sorted) or empty (may not)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value with what a page needs to print it."""

    value: Any
    kind: str
    numeric: bool
    wide: bool
    url: str = ""
    sub: Any = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row on the page."""

    cells: tuple[Cell, ...]
    row: Any
    pick: tuple[str, str] | None = None


@dataclass(frozen=True)
class ListPage:
    """What the template is given as ``page``."""

    id: str
    path: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    form: Form | None
    first: int
    last: int
    total: int | None
    previous_url: str = ""
    next_url: str = ""
    exports: tuple[tuple[str, str], ...] = ()
    """Kind and URL of each."""
    hidden: tuple[tuple[str, str], ...] = ()
    """Names and values that the filter form carries along: the sort."""
    picks: bool = False
    filtered: bool = False
    clear_url: str = ""
    """This list without its filters; what the form carries along unseen stays."""


@dataclass
class Asked(Generic[Row]):
    """The list as one request asks for it."""

    listing: Listing[Row]
    request: HttpRequest
    rows: Any
    form: Form | None = None
    filters: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        listing = self.listing
        if listing.filters is None:
            return
        self.form = listing.filters(self.request.GET)
        if self.form.is_valid():
            self.filters = {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "", [])}
            if listing.narrow and self.filters:
                self.rows = listing.narrow(self.rows, self.filters)
        else:
            self.rows = self.rows.none() if isinstance(self.rows, QuerySet) else []

    @property
    def seen(self) -> list[str]:
        """Names of the filters that the reader sees."""
        return [bound.name for bound in self.form.visible_fields()] if self.form else []

    @property
    def sorted_by(self) -> tuple[Column[Row] | None, bool]:
        """The column and whether it descends; what the URL cannot mean falls back to the list's own order."""
        for asked in (self.request.GET.get(SORT, ""), self.listing.order):
            key, down = asked.removeprefix("-"), asked.startswith("-")
            column = next((column for column in self.listing.columns if column.key == key and column.sort), None)
            if column:
                return column, down
        return None, False

    def in_order(self) -> Any:
        """The rows sorted; a sequence by keys, a QuerySet by the database with the tie-break."""
        column, down = self.sorted_by
        if isinstance(self.rows, QuerySet):
            names = column.sort if column and not callable(column.sort) else ()
            return self.rows.order_by(*(_order(name, down, column is not None and column.nulls) for name in names), *self.listing.tie)
        if hasattr(self.rows, "in_order"):
            return self.rows.in_order(column.key if column else "", down)
        if column is None:
            return self.rows
        key = column.sort if callable(column.sort) else column.read
        known = [row for row in self.rows if key(row) is not None]
        known.sort(key=lambda row: _comparable(key(row)), reverse=down)
        return known + [row for row in self.rows if key(row) is None]

    def url(self, **changed: str) -> str:
        """This list's address with some values changed; empty ones go."""
        values = self.request.GET.copy()
        for name in (EXPORT, PAGE, *changed):
            values.pop(name, None)
        for name, value in changed.items():
            if value:
                values[name] = value
        return f"{self.request.path}?{values.urlencode()}" if values else self.request.path


def _order(name: str, down: bool, nulls: bool) -> OrderBy | str:
    down ^= name.startswith("-")
    name = name.removeprefix("-")
    if not nulls:
        return f"-{name}" if down else name
    return F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True)


def _comparable(value: Any) -> Any:
    """Texts sort as Vietnamese does."""
    return sort_key(str(value), given_first=False) if isinstance(value, str | Promise) else value


def read_list(request: HttpRequest, listing: Listing[Row], rows: Rows) -> ListPage:
    """One page of the list as the URL asks for it: two queries of a QuerySet, one where its count is known elsewhere."""
    return read_page(Asked(listing, request, rows))


def read_page(asked: Asked[Row]) -> ListPage:
    """The page that was asked for, ready to print."""
    listing = asked.listing
    total = listing.count(asked.rows, asked.filters)
    number = _page_number(asked.request, total, listing.size)
    first = (number - 1) * listing.size
    rows = list(asked.in_order()[first : first + listing.size + 1])
    more = len(rows) > listing.size
    lines = tuple(_line(listing, row) for row in rows[: listing.size])
    column, down = asked.sorted_by
    return ListPage(
        id=listing.id,
        path=asked.request.path,
        heads=tuple(_head(asked, shown, column, down) for shown in listing.columns if shown.shown),
        lines=lines,
        form=asked.form,
        first=first + 1 if lines else 0,
        last=first + len(lines),
        total=total,
        previous_url=asked.url(page=str(number - 1) if number > 2 else "") if number > 1 else "",
        next_url=asked.url(page=str(number + 1)) if more else "",
        exports=tuple((kind, asked.url(export=kind)) for kind in EXPORTS),
        hidden=((SORT, asked.request.GET[SORT]),) if asked.request.GET.get(SORT) else (),
        picks=listing.pick is not None,
        filtered=any(name in asked.filters for name in asked.seen),
        clear_url=asked.url(**dict.fromkeys(asked.seen, "")),
    )


def _page_number(request: HttpRequest, total: int | None, size: int) -> int:
    asked = request.GET.get(PAGE, "")
    number = int(asked) if asked.isdecimal() and len(asked) < 9 else 1
    last = number if total is None else max(1, -(-total // size))
    return min(max(number, 1), last)


def _head(asked: Asked[Row], column: Column[Row], current: Column[Row] | None, down: bool) -> Head:
    if not column.sort:
        return Head(column.label, column.numeric, column.wide)
    here = current is column
    url = asked.url(sort=f"-{column.key}" if here and not down else column.key)
    return Head(column.label, column.numeric, column.wide, url, ("descending" if down else "ascending") if here else "none")


def _line(listing: Listing[Row], row: Row) -> Line:
    cells = tuple(
        Cell(
            value=column.read(row),
            kind=column.kind,
            numeric=column.numeric,
            wide=column.wide,
            url=column.url(row) if column.url else "",
            sub=read_value(row, column.sub) if column.sub else "",
        )
        for column in listing.columns
        if column.shown
    )
    return Line(cells, row, listing.pick(row) if listing.pick else None)
