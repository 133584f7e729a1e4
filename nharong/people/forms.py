"""Forms about people: filters of lists, a person found, corrections, residence and literacy, numbers, uploads."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import Permission, Scope
from nharong.kernel.time import today
from nharong.people import words
from nharong.people.queries import places
from nharong.ui.forms import DeedForm

ANY = ("", _("All"))
UNKNOWN = ("u", _("Unknown"))
YES_NO = [("y", _("Yes")), ("n", _("No"))]
BANDS = ["0-5", "6-14", "15-25", "15-35", "15-60", "26-35", "36-60", "61+"]
"""Age bands of the law and of the national form; any other may be written in the address."""
PURPOSES = [
    ("ra-soat", _("Checking the records")),
    ("van-dong", _("Visiting and inviting learners")),
    ("mo-lop", _("Opening a class")),
    ("bao-cao", _("Reporting")),
    ("kiem-tra", _("Inspection")),
]


class DayField(forms.DateField):
    """A day, written 24/11/2026 or picked."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ["%Y-%m-%d", "%d/%m/%Y"]


def tristate(label: Any) -> forms.ChoiceField:
    """A filter by a fact that is yes, no or unknown."""
    return forms.ChoiceField(label=label, required=False, choices=[ANY, *YES_NO, UNKNOWN])


class PersonFilter(forms.Form):
    """Filters of the list of persons; names in the address are Vietnamese."""

    noi = forms.ChoiceField(label=_("Place"), required=False)
    gioi = forms.ChoiceField(label=_("Sex"), required=False, choices=[ANY, *words.SEXES.items(), UNKNOWN])
    dan_toc = forms.ChoiceField(label=_("Ethnic group"), required=False)
    tuoi = forms.ChoiceField(label=_("Age"), required=False)
    nam = forms.IntegerField(label=_("in the year"), required=False, min_value=1990, max_value=2100)
    muc1 = tristate(_("Level 1"))
    muc2 = tristate(_("Level 2"))
    o = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *words.STATES.items()])
    ho = forms.UUIDField(required=False, widget=forms.HiddenInput)
    muc_dich = forms.ChoiceField(label=_("Purpose (kept in the journal)"), required=False, choices=PURPOSES)

    NAMES: Mapping[str, str] = {
        "noi": "place",
        "gioi": "sex",
        "dan_toc": "ethnicity",
        "tuoi": "age",
        "nam": "year",
        "muc1": "level1",
        "muc2": "level2",
        "o": "state",
        "ho": "household",
    }

    def __init__(self, data: Any, scope: Scope) -> None:
        super().__init__(data)
        groups = places.villages(scope, Permission.PEOPLE_VIEW, today())
        self.fields["noi"].choices = [ANY, *groups]  # type: ignore[attr-defined]
        self.fields["dan_toc"].choices = [ANY, *words.ethnic_choices(), UNKNOWN]  # type: ignore[attr-defined]
        bands = [*BANDS, *([asked] if (asked := self.data.get("tuoi", "")) and asked not in (*BANDS, "u") else [])]
        self.fields["tuoi"].choices = [ANY, *((band, band.replace("-", "–")) for band in bands), UNKNOWN]  # type: ignore[attr-defined]

    @classmethod
    def chosen(cls, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """The cleaned values under the names that the query knows."""
        return {cls.NAMES[name]: value for name, value in cleaned.items() if name in cls.NAMES}


class HouseholdFilter(forms.Form):
    """Filters of the list of households."""

    noi = forms.ChoiceField(label=_("Place"), required=False)
    phieu = forms.CharField(label=_("Form number"), required=False, max_length=20)

    def __init__(self, data: Any, scope: Scope) -> None:
        super().__init__(data)
        self.fields["noi"].choices = [ANY, *places.villages(scope, Permission.PEOPLE_VIEW, today())]  # type: ignore[attr-defined]


class AreaForm(forms.Form):
    """For which area likely duplicates are looked for."""

    noi = forms.ChoiceField(label=_("Area"))

    def __init__(self, data: Any, scope: Scope) -> None:
        super().__init__(data)
        self.fields["noi"].choices = places.villages(scope, Permission.PEOPLE_VIEW, today())  # type: ignore[attr-defined]


class SaidForm(DeedForm):
    """What every statement about a person carries: from which day it holds, and who says so."""

    valid_from = DayField(label=_("Holds from"), initial=today)
    source = forms.CharField(label=_("By what"), max_length=200, help_text=_("A paper, a person, a visit: as somebody would look it up."))


class FactsForm(SaidForm):
    """Name, sex, birth, ethnic group, disability."""

    name = forms.CharField(label=_("Whole name"), max_length=200, help_text=_("As the person says it, with A or Y before it if so."))
    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=[("", _("Unknown")), *words.SEXES.items()])
    birth_year = forms.IntegerField(label=_("Birth year"), required=False, widget=forms.NumberInput(attrs={"maxlength": 4}))
    birth_month = forms.IntegerField(label=_("Month"), required=False, min_value=1, max_value=12)
    birth_day = forms.IntegerField(label=_("Day"), required=False, min_value=1, max_value=31)
    ethnicity = forms.ChoiceField(label=_("Ethnic group"), required=False)
    disability = forms.ChoiceField(label=_("Disability"), required=False, choices=[("", _("Unknown")), *YES_NO])

    field_order = ["name", "sex", "birth_year", "birth_month", "birth_day", "ethnicity", "disability", "valid_from", "source"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ethnicity"].choices = [("", words.unknown()), *words.ethnic_choices()]  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(facts: Mapping[str, Any]) -> dict[str, Any]:
        """Facts as a claim says them, as the fields show them."""
        year, month, day = facts["birth"] or (None, None, None)
        shown = {True: "y", False: "n", None: ""}
        return {
            "name": facts["name"],
            "sex": facts["sex"] or "",
            "birth_year": year,
            "birth_month": month,
            "birth_day": day,
            "ethnicity": facts["ethnicity"] or "",
            "disability": shown[facts["disability"]],
        }

    def facts(self) -> dict[str, Any]:
        """The facts as a claim says them; what is left open is not said."""
        known = self.cleaned_data
        answers = {"y": True, "n": False}
        said: dict[str, Any] = {
            "name": known["name"],
            "sex": known["sex"] or None,
            "ethnicity": known["ethnicity"] or None,
            "disability": answers.get(known["disability"]),
        }
        if known["birth_year"]:
            said["birth"] = [known["birth_year"], known["birth_month"], known["birth_day"]]
        for level in words.LEVELS:
            if level in known:
                said[level] = answers.get(known[level])
        return {kind: value for kind, value in said.items() if value is not None}


class AddForm(FactsForm):
    """A person found at the door."""

    person = forms.UUIDField(widget=forms.HiddenInput, initial=new_uid)
    place = forms.ChoiceField(label=_("Village"))
    number = forms.CharField(label=_("Number of the household's form"), required=False, max_length=20)
    level1 = forms.ChoiceField(label=_("Literate at level 1"), required=False, choices=[("", _("Unknown")), *YES_NO])
    level2 = forms.ChoiceField(label=_("Literate at level 2"), required=False, choices=[("", _("Unknown")), *YES_NO])
    sure = forms.BooleanField(label=_("None of these; add a new person"), required=False)

    field_order = [*FactsForm.field_order[:-2], "place", "number", "level1", "level2", "valid_from", "source", "sure"]

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places.villages(scope, Permission.PEOPLE_WRITE, today())  # type: ignore[attr-defined]


class ResidenceForm(SaidForm):
    """Where somebody lives from a day on; or that they moved away or died."""

    state = forms.ChoiceField(label=_("State"), choices=list(words.STATES.items()), initial="here")
    place = forms.ChoiceField(label=_("Village"))

    field_order = ["state", "place", "valid_from", "source"]

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places.villages(scope, Permission.PEOPLE_WRITE, today())  # type: ignore[attr-defined]

    def value(self) -> dict[str, Any]:
        """As the claim says it."""
        return {"state": self.cleaned_data["state"], "place": self.cleaned_data["place"]}


class LevelForm(SaidForm):
    """Whether somebody is literate at a level from a day on."""

    reached = forms.ChoiceField(label=_("Literate at this level"), choices=YES_NO, widget=forms.RadioSelect)
    relapse = forms.BooleanField(
        label=_("Had been literate and is so no more"),
        required=False,
        help_text=_("Without this, a no does not end a yes: it is listed to look at."),
    )
    decision = forms.BooleanField(label=_("There is a decision or a confirmation"), required=False)

    field_order = ["reached", "relapse", "decision", "valid_from", "source"]

    def value(self) -> bool:
        """As the claim says it."""
        return bool(self.cleaned_data["reached"] == "y")


class NumberForm(DeedForm):
    """An ID or phone number, kept masked."""

    kind = forms.ChoiceField(label=_("Which number"), choices=[("id", _("Personal ID")), ("phone", _("Phone"))])
    number = forms.CharField(label=_("Number"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}))


class UploadForm(forms.Form):
    """A survey workbook for a commune."""

    place = forms.ChoiceField(label=_("Commune"))
    year = forms.IntegerField(
        label=_("Survey year"),
        required=False,
        min_value=2000,
        max_value=2100,
        help_text=_("Leave it empty if the file says it in cell A2."),
    )
    file = forms.FileField(label=_("Survey file (.xlsx or .xls)"), widget=forms.FileInput(attrs={"accept": ".xlsx,.xls"}))

    def __init__(self, *args: Any, scope: Scope, on: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = on or today()
        now, gone = (listed(scope, Permission.PEOPLE_IMPORT, day) for listed in (places.communes, places.former_communes))
        self.fields["place"].choices = [*now, *([(_("No more in force"), gone)] if gone else [])]  # type: ignore[attr-defined]
