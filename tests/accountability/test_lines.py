"""Lines of accountability: computed from facts, neutral, seen by three roles, decided by a leader alone."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, insert, select

from hazards.domain.accountability import REASONS, Fact, Rule, candidates
from hazards.domain.roles import Role
from hazards.domain.weeks import Week
from hazards.services import accountability, law, weekly
from hazards.storage import tables as t
from tests.accountability.samples import TODAY, found, happened, overdue, take_in
from tests.services import structures
from tests.services.district import key_of
from tests.services.offices import DEPARTMENT, office, street


@pytest.fixture
def leader():
    return office(Role.LEADER, 5)


# ------------------------------------------------------------------ the rules
def test_every_rule_gives_one_of_the_five_reasons_and_all_five_are_given():
    version, rules = accountability.book()
    assert version
    assert {rule.reason for rule in rules} == set(REASONS)
    assert all(rule.says.endswith("。") for rule in rules)
    assert "问责" in law.cite("accountability.reasons")


def test_a_line_needs_so_many_facts_of_one_organ():
    rule = Rule("late", "执行不到位", "迟", "迟三次。", times=3)
    facts = [Fact("late", "甲街道", 1, str(n), None, "", "") for n in range(3)]
    told = candidates([rule], facts, {}, {}, frozenset({"甲街道"}))
    assert [(one.organ, len(one.facts), one.streak) for one in told] == [("甲街道", 3, True)]
    assert candidates([rule], facts[:2], {}, {}, frozenset()) == []
    assert candidates([rule], facts, {("late", "甲街道"): frozenset("0")}, {}, frozenset()) == []


# ------------------------------------------------------------------ the facts
def test_an_overdue_case_in_which_nothing_was_done_is_a_line_from_the_thirty_first_day_on(store):
    overdue(store, 30)
    late = overdue(store, 31)
    (line,) = found(store, "overdue-idle")
    assert (line.organ, line.rule.reason) == ("五马街道", "行政不作为")
    assert [fact.ref for fact in line.facts] == [late]
    assert "逾期31天，尚无办理记录" in line.facts[0].told


def test_work_of_late_makes_it_no_idle_case_and_a_reminder_is_no_work(store):
    case = overdue(store, 40)
    happened(store, case, "order-sent", "2026-11-20")
    assert found(store, "overdue-idle")
    happened(store, case, "progress-told", "2026-11-10")
    assert not found(store, "overdue-idle")
    long = overdue(store, 91)
    happened(store, long, "progress-told", "2026-11-10")
    (line,) = found(store, "overdue-long")
    assert [fact.ref for fact in line.facts] == [long]


def test_a_complaint_beyond_its_day_is_a_line_of_the_street_it_came_to(store):
    number = take_in(store, street(store, "五马街道", Role.CLERK, 7))
    (line,) = found(store, "complaint-late")
    assert (line.organ, line.facts[0].subject, line.facts[0].ref) == ("五马街道", "complaint", number)
    assert "柳如烟" not in line.facts[0].told


def test_an_instruction_and_an_order_that_nobody_answered(store):
    case = overdue(store, 1)
    sent = {
        "office": "department",
        "department": DEPARTMENT,
        "addressee": DEPARTMENT,
        "told": "立即整改",
        "entered_at": "",
        "event_id": 1,
    }
    told = {**sent, "leader": "孙怀民", "given_on": TODAY, "state": "open", "case_id": case}
    for reply_by in (TODAY - timedelta(days=3), TODAY - timedelta(days=4)):
        store.write(lambda c, r=reply_by: c.execute(insert(t.instructions).values(**told, reply_by=r)))
    (line,) = found(store, "instruction-late")
    assert (line.organ, len(line.facts)) == ("鹿城区应急管理局", 1), (
        "one name for 区应急管理局 and its full name"
    )
    assert "超期4天" in line.facts[0].told


def test_an_order_nobody_answered_is_a_line_of_the_street_it_went_to(store):
    case, street_ = overdue(store, 1), key_of(store, "五马街道")
    paper = {"case_id": case, "kind": "order", "year": 2026, "serial": 1, "dated": TODAY, "event_id": 1}
    number = store.write(lambda c: c.execute(insert(t.documents).values(paper)).inserted_primary_key[0])
    told = {"case_id": case, "rung": "holder", "about": "deadline", "until": TODAY, "document_id": number}
    told |= {"office": "street", "jurisdiction_id": street_, "addressee": "五马街道", "dated": TODAY}
    told |= {"reply_by": TODAY - timedelta(days=4), "entered_at": "", "event_id": 1}
    for more in ({}, {"replied_on": TODAY}):
        store.write(lambda c, v=more: c.execute(insert(t.orders).values(**told, **v)))
    (line,) = found(store, "order-late")
    assert (line.organ, len(line.facts)) == ("五马街道", 1)
    assert "未签收未回复" in line.facts[0].told


def test_three_weekly_reports_that_never_came_are_a_line_of_every_street(store):
    weekly.begin(store, office(Role.LISTING, 3), Week.of(date(2026, 11, 9)))
    assert not found(store, "weekly-late"), "two weeks are owed by Saturday 21 November"
    weekly.begin(store, office(Role.LISTING, 3), Week.of(date(2026, 11, 2)))
    told = {line.organ: len(line.facts) for line in found(store, "weekly-late")}
    assert told["五马街道"] == 3


def test_late_entries_count_for_whoever_entered_them_from_the_fifth_on(store):
    case = overdue(store, 1)
    for _ in range(4):
        happened(store, case, "submit", "2026-11-20", acted_on=date(2026, 11, 16))
    happened(store, case, "submit", "2026-11-20", acted_on=date(2026, 11, 19))
    assert not found(store, "late-entry")
    happened(store, case, "submit", "2026-11-20", acted_on=date(2026, 11, 16))
    (line,) = found(store, "late-entry")
    assert (line.organ, len(line.facts)) == ("五马街道", 5)


def test_a_strike_off_undone_as_false_is_a_line_of_street_and_department(store):
    case = overdue(store, 1, supervisor=DEPARTMENT)
    for why in ("误销", "虚假整改"):
        happened(store, case, "undo", "2026-11-20", data={"why": why}, acted_on=TODAY)
    told = found(store, "false-strike-off")
    assert sorted((one.organ, len(one.facts)) for one in told) == [("五马街道", 1), ("鹿城区应急管理局", 1)]


def test_false_papers_gates_opened_places_come_back_and_places_unknown(store):
    case = overdue(store, 1)
    row = {"case_id": case, "kind": "after", "file_name": "", "media_type": "", "size": 1, "sha256": "0" * 64}
    row |= {"actor": "", "way": "desk", "event_id": 1, "entered_at": "", "voided_at": "2026-11-01T00:00:00"}
    for n, why in enumerate(("重复上传", "照片造假")):
        values = {**row, "receipt": f"证{n}", "void_reason": why}
        store.write(lambda c, v=values: c.execute(insert(t.evidence).values(v)))
    (line,) = found(store, "false-evidence")
    assert len(line.facts) == 1
    event = happened(store, case, "act-override-asked", "2026-11-03")
    asked = {"case_id": case, "step": "announcement", "event_id": event}
    for granted, used in ((None, None), (True, None), (True, 9), (False, None)):
        values = {**asked, "granted": granted, "used_event": used}
        store.write(lambda c, v=values: c.execute(insert(t.overrides).values(v)))
    (line,) = found(store, "override")
    assert (line.organ, len(line.facts), line.rule.reason) == ("五马街道", 2, "超越职权")
    overdue(store, 1, recurs_id=case, found_on=date(2026, 5, 1))
    assert len(found(store, "recurrence")) == 1
    structures.found(store, structures.officer(), found_by="above")
    (line,) = found(store, "unreported")
    assert line.rule.reason == "监管不力"


def test_nothing_of_a_line_is_stored(store, leader):
    overdue(store, 40)
    accountability.lines(store, leader)
    with store.read() as connection:
        assert connection.execute(select(func.count()).select_from(t.inquiries)).scalar() == 0
