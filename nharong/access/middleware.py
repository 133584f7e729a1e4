"""Puts the scope on the request, keeps a GET from writing, and turns Hidden and Forbidden into 404 and 403."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.defaults import page_not_found, permission_denied

from nharong.access.queries import scope_of
from nharong.kernel.db import reading
from nharong.kernel.permissions import NOBODY, Forbidden, Hidden
from nharong.kernel.time import today

Handler = Callable[[HttpRequest], HttpResponse]


class AccessMiddleware:
    """The one place where a request meets its rights."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.scope = scope_of(request.user, today()) if request.user.is_authenticated else NOBODY  # type: ignore[attr-defined]
        if request.method in ("GET", "HEAD", "OPTIONS"):
            with reading():
                return self.get_response(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Outside the area and nowhere look alike."""
        if isinstance(exception, Hidden):
            return page_not_found(request, exception)
        if isinstance(exception, Forbidden):
            return permission_denied(request, exception)
        return None
