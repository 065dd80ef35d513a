"""The calendar file against what the State Council published and the holiday rules say."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

DAYS = Path(__file__).parents[2] / "data" / "calendar" / "days.csv"


def days(kind: str) -> dict[date, str]:
    with DAYS.open(encoding="utf-8", newline="") as lines:
        return {date.fromisoformat(r["date"]): r["name"] for r in csv.DictReader(lines) if r["kind"] == kind}


def test_the_make_up_days_of_2026_are_the_six_published_ones():
    assert [d.isoformat() for d in days("work") if d.year == 2026] == [
        "2026-01-04",
        "2026-02-14",
        "2026-02-28",
        "2026-05-09",
        "2026-09-20",
        "2026-10-10",
    ]


@pytest.mark.parametrize(
    ("year", "count"), [(2007, 10), (2008, 11), (2013, 11), (2014, 11), (2024, 11), (2025, 13), (2026, 13)]
)
def test_statutory_days_follow_the_holiday_rules_in_force_that_year(year, count):
    assert sum(d.year == year for d in days("statutory")) == count


@pytest.mark.parametrize(
    ("eve", "is_statutory"),
    [
        ("2007-02-17", False),
        ("2013-02-09", True),
        ("2014-01-30", False),
        ("2024-02-09", False),
        ("2025-01-28", True),
    ],
)
def test_new_years_eve_is_a_statutory_day_only_under_the_rules_of_2007_and_2024(eve, is_statutory):
    assert (date.fromisoformat(eve) in days("statutory")) is is_statutory


def test_bridge_days_are_off_but_not_statutory():
    bridge = date(2026, 10, 6)
    assert bridge in days("rest")
    assert bridge not in days("statutory")


def test_the_second_of_may_is_statutory_from_2025_on():
    found = days("statutory")
    assert date(2025, 5, 2) in found
    assert date(2024, 5, 2) not in found


def test_each_kind_is_complete_by_itself():
    """A statutory weekday is a rest day too, so a reader of one kind needs no other."""
    assert all(d in days("rest") for d in days("statutory") if d.weekday() < 5)


def test_rest_days_are_weekdays_and_make_up_days_are_weekends():
    assert all(d.weekday() < 5 for d in days("rest"))
    assert all(d.weekday() >= 5 for d in days("work"))


def test_no_day_stands_twice_in_one_kind_and_every_row_has_a_source():
    with DAYS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert max(Counter((r["date"], r["kind"]) for r in rows).values()) == 1
    assert all(r["source"] and r["name"] for r in rows)
    assert {int(r["date"][:4]) for r in rows} == set(range(2004, 2027))
