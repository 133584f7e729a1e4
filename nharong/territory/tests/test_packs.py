"""The shipped packs: complete, deterministic, and true to the table of Kon Tum."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from nharong.kernel.time import BEGIN
from nharong.territory.packs import FOLDER, read_book, read_changes
from nharong.territory.rules.doors import Impossible, area_of, resolve, trace, units
from nharong.territory.tests.make import AFTER, BEFORE, code_of, quang_ngai, states, viet_nam

with (Path(__file__).parent / "kon_tum_2025.csv").open(encoding="utf-8") as file:
    KON_TUM = list(csv.DictReader(file))


def test_all_units_before_and_since() -> None:
    lineage = viet_nam()
    before = Counter(lineage.nodes[spell.place].kind for spell in states(lineage, BEFORE))
    since = Counter(lineage.nodes[spell.place].kind for spell in states(lineage, AFTER))
    assert before == {"province": 63, "district": 696, "commune": 10_035}  # and 5 island districts without communes
    assert since == {"province": 34, "commune": 3_321}


def test_a_code_names_one_unit_a_day() -> None:
    lineage = viet_nam()
    for day in (BEFORE, AFTER):
        codes = Counter(spell.code for spell in states(lineage, day))
        assert max(codes.values()) == 1


@pytest.mark.parametrize("row", KON_TUM, ids=lambda row: row["old_code"])
def test_every_old_commune_of_kon_tum_has_its_successor(row: dict[str, str]) -> None:
    answer = trace(quang_ngai(), row["old_code"], BEFORE, AFTER)
    assert answer["from"]["name"] == f"{row['old_title']} {row['old_name']}"
    assert answer["to"] == [{"code": row["new_code"], "name": f"{row['new_title']} {row['new_name']}", "kind": "commune", "partial": False}]


def test_kon_tum_has_102_communes_that_became_40() -> None:
    lineage = quang_ngai()
    old = area_of(lineage, "62", BEFORE)
    assert len(KON_TUM) == len(units(lineage, old, "commune", BEFORE)) == 102
    new = units(lineage, old, "commune", AFTER)
    assert len(new) == 40
    assert all(unit.whole for unit in new)


def test_five_communes_of_quang_ngai_are_unchanged() -> None:
    lineage = quang_ngai()
    since_ever = [place for place, node in lineage.nodes.items() if node.kind == "commune" and node.start == BEGIN]
    both = [place for place in since_ever if lineage.alive(place, AFTER)]
    assert {lineage.nearest(place, AFTER).name for place in both} == {"Đăk Long", "Ba Xa", "Rờ Kơi", "Mô Rai", "Ia Đal"}
    assert all(lineage.parent(place, BEFORE) != lineage.parent(place, AFTER) for place in both)
    assert all(not lineage.heirs.get(place) for place in both)


def test_quang_ngai_has_96_units() -> None:
    lineage = quang_ngai()
    titles = Counter(lineage.nearest(place, AFTER).title for place in lineage.children(resolve(lineage, "51", AFTER), AFTER))
    assert titles == {"Xã": 86, "Phường": 9, "Đặc khu": 1}


def test_an_island_district_became_a_commune() -> None:
    lineage = quang_ngai()
    answer = trace(lineage, "536", BEFORE, AFTER)
    assert [(unit["code"], unit["name"]) for unit in answer["to"]] == [("21548", "Đặc khu Lý Sơn")]


def test_a_split_commune_has_no_default_successor() -> None:
    lineage = viet_nam()
    split = {edge.predecessor for rows in lineage.heirs.values() for edge in rows if edge.partial}
    assert len(split) == 471
    for place in split:
        hits = lineage.reach(place, AFTER)
        assert len(hits) > 1
        assert all(hit.partial for hit in hits)
        assert lineage.unit_of(place, "commune", AFTER) is None
        assert lineage.unit_of(place, "province", AFTER) is not None


def test_every_succession_names_its_decree() -> None:
    lineage = viet_nam()
    assert all(edge.decree and edge.decree_date for rows in lineage.heirs.values() for edge in rows)


def test_one_province_brings_its_former_ones() -> None:
    lineage = quang_ngai()
    assert [code_of(lineage, place, BEFORE) for place in lineage.roots(BEFORE)] == ["51", "62"]
    with pytest.raises(Impossible):
        resolve(lineage, "01", AFTER)
    assert read_book(["51"]).hash != read_book().hash


def test_later_changes_are_sourced() -> None:
    days = {name: rows for name, _, rows in read_changes()}
    assert {name: len(rows) for name, rows in days.items()} == {
        "changes-2026-04-30": 11,
        "changes-2026-09-01": 1,
        "changes-2026-09-20": 13,
    }
    assert all(row.decree and row.decree_date and row.decree_date < row.day for rows in days.values() for row in rows)
    assert all(resolve(viet_nam(), row.code, date(2026, 1, 1)) for rows in days.values() for row in rows)


def test_packs_are_what_the_tool_makes(tmp_path: Path) -> None:
    tool = pytest.importorskip("tools.make_places", reason="the sources of the packs are not installed")
    tool.main(tmp_path)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (FOLDER / path.name).read_bytes(), path.name
