"""The seam for what other nouns know of a person: classes, papers, payments. They come from the open table, never by import."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from nharong.kernel.permissions import Scope
from nharong.people.models import Person


@dataclass(frozen=True, slots=True)
class Panel:
    """One block on a person's page."""

    title: str | Promise
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


Source = Callable[[Scope, Person, Sequence[int]], Panel | None]
"""Given the scope, the canonical record and the ids of all its records; None where there is nothing to show."""


def panels_of(scope: Scope, person: Person, records: Sequence[int]) -> list[Panel]:
    """The panels of NHARONG_PERSON_PANELS (dotted functions), in their order."""
    table = getattr(settings, "NHARONG_PERSON_PANELS", "")
    sources: Sequence[str] = import_string(table) if table else ()
    found = (import_string(source)(scope, person, records) for source in sources)
    return [panel for panel in found if panel is not None]
