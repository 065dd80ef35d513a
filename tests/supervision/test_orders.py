"""Orders of the ladder: what is due is computed, each rung is pressed once, another person receives it."""

import io
from datetime import date

import docx
import pytest

from hazards.domain.roles import Role
from hazards.services import lateness, orders, papers, pressing, supervision, todo, trail
from hazards.services.access import LOCAL_ADMIN, NoSuchCase, NotYours
from hazards.services.orders import NoSuchOrder, NotReceived, SenderReceives
from hazards.services.pressing import AlreadySent, NotLate, OrderIncomplete, RungNotReached
from hazards.storage import blobs
from hazards.storage.store import Store
from tests.services.district import add_case
from tests.services.offices import DEPARTMENT, office, place, street

DEMAND, REPLY_BY = "三日内拿出完成整改的安排", date(2026, 11, 26)


@pytest.fixture
def people(store: Store):
    class People:
        clerk = street(store, "双屿街道", Role.CLERK, 1, "周明溪")
        head = street(store, "双屿街道", Role.HEAD, 2, "吴远舟")
        elsewhere = street(store, "南汇街道", Role.HEAD, 3)
        officer = office(Role.DEPARTMENT, 4, "谢安澜")
        listing = office(Role.LISTING, 5, "沈持衡")
        second = office(Role.LISTING, 6, "蔡秉公")
        leader = office(Role.LEADER, 7, "孙怀民")

    return People


@pytest.fixture
def case(store) -> int:
    """Due on Friday 13 November, five working days ago: at 主管."""
    return add_case(store, stage="rectifying", deadline=date(2026, 11, 13), supervisor=DEPARTMENT)


def late(store, scope) -> list[tuple[str, str, str, bool]]:
    return [
        (one.about, one.rung.key, one.addressee().name, one.unsent) for one in lateness.held(store, scope)
    ]


def press(store, scope, case, about="deadline", **more) -> int:
    return pressing.send(store, scope, case, about=about, demand=DEMAND, reply_by=REPLY_BY, **more)


def the_order(store, scope) -> orders.Order:
    (one,) = orders.held(store, scope)
    return one


def test_a_case_climbs_by_itself_and_stays_unsent_until_it_is_pressed_at_its_rung(
    store, people, case, monkeypatch
):
    assert late(store, people.listing) == [("deadline", "chief", "双屿街道", True)]
    press(store, people.listing, case, rung="deputy")
    assert late(store, people.listing) == [("deadline", "chief", "双屿街道", True)]
    press(store, people.listing, case)
    assert late(store, people.listing) == [("deadline", "chief", "双屿街道", False)]
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-27")
    assert late(store, people.officer) == [("deadline", "listing", "区安委办", True)]
    monkeypatch.setenv("HAZARDS_TODAY", "2026-12-31")
    assert late(store, people.officer) == [("deadline", "upward", "区领导", True)]


def test_a_step_has_a_clock_of_its_own_beside_the_deadline(store, people):
    case = add_case(store, deadline=date(2026, 11, 19), supervisor=DEPARTMENT)
    place(store, case, "submitted", stage_on=date(2026, 11, 6))
    assert late(store, people.listing) == [
        ("submitted", "deputy", DEPARTMENT, True),
        ("deadline", "handler", DEPARTMENT, True),
    ]
    press(store, people.listing, case, "submitted")
    assert [one[3] for one in late(store, people.listing)] == [False, True]


def test_another_deadline_is_another_clock(store, people, case):
    press(store, people.listing, case)
    until = date(2026, 12, 31)
    told = {"extensions": [(date(2026, 11, 10), until)], "extended_to": until}
    again = add_case(store, deadline=date(2026, 11, 13), **told)
    assert [one.case for one in lateness.held(store, people.listing)] == [case]
    with pytest.raises(NotLate):
        press(store, people.listing, again)


def test_nobody_presses_above_the_rung_reached_nor_twice_at_one(store, people, case):
    with pytest.raises(RungNotReached, match="主管"):
        press(store, people.listing, case, rung="upward")
    press(store, people.listing, case)
    with pytest.raises(AlreadySent, match="鹿安督办〔2026〕1号"):
        press(store, people.officer, case)
    with pytest.raises(OrderIncomplete, match="督办要求、晚于今天的回复期限"):
        pressing.send(store, people.listing, case, about="deadline", demand=" ", reply_by=date(2026, 11, 1))
    with pytest.raises(NotYours):
        press(store, people.head, case)
    with pytest.raises(NoSuchCase):
        press(store, people.elsewhere, case)


def test_a_second_press_of_the_button_is_one_order(store, people, case):
    told = {press(store, people.listing, case, request="one press") for _ in range(2)}
    assert len(told) == len(orders.held(store, people.listing)) == 1


def test_the_street_receives_its_head_answers_and_both_stand_in_the_trail(store, people, case):
    press(store, people.listing, case)
    assert [o.what for o in orders.todos(store, people.head)] == ["签收督办单 鹿安督办〔2026〕1号"]
    assert orders.todos(store, people.clerk) == []  # 主要负责人 receives himself
    number = the_order(store, people.head).row["id"]
    with pytest.raises(NoSuchOrder):
        orders.receive(store, people.clerk, number)
    with pytest.raises(NoSuchOrder):
        orders.receive(store, people.elsewhere, number)
    with pytest.raises(NotReceived):
        orders.reply(store, people.head, number, "已安排")
    orders.receive(store, people.head, number)
    assert [(o.what[:2], o.until) for o in todo.mine(store, people.head) if o.kind == "order"] == [
        ("回复", REPLY_BY)
    ]
    orders.reply(store, people.head, number, "月底前完成")
    assert the_order(store, people.listing).state == "replied"
    assert orders.todos(store, people.head) == []
    assert trail.verify(store, LOCAL_ADMIN, blobs.store()).ok


def test_who_sent_it_does_not_receive_it(store, people, case, monkeypatch):
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-27")
    press_by = {"about": "deadline", "demand": DEMAND, "reply_by": date(2026, 12, 4)}
    pressing.send(store, people.listing, case, **press_by)
    number = the_order(store, people.listing).row["id"]
    with pytest.raises(SenderReceives):
        orders.receive(store, people.listing, number)
    orders.receive(store, people.second, number)


def test_an_unanswered_order_is_counted_red_and_each_number_is_the_length_of_its_list(
    store, people, case, monkeypatch
):
    press(store, people.listing, case)
    counted = {c.key: c.number for c in supervision.counts(store, people.leader)}
    assert (counted["unreceived"], counted["unreplied"], counted["unsent"]) == (1, 0, 0)
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-27")
    counted = {c.key: c.number for c in supervision.counts(store, people.leader)}
    assert counted["unreplied"] == len(orders.held(store, people.leader, "overdue")) == 1
    assert counted["unsent"] == sum(one.unsent for one in lateness.held(store, people.leader)) == 1
    assert supervision.counts(store, people.elsewhere)[0].number == 0


def test_the_paper_prints_as_it_was_sent_and_again_the_same(store, people, case):
    paper = press(store, people.listing, case)
    content, name = papers.print_(store, people.head, [paper])
    assert papers.print_(store, people.listing, [paper])[0] == content
    assert name == "督办单鹿安督办〔2026〕1号.docx"
    told = "".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)
    for words in (
        "双屿街道（主要负责人）",
        "整改期限为2026年11月13日，已超过8天",
        DEMAND,
        "2026年11月26日前",
    ):
        assert words in told
