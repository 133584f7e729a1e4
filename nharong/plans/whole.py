"""What must agree across a plan file: ids, references, roles, indicators, years. Pure; works on what can be read."""

import difflib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from nharong.plans.marked import Path
from nharong.plans.shape.asked import Duty, Task
from nharong.plans.shape.money import Money
from nharong.plans.shape.plan import Span, read_span
from nharong.plans.shape.targets import Milestone, Target
from nharong.plans.shape.values import Part
from nharong.plans.shape.words import Strict, Waits

Said = tuple[Path, str, str]
"""(path, what is wrong, how to mend it)."""

_M = TypeVar("_M", bound=Strict)
_SHARES = ("share", "ratio", "growth")


class Items(NamedTuple):
    """The parts of the file that can be read, each with its place in its list."""

    targets: list[tuple[int, Target]]
    tasks: list[tuple[int, Task]]
    duties: list[tuple[int, Duty]]
    money: list[tuple[int, Money]]
    ids: dict[str, set[str]]
    """Ids written in each list, also of items that cannot be read."""
    span: Span | None


def items_of(data: Mapping[str, Any]) -> Items:
    """What of the file can be read, though other parts be wrong."""
    return Items(
        targets=readable(data, "targets", Target),
        tasks=readable(data, "tasks", Task),
        duties=readable(data, "duties", Duty),
        money=readable(data, "money", Money),
        ids={
            key: {str(item["id"]) for item in _listed(data, key) if "id" in item}
            for key in ("targets", "tasks", "duties", "money", "indicators")
        },
        span=_span(data),
    )


def whole_faults(data: Mapping[str, Any], items: Items, kinds: Mapping[str, str]) -> Iterator[Said]:
    """Faults that no single part shows; ``kinds`` of the indicators, empty where not known."""
    yield from _doubled(data)
    yield from _dangling(items)
    yield from _circles(items)
    yield from _milestones(items, kinds)
    yield from _outside_span(items)
    yield from _duties(items)


def _listed(data: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    raw = data.get(key)
    return [item if isinstance(item, dict) else {} for item in raw] if isinstance(raw, list) else []


def readable(data: Mapping[str, Any], key: str, model: type[_M]) -> list[tuple[int, _M]]:
    """The items of a list that have the right shape, each with its place in the list."""
    found = []
    for i, raw in enumerate(_listed(data, key)):
        try:
            found.append((i, model.model_validate(raw)))
        except ValidationError:
            continue  # its own faults are reported by the shape
    return found


def _span(data: Mapping[str, Any]) -> Span | None:
    try:
        return read_span(str(data.get("period")))
    except ValueError:
        return None


def near(word: str, words: Collection[str]) -> str:
    """“Có phải: …?” with words much like it, or nothing."""
    found = difflib.get_close_matches(word, sorted(words), n=3, cutoff=0.5)
    return f"Có phải: {', '.join(found)}?" if found else ""


# ---------------------------------------------------------------- ids and references


def _doubled(data: Mapping[str, Any]) -> Iterator[Said]:
    for key in ("targets", "tasks", "duties", "money", "indicators"):
        ids = [str(item.get("id")) for item in _listed(data, key)]
        first = {id: ids.index(id) for id in ids}
        for i, id in enumerate(ids):
            if first[id] != i and id != "None":
                yield (key, i, "id"), f"Mã “{id}” đã dùng ở mục thứ {first[id] + 1}.", "Mỗi mục một mã: đặt mã khác cho mục này."


def _dangling(items: Items) -> Iterator[Said]:
    def unless(path: Path, name: str | None, kind: str) -> Iterator[Said]:
        if name is not None and name not in items.ids[kind]:
            words = {"targets": "mục tiêu", "tasks": "nhiệm vụ", "duties": "nghĩa vụ báo cáo"}
            yield path, f"Không có {words[kind]} “{name}” trong tệp này.", near(name, items.ids[kind]) or "Sửa mã, hoặc thêm mục có mã đó."

    def waits(path: Path, waited: Waits | None) -> Iterator[Said]:
        if waited is not None:
            yield from unless((*path, "waits_for", "target"), waited.target, "targets")
            yield from unless((*path, "waits_for", "task"), waited.task, "tasks")

    for i, target in items.targets:
        yield from unless(("targets", i, "parent"), target.parent, "targets")
        if target.basis:
            yield from unless(("targets", i, "basis", "target"), target.basis.target, "targets")
        yield from waits(("targets", i), target.waits_for)
    for i, task in items.tasks:
        yield from unless(("tasks", i, "parent"), task.parent, "tasks")
        yield from waits(("tasks", i, "when"), task.when.waits_for)
        for j, name in enumerate(task.targets):
            yield from unless(("tasks", i, "targets", j), name, "targets")
    for i, duty in items.duties:
        yield from unless(("duties", i, "feeds"), duty.feeds, "duties")
    for i, money in items.money:
        yield from unless(("money", i, "task"), money.task, "tasks")


def _circles(items: Items) -> Iterator[Said]:
    targets, tasks, duties = dict(_by_id(items.targets)), dict(_by_id(items.tasks)), dict(_by_id(items.duties))
    links: list[tuple[str, list[tuple[int, Any]], Callable[[str], str | None], Path]] = [
        ("targets", [*items.targets], lambda id: targets[id].parent if id in targets else None, ("parent",)),
        (
            "targets",
            [*items.targets],
            lambda id: targets[id].basis.target if id in targets and targets[id].basis else None,
            ("basis", "target"),
        ),
        ("targets", [*items.targets], lambda id: _waited(targets.get(id), "target"), ("waits_for", "target")),
        ("tasks", [*items.tasks], lambda id: tasks[id].parent if id in tasks else None, ("parent",)),
        ("tasks", [*items.tasks], lambda id: _waited(tasks[id].when, "task") if id in tasks else None, ("when", "waits_for", "task")),
        ("duties", [*items.duties], lambda id: duties[id].feeds if id in duties else None, ("feeds",)),
    ]
    for key, listed, onward, path in links:
        for i, item in listed:
            if _comes_back(item.id, onward):
                yield (key, i, *path), f"“{item.id}” dẫn vòng tròn về chính nó.", "Bỏ một mắt của vòng."


def _by_id(listed: list[tuple[int, Any]]) -> Iterator[tuple[str, Any]]:
    for _, item in listed:
        yield item.id, item


def _waited(item: Any, kind: str) -> str | None:
    found: str | None = getattr(item.waits_for, kind) if item is not None and item.waits_for else None
    return found


def _comes_back(start: str, onward: Callable[[str], str | None]) -> bool:
    seen: set[str] = set()
    here = onward(start)
    while here is not None and here not in seen:
        if here == start:
            return True
        seen.add(here)
        here = onward(here)
    return False


# ---------------------------------------------------------------- milestones and years


def _all_milestones(target: Target) -> Iterator[tuple[Path, list[Milestone], str | None]]:
    yield ("milestones",), target.milestones, target.indicator
    for j, level in enumerate(target.levels):
        yield ("levels", j, "milestones"), level.milestones, target.indicator
    for j, condition in enumerate(target.conditions or []):
        yield ("conditions", j, "milestones"), condition.milestones, condition.indicator


def _milestones(items: Items, kinds: Mapping[str, str]) -> Iterator[Said]:
    for i, target in items.targets:
        for path, milestones, indicator in _all_milestones(target):
            doubled = Counter(_time_of(m) for m in milestones)
            for j, milestone in enumerate(milestones):
                here = ("targets", i, *path, j)
                if doubled[_time_of(milestone)] > 1:
                    yield here, "Hai mốc cùng một thời điểm.", "Giữ một mốc; nếu một mốc là lũy kế, ghi over: cumulative cho mốc đó."
                if kinds.get(indicator or "") in _SHARES and target.op not in ("rise", "fall") and _largest(milestone) > 1:
                    yield (*here, "value"), f"Tỉ lệ {milestone.value} lớn hơn 100 %.", "Ghi 0.9 hoặc 90 %, không ghi 90."
                if items.span and milestone.year is not None and not items.span.first <= milestone.year <= items.span.last:
                    yield (*here, "year"), f"Năm {milestone.year} ngoài thời kỳ của kế hoạch.", "Sửa năm, hoặc sửa “period” của kế hoạch."


def _time_of(milestone: Milestone) -> tuple[Any, ...]:
    return (milestone.year, milestone.by, milestone.period, milestone.every, milestone.since, milestone.until, milestone.over)


def _largest(milestone: Milestone) -> float:
    value = milestone.value
    if isinstance(value, tuple):
        return max(value)
    return 0.0 if isinstance(value, bool | str | Part) or value is None else float(value)


def _outside_span(items: Items) -> Iterator[Said]:
    if items.span is None:
        return
    first, last = items.span.first - 1, items.span.last + 1
    for i, task in items.tasks:
        for name in ("year", "day", "start", "stop", "final"):
            value = getattr(task.when, name, None)
            year = value if isinstance(value, int) else getattr(value, "year", None)
            if year is not None and not first <= year <= last:
                yield (
                    ("tasks", i, "when", name),
                    f"{value} nằm ngoài thời kỳ của kế hoạch.",
                    "Sửa thời gian của nhiệm vụ, hoặc “period” của kế hoạch.",
                )


def _duties(items: Items) -> Iterator[Said]:
    for i, duty in items.duties:
        if duty.due is None and not duty.occasions and duty.every != "ad-hoc" and duty.verified:
            yield ("duties", i), "Báo cáo định kỳ chưa có hạn.", "Ghi due: 10/12; nếu văn bản không nói hạn, thêm verified: no."
