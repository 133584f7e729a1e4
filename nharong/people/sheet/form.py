"""Form packs: which columns a survey sheet has, by which titles they are known, what its blanks mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from nharong.files.address import cell_position, column_index
from nharong.kernel import packs
from nharong.kernel.packs import Pack
from nharong.kernel.text import fold


@dataclass(frozen=True, slots=True)
class Titles:
    """One way to write a column's header: titles from the group down, folded; a last one ending in * is a beginning."""

    levels: tuple[str, ...]
    begins: bool

    @classmethod
    def parse(cls, written: str) -> "Titles":
        """``Bỏ học / Lớp``, ``Địa chỉ *``."""
        begins = written.rstrip().endswith("*")
        return cls(tuple(fold(level) for level in written.rstrip(" *").split(" / ")), begins)


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column of a form."""

    field: str
    title: str
    """As problems name it."""
    at: int | None
    """Place on the printed form, counted from 0; None for a column that the form lacks but files may have."""
    head: tuple[str, ...]
    titles: tuple[Titles, ...]
    keep: bool
    """False: read past, never collected (religion)."""
    untitled: bool
    """The printed form leaves the column without a title: its letter is all there is."""


@dataclass(frozen=True, slots=True)
class Blank:
    """What an empty cell of a filled row means, and the other choice the officer has."""

    of: str
    means: str
    otherwise: str
    title: str
    says: Mapping[str, str]
    from_age: int = 0


@dataclass(frozen=True)
class Form:
    """A form pack, read."""

    name: str
    """``id@version``."""
    title: str
    verified: bool
    sheets: tuple[str, ...]
    year_cell: tuple[int, int]
    first_row: int
    """Counted from 0."""
    filled: tuple[str, ...]
    needed: tuple[str, ...]
    columns: tuple[FormColumn, ...]
    blanks: Mapping[str, Blank]
    last_column: int | None = None
    schools: tuple[str, int] | None = None
    """Sheet and column of the school codes that the file brings along."""
    by_field: Mapping[str, FormColumn] = field(default_factory=dict)

    def title_of(self, field_id: str) -> str:
        """The column's Vietnamese title."""
        return self.by_field[field_id].title if field_id in self.by_field else field_id


def _column(data: Mapping[str, Any]) -> FormColumn:
    head = tuple(data.get("head", ()))
    shortest = 2 if len(head) > 2 else 1  # a title under a split title says nothing alone
    titles = [Titles(tuple(map(fold, head[start:])), False) for start in range(len(head) - shortest + 1)]
    titles += [Titles.parse(written) for written in data.get("also", ())]
    return FormColumn(
        field=data["field"],
        title=data.get("title") or _shown(head),
        at=column_index(data["at"]) if "at" in data else None,
        head=head or (data["title"],),
        titles=tuple(dict.fromkeys(titles)),
        keep=data.get("keep") != "no",
        untitled="at" in data and not head,
    )


def _shown(head: tuple[str, ...]) -> str:
    """``Bỏ học – lớp`` for a split title, else the lowest one."""
    return f"{head[-2]} – {head[-1].lower()}" if len(head) > 2 else head[-1]


def read_form(pack: Pack) -> Form:
    """The form of a pack of kind ``forms``; ``like`` takes over what the pack does not say itself."""
    data = dict(pack.data)
    columns = [_column(column) for column in data["columns"]]
    if like := data.get("like"):
        base = _named(like).data
        own = {column.field for column in columns} | set(data.get("without", ()))
        columns += [_column(column) for column in base["columns"] if column["field"] not in own]
        data = {**base, **data}
    schools = data.get("lookups", {}).get("schools")
    return Form(
        name=pack.name,
        title=pack.title,
        verified=pack.verified,
        sheets=tuple(data["sheets"]),
        year_cell=cell_position(data["year"]),
        first_row=data["first_row"] - 1,
        filled=tuple(data["filled"]),
        needed=tuple(data["needed"]),
        columns=tuple(columns),
        blanks={
            blank["of"]: Blank(blank["of"], blank["means"], blank["or"], blank["title"], blank["says"], blank.get("from_age", 0))
            for blank in data["blanks"]
        },
        last_column=column_index(data["last_column"]) if "last_column" in data else None,
        schools=(schools["sheet"], column_index(schools["code"])) if schools else None,
        by_field={column.field: column for column in columns},
    )


def _named(name: str) -> Pack:
    """The shipped pack ``id@version``. Raises packs.NoPack."""
    for pack in packs.shipped("forms"):
        if pack.name == name:
            return pack
    raise packs.NoPack(name)


@cache
def shipped_forms() -> tuple[Form, ...]:
    """Every shipped survey form, the sheet that surveyors fill before the one that is computed from it."""
    newest: dict[str, Pack] = {}
    for pack in packs.shipped("forms"):
        if pack.id.startswith("pcgd-xmc") and pack.version >= newest.get(pack.id, pack).version:
            newest[pack.id] = pack
    return tuple(read_form(pack) for pack in sorted(newest.values(), key=lambda pack: "like" in pack.data))
