"""Puts the scope on the request, keeps a GET from writing, and turns Hidden and Forbidden into 404 and 403."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.views.defaults import page_not_found, permission_denied

from nharong.access.queries import scope_of
from nharong.kernel.db import reading
from nharong.kernel.permissions import NOBODY, Forbidden, Hidden
from nharong.kernel.time import today

Handler = Callable[[HttpRequest], HttpResponse]

FREE_WITH_SLIP = {"account_change_password", "account_logout", "ui:language", "ui:look"}
"""URL names open to somebody who still has the one-time password of a slip."""


class AccessMiddleware:
    """The one place where a request meets its rights."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            request.scope = scope_of(request.user, today())  # type: ignore[attr-defined]
            if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
                translation.activate(request.user.language)
                request.LANGUAGE_CODE = request.user.language
        else:
            request.scope = NOBODY  # type: ignore[attr-defined]
        if request.method in ("GET", "HEAD", "OPTIONS"):
            with reading():
                return self.get_response(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """A one-time password opens only the page where it is changed."""
        match = request.resolver_match
        if request.user.is_authenticated and request.user.must_change_password and match and match.view_name not in FREE_WITH_SLIP:
            return redirect("account_change_password")
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Outside the area and nowhere look alike."""
        if isinstance(exception, Hidden):
            return page_not_found(request, exception)
        if isinstance(exception, Forbidden):
            return permission_denied(request, exception)
        return None
