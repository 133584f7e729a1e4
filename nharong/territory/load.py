"""Puts the shipped packs into the tables: the first time in bulk, later only what differs and nobody here has changed."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from nharong.kernel.db import chunks, insert_rows
from nharong.kernel.time import END
from nharong.territory.models import Place, PlacePeriod, PlacesVersion, Succession
from nharong.territory.packs import Book, Line, amended, lives, read_book, uid_of
from nharong.territory.rules import villages
from nharong.territory.rules.doors import Impossible
from nharong.territory.rules.lineage import Lineage, Spell

PERIOD = ("place_id", "start", "stop", "code", "name", "title", "parent_id", "by_deed_id")
EDGE = ("predecessor_id", "successor_id", "day", "change", "partial", "decree", "decree_date", "by_deed_id")


def load(provinces: Collection[str] = ()) -> dict[str, Any]:
    """Bring the tables in step with the packs of these provinces (none: those of the first time, else all).

    Returns counts: places, periods, successions written; ``kept``: codes of shipped units that deeds have changed here,
    left as they are. Inside the caller's transaction.
    """
    version, _ = PlacesVersion.objects.get_or_create(pk=1)
    known = set(filter(None, version.provinces.split(",")))
    wanted = known | set(provinces) if provinces and (known or not version.number) else known
    book = amended(read_book(sorted(wanted)))
    if version.pack_hash == book.hash:
        return {"places": 0, "periods": 0, "successions": 0, "kept": []}
    ids, made = _places(book)
    periods, kept = _periods(book, ids, made)
    edges = _successions(book, ids)
    version.pack_hash, version.provinces = book.hash, ",".join(sorted(wanted))
    version.save()
    return {"places": len(made), "periods": periods, "successions": edges, "kept": kept}


def _places(book: Book) -> tuple[dict[str, int], set[str]]:
    """Make the missing places; answers all keys with their ids, and the keys just made."""
    known = dict(Place.objects.values_list("uid", "pk"))
    wanted = {key: (uid_of(key), *life) for key, life in lives(book).items()}
    made = {key for key, (uid, *_) in wanted.items() if uid not in known}
    rows = ((*head, line.lat, line.lon, line.area_km2) for *head, line in (wanted[key] for key in sorted(made)))
    insert_rows(Place, ("uid", "kind", "start", "stop", "lat", "lon", "area_km2"), rows)
    if made:
        known = dict(Place.objects.values_list("uid", "pk"))
    return {key: known[uid] for key, (uid, *_) in wanted.items()}, made


def _row(line: Line, ids: dict[str, int]) -> tuple[Any, ...]:
    return (ids[line.place], line.start, line.stop, line.code, line.name, line.title, ids[line.parent] if line.parent else None, None)


def _periods(book: Book, ids: dict[str, int], made: set[str]) -> tuple[int, list[str]]:
    """Write the periods of new places, and anew those of known ones that differ and bear no deed."""
    rows = [_row(line, ids) for line in book.lines if line.place in made]
    old = {key: ids[key] for key in ids if key not in made}
    now: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in PlacePeriod.objects.filter(place__in=Place.objects.exclude(kind="village")).order_by("start").values_list(*PERIOD):
        now[row[0]].append(row)
    target: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for line in sorted(book.lines, key=lambda line: line.start):
        target[line.place].append(_row(line, ids))
    changed = [key for key, id in old.items() if [row[:-1] for row in now[id]] != [row[:-1] for row in target[key]]]
    kept = [key for key in changed if any(row[-1] for row in now[old[key]]) or _ended_here(old[key])]
    renewed = sorted(set(changed) - set(kept))
    for part in chunks([old[key] for key in renewed]):
        PlacePeriod.objects.filter(place_id__in=list(part)).delete()
    for key in renewed:
        Place.objects.filter(pk=old[key]).update(start=target[key][0][1], stop=max(row[2] for row in target[key]))
    rows += [row for key in renewed for row in target[key]]
    insert_rows(PlacePeriod, PERIOD, rows)
    return len(rows), sorted(kept)


def _ended_here(place: int) -> bool:
    """Whether a deed of this installation ended the place."""
    return Place.objects.filter(pk=place, stop__lt=END, successions__by_deed__isnull=False).exists()


def follow_communes(graph: Lineage, deed: int) -> list[str]:
    """Move villages whose commune a new pack has ended to its heir; answers the codes of those with more than one heir."""
    stranded: list[str] = []
    for place, rows in graph.spells.items():
        last = rows[-1]
        if graph.nodes[place].kind != "village" or last.parent is None or last.stop != END or graph.nodes[last.parent].stop == END:
            continue
        try:
            first, *later = villages.follow(graph, last, ())
        except Impossible:
            stranded.append(last.code)
            continue
        PlacePeriod.objects.filter(place_id=place, start=last.start).update(stop=first.stop)
        insert_rows(PlacePeriod, PERIOD, [(*spell, deed) for spell in map(period_of, later)])
    return sorted(stranded)


def period_of(spell: Spell) -> tuple[Any, ...]:
    """The spell's values in the order of PERIOD, without the deed."""
    return (spell.place, spell.start, spell.stop, spell.code, spell.name, spell.title, spell.parent)


def _successions(book: Book, ids: dict[str, int]) -> int:
    known = set(Succession.objects.values_list("predecessor_id", "successor_id"))
    rows = [(ids[row.predecessor], ids[row.successor], *row[2:], None) for row in book.passages]
    new = [row for row in rows if row[:2] not in known]
    insert_rows(Succession, EDGE, new)
    return len(new)
