"""What allauth asks of us: nobody signs up; a password that its user chose is a deed."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nharong.access.actions import changed_password
from nharong.access.queries import scope_of
from nharong.deeds.actions import perform
from nharong.kernel.time import today


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No self-signup (contracts.md, Who may see)."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Ask the administrator."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is not right, or has been used. Wait for the next one."),
        "incorrect_password": _("This is not your password."),
        "invalid_login": _("User name or password is not right."),
        "rate_limited": _("Too many tries. Wait a few minutes."),
        "too_many_login_attempts": _("Too many wrong tries. Wait five minutes, then try again."),
        "username_password_mismatch": _("User name or password is not right. Capitals and spaces count in the password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never."""
        return False

    def set_password(self, user: Any, password: str) -> None:
        """Keep the password the user chose, and say in the journal that it was changed."""
        with transaction.atomic():
            user.set_password(password)
            user.save(update_fields=["password"])
            perform(changed_password, scope_of(user, today()))
            user.refresh_from_db()

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """A one-time password opens nothing but the page where it is changed."""
        if getattr(request.user, "must_change_password", False):
            return reverse("account_change_password")
        return str(super().get_login_redirect_url(request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """On to the first page."""
        return "/"


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor shows the user's own name, never an e-mail address."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or has been used. Wait for the next one."),
        "cannot_delete_authenticator": _("The second factor cannot be taken off."),
    }

    def get_totp_label(self, user: Any) -> str:
        """What an authenticator prints under the issuer."""
        return str(user.username)
