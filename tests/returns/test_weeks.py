"""A weekly report is owed by the end of the week's last working day, whatever holidays do to the week."""

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hazards.domain.calendar import WorkingDays
from hazards.domain.weeks import Week, between
from hazards.services import calendar

DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
SHIPPED = WorkingDays.of((day, kind) for day, kind, _ in calendar.shipped())


@given(DAYS)
def test_it_is_due_on_a_working_day_of_its_own_week_and_none_follows_in_that_week(on):
    week = Week.of(on)
    last = week.due(SHIPPED)
    assert week.monday <= on <= week.sunday
    if last is None:
        assert not any(SHIPPED.works(day) for day in week.days)
    else:
        assert SHIPPED.works(last)
        assert week.monday <= last <= week.sunday
        assert not any(
            SHIPPED.works(last + timedelta(days=n)) for n in range(1, (week.sunday - last).days + 1)
        )


@given(DAYS, st.sets(st.integers(0, 6)), st.sets(st.integers(0, 6)))
def test_whatever_days_a_district_sets_the_last_day_worked_decides(on, rests, works):
    week = Week.of(on)
    rest = frozenset(week.days[n] for n in rests if n < 5)
    work = frozenset(week.days[n] for n in works if n >= 5)
    days = WorkingDays(rest, work)
    worked = [day for day in week.days if days.works(day)]
    assert week.due(days) == (worked[-1] if worked else None)


def test_weeks_of_2026_at_spring_festival_and_national_day():
    """The notice of 2025-11-04: 15–23 February off, 14 and 28 February and 10 October worked."""
    told = {
        Week.of(date(2026, m, d)).monday: Week.of(date(2026, m, d)).due(SHIPPED)
        for m, d in ((2, 10), (2, 18), (2, 25), (9, 30), (10, 7), (11, 18))
    }
    assert told == {
        date(2026, 2, 9): date(2026, 2, 14),
        date(2026, 2, 16): None,
        date(2026, 2, 23): date(2026, 2, 28),
        date(2026, 9, 28): date(2026, 9, 30),
        date(2026, 10, 5): date(2026, 10, 10),
        date(2026, 11, 16): date(2026, 11, 20),
    }


@given(DAYS, st.integers(0, 60))
def test_weeks_between_two_days_follow_each_other_without_a_gap(on, length):
    told = between(on, on + timedelta(days=length))
    assert told[0] == Week.of(on)
    assert told[-1] == Week.of(on + timedelta(days=length))
    assert all(b == a.but(1) for a, b in itertools.pairwise(told))
