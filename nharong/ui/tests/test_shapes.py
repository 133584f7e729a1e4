"""Geometry of charts and maps."""

from datetime import date
from itertools import combinations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from nharong.ui import maps, shapes


def test_bar_as_designed() -> None:
    bar = shapes.bar(0.711, 0.763, 0.7)
    assert (bar.end, bar.solid, bar.range_x, bar.range_width) == (1.0, 170.6, 170.6, 12.5)
    assert bar.roof.startswith("M168.0 1")


def test_bar_of_a_small_share_ends_at_about_twice_the_threshold() -> None:
    assert shapes.bar(0.1025, 0.1036, 0.105).end == 0.2


def test_bar_without_data_keeps_its_threshold() -> None:
    bar = shapes.bar(None, None, 0.9)
    assert bar.solid is None
    assert bar.roof


def test_a_share_above_one_is_shown() -> None:
    assert shapes.bar(1.3, 1.3, 1.0).end == 2.0


@given(st.floats(0, 3), st.floats(0, 1), st.one_of(st.none(), st.floats(0, 2)))
def test_nothing_leaves_the_bar(low: float, more: float, threshold: float | None) -> None:
    bar = shapes.bar(low, low + more, threshold)
    assert bar.solid is not None
    assert 0 <= bar.solid <= shapes.WIDTH
    assert bar.range_x is None or bar.range_x + bar.range_width <= shapes.WIDTH + 0.2


def test_spark_breaks_where_a_value_is_missing() -> None:
    shape = shapes.spark([1.0, None, 2.0, 3.0])
    assert shape is not None
    assert shape.path.count("M") == 2
    assert (shape.x, shape.y) == (76.0, 3.0)
    assert shapes.spark([None, 1.0]) is None


def test_funnel_is_on_one_scale() -> None:
    assert shapes.funnel([(412, 0), (236, 176)]) == [(1000, 999, 0), (573, 574, 426)]
    assert shapes.funnel([(0, 0)]) == [(0, 1, 0)]


def test_axis_clips_and_names_the_years() -> None:
    axis = shapes.Axis(date(2021, 1, 1), date(2026, 12, 31))
    assert axis.at(date(1900, 1, 1)) == axis.left
    assert axis.at(date(9999, 12, 31)) == axis.right
    assert [year for year, _ in axis.years()] == [2021, 2022, 2023, 2024, 2025, 2026]


places = st.dictionaries(st.text("abc", min_size=1, max_size=4), st.tuples(st.floats(107, 109), st.floats(13, 16)), max_size=40)


@given(places)
def test_every_place_has_a_tile_of_its_own(points: dict[str, tuple[float, float]]) -> None:
    cells = maps.tiles(points)
    assert cells.keys() == points.keys()
    assert len(set(cells.values())) == len(cells)
    assert not cells or (min(c for c, _ in cells.values()), min(r for _, r in cells.values())) == (0, 0)
    assert maps.tiles(dict(reversed(points.items()))) == cells


def test_north_is_up_and_east_is_right() -> None:
    cells = maps.tiles({"nw": (107, 16), "ne": (109, 16), "sw": (107, 14), "se": (109, 14)})
    assert cells == {"nw": (0, 0), "ne": (1, 0), "sw": (0, 1), "se": (1, 1)}


def square(id: str, x: float, y: float) -> dict[str, Any]:
    ring = [[x, y], [x + 0.1, y], [x + 0.1, y + 0.05], [x + 0.1, y + 0.1], [x, y + 0.1], [x, y]]
    return {"type": "Feature", "properties": {"code": id}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def test_boundaries_fill_the_box_and_share_their_borders() -> None:
    drawing = maps.draw([square("a", 108, 14), square("b", 108.1, 14)], width=200, step=1.0)
    assert drawing.width == 200
    assert [outline.id for outline in drawing.outlines] == ["a", "b"]
    assert [outline.path for outline in drawing.outlines] == ["M100 103l0-103l-100 0l0 103z", "M200 103l0-103l-100 0l0 103z"]
    assert all(outline.path.count("l") == 3 for outline in drawing.outlines), "a corner on a straight line is left out"
    assert 40 < drawing.outlines[0].x < 60


def test_a_unit_too_small_to_see_is_still_drawn() -> None:
    tiny = {"id": "z", "geometry": {"type": "Polygon", "coordinates": [[[108, 14], [108.00001, 14], [108, 14.00001], [108, 14]]]}}
    drawing = maps.draw([square("a", 108, 14), tiny])
    assert len(drawing.outlines) == 2
    assert maps.draw([{"id": "p", "geometry": {"type": "Point", "coordinates": [1, 2]}}]).outlines == ()


def test_units_without_a_position_go_row_by_row() -> None:
    assert maps.row_by_row(["a", "b", "c"]) == {"a": (0, 0), "b": (1, 0), "c": (0, 1)}
    assert maps.middle([(107.0, 14.0), (109.0, 16.0)]) == (108.0, 15.0)


def test_levels() -> None:
    assert [maps.level(value, (8, 10.5, 13)) for value in (None, 7.9, 8, 10.5, 13)] == [0, 1, 2, 3, 4]


def test_tiles_of_a_province_keep_neighbours_near() -> None:
    points = {f"{x}-{y}": (107 + x / 10, 14 + y / 10) for x in range(8) for y in range(8)}
    cells = maps.tiles(points)
    far = [
        abs(cells[a][0] - cells[b][0]) + abs(cells[a][1] - cells[b][1])
        for a, b in combinations(points, 2)
        if abs(points[a][0] - points[b][0]) + abs(points[a][1] - points[b][1]) < 0.11
    ]
    assert sum(far) / len(far) < 2
