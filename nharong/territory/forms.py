"""Forms of places: a day, a search, a trace, a change, a village, a trait. They only read; the rules judge."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from nharong.kernel import packs
from nharong.kernel.time import BadPeriod, parse_day, show_day
from nharong.territory.rules.changes import Change, Decree, Merge, Part, Rename, Split, Transfer
from nharong.territory.rules.lineage import LEVELS
from nharong.territory.wording import kind_name
from nharong.ui.forms import DeedForm


class DayField(forms.Field):
    """A day as officials write it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"placeholder": "30/6/2025", "maxlength": 10}), **options)

    def to_python(self, value: Any) -> Any:
        """A date, or None where empty."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return parse_day(text)
        except BadPeriod as error:
            raise forms.ValidationError(str(error)) from None

    def prepare_value(self, value: Any) -> Any:
        """As shown again in the field."""
        return show_day(value) if isinstance(value, date) else value


def _text(label: Any, required: bool = True, help: Any = "", longest: int = 300) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=longest, help_text=help)


_kind_name = lazy(kind_name, str)


def codes_in(text: str) -> tuple[str, ...]:
    """Codes parted by blanks, commas or semicolons."""
    return tuple(text.replace(",", " ").replace(";", " ").split())


class PlaceFilter(forms.Form):
    """Filters of the list of places."""

    tim = forms.CharField(label=_("Name or code"), required=False, max_length=60)
    cap = forms.ChoiceField(
        label=_("Level"),
        required=False,
        choices=[("", _("Any level")), *((level, _kind_name(level)) for level in LEVELS)],
    )
    ngay = DayField(label=_("On the day"), required=False)


class TraceForm(forms.Form):
    """Which code, of which day, on which other day."""

    ma = _text(_("Code"))
    tu = DayField(label=_("Unit of the day"))
    den = DayField(label=_("Asked for the day"))


class ChangeForm(DeedForm):
    """What every change has: the day, the decree, the uid of the deed that the second step will make."""

    day = DayField(label=_("In force from"))
    decree = _text(_("Decree number"), required=False)
    decree_date = DayField(label=_("Signed on"), required=False)
    field_order: Iterable[str] | None = ("code", "codes", "parts", "name", "title", "new_code", "parent", "day", "decree", "decree_date")
    """Subclasses say ``action`` by its name and give ``change`` and ``payload``."""

    def told(self) -> Decree:
        """The decree."""
        return Decree(self.cleaned_data["decree"], self.cleaned_data["decree_date"])

    def change(self) -> Change:
        """What the rules are asked."""
        raise NotImplementedError

    def values(self) -> dict[str, Any]:
        """What the action is given besides day and decree."""
        raise NotImplementedError


class MergeForm(ChangeForm):
    """Several units become one."""

    field_order: Iterable[str] | None = ("codes", "name", "code", "title", "parent", "day", "decree", "decree_date")
    codes = _text(_("Codes of the units"), help=_("Two or more, with blanks between"))
    name = _text(_("Name of the new unit"))
    title = _text(_("Kind of unit"), required=False, help=_("Empty: that of the first unit"))
    code = _text(_("Code of the new unit"), required=False, help=_("A new one, or that of a merged unit; villages get theirs"))
    parent = _text(_("Code of the unit above"), required=False, help=_("Only where the units lie in different ones"))

    def values(self) -> dict[str, Any]:
        """See ``places.merge``."""
        known = self.cleaned_data
        return {"codes": list(codes_in(known["codes"])), **{name: known[name] for name in ("name", "title", "code", "parent")}}

    def change(self) -> Change:
        """The merger."""
        told = self.values()
        return Merge(tuple(told["codes"]), self.cleaned_data["day"], told["name"], told["code"], told["title"], told["parent"], self.told())


class RenameForm(ChangeForm):
    """The same unit under another name, title or code."""

    code = _text(_("Code of the unit"))
    name = _text(_("New name"), required=False)
    title = _text(_("New title"), required=False)
    new_code = _text(_("New code"), required=False)

    def values(self) -> dict[str, Any]:
        """See ``places.rename``."""
        return {name: self.cleaned_data[name] for name in ("code", "name", "title", "new_code")}

    def change(self) -> Change:
        """The rename."""
        told = self.values()
        return Rename(told["code"], self.cleaned_data["day"], told["name"], told["title"], told["new_code"], self.told())


class TransferForm(ChangeForm):
    """Units come under another one."""

    codes = _text(_("Codes of the units"), help=_("One or more villages or communes"))
    parent = _text(_("Code of the unit that receives them"))

    def values(self) -> dict[str, Any]:
        """See ``places.transfer``."""
        return {"codes": list(codes_in(self.cleaned_data["codes"])), "parent": self.cleaned_data["parent"]}

    def change(self) -> Change:
        """The transfer."""
        told = self.values()
        return Transfer(tuple(told["codes"]), self.cleaned_data["day"], told["parent"], self.told())


class SplitForm(ChangeForm):
    """One unit becomes several; each line of ``parts`` names one with its villages."""

    code = _text(_("Code of the unit"))
    parts = forms.CharField(
        label=_("Parts"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One line a part: code; name; codes of its villages with blanks between"),
    )

    def clean_parts(self) -> tuple[Part, ...]:
        """The lines as parts."""
        parts = []
        for line in self.cleaned_data["parts"].splitlines():
            if not line.strip():
                continue
            fields = [field.strip() for field in line.split(";")] + ["", "", ""]
            if not fields[0] or not fields[1]:
                raise forms.ValidationError(_("“%(line)s”: write code; name; villages."), params={"line": line.strip()})
            parts.append(Part(fields[0], fields[1], members=codes_in(fields[2])))
        return tuple(parts)

    def values(self) -> dict[str, Any]:
        """See ``places.split``."""
        parts = [{"code": p.code, "name": p.name, "title": p.title, "members": list(p.members)} for p in self.cleaned_data["parts"]]
        return {"code": self.cleaned_data["code"], "parts": parts}

    def change(self) -> Change:
        """The split."""
        return Split(self.cleaned_data["code"], self.cleaned_data["day"], self.cleaned_data["parts"], self.told())


CHANGES: dict[str, tuple[type[ChangeForm], str, Any]] = {
    "sap-nhap": (MergeForm, "merge", _("Merger")),
    "chia-tach": (SplitForm, "split", _("Split")),
    "doi-ten": (RenameForm, "rename", _("Rename")),
    "chuyen": (TransferForm, "transfer", _("Transfer of units")),
}
"""Word of the address → form, action (``places.*``), title."""


class VillageForm(DeedForm):
    """A new village of the commune of the page."""

    title = _text(_("Kind of unit"), help=_("Thôn, Làng, Tổ dân phố…"))
    name = _text(_("Name"))
    day = DayField(label=_("Exists since"))


class BoundariesForm(DeedForm):
    """A GeoJSON file and the first day of its boundaries."""

    file = forms.FileField(
        label=_("GeoJSON file"), help_text=_("Areas in degrees (EPSG:4326), each with the code of its unit as id or code")
    )
    day = DayField(label=_("In force from"), required=False)


class TraitForm(DeedForm):
    """What a place is by a decision, from a day on."""

    kind = forms.ChoiceField(label=_("Trait"))
    value = forms.ChoiceField(label=_("Value"), required=False)
    day = DayField(label=_("In force from"))
    until = DayField(label=_("Last day"), required=False)
    decision = _text(_("Decision, number and date"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        traits = packs.find("rules", "hardship").data["traits"]
        words = {value: word for trait in traits.values() for value, word in trait["values"].items()}
        self.fields["kind"].choices = [(kind, trait["title"]) for kind, trait in traits.items()]  # type: ignore[attr-defined]
        self.fields["value"].choices = [("", _("unknown")), *words.items()]  # type: ignore[attr-defined]
