"""Periods (期间): how long the law gives, and the last day of it."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from hazards.domain.calendar import DAY, WorkingDays
from hazards.domain.errors import Refusal

UNITS = {"wd": "个工作日", "d": "日", "m": "个月", "y": "年"}
_TOLD = re.compile(r"(\d{1,4})(wd|d|m|y)", re.ASCII)


class BadPeriod(Refusal):
    code = "bad-period"
    says = "期间“{told}”不能计算。"
    remedy = "请写数字和单位：15wd(工作日)、30d(日)、6m(月)、1y(年)，且不得为零或者超出日历。"


@dataclass(frozen=True, slots=True)
class Ends:
    """The last day of a period. ``by_name`` is the day before it rolled over a rest day."""

    last: date
    by_name: date
    provisional: bool
    """The State Council has not yet published the year the last day lies in."""


@dataclass(frozen=True, slots=True)
class Period:
    """``count`` working days (wd), calendar days (d), months (m) or years (y)."""

    count: int
    unit: str

    @classmethod
    def of(cls, told: str) -> "Period":
        """Read "15wd", "30d", "6m", "1y".

        Raises:
            BadPeriod
        """
        found = _TOLD.fullmatch(told.strip())
        if found is None or int(found[1]) == 0:
            raise BadPeriod(told=told)
        return cls(int(found[1]), found[2])

    @classmethod
    def coercion(cls, count: int) -> "Period":
        """Days as the coercion law counts them: ten or fewer are working days (行政强制法 art 69)."""
        return cls(count, "wd" if count <= 10 else "d")

    def ends(self, start: date, days: WorkingDays) -> Ends:
        """The last day of the period that ``start`` opens; ``start`` itself is not counted.

        Months and years end on the same-numbered day or the month's last; days, months and years
        roll from a rest day to the next working day.

        Raises:
            BadPeriod: it leaves the calendar.
        Law: periods.rolling, periods.months
        """
        try:
            by_name = self._named(start, days)
            last = by_name if self.unit == "wd" else rolled(by_name, days)
        except (OverflowError, ValueError):
            raise BadPeriod(told=str(self)) from None
        return Ends(last, by_name, days.provisional(last))

    def _named(self, start: date, days: WorkingDays) -> date:
        if self.unit == "wd":
            return days.after(start, self.count)
        if self.unit == "d":
            return start + timedelta(days=self.count)
        months = start.month - 1 + self.count * (12 if self.unit == "y" else 1)
        year, month = start.year + months // 12, months % 12 + 1
        return date(year, month, min(start.day, monthrange(year, month)[1]))

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"

    @property
    def words(self) -> str:
        return f"{self.count}{UNITS[self.unit]}"


def rolled(on: date, days: WorkingDays) -> date:
    """``on``, or the first working day after it where it is a rest day."""
    while not days.works(on):
        on += DAY
    return on
