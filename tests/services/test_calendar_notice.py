"""A year stops being provisional once its notice is in whole, not with the first day entered."""

from datetime import date, timedelta

from hazards.services import calendar
from hazards.services.access import LOCAL_ADMIN

HOLIDAYS = {
    "元旦": ("2027-01-01", 3),
    "春节": ("2027-02-05", 7),
    "清明": ("2027-04-03", 3),
    "劳动节": ("2027-05-01", 5),
    "端午": ("2027-06-09", 3),
    "中秋": ("2027-09-15", 3),
    "国庆": ("2027-10-01", 7),
}


def enter(store, name: str) -> None:
    first, count = HOLIDAYS[name]
    days = [date.fromisoformat(first) + timedelta(n) for n in range(count)]
    calendar.set_days(store, LOCAL_ADMIN, days, "holiday", name)


def published(store) -> int:
    return calendar.working_days(store).published


def test_a_single_day_of_the_coming_year_leaves_that_year_provisional(store):
    enter(store, "元旦")
    days = calendar.working_days(store)
    assert days.published == 2026
    assert days.provisional(date(2027, 6, 1))
    assert not days.works(date(2027, 1, 1))  # what is known is counted all the same


def test_the_year_is_published_with_its_last_holiday(store):
    for name in list(HOLIDAYS)[:-1]:
        enter(store, name)
        assert published(store) == 2026, name
    enter(store, "国庆")
    assert published(store) == 2027
    assert not calendar.working_days(store).provisional(date(2027, 12, 31))


def test_a_later_year_entered_first_does_not_publish_the_one_between(store):
    calendar.set_days(store, LOCAL_ADMIN, [date(2028, 10, 2)], "rest", "国庆")
    assert published(store) == 2026


def test_before_2008_a_year_is_whole_without_the_three_traditional_days():
    days = [(day, kind) for day, kind, _ in calendar.shipped() if day.year == 2006]
    assert calendar.WorkingDays.of(days).published == 2006
