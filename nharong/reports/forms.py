"""Forms of reports: the filter of the list, and the officer's own text."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nharong.kernel.time import BadPeriod, parse_day, show_day
from nharong.reports.form import Slot
from nharong.territory.bodies.queries import Signer
from nharong.ui.forms import DeedForm, base_of


class DayField(forms.Field):
    """A day as officials write it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"placeholder": "05/12/2026", "maxlength": 10}), **options)

    def to_python(self, value: Any) -> Any:
        """A date, or None where empty."""
        text = str(value or "").strip()
        try:
            return parse_day(text) if text else None
        except BadPeriod as error:
            raise forms.ValidationError(str(error)) from None

    def prepare_value(self, value: Any) -> Any:
        """As shown again in the field."""
        return show_day(value) if isinstance(value, date) else value


class OwedFilter(forms.Form):
    """Filters of the list of reports; the years and plans are those of the loaded plans."""

    tim = forms.CharField(label=_("Body or report"), required=False, max_length=60)
    nam = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    tt = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Any state")), ("late", _("Late")), ("new", _("Not written")), ("draft", _("Being written"))],
    )

    def __init__(self, *values: Any, years: list[int], today: date, **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["nam"].choices = [("", _("This year")), *((year, str(year)) for year in years if year != today.year)]  # type: ignore[attr-defined]


class ReportDraftForm(DeedForm):
    """The texts of a report, its number, day and signer; saved as one deed."""

    number = forms.IntegerField(label=_("Number"), required=False, min_value=1, max_value=99_999)
    day = DayField(label=_("Signed on"), required=False)
    signer = forms.ChoiceField(label=_("Signed by"), required=False)

    def __init__(self, *values: Any, slots: dict[str, Slot], signers: list[Signer], known: dict[str, Any], **options: Any) -> None:
        self.slots = slots
        started = {name: known.get(name) for name in ("number", "day", "signer", "bases", *slots)}
        base = base_of({name: "" if value is None else str(value) for name, value in started.items()})
        options["initial"] = {**started, "base": base}
        super().__init__(*values, **options)
        for slot in slots.values():
            area = forms.Textarea(attrs={"rows": 5})
            self.fields[slot.id] = forms.CharField(label=slot.label, help_text=slot.hint, required=False, max_length=20_000, widget=area)
        self.fields["bases"] = forms.CharField(
            label=_("Legal bases, one a line"),
            help_text=_("Empty: as the plan names them."),
            required=False,
            max_length=20_000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        choices = [("", _("First of the list")), *((str(one.post), f"{one.name}, {one.title}") for one in signers)]
        self.fields["signer"].choices = choices  # type: ignore[attr-defined]

    @property
    def told(self) -> dict[str, Any]:
        """What the action is given."""
        known = self.cleaned_data
        texts = {name: known[name].replace("\r\n", "\n").strip() for name in (*self.slots, "bases")}
        return {"number": known["number"], "day": known["day"], "signer": known["signer"] or None, "texts": texts}
