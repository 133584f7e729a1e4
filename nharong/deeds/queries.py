"""Reads of the journal and of the read log, each within a scope."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from nharong.deeds.models import Deed, Reading, Recorded
from nharong.kernel.db import in_list
from nharong.kernel.permissions import Hidden, Permission, Scope
from nharong.kernel.time import TIMEZONE


def journal(scope: Scope) -> QuerySet[Deed]:
    """Deeds done where the asker sees the journal, and the asker's own; newest first."""
    rows: QuerySet[Deed] = _within(Deed.objects.order_by("-received_at", "-pk"), scope, "deeds_deed", Q(author=scope.user))
    return rows


def readings(scope: Scope) -> QuerySet[Reading]:
    """Openings of records where the asker sees the journal, and the asker's own; newest first."""
    rows: QuerySet[Reading] = _within(Reading.objects.order_by("-at", "-pk"), scope, "deeds_reading", Q(reader=scope.user))
    return rows


def _within(rows: Any, scope: Scope, table: str, own: Q) -> Any:
    places = scope.places(Permission.DEEDS_VIEW)
    if places is None:
        return rows
    inside = rows.extra(where=[in_list(f"{table}.place_key", places)])  # noqa: S610  integers written out: no limit of parameters
    return rows.filter(Q(pk__in=inside.order_by().values("pk")) | own)


def narrow_deeds(rows: QuerySet[Deed], asked: Mapping[str, Any]) -> QuerySet[Deed]:
    """By action, part of an author's or a place's name, and the days on which they were received, both inclusive."""
    if action := asked.get("action"):
        rows = rows.filter(action=action)
    if author := asked.get("author"):
        rows = rows.filter(author_name__icontains=author)
    if place := asked.get("place"):
        rows = rows.filter(place_name__icontains=place)
    between: QuerySet[Deed] = _between(rows, "received_at", asked)
    return between


def narrow_readings(rows: QuerySet[Reading], asked: Mapping[str, Any]) -> QuerySet[Reading]:
    """By part of the reader's or the subject's name, and the days, both inclusive."""
    if reader := asked.get("reader"):
        rows = rows.filter(reader_name__icontains=reader)
    if subject := asked.get("subject"):
        rows = rows.filter(subject_name__icontains=subject)
    between: QuerySet[Reading] = _between(rows, "at", asked)
    return between


def _between(rows: Any, field: str, asked: Mapping[str, Any]) -> Any:
    first, last = asked.get("first"), asked.get("last")
    if first:
        rows = rows.filter(**{f"{field}__gte": _midnight(first)})
    if last:
        rows = rows.filter(**{f"{field}__lt": _midnight(last + timedelta(days=1))})
    return rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), TIMEZONE)


def get_deed(scope: Scope, uid: uuid.UUID) -> Deed:
    """One entry. Raises Hidden outside the asker's area."""
    row = journal(scope).filter(uid=uid).select_related("undone_by").first()
    if row is None:
        raise Hidden
    return row


@dataclass(frozen=True, slots=True)
class Effect:
    """What a deed did to one kind of record: rows made, and rows withdrawn."""

    kind: str
    made: int
    withdrawn: int


def effects(deed: Deed) -> list[Effect]:
    """Rows of every recorded kind that the deed made or withdrew; kinds without any are left out."""
    kinds: Mapping[str, Any] = import_string(getattr(settings, "NHARONG_KINDS", "nharong.config.titles.KINDS"))
    found = []
    for model in apps.get_models():
        if issubclass(model, Recorded):
            made = model._default_manager.filter(by_deed=deed).count()
            withdrawn = model._default_manager.filter(withdrawn_by=deed).count()
            if made or withdrawn:
                found.append(Effect(str(kinds.get(model._meta.label_lower, model._meta.verbose_name)), made, withdrawn))
    return found


def action_titles() -> Mapping[str, Any]:
    """What each action is called on screens; the open table of config/titles.py."""
    titles: Mapping[str, Any] = import_string(getattr(settings, "NHARONG_TITLES", "nharong.config.titles.TITLES"))
    return titles


def title_of(action: str) -> str:
    """What an action is called on screens; its own name if the table has none."""
    return str(action_titles().get(action, action))
