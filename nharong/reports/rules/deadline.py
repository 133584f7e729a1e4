"""When a report is on time: ``before 10 December`` holds until 24:00 of 9 December; days of grace are a setting."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Deadline:
    """The printed day of a duty (None: the plan does not say one), the last day on time, and the days of grace after it."""

    day: date | None
    last_on_time: date | None
    grace: int = 0

    @property
    def last(self) -> date | None:
        """The last day that still counts as on time."""
        return self.last_on_time + timedelta(days=self.grace) if self.last_on_time else None

    def days_left(self, today: date) -> int | None:
        """Days until the last one on time: 0 on that day itself, negative after it; None where no day is said."""
        return (self.last - today).days if self.last else None

    def is_late(self, on: date) -> bool:
        """Whether what is done on the day is late; never where no day is said."""
        return self.last is not None and on > self.last


def data_until(last_on_time: date | None, year: int, today: date) -> date:
    """The last day of the data of a report written today: the plan's last day on time, or today while that has not come."""
    end = last_on_time or date(year, 12, 31)
    return min(end, today) if today.year >= year else end
