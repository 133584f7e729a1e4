"""Time is an argument: the only module that may ask the clock, and the one that knows periods.

Periods are half-open inside, ``[start, stop)``; on screens and at the command line the last day is named, inclusive.
"""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

TIMEZONE = ZoneInfo("Asia/Ho_Chi_Minh")
BEGIN = date(1, 1, 1)
"""Earlier than anything recorded."""
END = date(9999, 12, 31)
"""'Not ended yet' in every ``stop`` column: one comparison instead of a null test."""

SCHOOL_YEAR_START = (9, 1)
"""Month and day on which a school year begins (practice; not verified, see packs/rules)."""


_fixed_today: date | None = None
"""Set for a demo whose day is given (``fix_today``) and by tests; the real clock otherwise."""
_fixed_moment: datetime | None = None
"""Set while a demo lives through its years."""


def fix_today(day: date) -> None:
    """From now on this process takes ``day`` for today: a demo that stands still on its day."""
    global _fixed_today  # noqa: PLW0603 - one clock per process
    _fixed_today = day


@contextlib.contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Inside, it is that moment (aware): for a demo, whose deeds bear the days on which they would have been done."""
    global _fixed_today, _fixed_moment
    before = (_fixed_today, _fixed_moment)
    _fixed_today, _fixed_moment = moment.astimezone(TIMEZONE).date(), moment.astimezone(UTC)
    try:
        yield
    finally:
        _fixed_today, _fixed_moment = before


def now() -> datetime:
    """The present moment, aware, in UTC; on a fixed day, its real time of day."""
    if _fixed_moment is not None:
        return _fixed_moment
    moment = datetime.now(UTC)
    if _fixed_today is None:
        return moment
    return datetime.combine(_fixed_today, moment.astimezone(TIMEZONE).timetz()).astimezone(UTC)


def today() -> date:
    """The present day in Vietnam."""
    return _fixed_today or datetime.now(TIMEZONE).date()


def end_of_day(day: date) -> datetime:
    """The last moment of a day in Vietnam: what was known on it."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), TIMEZONE) - timedelta(microseconds=1)


class BadPeriod(ValueError):
    """The text names no period; the message says what would."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A half-open span of days ``[start, stop)`` with the name it was asked by."""

    start: date
    stop: date
    name: str = ""

    def __post_init__(self) -> None:
        if self.start >= self.stop:
            raise BadPeriod(f"Kỳ {self.name or self.start} kết thúc trước khi bắt đầu.")

    @property
    def last_day(self) -> date:
        """The last day inside."""
        return self.stop - timedelta(days=1)

    @property
    def year(self) -> int:
        """The reference year for ages: the year of the last day."""
        return self.last_day.year

    @property
    def is_calendar_year(self) -> bool:
        """Whether this is exactly one calendar year, the grain in which figures are kept."""
        return self.start == date(self.start.year, 1, 1) and self.stop == date(self.start.year + 1, 1, 1)

    def shifted(self, years: int) -> "Period":
        """The like period ``years`` later (29 February falls back to the 28th)."""
        return Period(_shift(self.start, years), _shift(self.stop, years)).named()

    def named(self) -> "Period":
        """The same span with its shortest name."""
        if self.is_calendar_year:
            return Period(self.start, self.stop, str(self.start.year))
        return Period(self.start, self.stop, f"{self.start.isoformat()}..{self.last_day.isoformat()}")

    def __str__(self) -> str:
        return self.name or self.named().name


def _shift(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def year_period(year: int) -> Period:
    """The calendar year ``year``."""
    return Period(date(year, 1, 1), date(year + 1, 1, 1), str(year))


_FORMS = "2026, 2026-H1, 2026-Q3, 2026-03, SY2025-2026, 2026-01-01..2026-12-08"


def parse_period(text: str) -> Period:
    """Read ``2026``, ``2026-H1``, ``2026-Q3``, ``2026-03``, ``SY2025-2026`` or ``A..B`` (B inclusive).

    Raises BadPeriod with the forms that are understood.
    """
    text = text.strip()
    if match := re.fullmatch(r"(\d{4})", text):
        return year_period(_year(match[1]))
    if match := re.fullmatch(r"(\d{4})-H([12])", text):
        return _months(_year(match[1]), 6 * int(match[2]) - 5, 6, text)
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", text):
        return _months(_year(match[1]), 3 * int(match[2]) - 2, 3, text)
    if match := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text):
        return _months(_year(match[1]), int(match[2]), 1, text)
    if (match := re.fullmatch(r"SY(\d{4})-(\d{4})", text)) and int(match[2]) == int(match[1]) + 1:
        first = date(_year(match[1]), *SCHOOL_YEAR_START)
        return Period(first, first.replace(year=first.year + 1), text)
    if match := re.fullmatch(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)", text):
        return Period(parse_day(match[1]), parse_day(match[2]) + timedelta(days=1), text)
    raise BadPeriod(f"Không hiểu kỳ “{text}”. Ghi một trong các dạng: {_FORMS}.")


def _year(text: str) -> int:
    year = int(text)
    if not 1900 <= year <= 2200:
        raise BadPeriod(f"Năm {text} nằm ngoài 1900–2200.")
    return year


def _months(year: int, first: int, count: int, name: str) -> Period:
    last = first + count
    stop = date(year + (last - 1) // 12, (last - 1) % 12 + 1, 1)
    return Period(date(year, first, 1), stop, name)


def parse_day(text: str) -> date:
    """Read ``2026-11-24`` or ``24/11/2026``. Raises BadPeriod."""
    text = text.strip()
    try:
        if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        return date.fromisoformat(text)
    except ValueError:
        raise BadPeriod(f"Không hiểu ngày “{text}”. Ghi dạng 24/11/2026 hoặc 2026-11-24.") from None


def show_day(day: date) -> str:
    """A day as officials write it: day and months 1 and 2 with two digits, other months without (05/02/2026, 15/4/2026)."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"
