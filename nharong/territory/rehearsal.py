"""What a change of places would do, before anybody decides: what moves, what must be decided, what no longer maps."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from nharong.kernel.text import fold
from nharong.territory.models import Trait
from nharong.territory.queries import lineage, trait_words
from nharong.territory.rules.changes import Change, Edits, applied
from nharong.territory.rules.doors import Impossible
from nharong.territory.rules.edits import edits_of
from nharong.territory.rules.lineage import Lineage
from nharong.territory.wording import refused

Count = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """A unit as it was the day before or will be on the day."""

    code: str
    name: str
    kind: str
    parent: str
    villages: int
    traits: tuple[str, ...] = ()
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A change worked out and written nowhere."""

    day: date
    word: str
    before: tuple[Seen, ...]
    after: tuple[Seen, ...]
    moved: tuple[Seen, ...]
    """Villages (or other units below) that get another parent; they keep their codes."""
    counts: tuple[Count, ...]
    """What depends on the units: label and how many, from every feature that has some."""
    unmapped: tuple[Seen, ...]
    """Units whose own records map to no single unit of their level any more."""
    namesakes: tuple[str, ...]
    """Names that two units under one parent would share."""
    unknown_traits: tuple[str, ...]
    """Traits known before that the new units would not have until they are entered."""
    edits: Edits = field(repr=False, compare=False, default=Edits(date.min, ""))

    @property
    def decisions(self) -> int:
        """How many kinds of things must be decided or are lost."""
        return sum(map(bool, (self.unmapped, self.namesakes, self.unknown_traits)))

    def as_json(self) -> dict[str, Any]:
        """The shape of ``--dry-run``."""
        shape = {name: value for name, value in asdict(self).items() if name != "edits"}
        counts = [{"label": label, "count": count} for label, count in self.counts]
        return {**shape, "day": self.day.isoformat(), "counts": counts, "dry_run": True}


def rehearse(change: Change) -> Rehearsal:
    """Work the change out against the places as they are. Raises Refused with every contradiction."""
    graph = lineage()
    try:
        edits = edits_of(graph, change)
    except Impossible as impossible:
        raise refused(impossible) from None
    return _compare(graph, applied(graph, edits), edits)


def _compare(old: Lineage, new: Lineage, edits: Edits) -> Rehearsal:
    day = edits.day
    eve = date.fromordinal(day.toordinal() - 1)
    fresh = sorted(set(new.nodes) - set(old.nodes))
    touched = [spell.place for spell in edits.closes] or list(edits.begins)
    main = list(edits.ends) or touched
    below = [place for place in touched if place not in set(main)]
    after = fresh or main
    lost = [place for place in edits.ends if new.unit_of(place, new.nodes[place].kind, day) is None]
    return Rehearsal(
        day=day,
        word=edits.word,
        before=tuple(_seen(old, place, eve, _traits(place, eve)) for place in main),
        after=tuple(_seen(new, place, day) for place in after),
        moved=tuple(_seen(new, place, day) for place in below),
        counts=tuple(dependents([*touched, *(p for place in touched for p in old.below(place, day))])),
        unmapped=tuple(_seen(old, place, eve) for place in lost),
        namesakes=tuple(_namesakes(new, after, day)),
        unknown_traits=tuple(sorted({kind for place in edits.ends for kind in _traits(place, eve)})),
        edits=edits,
    )


def _seen(graph: Lineage, place: int, day: date, traits: Iterable[str] = ()) -> Seen:
    spell, node = graph.nearest(place, day), graph.nodes[place]
    parent = graph.nearest(spell.parent, day).label if spell.parent else ""
    villages = sum(graph.nodes[id].kind == "village" for id in graph.below(place, day))
    return Seen(spell.code, spell.label, node.kind, parent, villages, tuple(traits), str(node.uid))


def _traits(place: int, day: date) -> list[str]:
    rows = Trait.objects.filter(place_id=place, start__lte=day, stop__gt=day).order_by("kind")
    return [": ".join(trait_words(trait.kind, trait.value)) for trait in rows]


def _namesakes(graph: Lineage, places: Sequence[int], day: date) -> list[str]:
    found = []
    for place in places:
        names: dict[str, list[str]] = {}
        for child in graph.children(place, day):
            label = graph.nearest(child, day).label
            names.setdefault(fold(label), []).append(label)
        found += [labels[0] for labels in names.values() if len(labels) > 1]
    return found


def dependents(place_ids: Sequence[int]) -> list[Count]:
    """What hangs on the places, from the open list ``settings.NHARONG_PLACE_DEPENDENTS``; labels without any are left out."""
    table: list[str] = import_string(settings.NHARONG_PLACE_DEPENDENTS)
    found: list[Count] = []
    for dotted in table:
        ask: Callable[[Sequence[int]], Iterable[Count]] = import_string(dotted)
        found += [(str(label), count) for label, count in ask(place_ids) if count]
    return found


def word_title(word: str) -> str:
    """The name of a kind of change."""
    return {
        "merge": _("Merger"),
        "split": _("Split"),
        "rename": _("Rename"),
        "transfer": _("Transfer of units"),
        "found": _("New village"),
        "extend": _("Earlier founding"),
    }[word]
