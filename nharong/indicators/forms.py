"""Place, period and boundary day as a page's address asks for them; a page never fails on them, it says what it could not read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nharong.kernel.problems import Problem, Refused
from nharong.kernel.time import BadPeriod, Period, parse_day, parse_period, show_day, today, year_period
from nharong.territory.queries import Area, area_units, label, lineage, parse_area

PLACE, PERIOD, DAY = "noi", "ky", "ngay"
"""Names in the address."""

Choices = list[tuple[str, Any]]


class ContextForm(forms.Form):
    """What stands under a title whose figures depend on place, period and boundaries; it is only shown, never validated."""

    noi = forms.ChoiceField(label=gettext_lazy("Area asked about"))
    ky = forms.ChoiceField(label=gettext_lazy("Period of the data"))
    ngay = forms.ChoiceField(label=gettext_lazy("Boundaries of"))

    def __init__(self, places: Choices, periods: Choices, days: Choices, initial: Mapping[str, str], kept: Mapping[str, str]) -> None:
        super().__init__(initial={**initial, **kept})
        for name, choices in ((PLACE, places), (PERIOD, periods), (DAY, days)):
            field_: Any = self.fields[name]
            field_.choices = choices
        for name in kept:
            self.fields[name] = forms.CharField(widget=forms.HiddenInput)

    def choose(self, name: str, label: Any, choices: Choices, chosen: str) -> None:
        """One more thing to choose, where there is a choice."""
        self.fields[name] = forms.ChoiceField(label=label, choices=choices)
        self.initial[name] = chosen


@dataclass(frozen=True)
class Context:
    """What a page was asked about."""

    area: Area
    period: Period
    on: date
    form: ContextForm
    query: dict[str, str]
    """What the address says, to be carried along by links."""
    problems: tuple[Problem, ...] = ()
    """What could not be read; the default stands in its place."""
    kept: Mapping[str, str] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """The reference year."""
        return self.period.year

    @property
    def running(self) -> bool:
        """Whether the period has not ended: its figures are provisional."""
        return today() <= self.period.last_day

    @property
    def data_day(self) -> date:
        """The day up to which there can be data."""
        return min(today(), self.period.last_day)

    @property
    def level(self) -> str:
        """The level of the units under the area."""
        return "village" if lineage().nodes[self.area.place].kind in ("commune", "village") else "commune"

    def url(self, path: str, **changed: str | None) -> str:
        """An address in the same context, with some values changed; empty ones go."""
        said = {name: value for name, value in {**self.query, **changed}.items() if value}
        return f"{path}?{urlencode(said)}" if said else path

    def place(self, place: int) -> str:
        """A place as the address writes it: the unit of the boundary day."""
        return f"{lineage().nearest(place, self.on).code}@{self.on.isoformat()}"


def read_context(
    data: Mapping[str, str],
    *,
    base: str,
    others: Sequence[str] = (),
    years: Iterable[int],
    year: int,
    kept: Mapping[str, str] | None = None,
    whole_years: bool = False,
) -> Context:
    """Read the address; ``base`` is the area whose communes are offered, ``others`` more areas, ``year`` the default one.

    ``kept``: further values to carry along. ``whole_years``: only calendar years make sense.
    """
    problems: list[Problem] = []
    period = _period(data.get(PERIOD, ""), year, whole_years, problems)
    usual = today() if period.start <= today() <= period.last_day else period.last_day
    on = _day(data.get(DAY, ""), usual, problems)
    area = _area(data.get(PLACE, ""), base, on, problems)
    home = parse_area(base, on)
    chosen = str(home) if (area.place, area.day) == (home.place, home.day) else str(area)
    query = {name: data[name] for name in (PLACE, PERIOD, DAY) if data.get(name)} | dict(kept or {})
    form = ContextForm(
        _place_choices(home, on, area, [parse_area(other, on) for other in others]),
        [(str(one), str(one)) for one in dict.fromkeys([*sorted(years, reverse=True), str(period)])],
        _day_choices(on, usual, home),
        {PLACE: chosen, PERIOD: str(period), DAY: on.isoformat()},
        kept or {},
    )
    return Context(area, period, on, form, query, tuple(problems), kept or {})


def _period(text: str, year: int, whole: bool, problems: list[Problem]) -> Period:
    try:
        period = parse_period(text) if text.strip() else year_period(year)
    except BadPeriod as fault:
        problems.append(Problem(field=PERIOD, value=text, error=str(fault), mend=""))
        return year_period(year)
    if whole and not period.is_calendar_year:
        problems.append(Problem(field=PERIOD, value=text, error=_("A plan is read year by year."), mend=_("Choose a year.")))
        return year_period(period.year)
    return period


def _day(text: str, usual: date, problems: list[Problem]) -> date:
    try:
        return parse_day(text) if text.strip() else usual
    except BadPeriod as fault:
        problems.append(Problem(field=DAY, value=text, error=str(fault), mend=""))
        return usual


def _area(text: str, base: str, on: date, problems: list[Problem]) -> Area:
    try:
        return parse_area(text.strip() or base, on)
    except Refused as refusal:
        problems.extend(refusal.problems)
        return parse_area(base, on)


def _place_choices(home: Area, on: date, area: Area, others: Sequence[Area]) -> Choices:
    graph = lineage()
    units = [(Area(unit.place, on, graph.nearest(unit.place, on).code, label(graph, unit.place, on).name)) for unit in _communes(home, on)]
    first = [_choice(one, on) for one in dict.fromkeys([home, *others])]
    if units:
        first[0] = (first[0][0], _("%(area)s: %(count)s communes") % {"area": first[0][1], "count": len(units)})
    groups: Choices = [*first]
    if units:
        groups.append((_("Communes"), [(str(unit), unit.name) for unit in units]))
    former = [
        Area(place, home.day, graph.nearest(place, home.day).code, graph.nearest(place, home.day).label)
        for place in graph.children(home.place, home.day)
        if graph.nodes[place].kind == "district"
    ]
    if former:
        groups.append((_("Districts of %(day)s") % {"day": show_day(home.day)}, [_choice(one, on) for one in former]))
    if str(area) not in set(_values(groups)):
        groups.append(_choice(area, on))
    return groups


def _communes(home: Area, on: date) -> list[Any]:
    return [] if lineage().nodes[home.place].kind in ("commune", "village") else area_units(home, "commune", on)


def _choice(area: Area, on: date) -> tuple[str, str]:
    gone = not lineage().alive(area.place, on)
    return (str(area), f"{area.name} ({show_day(area.day)})" if gone else area.name)


def _values(choices: Choices) -> Iterator[str]:
    for value, inner in choices:
        if isinstance(inner, list):
            yield from _values(inner)
        else:
            yield value


def _day_choices(on: date, usual: date, home: Area) -> Choices:
    days = sorted({on, usual, home.day if home.day < usual else usual}, reverse=True)
    return [(day.isoformat(), show_day(day)) for day in days]


# ---------------------------------------------------------------- lists of persons

PURPOSES = {
    "van-dong": gettext_lazy("to invite people to a class"),
    "ra-soat": gettext_lazy("to review the data"),
    "bao-cao": gettext_lazy("to write a report"),
    "kiem-tra": gettext_lazy("to inspect"),
}
"""Why somebody opens a list of persons; the read log keeps it."""

STATE, PURPOSE, UNIT, OUTSIDE = "dang", "muc_dich", "thon", "ngoai"


class RowFilter(forms.Form):
    """Filters of the list behind a figure; what the address carries along stands in hidden fields."""

    thon = forms.ChoiceField(label=gettext_lazy("Village"), required=False)
    gioi = forms.ChoiceField(
        label=gettext_lazy("Sex"),
        required=False,
        choices=[("", gettext_lazy("All")), ("f", gettext_lazy("Female")), ("m", gettext_lazy("Male"))],
    )
    tuoi = forms.ChoiceField(
        label=gettext_lazy("Age"),
        required=False,
        choices=[("", gettext_lazy("All")), *((band, band) for band in ("15-25", "26-35", "36-60"))],
    )

    def __init__(self, data: Any, villages: Choices, shown: Iterable[str], kept: Mapping[str, str]) -> None:
        super().__init__(data)
        chosen: Any = self.fields["thon"]
        chosen.choices = [("", _("All %(count)s") % {"count": len(villages)}), *villages]
        for name in set(self.fields) - set(shown):
            del self.fields[name]
        for name in kept:
            self.fields[name] = forms.CharField(widget=forms.HiddenInput, required=False)
