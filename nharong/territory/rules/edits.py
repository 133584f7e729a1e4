"""What a merge, split, rename, transfer or founding does to the lineage: checked, then told as rows to make and close."""

from collections import Counter
from collections.abc import Sequence

from nharong.kernel.ids import new_uid
from nharong.kernel.time import END
from nharong.territory.rules import checks, villages
from nharong.territory.rules.changes import Change, Edits, Extend, Found, Merge, Rename, Split, Transfer
from nharong.territory.rules.doors import Fault, Impossible, resolve
from nharong.territory.rules.lineage import RANK, Edge, Lineage, Node, Spell


def edits_of(lineage: Lineage, change: Change) -> Edits:
    """What the change does. Raises Impossible with every fault found."""
    match change:
        case Merge():
            return _merge(lineage, change)
        case Split():
            return _split(lineage, change)
        case Rename():
            return _rename(lineage, change)
        case Transfer():
            return _transfer(lineage, change)
        case Found() | Extend():
            return villages.settled(lineage, [change])[0]


# ---------------------------------------------------------------- the changes


def _merge(lineage: Lineage, change: Merge) -> Edits:
    places = checks.resolve_all(lineage, change.codes, change.day, "codes")
    faults = [*checks.count_faults(change.codes, 2), *checks.later_faults(lineage, places, change.day), *checks.name_faults(change.name)]
    kinds = {lineage.nodes[place].kind for place in places}
    if len(kinds) > 1:
        raise Impossible(*faults, Fault("mixed_levels", "codes", ", ".join(change.codes)))
    kind = kinds.pop()
    parent, parent_faults = checks.common_parent(lineage, places, change)
    code = change.code or (checks.village_code(lineage, parent, change.day) if kind == "village" and parent else "")
    checks.stop_if([*faults, *parent_faults, *checks.code_faults(lineage, code, kind, change.day, places)])
    first = lineage.nearest(places[0], change.day)
    new = Node(-1, new_uid(), kind, change.day)
    spell = Spell(-1, change.day, END, code, change.name.strip(), change.title or first.title, parent)
    moves = dict.fromkeys((child for place in places for child in lineage.children(place, change.day)), -1)
    return _moved(lineage, change, places=places, nodes=[new], spells=[spell], moves=moves)


def _split(lineage: Lineage, change: Split) -> Edits:
    place = resolve(lineage, change.code, change.day)
    kind, old = lineage.nodes[place].kind, lineage.nearest(place, change.day)
    faults = [*checks.count_faults([part.code for part in change.parts], 2, "parts"), *checks.later_faults(lineage, [place], change.day)]
    codes = [part.code for part in change.parts]
    if kind == "village" and old.parent:
        codes = checks.village_codes(lineage, old.parent, change.day, codes)
    members = {lineage.nearest(child, change.day).code: child for child in lineage.children(place, change.day)}
    given = Counter(code for part in change.parts for code in part.members)
    faults += [Fault("member_twice", "parts", code) for code, times in given.items() if times > 1]
    faults += [Fault("member_foreign", "parts", code, {"unit": old.label}) for code in given if code not in members]
    left = [code for code in members if code not in given]
    faults += [Fault("member_left", "parts", code, {"name": checks.called(lineage, members[code], change.day)}) for code in left]
    for part, code in zip(change.parts, codes, strict=True):
        faults += [*checks.name_faults(part.name), *checks.code_faults(lineage, code, kind, change.day, [place])]
    checks.stop_if(faults)
    nodes = [Node(-number, new_uid(), kind, change.day) for number in range(1, len(change.parts) + 1)]
    spells = [
        Spell(node.id, change.day, END, code, part.name.strip(), part.title or old.title, old.parent)
        for node, part, code in zip(nodes, change.parts, codes, strict=True)
    ]
    moves = {members[code]: node.id for node, part in zip(nodes, change.parts, strict=True) for code in part.members}
    return _moved(lineage, change, places=[place], nodes=nodes, spells=spells, moves=moves)


def _rename(lineage: Lineage, change: Rename) -> Edits:
    place = resolve(lineage, change.code, change.day)
    old = lineage.nearest(place, change.day)
    new = old._replace(
        start=change.day, name=change.name.strip() or old.name, title=change.title.strip() or old.title, code=change.new_code or old.code
    )
    faults = checks.later_faults(lineage, [place], change.day)
    if new[3:6] == old[3:6]:
        faults.append(Fault("nothing_changes", "name", old.label))
    if new.code != old.code:
        faults += checks.code_faults(lineage, new.code, lineage.nodes[place].kind, change.day, [place])
    checks.stop_if(faults)
    return Edits(change.day, "rename", change.decree, closes=(old,), opens=(new,))


def _transfer(lineage: Lineage, change: Transfer) -> Edits:
    places = checks.resolve_all(lineage, change.codes, change.day, "codes")
    parent = resolve(lineage, change.parent, change.day)
    faults = [*checks.count_faults(change.codes, 1), *checks.later_faults(lineage, places, change.day)]
    for place, code in zip(places, change.codes, strict=True):
        if RANK[lineage.nodes[parent].kind] >= RANK[lineage.nodes[place].kind]:
            faults.append(Fault("wrong_parent", "parent", change.parent, {"unit": checks.called(lineage, place, change.day)}))
        elif lineage.parent(place, change.day) == parent:
            faults.append(Fault("nothing_changes", "codes", code))
    faults += checks.ends_before(lineage, parent, change.day, "parent", change.parent)
    checks.stop_if(faults)
    closes = tuple(lineage.nearest(place, change.day) for place in places)
    opens = tuple(spell._replace(start=change.day, parent=parent) for spell in closes)
    return Edits(change.day, "transfer", change.decree, closes=closes, opens=opens)


# ---------------------------------------------------------------- what they share


def _moved(
    lineage: Lineage,
    change: Merge | Split,
    *,
    places: Sequence[int],
    nodes: Sequence[Node],
    spells: Sequence[Spell],
    moves: dict[int, int],
) -> Edits:
    """Edits that end the places, open the new ones, and give each moved child its new parent."""
    partial = isinstance(change, Split)
    word = "split" if partial else "merge"
    own = [lineage.nearest(place, change.day) for place in places]
    children = [lineage.nearest(child, change.day) for child in moves]
    carried = [spell._replace(start=change.day, parent=moves[spell.place]) for spell in children]
    return Edits(
        day=change.day,
        word=word,
        decree=change.decree,
        nodes=tuple(nodes),
        ends=tuple(places),
        closes=(*own, *children),
        opens=(*spells, *carried),
        edges=tuple(Edge(place, node.id, change.day, word, partial, *change.decree) for node in nodes for place in places),
    )
