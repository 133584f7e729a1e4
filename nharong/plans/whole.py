"""What must agree across a plan file: ids, references, roles, indicators, years. Pure; works on what can be read."""

import difflib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from nharong.plans.marked import Path
from nharong.plans.shape.asked import Duty, Task
from nharong.plans.shape.money import Money
from nharong.plans.shape.plan import Heir, OwnIndicator, Rest, Span, read_span
from nharong.plans.shape.targets import Milestone, Scope, Target
from nharong.plans.shape.values import Part
from nharong.plans.shape.words import Role, Strict, Waits, role_word

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


def whole_faults(
    data: Mapping[str, Any],
    indicators: Collection[str] | Mapping[str, str],
    roles: Mapping[str, Mapping[str, Any]],
    traits: Mapping[str, Collection[str]] | None = None,
) -> Iterator[Said]:
    """Faults that no single part shows."""
    items = Items(
        targets=_readable(data, "targets", Target),
        tasks=_readable(data, "tasks", Task),
        duties=_readable(data, "duties", Duty),
        money=_readable(data, "money", Money),
        ids={
            key: {str(item["id"]) for item in _listed(data, key) if "id" in item}
            for key in ("targets", "tasks", "duties", "money", "indicators")
        },
        span=_span(data),
    )
    kinds: dict[str, str] = dict(indicators) if isinstance(indicators, Mapping) else dict.fromkeys(indicators, "")
    kinds |= {own.id: own.kind for _, own in _readable(data, "indicators", OwnIndicator)}
    yield from _doubled(data)
    yield from _unknown_indicators(items, kinds)
    yield from _dangling(items)
    yield from _circles(items)
    yield from _milestones(items, kinds)
    yield from _outside_span(items)
    yield from _duties(items)
    yield from _unknown_roles(data, items, roles)
    if traits is not None:
        yield from _unknown_traits(data, items, traits)


def _listed(data: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    raw = data.get(key)
    return [item if isinstance(item, dict) else {} for item in raw] if isinstance(raw, list) else []


def _readable(data: Mapping[str, Any], key: str, model: type[_M]) -> list[tuple[int, _M]]:
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


def _near(word: str, words: Collection[str]) -> str:
    near = difflib.get_close_matches(word, sorted(words), n=3, cutoff=0.5)
    return f"Có phải: {', '.join(near)}?" if near else ""


# ---------------------------------------------------------------- ids and references


def _doubled(data: Mapping[str, Any]) -> Iterator[Said]:
    for key in ("targets", "tasks", "duties", "money", "indicators"):
        ids = [str(item.get("id")) for item in _listed(data, key)]
        first = {id: ids.index(id) for id in ids}
        for i, id in enumerate(ids):
            if first[id] != i and id != "None":
                yield (key, i, "id"), f"Mã “{id}” đã dùng ở mục thứ {first[id] + 1}.", "Mỗi mục một mã: đặt mã khác cho mục này."


def _unknown_indicators(items: Items, kinds: Mapping[str, str]) -> Iterator[Said]:
    for i, target in items.targets:
        named: list[tuple[Path, str | None]] = [(("indicator",), target.indicator)]
        named += [(("readings", j, "indicator"), reading.indicator) for j, reading in enumerate(target.readings)]
        named += [(("conditions", j, "indicator"), condition.indicator) for j, condition in enumerate(target.conditions or [])]
        for path, name in named:
            if name is not None and name not in kinds:
                mend = f"{_near(name, kinds)} Xem danh sách chỉ số trong sách hướng dẫn, hoặc khai chỉ số mới trong mục “indicators”."
                yield ("targets", i, *path), f"Không có chỉ số “{name}”.", mend.strip()


def _dangling(items: Items) -> Iterator[Said]:
    def unless(path: Path, name: str | None, kind: str) -> Iterator[Said]:
        if name is not None and name not in items.ids[kind]:
            words = {"targets": "mục tiêu", "tasks": "nhiệm vụ", "duties": "nghĩa vụ báo cáo"}
            yield path, f"Không có {words[kind]} “{name}” trong tệp này.", _near(name, items.ids[kind]) or "Sửa mã, hoặc thêm mục có mã đó."

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


# ---------------------------------------------------------------- roles


def _unknown_roles(data: Mapping[str, Any], items: Items, roles: Mapping[str, Mapping[str, Any]]) -> Iterator[Said]:
    for path, role in _roles(data, items):
        word = role_word(role)
        if word not in roles:
            yield path, f"Không có vai cơ quan “{word}”.", f"{_near(word, roles)} Xem danh sách vai trong sách hướng dẫn.".strip()
        elif "/*" in role and roles[word].get("many") not in ("yes", True):
            yield path, f"“{word}” chỉ có một cơ quan, không dùng /*.", f"Ghi {word}."


def _roles(data: Mapping[str, Any], items: Items) -> Iterator[tuple[Path, Role]]:
    if isinstance(issuer := data.get("issuer"), str) and issuer:
        yield ("issuer",), issuer
    for i, rest in _readable(data, "basis", Rest):
        if rest.issuer:
            yield ("basis", i, "issuer"), rest.issuer
    for i, heir in _readable(data, "heirs", Heir):
        yield ("heirs", i, "role"), heir.role
        yield ("heirs", i, "to"), heir.to
    for i, target in items.targets:
        if target.subject not in ("area", "issuer"):
            yield ("targets", i, "subject"), target.subject
        yield from _awaited_issuer(("targets", i), target.waits_for)
    for i, task in items.tasks:
        for key, named in (("leads", task.leads), ("with", task.with_)):
            yield from ((("tasks", i, key, j), role) for j, role in enumerate(named))
        yield from _awaited_issuer(("tasks", i, "when"), task.when.waits_for)
    for i, duty in items.duties:
        for key, named in (("from", duty.from_), ("to", duty.to)):
            yield from ((("duties", i, key, j), role) for j, role in enumerate(named))


def _awaited_issuer(path: Path, waits: Waits | None) -> Iterator[tuple[Path, Role]]:
    if waits and waits.issuer:
        yield (*path, "waits_for", "issuer"), waits.issuer


# ---------------------------------------------------------------- traits of places


def _unknown_traits(data: Mapping[str, Any], items: Items, traits: Mapping[str, Collection[str]]) -> Iterator[Said]:
    for path, named in _named_traits(data, items):
        for kind, values in named.items():
            if kind not in traits:
                yield (*path, kind), f"Không có đặc điểm địa bàn “{kind}”.", _near(kind, traits) or f"Có: {', '.join(traits)}."
            else:
                for value in values:
                    if traits[kind] and value not in traits[kind]:
                        yield (*path, kind), f"Đặc điểm {kind} không có giá trị “{value}”.", f"Chọn trong: {', '.join(traits[kind])}."


def _named_traits(data: Mapping[str, Any], items: Items) -> Iterator[tuple[Path, Mapping[str, list[str]]]]:
    for scope in _scope(data):
        yield ("scope", "traits"), scope.traits or {}
    for i, target in items.targets:
        if target.scope:
            yield ("targets", i, "scope", "traits"), target.scope.traits or {}
        for j, level in enumerate(target.levels):
            yield ("targets", i, "levels", j, "traits"), level.traits or {}
    for i, money in items.money:
        for j, case in enumerate(money.cases):
            yield ("money", i, "cases", j, "traits"), case.traits


def _scope(data: Mapping[str, Any]) -> list[Scope]:
    return [scope for _, scope in _readable({"scope": [data.get("scope")]}, "scope", Scope)]
