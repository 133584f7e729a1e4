"""The places of a scope as choices of a form, and names for lists without a query a row."""

from collections.abc import Callable
from datetime import date

from nharong.kernel.permissions import Permission, Scope
from nharong.kernel.text import sort_key
from nharong.territory.queries import lineage

Choice = tuple[str, str]


def communes(scope: Scope, permission: Permission, on: date) -> list[Choice]:
    """Communes in force on the day that lie in the scope, by name: uid and name."""
    return [(uid, name) for _key, uid, name in _communes(scope, permission, on)]


def _communes(scope: Scope, permission: Permission, on: date) -> list[tuple[int, str, str]]:
    graph = lineage()
    if not scope.has(permission):
        return []
    places = scope.places(permission)
    mapping = graph.mapping("commune", on)
    keys = {unit for place, unit in mapping.items() if unit is not None and (places is None or place in places)}
    found = [(key, str(graph.nodes[key].uid), graph.nearest(key, on).label) for key in keys if places is None or key in places]
    return sorted(found, key=lambda line: sort_key(line[2], given_first=False))


def former_communes(scope: Scope, permission: Permission, on: date) -> list[Choice]:
    """Communes of the scope that are no more on the day, by name: older survey files are theirs."""
    graph, places = lineage(), scope.places(permission)
    gone = [key for key, node in graph.nodes.items() if node.kind == "commune" and node.stop <= on and (places is None or key in places)]
    lines = [(graph.spells[key][-1].label, key) for key in gone if graph.spells.get(key)]
    lines.sort(key=lambda line: sort_key(line[0], given_first=False))
    return [(str(graph.nodes[key].uid), f"{label} ({graph.spells[key][-1].code})") for label, key in lines] if scope.has(permission) else []


def villages(scope: Scope, permission: Permission, on: date, most: int = 400) -> list[tuple[str, list[Choice]]]:
    """Villages of the scope under their communes, as groups of a select; of a wide scope only the communes themselves."""
    graph, places = lineage(), scope.places(permission)
    found, count = [], 0
    for key, uid, name in _communes(scope, permission, on):
        inside = [
            (str(graph.nodes[village].uid), graph.nearest(village, on).label)
            for village in graph.children(key, on)
            if graph.nodes[village].kind == "village" and (places is None or village in places)
        ]
        count += len(inside)
        found.append((name, [(uid, name), *inside]))
    return found if count <= most else [(name, lines[:1]) for name, lines in found]


def namer(on: date) -> Callable[[int | None], str]:
    """A function from a place's key to its name and its commune's, without a query for each."""
    graph = lineage()

    def name(place: int | None) -> str:
        if place is None or place not in graph.nodes:
            return ""
        spell = graph.nearest(place, on)
        parent = graph.nearest(spell.parent, on).label if spell.parent is not None and graph.nodes[place].kind == "village" else ""
        return f"{spell.label}, {parent}" if parent else spell.label

    return name
