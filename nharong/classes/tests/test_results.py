"""Tests, results of terms, and the literacy they prove the same day."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from nharong.classes import actions
from nharong.classes.models import Enrolment, LiteracyClass, TermResult, TestScore
from nharong.classes.tests import make
from nharong.deeds.actions import Receipt, perform, undo
from nharong.indicators.audit import check, kept_cells
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import SYSTEM
from nharong.people import actions as people
from nharong.people.models import Claim, Person, Spell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger", "today"), pytest.mark.both]
DAY = date(2026, 11, 20)


def score(row: LiteracyClass, scores: list[dict[str, Any]], term: int = 3, **values: Any) -> Receipt:
    return perform(actions.record_marks, SYSTEM, literacy_class=row.uid, term=term, scores=scores, **values)


def decide(row: LiteracyClass, levels: dict[Enrolment, str], term: int = 3, day: date = DAY, **values: Any) -> Receipt:
    named = {enrolment.uid: level for enrolment, level in levels.items()}
    return perform(actions.decide_term, SYSTEM, literacy_class=row.uid, term=term, day=day, levels=named, **values)


def literate(enrolment: Enrolment) -> tuple[str | None, str | None]:
    person = Person.objects.get(pk=enrolment.person_id)
    return person.level1, person.level2


# ---------------------------------------------------------------- tests


def test_scores_are_kept_with_one_decimal_and_corrected_with_trace() -> None:
    row, (a,) = make.full_class(make.village(), 1)
    one = {"enrolment": a.uid, "subject": "toan", "test": "t1", "score": "6.5"}
    assert score(row, [one]).value["changed"] == 1
    assert score(row, [one]).value["changed"] == 0
    assert score(row, [one | {"score": "7"}]).value["changed"] == 1
    assert TestScore.objects.standing().get().score == Decimal(7)
    gone = score(row, [one | {"score": None}])
    assert gone.value["changed"] == 1
    assert not TestScore.objects.standing().exists()
    assert perform(undo, SYSTEM, deed=gone.deed).ok
    assert TestScore.objects.standing().get().score == Decimal(7)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"score": "11"}, "0"), ({"score": "6.25"}, "Toán"), ({"subject": "khoa-hoc"}, ""), ({"test": "t4"}, "")],
)
def test_a_score_that_cannot_be_is_refused_where_it_stands(wrong: dict[str, str], words: str) -> None:
    row, (a,) = make.full_class(make.village(), 1)
    one = {"enrolment": a.uid, "subject": "toan", "test": "t1", "score": "6"} | wrong
    receipt = score(row, [one])
    assert receipt.result == "refused"
    assert receipt.errors[0].field == f"{a.uid}.{one['subject']}.{one['test']}"
    assert words in receipt.errors[0].error


def test_two_people_at_one_score() -> None:
    row, (a,) = make.full_class(make.village(), 1)
    key = f"{a.uid}.toan.t1"
    one = {"enrolment": a.uid, "subject": "toan", "test": "t1", "score": "6"}
    assert score(row, [one], base={key: ""}).ok
    late = score(row, [one | {"score": "8"}], base={key: ""})
    assert [problem.field for problem in late.errors] == [key]
    assert score(row, [one | {"score": "8"}], base={key: "6.0"}).ok


# ---------------------------------------------------------------- results


def test_term_three_makes_literate_the_same_day_and_the_figures_with_it() -> None:
    place = make.village()
    row, (a, b) = make.full_class(place, 2)
    assert score(row, make.all_scores([a], "6") + make.all_scores([b], "4")).ok
    assert kept_cells()["literate-1.15-60", place.pk, 2026] == [2, 0, 0, 0, 0, 0]
    receipt = decide(row, {a: "done", b: "not-yet"})
    assert receipt.value == {"decided": 2, "proved": [str(a.person.uid)]}
    assert literate(a) == ("y", "n")
    assert literate(b) == ("n", "n")
    assert Spell.objects.get(person=a.person_id, level1="y").start == DAY
    assert kept_cells()["literate-1.15-60", place.pk, 2026] == [1, 1, 0, 0, 0, 0]
    assert check() == []
    claim = Claim.objects.standing().get(person=a.person_id, kind="level1", value=True)
    assert claim.source == "Lớp xóa mù chữ làng Kơ Tu, kì 3: Hoàn thành"
    result = TermResult.objects.standing().get(enrolment=a)
    assert (result.suggested, result.level, result.averages["toan"], result.rules) == ("done", "done", "6.0", "tt10-2022@1")


@pytest.mark.parametrize("term", [1, 2])
def test_earlier_terms_prove_nothing(term: int) -> None:
    row, (a,) = make.full_class(make.village(), 1)
    assert decide(row, {a: "good"}, term).value["proved"] == []
    assert literate(a)[0] == "n"


def test_phase_two_proves_level_two_and_with_it_level_one() -> None:
    row, (a,) = make.full_class(make.village(), 1, phase=2)
    assert decide(row, {a: "done"}, 4).value["proved"] == []
    assert decide(row, {a: "done"}, 5).value["proved"]
    assert literate(a) == ("y", "y")


def test_the_recorded_level_wins_and_both_are_kept() -> None:
    row, (a,) = make.full_class(make.village(), 1)
    score(row, make.all_scores([a], "9"))
    assert decide(row, {a: "not-yet"}).value["proved"] == []
    result = TermResult.objects.standing().get()
    assert (result.suggested, result.level) == ("good", "not-yet")
    assert literate(a)[0] == "n"


def test_decided_again_the_literacy_goes_and_comes_back_with_undo() -> None:
    row, (a,) = make.full_class(make.village(), 1)
    first = decide(row, {a: "done"})
    second = decide(row, {a: "not-yet"})
    assert literate(a)[0] == "n"
    assert not perform(undo, SYSTEM, deed=first.deed).ok
    assert perform(undo, SYSTEM, deed=second.deed).ok
    assert literate(a)[0] == "y"
    assert TermResult.objects.standing().get().claim.withdrawn_by is None
    assert check() == []


def test_undo_of_a_decision_takes_the_literacy_back() -> None:
    row, (a,) = make.full_class(make.village(), 1)
    receipt = decide(row, {a: "done"})
    assert perform(undo, SYSTEM, deed=receipt.deed).ok
    assert literate(a)[0] == "n"
    assert not TermResult.objects.standing().exists()
    assert check() == []


def test_the_same_decision_again_changes_nothing() -> None:
    row, (a,) = make.full_class(make.village(), 1)
    decide(row, {a: "done"})
    assert decide(row, {a: "done"}).value == {"decided": 0, "proved": []}
    assert TermResult.objects.count() == 1


def test_a_result_of_a_merged_record_reaches_the_person() -> None:
    place = make.village()
    first = make.person(place)
    row, (a,) = make.full_class(place, 1)
    perform(people.mark_same, SYSTEM, first=first.uid, second=Person.objects.get(pk=a.person_id).uid)
    assert decide(row, {a: "done"}).ok
    first.refresh_from_db()
    assert first.level1 == "y"
    assert check() == []


def test_two_people_at_one_decision_and_levels_that_are_none() -> None:
    row, (a,) = make.full_class(make.village(), 1)
    assert decide(row, {a: "done"}, base={str(a.uid): ""}).ok
    assert [p.field for p in decide(row, {a: "good"}, base={str(a.uid): ""}).errors] == [str(a.uid)]
    assert [p.field for p in decide(row, {a: "giỏi"}).errors] == [str(a.uid)]
    assert [p.field for p in decide(row, {a: "done"}, term=4).errors] == ["term"]
    assert [p.field for p in decide(row, {a: "done"}, day=date(2026, 11, 24)).errors] == ["day"]
    assert [p.field for p in decide(row, {a: "done"}, day=make.OPENED).errors] == [str(a.uid)]
    assert (
        perform(actions.decide_term, SYSTEM, literacy_class=row.uid, term=3, day=DAY, levels={new_uid(): "done"}).errors[0].field
        == "levels"
    )
