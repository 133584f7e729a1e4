"""Areas of grants compiled to place ids, from the lineage in memory."""

from collections.abc import Iterable, Mapping

from nharong.kernel.time import BadPeriod, parse_day, today
from nharong.territory.queries import lineage, parse_area
from nharong.territory.rules import doors
from nharong.territory.rules.doors import Impossible
from nharong.territory.rules.lineage import Lineage


def compiled(areas: Iterable[str]) -> Mapping[str, frozenset[int] | None]:
    """Ids of every place, of any level and time, inside each area as written; None: everywhere.

    An area that cannot be read holds nothing: a fault in a grant must never widen it.
    """
    wanted = set(areas)
    if not wanted - {""}:
        return dict.fromkeys(wanted)
    graph = lineage()
    return {area: _inside(graph, area) if area else None for area in wanted}


def _inside(graph: Lineage, area: str) -> frozenset[int]:
    code, _at, day = area.partition("@")
    try:
        return graph.area(doors.resolve(graph, code, parse_day(day)), parse_day(day))
    except (Impossible, BadPeriod):
        return frozenset()


def read_area(text: str) -> str:
    """An area as a grant keeps it, ``CODE@DATE``, from ``CODE`` (read today) or ``CODE@DATE``; empty stays empty. Raises Refused."""
    return str(parse_area(text, today())) if text.strip() else ""


def area_names(areas: Iterable[str]) -> dict[str, str]:
    """What to print for each area: the unit's name on its day; the text itself if it cannot be read."""
    graph = lineage()
    return {area: _name(graph, area) for area in set(areas)}


def _name(graph: Lineage, area: str) -> str:
    code, _at, day = area.partition("@")
    try:
        return doors.area_of(graph, code, parse_day(day)).name
    except (Impossible, BadPeriod):
        return area
