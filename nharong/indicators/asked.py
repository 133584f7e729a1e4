"""What a page of an indicator was asked: which figure, where, when, in which band and reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nharong.indicators.forms import OUTSIDE, PURPOSE, STATE, Context, read_context
from nharong.indicators.ledger import kept_years
from nharong.indicators.packs import Indicator, NoIndicator, find_indicator
from nharong.indicators.queries import Question, figure
from nharong.kernel.measures import BadCondition, parse_band
from nharong.kernel.permissions import Hidden, Permission, Scope
from nharong.kernel.time import today
from nharong.territory.queries import lineage

BAND, READING, SPLIT = "nhom", "cach", "chia"
"""Names in the address."""

READINGS = {"began": gettext_lazy("began in the period"), "studied": gettext_lazy("studied in the period")}


@dataclass(frozen=True)
class FigureAsked:
    """One indicator asked about one place, period and boundary day by one reader."""

    scope: Scope
    indicator: Indicator
    context: Context
    question: Question

    @property
    def unit(self) -> str:
        """How its values are written: share, growth or count."""
        return {"growth": "growth", "share": "share", "ratio": "share"}.get(self.indicator.kind, "count")

    @property
    def inside(self) -> bool:
        """Whether the asker works in the area: breakdowns and small numbers are shown."""
        return self.scope.allows(Permission.FIGURES_VIEW, self.question.area.place)

    @cached_property
    def answer(self) -> dict[str, Any]:
        """The figure."""
        return figure(self.scope, self.question)

    def url(self, page: str = "figure", **changed: str | None) -> str:
        """The address of a page of this indicator in the same context."""
        return self.context.url(reverse(f"indicators:{page}", args=[self.indicator.id]), **changed)


def home_area(scope: Scope) -> str:
    """The area that a reader's pages start with: that of the first grant, else the first province there is."""
    written_ = next((grant.area for grant in scope.grants if grant.area), "")
    if written_:
        return written_
    graph = lineage()
    roots = graph.roots(today())
    if not roots:
        raise Hidden
    return graph.nearest(roots[0], today()).code


def ask(scope: Scope, name: str, data: Mapping[str, str]) -> FigureAsked:
    """Read the address of an indicator's page. Raises Hidden where there is no such indicator or place."""
    try:
        indicator, _band = find_indicator(name)
    except NoIndicator:
        raise Hidden from None
    years = kept_years()
    year = today().year
    kept = {key: data[key] for key in (BAND, READING, STATE, PURPOSE, OUTSIDE) if data.get(key)}
    home = home_area(scope)
    context = read_context(
        data, base=home, others=_provinces(home), years=[one for one in years if one <= year] or [year], year=year, kept=kept
    )
    band, reading = _band_of(indicator, data.get(BAND, "")), data.get(READING, "")
    if reading not in readings_of(indicator):
        reading = ""
    _choices(context, indicator, band, reading)
    return FigureAsked(scope, indicator, context, Question(name, context.area, context.period, context.on, band=band, reading=reading))


def _provinces(home: str) -> list[str]:
    """The provinces of today that are not the home area itself: their totals are open to all."""
    graph = lineage()
    return [f"{graph.nearest(root, today()).code}@{today().isoformat()}" for root in graph.roots(today())][:3] if "@" in home else []


def _band_of(indicator: Indicator, said: str) -> str:
    if not indicator.bands or not said:
        return ""
    try:
        parse_band(said)
    except BadCondition:
        return ""
    return said


def readings_of(indicator: Indicator) -> list[str]:
    """The readings of a ratio that there is a numerator for."""
    return [
        name
        for name in indicator.spec.get("readings", [])
        if name == indicator.spec.get("reading") or f"numerator-{name}" in indicator.spec
    ]


def _choices(context: Context, indicator: Indicator, band: str, reading: str) -> None:
    bands = list(dict.fromkeys([*indicator.bands, band or indicator.default_band]))
    if len([one for one in bands if one]) > 1:
        context.form.choose(BAND, _("Age band"), [(one, one) for one in bands], band or indicator.default_band)
    readings = readings_of(indicator)
    if len(readings) > 1:
        chosen = reading or str(indicator.spec.get("reading"))
        context.form.choose(READING, _("Reading"), [(one, str(READINGS.get(one, one))) for one in readings], chosen)
