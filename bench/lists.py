"""The list of persons: every offered filter and order, its first page and its count, in a commune and province-wide."""

import argparse
from functools import partial
from typing import Any

from bench.measure import Result, percentile, times
from nharong.kernel.permissions import SYSTEM
from nharong.kernel.time import today
from nharong.people.queries.persons import narrowed, persons
from nharong.territory.queries import lineage, place_id

FILTERS: tuple[dict[str, Any], ...] = (
    {},
    {"sex": "f"},
    {"ethnicity": "gia-rai"},
    {"ethnicity": "u"},
    {"level1": "n"},
    {"level1": "u"},
    {"level2": "n"},
    {"disability": "y"},
    {"state": "away"},
    {"age": "15-25"},
    {"age": "36-60"},
    {"age": "u"},
    {"level1": "n", "sex": "f", "age": "15-60"},
)
ORDERS = (("sort_key", "pk"), ("-sort_key", "-pk"), ("birth_year", "pk"), ("-birth_year", "-pk"))
PAGE = 50


def run(_arguments: argparse.Namespace) -> list[Result]:
    """The 95th percentile over all pairs of filter and order."""
    commune = lineage().nodes[place_id("23527", today())].uid
    found = []
    for what, place, bar in (("trong một xã", {"place": str(commune)}, 150.0), ("cả tỉnh", {}, 400.0)):
        slow: list[tuple[float, str]] = []
        for chosen in FILTERS:
            for order in ORDERS:
                slow.append((min(times(partial(_page, {**chosen, **place}, order), 2)), f"{chosen} {order[0]}"))
        worst = max(slow)
        all_times = [time for time, _ in slow]
        more = {"median": round(percentile(all_times, 0.5), 1), "worst": f"{worst[1]} {worst[0]:.0f} ms", "pairs": len(slow)}
        found.append(Result("lists", f"danh sách người {what}: trang đầu và tổng số", percentile(all_times, 0.95), "ms", bar, more=more))
    return found


def _page(chosen: dict[str, Any], order: tuple[str, str]) -> tuple[int, list[Any]]:
    rows = narrowed(persons(SYSTEM), chosen, SYSTEM).order_by(*order)
    return rows.count(), list(rows[:PAGE])
