"""Every number equals the sum of its list, of its units and of its breakdown; a list read in pages is the whole list."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nharong.access.tests.cast import Cast
from nharong.classes import actions as classes
from nharong.classes.tests import make as school
from nharong.deeds.actions import perform
from nharong.indicators.behind import Behind
from nharong.indicators.lists import listed
from nharong.indicators.queries import Question, breakdown, by_units, definitions, figure, values
from nharong.indicators.tests import make
from nharong.indicators.units import unit_rows
from nharong.indicators.walk import Filters, Walk
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import SYSTEM, Forbidden
from nharong.kernel.time import year_period
from nharong.people import actions as people_actions
from nharong.people.models import SurveyedPlace
from nharong.territory.models import Place
from nharong.territory.queries import parse_area

pytestmark = [pytest.mark.django_db, pytest.mark.both]

ON = date(2026, 11, 23)
YES_NO = st.none() | st.booleans()
SOMEBODY = st.fixed_dictionaries(
    {
        "place": st.integers(0, 4),
        "since": st.sampled_from([date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1)]),
        "born": st.none() | st.integers(1960, 2014),
        "sex": st.sampled_from(["f", "m"]),
        "disability": YES_NO,
        "level1": YES_NO,
        "began": st.none() | st.sampled_from([0, 1]),
    }
)


def question(name: str, code: str, year: int, reading: str = "") -> Question:
    """A figure of the cast's province."""
    return Question(name, parse_area(code, ON), year_period(year), ON, reading=reading)


def grounds(cast: Cast) -> list[Place]:
    """Villages of two communes; and a commune itself, for records that name no village."""
    return [*cast.villages[0], *cast.villages[1], cast.communes[1]]


def settle(cast: Cast, somebody: dict[str, Any], rooms: list[Any]) -> None:
    """Somebody lives somewhere; perhaps they begin to study, not always where they live."""
    facts = {key: somebody[key] for key in ("sex", "disability", "level1")}
    uid = new_uid()
    birth = [somebody["born"], None, None] if somebody["born"] else None
    made = make.person(grounds(cast)[somebody["place"]], somebody["since"], uid=uid, name=f"Y {uid.hex[:4]}", birth=birth, **facts)
    assert made.result == "done", made
    if somebody["began"] is not None:
        perform(
            classes.enrol, SYSTEM, literacy_class=rooms[somebody["began"]].uid, person=uid, began_on=date(2026, 9, 7), enrolment=new_uid()
        )


def rooms(cast: Cast) -> list[Any]:
    """A class in each commune."""
    return [school.a_class(cast.villages[0][0]), school.a_class(cast.villages[1][0])]


ASKED = [
    ("literate-1", ""),
    ("literate-2", ""),
    ("residents", ""),
    ("studies-phase-1", ""),
    ("studies-phase-1", "studied"),
    ("studies-phase-2", ""),
]
CODES = ["51", "23527", "23534"]


def assert_whole(asked: Question) -> None:
    """Figure = list = pages of the list = sum of the units = sum of the breakdown."""
    answer = figure(SYSTEM, asked)
    rows = list(listed(asked))
    states = Counter(row["state"] for row in rows)
    behind = Behind(asked)
    kind = behind.indicator.kind
    assert {state: number for state, number in behind.counts.items() if number} == {
        s: n for s, n in states.items() if kind != "count" or s != "not"
    }
    assert states["counted"] + states["outside"] == (answer["numerator"] or 0)
    assert states["unknown"] == (answer["unknown"] or 0)
    assert states["maybe"] == (answer["maybe"] or 0)
    if kind != "count":
        assert states["counted"] + states["not"] + states["unknown"] == (answer["denominator"] or 0)
    for state in states:
        walked = list(Walk(behind, state))
        assert Counter(row.uid for row in walked) == Counter(row["uid"] for row in rows if row["state"] == state)
        paged = [row for first in range(0, len(walked) + 3, 3) for row in Walk(behind, state)[first : first + 3]]
        assert [row.uid for row in paged] == [row.uid for row in walked]
    assert_sums(asked, answer)


def assert_sums(asked: Question, answer: dict[str, Any]) -> None:
    """Units and breakdown add up."""
    indicator, _main, numerator = definitions(asked)
    units = by_units(asked, "commune").values()
    total = [sum(main[i] for main, _ in units) for i in range(6)]
    upper = None if numerator is None else [sum(top[i] for _, top in units if top) for i in range(6)]
    summed = values(indicator, total, upper)
    shown = unit_rows(SYSTEM, asked, "commune")
    split = breakdown(asked, ["sex"])
    for name in ("numerator", "denominator", "unknown", "maybe"):
        assert (summed[name] or 0) == (answer[name] or 0), name
        assert sum(row.answer[name] or 0 for row in shown) == (answer[name] or 0), name
        assert sum(row[name] or 0 for row in split) == (answer[name] or 0), name


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(people=st.lists(SOMEBODY, min_size=1, max_size=8))
def test_the_number_is_the_list(cast: Cast, ledger: None, people: list[dict[str, Any]]) -> None:
    open_rooms = rooms(cast)
    for somebody in people:
        settle(cast, somebody, open_rooms)
    for name, reading in ASKED:
        for code in CODES:
            assert_whole(question(name, code, 2026, reading))
    assert_whole(question("literate-1", "51", 2025))


def test_a_first_survey_of_the_year_itself_is_read_on_new_years_day(cast: Cast, ledger: None) -> None:
    here, there = cast.villages[0][0], cast.villages[1][0]
    room = rooms(cast)[0]
    SurveyedPlace.objects.create(place=here, year=2026)
    SurveyedPlace.objects.create(place=there, year=2025)
    learners = [school.person(here, date(2026, 1, 1), name=f"Y Một {i}") for i in range(3)]
    school.person(there, date(2025, 1, 1))
    school.person(there, date(2026, 1, 1), name="A Đến Sau")  # not in the stock: the village was surveyed the year before
    school.enrol(room, learners[0], date(2026, 9, 7))
    answer = figure(SYSTEM, question("studies-phase-1", "51", 2026))
    assert (answer["numerator"], answer["denominator"]) == (1, 4)
    assert "01/01" in answer["reading"]
    for code in CODES:
        assert_whole(question("studies-phase-1", code, 2026))


def test_who_began_in_two_communes_counts_where_they_began_first(cast: Cast, ledger: None) -> None:
    first, second = rooms(cast)
    learner = school.person(cast.villages[0][0], date(2024, 1, 1))
    school.enrol(first, learner, date(2026, 9, 8))
    place = {"place": str(cast.villages[1][0].uid), "state": "here"}
    moved = perform(
        people_actions.say_fact, SYSTEM, person=learner.uid, kind="residence", value=place, valid_from=date(2026, 10, 1), source="thử"
    )
    assert moved.result == "done", moved
    perform(classes.enrol, SYSTEM, literacy_class=second.uid, person=learner.uid, began_on=date(2026, 10, 5), enrolment=new_uid())
    assert Behind(question("studies-phase-1", "23527", 2026)).counts["counted"] == 1
    for code in CODES:
        assert_whole(question("studies-phase-1", code, 2026))


def test_a_list_narrows_and_sorts(cast: Cast, ledger: None) -> None:
    for number, (sex, born) in enumerate([("f", 1990), ("m", 1980), ("f", 2005), ("m", 2001)]):
        make.person(cast.villages[0][number % 2], name=f"Y {'DCBA'[number]}", sex=sex, birth=[born, None, None], level1=False)
    make.person(cast.villages[0][0], name="Y Chưa Rõ", sex="f", birth=[1991, None, None])
    behind = Behind(question("literate-1", "23527", 2026))
    walk = Walk(behind, "not")
    assert [row.name for row in walk] == ["Y B", "Y D", "Y A", "Y C"]
    assert [row.name for row in walk.in_order("name", False)[0:10]] == ["Y A", "Y B", "Y C", "Y D"]
    assert [row.birth_year for row in walk.in_order("birth_year", True)[0:3]] == [2005, 2001, 1990]
    women = Walk(behind, "not", Filters(sex="f"))
    assert women.total() == 2
    assert [row.name for row in women[0:5]] == ["Y B", "Y D"]
    assert [row.name for row in Walk(behind, "not", Filters(band="26-35"))] == []
    assert [row.name for row in Walk(behind, "not", Filters(place=cast.villages[0][1].pk))] == ["Y A", "Y C"]
    assert "biết chữ mức độ 1" in next(iter(walk)).reason
    unknown = next(iter(Walk(behind, "unknown")))
    assert (unknown.name, "biết chữ mức độ 1" in unknown.reason) == ("Y Chưa Rõ", True)


def test_small_numbers_of_other_communes_are_hidden_and_none_alone(cast: Cast, ledger: None) -> None:
    for number in range(7):
        make.person(cast.villages[1][0], name=f"Y {number}", birth=[1990, None, None], level1=number > 1)
    for number in range(20):
        make.person(cast.villages[0][0], name=f"A {number}", birth=[1990, None, None], level1=number > 9)
    asked = question("literate-1", "51", 2026)
    officer, stranger = cast.scope("commune-officer"), cast.scope("stranger")
    seen = {row.unit: row for row in unit_rows(officer, asked, "commune")}
    assert seen[cast.communes[0].pk].answer["numerator"] == 10
    assert seen[cast.communes[1].pk].suppressed
    assert seen[cast.communes[1].pk].answer["value"] is None
    theirs = {row.unit: row for row in unit_rows(stranger, asked, "commune")}
    assert theirs[cast.communes[1].pk].answer["numerator"] == 5
    assert theirs[cast.communes[0].pk].answer["numerator"] == 10
    with pytest.raises(Forbidden):
        unit_rows(cast.scope("nobody"), asked, "commune")
