"""``{% load people %}``: words of facts about people, for the pages of this folder and the panels of others."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nharong.people import words
from nharong.people.models import Person, SurveyDraft
from nharong.people.rules.duplicates import Reason
from nharong.ui.templatetags.ui import badge, load

register = template.Library()
register.filter("sex_word", words.sex)
register.filter("state_name", words.state)
register.filter("ethnic_word", words.ethnic_group)
register.filter("answer_word", words.answer)


@register.filter
def birth_word(person: Person) -> str:
    """1984, 5/1984, 17/5/1984: as far as it is known."""
    return words.birth([person.birth_year, person.birth_month, person.birth_day])


@register.filter
def reason_words(reasons: Iterable[Reason]) -> str:
    """Why two records may be one person."""
    return "; ".join(str(words.REASONS[reason.word]) for reason in reasons)


@register.filter
def item(table: Mapping[Any, Any], key: Any) -> Any:
    """What a table holds under a key; None where nothing."""
    return table.get(key) if table else None


@register.filter
def year_end(day: date) -> date:
    """31 December of the day's year: where the lanes end."""
    return date(day.year, 12, 31)


@register.simple_tag
def level_badge(level: str, answer: str | None) -> SafeString:
    """``{% level_badge "level1" person.level1 %}``: literate, not literate, not known."""
    reached = {"y": True, "n": False}.get(answer or "")
    state = "unclear" if reached is None else "met" if reached else "not-met"
    return badge(state, words.literacy(level, reached))


@register.filter
def match_word(how: str) -> str:
    """How a village name of a file met its village."""
    return {
        "near": _("Nearly the same"),
        "earlier": _("Known from a later year"),
        "chosen": _("Chosen by you"),
        "found": _("Founded by this file"),
        "left": _("Left out"),
        "new": _("Not there yet"),
    }.get(how, _("The same"))


@register.filter
def draft_state(state: str) -> str:
    """Where an uploaded file stands."""
    states = SurveyDraft.State
    return {
        states.READING: _("Being read"),
        states.READY: _("Waits for you"),
        states.REFUSED: _("Not taken"),
        states.TAKING: _("Being taken"),
        states.TAKEN: _("Taken"),
        states.CANCELLED: _("Left"),
    }.get(SurveyDraft.State(state), "")


@register.simple_tag
def draft_progress(draft: SurveyDraft, of: int) -> SafeString:
    """How far the worker is."""
    words_ = {
        0: _("Waiting for its turn…"),
        1: _("Reading the file…"),
        2: _("Comparing it with the records…"),
        3: _("Laying out what it brings…"),
        4: _("Taking it into the records, whole or not at all…"),
    }
    return load(words_[draft.step], min(draft.step, of), of)
