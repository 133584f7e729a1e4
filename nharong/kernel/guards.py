"""What stands before every view: the permission it needs, or the reason why everybody may pass."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from nharong.kernel.permissions import Forbidden, Permission

View = Callable[..., HttpResponseBase]


def needs(permission: Permission | None) -> Callable[[View], View]:
    """Only for the signed-in who hold the permission somewhere (None: any signed-in user); where, the scoped getters check."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if permission is not None and not request.scope.has(permission):  # type: ignore[attr-defined]
                raise Forbidden
            return view(request, *args, **kwargs)

        guarded.guarded_by = permission or "signed in"  # type: ignore[attr-defined]
        return guarded

    return guard


def public(reason: str) -> Callable[[View], View]:
    """Open to everybody, for a stated reason; the URL walker lists these."""

    def mark(view: View) -> View:
        view.public_because = reason  # type: ignore[attr-defined]
        return view

    return mark
