"""Villages: their names and titles as people write them, how a name is matched, and many founded at once."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from nharong.kernel.ids import new_uid
from nharong.kernel.text import clean, fold
from nharong.kernel.time import END
from nharong.territory.rules import checks
from nharong.territory.rules.changes import Edits, Extend, Found
from nharong.territory.rules.doors import Fault, Impossible, resolve
from nharong.territory.rules.lineage import Lineage, Node, Spell

TITLES = ("Tổ dân phố", "Khu phố", "Thôn", "Làng", "Bản", "Buôn", "Xóm", "Ấp", "Khóm", "Khối", "Tổ")
"""What stands before the name of a village; Kon, Plei, Đăk belong to the name."""
SHORT = {"tdp": "Tổ dân phố", "kp": "Khu phố"}


class Match(NamedTuple):
    """A known village that a written name means; ``extend``: it is recorded only later, under an heir of the commune."""

    place: int
    extend: bool


def title_and_name(text: str, default: str = "Thôn") -> tuple[str, str]:
    """``Làng Kơ Tu`` is ("Làng", "Kơ Tu"); without a title ``default`` is taken; ``TDP 3`` is ("Tổ dân phố", "3")."""
    text = clean(text)
    first, _, rest = text.partition(" ")
    if rest and (title := SHORT.get(fold(first))):
        return title, rest
    for title in TITLES:
        if text.casefold().startswith(title.casefold() + " "):
            return title, text[len(title) + 1 :].strip()
    return default, text


def key(text: str) -> str:
    """By this two spellings of a village's name are one: folded, without the title, numbers without leading noughts."""
    words = fold(title_and_name(text)[1]).split()
    return " ".join(str(int(word)) if word.isdecimal() else word for word in words)


def match(lineage: Lineage, commune: int, name: str, day: date) -> Match | None:
    """The village that ``name`` means in the commune on the day, or None: nobody, or more than one."""
    wanted = key(name)
    here = [child for child in lineage.children(commune, day) if key(lineage.nearest(child, day).name) == wanted]
    if here:
        return Match(here[0], False) if len(here) == 1 else None
    later = [place for place in _later(lineage, commune, day) if key(lineage.spells[place][0].name) == wanted]
    return Match(later[0], True) if len(later) == 1 else None


def _later(lineage: Lineage, commune: int, day: date) -> list[int]:
    """Villages first recorded after the day, in the commune itself or in what it became."""
    stop = lineage.nodes[commune].stop
    heirs = {commune} | {edge.successor for edge in lineage.heirs.get(commune, ())}
    return [
        place
        for place, node in lineage.nodes.items()
        if node.kind == "village"
        and node.start > day
        and (first := lineage.spells[place][0]).parent in heirs
        and (first.parent == commune or first.start == stop)
    ]


def settled(lineage: Lineage, changes: Sequence[Found | Extend]) -> list[Edits]:
    """Edits for many villages at once, each against the places as they are. Raises Impossible with the faults of all."""
    faults: list[Fault] = []
    edits: list[Edits] = []
    made: Counter[str] = Counter()
    seen: set[tuple[str, ...]] = set()
    for number, change in enumerate(changes, 1):
        try:
            name = (change.village,) if isinstance(change, Extend) else (change.commune, fold(change.title), key(change.name))
            if name in seen:
                raise Impossible(Fault("twice", "name", change.village if isinstance(change, Extend) else change.name))
            seen.add(name)
            edits.append(extended(lineage, change) if isinstance(change, Extend) else _founded(lineage, change, -number, made))
        except Impossible as impossible:
            faults += impossible.faults
    checks.stop_if(faults)
    return edits


def _founded(lineage: Lineage, change: Found, id: int, made: Counter[str]) -> Edits:
    commune = resolve(lineage, change.commune, change.day)
    if lineage.nodes[commune].kind != "commune":
        raise Impossible(Fault("not_a_commune", "commune", change.commune))
    title = change.title or "Thôn"
    known = [lineage.nearest(child, change.day) for child in lineage.children(commune, change.day)]
    twins = [spell.label for spell in known if key(spell.name) == key(change.name) and fold(spell.title) == fold(title)]
    checks.stop_if([*checks.name_faults(change.name), *(Fault("village_exists", "name", twin) for twin in twins)])
    code = checks.village_codes(lineage, commune, change.day, [""] * (made[change.commune] + 1))[-1]
    made[change.commune] += 1
    first = Spell(id, change.day, END, code, clean(change.name), title, commune)
    return Edits(
        change.day, "found", nodes=(Node(id, new_uid(), "village", change.day),), opens=tuple(follow(lineage, first, change.heirs))
    )


def follow(lineage: Lineage, first: Spell, heirs: Sequence[str]) -> list[Spell]:
    """The spells of a village whose communes are merged or split later on. Raises Impossible: ``choose_heir``."""
    spells = [first]
    while (parent := spells[-1].parent) is not None and (stop := lineage.nodes[parent].stop) < END:
        targets = {edge.successor for edge in lineage.heirs.get(parent, ())}
        chosen = {place for place in targets if lineage.nearest(place, stop).code in heirs} if len(targets) > 1 else targets
        if len(chosen) != 1:
            options = [(spell.code, spell.label) for spell in (lineage.nearest(place, stop) for place in sorted(targets))]
            raise Impossible(Fault("choose_heir", "heirs", lineage.nearest(parent, first.start).label, {"day": stop, "options": options}))
        spells[-1] = spells[-1]._replace(stop=stop)
        spells.append(spells[-1]._replace(start=stop, stop=END, parent=chosen.pop()))
    return spells


def extended(lineage: Lineage, change: Extend) -> Edits:
    """Edits that let a village begin earlier. Raises Impossible."""
    carriers = lineage.carriers(change.village)
    commune = resolve(lineage, change.commune, change.day)
    if not carriers or lineage.nodes[carriers[0].place].kind != "village":
        raise Impossible(Fault("unknown_code", "village", change.village, {"day": change.day}))
    first = lineage.spells[carriers[0].place][0]
    faults: list[Fault] = []
    if lineage.nodes[commune].kind != "commune":
        faults.append(Fault("not_a_commune", "commune", change.commune))
    if change.day >= first.start:
        faults.append(Fault("already_exists", "day", change.day.isoformat(), {"name": first.label, "start": first.start}))
    heirs = {edge.successor for edge in lineage.heirs.get(commune, ())}
    if commune != first.parent and not (lineage.nodes[commune].stop == first.start and first.parent in heirs):
        faults.append(Fault("no_bridge", "commune", change.commune, {"name": first.label, "start": first.start}))
    checks.stop_if(faults)
    earlier = first._replace(start=change.day, stop=first.start, parent=commune, name=clean(change.name) or first.name)
    return Edits(change.day, "extend", begins=(first.place,), opens=(earlier,))
