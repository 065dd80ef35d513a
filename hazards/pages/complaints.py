"""投诉举报: what people told, by clock; taken in here, none left unanswered."""

from functools import partial
from html import escape

import streamlit as st

from hazards.domain.complaints import OWED, WAYS
from hazards.pages import acting, complaintfile, matterparts, parts, visitor
from hazards.services import callers, clock, complaints, register
from hazards.services.access import Scope
from hazards.services.complaints import Complaint
from hazards.storage.store import Store

FORM = "complaint"
TITLES = {"": "本年收件", "cases": "本年立案", "open": "未答复", "late": "超期未办"}
SHOWN = 200


def draw() -> None:
    matterparts.style()
    store, scope = visitor.here()
    if number := matterparts.asked("complaint"):
        complaintfile.draw(store, scope, number)
        return
    show = matterparts.chosen(TITLES)
    acting.told(FORM)
    matterparts.counts(complaints.counts(store, scope), show)
    if acting.may(scope, callers.receive):
        with st.expander("登记投诉举报"):
            _form(store, scope)
    _list(complaints.held(store, scope, show=show), TITLES[show])
    laws = "；".join(
        f"{p.name}：收件后 {p.accept.rstrip('d')} 日内决定是否受理，受理后 {p.answer.rstrip('d')} 日内答复，"
        f"可延长 {p.prolong.rstrip('d')} 日"
        for p in complaints.periods().values()
    )
    parts.rule(
        f"口径：期限自收件日期起算，末日为休息日的顺延；{laws}。首问责任人负责到底，任何一件都不删除。"
    )


def _form(store: Store, scope: Scope) -> None:
    drawn = acting.mark(FORM)
    names = {key: one.name for key, one in complaints.periods().items()}
    left, right = st.columns(2)
    with left:
        acting.choose("反映事项", names, f"kind_{drawn}")
        acting.choose("来源方式", WAYS, f"way_{drawn}")
        matterparts.day("收件日期", f"received_{drawn}")
    with right:
        st.text_input("投诉举报人(匿名的不填)", key=f"caller_{drawn}", max_chars=50)
        st.text_input("联系电话(匿名的不填)", key=f"phone_{drawn}", max_chars=30)
        st.date_input(
            "承诺办结日期(没有的不填)",
            None,
            min_value=clock.today(),
            format="YYYY-MM-DD",
            key=f"promised_{drawn}",
        )
    streets = {
        u.key: u.name
        for u in register.read(store, scope).streets(clock.today())
        if scope.jurisdictions is None or u.key in scope.jurisdictions
    }
    left, right = st.columns(2)
    with left:
        acting.choose("属地街镇", streets, f"street_{drawn}", "尚不清楚的不选")
    address = right.text_input(
        "地址", key=f"address_{drawn}", max_chars=200, placeholder="路名门牌，或村、方位"
    )
    st.text_area("反映内容", key=f"content_{drawn}", max_chars=4000, height=120)
    matterparts.files("来信、来访登记等原件", f"files_{drawn}")
    near = complaints.alike(store, scope, address) if address.strip() else []
    complaintfile.alike(near)
    earlier = {one.id: f"{one.number} {one.name}" for one in near if one.kind == "complaint"}
    if earlier:
        with st.container():
            acting.choose("与已有投诉为同一处", earlier, f"same_{drawn}", "不是同一处的不选")
    matterparts.button("登记", FORM, drawn, partial(_receive, store, scope, drawn), first=True)


def _receive(store: Store, scope: Scope, drawn: str) -> str:
    told = {
        "kind": acting.typed("kind", drawn, None),
        "way": acting.typed("way", drawn, None),
        "received_on": acting.typed("received", drawn, None),
        "caller": acting.typed("caller", drawn),
        "phone": acting.typed("phone", drawn),
        "promised_on": acting.typed("promised", drawn, None),
        "street": acting.typed("street", drawn, None),
        "address": acting.typed("address", drawn),
        "content": acting.typed("content", drawn),
        "same_as": acting.typed("same", drawn, None),
    }
    files = matterparts.brought("files", drawn)
    number = callers.receive(store, scope, told, files=files, request=drawn)
    row = complaints.file(store, scope, number).told.row
    return f"已登记为{row['number']}，您是首问责任人，请在期限内决定是否受理并答复。"


def _list(found: list[Complaint], title: str) -> None:
    if not found:
        parts.empty(f"没有{title}的投诉举报", "街镇、督办部门和区安委办收到后在本页登记。")
        return
    heads = [
        ("反映内容", ""),
        ("编号", "gp-nowrap"),
        ("下一步", "gp-nowrap"),
        ("期限", "gp-nowrap"),
        ("属地", "gp-nowrap"),
        ("投诉举报人", "gp-nowrap"),
        ("收件", "gp-nowrap"),
        ("首问责任人", ""),
    ]
    body = [_row(one) for one in found[:SHOWN]]
    note = f"列前 {SHOWN} 件" if len(found) > SHOWN else ""
    table = parts.table(heads, body, css="gp-stack")
    matterparts.sheet(f"{title} {len(found)} 件", table, note)


def _row(one: Complaint) -> list[str]:
    link = parts.link(
        one.row["content"][:40] or one.row["number"], "supervision", f"view=complaints&complaint={one.id}"
    )
    return [
        link,
        escape(one.row["number"]),
        escape(OWED[one.owed.what]),
        clock_of(one),
        escape(one.street),
        escape(one.caller),
        f"{one.row['received_on'].isoformat()} {escape(one.row['way'])}",
        escape(one.row["owner"]),
    ]


def clock_of(one: Complaint) -> str:
    return complaintfile.clock_of(one)
