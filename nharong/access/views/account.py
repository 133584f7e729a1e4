"""/toi/: one's own account."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nharong.access.actions import set_preferences
from nharong.access.forms import Preferences
from nharong.access.queries import grants_of
from nharong.access.roles import role_name
from nharong.deeds.actions import perform
from nharong.kernel.guards import needs
from nharong.kernel.time import today
from nharong.ui.context import THEME_COOKIE
from nharong.ui.forms import put_problems

A_YEAR = 365 * 24 * 3600


@needs(None)
def show_account(request: HttpRequest) -> HttpResponse:
    """Name, roles, language, look, password, second factor."""
    user = request.user
    now = {"language": user.language, "theme": user.theme, "phone": user.phone}  # type: ignore[union-attr]
    form = Preferences(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        receipt = perform(set_preferences, request.scope, uid=form.uid, **form.payload)  # type: ignore[attr-defined]
        if receipt.ok:
            messages.success(request, _("Your settings were saved."))
            return _remember(redirect("access:account"), form)
        put_problems(form, receipt.errors)
    context = {
        "form": form,
        "grants": [(grant, role_name(grant.role)) for grant in grants_of(user, today())],  # type: ignore[arg-type]
        "second_factor": is_mfa_enabled(user),
    }
    return render(request, "access/account.html", context | {"noun": "none"}, status=422 if form.errors else 200)


def _remember(response: HttpResponse, form: Preferences) -> HttpResponse:
    """The choice holds in this browser at once, also where nobody has signed in."""
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, form.cleaned_data["language"], max_age=A_YEAR, samesite="Lax")
    response.set_cookie(THEME_COOKIE, form.cleaned_data["theme"], max_age=A_YEAR, samesite="Lax")
    return response


@needs(None)
def second_factor(_request: HttpRequest) -> HttpResponse:
    """Where allauth goes back to after a change of the second factor."""
    return redirect("access:account")
