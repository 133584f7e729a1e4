"""Taking survey files: twice changes nothing, years in any order give the same register, kept equals recounted."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nharong.deeds.actions import Receipt, perform, undo
from nharong.indicators.audit import check, kept_cells
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import SYSTEM
from nharong.kernel.tests.length import examples
from nharong.people import actions as people
from nharong.people import imports
from nharong.people.models import Observation, Person, Spell
from nharong.people.sheet import Counts
from nharong.people.sheets import Prepared
from nharong.people.staging import Row
from nharong.territory.models import Place, PlaceKind, PlacePeriod, PlacesVersion

pytestmark = pytest.mark.django_db


@dataclass
class Sheet:
    form: str = "thu@1"
    counts: Counts = field(default_factory=Counts)
    warnings: list[Any] = field(default_factory=list)


@pytest.fixture
def commune(ledger: None) -> Place:
    PlacesVersion.objects.get_or_create(pk=1)
    place = Place.objects.create(kind=PlaceKind.COMMUNE)
    PlacePeriod.objects.create(place=place, code="23534", name="Sa Bình", title="Xã")
    for i in (1, 2):
        village = Place.objects.create(kind=PlaceKind.VILLAGE)
        PlacePeriod.objects.create(place=village, code=f"23534-00{i}", name=f"Làng {i}", title="Làng", parent=place)
    PlacesVersion.objects.update(number=new_uid().int % 1_000_000)
    return place


def row(number: int, village: Place, name: str, born: int, form: str = "1", **facts: Any) -> Row:
    known = {"name": name, "sex": "m", "birth_year": born, "ethnicity": "xo-dang", "disability": False, "form": form} | facts
    return Row(number=number, place=village.pk, form=form, facts={k: v for k, v in known.items() if v is not None})


def take(monkeypatch: pytest.MonkeyPatch, commune: Place, year: int, rows: list[Row], **values: Any) -> Receipt:
    def prepared(_scope: object, _values: object) -> Prepared:
        fresh = [Row(number=r.number, place=r.place, form=r.form, facts=dict(r.facts)) for r in rows]
        sheet = Sheet(counts=Counts(filled=len(rows)))
        return Prepared(
            sheet=sheet, commune=commune.pk, commune_code="23534", founded_on=date(year, 1, 1), rows=fresh, problems=[], villages=[]
        )

    monkeypatch.setattr(imports, "prepare_sheet", prepared)
    return perform(imports.import_survey, SYSTEM, place=commune.uid, year=year, file=f"{year}", **values)


def villages(commune: Place) -> list[Place]:
    return [period.place for period in commune.child_periods.order_by("code")]


def test_taken_twice_changes_nothing(commune: Place, monkeypatch: pytest.MonkeyPatch, today: date) -> None:
    one, _two = villages(commune)
    rows = [row(5, one, "A Thui", 1985, level1=False), row(6, one, "Y Hu", 1990, sex="f", level1=True)]
    first = take(monkeypatch, commune, 2025, rows)
    assert first.value == {"rows": 2, "accepted": 2, "new": 2, "changed": 0, "unchanged": 0, "not_seen": 0, "refused": 0}
    assert Person.objects.count() == 2
    cells = kept_cells()
    again = take(monkeypatch, commune, 2025, rows)
    assert again.value["unchanged"] == 2
    assert again.value["new"] == again.value["changed"] == 0
    assert Observation.objects.count() == 2
    assert kept_cells() == cells
    assert check() == []


def test_next_year_rolls_people_forward(commune: Place, monkeypatch: pytest.MonkeyPatch, today: date) -> None:
    one, _two = villages(commune)
    take(monkeypatch, commune, 2024, [row(5, one, "A Thui", 1985, level1=False), row(6, one, "A Bơng", 1970, form="2")])
    result = take(monkeypatch, commune, 2025, [row(5, one, "A Thui", 1985, level1=True)])
    assert result.value["changed"] == 1
    assert result.value["not_seen"] == 1
    assert Person.objects.count() == 2
    assert kept_cells()["literate-1.15-60", one.pk, 2024] == [1, 0, 1, 0, 0, 0]
    assert kept_cells()["literate-1.15-60", one.pk, 2025] == [0, 1, 1, 0, 0, 0]
    assert check() == []


def test_undo_takes_it_back(commune: Place, monkeypatch: pytest.MonkeyPatch, today: date) -> None:
    one, _two = villages(commune)
    done = take(monkeypatch, commune, 2025, [row(5, one, "A Thui", 1985, level1=False)])
    assert perform(undo, SYSTEM, deed=done.deed).result == "done"
    assert kept_cells() == {}
    assert not Spell.objects.exists()
    assert check() == []


def test_somebody_moved_while_the_file_was_read(commune: Place, monkeypatch: pytest.MonkeyPatch, today: date) -> None:
    one, two = villages(commune)
    take(monkeypatch, commune, 2024, [row(5, one, "A Thui", 1985, level1=False)])
    person = Person.objects.get()
    real = imports.stage

    def stage_then_move(*args: Any, **kwargs: Any) -> Any:
        staged = real(*args, **kwargs)
        value = {"place": str(two.uid), "state": "here"}
        perform(people.say_fact, SYSTEM, person=person.uid, kind="residence", value=value, valid_from=date(2025, 3, 1), source="thử")
        return staged

    monkeypatch.setattr(imports, "stage", stage_then_move)
    assert take(monkeypatch, commune, 2025, [row(5, one, "A Thui", 1985, level1=True)]).result == "done"
    assert check() == []


PERSON = st.tuples(st.sampled_from(["A Thui", "Y Hu", "A Bơng"]), st.sampled_from([1960, 1985, 2009]))
ANSWER = st.fixed_dictionaries(
    {
        "level1": st.sampled_from([None, True, False]),
        "disability": st.booleans(),
        "state": st.sampled_from(["here", "here", "here", "away", "dead"]),
    }
)


@given(
    years=st.dictionaries(st.sampled_from([2022, 2023, 2024, 2025]), st.dictionaries(PERSON, ANSWER, max_size=5), min_size=2),
    data=st.data(),
)
@settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
@pytest.mark.both
def test_years_in_any_order_give_the_same_register(
    commune: Place, monkeypatch: pytest.MonkeyPatch, today: date, years: dict[int, dict[Any, Any]], data: st.DataObject
) -> None:
    one, _two = villages(commune)
    files = {
        year: [row(i, one, name, born, **answer) for i, ((name, born), answer) in enumerate(sorted(people_.items(), key=str), 5)]
        for year, people_ in years.items()
    }
    seen = []
    order = data.draw(st.permutations(sorted(files)))
    for sequence in (sorted(files), order):
        done = [take(monkeypatch, commune, year, files[year]).deed for year in sequence if files[year]]
        assert check() == []
        spells = Spell.objects.order_by("birth_year", "person__fold", "start")
        seen.append((list(spells.values_list("person__fold", "birth_year", "start", "stop", "level1", "disability")), kept_cells()))
        for deed in done:
            assert perform(undo, SYSTEM, deed=deed).result == "done"
        assert kept_cells() == {}
    assert seen[0] == seen[1]
