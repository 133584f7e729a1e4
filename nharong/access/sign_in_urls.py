"""/vao/: the chosen doors of allauth, under the names it expects. No self-signup, no e-mail, no password by mail."""

from functools import wraps

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path

from nharong.access.views.account import second_factor
from nharong.kernel.db import appending
from nharong.kernel.guards import View, needs, public

_door = public("Signing in comes before every right.")
_own = needs(None)


def _marking(view: View) -> View:
    """allauth notes on the account itself that its recovery codes were shown: the one thing that such a GET writes."""

    @wraps(view)
    def marked(request: HttpRequest) -> HttpResponseBase:
        with appending():
            return view(request)

    return marked


urlpatterns = [
    path("vao/", _door(account.login), name="account_login"),
    path("vao/ma/", _door(mfa.authenticate), name="mfa_authenticate"),
    path("vao/dong/", _door(account.account_inactive), name="account_inactive"),
    path("ra/", _own(account.logout), name="account_logout"),
    path("toi/xac-nhan/", _own(account.reauthenticate), name="account_reauthenticate"),
    path("toi/xac-nhan/ma/", _own(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("toi/mat-khau/", _own(account.password_change), name="account_change_password"),
    path("toi/hai-lop/", second_factor, name="mfa_index"),
    path("toi/hai-lop/bat/", _own(totp.activate_totp), name="mfa_activate_totp"),
    path("toi/hai-lop/tat/", _own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("toi/hai-lop/ma/", _own(_marking(codes.view_recovery_codes)), name="mfa_view_recovery_codes"),
    path("toi/hai-lop/ma/moi/", _own(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("toi/hai-lop/ma/tai-ve/", _own(_marking(codes.download_recovery_codes)), name="mfa_download_recovery_codes"),
]
