"""Where the year ends if cases go on being struck off as before."""

from datetime import date
from fractions import Fraction

from hazards.domain.forecast import forecast, months_left, whole_months

ON = date(2026, 11, 21)


def months(*numbers: int) -> list[tuple[date, int]]:
    return list(zip(whole_months(ON)[-len(numbers) :], numbers, strict=True))


def test_the_pace_is_the_median_of_the_last_six_whole_months():
    told = forecast(50, 92, months(99, 10, 2, 4, 30, 6, 8), ON)
    assert told is not None
    assert told.pace == 7
    assert (told.months[0], told.months[-1]) == (date(2026, 5, 1), date(2026, 10, 1))
    assert told.left == Fraction(9, 30) + 1
    assert (told.rate.part, told.rate.whole) == (50 + 9, 92)
    assert told.method == "2026年5月至10月每月销号的中位数 7 件，按所余 1.3 个月推算，不计新挂牌。"


def test_no_more_is_foretold_than_was_listed():
    told = forecast(90, 92, months(40, 40, 40), ON)
    assert told is not None
    assert str(told.rate) == "100.00%"


def test_before_three_whole_months_nothing_is_foretold():
    assert whole_months(date(2026, 3, 31)) == [date(2026, 1, 1), date(2026, 2, 1)]
    assert forecast(1, 9, [(date(2026, 1, 1), 1), (date(2026, 2, 1), 0)], date(2026, 3, 31)) is None
    assert forecast(0, 0, months(1, 1, 1), ON) is None


def test_on_the_last_day_no_month_is_left():
    assert months_left(date(2026, 12, 31)) == 0
    assert months_left(date(2026, 1, 31)) == 11
