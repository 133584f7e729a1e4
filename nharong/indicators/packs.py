"""Indicator packs: from YAML entries to definitions over the sources of the measures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from nharong.kernel import packs
from nharong.kernel.measures import BadCondition, Definition, Source

KINDS = ("share", "count", "ratio", "growth", "level", "declared")
COUNTED = ("share", "count", "ratio")
"""Kinds that are counted from records by definitions of their own."""


class NoIndicator(LookupError):
    """There is no indicator of that name."""


@dataclass(frozen=True)
class Indicator:
    """One entry of an indicator pack."""

    id: str
    title: str
    unit: str
    kind: str
    rule: str
    """The pack it stands in and the rule pack it follows, as printed under the figure: ``nd20-2014@1``."""
    spec: Mapping[str, Any] = field(hash=False)

    @property
    def has_records(self) -> bool:
        """False where the records come with a later part of the system: the figure is null, never 0."""
        return "records" not in self.spec and self.kind != "declared"

    @property
    def bands(self) -> list[str]:
        """Age bands whose cells are kept; an empty name where the indicator has no band."""
        return [str(band) for band in self.spec.get("keep", [])]

    @property
    def default_band(self) -> str:
        """The band meant where none is said."""
        return str(self.spec.get("band", ""))

    def definition(self, band: str = "", part: str = "", where: Mapping[str, Any] | None = None) -> Definition:
        """The definition of a share or count, or of a ratio's ``numerator`` or ``denominator``.

        ``where`` narrows the scope further (a filter of a list, a target's own condition). Raises BadCondition.
        """
        spec = self.spec[part] if part else self.spec
        source = sources()[spec["source"]]
        band = band or self.default_band
        who = spec.get("who")
        if where:
            who = {"all": [who, where]} if who else where
        key = ".".join(filter(None, (self.id, part, band)))
        return Definition(
            key=key if not where else f"{key}?",
            source=source,
            who=who,
            yes=spec.get("yes"),
            unknown=spec.get("unknown"),
            band=band,
            at_start=bool(spec.get("at_start")),
        )


@cache
def sources() -> dict[str, Source]:
    """Everything that can be counted, by name, from the open table of measures."""
    return {
        source.name: source for name in import_string(settings.NHARONG_MEASURES) for source in getattr(import_module(name), "SOURCES", ())
    }


@cache
def indicators() -> dict[str, Indicator]:
    """Every indicator of the shipped packs, by id."""
    found: dict[str, Indicator] = {}
    for pack in packs.shipped("indicators"):
        for entry in pack.data["indicators"]:
            found[entry["id"]] = Indicator(
                id=entry["id"],
                title=entry["title"],
                unit=entry["unit"],
                kind=entry["kind"],
                rule=str(entry.get("rule", pack.name)),
                spec=entry,
            )
    return found


def find_indicator(name: str) -> tuple[Indicator, str]:
    """The indicator and band that a name says: ``literate-1`` or ``literate-1:15-25``. Raises NoIndicator."""
    id, _colon, band = name.partition(":")
    try:
        return indicators()[id], band
    except KeyError:
        raise NoIndicator(f"Không có chỉ số “{name}”. Có: {', '.join(sorted(indicators()))}.") from None


@cache
def kept_definitions() -> tuple[Definition, ...]:
    """Every definition whose cells are kept, each with its kept bands; at the start of a year too where a ratio needs it."""
    found: dict[str, Definition] = {}
    for indicator in indicators().values():
        if not indicator.has_records or indicator.kind not in COUNTED:
            continue
        parts = ("numerator", "denominator") if indicator.kind == "ratio" else ("",)
        for part in parts:
            for band in indicator.bands or [""]:
                definition = indicator.definition(band, part)
                for kept in (definition, start_of(definition)) if part == "denominator" else (definition,):
                    if "keep" in indicator.spec:
                        found[kept.key] = kept
    if tangled := [key for key, kept in found.items() if kept.source.is_spell and kept.apart_from_age() is None]:
        raise BadCondition(f"{tangled[0]}: điều kiện tuổi phải đứng riêng trong phạm vi (who) của chỉ số được giữ số.")
    return tuple(found.values())


def start_of(definition: Definition) -> Definition:
    """The same stock read on 1 January: used where the first survey is of the year itself (contracts.md, Figures)."""
    if not definition.source.is_spell:
        return definition
    return Definition(
        key=f"{definition.key}@start",
        source=definition.source,
        who=definition.who,
        yes=definition.yes,
        unknown=definition.unknown,
        band=definition.band,
        at_start=True,
    )
