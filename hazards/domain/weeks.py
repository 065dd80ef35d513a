"""Weeks (周报): Monday to Sunday, and the last working day by whose end a report is owed."""

from dataclasses import dataclass
from datetime import date, timedelta

from hazards.domain.calendar import DAY, WorkingDays


@dataclass(frozen=True, slots=True)
class Week:
    """A calendar week by its Monday; numbered as ISO 8601 does, which offices' calendars print."""

    monday: date

    def __post_init__(self) -> None:
        if self.monday.weekday():
            raise ValueError(f"{self.monday} is no Monday")

    @classmethod
    def of(cls, on: date) -> "Week":
        return cls(on - DAY * on.weekday())

    @property
    def sunday(self) -> date:
        return self.monday + 6 * DAY

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.monday + n * DAY for n in range(7))

    @property
    def year(self) -> int:
        return self.monday.isocalendar().year

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def title(self) -> str:
        return f"{self.year}年第{self.number}周"

    @property
    def span(self) -> str:
        return f"{self.monday:%m-%d} 至 {self.sunday:%m-%d}"

    def due(self, working: WorkingDays) -> date | None:
        """The week's last working day; None of a week in which nobody works, and none is owed."""
        return max((day for day in self.days if working.works(day)), default=None)

    def but(self, weeks: int) -> "Week":
        return Week(self.monday + timedelta(weeks=weeks))


def between(first: date, last: date) -> list[Week]:
    """The weeks from the one ``first`` lies in to the one ``last`` lies in, in order."""
    out, week = [], Week.of(first)
    while week.monday <= last:
        out.append(week)
        week = week.but(1)
    return out
