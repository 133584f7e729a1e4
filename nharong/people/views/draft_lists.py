"""The lists behind the counts of a preview, and the faulty rows as a workbook."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from nharong.deeds.readings import list_log
from nharong.files.kept import kept_path
from nharong.kernel.guards import needs
from nharong.kernel.pages import Column, Listing, show_list
from nharong.kernel.permissions import Permission
from nharong.people import drafts, words
from nharong.people.preview import read_lists
from nharong.people.views import scope_of

P = Permission


def _person(line: Any) -> str:
    return reverse("people:person", args=[line["uid"]]) if line["uid"] else ""


_COLUMNS: dict[str, tuple[str, Any, tuple[Column[Any], ...]]] = {
    "moi": (
        "new",
        gettext_lazy("New people"),
        (
            Column("name", gettext_lazy("Name"), sort=lambda line: line["name"]),
            Column("row", gettext_lazy("Row"), sort=lambda line: line["row"], kind="whole"),
            Column("sex", gettext_lazy("Sex"), lambda line: words.sex(line["sex"])),
            Column("birth", gettext_lazy("Born"), kind="year", sort=lambda line: line["birth"]),
            Column("place", gettext_lazy("Village"), sort=lambda line: line["place"], wide=True),
            Column("form", gettext_lazy("Form number"), wide=True),
        ),
    ),
    "thay-doi": (
        "changed",
        gettext_lazy("Changes"),
        (
            Column("name", gettext_lazy("Name"), sort=lambda line: line["name"], url=_person),
            Column("row", gettext_lazy("Row"), sort=lambda line: line["row"], kind="whole"),
            Column("changes", gettext_lazy("What differs"), lambda line: "; ".join(f"{t}: {b} → {n}" for t, b, n in line["changes"])),
        ),
    ),
    "khong-thay": (
        "not_seen",
        gettext_lazy("Not seen this time"),
        (
            Column("name", gettext_lazy("Name"), sort=lambda line: line["sort"], url=_person),
            Column("birth", gettext_lazy("Born"), kind="year", sort=lambda line: line["birth"]),
            Column("place", gettext_lazy("Village"), sort=lambda line: line["place"]),
        ),
    ),
    "loi": ("problems", gettext_lazy("Errors"), ()),
    "canh-bao": ("warnings", gettext_lazy("Warnings"), ()),
}
_FAULT: tuple[Column[Any], ...] = (
    Column("row", gettext_lazy("Row"), lambda line: line.get("row"), sort=lambda line: line.get("row"), kind="whole"),
    Column("column", gettext_lazy("Column"), lambda line: line.get("column", ""), sort=lambda line: line.get("column", "")),
    Column("value", gettext_lazy("Written there"), lambda line: line.get("value", "")),
    Column("error", gettext_lazy("Error"), sort=lambda line: line["error"]),
    Column("mend", gettext_lazy("How to mend it"), wide=True),
)


@needs(P.PEOPLE_IMPORT)
@require_GET
def draft_list(request: HttpRequest, draft: UUID, name: str) -> HttpResponseBase:
    """The list behind a count of the preview: new, changed, not seen, errors, warnings."""
    scope = scope_of(request)
    row = drafts.get_draft(scope, draft)
    if name not in _COLUMNS:
        raise Http404
    part, title, columns = _COLUMNS[name]
    listing: Listing[Any] = Listing(name, columns or _FAULT, order="name" if columns else "row", title=title)
    lines = read_lists(row.lists)[part]
    told = {"draft": row, "title": title}
    return show_list(request, listing, lines, template="people/draft_list.html", context=told, log=list_log(scope, "survey draft"))


@needs(P.PEOPLE_IMPORT)
@require_GET
def faulty_rows(request: HttpRequest, draft: UUID) -> HttpResponseBase:
    """The rows that would not be taken, as a workbook to mend and send again."""
    row = drafts.get_draft(scope_of(request), draft)
    path = kept_path(row.faulty)
    if path is None:
        raise Http404
    name = f"{row.file_name.rpartition('.')[0]}-dong-loi.xlsx"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)
