"""Times as medians, 95th percentiles and ratios; never from one run alone."""

import os
import platform
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Result:
    """One line of the report: what, measured, the bar, and whether it holds."""

    row: str
    what: str
    value: float
    unit: str
    bar: float | None = None
    at_least: bool = False
    """The bar is a floor instead of a ceiling."""
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def held(self) -> bool | None:
        """None where no bar was promised."""
        if self.bar is None:
            return None
        return self.value >= self.bar if self.at_least else self.value <= self.bar

    def as_json(self) -> dict[str, Any]:
        """For the report's file."""
        return {
            "row": self.row,
            "what": self.what,
            "value": round(self.value, 3),
            "unit": self.unit,
            "bar": self.bar,
            "held": self.held,
            **self.more,
        }


def percentile(times: Sequence[float], share: float) -> float:
    """The value below which that share of the times lies (nearest rank)."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def times(work: Callable[[], Any], runs: int, warm: int = 1) -> list[float]:
    """Wall time of each run in milliseconds, after ``warm`` runs that do not count."""
    for _ in range(warm):
        work()
    found = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        found.append((time.perf_counter() - begun) * 1000)
    return found


def timed(row: str, what: str, found: Iterable[float], bar: float | None = None, **more: Any) -> Result:
    """A result in milliseconds: the 95th percentile against the bar, the median beside it."""
    all_times = list(found)
    return Result(
        row,
        what,
        percentile(all_times, 0.95),
        "ms",
        bar,
        more={"median": round(percentile(all_times, 0.5), 2), "runs": len(all_times), **more},
    )


def table(results: Sequence[Result]) -> str:
    """The results as lines to read."""
    lines = []
    for result in results:
        bar = "" if result.bar is None else f"  ({'≥' if result.at_least else '≤'} {result.bar:g}: {'đạt' if result.held else 'CHƯA ĐẠT'})"
        more = "; ".join(f"{name} {value}" for name, value in result.more.items())
        lines.append(f"{result.row:8} {result.what:58} {result.value:>10,.1f} {result.unit}{bar}  {more}")
    return "\n".join(lines)


def machine() -> dict[str, Any]:
    """What the numbers were taken on."""
    with open("/proc/meminfo", encoding="ascii") as file:
        memory = int(file.readline().split()[1]) // 1024
    return {"processor": _processor(), "cores": os.cpu_count(), "memory_mb": memory, "system": platform.platform(), "load": os.getloadavg()}


def _processor() -> str:
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        return next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "")
