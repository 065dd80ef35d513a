"""周报: prefilled, signed, frozen, returned; each figure is as long as its list."""

from datetime import date

import orjson
import pytest
from sqlalchemy import insert, update

from hazards.domain.roles import Role
from hazards.domain.weeks import Week
from hazards.services import lists, todo, weekduty, weekly, weekpaper, weekreports
from hazards.services import returnsigned as signed
from hazards.services.access import NotYours
from hazards.services.asked import Asked
from hazards.services.signatures import PaperIncomplete
from hazards.storage import events
from hazards.storage import tables as t
from tests import people
from tests.services.district import add_case, key_of
from tests.services.offices import office, street, tiny_png

WEEK = Week.of(date(2026, 11, 21))
SHUANGYU = "双屿街道"
CLERK_TEXTS = {"problems": "两处未落实资金", "plans": "督促三家企业报验"}


@pytest.fixture
def key(store):
    return key_of(store, SHUANGYU)


@pytest.fixture
def clerk(store):
    return street(store, SHUANGYU, Role.CLERK, 11)


@pytest.fixture
def head(store):
    return street(store, SHUANGYU, Role.HEAD, 12)


@pytest.fixture
def listing():
    return office(Role.LISTING, 13)


def a_full_week(store) -> None:
    """Two listed, one struck off, one overdue, one due next week, one without a deadline, 80 ㎡ gone."""
    far = date(2027, 3, 31)
    add_case(store, listed_on=date(2026, 11, 17), deadline=far)
    add_case(store, listed_on=date(2026, 11, 20), deadline=date(2026, 11, 25))
    add_case(store, state="struck-off", stage="struck-off", struck_off_on=date(2026, 11, 18), deadline=far)
    add_case(store, deadline=date(2026, 10, 1))
    add_case(store, deadline=None)
    add_case(store, street="五马街道", listed_on=date(2026, 11, 17), deadline=far)
    building = add_case(store, kind="building", illegal_area=80.0)
    row = {"case_id": building, "kind": "强制拆除", "m2": 80.0, "on_date": date(2026, 11, 19), "event_id": 1}
    store.write(lambda c: c.execute(insert(t.disposals).values(**row)))


def asked(store, clerk, key, week=WEEK) -> int:
    number = weekly.save(store, clerk, key, week, **CLERK_TEXTS)
    weekly.ask(store, clerk, number)
    return number


def signed_report(store, clerk, head, key, week=WEEK) -> int:
    number = asked(store, clerk, key, week)
    weekly.sign(store, head, number, seen=weekreports.report(store, head, key, week).figures.digest)
    return number


def values(store, scope, key, week=WEEK) -> dict[str, float]:
    return {f.key: f.value for f in weekreports.report(store, scope, key, week).figures.told}


def test_a_report_is_prefilled_from_the_ledger_of_its_own_street(store, clerk, key):
    a_full_week(store)
    told = values(store, clerk, key)
    assert {k: told[k] for k in ("listed", "struck_off", "demolished", "open", "overdue", "due_next")} == {
        "listed": 2,
        "struck_off": 1,
        "demolished": 80.0,
        "open": 4,
        "overdue": 1,
        "due_next": 1,
    }
    assert (told["no_deadline"], told["unverified"], told["year_listed"], told["year_struck_off"]) == (
        1,
        4,
        5,
        1,
    )


def test_every_figure_is_as_long_as_its_list_and_agrees_with_the_ledger(store, clerk, key):
    a_full_week(store)
    figures = weekreports.report(store, clerk, key, WEEK).figures
    for one in figures.told:
        assert one.value == (sum(e.m2 for e in one.entries) if one.unit == "㎡" else len(one.entries)), (
            one.key
        )
    for mine, measure, year in (
        ("open", "open", 0),
        ("overdue", "open_overdue", 0),
        ("no_deadline", "open_no_deadline", 0),
        ("year_listed", "listed", 2026),
        ("year_struck_off", "struck_off", 2026),
    ):
        page = lists.page(store, clerk, Asked(year=year, measure=measure), size=None)
        assert {e.case for e in figures[mine].entries} == set(page.ids.tolist()), mine


def test_what_was_submitted_and_what_was_entered_late_is_told_by_its_events(store, clerk, key):
    case = add_case(store)

    def job(connection):
        told = {"case_id": case, "actor": "测试", "entered_at": "2026-11-19T10:00:00+08:00"}
        events.record(connection, action="submit", acted_on=date(2026, 11, 19), **told)
        events.record(connection, action="check", acted_on=date(2026, 11, 10), data={"late": 7}, **told)

    store.write(job)
    told = values(store, clerk, key)
    assert (told["submitted"], told["backfilled"]) == (1, 1)


def test_a_signed_report_keeps_its_figures_and_lists_whatever_the_ledger_does(store, clerk, head, key):
    a_full_week(store)
    signed_report(store, clerk, head, key)
    before = weekreports.report(store, clerk, key, WEEK)
    add_case(store, listed_on=date(2026, 11, 20))
    after = weekreports.report(store, clerk, key, WEEK)
    assert after.figures == before.figures
    assert after.state == signed.SIGNED
    assert orjson.loads(after.told("facts"))["figures"]["listed"]["value"] == 2


def test_what_bears_last_weeks_date_and_came_after_its_report_stands_in_the_next(store, clerk, head, key):
    add_case(store, listed_on=date(2026, 11, 10))
    signed_report(store, clerk, head, key, WEEK.but(-1))
    late = add_case(store, listed_on=date(2026, 11, 14))
    told = weekreports.report(store, clerk, key, WEEK).figures["since"]
    assert [e.case for e in told.entries] == [late]


def test_a_head_signs_only_what_he_saw(store, clerk, head, key):
    number = asked(store, clerk, key)
    seen = weekreports.report(store, head, key, WEEK).figures.digest
    add_case(store, listed_on=date(2026, 11, 20))
    with pytest.raises(signed.ReturnMoved):
        weekly.sign(store, head, number, seen=seen)


def test_a_clerk_cannot_sign_and_nothing_is_asked_without_its_texts(store, clerk, key):
    number = weekly.save(store, clerk, key, WEEK, problems="", plans="督促报验")
    with pytest.raises(signed.ReturnIncomplete, match="存在问题"):
        weekly.ask(store, clerk, number)
    with pytest.raises(NotYours):
        weekly.sign(store, clerk, number, seen="")


def test_a_street_reads_and_writes_its_own_report_only(store, clerk, key):
    other = key_of(store, "五马街道")
    for ask in (weekreports.report, lambda *a: weekly.save(*a, **CLERK_TEXTS)):
        with pytest.raises(signed.NoSuchReturn):
            ask(store, clerk, other, WEEK)
    assert [o.unit.key for o in weekreports.board(store, clerk, WEEK).rows] == [key]


def test_a_returned_report_is_owed_again_and_its_first_version_stays(store, clerk, head, listing, key):
    number = signed_report(store, clerk, head, key)
    weekly.give_back(store, listing, number, reason="拆除面积与台账不符")
    told = weekreports.report(store, clerk, key, WEEK)
    assert (told.state, told.standing, told.told("returned")) == ("returned", "again", "拆除面积与台账不符")
    again = signed_report(store, clerk, head, key)
    told = weekreports.report(store, clerk, key, WEEK)
    assert again != number
    assert [v["id"] for v in told.versions] == [number]
    assert told.versions[0]["facts"]


def test_late_is_judged_by_the_day_of_the_signature(store, clerk, head, key, monkeypatch):
    signed_report(store, clerk, head, key)  # Saturday: Friday was the last working day
    assert weekreports.report(store, clerk, key, WEEK).standing == weekduty.LATE
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-27")
    signed_report(store, clerk, head, key, WEEK.but(1))
    assert weekreports.report(store, clerk, key, WEEK.but(1)).standing == weekduty.ON_TIME


def test_the_board_counts_every_street_once(store, clerk, head, listing, key):
    signed_report(store, clerk, head, key)
    board = weekreports.board(store, listing, WEEK)
    assert sum(len(board.of(one)) for one in weekduty.STANDINGS) == len(board.rows) == len(due(store, WEEK))
    assert [o.unit.key for o in board.of(weekduty.LATE)] == [key]


def due(store, week):
    with store.read() as connection:
        return weekly.due(connection, week)


def test_a_street_that_was_merged_away_owes_none_from_then_on(store, clerk, key):
    end = update(t.jurisdictions).where(t.jurisdictions.c.id == key).values(valid_to=date(2026, 7, 1))
    store.write(lambda c: c.execute(end))
    assert key in {u.key for u in due(store, date(2026, 6, 24))}
    assert key not in {u.key for u in due(store, date(2026, 7, 1))}
    with pytest.raises(weekly.NoneDue):
        weekly.save(store, clerk, key, WEEK, **CLERK_TEXTS)


def test_nobody_owes_a_report_of_a_week_without_a_working_day(store):
    assert due(store, date(2026, 2, 18)) == []
    assert due(store, date(2026, 2, 10))


def test_to_dos_begin_with_the_week_the_office_names_and_go_to_whose_turn_it_is(
    store, clerk, head, listing, key
):
    assert weekduty.todos(store, clerk) == []
    weekly.begin(store, listing, WEEK)
    assert [(o.what, o.number, o.until) for o in weekduty.todos(store, clerk)] == [
        ("填报周报", "2026年第47周", date(2026, 11, 20))
    ]
    assert weekduty.todos(store, head) == []
    number = asked(store, clerk, key)
    assert weekduty.todos(store, clerk) == []
    assert [o.what for o in todo.mine(store, head) if o.kind == "weekly"] == ["审签周报"]
    weekly.send_back(store, head, number, reason="问题写具体")
    assert [o.what for o in todo.mine(store, clerk) if o.kind == "weekly"] == ["改后再送审周报"]
    signed_report(store, clerk, head, key)
    assert weekduty.todos(store, clerk) == weekduty.todos(store, head) == []


def test_a_sheet_signed_by_hand_wants_number_day_signer_and_scan(store, clerk, key):
    person = people.hire(store, "双屿审签", Role.HEAD, jurisdiction=key)
    number = asked(store, clerk, key)
    at_asking = weekreports.report(store, clerk, key, WEEK).asked
    on = date(2026, 11, 21)
    with pytest.raises(PaperIncomplete, match=r"审签单编号、不晚于今天的签字日期、签字人.*、签字页扫描件"):
        weekly.on_paper(store, clerk, number, signed.Paper("", 0, None, None))
    add_case(store, listed_on=on)
    scan = signed.Scan("签字页.png", tiny_png())
    weekly.on_paper(store, clerk, number, signed.Paper("周签2026-47", person, on, scan))
    told = weekreports.report(store, clerk, key, WEEK)
    assert (told.state, told.told("signer"), told.told("paper")) == ("signed", "双屿审签", "周签2026-47")
    assert told.figures == at_asking


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_signed_report_prints_the_same_bytes_whatever_the_ledger_does(store, clerk, head, key, form):
    a_full_week(store)
    signed_report(store, clerk, head, key)
    first, _ = weekpaper.print_(store, clerk, key, WEEK, form)
    add_case(store, listed_on=date(2026, 11, 20))
    assert weekpaper.print_(store, clerk, key, WEEK, form) == (first, f"双屿街道2026年第47周周报.{form}")


def test_a_report_before_its_signature_is_printed_as_a_draft(store, clerk, key):
    asked(store, clerk, key)
    assert weekpaper.print_(store, clerk, key, WEEK, "docx")[1].endswith("(送审稿).docx")
