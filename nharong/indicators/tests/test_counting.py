"""Counting by spans equals reading every row's state on the day: one definition, two ways."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nharong.indicators import counting
from nharong.indicators.figures import state_rows
from nharong.indicators.packs import kept_definitions
from nharong.indicators.tests import make
from nharong.kernel.db import insert_rows
from nharong.kernel.measures import Definition
from nharong.kernel.tests.length import examples
from nharong.kernel.time import year_period
from nharong.people.derive import SPELL_COLUMNS
from nharong.people.measures import RESIDENT
from nharong.people.models import Person, Spell

pytestmark = pytest.mark.django_db

YEARS = [2020, 2021, 2022, 2023]
ANSWER = st.sampled_from([None, "y", "n"])
DAY = st.one_of(st.dates(date(2018, 1, 1), date(2025, 6, 1)), st.sampled_from([date(2020, 1, 1), date(2023, 12, 31), date(2024, 1, 1)]))
SPELL = st.tuples(DAY, DAY, st.booleans(), st.none() | st.integers(1960, 2010), ANSWER, ANSWER, ANSWER)


def rows_by_state(definition: Definition, year: int) -> dict[tuple[int, int], int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT place, state, COUNT(*) FROM ({state_rows(definition, year_period(year))}) r GROUP BY place, state")
        return {(place, state): number for place, state, number in cursor.fetchall()}


@given(spells=st.lists(SPELL, max_size=25))
@settings(max_examples=examples(30), deadline=None, suppress_health_check=list(HealthCheck))
@pytest.mark.both
def test_spans_equal_rows(ledger: None, spells: list[tuple]) -> None:
    Spell.objects.all().delete()
    place = make.village(f"23534-{Spell.objects.count()}").pk
    person = Person.objects.create(name="A Thui")
    rows = []
    for one, other, sure, born, disability, level1, level2 in spells:
        start, stop = sorted((one, other))
        if start < stop:
            rows.append((person.pk, start, stop, start.year, stop.year, place, sure, "m", born, "ba-na", "y", disability, level1, level2))
    insert_rows(Spell, SPELL_COLUMNS, rows)
    own = [definition for definition in kept_definitions() if definition.source is RESIDENT]
    open_band = Definition("open", RESIDENT, who={"all": [{"age": "15+"}, {"age": "10-40"}]}, yes={"level1": ["y"]})
    found = counting.count([*own, open_band], YEARS)
    for definition in [*own, open_band]:
        for year in YEARS:
            kept = found.get((definition.key, place, year), [0] * 6)
            assert {(place, i): n for i, n in enumerate(kept) if n} == rows_by_state(definition, year), (definition.key, year)


def test_age_must_stand_apart() -> None:
    tangled = Definition("tangled", RESIDENT, who={"any": [{"age": "15+"}, {"sex": "f"}]})
    assert tangled.apart_from_age() is None
    plain = Definition("plain", RESIDENT, who={"all": [{"all": [{"age": "band"}, {"sex": "f"}]}, {"level1": ["n"]}]}, band="15-25")
    ages, without = plain.apart_from_age()
    assert ages == (15, 25)
    assert without.who == {"all": [{"sex": "f"}, {"level1": ["n"]}]}
