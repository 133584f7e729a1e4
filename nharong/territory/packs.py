"""Reads the CSV packs of places: units, successions, later changes. The format is told in packs/places/README.md."""

import csv
import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid5

from nharong.kernel.time import BEGIN, END
from nharong.territory.rules.lineage import Edge, Lineage, Node, Spell

FOLDER = Path(__file__).resolve().parent.parent / "packs" / "places"
NAMESPACE = UUID("6d0f4a52-5d35-5a0c-9d5e-6f2f2b1f51a7")
"""Uids of shipped places are made from their keys, so that every installation names a place by the same uid."""


class Line(NamedTuple):
    """One line of units.csv, dates read, empty numbers None."""

    place: str
    kind: str
    code: str
    name: str
    title: str
    parent: str
    start: date
    stop: date
    lat: float | None
    lon: float | None
    area_km2: float | None


class Passage(NamedTuple):
    """One line of successions.csv."""

    predecessor: str
    successor: str
    day: date
    change: str
    partial: bool
    decree: str
    decree_date: date | None


class Retitling(NamedTuple):
    """One line of a changes file: a new name or title under the same code; empty stays."""

    change: str
    day: date
    code: str
    name: str
    title: str
    decree: str
    decree_date: date | None


@dataclass(frozen=True, slots=True)
class Book:
    """Units and successions, of everything or of a few provinces with their former ones."""

    lines: tuple[Line, ...]
    passages: tuple[Passage, ...]
    hash: str


def uid_of(key: str) -> UUID:
    """The uid of a shipped place by its key (``23534@2025-07-01``)."""
    return uuid5(NAMESPACE, key)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _number(text: str) -> float | None:
    return float(text) if text else None


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def read_book(provinces: Collection[str] = (), folder: Path = FOLDER) -> Book:
    """The shipped units; with province codes only those provinces, their former ones, and what lies in them."""
    lines = [
        Line(
            row["place"], row["kind"], row["code"], row["name"], row["title"], row["parent"],
            _day(row["start"]) or BEGIN, _day(row["stop"]) or END, _number(row["lat"]), _number(row["lon"]), _number(row["area_km2"]),
        )
        for row in _rows(folder / "units.csv")
    ]  # fmt: skip
    passages = [
        Passage(
            row["predecessor"], row["successor"], date.fromisoformat(row["day"]), row["change"], row["partial"] == "1",
            row["decree"], _day(row["decree_date"]),
        )
        for row in _rows(folder / "successions.csv")
    ]  # fmt: skip
    if provinces:
        wanted = _closure(lines, passages, provinces)
        lines = [line for line in lines if line.place in wanted]
        passages = [passage for passage in passages if passage.predecessor in wanted and passage.successor in wanted]
    return Book(tuple(lines), tuple(passages), _hash(folder, provinces))


def _hash(folder: Path, provinces: Collection[str]) -> str:
    digest = hashlib.sha256(",".join(sorted(provinces)).encode())
    for name in ("units.csv", "successions.csv"):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def _closure(lines: list[Line], passages: list[Passage], provinces: Collection[str]) -> set[str]:
    """Keys of the provinces of those codes, of whatever passed into or out of them, and of all under these."""
    wanted = {line.place for line in lines if line.kind == "province" and line.code in provinces}
    tops = {line.place for line in lines if line.kind == "province"}
    pairs = [(passage.predecessor, passage.successor) for passage in passages if passage.predecessor in tops]
    for _ in range(2):
        wanted |= {key for pair in pairs if wanted & set(pair) for key in pair}
    size = 0
    while size != len(wanted):
        size = len(wanted)
        wanted |= {line.place for line in lines if line.parent in wanted}
    return wanted


def read_changes(folder: Path = FOLDER) -> Iterator[tuple[str, str, tuple[Retitling, ...]]]:
    """Later changes by day: name of the file without ending, its hash, its lines."""
    for path in sorted(folder.glob("changes-*.csv")):
        rows = tuple(
            Retitling(
                row["change"],
                date.fromisoformat(row["day"]),
                row["code"],
                row["name"],
                row["title"],
                row["decree"],
                _day(row["decree_date"]),
            )
            for row in _rows(path)
        )
        yield path.stem, hashlib.sha256(path.read_bytes()).hexdigest(), rows


def amended(book: Book, folder: Path = FOLDER) -> Book:
    """The book with the later changes: each begins a new line of the unit that carries the code on its day."""
    open_lines = {line.code: line for line in book.lines if line.stop == END}
    digest = hashlib.sha256(book.hash.encode())
    closed: dict[Line, Line] = {}
    known = set(book.lines)
    for _, hash, rows in read_changes(folder):
        digest.update(hash.encode())
        for row in rows:
            line = open_lines.get(row.code)
            if line is None:
                continue  # of another province than those asked for
            if row.change != "rename" or line.start >= row.day:
                raise ValueError(f"{row}: only a change of name or title after the last one can come as a file")
            closed[line] = line._replace(stop=row.day)
            open_lines[row.code] = line._replace(start=row.day, name=row.name or line.name, title=row.title or line.title)
    added = [line for line in open_lines.values() if line not in known]
    lines = [closed.get(line, line) for line in book.lines]
    return Book((*lines, *added), book.passages, digest.hexdigest())


def lives(book: Book) -> dict[str, tuple[str, date, date, Line]]:
    """For each key: kind, first and last bound of its existence, its last line (the newest centroid and area)."""
    found: dict[str, tuple[str, date, date, Line]] = {}
    for line in book.lines:
        known = found.get(line.place)
        last = line if known is None or line.start >= known[3].start else known[3]
        start, stop = (min(known[1], line.start), max(known[2], line.stop)) if known else (line.start, line.stop)
        found[line.place] = (line.kind, start, stop, last)
    return found


def lineage_of(book: Book) -> Lineage:
    """The book as a lineage without a database; ids are the order of the keys."""
    known = lives(book)
    ids = {key: number for number, key in enumerate(known, 1)}
    return Lineage.of(
        (Node(ids[key], uid_of(key), kind, start, stop) for key, (kind, start, stop, _) in known.items()),
        (
            Spell(ids[line.place], line.start, line.stop, line.code, line.name, line.title, ids[line.parent] if line.parent else None)
            for line in book.lines
        ),
        (Edge(ids[row.predecessor], ids[row.successor], *row[2:]) for row in book.passages),
    )
