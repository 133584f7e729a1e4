"""Plans shown for a place and year: figures, thresholds, verdicts, dates."""

from collections.abc import Callable
from typing import Any

import pytest

from nharong.access.tests.cast import Cast
from nharong.indicators import queries as indicators
from nharong.indicators.tests.make import person
from nharong.kernel.permissions import SYSTEM
from nharong.plans import actions, figures, queries
from nharong.plans.grounds import ground
from nharong.plans.models import Plan
from nharong.plans.tests import make
from nharong.territory.actions import bump
from nharong.territory.models import Trait

pytestmark = pytest.mark.django_db
TARGET = {
    "id", "clause", "title", "indicator", "unit", "value", "numerator", "denominator", "unknown", "maybe", "unmapped",
    "low", "high", "operator", "threshold", "due", "met", "reading", "readings", "rule",
}  # fmt: skip


def load(text: str = make.SMALL) -> dict[str, Any]:
    receipt = actions.load_text(SYSTEM, text)
    assert receipt.ok, receipt.errors
    return receipt.as_json()


def sample(name: str) -> str:
    return (make.DATA / f"{name}.yaml").read_text("utf-8")


Said = Callable[..., None]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Said:
    """``said("literate-1", 80, 10, 10)``: what the indicators answer: yes, no, unknown."""
    known: dict[Any, tuple[int, int, int]] = {}

    def figure(_scope: object, question: indicators.Question) -> dict[str, Any]:
        empty = indicators.NOTHING | {"unmapped": 0, "rule": "thử@1", "reading": "", "suppressed": False}
        counts = known.get((question.name, question.band, question.period.year)) or known.get((question.name, "", question.period.year))
        if counts is None:
            return empty
        yes, no, unknown = counts
        everybody = yes + no + unknown
        numbers = {"value": yes / everybody, "numerator": yes, "denominator": everybody, "unknown": unknown, "maybe": 0}
        return empty | numbers | {"low": yes / everybody, "high": (yes + unknown) / everybody}

    def say(name: str, yes: int, no: int, unknown: int = 0, year: int = 2026, band: str = "") -> None:
        known[name, band, year] = (yes, no, unknown)

    monkeypatch.setattr(figures.indicators, "figure", figure)
    return say


def rows(name: str, year: int = 2026, place: str = "") -> dict[str, dict[str, Any]]:
    shown = queries.shown(SYSTEM, name, place, year=year)
    return {row["id"]: row for row in shown["targets"]}


# ---------------------------------------------------------------- shown


def test_without_records_nothing_is_met_or_not(cast: Cast, ledger: None) -> None:
    load(sample("song-lam-2026"))
    load(sample("nui-cao-2027"))
    for name, year in (("song-lam-2026", 2026), ("nui-cao-2027", 2027)):
        for row in rows(name, year).values():
            assert set(row) == TARGET
            assert (row["value"], row["met"]) == (None, None), row


def test_threshold_unknown_and_verdict(cast: Cast, said: Said) -> None:
    load()
    for counts, met in [((95, 5, 0), True), ((85, 5, 10), None), ((80, 15, 5), False)]:
        said("literate-1", *counts, band="15-60")
        row = rows("thu")["a1"]
        assert row["met"] is met
        assert (row["threshold"], row["due"], row["operator"]) == (0.9, 2030, "ge")


def test_compared_with_the_year_before(cast: Cast, said: Said) -> None:
    load(sample("song-lam-2026"))
    said("own-share", 40, 960, year=2026)
    assert rows("song-lam-2026")["falls"]["met"] is None
    said("own-share", 50, 950, year=2025)
    row = rows("song-lam-2026")["falls"]
    assert (row["met"], row["threshold"]) == (True, [0.003, 0.005])


def test_eight_of_eight_and_one_of_eight(cast: Cast, said: Said) -> None:
    load(sample("song-lam-2026"))
    said("centres-staffed", 4, 1)
    found = rows("song-lam-2026")
    assert (found["all-eight"]["met"], found["one-of-eight"]["met"]) == (False, True)
    assert found["all-eight"]["threshold"] == "8/8"


def test_a_chained_share_is_divided_by_the_other_numerator(cast: Cast, said: Said) -> None:
    load(sample("song-lam-2026"))
    said("learning-families", 80, 20)
    row = rows("song-lam-2026")["chain"]
    assert (row["value"], row["denominator"], row["met"]) == (1.0, 80, True)


def test_levels_by_kind_of_place_and_hardship(cast: Cast, said: Said) -> None:
    load(sample("song-lam-2026"))
    said("literate-2", 92, 8)
    assert rows("song-lam-2026")["by-level"]["threshold"] == 0.98
    unknown = rows("song-lam-2026", place="23527@2026-01-01")["by-level"]
    assert (unknown["threshold"], unknown["met"]) == (None, None)  # 90 % or 95 %: 92 % meets the one only
    said("literate-2", 96, 4)
    assert rows("song-lam-2026", place="23527@2026-01-01")["by-level"]["met"] is True
    Trait.objects.create(place=cast.commune, kind="hardship", value="III", by_deed=cast.deed)
    bump()
    assert rows("song-lam-2026", place="23527@2026-01-01")["by-level"]["threshold"] == 0.9


def test_several_conditions_and_waiting_for_another_target(cast: Cast, said: Said) -> None:
    load(sample("nui-cao-2027"))
    said("literate-2", 99, 1, year=2027)
    said("literate-1", 50, 40, 10, year=2027)
    found = rows("nui-cao-2027", 2027)
    assert found["together"]["met"] is False
    assert (found["strictly"]["met"], found["after"]["met"]) == (False, None)
    said("literate-1", 95, 5, year=2027)
    found = rows("nui-cao-2027", 2027)
    assert (found["together"]["met"], found["strictly"]["met"], found["after"]["met"]) == (True, True, True)


def test_other_readings_are_offered_and_can_be_tried(cast: Cast, said: Said) -> None:
    text = make.shipped("sa-thay-489")
    assert text.plan is not None
    loaded = queries.Loaded(Plan(key="sa-thay-489", version=1), text.plan.model_copy(update={"area": "51@2025-07-01"}))
    said("literate-1", 100, 0, band="15-25", year=2025)
    said("literate-2", 90, 10, band="15-25", year=2025)
    for readings, met in (({}, True), ({"B10": "level-2"}, False)):
        asked = queries.asking(SYSTEM, loaded, year=2025, readings=readings)
        row = queries.target_of(SYSTEM, loaded, "b10", asked)
        assert row["met"] is met
        assert [reading["id"] for reading in row["readings"]] == ["level-1", "level-2"]


def test_trend(cast: Cast, said: Said) -> None:
    load()
    said("literate-1", 90, 10, year=2025)
    asked = queries.asking(SYSTEM, queries.plan(SYSTEM, "thu"), year=2026)
    assert [row["value"] for row in queries.trend(asked, "a1", (2025, 2026))] == [0.9, None]


def test_scope_lists_what_is_not_confirmed(cast: Cast) -> None:
    text = make.SMALL.replace("period:", "scope: {traits: {minority_area: [yes], mountainous: [yes]}, match: any}\nperiod:")
    load(text)
    loaded = queries.plan(SYSTEM, "thu")
    asked = queries.asking(SYSTEM, loaded, year=2026)
    assert asked.left_out == frozenset()
    for kind in ("minority_area", "mountainous"):
        Trait.objects.create(place=cast.communes[1], kind=kind, value="no", by_deed=cast.deed)
    bump()
    asked = queries.asking(SYSTEM, loaded, year=2026)
    assert cast.communes[1].pk in asked.left_out
    assert cast.villages[1][0].pk in asked.left_out
    found = ground(loaded.plan.scope, asked.area, asked.on)
    assert [label.code for label in found.unconfirmed] == ["23527"]


def test_duties_and_tasks_of_a_year(cast: Cast) -> None:
    load(make.SMALL.replace("\ntargets:", "\nheirs: [{role: ubnd-xa/*, to: truong/*, since: 2027-01-01}]\ntargets:"))
    shown = queries.shown(SYSTEM, "thu", year=2026)
    assert shown["duties"] == [
        {
            "id": "thu/units",
            "from": "ubnd-xa/*",
            "to": ["so-gddt"],
            "due": "2026-12-10",
            "due_kind": "before",
            "data_period": "2026-01-01..2026-12-09",
        }
    ]
    assert queries.shown(SYSTEM, "thu", year=2027)["duties"][0]["from"] == "truong/*"
    (task,) = shown["tasks"]
    assert task["when"] == {"kind": "year", "year": 2026}
    assert (task["leads"], task["state"]) == (["so-gddt"], "open")
    assert (shown["plan"], shown["place"], shown["year"], shown["on"]) == ("thu", "51@2025-07-01", 2026, "2026-12-31")


# ---------------------------------------------------------------- with the real indicators


def test_a_real_figure_meets_its_threshold(cast: Cast, ledger: None) -> None:
    load(make.SMALL)
    for birth, level1 in ((1990, True), (1980, True), (1970, None)):
        facts = {"birth": [birth, None, None]} | ({"level1": level1} if level1 is not None else {})
        assert person(cast.village, **facts).ok
    row = rows("thu")["a1"]
    assert (row["numerator"], row["denominator"], row["unknown"], row["met"]) == (2, 3, 1, None)
    for kind in ("minority_area", "mountainous"):
        Trait.objects.create(place=cast.commune, kind=kind, value="no", by_deed=cast.deed)
    bump()
    scoped = "scope: {traits: {minority_area: [yes], mountainous: [yes]}, match: any}\nperiod:"
    load(make.SMALL.replace("version: 1", "version: 2").replace("period:", scoped))
    assert rows("thu")["a1"]["value"] is None  # nobody lives where this plan is about
    assert person(cast.villages[1][0], birth=[1990, None, None], level1=True).ok
    assert (rows("thu")["a1"]["value"], rows("thu")["a1"]["met"]) == (1.0, True)


def test_a_target_may_have_a_scope_of_its_own(cast: Cast, ledger: None) -> None:
    load(make.SMALL.replace("    op: ge", "    scope: {places: [23534@2026-01-01]}\n    op: ge"))
    assert person(cast.village, birth=[1990, None, None], level1=True).ok
    assert rows("thu")["a1"]["value"] is None
    assert person(cast.villages[1][0], birth=[1990, None, None], level1=False).ok
    assert (rows("thu")["a1"]["value"], rows("thu")["a1"]["met"]) == (0.0, False)
