"""The journal: every write, and every opening of a person's record."""

import json
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from nharong.deeds.actions import perform
from nharong.deeds.actions import undo as undo_action
from nharong.deeds.forms import JournalFilter, ReadingFilter
from nharong.deeds.models import Deed, Reading
from nharong.deeds.queries import effects, get_deed, journal, narrow_deeds, narrow_readings, readings, title_of
from nharong.deeds.undoing import may_undo
from nharong.kernel.guards import needs
from nharong.kernel.ids import new_uid
from nharong.kernel.pages import Column, Listing, show_list
from nharong.kernel.permissions import Permission
from nharong.ui.numbers import moment

LONGEST = 600
"""Letters of a value that a page prints."""


def _title(deed: Deed) -> str:
    return title_of(deed.action) + (f" ({_('undone')})" if deed.undone_by_id else "")


DEEDS: Listing[Deed] = Listing(
    name="nhat-ky",
    title=_("Journal"),
    columns=(
        Column("action", _("What"), _title, url=lambda deed: reverse("deeds:deed", args=[deed.uid])),
        Column("author", _("Who"), "by", sub="body_name"),
        Column("place", _("Where"), "place_name", wide=True),
        Column("when", _("When"), lambda deed: moment(deed.received_at), sort=("received_at",)),
        Column("day", _("Happened on"), "happened_on", sort=("happened_on",), kind="date", wide=True),
    ),
    order="-when",
    tie=("-pk",),
    filters=JournalFilter,
    narrow=narrow_deeds,
)

READINGS: Listing[Reading] = Listing(
    name="nhat-ky-xem",
    title=_("Records opened"),
    columns=(
        Column("reader", _("Reader"), "reader_name", sub="body_name"),
        Column("kind", _("What was opened"), "kind"),
        Column("subject", _("Whose record"), lambda row: row.subject_name or row.filter),
        Column("count", _("Rows"), "count", kind="whole"),
        Column("purpose", _("Purpose"), "purpose", wide=True),
        Column("when", _("When"), lambda row: moment(row.at), sort=("at",)),
    ),
    order="-when",
    tie=("-pk",),
    filters=ReadingFilter,
    narrow=narrow_readings,
)


@require_safe
@needs(Permission.DEEDS_VIEW)
def list_deeds(request: HttpRequest) -> HttpResponseBase:
    """Every write in the asker's area, newest first."""
    return show_list(request, DEEDS, journal(request.scope), template="deeds/list.html")  # type: ignore[attr-defined]


@require_safe
@needs(Permission.DEEDS_VIEW)
def list_readings(request: HttpRequest) -> HttpResponseBase:
    """Every opening of a record in the asker's area, newest first."""
    return show_list(request, READINGS, readings(request.scope), template="deeds/readings.html")  # type: ignore[attr-defined]


@require_safe
@needs(Permission.DEEDS_VIEW)
def show_deed(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One entry: what was asked, what stood there, what came of it."""
    deed = get_deed(request.scope, uid)  # type: ignore[attr-defined]
    context = {
        "deed": deed,
        "title": title_of(deed.action),
        "payload": _lines(deed.payload),
        "base": _lines(deed.base),
        "result": _lines(deed.result),
        "effects": effects(deed),
        "undoes": Deed.objects.filter(undone_by=deed).first(),
        "may_undo": may_undo(request.scope, deed),  # type: ignore[attr-defined]
    }
    return render(request, "deeds/deed.html", context)


def _lines(values: dict[str, Any], before: str = "") -> list[tuple[str, str]]:
    """Name and value of each field as text, those of a part under ``part.name``; long lists are cut."""
    lines: list[tuple[str, str]] = []
    for name, value in values.items():
        if isinstance(value, dict) and value:
            lines += _lines(value, f"{before}{name}.")
            continue
        text = "–" if value in (None, "", [], {}) else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        lines.append((f"{before}{name}", text if len(text) <= LONGEST else f"{text[:LONGEST]}…"))
    return lines


@needs(Permission.DEEDS_VIEW)
def undo_deed(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Asks, then withdraws what the entry recorded."""
    deed = get_deed(request.scope, uid)  # type: ignore[attr-defined]
    faults: tuple[Any, ...] = ()
    if request.method == "POST":
        receipt = perform(undo_action, request.scope, uid=_uid(request), deed=uid)  # type: ignore[attr-defined]
        if receipt.ok:
            messages.success(request, _("Undone: %s.") % title_of(deed.action))
            return redirect("deeds:deed", uid=uid)
        faults = receipt.errors
    context = {"deed": deed, "title": title_of(deed.action), "effects": effects(deed), "faults": faults, "form_uid": new_uid()}
    return render(request, "deeds/undo.html", context, status=409 if faults else 200)


def _uid(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("uid", ""))
    except ValueError:
        return new_uid()
