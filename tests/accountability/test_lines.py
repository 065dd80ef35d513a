"""Lines of accountability: computed from facts, neutral, seen by three roles, decided by a leader alone."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, insert, select

from hazards.domain.accountability import MEASURES, REASONS, Fact, Rule, candidates
from hazards.domain.roles import Role
from hazards.domain.weeks import Week
from hazards.services import accountability, law, weekly
from hazards.services.access import LOCAL_ADMIN, NotYours, Scope
from hazards.services.accountability import LineChanged
from hazards.services.followups import NoSuchStep
from hazards.services.matters import MatterLacks, MatterSettled, NoSuchMatter
from hazards.storage import events
from hazards.storage import tables as t
from tests.accountability.samples import take_in
from tests.services import structures
from tests.services.district import add_case, key_of
from tests.services.offices import DEPARTMENT, office, street

TODAY = date(2026, 11, 21)
TOLD = {
    "measure": "约谈",
    "why": "逾期未办",
    "whom": "街道主要负责人",
    "document": "鹿安委约〔2026〕1号",
    "on": TODAY,
}


@pytest.fixture
def leader():
    return office(Role.LEADER, 5)


def found(store, rule: str, scope=None) -> list:
    return [
        one for one in accountability.lines(store, scope or office(Role.LEADER, 5)) if one.rule.key == rule
    ]


def overdue(store, days: int, **more) -> int:
    values = {"street": "五马街道", "stage": "rectifying", "deadline": TODAY - timedelta(days=days), **more}
    return add_case(store, **values)


def happened(store, case: int, action: str, on: str, **more) -> int:
    told = {"actor": "某人", "as_whom": "五马街道 填报员", "entered_at": f"{on}T10:00:00+08:00", **more}
    return store.write(lambda c: events.record(c, action=action, case_id=case, **told))


def decided(store, leader, rule="overdue-idle", organ="五马街道", **more) -> int:
    (line,) = [one for one in found(store, rule, leader) if one.organ == organ]
    return accountability.decide(store, leader, rule, organ, {**TOLD, **more}, seen=line.seen)


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


# ------------------------------------------------------------------ who sees and decides
def test_lines_are_for_leaders_auditors_and_the_listing_office(store):
    for role in (Role.LEADER, Role.AUDITOR, Role.LISTING):
        accountability.lines(store, office(role, 5))
    for scope in (street(store, "五马街道", Role.HEAD, 7), office(Role.DEPARTMENT, 4), office(Role.ADMIN, 6)):
        with pytest.raises(NotYours):
            accountability.lines(store, scope)
        with pytest.raises(NotYours):
            accountability.decisions(store, scope)
    with pytest.raises(NotYours):
        accountability.lines(store, LOCAL_ADMIN)


def test_a_leader_of_one_street_reads_that_street_alone(store):
    overdue(store, 40)
    overdue(store, 40, street="南汇街道")
    own = Scope("某人", Role.LEADER, 5, jurisdictions=frozenset({key_of(store, "五马街道")}))
    assert {one.organ for one in accountability.lines(store, own)} == {"五马街道"}


def test_only_a_leader_decides_with_reason_person_and_document(store, leader):
    overdue(store, 40)
    (line,) = found(store, "overdue-idle")
    told = {**TOLD, "whom": "", "document": "", "why": ""}
    with pytest.raises(MatterLacks, match="理由、对象、文号"):
        accountability.decide(store, leader, "overdue-idle", "五马街道", told, seen=line.seen)
    with pytest.raises(NotYours):
        accountability.decide(
            store, office(Role.LISTING, 3), "overdue-idle", "五马街道", TOLD, seen=line.seen
        )
    assert "不予问责" in MEASURES


def test_what_changed_since_he_looked_is_not_decided_on(store, leader):
    overdue(store, 40)
    (line,) = found(store, "overdue-idle")
    overdue(store, 50)
    with pytest.raises(LineChanged):
        accountability.decide(store, leader, "overdue-idle", "五马街道", TOLD, seen=line.seen)


def test_a_decision_keeps_its_facts_as_they_stood_and_the_line_is_gone_until_new_facts_come(
    store, leader, monkeypatch
):
    case = overdue(store, 40)
    number = decided(store, leader)
    assert not found(store, "overdue-idle")
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-30")
    told, _ = accountability.file(store, leader, number)
    assert told.facts[0]["told"].endswith("逾期40天，尚无办理记录")
    assert (told.row["number"], told.facts[0]["ref"]) == ("问〔2026〕001号", case)
    assert not found(store, "overdue-idle")
    monkeypatch.setenv("HAZARDS_TODAY", "2027-01-11")
    assert found(store, "overdue-idle"), "after ninety more days it is asked about again"


def test_held_to_account_last_year_too_is_flagged(store, leader, monkeypatch):
    monkeypatch.setenv("HAZARDS_TODAY", "2025-11-21")
    add_case(store, street="五马街道", deadline=date(2025, 9, 1), listed_on=date(2025, 1, 1), year=2025)
    add_case(store, street="南汇街道", deadline=date(2025, 9, 1), listed_on=date(2025, 1, 1), year=2025)
    on = {"on": date(2025, 11, 21)}
    decided(store, leader, **on)
    decided(store, leader, organ="南汇街道", measure="不予问责", **on)
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-21")
    told = {one.organ: one.streak for one in found(store, "overdue-idle")}
    assert told == {"五马街道": True, "南汇街道": False}
    number = decided(store, leader)
    assert accountability.file(store, leader, number)[0].streak


# ------------------------------------------------------------------ to its end
def test_a_decision_is_followed_up_until_a_leader_closes_it(store, leader):
    overdue(store, 40)
    listing = office(Role.LISTING, 3)
    number = decided(store, leader)
    with pytest.raises(MatterLacks, match="不早于今天"):
        accountability.follow(
            store, listing, number, told="报整改情况", whom="五马街道", due=date(2026, 11, 20)
        )
    step = accountability.follow(store, listing, number, told="报整改情况", whom="五马街道", due=TODAY)
    assert [one.ref for one in accountability.todos(store, listing)] == [number]
    with pytest.raises(MatterLacks, match="报整改情况"):
        accountability.close(store, leader, number, on=TODAY, why="已整改")
    accountability.followed(store, listing, number, step, on=TODAY, outcome="已报")
    with pytest.raises(NoSuchStep):
        accountability.followed(store, listing, number, step, on=TODAY, outcome="已报")
    with pytest.raises(NotYours):
        accountability.close(store, listing, number, on=TODAY, why="已整改")
    accountability.close(store, leader, number, on=TODAY, why="已整改")
    with pytest.raises(MatterSettled):
        accountability.close(store, leader, number, on=TODAY, why="已整改")
    assert accountability.todos(store, listing) == []


def test_not_held_to_account_is_at_its_end_with_its_reason(store, leader):
    overdue(store, 40)
    number = decided(store, leader, measure="不予问责", whom="", document="")
    assert not accountability.file(store, leader, number)[0].open
    with pytest.raises(NoSuchMatter):
        accountability.file(store, leader, number + 1)


def test_every_count_is_as_long_as_its_list(store, leader, monkeypatch):
    overdue(store, 40)
    overdue(store, 40, street="南汇街道")
    number = decided(store, leader)
    accountability.follow(store, leader, number, told="报整改情况", whom="五马街道", due=TODAY)
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-23")
    told = {count.key: count.number for count in accountability.counts(store, leader)}
    assert told == {"lines": 1, "streak": 0, "decided": 1, "open": 1, "late": 1}
    assert len(accountability.decisions(store, leader, show="late")) == 1
