"""Dates an office would write: acts on working days, deadlines at the middle or end of a month."""

from calendar import monthrange
from datetime import date, timedelta
from random import Random

from chinese_calendar import is_workday

TODAY = date(2026, 11, 21)
LAST_ACT = date(2026, 11, 20)  # 21 November 2026 is a Saturday


def working(day: date, step: int = 1) -> date:
    """``day`` itself, or the nearest working day in the direction of ``step``."""
    while not is_workday(day):
        day += timedelta(days=step)
    return day


def month_mark(day: date) -> date:
    """The 15th or the last day of the month, whichever is next."""
    return day.replace(day=15 if day.day <= 15 else monthrange(day.year, day.month)[1])


def between(draw: Random, first: date, last: date) -> date:
    """A working day from ``first`` to ``last``, drawn evenly; ``first`` when there is no room."""
    room = max(0, (last - first).days)
    day = working(first + timedelta(days=draw.randint(0, room)), -1)
    return max(day, working(first))
