"""Working days as the State Council arranges them, and the last day of a period."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)
FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""Statutory holidays that need no lunar calendar (放假办法 as in force since 2025)."""
FIXED_SINCE = 2025

NOTICE = (
    ((1, 1), (1, 3), 0),  # 元旦
    ((1, 20), (2, 28), 0),  # 春节
    ((4, 3), (4, 8), 2008),  # 清明
    ((4, 28), (5, 7), 0),  # 劳动节
    ((5, 27), (6, 27), 2008),  # 端午
    ((9, 6), (10, 8), 2008),  # 中秋
    ((9, 28), (10, 8), 0),  # 国庆
)
"""What a yearly notice arranges, by the days between which each holiday falls, and since which year."""


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """``rest`` are weekdays off, ``work`` are weekend days worked; other days follow the week.

    ``published`` is the last year whose arrangement is known whole. Beyond it only weekends and
    what was entered so far rest, and every answer is provisional (domain.md §5). ``statutory`` are the holidays themselves
    (法定节假日), on which nothing is demolished: another table than the rest days around them.
    """

    rest: frozenset[date] = field(default_factory=frozenset)
    work: frozenset[date] = field(default_factory=frozenset)
    published: int = 0
    statutory: frozenset[date] = field(default_factory=frozenset)
    _off: list[int] = field(init=False, repr=False, compare=False)
    _on: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        off = (d.toordinal() for d in self.rest - self.work if d.weekday() < 5)
        object.__setattr__(self, "_off", sorted(off))
        object.__setattr__(self, "_on", sorted(d.toordinal() for d in self.work if d.weekday() >= 5))

    @classmethod
    def of(cls, days: Iterable[tuple[date, str]]) -> "WorkingDays":
        sets: dict[str, set[date]] = {"rest": set(), "work": set(), "statutory": set()}
        for on, kind in days:
            sets[kind].add(on)
        last = _published(sets["rest"] | sets["statutory"])
        return cls(frozenset(sets["rest"]), frozenset(sets["work"]), last, frozenset(sets["statutory"]))

    def works(self, on: date) -> bool:
        if on in self.work:
            return True
        return on.weekday() < 5 and on not in self.rest

    def provisional(self, on: date) -> bool:
        return on.year > self.published

    def holiday(self, on: date) -> bool:
        """Whether the day is a statutory holiday itself (行政强制法 art 43); bridge days are none.

        Where a year is not published yet, the fixed dates alone are known.
        """
        return on in self.statutory or (on.year >= FIXED_SINCE and (on.month, on.day) in FIXED)

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
        return self._until(end.toordinal()) - self._until(start.toordinal())

    def _until(self, on: int) -> int:
        """Working days from the first Monday there is; leaders' pages ask of thousands of limits."""
        weekdays = on // 7 * 5 + min(on % 7, 5)
        return weekdays - bisect_right(self._off, on) + bisect_right(self._on, on)


def _published(off: set[date]) -> int:
    """The last year whose notice is in whole; a year of which a few days were entered is not."""
    by_year: dict[int, set[tuple[int, int]]] = {}
    for on in off:
        by_year.setdefault(on.year, set()).add((on.month, on.day))
    year = min(by_year, default=0)
    while year in by_year and _arranged(year, by_year[year]):
        year += 1
    return max(year - 1, 0)


def _arranged(year: int, off: set[tuple[int, int]]) -> bool:
    return all(any(first <= on <= last for on in off) for first, last, since in NOTICE if year >= since)
