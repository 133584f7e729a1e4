"""Forms of classes. They read what was sent; the actions judge it."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nharong.classes.actions.opening import ROLES
from nharong.classes.rules import Named
from nharong.classes.wording import KINDS, PHASES, REASONS, STATES, TEACHERS, WEEKDAYS
from nharong.territory.forms import DayField
from nharong.ui.forms import DeedForm

Choices = Iterable[tuple[Any, Any]]


def _choice(label: Any, choices: Choices, required: bool = True, **options: Any) -> forms.ChoiceField:
    listed = list(choices) if required else [("", "–"), *choices]
    return forms.ChoiceField(label=label, choices=listed, required=required, **options)


class HourField(forms.TimeField):
    """An hour as written: 19:00 or 19h30."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"maxlength": 5, "placeholder": "19:00"})
        super().__init__(widget=widget, input_formats=["%H:%M", "%Hh%M", "%Hh", "%H"], **options)


class OpenForm(DeedForm):
    """A new class."""

    name = forms.CharField(label=_("Name of the class"), max_length=200)
    kind = _choice(_("Kind"), KINDS.items())
    phase = _choice(_("Phase"), PHASES.items(), widget=forms.RadioSelect)
    place = forms.ChoiceField(label=_("Village or commune where it meets"))
    venue = forms.CharField(
        label=_("House or room"),
        max_length=200,
        required=False,
        help_text=_("As people call it: the communal house, a school, somebody's home."),
    )
    centre = forms.ChoiceField(label=_("Centre that runs it"), required=False)
    start = DayField(label=_("First day"))
    teacher = forms.ChoiceField(label=_("Teacher who signs in"), required=False)
    teacher_name = forms.CharField(
        label=_("Or the teacher's name"), max_length=200, required=False, help_text=_("For a teacher without an account.")
    )
    teacher_role = _choice(_("Who is the teacher?"), TEACHERS.items())

    def __init__(self, *args: Any, places: Choices, centres: Choices, teachers: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self._offer(place=places, centre=[("", "–"), *centres], teacher=[("", "–"), *teachers])

    def _offer(self, **choices: Choices) -> None:
        for name, listed in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(listed)

    @property
    def told(self) -> dict[str, Any]:
        """The payload of the action, without the class's own uid."""
        known = self.payload
        teacher = {"user": known.pop("teacher") or None, "name": known.pop("teacher_name"), "role": known.pop("teacher_role")}
        return {**known, "centre": known["centre"] or None, "teacher": teacher if teacher["user"] or teacher["name"] else None}


class TermForm(DeedForm):
    """The plan of a term."""

    start = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))
    weekdays = forms.MultipleChoiceField(
        label=_("Evenings of the week"), choices=list(WEEKDAYS.items()), widget=forms.CheckboxSelectMultiple
    )
    starts_at = HourField(label=_("From the hour"), required=False)
    ends_at = HourField(label=_("To the hour"), required=False)

    def __init__(self, *args: Any, subjects: Iterable[Named], **options: Any) -> None:
        super().__init__(*args, **options)
        for subject in subjects:
            self.fields[f"tiet-{subject.id}"] = forms.IntegerField(
                label=subject.title, min_value=0, max_value=2000, required=False, widget=forms.NumberInput(attrs={"maxlength": 4})
            )

    @property
    def told(self) -> dict[str, Any]:
        """The payload of the action."""
        known = self.payload
        lessons = {name.removeprefix("tiet-"): value for name, value in known.items() if name.startswith("tiet-") and value is not None}
        return {
            "start": known["start"],
            "stop": known["last"] + timedelta(days=1),
            "weekdays": "".join(known["weekdays"]),
            "starts_at": known["starts_at"],
            "ends_at": known["ends_at"],
            "lessons": lessons or None,
        }


class EnrolForm(DeedForm):
    """Somebody joins."""

    person = forms.UUIDField()
    began_on = DayField(label=_("In the class from"))


class EndForm(DeedForm):
    """Somebody leaves."""

    day = DayField(label=_("Last day in the class"))
    reason = _choice(_("Why"), REASONS.items(), widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class TeacherForm(DeedForm):
    """Who teaches from a day on."""

    teacher = forms.ChoiceField(label=_("Teacher who signs in"), required=False)
    name = forms.CharField(label=_("Or the teacher's name"), max_length=200, required=False)
    role = _choice(_("Who is the teacher?"), [(role, TEACHERS[role]) for role in ROLES])
    start = DayField(label=_("From the day"))
    instead = forms.BooleanField(label=_("In place of whoever teaches now"), required=False, initial=True)

    def __init__(self, *args: Any, teachers: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["teacher"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "–"), *teachers]

    @property
    def told(self) -> dict[str, Any]:
        """The payload of the action."""
        known = self.payload
        teacher = {"user": known["teacher"] or None, "name": known["name"], "role": known["role"]}
        return {"teacher": teacher, "start": known["start"], "instead": known["instead"]}


class CloseForm(DeedForm):
    """The class ends."""

    day = DayField(label=_("Last day of the class"))
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)


class FilterForm(forms.Form):
    """Which classes are listed."""

    xa = forms.ChoiceField(label=_("Commune"), required=False)
    trung_tam = forms.ChoiceField(label=_("Centre"), required=False)
    giai_doan = _choice(_("Phase"), PHASES.items(), required=False)
    trang_thai = _choice(_("State"), STATES.items(), required=False)

    def __init__(self, *args: Any, communes: Mapping[int, str], centres: Mapping[int, str], **options: Any) -> None:
        super().__init__(*args, **options)
        for name, known in (("xa", communes), ("trung_tam", centres)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "–"), *((str(key), label) for key, label in known.items())]
