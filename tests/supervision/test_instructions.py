"""Instructions: given, answered, sent back or closed; late ones are red, and each is somebody's to do."""

from datetime import date

import pytest

from hazards.domain.roles import Role
from hazards.services import instructed, instructions, supervision, todo
from hazards.services.access import NoSuchCase, NotYours
from hazards.services.addressing import NoSuchOffice
from hazards.services.instructions import InstructionIncomplete, NoSuchInstruction
from hazards.storage.store import Store
from tests.services.district import add_case, key_of
from tests.services.offices import office, street

BY = date(2026, 11, 26)


@pytest.fixture
def people(store: Store):
    class People:
        clerk = street(store, "双屿街道", Role.CLERK, 1, "周明溪")
        head = street(store, "双屿街道", Role.HEAD, 2, "吴远舟")
        elsewhere = street(store, "南汇街道", Role.HEAD, 3, "叶长风")
        listing = office(Role.LISTING, 5, "沈持衡")
        leader = office(Role.LEADER, 7, "孙怀民")
        auditor = office(Role.AUDITOR, 8, "韩明察")

    return People


@pytest.fixture
def to(store) -> str:
    return f"street:{key_of(store, '双屿街道')}"


def give(store, scope, to, **more) -> int:
    return instructions.give(store, scope, to, **{"text": "请到现场核实并说明原因", "reply_by": BY, **more})


def states(store, scope) -> list[str]:
    return [one.state for one in instructed.held(store, scope)]


def kinds(store, scope) -> list[str]:
    return [one.what for one in todo.mine(store, scope) if one.kind == "instruction"]


def test_it_goes_to_one_office_which_answers_until_the_leader_is_content(store, people, to):
    number = give(store, people.leader, to)
    assert kinds(store, people.head) == ["回复批示(孙怀民)"]
    assert kinds(store, people.elsewhere) == []
    with pytest.raises(NoSuchInstruction):
        instructions.reply(store, people.elsewhere, number, "不是我街道的")
    instructions.reply(store, people.head, number, "已到现场")
    assert (kinds(store, people.head), kinds(store, people.leader)) == ([], ["审阅批示回复"])
    with pytest.raises(InstructionIncomplete, match="退回意见"):
        instructions.again(store, people.leader, number, why=" ", reply_by=BY)
    instructions.again(store, people.leader, number, why="原因没有说", reply_by=date(2026, 12, 3))
    (one,) = todo.mine(store, people.head)
    assert (one.until, one.case) == (date(2026, 12, 3), 0)
    instructions.reply(store, people.head, number, "因设备延误")
    instructions.accept(store, people.leader, number)
    (told,) = instructed.held(store, people.leader)
    assert [turn.kind for turn in told.turns] == ["reply", "again", "reply", "accepted"]
    with pytest.raises(NoSuchInstruction):
        instructions.accept(store, people.leader, number)


def test_a_late_answer_is_red_until_it_comes(store, people, to, monkeypatch):
    give(store, people.leader, to)
    assert not instructed.held(store, people.head)[0].overdue
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-27")
    assert instructed.held(store, people.head, "overdue")
    counted = {c.key: c.number for c in supervision.counts(store, people.leader)}
    assert (counted["instructions"], counted["instructions-overdue"]) == (1, 1)


def test_about_a_case_it_stands_in_its_file_and_only_for_those_who_see_it(store, people, to):
    case = add_case(store, deadline=date(2027, 3, 31))
    give(store, people.leader, to, about=case)
    assert len(instructed.of_case(store, people.clerk, case)) == 1
    with pytest.raises(NoSuchCase):
        instructed.of_case(store, people.elsewhere, case)
    assert (states(store, people.elsewhere), states(store, people.auditor)) == ([], ["open"])
    with pytest.raises(NoSuchCase):
        give(store, people.leader, to, about=99999)


def test_paper_ones_are_registered_by_the_listing_office_with_the_leaders_name(store, people, to):
    with pytest.raises(InstructionIncomplete, match="批示领导"):
        give(store, people.listing, to)
    give(store, people.listing, to, leader="李区长", on=date(2026, 11, 18))
    (told,) = instructed.held(store, people.leader)
    assert (told.row["leader"], told.row["given_on"]) == ("李区长", date(2026, 11, 18))
    with pytest.raises(NotYours):
        give(store, people.head, to)


def test_what_cannot_be_meant_is_named_at_once(store, people, to):
    with pytest.raises(InstructionIncomplete, match="批示内容、不早于今天的回复期限"):
        give(store, people.leader, to, text="", reply_by=date(2026, 11, 1))
    with pytest.raises(NoSuchOffice):
        give(store, people.leader, "street:99999")
