"""年度结账: frozen figures, everything open named at once, targets copied, later acts as restatements."""

from datetime import date

import pytest
from sqlalchemy import update

from hazards.domain import trail
from hazards.domain.roles import Role
from hazards.services import batches, closing, closingfacts, targets
from hazards.services.access import LOCAL_ADMIN
from hazards.storage import events
from hazards.storage import tables as t
from tests.returns.test_weekly_reports import asked
from tests.services.district import add_case, key_of
from tests.services.offices import office, street

JANUARY = "2027-01-08"


@pytest.fixture
def listing():
    return office(Role.LISTING, 13)


@pytest.fixture
def leader():
    return office(Role.LEADER, 15)


@pytest.fixture
def over(store, monkeypatch):
    """The year 2026 is over: three listed, two of them struck off, one carried over."""
    for day in (3, 4):
        add_case(store, state="struck-off", stage="struck-off", struck_off_on=date(2026, 11, day))
    add_case(store, deadline=date(2027, 2, 1))
    targets.set_target(store, LOCAL_ADMIN, "330302", 2026, listed=90, rate=95)
    monkeypatch.setenv("HAZARDS_TODAY", JANUARY)


def closed(store, listing, leader):
    seen = closing.prepare(store, listing, 2026)
    closing.confirm(store, leader, 2026, seen=seen)
    return closing.view(store, leader, 2026)


def test_a_year_closes_with_its_figures_its_digest_and_what_is_carried_over(store, over, listing, leader):
    told = closed(store, listing, leader)
    assert (told.total["listed"], told.total["struck_off"], len(told.facts["carried"])) == (3, 2, 1)
    assert trail.sha256(told.row["facts"].encode()) == told.row["sha256"]
    assert len(told.row["head"]) == 64
    assert told.restated == ()


def test_next_years_targets_begin_as_this_years_and_those_already_set_stay(store, over, listing, leader):
    key = key_of(store, "双屿街道")
    code = "330302"
    closed(store, listing, leader)
    assert targets.all_of_year(store, listing, 2027) == targets.all_of_year(store, listing, 2026)
    targets.set_target(store, listing, code, 2027, listed=100, rate=96)
    assert (100, 96) in targets.all_of_year(store, listing, 2027).values()
    assert key not in targets.all_of_year(store, listing, 2027)


def test_everything_that_stands_open_is_named_at_once(store, over, listing, monkeypatch):
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-21")
    batches.draft(store, listing, does="list", year=2026, name="第九批")
    asked(store, street(store, "双屿街道", Role.CLERK, 11), key_of(store, "双屿街道"))
    monkeypatch.setenv("HAZARDS_TODAY", JANUARY)
    with pytest.raises(closing.StillOpen, match=r"还有 2 件未了.*第九批.*双屿街道 2026-11-16") as refused:
        closing.prepare(store, listing, 2026)
    assert len(closing.view(store, listing, 2026).open) == refused.value.facts["count"] == 2


def test_a_year_that_is_not_over_does_not_close(store, listing):
    with pytest.raises(closing.YearNotOver):
        closing.prepare(store, listing, 2027)


def test_a_leader_confirms_only_what_was_prepared_and_still_stands(store, over, listing, leader):
    with pytest.raises(closing.NotPrepared):
        closing.confirm(store, leader, 2026, seen="")
    seen = closing.prepare(store, listing, 2026)
    add_case(store, listed_on=date(2026, 12, 1))
    assert closing.view(store, leader, 2026).moved
    with pytest.raises(closing.ClosingMoved):
        closing.confirm(store, leader, 2026, seen=seen)


def test_a_closed_year_does_not_close_again(store, over, listing, leader):
    closed(store, listing, leader)
    with pytest.raises(closing.AlreadyClosed):
        closing.prepare(store, listing, 2026)


def test_what_is_dated_in_a_closed_year_and_entered_later_is_a_restatement(store, over, listing, leader):
    before = closed(store, listing, leader)
    case = before.facts["carried"][0][0]

    def job(connection):
        told = {"state": "struck-off", "stage": "struck-off", "struck_off_on": date(2026, 12, 30)}
        connection.execute(update(t.cases).where(t.cases.c.id == case).values(**told))
        events.record(
            connection,
            action="struck-off",
            case_id=case,
            acted_on=date(2026, 12, 30),
            actor="沈持衡",
            entered_at="2027-01-08T10:00:00+08:00",
        )

    store.write(job)
    after = closing.view(store, leader, 2026)
    assert after.total == before.total
    (one,) = after.restated
    assert (one.case, one.before, one.after) == (case, ("挂牌",), ("挂牌", "已销号"))
    assert "销号" in one.acts[0]


def test_every_number_of_the_closed_table_is_as_long_as_its_list(store, over, listing, leader):
    add_case(store, street="五马街道", deadline=date(2026, 5, 1))
    add_case(store, street=None)
    told = closed(store, listing, leader).facts
    for row in told["tables"]["street"]["rows"]:
        for flag in closingfacts.FLAGS:
            members = [m for m in told["members"] if m[3] == row["name"] and flag in m[4]]
            assert len(members) == row[flag], (row["name"], flag)
