"""Periods (期间): how they are counted, how they roll, and what cannot be counted at all."""

from datetime import date, timedelta

import pytest

from hazards.domain.calendar import WorkingDays
from hazards.domain.periods import BadPeriod, Period, rolled
from hazards.services import calendar

DAYS = WorkingDays.of((day, kind) for day, kind, _ in calendar.shipped())


def last(start: str, length: str) -> str:
    return Period.of(length).ends(date.fromisoformat(start), DAYS).last.isoformat()


@pytest.mark.parametrize(
    ("start", "length", "ends"),
    [
        ("2026-03-02", "1wd", "2026-03-03"),  # Monday; its own day is not counted
        ("2026-03-06", "1wd", "2026-03-09"),  # Friday to Monday
        ("2026-03-02", "15wd", "2026-03-23"),  # 3-6, 9-13, 16-20, 23
        ("2026-03-07", "1wd", "2026-03-09"),  # a Saturday opens it as well
        ("2026-02-12", "5wd", "2026-02-26"),  # 13, 14 worked, then 24, 25, 26
        ("2026-02-12", "2wd", "2026-02-14"),  # ends on a Saturday worked before Spring Festival
        ("2026-02-24", "4wd", "2026-02-28"),  # and on the one after: 25, 26, 27, 28
        ("2026-04-30", "5wd", "2026-05-11"),  # 6, 7, 8, 9 worked, 11
        ("2026-09-30", "1wd", "2026-10-08"),
        ("2025-12-31", "1wd", "2026-01-04"),  # the first day worked of 2026 is a Sunday
    ],
)
def test_working_days_count_make_up_days_in_and_holidays_out(start, length, ends):
    assert last(start, length) == ends


@pytest.mark.parametrize(
    ("start", "length", "ends"),
    [
        ("2026-03-02", "30d", "2026-04-01"),
        ("2026-03-06", "1d", "2026-03-09"),  # Saturday rolls to Monday
        ("2026-03-05", "30d", "2026-04-07"),  # 4-04 Saturday, 4-05 清明, 4-06 off
        ("2026-09-01", "30d", "2026-10-08"),  # 10-01, off until 10-07
        ("2026-09-10", "30d", "2026-10-10"),  # a Saturday worked does not roll
        ("2026-01-15", "30d", "2026-02-14"),
        ("2026-01-16", "30d", "2026-02-24"),  # Sunday 02-15, then Spring Festival
        ("2024-02-14", "15d", "2024-02-29"),
    ],
)
def test_calendar_days_roll_from_a_rest_day_to_the_next_working_day(start, length, ends):
    assert last(start, length) == ends


@pytest.mark.parametrize(
    ("start", "length", "ends"),
    [
        ("2026-03-02", "6m", "2026-09-02"),
        ("2023-08-31", "6m", "2024-02-29"),
        ("2024-08-31", "6m", "2025-02-28"),
        ("2025-08-31", "6m", "2026-02-28"),  # a Saturday, but worked
        ("2024-08-31", "18m", "2026-02-28"),
        ("2026-01-31", "1m", "2026-02-28"),
        ("2026-05-31", "1m", "2026-06-30"),
        ("2026-01-04", "6m", "2026-07-06"),  # Saturday to Monday
        ("2026-03-20", "6m", "2026-09-20"),  # a Sunday worked
        ("2025-08-16", "6m", "2026-02-24"),  # 除夕, off until 02-23
        ("2025-11-17", "1m", "2025-12-17"),
        ("2025-12-17", "12m", "2026-12-17"),  # December to December
        ("2025-06-10", "1y", "2026-06-10"),
        ("2025-05-17", "1y", "2026-05-18"),  # Sunday to Monday
        ("2024-02-29", "1y", "2025-02-28"),
        ("2024-02-29", "4y", "2028-02-29"),
    ],
)
def test_months_and_years_end_on_the_same_numbered_day_or_the_months_last(start, length, ends):
    assert last(start, length) == ends


@pytest.mark.parametrize(
    ("start", "length", "ends", "provisional"),
    [
        ("2026-12-01", "30d", "2026-12-31", False),
        ("2026-12-02", "30d", "2027-01-01", True),  # weekends only: New Year counts as worked
        ("2026-12-24", "5wd", "2026-12-31", False),
        ("2026-12-24", "6wd", "2027-01-01", True),
        ("2026-10-15", "3m", "2027-01-15", True),
        ("2026-12-31", "2m", "2027-03-01", True),  # Sunday 02-28 rolls all the same
        ("2025-12-31", "1y", "2026-12-31", False),
    ],
)
def test_beyond_the_last_published_year_weekends_alone_rest_and_the_answer_is_provisional(
    start, length, ends, provisional
):
    told = Period.of(length).ends(date.fromisoformat(start), DAYS)
    assert (told.last.isoformat(), told.provisional) == (ends, provisional)


def test_the_day_before_rolling_is_kept_beside_the_last():
    told = Period.of("30d").ends(date(2026, 9, 1), DAYS)
    assert (told.by_name, told.last) == (date(2026, 10, 1), date(2026, 10, 8))


@pytest.mark.parametrize(
    "told",
    [
        "", " ", "d", "15", "0d", "00m", "-1d", "+1d", "1.5m", "15wk", "15 wd", "15WD", "6M", "十五日",
        "１５d", "10000d", "1d2m", "6m\n6m", "1e3d",
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused_by_name_and_told_how_to_write_one(told):
    with pytest.raises(BadPeriod) as refused:
        Period.of(told)
    assert f"“{told}”" in str(refused.value)
    assert "15wd" in str(refused.value)


@pytest.mark.parametrize(
    ("start", "length"),
    [
        (date(2026, 3, 2), "9999y"),
        (date(9999, 12, 31), "1d"),
        (date(9999, 12, 31), "1wd"),
        (date(9999, 8, 31), "6m"),
        (date(9999, 1, 1), "9999wd"),
    ],
)
def test_a_period_that_leaves_the_calendar_is_refused_not_broken(start, length):
    with pytest.raises(BadPeriod):
        Period.of(length).ends(start, DAYS)


@pytest.mark.parametrize(("count", "unit"), [(1, "wd"), (7, "wd"), (10, "wd"), (11, "d"), (30, "d")])
def test_ten_days_or_fewer_of_the_coercion_law_are_working_days(count, unit):
    assert Period.coercion(count) == Period(count, unit)


@pytest.mark.parametrize(
    ("length", "words"), [("15wd", "15个工作日"), ("30d", "30日"), ("6m", "6个月"), ("1y", "1年")]
)
def test_a_period_reads_in_chinese_and_writes_as_it_was_told(length, words):
    assert Period.of(length).words == words
    assert str(Period.of(f" 0{length} ")) == length


def test_working_days_between_two_dates_are_those_one_would_count_on_the_calendar():
    for start in (date(2025, 12, 27) + timedelta(n) for n in range(0, 400, 9)):
        for length in (0, 1, 6, 7, 30, 371):
            end = start + timedelta(length)
            counted = sum(DAYS.works(start + timedelta(n)) for n in range(1, length + 1))
            assert DAYS.between(start, end) == counted == -DAYS.between(end, start)


def test_a_working_day_stays_where_it_is_and_a_rest_day_rolls():
    assert rolled(date(2026, 10, 10), DAYS) == date(2026, 10, 10)
    assert rolled(date(2026, 10, 3), DAYS) == date(2026, 10, 8)


@pytest.mark.parametrize(
    ("on", "banned"),
    [
        ("2026-02-16", True),  # 除夕
        ("2024-02-09", False),
        ("2026-02-20", False),  # off, but no statutory holiday
        ("2026-10-03", True),
        ("2026-10-05", False),
        ("2026-04-06", False),  # the Monday given back for 清明 on a Sunday
        ("2027-01-01", True),
        ("2027-01-02", False),
        ("2027-05-02", True),
        ("2027-10-03", True),
        ("2027-10-04", False),
        ("2024-05-02", False),
    ],
)
def test_the_ban_is_on_statutory_holidays_and_holds_for_fixed_ones_in_any_year_to_come(on, banned):
    assert DAYS.holiday(date.fromisoformat(on)) is banned
