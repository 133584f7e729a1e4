"""Filters of the journal and of the read log."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nharong.deeds.queries import action_titles

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Days(forms.Form):
    """From a day to a day, both inclusive."""

    first = forms.DateField(label=_("From"), required=False, widget=DAY)
    last = forms.DateField(label=_("To"), required=False, widget=DAY)


class JournalFilter(Days):
    """Which entries."""

    action = forms.ChoiceField(label=_("What"), required=False)
    author = forms.CharField(label=_("Who"), required=False, max_length=100)
    place = forms.CharField(label=_("Where"), required=False, max_length=100)
    field_order = ("action", "author", "place", "first", "last")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        choices = sorted(((name, str(title)) for name, title in action_titles().items()), key=lambda pair: pair[1])
        self.fields["action"].choices = [("", _("Everything")), *choices]  # type: ignore[attr-defined]


class ReadingFilter(Days):
    """Which openings."""

    reader = forms.CharField(label=_("Reader"), required=False, max_length=100)
    subject = forms.CharField(label=_("Whose record"), required=False, max_length=100)
    field_order = ("reader", "subject", "first", "last")
