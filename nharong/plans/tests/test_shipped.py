"""Both plans say what their texts say; the samples say every other shape."""

from pathlib import Path

import pytest

from nharong.indicators.packs import indicators
from nharong.kernel import packs
from nharong.kernel.packs import canonical_hash, read_pack
from nharong.plans.shape import Plan
from nharong.plans.shape.values import Part
from nharong.plans.tests import make

FILES = sorted([*make.SHIPPED.glob("*.yaml"), *make.DATA.glob("*.yaml")])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_is_sound(path: Path) -> None:
    checked = make.read(path.read_bytes())
    assert checked.faults == []
    assert checked.plan is not None
    assert canonical_hash(checked.data) == read_pack("plans", path.read_text("utf-8")).hash
    assert Plan.model_validate(checked.plan.model_dump(mode="json", by_alias=True)).id == checked.plan.id


def plan(name: str) -> Plan:
    found = make.shipped(name).plan
    assert found is not None
    return found


KON_TUM = {
    "a0": 1.0, "a1": 0.6, "a2": 1.0, "a3": 0.7, "b1": 1.0, "b2": 0.9, "c1": 1.0, "c2": 0.7, "c3": 0.7,
    "d1": 1.0, "d2": 0.105, "d3": 0.02, "d4": 0.05, "dd1": 0.9, "dd2": 1.0, "dd3": 0.8,
}  # fmt: skip
SA_THAY = {
    "B1": 0.18, "B2": 1.0, "B3": 1.0, "B4": 0.7, "B5": 0.5, "B6": 0.6, "B7": 0.8, "B8": 0.9, "B9": 0.6,
    "B10": 1.0, "B11": 1.0, "B12": 0.98, "B13": 0.95,
}  # fmt: skip


@pytest.mark.parametrize(("name", "wanted"), [("kon-tum-1716", KON_TUM), ("sa-thay-489", SA_THAY)])
def test_targets_and_their_thresholds(name: str, wanted: dict[str, float]) -> None:
    found = plan(name)
    assert {target.id: target.milestones[0].value for target in found.targets} == wanted
    for target in found.targets:
        assert target.reading
        assert target.readings
        assert target.unit


def test_operators_years_and_bands() -> None:
    a, b = plan("kon-tum-1716"), plan("sa-thay-489")
    yearly = {t.id for t in a.targets if t.milestones[0].every}
    assert yearly == {"d2", "d3", "d4"}
    assert {t.milestones[0].year for t in a.targets if t.id not in yearly} == {2030}
    assert {t.milestones[0].year for t in b.targets} == {2025}
    assert {t.id for t in b.targets if t.op != "ge"} == {"B9"}
    assert next(t for t in b.targets if t.id == "B9").op == "gt"
    assert [t.band for t in b.targets if t.indicator == "literate-1"] == ["15-25", "26-35", "36-60"]
    assert {t.band for t in a.targets if t.id in ("d2", "d3", "d4")} == {"15-60"}


def test_number_and_day_of_plan_a_are_not_verified() -> None:
    found = plan("kon-tum-1716")
    assert found.number is not None
    assert found.date is not None
    assert (found.number.value, found.number.verified, found.date.verified) == ("1456/KH-UBND", False, False)
    assert found.verified
    assert plan("sa-thay-489").number is None


def test_tasks_of_plan_a() -> None:
    tasks = {task.id: task for task in plan("kon-tum-1716").tasks}
    annex = [id for id in tasks if id.isdecimal()]
    assert annex == [str(i) for i in range(1, 22)]
    leads = {id: tasks[id].leads for id in annex}
    assert {id for id, lead in leads.items() if lead == ["so-gddt"]} == {*map(str, range(1, 11)), "16", "18", "19", "20", "21"}
    assert leads["14"] == ["phan-hieu-dhdn", "cd-kon-tum"]
    waiting = {id for id in annex if tasks[id].when.waits_for}
    assert waiting == {"3", "4", "5", "8", "9", "10"}
    years = {id: getattr(tasks[id].when, "year", None) for id in annex}
    assert {id for id, year in years.items() if year == 2026} == {"3", "4", "5", "8", "10"}
    assert (years["6"], years["7"], years["9"], years["19"]) == (2025, 2027, 2027, 2030)
    assert {id for id in annex if tasks[id].when.kind == "yearly"} == {"13", "15", "16", "18", "20"}
    assert {id for id in annex if tasks[id].when.kind == "continuous"} == {"2", "11", "12"}
    assert {id for id in annex if tasks[id].when.kind == "from-year"} == {"1", "14", "17"}
    fifth = [id for id in tasks if id.startswith("v")]
    assert len(fifth) == 27
    assert {"v7-1", "v7-2", "v7-3", "v12-7"} <= set(fifth)


def test_tasks_of_plan_b() -> None:
    tasks = {task.id: task for task in plan("sa-thay-489").tasks}
    third = [id for id in tasks if tasks[id].section == "III"]
    assert len(third) == 21
    assert tasks["3b"].when.kind == "by-plan"
    assert tasks["3b"].when.waits_for is not None
    assert tasks["3b"].when.waits_for.issuer == "tw-hoi-khuyen-hoc"
    dated = {id: tasks[id].when.kind for id in third if tasks[id].when.kind not in ("continuous", "by-plan")}
    assert dated == {"1a": "quarter", "1d": "month", "4a": "quarter", "6a": "yearly", "6c": "quarter", "6d": "quarter"}
    assert [task.clause for id, task in tasks.items() if id in ("4b", "4c")] == ["III.4.c", "III.4.c (in lần hai)"]
    assert {"iv1-1", "iv1-2", "iv1-3", "iv2-1", "iv3-1"} == {id for id in tasks if tasks[id].section == "IV"}


@pytest.mark.parametrize(
    ("name", "key", "due", "to"),
    [
        ("kon-tum-1716", "units", "10/12", ["so-gddt"]),
        ("kon-tum-1716", "province", "20/12", ["bo-gddt", "ubnd-tinh"]),
        ("sa-thay-489", "units", "05/12", ["phong-gddt"]),
        ("sa-thay-489", "district", None, ["ubnd-huyen", "so-gddt"]),
    ],
)
def test_duties(name: str, key: str, due: str | None, to: list[str]) -> None:
    found = next(duty for duty in plan(name).duties if duty.id == key)
    assert (found.due, found.to, found.due_kind) == (due, to, "before")


def test_every_role_has_a_name_and_heirs_exist() -> None:
    roles = packs.find("rules", "body-roles").data["roles"]
    assert all(role["name"] and role["level"] and role["kind"] for role in roles.values())
    assert {role["heir"] for role in roles.values() if "heir" in role} <= set(roles)


def test_samples_hold_every_shape() -> None:
    both = [make.read(path.read_bytes()).plan for path in sorted(make.DATA.glob("*.yaml"))]
    shipped = [plan("kon-tum-1716"), plan("sa-thay-489")]
    targets = [target for found in [*both, *shipped] if found for target in found.targets]
    whens = {task.when.kind for found in [*both, *shipped] if found for task in found.tasks}
    assert {target.op for target in targets} == {"ge", "gt", "le", "lt", "eq", "about", "keep", "rise", "fall"}
    assert whens == {
        "day", "before", "month", "quarter", "year", "from-year", "until-year", "range", "years", "phases", "yearly", "yearly-day",
        "yearly-before", "yearly-span", "yearly-week", "every", "school-year", "reviews", "by-plan", "continuous", "ad-hoc", "unsaid",
    }  # fmt: skip
    assert {Part(8, 8), Part(1, 8)} <= {m.value for target in targets for m in target.milestones}


def test_every_definition_of_the_indicators_compiles() -> None:
    for indicator in indicators().values():
        if indicator.has_records and indicator.kind in ("share", "count", "ratio"):
            parts = [name for name in indicator.spec if name.startswith(("numerator", "denominator"))] or [""]
            for part in parts:
                indicator.definition("", part).check()


def test_every_reading_of_the_plans_can_be_asked() -> None:
    for name in ("kon-tum-1716", "sa-thay-489"):
        for target in plan(name).targets:
            for reading in target.readings:
                indicator = indicators()[reading.indicator or target.indicator or ""]
                assert reading.variant in (None, *indicator.spec.get("readings", ())), reading
                if reading.variant not in (None, indicator.spec.get("reading")):
                    assert f"numerator-{reading.variant}" in indicator.spec
