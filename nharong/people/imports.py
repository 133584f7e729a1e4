"""Taking a survey file: one deed, one transaction, whole or not at all."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F, Max
from django.utils.translation import gettext as _

from nharong.deeds.actions import Doing, Ledger, action, new_ledger
from nharong.deeds.models import Deed
from nharong.kernel.db import chunks, insert_rows, is_postgresql, lock_rows, update_rows
from nharong.kernel.ids import new_uid
from nharong.kernel.memory import collector_paused
from nharong.kernel.permissions import Forbidden, Permission, Scope
from nharong.kernel.problems import Refused
from nharong.kernel.time import today
from nharong.people import name_index
from nharong.people.actions import undo_claims
from nharong.people.derive import PERSON_COLUMNS, SPELL_COLUMNS
from nharong.people.models import Household, Observation, Person, Spell, SurveyedPlace, SurveyRound
from nharong.people.sheets import Prepared, prepare_sheet, survey_boundaries
from nharong.people.staging import Row, Staged, last_observation, stage
from nharong.territory.actions import extend_village, found_village
from nharong.territory.models import Place
from nharong.territory.queries import lineage


@dataclass(frozen=True)
class Work:
    """What `prepare` hands to the transaction."""

    sheet: Prepared
    staged: Staged


def default_survey_day(year: int) -> date:
    """Where the file says nothing: 30 September of the survey year (practice, not verified), never after today."""
    return min(date(year, 9, 30), today())


def prepare(scope: Scope, values: Any, ledger: Ledger) -> Work:
    """Read, check and stage the file outside the transaction. Raises Refused with the rows at fault."""
    with collector_paused():
        return _prepared(scope, values, ledger)


def _prepared(scope: Scope, values: Any, ledger: Ledger) -> Work:
    sheet = prepare_sheet(scope, values)
    if sheet.problems and not values.skip_errors:
        raise Refused(sheet.problems)
    if not sheet.rows:
        if sheet.problems:
            raise Refused(sheet.problems)
        raise Refused(_("No row of the file can be taken."), _("Check the sheet and its header rows."))
    graph = lineage()
    area = graph.area(sheet.commune, survey_boundaries(sheet.commune, values.year)) | {sheet.commune}
    surveyed_on = values.surveyed_on or default_survey_day(values.year)
    staged = stage(sheet.rows, year=values.year, surveyed_on=surveyed_on, commune=sheet.commune, area=area, ledger=ledger)
    return Work(sheet, staged)


def undo_import(doing: Doing, deed: Deed) -> None:
    """Withdraw the round's rows; a place that nobody else surveyed that year counts as not surveyed again."""
    places = set(Observation.objects.filter(by_deed=deed).values_list("place_id", "round__year"))
    undo_claims(doing, deed)
    for place, year in places:
        if not Observation.objects.filter(place_id=place, round__year=year, withdrawn_by__isnull=True).exists():
            SurveyedPlace.objects.filter(place_id=place, year=year).delete()


@action("people.import_survey", needs=Permission.PEOPLE_IMPORT, prepare=prepare, undo=undo_import)
def import_survey(
    doing: Doing,
    *,
    place: uuid.UUID,
    year: int,
    file: str,
    file_name: str = "",
    surveyed_on: date | None = None,
    villages: Mapping[str, str] = {},
    create_villages: bool = False,
    blanks: Mapping[str, str] = {},
    convert: bool = False,
    skip_errors: bool = False,
) -> dict[str, Any]:
    """Take a survey workbook of a commune and year as that round; ``file`` is the hash of the kept upload.

    ``villages`` maps a name in the file to a village's uid; ``create_villages`` founds the ones that match none.
    """
    work: Work = doing.staged
    staged = work.staged
    if staged.rows:
        founded = _found_villages(doing, work.sheet)
        with collector_paused():
            _take(doing, staged, founded, work.sheet.form)
    commune = Place.objects.get(uid=place)
    doing.at(commune.pk, commune.uid, lineage().nearest(commune.pk, date(year, 12, 31)).label)
    return summary(work)


def summary(work: Work) -> dict[str, Any]:
    """What a file brings, in numbers."""
    staged = work.staged
    return {
        "rows": work.sheet.filled,
        "accepted": len(work.sheet.rows),
        "new": staged.new,
        "changed": staged.changed,
        "unchanged": staged.unchanged,
        "not_seen": len(staged.not_seen),
        "refused": len({problem.row for problem in work.sheet.problems}),
    }


def dry_run(scope: Scope, values: Mapping[str, Any]) -> tuple[Work, dict[str, Any]]:
    """The preview: everything but the transaction. Raises Refused, Hidden, Forbidden."""
    if not scope.has(Permission.PEOPLE_IMPORT):
        raise Forbidden
    work = prepare(scope, import_survey.read(values), new_ledger())
    return work, summary(work)


def _found_villages(doing: Doing, sheet: Prepared) -> dict[int, int]:
    """Stand-in of a proposed village → id of the village founded for it; villages known from later years reach back."""
    for code in sheet.extended:
        extend_village.within(doing, village=code, commune=sheet.commune_code, day=sheet.founded_on)
    found: dict[int, int] = {}
    for stand_in, (title, name) in sheet.new_villages.items():
        made = found_village.within(doing, commune=sheet.commune_code, day=sheet.founded_on, name=name, title=title)
        found[stand_in] = Place.objects.values_list("pk", flat=True).get(uid=made["made"][0]["place"])
    return found


def _take(doing: Doing, staged: Staged, founded: Mapping[int, int], form: str) -> None:
    """Insert what was staged; derive in place only those who moved since."""
    persons = sorted(staged.versions)
    lock_rows(Place, [staged.commune])
    if last_observation(staged.area) != staged.last_observation:
        raise Refused(_("Another file of this commune was taken while this one was being read."), _("Open the preview again."))
    lock_rows(Person, persons)
    moved = _moved(staged)
    for row in staged.rows:
        row.place = founded.get(row.place, row.place)
    slow = sorted((staged.slow | moved) & set(persons))
    if moved:
        staged.changes = {}  # somebody moved: count the whole difference in the transaction
        slow = persons
    doing.touch("person", slow)
    numbers = _new_persons([row for row in staged.rows if row.person < 0])
    for row in staged.rows:
        row.person = numbers.get(row.person, row.person)
    derived_here = set(slow)
    quick = [row for row in staged.rows if row.person not in derived_here]
    if moved:
        doing.created("person", list(numbers.values()))
    else:
        changes = {(key, founded.get(place, place), y): counts for (key, place, y), counts in staged.changes.items()}
        doing.announce("person", [row.person for row in quick], changes)
    round_id = staged.round or _open_round(doing, staged, form)
    homes = _households(doing, staged, founded)
    for part in chunks(staged.replaced):
        Observation.objects.filter(pk__in=part).update(withdrawn_by=doing.deed)
    doing.insert(
        Observation,
        ["person_id", "round_id", "place_id", "household_id", "row", "facts"],
        [(row.person, round_id, row.place, homes.get(row.household, row.household), row.number, row.written) for row in staged.rows],
    )
    if not moved:
        _swap_spells(quick, staged, founded, homes)
    _mark_surveyed(staged)


def _moved(staged: Staged) -> set[int]:
    found: set[int] = set()
    for part in chunks(sorted(staged.versions)):
        for pk, version in Person.objects.filter(pk__in=part).values_list("pk", "version"):
            if staged.versions[pk] != version:
                found.add(pk)
    return found


def _new_ids(model: Any, count: int) -> list[int]:
    """Integer keys for rows about to be inserted: from the sequence, or above the greatest (SQLite has one writer)."""
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [model._meta.db_table, count])
            return [row[0] for row in cursor.fetchall()]
    last = model.objects.aggregate(last=Max("pk"))["last"] or 0
    return list(range(last + 1, last + 1 + count))


def _new_persons(rows: Sequence[Row]) -> dict[int, int]:
    """Insert bare persons; their columns come with the spells, or with the derivation."""
    ids = _new_ids(Person, len(rows))
    blank = ("", "", "", "", 0, 0)
    insert_rows(
        Person,
        ["id", "uid", "name", "fold", "sort_key", "state", "contradictions", "version"],
        [(pk, row.uid, *blank) for row, pk in zip(rows, ids, strict=True)],
    )
    return {row.person: pk for row, pk in zip(rows, ids, strict=True)}


def _open_round(doing: Doing, staged: Staged, form: str) -> int:
    made = SurveyRound.objects.create(
        place_id=staged.commune, year=staged.year, surveyed_on=staged.surveyed_on, form=form, by_deed=doing.deed
    )
    return made.pk


def _households(doing: Doing, staged: Staged, founded: Mapping[int, int]) -> dict[int | None, int]:
    """Stand-in → household, made here."""
    used = {row.household for row in staged.rows}
    new = [(stand_in, *home) for stand_in, home in staged.new_households.items() if stand_in in used]
    ids = _new_ids(Household, len(new))
    insert_rows(
        Household,
        ["id", "uid", "place_id", "number", "head_name", "by_deed_id"],
        [
            (pk, new_uid(), founded.get(place, place), number, head, doing.deed.pk)
            for pk, (_stand_in, place, number, head) in zip(ids, new, strict=True)
        ],
    )
    return {stand_in: pk for pk, (stand_in, *_home) in zip(ids, new, strict=True)}


def _swap_spells(rows: Sequence[Row], staged: Staged, founded: Mapping[int, int], homes: Mapping[int | None, int]) -> None:
    """Replace the spells and columns of persons who were derived before the transaction and have not moved.

    Those whose life is said again as it was keep both; only their version goes up.
    """
    for part in chunks(sorted(row.person for row in rows if row.same)):
        Person.objects.filter(pk__in=part).update(version=F("version") + 1)
    rows = [row for row in rows if not row.same]
    old = [row.person for row in rows if row.person in staged.versions]
    for part in chunks(sorted(old)):
        Spell.objects.filter(person_id__in=part).delete()
    where, home = PERSON_COLUMNS.index("place_id"), PERSON_COLUMNS.index("household_id")
    spells: list[Sequence[Any]] = []
    updates: list[Sequence[Any]] = []
    for row in rows:
        columns = list(row.columns)
        columns[where] = founded.get(columns[where], columns[where])
        columns[home] = homes.get(columns[home], columns[home])
        updates.append((*columns, staged.versions.get(row.person, 0) + 1, row.person))
        spells.extend((row.person, *spell[:4], founded.get(spell[4], spell[4]), *spell[5:]) for spell in row.spells)
    insert_rows(Spell, SPELL_COLUMNS, spells)
    update_rows(Person, [*PERSON_COLUMNS, "version"], updates)
    name_index.settle()


def _mark_surveyed(staged: Staged) -> None:
    places = {row.place for row in staged.rows}
    known = set(SurveyedPlace.objects.filter(year=staged.year, place_id__in=places).values_list("place_id", flat=True))
    insert_rows(SurveyedPlace, ["place_id", "year"], [(place, staged.year) for place in sorted(places - known)])
