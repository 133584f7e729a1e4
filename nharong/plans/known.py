"""What a plan file may name: indicators, roles of bodies, traits of places. Pure."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from nharong.plans.marked import Path
from nharong.plans.shape.plan import Heir, OwnIndicator, Rest
from nharong.plans.shape.targets import Scope, Target
from nharong.plans.shape.words import Condition, Role, Waits, role_word
from nharong.plans.whole import Items, Said, near, readable

Indicators = Collection[str] | Mapping[str, str]
Roles = Mapping[str, Mapping[str, Any]]
TraitWords = Mapping[str, Collection[str]]
Fits = Callable[[str, str, Condition, str], str]


def kinds_of(data: Mapping[str, Any], indicators: Indicators) -> dict[str, str]:
    """Every indicator the file may name, its own among them, with its kind (empty: not said)."""
    kinds = dict(indicators) if isinstance(indicators, Mapping) else dict.fromkeys(indicators, "")
    return kinds | {own.id: own.kind for _, own in readable(data, "indicators", OwnIndicator)}


def unknown_words(
    data: Mapping[str, Any], items: Items, kinds: Mapping[str, str], roles: Roles, traits: TraitWords | None
) -> Iterator[Said]:
    """Words that nobody knows."""
    yield from _unknown_indicators(items, kinds)
    yield from _unknown_roles(data, items, roles)
    if traits is not None:
        yield from _unknown_traits(data, items, traits)


def misfits(items: Items, fits: Fits | None) -> Iterator[Said]:
    """Conditions and variants that the records of the indicator do not have."""
    for i, target in items.targets if fits else ():
        for path, name, where, variant in _narrowings(target):
            if fits and name and (where or variant) and (said := fits(name, target.band or "", where or {}, variant or "")):
                yield ("targets", i, *path), said, "Sửa tên trường, giá trị hoặc cách đếm."


def _narrowings(target: Target) -> Iterator[tuple[Path, str | None, Condition | None, str | None]]:
    yield ("where",), target.indicator, target.where, None
    yield ("variant",), target.indicator, None, target.variant
    yield ("basis", "where"), target.indicator, target.basis.where if target.basis else None, None
    for j, reading in enumerate(target.readings):
        yield ("readings", j), reading.indicator or target.indicator, reading.where, reading.variant
    for j, condition in enumerate(target.conditions or []):
        yield ("conditions", j), condition.indicator, condition.where, condition.variant


def _unknown_indicators(items: Items, kinds: Mapping[str, str]) -> Iterator[Said]:
    for i, target in items.targets:
        named: list[tuple[Path, str | None]] = [(("indicator",), target.indicator)]
        named += [(("readings", j, "indicator"), reading.indicator) for j, reading in enumerate(target.readings)]
        named += [(("conditions", j, "indicator"), condition.indicator) for j, condition in enumerate(target.conditions or [])]
        for path, name in named:
            if name is not None and name not in kinds:
                mend = f"{near(name, kinds)} Xem danh sách chỉ số trong sách hướng dẫn, hoặc khai chỉ số mới trong mục “indicators”."
                yield ("targets", i, *path), f"Không có chỉ số “{name}”.", mend.strip()


# ---------------------------------------------------------------- roles


def _unknown_roles(data: Mapping[str, Any], items: Items, roles: Mapping[str, Mapping[str, Any]]) -> Iterator[Said]:
    for path, role in _roles(data, items):
        word = role_word(role)
        if word not in roles:
            yield path, f"Không có vai cơ quan “{word}”.", f"{near(word, roles)} Xem danh sách vai trong sách hướng dẫn.".strip()
        elif "/*" in role and roles[word].get("many") not in ("yes", True):
            yield path, f"“{word}” chỉ có một cơ quan, không dùng /*.", f"Ghi {word}."


def _roles(data: Mapping[str, Any], items: Items) -> Iterator[tuple[Path, Role]]:
    if isinstance(issuer := data.get("issuer"), str) and issuer:
        yield ("issuer",), issuer
    for i, rest in readable(data, "basis", Rest):
        if rest.issuer:
            yield ("basis", i, "issuer"), rest.issuer
    for i, heir in readable(data, "heirs", Heir):
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
                yield (*path, kind), f"Không có đặc điểm địa bàn “{kind}”.", near(kind, traits) or f"Có: {', '.join(traits)}."
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
    return [scope for _, scope in readable({"scope": [data.get("scope")]}, "scope", Scope)]
