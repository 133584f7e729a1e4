"""Faults in words, and the names that the journal prints."""

from typing import Any

from django.utils.translation import gettext as _

from nharong.kernel.problems import Problem
from nharong.kernel.time import today
from nharong.people import words
from nharong.people.rules.facts import OLDEST
from nharong.territory.queries import place_labels


def wrong_fact(fault: str, kind: str, value: Any, field: str) -> Problem:
    """A fault of rules/facts.py for the form."""
    first, last = today().year - OLDEST, today().year
    error, mend = {
        "empty": (_("The name is missing."), _("Write the whole name as the person says it.")),
        "long": (_("The name is too long."), _("Write at most 200 letters.")),
        "choice": (_("This value is none of those that may stand here."), _("Choose one from the list.")),
        "year": (
            _("This cannot be a birth year."),
            _("Write a year from %(first)s to %(last)s.") % {"first": first, "last": last},
        ),
        "day": (_("There is no such day."), _("Write day and month, or leave both empty.")),
        "future": (_("This birth has not come yet."), _("Check day, month and year.")),
    }[fault]
    return Problem(error=error, mend=mend, field=field, value=words.plain(kind, value) if fault != "choice" else str(value)[:80])


def place_name(place: int) -> str:
    """The place and its parent as they are called today."""
    return str(place_labels([place], today()).get(place, ""))
