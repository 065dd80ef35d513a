"""What lies before the head: he signs what he was shown, and until then it waits for nobody else."""

from datetime import date

import pytest

from hazards.domain.lifecycle import Action
from hazards.domain.roles import Role
from hazards.services import closingopen, planning, proposals, signatures, todo
from hazards.services.effect import CannotBe
from hazards.services.effects import meant
from hazards.services.signatures import MovedSinceAsked, NothingToSign
from tests.services.district import add_case
from tests.services.offices import DEPARTMENT, PLAN, file, five, office, place, street, take


class People:
    def __init__(self, store):
        self.clerk = street(store, "五马街道", Role.CLERK, 1, "陈填报")
        self.head = street(store, "五马街道", Role.HEAD, 2, "林主任")
        self.officer = office(Role.DEPARTMENT, 3, "周核查")
        self.listing = office(Role.LISTING, 4, "吴安办")


@pytest.fixture
def people(store):
    return People(store)


@pytest.fixture
def case(store, people) -> int:
    """Listed, its plan written."""
    made = add_case(store, street="五马街道", deadline=date(2026, 12, 31), supervisor=DEPARTMENT)
    place(store, made, "listed")
    planning.save_plan(store, people.clerk, made, PLAN)
    return made


APPLICATION = {"reason": "到货延迟", "meanwhile": "停用二层", "received_on": date(2026, 11, 20)}


def test_the_head_does_not_sign_a_plan_changed_after_it_was_put_before_him(store, people, case):
    number = signatures.ask(store, people.clerk, case, Action.FILE_PLAN, told={})
    planning.save_plan(store, people.clerk, case, {**PLAN, "funds": "区财政安排二十万元。"})
    (waiting,) = signatures.waiting(store, people.head)
    assert waiting["moved"] == ("方案：经费和物资的落实",)
    ((_, refused),) = signatures.sign(store, people.head, [number])
    assert isinstance(refused, MovedSinceAsked)
    anew = signatures.ask(store, people.clerk, case, Action.FILE_PLAN, told={})
    assert anew != number
    ((_, old), (_, done)) = signatures.sign(store, people.head, [number, anew])
    assert isinstance(old, NothingToSign)
    assert done.stage == "planned"


def test_put_before_the_head_again_the_later_words_stand(store, people, case):
    for until in (date(2027, 1, 31), date(2027, 2, 28), date(2027, 2, 28)):
        told = {**APPLICATION, "until": until}
        signatures.ask(store, people.clerk, case, Action.APPLY, told=told, on=date(2026, 11, 21))
    (waiting,) = signatures.waiting(store, people.head)
    assert waiting["data"]["told"]["until"] == "2027-02-28"


@pytest.mark.parametrize(
    ("told", "why"),
    [({"until": date(2026, 12, 31)}, "不晚于现期限"), ({"received_on": date(2026, 11, 22)}, "晚于今天")],
)
def test_the_head_is_not_asked_for_what_cannot_be(store, people, case, told, why):
    application = {**APPLICATION, "until": date(2027, 1, 31), **told}
    with pytest.raises(CannotBe, match=why):
        signatures.ask(store, people.clerk, case, Action.APPLY, told=application)
    assert not signatures.waiting(store, people.head)


def test_what_lies_before_the_head_is_his_to_do_and_not_the_clerks(store, people, case):
    signatures.ask(store, people.clerk, case, Action.FILE_PLAN, told={})
    assert not todo.mine(store, people.clerk)
    (one,) = todo.mine(store, people.head)
    assert (one.kind, one.what, one.days) == ("sign", "审签：报送整治方案", 1)
    (other,) = todo.others(store, people.clerk)
    assert other == one
    assert todo.standing(store, people.listing, case)[1] == one


def test_an_application_no_longer_waits_once_the_case_is_put_up_for_acceptance(store, people, case):
    place(store, case, "rectifying")
    number = signatures.ask(
        store, people.clerk, case, Action.APPLY, told={**APPLICATION, "until": date(2027, 2, 28)}
    )
    signatures.sign(store, people.head, [number])
    assert [one.kind for one in todo.mine(store, people.listing)] == ["extension"]
    five(store, people.clerk, people.officer, case)
    file(store, people.clerk, case, "after")
    take(store, people.head, case, Action.SUBMIT)
    assert not todo.mine(store, people.listing)


def test_a_strike_off_waits_for_the_office_that_took_the_case_up(store, people):
    told = {"level": "街镇级", "body": "五马街道办事处", "deadline": date(2026, 12, 31)}
    case = add_case(store, street="五马街道", uplistings=[(date(2026, 3, 1), "区级")], **told)
    place(store, case, "accepted")
    assert not todo.mine(store, people.head)
    assert [one.what for one in todo.mine(store, people.listing)] == ["销号"]


@pytest.mark.parametrize(
    ("name", "told", "read"),
    [
        ("deadline", "2027年2月1日", date(2027, 2, 1)),
        ("deadline", "2027.2.1", date(2027, 2, 1)),
        ("deadline", "2027年2月", "2027年2月"),
        ("year", "2026", 2026),
        ("year", "26年", "26年"),
        ("document", "鹿安委办〔2026〕1号", "鹿安委办〔2026〕1号"),
    ],
)
def test_a_correction_is_read_as_people_write_it(name, told, read):
    assert meant(name, told) == read


def test_a_strike_off_that_waits_for_a_second_person_waits_for_nobody_else(store, people):
    told = {"level": "市级", "body": "市安委办", "deadline": date(2026, 12, 31)}
    case = add_case(store, street="五马街道", **told)
    place(store, case, "accepted")
    proposals.propose(
        store,
        people.listing,
        case,
        Action.STRIKE_OFF,
        on=date(2026, 11, 21),
        told={"how": "整改完成", "document": "温安委办销〔2026〕21号"},
        scan=file(store, people.listing, case, "decision"),
    )
    assert not todo.mine(store, people.listing)
    assert [one.what for one in todo.mine(store, office(Role.LISTING, 5))] == ["确认：销号"]


def test_what_nobody_can_sign_or_decide_any_more_keeps_no_year_open(store, people, case):
    told = {**APPLICATION, "until": date(2027, 2, 28)}
    signatures.sign(store, people.head, [signatures.ask(store, people.clerk, case, Action.APPLY, told=told)])
    signatures.ask(store, people.clerk, case, Action.FILE_PLAN, told={})
    with store.read() as connection:
        assert len(closingopen.found(connection, 2026)) == 2
    place(store, case, "struck-off", state="struck-off", struck_off_on=date(2026, 11, 21))
    with store.read() as connection:
        assert closingopen.found(connection, 2026) == []
