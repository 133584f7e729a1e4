"""Likely duplicates: the list of an area, and two records side by side. Only a person decides."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nharong.deeds.actions import perform
from nharong.deeds.readings import read_log
from nharong.kernel.guards import needs
from nharong.kernel.permissions import Permission
from nharong.kernel.time import today
from nharong.people import words
from nharong.people.actions import mark_same
from nharong.people.forms import AreaForm
from nharong.people.queries import places
from nharong.people.queries.duplicates import Beside, Likely, likely_duplicates, side_by_side
from nharong.people.rules.duplicates import Reason
from nharong.people.views import scope_of
from nharong.ui.forms import DeedForm, put_problems

P = Permission
SHOWN = 100
"""Pairs on the page; the list shortens as they are settled."""


@needs(P.PEOPLE_VIEW)
@require_GET
def list_page(request: HttpRequest) -> HttpResponse:
    """Pairs of an area that may be one person, the likeliest first."""
    scope = scope_of(request)
    groups = places.villages(scope, P.PEOPLE_VIEW, today())
    asked = request.GET.get("noi", "") or (groups[0][1][0][0] if len(groups) == 1 else "")
    form = AreaForm({"noi": asked} if asked else None, scope=scope)
    found: list[Likely] | None = None
    if form.is_bound and form.is_valid():
        found = likely_duplicates(scope, UUID(asked))
        read_log(scope, kind="person list", filter=f"duplicates, noi={asked}", count=2 * len(found))
    name = places.namer(today())
    lines = [(pair, name(pair.first.place_id), name(pair.second.place_id), _reasons(pair.reasons)) for pair in (found or [])[:SHOWN]]
    told = {"form": form, "lines": lines, "count": None if found is None else len(found)}
    return render(request, "people/duplicates.html", told)


def _reasons(reasons: Iterable[Reason]) -> list[str]:
    return [str(words.REASONS[reason.word]) for reason in reasons]


@needs(P.PEOPLE_VIEW)
@require_http_methods(["GET", "POST"])
def pair_page(request: HttpRequest, first: UUID, second: UUID) -> HttpResponse:
    """Both records side by side; "one person" joins them by an edge that can be undone, "two persons" is remembered."""
    scope = scope_of(request)
    a, b, judged = side_by_side(scope, first, second)
    form = DeedForm(request.POST or None)
    if form.is_bound and form.is_valid():
        same = request.POST.get("same") == "yes"
        receipt = perform(mark_same, scope, uid=form.uid, first=first, second=second, same=same)
        if receipt.ok:
            done = _("Recorded: one person. It can be undone in the journal.") if same else _("Recorded: two different persons.")
            messages.success(request, done)
            return redirect("people:duplicates")
        put_problems(form, receipt.errors)
    if not form.is_bound:
        for one in (a, b):
            read_log(
                scope, kind="person", subject=one.person.uid, name=one.person.name, place_key=one.person.place_id, purpose=_("comparing")
            )
    may_write = all(scope.allows(P.PEOPLE_WRITE, one.person.place_id) for one in (a, b))
    told = {"rows": _rows(a, b), "a": a, "b": b, "judged": judged, "form": form, "may_write": may_write}
    told |= {"reasons": _reasons(judged.reasons) if judged else []}
    return render(request, "people/pair.html", told, status=422 if form.is_bound and form.errors else 200)


def _rows(a: Beside, b: Beside) -> list[tuple[str, str, str, bool]]:
    """What of both, line by line, and whether it differs."""
    found = [(label, *(said(one) for one in (a, b))) for label, said in _said()]
    return [(label, left, right, left != right) for label, left, right in found]


def _said() -> list[tuple[str, Callable[[Beside], str]]]:
    return [
        (_("Name"), lambda one: one.person.name),
        (_("Sex"), lambda one: words.sex(one.person.sex)),
        (_("Birth"), lambda one: words.birth([one.person.birth_year, one.person.birth_month, one.person.birth_day])),
        (_("Ethnic group"), lambda one: words.ethnic_group(one.person.ethnicity)),
        (_("Place"), lambda one: str(one.place or "–")),
        (_("Household"), lambda one: str(one.household or "–")),
        (_("Parents, householder"), lambda one: ", ".join(one.relatives) or "–"),
        (_("Surveys"), lambda one: ", ".join(map(str, one.rounds)) or "–"),
        (_("Level 1"), lambda one: words.answer(one.person.level1)),
        (_("Level 2"), lambda one: words.answer(one.person.level2)),
        (_("State"), lambda one: words.state(one.person.state)),
    ]
