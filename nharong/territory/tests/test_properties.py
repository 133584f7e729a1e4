"""Random merges, splits, renames, transfers and foundings: what must hold whatever happens."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nharong.kernel.tests.length import examples
from nharong.kernel.time import END
from nharong.territory.rules.changes import Change, Found, Merge, Part, Rename, Split, Transfer, applied
from nharong.territory.rules.doors import Impossible
from nharong.territory.rules.edits import edits_of
from nharong.territory.rules.lineage import LEVELS, Lineage
from nharong.territory.tests.make import code_of, small_province, states

FIRST = date(2026, 1, 1)


def _communes(lineage: Lineage, day: date) -> list[str]:
    return [code_of(lineage, place, day) for place in lineage.children(1, day)]


def _draw_change(data: st.DataObject, lineage: Lineage, day: date, number: int) -> Change:
    communes = _communes(lineage, day)
    some = st.sampled_from(communes)
    kind = data.draw(st.sampled_from(["merge", "split", "rename", "transfer", "found"]))
    if kind == "merge" and len(communes) > 1:
        codes = data.draw(st.lists(some, min_size=2, max_size=3, unique=True))
        return Merge(tuple(codes), day, f"Nhập {number}", data.draw(st.sampled_from([codes[0], f"91{number:03d}"])))
    if kind == "split":
        code = data.draw(some)
        place = lineage.holder(code, day)
        assert place is not None
        villages = [code_of(lineage, child, day) for child in lineage.children(place, day)]
        sides = [data.draw(st.booleans()) for _ in villages]
        upper = tuple(v for v, up in zip(villages, sides, strict=True) if up)
        lower = tuple(v for v, up in zip(villages, sides, strict=True) if not up)
        return Split(code, day, (Part(code, f"Trên {number}", members=upper), Part(f"92{number:03d}", f"Dưới {number}", members=lower)))
    villages = [spell.code for spell in states(lineage, day) if "-" in spell.code]
    if kind == "transfer" and villages and len(communes) > 1:
        return Transfer((data.draw(st.sampled_from(villages)),), day, data.draw(some))
    if kind == "found":
        return Found(data.draw(some), day, f"Làng mới {number}", "Làng")
    return Rename(data.draw(some), day, f"Tên {number}")


def _history(data: st.DataObject) -> tuple[Lineage, list[date]]:
    lineage, day = small_province(3, 2), FIRST
    days = [FIRST - timedelta(days=1)]
    for number in range(data.draw(st.integers(1, 6))):
        try:
            lineage = applied(lineage, edits_of(lineage, _draw_change(data, lineage, day, number)))
        except Impossible:
            continue
        days.append(day)
        day += timedelta(days=data.draw(st.integers(1, 400)))
    return lineage, days


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_places_map_to_one_unit_and_areas_are_disjoint(data: st.DataObject) -> None:
    lineage, days = _history(data)
    for day in days:
        communes = lineage.children(1, day)
        areas = [lineage.area(place, day) for place in communes]
        assert sum(map(len, areas)) == len(frozenset().union(*areas)), "areas of siblings are disjoint"
        mapping = lineage.mapping("commune", day)
        for place in lineage.nodes:
            unit = mapping[place]
            assert (unit is not None) == (sum(place in area for area in areas) == 1)
            if unit is not None:
                assert unit in communes
                assert place in lineage.area(unit, day)
        inside = lineage.area(1, day)
        unmapped = {place for place in inside if mapping[place] is None}
        assert len(inside) == sum(map(len, areas)) + len(unmapped), "province = sum of communes + unmapped"
        assert inside == frozenset(lineage.nodes)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_trace_forward_and_back_contains_the_origin(data: st.DataObject) -> None:
    lineage, days = _history(data)
    day, later = days[0], days[-1]
    for place in lineage.children(1, day):
        for hit in lineage.reach(place, later):
            assert place in {back.place for back in lineage.reach(hit.place, day)}


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_states_never_overlap_and_parents_live(data: st.DataObject) -> None:
    lineage, days = _history(data)
    for place, rows in lineage.spells.items():
        assert all(first.stop == second.start for first, second in pairwise(rows))
        assert (rows[0].start, rows[-1].stop) == lineage.nodes[place][3:5]
        for spell in rows:
            if spell.parent is not None:
                parent = lineage.nodes[spell.parent]
                assert parent.start <= spell.start
                assert spell.stop <= parent.stop
                assert LEVELS.index(parent.kind) < LEVELS.index(lineage.nodes[place].kind)
    for day in days:
        codes = [spell.code for spell in states(lineage, day)]
        assert len(codes) == len(set(codes))
    villages = {place: {spell.code for spell in rows} for place, rows in lineage.spells.items() if lineage.nodes[place].kind == "village"}
    assert all(len(codes) == 1 for codes in villages.values()), "a village keeps its code"
    assert len({code for codes in villages.values() for code in codes}) == len(villages), "and nobody gets it again"
    assert all(lineage.nodes[place].stop == END for place in villages)


DAY = date(2027, 1, 1)
PARTS = (Part("90011", "A", members=("90001-001",)), Part("90012", "B", members=("90001-002",)))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (Merge(("90001",), DAY, "X", "90001"), "too_few"),
        (Merge(("90001", "90001"), DAY, "X", "90001"), "twice"),
        (Merge(("90001", "90009"), DAY, "X", "90001"), "unknown_code"),
        (Merge(("90001", "90002"), DAY, "X", "90003"), "code_taken"),
        (Merge(("90001", "90002"), DAY, "X", "9000"), "code_form"),
        (Merge(("90001", "90002"), DAY, " ", "90001"), "no_name"),
        (Merge(("90001", "90002-001"), DAY, "X", "90001"), "mixed_levels"),
        (Split("90001", DAY, PARTS[:1]), "too_few"),
        (Split("90001", DAY, (PARTS[0], Part("90012", "B"))), "member_left"),
        (Split("90001", DAY, (PARTS[0], Part("90012", "B", members=("90001-001", "90001-002")))), "member_twice"),
        (Split("90001", DAY, (PARTS[0], Part("90012", "B", members=("90001-002", "90002-001")))), "member_foreign"),
        (Rename("90001", DAY), "nothing_changes"),
        (Rename("90001", DAY, new_code="90002"), "code_taken"),
        (Transfer(("90001-001",), DAY, "90001"), "nothing_changes"),
        (Transfer(("90001",), DAY, "90002"), "wrong_parent"),
        (Found("90", DAY, "X"), "not_a_commune"),
        (Found("90001", DAY, "làng 1.1", "Làng"), "village_exists"),
    ],
)
def test_contradictions_are_refused(change: Change, fault: str) -> None:
    with pytest.raises(Impossible) as caught:
        edits_of(small_province(3, 2), change)
    assert fault in {found.kind for found in caught.value.faults}


def test_a_change_before_a_later_one_is_refused() -> None:
    lineage = small_province(3, 2)
    merged = applied(lineage, edits_of(lineage, Merge(("90001", "90002"), DAY, "X", "90004")))
    for change in (Rename("90001", date(2026, 1, 1), "Y"), Split("90001", date(2026, 1, 1), PARTS)):
        with pytest.raises(Impossible) as caught:
            edits_of(merged, change)
        assert caught.value.faults[0].kind == "later_change"
    with pytest.raises(Impossible) as caught:
        edits_of(merged, Rename("90001", date(2028, 1, 1), "Y"))
    assert caught.value.faults[0].kind == "not_in_force"
    with pytest.raises(Impossible) as caught:
        edits_of(merged, Rename("90004", DAY, "Y"))
    assert caught.value.faults[0].kind == "same_day"
