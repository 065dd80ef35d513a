"""Decisions on accountability: a leader's alone, with their facts frozen, followed up to the end."""

from datetime import date

import pytest

from hazards.domain.accountability import MEASURES
from hazards.domain.roles import Role
from hazards.services import accountability
from hazards.services.access import LOCAL_ADMIN, NotYours, Scope
from hazards.services.accountability import LineChanged
from hazards.services.followups import NoSuchStep
from hazards.services.matters import MatterLacks, MatterSettled, NoSuchMatter
from tests.accountability.samples import TODAY, TOLD, decided, found, overdue
from tests.services.district import add_case, key_of
from tests.services.offices import office, street


@pytest.fixture
def leader():
    return office(Role.LEADER, 5)


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
