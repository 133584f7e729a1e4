"""Pages of people (/nguoi-dan/), and the search (/tim/)."""

from typing import Any

from django.http import HttpRequest

from nharong.kernel.permissions import Scope


def scope_of(request: HttpRequest) -> Scope:
    """The asker's scope."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    return scope


def status(form: Any) -> int:
    """422 where a form was sent and refused."""
    return 422 if form.is_bound and form.errors else 200
