"""The forms of allauth in our words: labels, no placeholders; its few fixed sentences are translated with ours."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

LABELS = {
    "login": _("User name"),
    "password": _("Password"),
    "remember": _("Stay signed in on this device (only on your own)"),
    "oldpassword": _("Present password, or the one on the slip"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
    "code": _("Six-digit code from the telephone, or a recovery code"),
}

HINTS = {"password1": _("At least 10 signs; not your name, not a word that everybody uses. A short sentence is good.")}

FIXED = (gettext_noop("You must type the same password each time."),)
"""Sentences that allauth says itself; it has no Vietnamese catalogue."""


class InOurWords:
    """Our labels, and nothing inside the boxes."""

    fields: dict[str, Any]

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            if name in ("login", "code"):
                field.widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
            field.help_text = HINTS.get(name, "")


class SignIn(InOurWords, LoginForm):  # type: ignore[misc]
    """User name and password."""


class ChangePassword(InOurWords, ChangePasswordForm):  # type: ignore[misc]
    """One's own new password."""


class ConfirmPassword(InOurWords, ReauthenticateForm):  # type: ignore[misc]
    """The password again, before a change of the second factor."""


class SecondFactorCode(InOurWords, AuthenticateForm):  # type: ignore[misc]
    """The second factor at sign-in."""


class ConfirmCode(InOurWords, ReauthenticateCodeForm):  # type: ignore[misc]
    """The second factor again."""


class ActivateCode(InOurWords, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new second factor."""
