"""督查: every number opens its list; an order and an instruction go their way by buttons."""

import re

from sqlalchemy import select

from hazards.services import access, instructed, instructions, lateness, orders, supervision
from hazards.services.stores import ready_store
from hazards.storage import tables as t
from tests.pages.conftest import redraw, seen

LISTING, LEADER, HEAD = "anwei1", "lingdao", "guanghuasq"


def who(name: str):
    return access.acting_as(name, ready_store())


def press(at, label: str):
    [b for b in at.button if b.label == label][-1].click()  # the demonstration's own stand above
    return redraw(at)


def fill(at, label: str, value):
    fields = [*at.text_area, *at.text_input, *at.selectbox]
    [one for one in fields if one.label == label][-1].set_value(value)


def test_the_numbers_of_supervision_are_the_lengths_of_their_lists(demo_store, draw):
    told = re.sub(r"\s+", " ", seen(draw("supervision")))
    lights = [int(n) for n in re.findall(r"(?:超期|今日到期|临期|时限内|未定时限) (\d+) 件", told)]
    assert f"全部 {sum(lights)} 件" in told
    unsent = next(c for c in supervision.counts(ready_store(), who(LISTING)) if c.key == "unsent")
    assert unsent.number > 0
    query = dict(part.split("=") for part in unsent.query.split("&"))
    assert f"应督办未督办 {unsent.number} 项" in seen(draw("supervision", **query))


def test_an_order_is_sent_received_and_answered(demo_store, draw):
    store = ready_store()
    late = next(one for one in lateness.held(store, who(LISTING)) if one.street == "广化街道")
    at = draw("supervision", view="orders", case=str(late.case))
    fill(at, "督办要求", "三日内拿出完成整改的具体安排")
    at = press(at, "发出督办单")
    assert "督办单已发出" in seen(at)
    at = press(draw("supervision", by=HEAD, view="orders", list="mine"), "签收")
    fill(at, "回复内容", "已约谈业主，十一月底前完成")
    assert "督办单已回复" in seen(press(at, "回复"))
    (one,) = [o for o in orders.held(store, who(LISTING)) if o.row["case_id"] == late.case]
    assert (one.state, one.row["replier"]) == ("replied", who(HEAD).actor)


def test_an_instruction_is_given_answered_sent_back_and_closed(demo_store, draw):
    store = ready_store()
    with store.read() as connection:
        case = (
            connection.execute(select(t.cases).where(t.cases.c.number.endswith("042号"))).mappings().first()
        )
    at = draw("supervision", by=LEADER, view="instructions", number=case["number"])
    fill(at, "收件单位", "department:鹿城区应急管理局")
    fill(at, "批示内容", "请到现场核实，逾期原因一并说明")
    assert "批示已发出" in seen(press(at, "发出批示"))
    mine = {"view": "instructions", "state": "mine"}
    at = draw("supervision", by="yingji1", **mine)
    fill(at, "回复内容", "已到现场")
    assert "批示已回复" in seen(press(at, "回复批示"))
    at = draw("supervision", by=LEADER, view="instructions", state="replied")
    fill(at, "审阅意见", "没有说明逾期原因")
    assert "已退回重办" in seen(press(at, "退回重办"))
    *_, one = instructed.of_case(store, who(LEADER), case["id"])
    instructions.reply(store, who("yingji1"), one.id, "逾期系设备采购延误")
    at = draw("supervision", by=LEADER, view="instructions", state="replied")
    assert "批示已办结" in seen(press(at, "办结"))
    *_, one = instructed.of_case(store, who(LEADER), case["id"])
    assert [turn.kind for turn in one.turns] == ["reply", "again", "reply", "accepted"]
    assert "请到现场核实" in seen(draw("ledger", by=LEADER, case=str(case["id"])))
