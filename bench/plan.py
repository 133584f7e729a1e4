"""The plan page of the province: all totals and the trend; one target's communes; one figure by sex and band."""

import argparse
from dataclasses import replace
from datetime import date

from bench.measure import Result, timed, times
from nharong.indicators.lists import listed
from nharong.indicators.queries import Question, by_units, figure
from nharong.kernel.permissions import SYSTEM
from nharong.kernel.time import year_period
from nharong.plans import queries as plans
from nharong.territory.queries import parse_area

YEAR, RUNS = 2026, 15


def run(_arguments: argparse.Namespace) -> list[Result]:
    """As the page asks."""
    loaded = plans.plan(SYSTEM, "kon-tum-1716")
    asked = plans.asking(SYSTEM, loaded, year=YEAR)
    kept = [item.id for item in loaded.plan.targets if item.id in ("d2", "d3")]
    question = Question("literate-1", parse_area("62@2025-06-30", date(YEAR, 12, 31)), year_period(YEAR), date(YEAR, 12, 31))
    village = replace(question, area=parse_area("23527", date(YEAR, 12, 31)))
    return [
        timed("plan", "trang kế hoạch: mọi chỉ tiêu", times(lambda: plans.targets(SYSTEM, loaded, year=YEAR), RUNS), 300),
        timed(
            "plan",
            "xu hướng 5 năm của các chỉ tiêu đếm được",
            times(lambda: [plans.trend(asked, key, range(YEAR - 4, YEAR + 1)) for key in kept], RUNS),
            300,
        ),
        timed("plan", "mở một chỉ tiêu: các xã", times(lambda: by_units(replace(question, name="studies-phase-1"), "commune"), RUNS), 150),
        timed("plan", "mở một tỉ lệ biết chữ: các xã", times(lambda: by_units(question, "commune"), RUNS), 150),
        timed("plan", "danh sách sau một số của một xã (mọi người)", times(lambda: sum(1 for _ in listed(village)), 5)),
        timed("plan", "tỉ lệ biết chữ của tỉnh theo giới và dân tộc", times(lambda: figure(SYSTEM, question, ["sex", "ethnicity"]), 5)),
    ]
