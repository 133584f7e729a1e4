"""What every form that writes carries and says: the deed's uid, the values it started from, errors with their mend."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from nharong.kernel.ids import new_uid
from nharong.kernel.problems import Problem


class DeedForm(forms.Form):
    """A form whose sending is one deed: sent twice it has one effect; it knows the values it was opened with.

    ``base`` given at opening (JSON-able) comes back as ``base_values`` when the form is sent.
    """

    deed = forms.UUIDField(widget=forms.HiddenInput, initial=new_uid)
    base = forms.JSONField(widget=forms.HiddenInput, required=False)

    @property
    def uid(self) -> UUID:
        """The deed's uid; only of a valid form."""
        uid: UUID = self.cleaned_data["deed"]
        return uid

    @property
    def base_values(self) -> dict[str, Any]:
        """The values that the fields had when the form was opened."""
        return self.cleaned_data.get("base") or {}

    @property
    def payload(self) -> dict[str, Any]:
        """The cleaned values without the deed's own."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("deed", "base")}


def put_problems(form: forms.Form, problems: Iterable[Problem]) -> None:
    """Print a refused deed's problems at their fields, each with its mend; others above the form."""
    for problem in problems:
        # A text with a per cent sign must not be read as a pattern.
        message = problem.error.replace("%", "%%")
        error = ValidationError(message, params={"mend": problem.mend})
        form.add_error(problem.field if problem.field in form.fields else None, error)


def base_of(values: dict[str, Any]) -> str:
    """The JSON text of values that a form is opened with; days and uids as text."""
    return json.dumps(values, default=str, ensure_ascii=False)
