"""Forms of centres. They read what was sent; the actions judge it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nharong.centres.wording import KINDS
from nharong.territory.forms import DayField
from nharong.ui.forms import DeedForm

Choices = Iterable[tuple[str, str]]


class _Profile(DeedForm):
    name = forms.CharField(label=_("Name"), max_length=300, help_text=_("As in the decision."))
    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()))
    house = forms.CharField(label=_("House"), max_length=300, required=False, help_text=_("Where it works, as people call it."))
    decision = forms.CharField(label=_("Decision: number and date"), max_length=200, required=False)


class FoundForm(_Profile):
    """A new centre."""

    place = forms.ChoiceField(label=_("Commune"))
    founded_on = DayField(label=_("Founded on"))

    def __init__(self, *args: Any, places: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(places)


class RenameForm(_Profile):
    """Another name, kind or house from a day on."""

    day = DayField(label=_("In force from"))


class CloseForm(DeedForm):
    """The centre ends."""

    day = DayField(label=_("Last day of the centre"))
    heir = forms.ChoiceField(label=_("Merged into"), required=False)

    def __init__(self, *args: Any, heirs: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["heir"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "–"), *heirs]
