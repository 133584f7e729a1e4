"""Writes about classes."""

from nharong.classes.actions.enrolling import end_enrolment, enrol
from nharong.classes.actions.evenings import record_evening
from nharong.classes.actions.opening import assign_teacher, close_class, open_class
from nharong.classes.actions.results import decide_term
from nharong.classes.actions.scores import record_marks
from nharong.classes.actions.terms import plan_term
from nharong.deeds.actions import Action

__all__ = [
    "ACTIONS", "assign_teacher", "close_class", "decide_term", "end_enrolment", "enrol", "open_class",
    "plan_term", "record_evening", "record_marks",
]  # fmt: skip

ACTIONS: list[Action] = [
    open_class, plan_term, assign_teacher, close_class, enrol, end_enrolment, record_evening, record_marks, decide_term,
]  # fmt: skip
