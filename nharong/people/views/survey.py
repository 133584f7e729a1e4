"""A survey file: chosen, looked at, accepted; long work goes on in the worker while the page waits."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nharong.kernel.guards import needs
from nharong.kernel.permissions import Permission
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.time import today
from nharong.people import drafts
from nharong.people.forms import UploadForm
from nharong.people.models import SurveyDraft
from nharong.people.preview import read_lists
from nharong.people.views import scope_of, status
from nharong.territory.queries import place_labels, villages_of
from nharong.ui.forms import DeedForm, put_problems
from nharong.ui.parts import Door, Step, Tile

P = Permission
State = SurveyDraft.State
FIRST = 6
"""Errors on the preview itself; the others behind a door."""


@needs(P.PEOPLE_IMPORT)
@require_http_methods(["GET", "POST"])
def upload_page(request: HttpRequest) -> HttpResponse:
    """Choose a file and its commune; below, the files on their way."""
    scope = scope_of(request)
    form = UploadForm(request.POST or None, request.FILES or None, scope=scope)
    if form.is_bound and form.is_valid():
        known = form.cleaned_data
        try:
            draft = drafts.lay_down(scope, place=UUID(known["place"]), file=known["file"], year=known["year"])
            return redirect("people:draft", draft.uid)
        except Refused as refusal:
            put_problems(form, refusal.problems)
    rows = list(drafts.drafts(scope)[:20])
    names = place_labels({row.place_id for row in rows}, today())
    told = {"form": form, "rows": [(row, names.get(row.place_id)) for row in rows], "steps": _steps(0)}
    return render(request, "people/upload.html", told, status=status(form))


def _steps(at: int) -> list[Step]:
    labels = (_("Choose the file"), _("Look at it"), _("Taken into the records"))
    return [Step(label, "done" if i < at else "now" if i == at else "later") for i, label in enumerate(labels)]


@needs(P.PEOPLE_IMPORT)
@require_GET
def draft_page(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Where an upload stands: being read, ready to look at, taken, or refused."""
    row = drafts.get_draft(scope_of(request), draft)
    place = place_labels([row.place_id], today()).get(row.place_id)
    told: dict[str, Any] = {"draft": row, "place": place}
    if row.state in drafts.MOVING:
        return render(request, "people/draft_moving.html", told | {"steps": _steps(1 if row.state == State.READING else 2), "of": 3})
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer["HX-Refresh"] = "true"
        return answer
    if row.state == State.READY:
        return render(request, "people/draft.html", told | _preview(row))
    if row.state == State.TAKEN:
        return render(
            request, "people/draft_taken.html", told | {"steps": _steps(3), "receipt": row.summary["receipt"], "undo": DeedForm()}
        )
    problems = [Problem(**problem) for problem in row.problems]
    return render(request, "people/draft_refused.html", told | {"steps": _steps(1), "problems": problems})


def _preview(row: SurveyDraft) -> dict[str, Any]:
    summary, lists = row.summary, read_lists(row.lists)
    return {
        "summary": summary,
        "steps": _steps(1),
        "tiles": _tiles(row, summary),
        "problems": [Problem(**problem) for problem in lists["problems"][:FIRST]],
        "villages": _villages(row, summary),
        "matched": sum(1 for line in summary["villages"] if line["how"] == "same"),
        "blanks": [line for line in summary["blanks"] if len(line["options"]) > 1],
        "old_font": any(problem["mend"] and "Unicode" in problem["mend"] for problem in lists["problems"]),
        "form": DeedForm(),
    }


def _tiles(row: SurveyDraft, summary: Any) -> list[Tile]:
    def door(name: str, label: str) -> Door | None:
        return Door(label, reverse("people:draft_list", args=[row.uid, name]))

    in_file = _("%(homes)s households, %(villages)s villages") % {"homes": summary["households"], "villages": len(summary["villages"])}
    return [
        Tile(_("Rows in the file"), summary["rows"], note=in_file),
        Tile(_("New people"), summary["new"], note=_("not yet in the records"), door=door("moi", _("Open the list"))),
        Tile(_("Changed"), summary["changed"], note=_("something differs from last time"), door=door("thay-doi", _("See each change"))),
        Tile(_("Unchanged"), summary["unchanged"], note=_("stay as they are")),
        Tile(
            _("Not seen this time"),
            summary["not_seen"],
            note=_("there before, or in a faulty row; not taken as moved away")
            if summary["refused"]
            else _("there before; not taken as moved away"),
            door=door("khong-thay", _("Open the list")),
        ),
    ]


def _villages(row: SurveyDraft, summary: Any) -> list[dict[str, Any]]:
    """Village names to decide about, each with the choices; those that match exactly keep their word unseen."""
    day = min(date(row.year or today().year, 12, 31), row.place.stop - timedelta(days=1))
    here = [(str(label.uid), f"{label.name} ({label.code.rpartition('-')[2]})") for label in villages_of(row.place_id, day).values()]
    said = drafts.effective(summary)["villages"]
    return [
        {**line, "index": i, "word": said[line["written"]], "choices": _choices(line, here), "plain": line["how"] == "same"}
        for i, line in enumerate(summary["villages"])
    ]


def _choices(line: Any, here: list[tuple[str, str]]) -> list[tuple[str, str]]:
    known = here if not line["place"] or any(uid == line["place"] for uid, _name in here) else [(line["place"], line["name"]), *here]
    return [*known, ("found", _("Found a new village “%(name)s”") % {"name": line["written"]}), ("left", _("Leave its rows out"))]


@needs(P.PEOPLE_IMPORT)
@require_POST
def decide(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Accept what is on the page, look again under other choices, or take nothing."""
    row = drafts.get_draft(scope_of(request), draft)
    word = request.POST.get("do", "")
    if word == "leave":
        drafts.leave(row)
        messages.success(request, _("Nothing was taken."))
        return redirect("people:upload")
    choices, differ = drafts.chosen(row, request.POST)
    if row.state == State.READY and word == "take" and not differ:
        drafts.accept(row)
    elif row.state != State.TAKEN and (differ or word in ("look", "again")):
        drafts.choose(row, choices)
        if word == "take":
            messages.warning(request, _("You changed a choice: look at the new counts, then accept."))
    return redirect("people:draft", draft)


@needs(P.PEOPLE_IMPORT)
@require_POST
def take_back(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Undo an import that was taken."""
    scope = scope_of(request)
    row = drafts.get_draft(scope, draft)
    form = DeedForm(request.POST)
    if form.is_valid():
        receipt = drafts.take_back(scope, row, form.uid)
        if receipt.ok:
            messages.success(request, _("The import was undone; the records are as before it."))
        for problem in receipt.errors:
            messages.error(request, f"{problem.error} {problem.mend}")
    return redirect("people:draft", draft)
