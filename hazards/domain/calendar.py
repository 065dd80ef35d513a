"""Working days as the State Council arranges them, and the last day of a period."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """``rest`` are weekdays off, ``work`` are weekend days worked; other days follow the week.

    ``published`` is the last year whose arrangement is known. Beyond it only weekends rest and
    every answer is provisional (domain.md §5).
    """

    rest: frozenset[date] = field(default_factory=frozenset)
    work: frozenset[date] = field(default_factory=frozenset)
    published: int = 0

    @classmethod
    def of(cls, days: Iterable[tuple[date, str]]) -> "WorkingDays":
        rest, work, last = set(), set(), 0
        for on, kind in days:
            last = max(last, on.year)
            if kind == "rest":
                rest.add(on)
            elif kind == "work":
                work.add(on)
        return cls(frozenset(rest), frozenset(work), last)

    def works(self, on: date) -> bool:
        if on in self.work:
            return True
        return on.weekday() < 5 and on not in self.rest

    def provisional(self, on: date) -> bool:
        return on.year > self.published

    def after(self, start: date, count: int) -> date:
        """The ``count``-th working day after ``start``; the first day is not counted."""
        on = start
        while count > 0:
            on += DAY
            count -= self.works(on)
        return on

    def between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative when reversed."""
        if end < start:
            return -self.between(end, start)
        return sum(self.works(start + DAY * n) for n in range(1, (end - start).days + 1))

    def week_end(self, on: date) -> date:
        """The last working day of the week ``on`` lies in (weekly reports are due then)."""
        monday = on - DAY * on.weekday()
        week = [monday + DAY * n for n in range(7)]
        return max((d for d in week if self.works(d)), default=week[4])
