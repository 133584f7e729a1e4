"""Forms of users and grants, and the filters of their list."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from nharong.access.models import User
from nharong.access.roles import role_choices
from nharong.ui.forms import DeedForm

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
NAME = forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"})


class UserFilter(forms.Form):
    """Which users."""

    text = forms.CharField(label=_("Name or user name"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=lambda: [("", _("Every role")), *role_choices()])
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Every state")), ("open", _("In use")), ("closed", _("Closed"))]
    )


class RoleFields(forms.Form):
    """A role for a body in an area."""

    role = forms.ChoiceField(label=_("Role"), choices=lambda: [("", "–"), *role_choices()])
    body = forms.CharField(
        label=_("Body"), required=False, max_length=80, help_text=_("Its code, or a role and the code of its place: ubnd-xa@23527.")
    )
    area = forms.CharField(
        label=_("Area"),
        required=False,
        max_length=40,
        help_text=_("The code of a commune or province, with a day if it is an old one: 23527, 62@2025-06-30. Empty: everywhere."),
    )


class AddUser(DeedForm, RoleFields):
    """A new account with its first role."""

    user = forms.UUIDField(widget=forms.HiddenInput)
    slip = forms.UUIDField(widget=forms.HiddenInput)
    username = forms.CharField(
        label=_("User name"), max_length=60, widget=NAME, help_text=_("Letters without marks, digits, dots, dashes: y.bluri.satthay")
    )
    name = forms.CharField(label=_("Whole name"), max_length=200)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=20)
    field_order = ("name", "username", "phone", "role", "body", "area")


class GiveRole(DeedForm, RoleFields):
    """One more role."""

    start = forms.DateField(label=_("From"), required=False, widget=DAY, help_text=_("Empty: today."))
    until = forms.DateField(label=_("Last day"), required=False, widget=DAY, help_text=_("Empty: until it is ended."))
    field_order = ("role", "body", "area", "start", "until")


class EndRole(DeedForm):
    """The end of a role."""

    last_day = forms.DateField(label=_("Last day"), required=False, widget=DAY, help_text=_("Empty: it ends at once."))


class Colleague(DeedForm):
    """A form that names another user among those the asker sees."""

    who: str
    label: Any
    needed = True

    def __init__(self, *given: Any, colleagues: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields[self.who] = forms.ModelChoiceField(
            colleagues, to_field_name="uid", label=self.label, required=self.needed, empty_label="–"
        )
        self.order_fields((self.who, *self.fields))

    @property
    def payload(self) -> dict[str, Any]:
        """The chosen user as a uid."""
        return {name: value.uid if isinstance(value, User) else value for name, value in super().payload.items()}


class CloseAccount(Colleague):
    """The end of an account, and who takes over its open work."""

    who, label, needed = "heir", _("Who takes over the open work"), False


class StandIn(Colleague):
    """A stand-in while somebody is away."""

    who, label = "acting", _("Who stands in")
    role = forms.ChoiceField(label=_("Role"), choices=role_choices)
    start = forms.DateField(label=_("From"), widget=DAY)
    until = forms.DateField(label=_("Last day"), widget=DAY)


class NewSlip(DeedForm):
    """A new one-time password."""

    slip = forms.UUIDField(widget=forms.HiddenInput)
    second_factor = forms.BooleanField(
        label=_("The telephone with the second factor is lost: take the second factor off as well"), required=False
    )


class AccountsFile(DeedForm):
    """A workbook of accounts."""

    slip = forms.UUIDField(widget=forms.HiddenInput)
    file = forms.FileField(label=_("Workbook (.xlsx or .xls)"), widget=forms.FileInput(attrs={"accept": ".xlsx,.xls"}))


class Preferences(DeedForm):
    """One's own settings."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(
        label=_("Look"), required=False, choices=[("", _("As the device")), ("light", _("Light look")), ("dark", _("Dark look"))]
    )
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=20)
