"""Forecast (年底预计): where a rate ends if cases go on being struck off as in the months behind."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median

from hazards.domain.rates import Rate

LEAST, MOST = 3, 6
"""Whole months a median is taken of: below the first nothing is told, above the second nothing is gained."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """``pace`` is the median of strike-offs in the ``months`` looked at; ``rate`` that of 31 December."""

    pace: Fraction
    months: tuple[date, ...]
    left: Fraction
    rate: Rate

    @property
    def method(self) -> str:
        first, last = self.months[0], self.months[-1]
        return (
            f"{first.year}年{first.month}月至{last.month}月每月销号的中位数 {_plain(self.pace)} 件，"
            f"按所余 {_plain(self.left)} 个月推算，不计新挂牌。"
        )


def forecast(struck: int, listed: int, monthly: Sequence[tuple[date, int]], on: date) -> Forecast | None:
    """The end of the year of ``on``; None where too few whole months lie behind to tell.

    Args:
        monthly: (first day of the month, strike-offs) of the whole months of this year before
            ``on``, of the same population as ``struck`` and ``listed``.
    """
    told = list(monthly)[-MOST:]
    if len(told) < LEAST or not listed:
        return None
    pace = Fraction(median([Fraction(number) for _, number in told]))
    left = months_left(on)
    return Forecast(
        pace, tuple(month for month, _ in told), left, Rate(min(listed, struck + int(pace * left)), listed)
    )


def months_left(on: date) -> Fraction:
    """Months between the end of ``on`` and the end of its year, the running one by its days."""
    days = monthrange(on.year, on.month)[1]
    return Fraction(days - on.day, days) + (12 - on.month)


def whole_months(on: date) -> list[date]:
    """The first days of the months of the year that are over before ``on`` begins."""
    return [date(on.year, month, 1) for month in range(1, on.month)]


def _plain(number: Fraction) -> str:
    return f"{float(number):.1f}".removesuffix(".0")
