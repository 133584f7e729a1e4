"""Plans in the database: loaded once, never changed, shown for a place and year."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nharong.access.tests.cast import Cast
from nharong.deeds.actions import perform
from nharong.deeds.models import Deed
from nharong.indicators import queries as indicators
from nharong.kernel.permissions import NOBODY, SYSTEM, Forbidden, Hidden
from nharong.plans import actions, figures, queries
from nharong.plans.models import Plan, PlanDuty, PlanTarget, PlanTask
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


# ---------------------------------------------------------------- loading


def test_loaded_once_and_again_without_effect(cast: Cast) -> None:
    first = load()
    assert first["result"] == "done"
    assert first["value"] == {"plan": "thu", "version": 1, "targets": 1, "tasks": 1, "duties": 1, "again": False}
    deeds = Deed.objects.count()
    assert load("# một ghi chú\n" + make.SMALL)["result"] == "again"
    assert (Deed.objects.count(), Plan.objects.count()) == (deeds, 1)
    assert (PlanTarget.objects.count(), PlanTask.objects.count(), PlanDuty.objects.count()) == (1, 1, 1)


def test_the_same_version_with_other_content_is_refused(cast: Cast) -> None:
    load()
    receipt = actions.load_text(SYSTEM, make.SMALL.replace("90 %", "80 %"))
    assert not receipt.ok
    assert receipt.errors[0].field == "version"
    assert Plan.objects.get().body["targets"][0]["milestones"][0]["value"] == "90 %"
    load(make.SMALL.replace("90 %", "80 %").replace("version: 1", "version: 2"))
    assert queries.plan(SYSTEM, "thu").row.version == 2
    assert queries.plan(SYSTEM, "THU@1").row.version == 1


def test_a_wrong_file_leaves_no_trace(cast: Cast) -> None:
    receipt = actions.load_text(SYSTEM, make.SMALL.replace("literate-1", "literate-9"))
    assert not receipt.ok
    assert (receipt.errors[0].row, receipt.errors[0].field) == (16, "targets[a1].indicator")
    assert not Plan.objects.exists()


def test_a_condition_over_a_field_that_is_not_recorded(cast: Cast) -> None:
    receipt = actions.load_text(SYSTEM, make.SMALL.replace("    op: ge", "    where: {literate: [y]}\n    op: ge"))
    assert not receipt.ok
    assert (receipt.errors[0].row, receipt.errors[0].field) == (18, "targets[a1].where")


def test_an_area_that_nobody_knows_is_refused(cast: Cast) -> None:
    receipt = actions.load_text(SYSTEM, make.SMALL.replace("area: 51@", "area: 99@"))
    assert not receipt.ok
    assert receipt.errors[0].field == "area"


def test_through_the_action_table_faults_have_no_line(cast: Cast) -> None:
    receipt = perform(actions.load, SYSTEM, pack={"format": 1})
    assert not receipt.ok
    assert {problem.field for problem in receipt.errors} >= {"id", "title", "area"}


def test_a_loaded_plan_is_never_changed(cast: Cast) -> None:
    load()
    with pytest.raises(TypeError):
        Plan.objects.get().save()


@pytest.mark.parametrize("role", ["teacher", "commune-officer", "inspector"])
def test_only_managers_load(cast: Cast, role: str) -> None:
    with pytest.raises(Forbidden):
        actions.load_text(cast.scope(role), make.SMALL)


def test_who_may_look(cast: Cast) -> None:
    load()
    assert [plan.key for plan in queries.plans(cast.scope("teacher"))] == ["thu"]
    with pytest.raises(Forbidden):
        queries.plans(NOBODY)
    with pytest.raises(Hidden):
        queries.plan(SYSTEM, "khong-co")
    with pytest.raises(Hidden):
        queries.duty(SYSTEM, "thu/khong-co")
    assert queries.duty(SYSTEM, "thu/units")[1].due == "10/12"


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
    ground = queries.ground(loaded.plan, asked.area, asked.on)
    assert [label.code for label in ground.unconfirmed] == ["23527"]


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


# ---------------------------------------------------------------- the command line


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    import argparse

    from nharong.kernel.shell import Refusal
    from nharong.plans.commands import add_parsers

    parser = argparse.ArgumentParser()
    add_parsers(parser.add_subparsers())
    arguments = parser.parse_args(["plan", *words, "--json"])
    arguments.scope = SYSTEM
    try:
        code = arguments.run(arguments)
    except Refusal as refusal:
        return 1, refusal
    return code, json.loads(capsys.readouterr().out)


def test_commands(cast: Cast, ledger: None, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    good, bad = tmp_path / "tot.yaml", tmp_path / "sai.yaml"
    good.write_text(make.SMALL, "utf-8")
    bad.write_text(make.SMALL.replace("op: ge", "op: gte"), "utf-8")
    assert run(capsys, "check", str(good)) == (0, {"ok": True, "errors": []})
    code, document = run(capsys, "check", str(bad))
    assert (code, document["ok"], document["errors"][0]["line"]) == (1, False, 18)
    assert run(capsys, "check", str(tmp_path / "khong-co.yaml"))[0] == 1
    assert run(capsys, "load", str(good))[1]["result"] == "done"
    assert run(capsys, "load", str(bad))[0] == 1
    assert run(capsys, "list")[1] == {
        "plans": [{"id": "thu", "version": 1, "title": "Kế hoạch thử", "area": "51@2025-07-01", "verified": False}]
    }
    code, document = run(capsys, "show", "thu", "--year", "2026", "--place", "23527")
    assert (code, document["place"]) == (0, "23527@2026-12-31")
    assert set(document) == {"plan", "place", "year", "on", "targets", "tasks", "duties"}
    assert run(capsys, "show", "khong-co", "--year", "2026")[0] == 1
