"""The whole answer to a request for a list: the page, its changed part, or the file; one URL serves all."""

from collections.abc import Iterable, Mapping
from importlib import import_module
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise

from nharong.kernel.pages.declare import Listing, Log, Opened, Row, Rows
from nharong.kernel.pages.read import EXPORT, EXPORTS, Asked, read_page

_WRITTEN = {"state": "text", "year": "any"}
"""Kinds that the writer of tables calls otherwise."""


def show_list(
    request: HttpRequest,
    listing: Listing[Row],
    rows: Rows,
    *,
    template: str,
    context: Mapping[str, Any] | None = None,
    log: Log | None = None,
) -> HttpResponseBase:
    """The whole answer: the page, its changed part for htmx, or the file (``?export=xlsx`` or ``csv``).

    ``template`` is given ``page`` (a ListPage) and the context; it puts the list where it says ``{% listing page %}``.
    ``log`` is told what was opened or exported.
    """
    asked = Asked(listing, request, rows)
    kind = request.GET.get(EXPORT, "")
    if kind in EXPORTS:
        return _export(asked, kind, log)
    page = read_page(asked)
    if log:
        log(Opened("list", _printed(asked), page.total))
    part = request.headers.get("HX-Target") == listing.id and "HX-History-Restore-Request" not in request.headers
    name = getattr(settings, "NHARONG_LIST_PART", "ui/parts/listing.html") if part else template
    response: HttpResponse = render(request, name, {**(context or {}), "page": page})
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _printed(asked: Asked[Any]) -> dict[str, str]:
    return {name: str(value) for name, value in asked.filters.items()}


def _export(asked: Asked[Row], kind: str, log: Log | None) -> FileResponse:
    """Every row of the filtered, sorted list, through the writer of tables named in settings (``NHARONG_TABLES``)."""
    tables: Any = import_module(getattr(settings, "NHARONG_TABLES", "nharong.files.table"))
    columns = [column for column in asked.listing.columns if column.exported]
    heads = [tables.Column(str(column.label), _WRITTEN.get(column.kind, column.kind)) for column in columns]
    file = NamedTemporaryFile(suffix=f".{kind}")  # noqa: SIM115  closed, and so removed, with the response
    values = (tuple(_plain(column.read(row)) for column in columns) for row in _each(asked.in_order()))
    count = tables.write_table(file.name, heads, values, title=str(asked.listing.title))
    if log:
        log(Opened(kind, _printed(asked), count))
    return FileResponse(file, as_attachment=True, filename=f"{asked.listing.name}.{kind}")


def _each(rows: Rows) -> Iterable[Any]:
    return rows.iterator(chunk_size=2000) if isinstance(rows, QuerySet) else rows


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Promise) else value
