"""Filters of a plan's tasks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nharong.plans.words import TASK_STATES


class TaskFilter(forms.Form):
    """Words, leading body, state in the calendar."""

    tim = forms.CharField(label=_("Task"), required=False, max_length=100)
    chu_tri = forms.ChoiceField(label=_("Lead"), required=False, choices=[])
    trang_thai = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Any state")), *TASK_STATES.items()])
