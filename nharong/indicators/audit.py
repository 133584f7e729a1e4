"""`nharong check`: recount from the facts and compare with what is kept; `--rebuild` replaces it."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction

from nharong.indicators import counting
from nharong.indicators.counting import Counts
from nharong.indicators.ledger import add_to_cells, kept_years, open_ledger, subjects
from nharong.indicators.models import Cell, CountedDefinition, LedgerState
from nharong.indicators.packs import kept_definitions
from nharong.kernel.db import chunks
from nharong.kernel.measures import Definition

Progress = Callable[[str, int, int], None]


def _digest(definition: Definition) -> str:
    return hashlib.sha256(f"{definition.state_sql('Y')}|{definition.source.rows}|{definition.at_start}".encode()).hexdigest()


def sync_definitions() -> bool:
    """Register the kept definitions; True where one is new or has changed, so that the ledger must be rebuilt."""
    open_ledger()
    kept = {definition.key: _digest(definition) for definition in kept_definitions()}
    known = dict(CountedDefinition.objects.values_list("key", "digest"))
    if kept == known:
        return LedgerState.objects.filter(stale=True).exists()
    CountedDefinition.objects.exclude(key__in=kept).delete()
    for key, digest in kept.items():
        CountedDefinition.objects.update_or_create(key=key, defaults={"digest": digest})
    LedgerState.objects.update(stale=True)
    return True


def kept_cells() -> Counts:
    """Every kept cell that is not zero."""
    columns = ("definition__key", "place_id", "year", "n", "y", "u", "mn", "my", "mu")
    return {(key, place, year): counts for key, place, year, *counts in Cell.objects.values_list(*columns).iterator() if any(counts)}


def recount() -> Counts:
    """Every cell counted anew from the spells and happenings."""
    return {key: counts for key, counts in counting.count(kept_definitions(), kept_years()).items() if any(counts)}


def check(progress: Progress | None = None) -> list[dict[str, Any]]:
    """The differences between what is kept and what the claims say: timelines first, then cells. Empty: all is well."""
    found = [difference for subject in subjects().values() for difference in _stale_subjects(subject, progress)]
    kept, counted = kept_cells(), recount()
    for (key, place, year), change in counting.difference(counted, kept):
        found.append(
            {
                "what": "cell",
                "definition": key,
                "place": place,
                "year": year,
                "kept": kept.get((key, place, year), [0] * 6),
                "counted": counted.get((key, place, year), [0] * 6),
                "change": change,
            }
        )
    return found


def _stale_subjects(subject: Any, progress: Progress | None) -> Iterator[dict[str, Any]]:
    ids = list(subject.model.objects.order_by("pk").values_list("pk", flat=True))
    done = 0
    for part in chunks(ids, 2_000):
        yield from subject.audit(part)
        done += len(part)
        if progress:
            progress(subject.kind, done, len(ids))


def rebuild(progress: Progress | None = None) -> None:
    """Derive every subject anew and replace all cells, in one transaction."""
    sync_definitions()
    with transaction.atomic():
        for subject in subjects().values():
            ids = list(subject.model.objects.order_by("pk").values_list("pk", flat=True))
            for i, part in enumerate(chunks(ids, 2_000)):
                subject.derive(part)
                if progress:
                    progress(subject.kind, min((i + 1) * 2_000, len(ids)), len(ids))
        Cell.objects.all().delete()
        add_to_cells(recount())
        LedgerState.objects.update(stale=False)
