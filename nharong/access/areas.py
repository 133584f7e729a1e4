"""Areas of grants compiled to place ids, once per (area, version of the places)."""

from datetime import date
from functools import lru_cache

from nharong.kernel.time import BadPeriod, parse_day
from nharong.territory.models import PlacePeriod, PlacesVersion, Succession


class BadArea(ValueError):
    """The text is no ``CODE@DATE``, or the code meant nothing on that day."""


def read_area(area: str) -> tuple[str, date]:
    """Code and day of ``CODE@DATE``. Raises BadArea."""
    code, at, day = area.partition("@")
    try:
        return code.strip(), parse_day(day)
    except BadPeriod as error:
        raise BadArea(area) from error


def compiled(area: str) -> frozenset[int] | None:
    """Ids of every place, of any level and time, inside the area; None: everywhere. An area that cannot be read holds nothing."""
    if not area:
        return None
    try:
        return _compiled(area, _version())
    except BadArea:
        return frozenset()


def _version() -> str:
    return str(PlacesVersion.objects.order_by("pk").values_list("number", flat=True).first())


@lru_cache(maxsize=2_000)
def _compiled(area: str, version: str) -> frozenset[int]:  # noqa: ARG001 - the version is a part of the key
    code, day = read_area(area)
    root = PlacePeriod.objects.on(day).filter(code=code).values_list("place_id", flat=True).first()
    if root is None:
        raise BadArea(area)
    inside = {root}
    grown = 0
    while grown != len(inside):
        grown = len(inside)
        inside |= set(PlacePeriod.objects.on(day).filter(parent__in=inside).values_list("place_id", flat=True))
        inside |= _wholly(inside, "predecessor", "successor") | _wholly(inside, "successor", "predecessor")
    return frozenset(inside)


def _wholly(inside: set[int], near: str, far: str) -> set[int]:
    found = set(Succession.objects.filter(**{f"{near}__in": inside}).values_list(f"{far}_id", flat=True))
    outside = Succession.objects.filter(**{f"{far}__in": found}).exclude(**{f"{near}__in": inside})
    return found - set(outside.values_list(f"{far}_id", flat=True))
