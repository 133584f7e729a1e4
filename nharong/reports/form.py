"""The form of a report: a pack of packs/forms that says its parts, sentences and places for the officer's text."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from nharong.kernel import packs


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for the officer's own text."""

    id: str
    label: str
    hint: str


@dataclass(frozen=True)
class ReportForm:
    """One version of a form."""

    name: str
    data: Mapping[str, Any]

    @property
    def slots(self) -> dict[str, Slot]:
        """Every place for own text, by id, in the order of the form."""
        return {id: Slot(id, slot["label"], slot.get("hint", "")) for id, slot in self.data["slots"].items()}

    def __getitem__(self, key: str) -> Any:
        return self.data[key]


@cache
def report_form(id: str | None) -> ReportForm:
    """The form that a duty names (default: the yearly one). Raises NoPack."""
    pack = packs.find("forms", f"report-{id or 'plan-yearly'}")
    return ReportForm(pack.name, pack.data)
