"""The gallery of components; the reader's language and look. Nothing here reads or writes the database."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from nharong.kernel.pages import ListPage, read_list
from nharong.ui.context import THEME_COOKIE
from nharong.ui.gallery import PEOPLE, example

YEAR = 365 * 24 * 3600
View = Callable[[HttpRequest], HttpResponseBase]


def _marked(view: View, **marks: str) -> View:
    """Say how a view is guarded (access, which has the words for it, lies above this folder)."""
    for name, value in marks.items():
        setattr(view, name, value)
    return view


def _gallery(request: HttpRequest) -> HttpResponse:
    """Every component with invented data; its list answers htmx like any other."""
    page: ListPage = read_list(request, PEOPLE.listing, PEOPLE.rows)
    if request.headers.get("HX-Target") == page.id:
        return render(request, "ui/parts/listing.html", {"page": page})
    return render(request, "ui/gallery.html", {**example(request), "page": page})


gallery = _marked(login_required(_gallery), guarded_by="signed in")


def _back(request: HttpRequest) -> HttpResponseRedirect:
    url = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(url if safe else "/")


@require_POST
def _language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back."""
    response = _back(request)
    if (code := request.POST.get("language", "")) in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    return response


@require_POST
def _look(request: HttpRequest) -> HttpResponse:
    """Keep the chosen look, ``light`` or ``dark``, in a cookie and go back."""
    response = _back(request)
    if (look := request.POST.get("look", "")) in ("light", "dark"):
        response.set_cookie(THEME_COOKIE, look, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    return response


language = _marked(_language, public_because="Choosing a language needs no account and changes only a cookie.")
look = _marked(_look, public_because="Choosing the look needs no account and changes only a cookie.")
