"""How numbers and dates are written, in one place: 1.234.567, 10,5 %, 24/11/2026 (design: look.md, Numbers).

Every function takes ``language`` ("vi", "en"; None: the reader's). Official papers always pass "vi".
"""

from datetime import date, datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Final

from babel.dates import get_day_names
from babel.numbers import format_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nharong.kernel.time import TIMEZONE, show_day

NBSP: Final = "\u00a0"
NONE: Final = "–"
"""Where there is no value; zero is 0."""
MINUS: Final = "−"
_MOST_PLACES = 4

Number = int | float | Decimal


def _language(language: str | None) -> str:
    return (language or get_language() or "vi")[:2]


def _exact(value: Number) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _written(value: Decimal, places: int, language: str | None, least: int | None = None) -> str:
    least = places if least is None else least
    pattern = "#,##0" + ("." + "0" * least + "#" * (places - least) if places else "")
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = format_decimal(abs(rounded), format=pattern, locale=_language(language))
    return (MINUS if rounded < 0 else "") + text


def number(value: Number | None, places: int = 0, language: str | None = None) -> str:
    """A count or measure: 1.234.567; at most ``places`` decimals, none that are zero. None: –."""
    return NONE if value is None else _written(_exact(value), places, language, least=0)


def _places_needed(value: Decimal, places: int, marks: list[Decimal]) -> int:
    """Decimals so that rounding moves the value neither onto nor over a mark it does not reach."""
    for tried in range(places, _MOST_PLACES + 1):
        rounded = value.quantize(Decimal(1).scaleb(-tried), ROUND_HALF_UP)
        if all((rounded > mark) - (rounded < mark) == (value > mark) - (value < mark) for mark in marks):
            return tried
    return _MOST_PLACES


def percent(value: Number | None, threshold: Number | None = None, language: str | None = None) -> str:
    """A share, given as a fraction, with one decimal: 0.105 → "10,5 %"; two or more where the threshold is near.

    What is below a threshold, below the whole or above nothing is never rounded up to it. None: –.
    """
    if value is None:
        return NONE
    hundredths = _exact(value) * 100
    marks = [Decimal(0), Decimal(100)]
    places = 1
    if threshold is not None:
        mark = _exact(threshold) * 100
        marks.append(mark)
        if hundredths != mark and abs(hundredths - mark) < Decimal("0.5"):
            places = 2
    places = _places_needed(hundredths, places, marks)
    if places == _MOST_PLACES:
        hundredths = hundredths.quantize(Decimal(1).scaleb(-places), ROUND_DOWN)
    return _written(hundredths, places, language) + NBSP + "%"


def threshold(value: Number | None, unit: str = "share", language: str | None = None) -> str:
    """A mark to reach, as the plan writes it: "70 %", "10,5 %", "1.200"; ``unit`` is share, growth or anything else."""
    if value is None:
        return NONE
    if unit in ("share", "growth"):
        return _written(_exact(value) * 100, 2, language, least=0) + NBSP + "%"
    return number(value, 2, language)


def change(value: Number | None, language: str | None = None) -> str:
    """A growth, given as a fraction, with its sign: 0.06 → "+6,0 %", −0.02 → "−2,0 %". None: –."""
    if value is None:
        return NONE
    return ("+" if value > 0 else "") + percent(value, language=language)


def difference(value: Number | None, language: str | None = None) -> str:
    """A difference of counts, with its sign: +22, −22, 0. None: –."""
    return NONE if value is None else ("+" if value > 0 else "") + number(value, language=language)


def between(low: Number | None, high: Number | None, language: str | None = None) -> str:
    """The range that the unknowns leave open, for a sentence: "từ 61,5 đến 72,4 %"; one value if both print alike."""
    if low is None or high is None:
        return NONE
    first, last = percent(low, language=language), percent(high, language=language)
    if first == last:
        return first
    return _("from %(low)s to %(high)s") % {"low": first.removesuffix(NBSP + "%"), "high": last}


def fraction(numerator: int | None, denominator: int | None, language: str | None = None) -> str:
    """The two counts of a share: 1.214/11.842; an unknown one is "?"."""
    if denominator is None:
        return NONE
    return ("?" if numerator is None else number(numerator, language=language)) + "/" + number(denominator, language=language)


def day(value: date | None) -> str:
    """A day: 24/11/2026, 15/4/2026, 05/02/2026. A moment is read in Vietnam's time. None: –."""
    if value is None:
        return NONE
    return show_day(value.astimezone(TIMEZONE).date() if isinstance(value, datetime) else value)


def short_day(value: date | None) -> str:
    """A day whose year is clear: 10/12."""
    return NONE if value is None else day(value).rpartition("/")[0]


def weekday(value: date, language: str | None = None) -> str:
    """The name of a day of the week, as inside a sentence: "thứ Ba"."""
    name = str(get_day_names("wide", "format", _language(language))[value.weekday()])
    return name[:1].lower() + name[1:] if _language(language) == "vi" else name


def short_weekday(value: date, language: str | None = None) -> str:
    """The same for the head of a narrow column: "T3", "CN"; "Tue"."""
    if _language(language) == "vi":
        return "CN" if value.weekday() == 6 else f"T{value.weekday() + 2}"
    return str(get_day_names("abbreviated", "format", _language(language))[value.weekday()])


def moment(value: datetime | None) -> str:
    """A moment in Vietnam: "19:42 24/11/2026". None: –."""
    return NONE if value is None else f"{value.astimezone(TIMEZONE):%H:%M} {day(value)}"
