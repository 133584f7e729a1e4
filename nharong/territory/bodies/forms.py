"""Forms of bodies and posts. They only read; the actions judge."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nharong.territory.bodies.queries import find_body
from nharong.territory.bodies.roles import roles
from nharong.territory.bodies.words import KINDS, POST_ROLES, SIGNINGS
from nharong.territory.forms import DayField, codes_in
from nharong.territory.queries import find_place
from nharong.ui.forms import DeedForm


def _text(label: Any, required: bool = True, help: Any = "", longest: int = 300) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=longest, help_text=help)


class BodyFilter(forms.Form):
    """Filters of the list of bodies."""

    tim = forms.CharField(label=_("Name or code"), required=False, max_length=60)
    noi = forms.CharField(label=_("Code of the place"), required=False, max_length=20)
    vai = forms.ChoiceField(
        label=_("Role"), required=False, choices=lambda: [("", _("Any role")), *((word, role.name) for word, role in roles().items())]
    )
    loai = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Any kind")), *KINDS.items()])
    ngay = DayField(label=_("On the day"), required=False)


class OnDay(DeedForm):
    """A change from a day on; ``values`` is the payload besides the body."""

    day = DayField(label=_("In force from"))

    def values(self) -> dict[str, Any]:
        """What the action is given. Raises Refused where a code means nothing."""
        return self.payload


class RenameForm(OnDay):
    """A new name; the lower line of the letterhead follows it."""

    name = _text(_("New name"), help=_("The whole name as on its seal"))


class LetterheadForm(OnDay):
    """The head of the body's papers."""

    superior_line = _text(_("Upper line"), required=False, help=_("The body above it, in capitals; empty for a people's committee"))
    issuing_line = _text(_("Lower line, bold"))
    symbol = _text(_("Letters in the document number"), required=False, help="UBND, SGDĐT", longest=30)


class MoveForm(OnDay):
    """Another seat, or another body above it."""

    place = _text(_("Code of the place"), required=False, longest=20)
    superior = _text(_("Body above it"), required=False, help=_("Its code, or a role and the code of its place: so-gddt@51"), longest=80)

    def values(self) -> dict[str, Any]:
        """Codes as uids."""
        known, day = self.cleaned_data, self.cleaned_data["day"]
        return {
            "day": day,
            "place": find_place(known["place"], day).uid if known["place"] else None,
            "superior": find_body(known["superior"], day).body.uid if known["superior"] else None,
        }


class FoundForm(DeedForm):
    """A new body."""

    name = _text(_("Name"), help=_("The whole name as on its seal"))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "–"), *KINDS.items()])
    place = _text(_("Code of the place"), longest=20)
    start = DayField(label=_("Founded on"))
    roles = forms.MultipleChoiceField(
        label=_("Roles in plans"),
        required=False,
        choices=lambda: [(word, role.name) for word, role in roles().items()],
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("Plans and reports name bodies by these words."),
    )
    superior = _text(_("Body above it"), required=False, help=_("Its code, or a role and the code of its place: so-gddt@51"), longest=80)
    symbol = _text(_("Letters in the document number"), required=False, help="UBND, SGDĐT", longest=30)

    def values(self) -> dict[str, Any]:
        """See ``bodies.found``, without the body's uid."""
        known, start = self.payload, self.cleaned_data["start"]
        superior = find_body(known["superior"], start).body.uid if known["superior"] else None
        return {**known, "place": find_place(known["place"], start).uid, "superior": superior}


class EndForm(DeedForm):
    """The body ends; who bears its duties afterwards."""

    day = DayField(label=_("Exists no more from"))
    heirs = _text(_("Bodies that take over its duties"), required=False, help=_("Codes with blanks between; none: nobody"))

    def heirs_on(self) -> list[Any]:
        """The states of the heirs on the day. Raises Refused."""
        return [find_body(code, self.cleaned_data["day"]) for code in codes_in(self.cleaned_data["heirs"])]


class AppointForm(DeedForm):
    """Somebody takes a post."""

    holder_name = _text(_("Whole name"), help=_("As printed under a signature"), longest=200)
    title = _text(_("Title"), help="Chủ tịch, Phó Giám đốc…", longest=120)
    role = forms.ChoiceField(label=_("Role of the post"), choices=list(POST_ROLES.items()))
    start = DayField(label=_("From"))
    until = DayField(label=_("Last day"), required=False)
    signs = forms.BooleanField(label=_("Signs papers of the body"), required=False)
    signing = forms.ChoiceField(label=_("How they sign"), choices=list(SIGNINGS.items()))
    order = forms.IntegerField(label=_("Order among the signers"), min_value=0, max_value=99, initial=1)


class EndPostForm(DeedForm):
    """The last day of a post."""

    last_day = DayField(label=_("Last day"))


def days_of(day: date) -> dict[str, date]:
    """First values of the day fields."""
    return dict.fromkeys(("day", "start", "last_day"), day)
