"""The 54 ethnic groups: from what is written in a cell to the group's id. Pure."""

from functools import cache

from nharong.kernel import packs
from nharong.kernel.text import fold

OTHER = "other"
"""A group outside the list of 54: foreigners, or a name nobody knows."""
_OTHERS = frozenset({"khac", "dantockhac", "nuocngoai", "nguoinuocngoai"})
_UNKNOWN = frozenset({"khongro", "chuaro", "khongxacdinh", "chuaxacdinh"})


@cache
def _groups() -> dict[str, str]:
    """Folded spelling without spaces, or undisputed two-digit code → id."""
    found: dict[str, str] = {}
    for group in packs.find("rules", "ethnic-groups").data["groups"]:
        for spelling in (group["name"], *group.get("also", ())):
            found.setdefault(fold(spelling).replace(" ", ""), group["id"])
        if group.get("code_disputed") != "yes":
            found[group["code"]] = group["id"]
    return found


@cache
def ethnic_names() -> dict[str, str]:
    """Id → Vietnamese name, in the order of the list."""
    return {group["id"]: group["name"] for group in packs.find("rules", "ethnic-groups").data["groups"]}


def ethnic_group(written: str) -> str | None:
    """The id of the group so named (any spelling, alias, local group, or code), ``other``, or None for an unknown word.

    "Chưa rõ" gives the empty string: unknown, said in words.
    """
    key = fold(written).replace(" ", "").removeprefix("dantoc")
    if key in _UNKNOWN:
        return ""
    if key in _OTHERS or fold(written).replace(" ", "") in _OTHERS:
        return OTHER
    return _groups().get(key.zfill(2) if key.isdecimal() else key)
