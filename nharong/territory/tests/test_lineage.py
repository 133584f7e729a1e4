"""Codes, areas, units and traces: the traps of the 2025 reform."""

from datetime import date

import pytest

from nharong.territory.rules.changes import Decree, Found, Merge, Part, Split, applied
from nharong.territory.rules.doors import Impossible, area_of, resolve, trace, tree, units
from nharong.territory.rules.edits import edits_of
from nharong.territory.tests.make import AFTER, BEFORE, code_of, quang_ngai, small_province, viet_nam


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("23425", "Xã Đăk Hà", "Xã Tu Mơ Rông"),
        ("23446", "Xã Tê Xăng", "Xã Măng Ri"),
        ("23504", "Xã Đăk Long", "Xã Đăk Pxi"),
        ("23534", "Xã Hơ Moong", "Xã Sa Bình"),
    ],
)
def test_a_reused_code_is_two_places(code: str, old: str, new: str) -> None:
    lineage = quang_ngai()
    first, second = resolve(lineage, code, BEFORE), resolve(lineage, code, AFTER)
    assert first != second
    assert lineage.nearest(first, BEFORE).label == old
    assert lineage.nearest(second, AFTER).label == new


def test_namesakes_stay_apart() -> None:
    lineage = quang_ngai()
    long_glei, long_ha = resolve(lineage, "23368", BEFORE), resolve(lineage, "23504", BEFORE)
    assert lineage.nearest(long_glei, BEFORE).name == lineage.nearest(long_ha, BEFORE).name == "Đăk Long"
    assert code_of(lineage, lineage.unit_of(long_glei, "commune", AFTER) or 0, AFTER) == "23368"
    assert code_of(lineage, lineage.unit_of(long_ha, "commune", AFTER) or 0, AFTER) == "23504"
    town, commune = resolve(lineage, "23500", BEFORE), resolve(lineage, "23425", BEFORE)
    assert (lineage.nearest(town, BEFORE).label, lineage.nearest(commune, BEFORE).label) == ("Thị trấn Đăk Hà", "Xã Đăk Hà")
    assert lineage.unit_of(town, "commune", AFTER) != lineage.unit_of(commune, "commune", AFTER)


def test_po_y_became_bo_y_under_another_code() -> None:
    answer = trace(quang_ngai(), "23395", BEFORE, AFTER)
    assert answer["from"]["name"] == "Xã Pờ Y"
    assert answer["to"][0]["name"] == "Xã Bờ Y"
    assert answer["to"][0]["code"] == "23377"
    assert answer["by"] == [{"decree": "1677/NQ-UBTVQH15", "date": "2025-06-16", "kind": "merge"}]


def test_the_area_of_a_former_district_is_five_communes() -> None:
    lineage = quang_ngai()
    area = area_of(lineage, "616", BEFORE)
    now = units(lineage, area, "commune", AFTER)
    assert [code_of(lineage, unit.place, AFTER) for unit in now] == ["23527", "23530", "23534", "23536", "23548"]
    assert all(unit.whole for unit in now)
    assert str(area) == "616@2025-06-30"
    assert [code_of(lineage, unit.place, BEFORE) for unit in units(lineage, area, "district", BEFORE)] == ["616"]
    assert units(lineage, area, "district", AFTER) == []


def test_a_dead_code_names_its_choices() -> None:
    with pytest.raises(Impossible) as caught:
        resolve(quang_ngai(), "616", AFTER)
    (choice,) = caught.value.faults[0].data["choices"]
    assert choice.name == "Huyện Sa Thầy"
    assert choice.stop == date(2025, 7, 1)
    assert [code for code, _ in choice.then] == ["23527", "23530", "23534", "23536", "23548"]


def test_an_unknown_code() -> None:
    with pytest.raises(Impossible) as caught:
        resolve(quang_ngai(), "99999", AFTER)
    assert caught.value.faults[0].kind == "unknown_code"


def test_a_new_unit_of_two_districts_lies_in_neither() -> None:
    lineage = viet_nam()
    new = resolve(lineage, "25225", AFTER)  # Đăk Ơ: same code, other spelling: one whole predecessor
    assert lineage.unit_of(new, "commune", BEFORE) is not None
    mixed = [
        place
        for place, node in lineage.nodes.items()
        if node.kind == "commune" and lineage.alive(place, AFTER) and lineage.unit_of(place, "district", BEFORE) is None
    ]
    assert mixed
    for place in mixed:
        origins = [edge.predecessor for edge in lineage.origins.get(place, ()) if lineage.nodes[edge.predecessor].kind == "commune"]
        kin = {lineage.parent(origin, BEFORE) for origin in origins}
        assert len(kin) > 1


def test_tree_goes_as_deep_as_asked() -> None:
    lineage = quang_ngai()
    assert tree(lineage, "62", BEFORE, 0)["children"] == []
    branch = tree(lineage, "62", BEFORE)
    assert branch["kind"] == "province"
    assert sum(len(district["children"]) for district in branch["children"]) == 102
    assert set(branch) == {"code", "name", "kind", "on", "children"}


def test_villages_outlive_their_communes() -> None:
    lineage = quang_ngai()
    for commune, name in (("23542", "Làng Một"), ("23545", "Làng Hai")):
        lineage = applied(lineage, edits_of(lineage, Found(commune, date(2024, 1, 1), name, "Làng")))
    village = resolve(lineage, "23542-001", AFTER)
    assert code_of(lineage, lineage.parent(village, AFTER) or 0, AFTER) == "23534"
    assert code_of(lineage, lineage.parent(village, BEFORE) or 0, BEFORE) == "23542"


def test_a_split_sends_villages_to_their_parts_and_own_records_nowhere() -> None:
    lineage, day = small_province(2, 3), date(2027, 1, 1)
    parts = (Part("90011", "Suối Trên", members=("90001-001", "90001-002")), Part("90012", "Suối Dưới", members=("90001-003",)))
    after = applied(lineage, edits_of(lineage, Split("90001", day, parts, Decree("1/NQ", date(2026, 12, 1)))))
    commune, village = 100, 101
    assert after.unit_of(commune, "commune", day) is None
    assert after.unit_of(commune, "province", day) == 1
    assert code_of(after, after.unit_of(village, "commune", day) or 0, day) == "90011"
    assert after.unit_of(village, "commune", date(2026, 1, 1)) == commune
    upper = area_of(after, "90011", day)
    assert {code_of(after, place, day) for place in after.area(upper.place, day)} == {"90011", "90001-001", "90001-002"}
    assert [hit.partial for hit in after.reach(commune, day)] == [True, True]
    old = area_of(after, "90001", date(2026, 1, 1))
    assert [(code_of(after, unit.place, day), unit.whole) for unit in units(after, old, "commune", day)] == [
        ("90011", True),
        ("90012", True),
    ]


def test_a_part_of_an_area_is_marked_partial() -> None:
    lineage, day = small_province(2, 1), date(2027, 1, 1)
    after = applied(lineage, edits_of(lineage, Merge(("90001", "90002"), day, "Suối Cả", "90001")))
    old = area_of(after, "90001", date(2026, 1, 1))
    (unit,) = units(after, old, "commune", day)
    assert not unit.whole
    assert code_of(after, unit.place, day) == "90001"
    assert {code_of(after, place, day) for place in after.area(old.place, old.day)} == {"90001", "90001-001"}
