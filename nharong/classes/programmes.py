"""Programme packs read as the rules know them."""

from decimal import Decimal
from functools import cache
from typing import Any

from nharong.classes.rules import Assessment, Level, Named, Phase, Programme, Test, faults
from nharong.kernel import packs

DEFAULT = "tt33-2021"


class BadProgramme(ValueError):
    """A programme pack contradicts itself."""


@cache
def programme(name: str = DEFAULT) -> Programme:
    """The programme of an id or of a name with a version (``tt33-2021@1``). Raises kernel.packs.NoPack, BadProgramme."""
    id, _at, version = name.partition("@")
    pack = packs.find("programmes", id)
    if version and int(version) != pack.version:
        found = [other for other in packs.shipped("programmes") if (other.id, other.version) == (id, int(version))]
        if not found:
            raise packs.NoPack(f"programmes/{name}")
        pack = found[0]
    return read(pack.name, pack.data)


def read(name: str, data: dict[str, Any]) -> Programme:
    """A programme from a pack's data. Raises BadProgramme where its sums are wrong."""
    found = Programme(
        name=name,
        title=data["title"],
        phases=tuple(_phase(entry) for entry in data["phases"]),
        terms={entry["number"]: entry["title"] for entry in data["terms"]},
        subjects={entry["id"]: Named(entry["id"], entry["title"]) for entry in data["subjects"]},
        table=data.get("table") or {},
        assessment=assessment(data["assessment"]),
    )
    if wrong := faults(found):
        raise BadProgramme(" ".join(wrong))
    return found


def _phase(entry: dict[str, Any]) -> Phase:
    return Phase(
        number=entry["number"],
        title=entry["title"],
        terms=tuple(entry["terms"]),
        lessons=entry["lessons"],
        subjects=tuple(entry["subjects"]),
        equals=entry["equals"],
        grade=entry["grade"],
        level=entry["level"],
    )


@cache
def assessment(id: str) -> Assessment:
    """The assessment rules of that id. Raises kernel.packs.NoPack."""
    pack = packs.find("rules", id)
    scale = pack.data["scale"]
    return Assessment(
        name=pack.name,
        tests=tuple(Test(entry["id"], entry["title"], entry["weight"]) for entry in pack.data["tests"]),
        levels=tuple(
            Level(entry["id"], entry["title"], Decimal(str(entry["from"])), entry["passes"] == "yes", entry.get("verified") == "yes")
            for entry in pack.data["levels"]
        ),
        lowest=Decimal(str(scale["lowest"])),
        highest=Decimal(str(scale["highest"])),
        step=Decimal(1).scaleb(-scale["decimals"]),
    )
