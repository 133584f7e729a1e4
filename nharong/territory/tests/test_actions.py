"""Places written: the packs loaded, changes as deeds, refusals that leave no trace."""

from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from nharong.deeds.actions import Receipt, perform
from nharong.kernel.permissions import SYSTEM, Forbidden, Grant, Scope
from nharong.kernel.problems import Refused
from nharong.territory import actions, queries
from nharong.territory.load import follow_communes
from nharong.territory.models import Place, PlacePeriod, Succession
from nharong.territory.rehearsal import rehearse
from nharong.territory.rules.changes import Merge, Part, Split
from nharong.territory.tests.make import AFTER, BEFORE, code_of
from nharong.territory.traits import set_trait

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DAY = date(2027, 1, 1)


@pytest.fixture
def quang_ngai() -> Receipt:
    """Province 51 and its former ones, loaded."""
    return perform(actions.load, SYSTEM, provinces=["51"])


def found(commune: str, name: str, day: date = date(2024, 1, 1)) -> str:
    """A village; answers its code."""
    receipt = perform(actions.found_village, SYSTEM, commune=commune, day=day, name=name, title="Làng")
    assert receipt.ok, receipt.errors
    code: str = receipt.value["made"][0]["code"]
    return code


def test_load_fills_the_tables_once(quang_ngai: Receipt) -> None:
    assert quang_ngai.value["places"] == Place.objects.count() == 3 + 23 + 272 + 91  # provinces, districts, communes old and new
    again = perform(actions.load, SYSTEM)
    assert again.value == {"places": 0, "periods": 0, "successions": 0, "kept": []}
    assert queries.find_place("23530", BEFORE) == queries.find_place("23530", AFTER)
    assert queries.place_labels([queries.place_id("23534", AFTER)], AFTER).popitem()[1].name == "Xã Sa Bình"


def test_load_brings_all_units_and_later_titles() -> None:
    perform(actions.load, SYSTEM)
    graph = queries.lineage()
    assert len(graph.roots(AFTER)) == 34
    dong_nai = graph.holder("75", AFTER)
    assert dong_nai is not None
    assert graph.nearest(dong_nai, AFTER).label == "Tỉnh Đồng Nai"
    assert graph.nearest(dong_nai, date(2026, 4, 30)).label == "Thành phố Đồng Nai"
    assert graph.nearest(graph.holder("07399", date(2026, 9, 20)) or 0, date(2026, 9, 20)).label == "Phường Kép"


def test_more_provinces_can_follow(quang_ngai: Receipt) -> None:
    before = Place.objects.count()
    receipt = perform(actions.load, SYSTEM, provinces=["04"])
    assert receipt.value["places"] == Place.objects.count() - before > 50
    assert receipt.value["kept"] == []
    assert queries.find_place("04", AFTER)
    assert queries.find_place("51", AFTER)


def test_a_merger_is_rehearsed_then_done(quang_ngai: Receipt) -> None:
    villages = [found("23534", "Kơ Tu", date(2025, 8, 1)), found("23548", "Chờ", date(2025, 8, 1))]
    change = Merge(("23534", "23548"), DAY, "Sa Bình", "23534")
    rehearsal = rehearse(change)
    assert [seen.code for seen in rehearsal.before] == ["23534", "23548"]
    assert [seen.code for seen in rehearsal.moved] == villages
    assert [(seen.code, seen.villages) for seen in rehearsal.after] == [("23534", 2)]
    assert rehearsal.unmapped == ()
    version = queries.lineage().version
    assert rehearse(change).as_json()["dry_run"]
    assert queries.lineage().version == version, "a rehearsal writes nothing"
    receipt = perform(
        actions.merge, SYSTEM, codes=["23534", "23548"], day=DAY, name="Sa Bình", code="23534", decree="1/NQ", decree_date=DAY
    )
    assert receipt.ok
    graph = queries.lineage()
    new = graph.holder("23534", DAY)
    assert new is not None
    assert graph.nodes[new].uid == UUID(receipt.value["made"][0]["place"])
    assert [code_of(graph, child, DAY) for child in graph.children(new, DAY)] == villages
    assert Succession.objects.filter(successor_id=new, decree="1/NQ").count() == 2
    old = queries.parse_area("23534@2026-12-31", DAY)
    assert [code_of(graph, place, DAY) for place in graph.area(old.place, old.day) if graph.nodes[place].kind == "village"] == villages[:1]
    assert Place.objects.get(pk=new).area_km2 == pytest.approx(140.32 + Place.objects.get(pk=queries.place_id("23548", AFTER)).area_km2)


def test_a_split_leaves_own_records_unmapped(quang_ngai: Receipt) -> None:
    first, second = found("23527", "Một"), found("23527", "Hai")
    parts = [{"code": "23527", "name": "Sa Thầy", "members": [first]}, {"code": "23999", "name": "Sa Sơn", "members": [second]}]
    rehearsal = rehearse(Split("23527", DAY, tuple(Part(p["code"], p["name"], members=tuple(p["members"])) for p in parts)))  # type: ignore[arg-type]
    assert [seen.code for seen in rehearsal.unmapped] == ["23527"]
    assert perform(actions.split, SYSTEM, code="23527", day=DAY, parts=parts).ok
    graph = queries.lineage()
    assert graph.unit_of(queries.place_id("23527", AFTER), "commune", DAY) is None
    assert code_of(graph, graph.parent(queries.place_id(second, DAY), DAY) or 0, DAY) == "23999"


def test_rename_transfer_and_extend(quang_ngai: Receipt) -> None:
    village = found("23534", "Kơ Tu", date(2025, 8, 1))
    assert perform(actions.rename, SYSTEM, code="23534", day=DAY, name="Hơ Moong").ok
    assert perform(actions.transfer, SYSTEM, codes=[village], day=DAY, parent="23548").ok
    assert perform(actions.extend_village, SYSTEM, village=village, commune="23534", day=date(2025, 7, 1)).ok
    assert perform(actions.extend_village, SYSTEM, village=village, commune="23542", day=date(2020, 1, 1)).ok
    graph = queries.lineage()
    place = queries.place_id(village, DAY)
    parents = [code_of(graph, spell.parent or 0, spell.start) for spell in graph.spells[place]]
    assert parents == ["23542", "23534", "23534", "23548"]
    assert graph.nodes[place].start == date(2020, 1, 1)


def test_contradictions_are_refused_in_words_and_leave_no_trace(quang_ngai: Receipt) -> None:
    periods = PlacePeriod.objects.count()
    receipt = perform(actions.merge, SYSTEM, codes=["616", "23534"], day=DAY, name="X", code="23534")
    assert receipt.result == "refused"
    assert "616" in receipt.errors[0].error
    assert "616@2025-06-30" in receipt.errors[0].mend
    assert perform(actions.rename, SYSTEM, code="23534", day=DAY, new_code="23548").result == "refused"
    assert perform(actions.merge, SYSTEM, codes=["23534"], day=DAY, name="X", code="23534").result == "refused"
    assert PlacePeriod.objects.count() == periods
    with pytest.raises(Refused):
        queries.find_place("616", AFTER)
    with pytest.raises(Refused):
        queries.parse_area("616@hôm qua", AFTER)


def test_area_ids_of_a_former_district(quang_ngai: Receipt) -> None:
    village = found("23554", "Làng Chứ")
    ids = queries.area_ids("616@2025-06-30", AFTER)
    graph = queries.lineage()
    alive = sorted(code_of(graph, place, AFTER) for place in ids if graph.alive(place, AFTER))
    assert alive == ["23527", "23530", "23534", "23536", "23548", village]


def test_traits_are_unknown_until_entered(quang_ngai: Receipt) -> None:
    place = queries.find_place("23534", AFTER)
    day = date(2026, 3, 1)
    assert queries.traits_on([place.pk], "hardship", day) == {}
    assert queries.extreme_hardship([place.pk], day) == {place.pk: None}
    told = {"place": place.uid, "kind": "hardship", "scheme": "nd272-2025", "decision": "1/QĐ-TTg ngày 01/02/2026"}
    assert perform(set_trait, SYSTEM, value="III", day=date(2026, 1, 1), until=date(2030, 12, 31), **told).ok
    assert queries.extreme_hardship([place.pk], day) == {place.pk: True}
    assert queries.extreme_hardship([place.pk], date(2025, 12, 31)) == {place.pk: None}
    assert perform(set_trait, SYSTEM, value="II", day=date(2027, 1, 1), **told).ok
    assert queries.traits_on([place.pk], "hardship", date(2026, 12, 31)) == {place.pk: "III"}
    assert queries.extreme_hardship([place.pk], date(2027, 1, 1)) == {place.pk: False}
    assert perform(set_trait, SYSTEM, value="IV", day=day, **told).result == "refused"
    assert perform(set_trait, SYSTEM, value="III", day=date(2024, 1, 1), **told).result == "refused"


def test_only_who_manages_the_ground_may_change_it(quang_ngai: Receipt) -> None:
    here = frozenset(queries.area_ids("23534@2025-12-31", AFTER))
    keeper = Scope(None, "An", (Grant("admin", None, "", "23534@2025-12-31", here),))
    assert perform(actions.rename, keeper, code="23534", day=DAY, name="Sa Bình Mới").ok
    with pytest.raises(Forbidden):
        perform(actions.rename, keeper, code="23548", day=DAY, name="X")
    teacher = Scope(None, "Bình", (Grant("teacher", None, "", "", None),))
    with pytest.raises(Forbidden):
        perform(actions.rename, teacher, code="23548", day=DAY, name="X")


def test_the_database_refuses_overlapping_periods(quang_ngai: Receipt) -> None:
    row = PlacePeriod.objects.order_by("pk").first()
    assert row is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        PlacePeriod.objects.create(place_id=row.place_id, start=date(2020, 5, 5), stop=date(2020, 6, 6), code="x", name="x", title="x")
    ended = PlacePeriod.objects.filter(stop=date(2025, 7, 1), code="23534").first()
    assert ended is not None
    assert PlacePeriod.objects.create(place_id=ended.place_id, start=date(2030, 1, 1), code="x", name="x", title="x").pk
    with pytest.raises(IntegrityError), transaction.atomic():
        PlacePeriod.objects.filter(pk=ended.pk).update(stop=date(2031, 1, 1))


def test_a_later_load_keeps_what_deeds_changed(quang_ngai: Receipt) -> None:
    assert perform(actions.rename, SYSTEM, code="23534", day=DAY, name="Hơ Moong").ok
    assert perform(actions.merge, SYSTEM, codes=["23527", "23548"], day=DAY, name="Sa Thầy", code="23527").ok
    from nharong.territory.models import PlacesVersion

    PlacesVersion.objects.update(pack_hash="")
    again = perform(actions.load, SYSTEM)
    assert again.ok
    assert len(again.value["kept"]) == 3
    assert queries.lineage().nearest(queries.place_id("23534", DAY), DAY).name == "Hơ Moong"


def test_the_lineage_is_read_anew_only_after_a_change(quang_ngai: Receipt, django_assert_num_queries) -> None:
    first = queries.lineage()
    with django_assert_num_queries(1):
        assert queries.lineage() is first
    found("23534", "Kơ Tu", date(2026, 1, 1))
    assert queries.lineage() is not first


def test_many_villages_at_once(quang_ngai: Receipt) -> None:
    day = date(2025, 8, 1)
    rows = [{"commune": "23534", "day": day, "name": name, "title": "Làng"} for name in ("Kơ Tu", "Chờ", "Lung Leng")]
    receipt = perform(actions.settle_villages, SYSTEM, rows=rows)
    assert [row["code"] for row in receipt.value["made"]] == ["23534-001", "23534-002", "23534-003"]
    commune = queries.place_id("23534", AFTER)
    assert [label.name for label in queries.villages_of(commune, AFTER).values()] == ["Làng Kơ Tu", "Làng Chờ", "Làng Lung Leng"]
    assert perform(actions.settle_villages, SYSTEM, rows=rows).result == "refused"
    assert perform(actions.settle_villages, SYSTEM, rows=[{**rows[0], "name": "Mới"}, {**rows[0], "name": "mới"}]).result == "refused"


def test_a_name_as_written_finds_its_village(quang_ngai: Receipt) -> None:
    code = found("23534", "Kơ Tu", date(2025, 7, 1))
    now, before = queries.place_id("23534", AFTER), queries.place_id("23542", BEFORE)
    village = queries.place_id(code, AFTER)
    for written in ("Làng Kơ Tu", "ko tu", "LÀNG KƠ  TU", "Thôn Kơ Tu"):
        assert queries.match_village(now, written, AFTER) == (village, False)
    assert queries.match_village(before, "Kơ Tu", BEFORE) == (village, True), "recorded only since the merger"
    rows = [{"commune": "23542", "day": date(2024, 1, 1), "village": code}]
    assert perform(actions.settle_villages, SYSTEM, rows=rows).value == {"made": [], "extended": 1}
    assert queries.match_village(before, "Kơ Tu", BEFORE) == (village, False)
    assert queries.match_village(now, "Kơ Nú", AFTER) is None


def test_an_importer_may_found_villages_in_a_deed_of_the_import(quang_ngai: Receipt) -> None:
    from nharong.deeds.actions import action
    from nharong.deeds.doing import Doing
    from nharong.kernel.permissions import Permission

    @action("test.import", needs=Permission.PEOPLE_IMPORT)
    def importing(doing: Doing, *, commune: str) -> dict[str, object]:
        row = {"commune": commune, "day": date(2025, 8, 1), "name": "Kơ Tu"}
        return actions.settle_villages.within(doing, rows=[row])

    here = frozenset(queries.area_ids("23534@2025-12-31", AFTER))
    officer = Scope(None, "An", (Grant("commune-officer", None, "", "23534@2025-12-31", here),))
    assert perform(importing, officer, commune="23534").ok
    with pytest.raises(Forbidden):
        perform(importing, officer, commune="23548")


def test_villages_follow_a_commune_that_a_new_pack_ends(quang_ngai: Receipt) -> None:
    code = found("23534", "Kơ Tu", date(2025, 8, 1))
    old, new = queries.find_place("23534", AFTER), queries.find_place("23548", AFTER)
    PlacePeriod.objects.filter(place=old).update(stop=DAY)
    Place.objects.filter(pk=old.pk).update(stop=DAY)
    Succession.objects.create(predecessor=old, successor=new, day=DAY, change="merge")
    actions.bump()
    village = queries.place_id(code, AFTER)
    assert follow_communes(queries.lineage(), PlacePeriod.objects.get(place_id=village).by_deed_id) == []
    actions.bump()
    graph = queries.lineage()
    assert (graph.parent(village, AFTER), graph.parent(village, DAY)) == (old.pk, new.pk)
