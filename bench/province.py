"""The invented province in bulk: written straight into the tables, derived by the rules of the actions, kept in a folder.

No action is involved: 600,000 people would take an hour. What is derived (columns, spells, cells) comes from the same
functions as an import's, so that `nharong check` finds no difference.
"""

import json
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction

from bench.grown import MERGER, Order, Rows, grown
from nharong.classes.models import ClassTerm, Enrolment, Evening, LiteracyClass, TermResult
from nharong.config.operate import load_province, prepare_folder
from nharong.deeds.models import Deed
from nharong.demo.ground import PROVINCE, former_units
from nharong.demo.population import commune_sizes
from nharong.indicators import audit, ledger
from nharong.indicators.models import Cell, LedgerState
from nharong.kernel.db import insert_rows
from nharong.kernel.ids import new_uid
from nharong.kernel.time import now
from nharong.meetings.models import Attendance, Meeting
from nharong.people import name_index
from nharong.people.derive import PERSON_COLUMNS, SPELL_COLUMNS
from nharong.people.models import Claim, Household, Observation, Person, Spell, SurveyedPlace, SurveyRound
from nharong.territory.actions import bump
from nharong.territory.models import Place, PlacePeriod
from nharong.territory.queries import place_id

FORMAT = 4
"""Raised when the province is made otherwise: a kept one is then made anew."""
YEARS = tuple(range(2017, 2027))
OBSERVED = (2017, 2022, 2026)
"""Surveys that are written; what they say holds until the next one."""
WAITING = "23317"
"""The commune (xã Ngọk Bay, 30,000 people) whose survey of the last year has not come yet: the import is measured with it."""


def make(folder: Path, people: int, seed: int, marks: int, say: Any = print) -> dict[str, Any]:
    """The province, made where the folder does not hold it yet; answers how it was made."""
    note = folder / f"province-{connection.vendor}.json"
    wanted = {"format": FORMAT, "people": people, "seed": seed, "marks": marks, "years": list(YEARS), "observed": list(OBSERVED)}
    if note.exists():
        kept: dict[str, Any] = json.loads(note.read_text())
        if {key: kept.get(key) for key in wanted} == wanted:
            return kept
        raise SystemExit(f"{folder} giữ một tỉnh khác ({kept}); chọn thư mục khác hoặc xóa nó.")
    begun = time.perf_counter()
    counts = _fill(people, seed, marks, say)
    made = wanted | {"counts": counts, "seconds": round(time.perf_counter() - begun, 1)}
    note.write_text(json.dumps(made, indent=1) + "\n")
    return made


def _fill(people: int, seed: int, marks: int, say: Any) -> dict[str, int]:

    _loosen()
    prepare_folder()
    load_province(PROVINCE)
    units = former_units()
    name_index.drop()
    deed, orders = _orders(units, people, seed, marks)
    connection.close()
    counts: dict[str, int] = {}
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        for i, rows in enumerate(pool.map(grown, orders), 1):
            _loosen()
            with transaction.atomic():
                for name, count in write(rows, deed).items():
                    counts[name] = counts.get(name, 0) + count
            say(f"  {i}/{len(orders)} xã, {counts['persons']:,} người")
    bump()
    _finish(say)
    return counts


def _loosen() -> None:
    """While the province is being made nothing is lost by a crash but time."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-400000")


def _orders(units: Sequence[Any], people: int, seed: int, marks: int) -> tuple[int, list[Order]]:
    """The deed under which everything stands, and one order per merged commune, the largest first."""
    moment = now()
    deed = Deed.objects.create(
        action="bench", author_name="bench", happened_on=moment.date(), made_at=moment, received_at=moment, payload={}, payload_hash=""
    ).pk
    eve = date(2025, 6, 30)
    places = {unit.code: place_id(unit.code, eve) for unit in units} | {f"+{unit.heir}": place_id(unit.heir, MERGER) for unit in units}
    rounds: dict[tuple[str, int], int] = {}
    for code, place in sorted(places.items()):
        for year in OBSERVED:
            if code.startswith("+") == (year >= MERGER.year) and (code, year) != (f"+{WAITING}", OBSERVED[-1]):
                made = SurveyRound.objects.create(
                    uid=new_uid(), place_id=place, year=year, surveyed_on=date(year, 9, 30), form="bench@1", closed=True, by_deed_id=deed
                )
                rounds[code, year] = made.pk
    sizes = commune_sizes(units, people, seed)
    heirs = sorted({unit.heir for unit in units}, key=lambda heir: -sum(sizes[unit.code] for unit in units if unit.heir == heir))
    last = Place.objects.aggregate(last=models.Max("pk"))["last"]
    orders = [
        Order(units, heir, people, seed, YEARS, OBSERVED, places, rounds, (i + 1) * 1_000_000, last + i * 1_000, deed, marks)
        for i, heir in enumerate(heirs)
    ]
    return deed, orders


def _tables() -> list[tuple[str, Any, list[str]]]:
    """Rows' field → model and the columns of its tuples, in the order in which keys need each other."""
    return [
        ("places", Place, ["id", "uid", "kind", "start", "stop"]),
        ("periods", PlacePeriod, ["place_id", "start", "stop", "code", "name", "title", "parent_id"]),
        ("households", Household, ["id", "uid", "place_id", "number", "head_name"]),
        ("persons", Person, ["id", "uid", *PERSON_COLUMNS, "version"]),
        ("observations", Observation, ["person_id", "round_id", "place_id", "household_id", "row", "facts"]),
        ("spells", Spell, SPELL_COLUMNS),
        ("surveyed", SurveyedPlace, ["place_id", "year"]),
        ("classes", LiteracyClass, ["id", "uid", "name", "programme", "phase", "place_id", "start", "stop"]),
        ("terms", ClassTerm, ["uid", "literacy_class_id", "number", "start", "stop", "weekdays"]),
        ("meetings", Meeting, ["id", "uid", "kind", "title", "day", "place_id"]),
        ("evenings", Evening, ["id", "uid", "meeting_id", "literacy_class_id", "day"]),
        ("enrolments", Enrolment, ["id", "uid", "literacy_class_id", "person_id", "phase", "place_id", "began_on"]),
        ("claims", Claim, ["id", "person_id", "kind", "value", "valid_from", "rank", "source"]),
        ("results", TermResult, ["enrolment_id", "person_id", "term", "rules", "level", "decided_on", "claim_id"]),
        ("marks", Attendance, ["meeting_id", "person_id", "mark"]),
    ]


def write(rows: Rows, deed: int) -> dict[str, int]:
    """Insert the rows of a commune; columns they do not name get what a new row would have."""
    counts = {}
    for name, model, columns in _tables():
        found = getattr(rows, name)
        rest = {
            field.attname: deed if field.attname == "by_deed_id" else _default(field)
            for field in model._meta.concrete_fields
            if field.attname not in columns and not field.primary_key
        }
        if name == "periods":
            rest["by_deed_id"] = None
        tail = tuple(rest.values())
        insert_rows(model, [*columns, *rest], ((*row, *tail) for row in found))
        counts[name] = len(found)
    return counts


def _default(field: Any) -> Any:
    if field.has_default():
        return field.get_default()
    return None if field.null else "" if isinstance(field, models.CharField | models.TextField) else 0


def _finish(say: Any) -> None:
    """Sequences, the name index, the cells, the planner's statistics."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for _name, model, columns in _tables():
                if "id" in columns:
                    table = model._meta.db_table
                    cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))")
    say("  chỉ mục tên")
    name_index.make()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    say("  số đang giữ")
    audit.sync_definitions()
    with transaction.atomic():
        Cell.objects.all().delete()
        ledger.add_to_cells(audit.recount())
        LedgerState.objects.update(stale=False)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
