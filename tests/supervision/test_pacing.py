"""The lead is a setting: every light, list and step follows it and the urgency of its case, each an event."""

from datetime import date

import pytest
from sqlalchemy import select

from hazards.domain.roles import Role
from hazards.services import calendar, lists, pacing, todo
from hazards.services.access import LOCAL_ADMIN
from hazards.services.asked import Asked
from hazards.services.pacing import BadLead, BadUrgency
from hazards.storage import tables as t
from tests.services.district import add_case, ids
from tests.services.offices import DEPARTMENT, office, place

LISTING = office(Role.LISTING, 5, "沈持衡")


def soon(store) -> list[int]:
    return ids(store, measure="open", light="soon")


def clock_of(store, case):
    (one,) = [one for one in todo.clocks(store, LOCAL_ADMIN) if one.case == case]
    return one


def test_five_working_days_by_default_and_whatever_the_office_sets(store):
    near, far = (
        add_case(store, stage="rectifying", deadline=on) for on in (date(2026, 11, 27), date(2026, 11, 30))
    )
    assert soon(store) == [near]
    assert [clock_of(store, case).soon for case in (near, far)] == [True, False]
    pacing.set_lead(store, LISTING, {"complex": 6})
    assert sorted(soon(store)) == [near, far]
    assert clock_of(store, far).soon
    pacing.set_lead(store, LISTING, {"complex": 0})
    assert soon(store) == []


def test_a_holiday_entered_later_moves_the_warning(store):
    case = add_case(store, deadline=date(2026, 11, 30))
    assert soon(store) == []
    calendar.set_days(store, LOCAL_ADMIN, [date(2026, 11, 25)], "rest", "试假")
    assert soon(store) == [case]


def test_an_urgent_case_is_warned_of_earlier_and_its_steps_are_shorter(store):
    case = add_case(store, deadline=date(2026, 12, 4), supervisor=DEPARTMENT)
    other = add_case(store, deadline=date(2026, 12, 4))
    place(store, case, "submitted", stage_on=date(2026, 11, 18))
    assert (soon(store), clock_of(store, case).until) == ([], date(2026, 11, 28))
    pacing.set_urgency(store, LISTING, case, "special", why="邻近学校")
    assert (soon(store), clock_of(store, case).until) == ([case], date(2026, 11, 20))
    assert lists.case(store, LOCAL_ADMIN, other).line.light == "open"
    pacing.set_urgency(store, LISTING, case, "complex", why="险情已排除")
    assert soon(store) == []
    with store.read() as connection:
        told = (
            connection.execute(select(t.urgencies.c.urgency).order_by(t.urgencies.c.event_id)).scalars().all()
        )
    assert told == ["special", "complex"]


def test_what_cannot_be_meant_is_refused(store):
    case = add_case(store)
    for leads in ({"complex": -1}, {"complex": 61}, {"soon": 3}, {"step": "3"}):
        with pytest.raises(BadLead):
            pacing.set_lead(store, LISTING, leads)
    with pytest.raises(BadUrgency):
        pacing.set_urgency(store, LISTING, case, "hurry", why="")


def test_lights_of_another_cut_off_count_from_that_day(store):
    add_case(store, deadline=date(2026, 11, 27))
    assert ids(store, measure="open", light="soon", as_of=date(2026, 11, 10)) == []
    assert Asked(as_of=date(2026, 11, 20)).cutoff.ended
    assert len(ids(store, measure="open", light="soon", as_of=date(2026, 11, 20))) == 1
