"""Plans in the database: loaded once, never changed, shown for a place and year."""

import json
from pathlib import Path
from typing import Any

import pytest

from nharong.access.tests.cast import Cast
from nharong.deeds.actions import perform
from nharong.deeds.models import Deed
from nharong.kernel.permissions import NOBODY, SYSTEM, Forbidden, Hidden
from nharong.plans import actions, queries
from nharong.plans.models import Plan, PlanDuty, PlanTarget, PlanTask
from nharong.plans.tests import make

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


def test_a_variant_that_the_indicator_does_not_have(cast: Cast) -> None:
    receipt = actions.load_text(SYSTEM, make.SMALL.replace("    op: ge", "    variant: sometimes\n    op: ge"))
    assert not receipt.ok
    assert (receipt.errors[0].row, receipt.errors[0].field) == (18, "targets[a1].variant")


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
