"""One complaint: what was told, what is owed next, what was done, its originals."""

from functools import partial
from html import escape
from typing import Any

import streamlit as st

from hazards.domain.complaints import ACCEPT, ANSWER, ANSWERS, DONE, HANDLE, OWED, RECEIPT, ROUTES
from hazards.pages import acting, matterparts, parts
from hazards.services import answering, callers, clock, complaints, gathering, register, routing
from hazards.services.access import Scope
from hazards.services.complaints import Alike, Complaint, File
from hazards.storage.store import Store

FORM = "complaint"
HANDLES = {"link": "并入已有案卷", "open": "新立案卷", "refer": "转其他机关", "direct": "不立案，直接答复"}


def draw(store: Store, scope: Scope, number: int) -> None:
    file = complaints.file(store, scope, number)
    matterparts.back("complaints", "返回投诉举报")
    acting.told(FORM)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _facts(store, scope, file)
        matterparts.deeds(file.deeds)
    with right:
        if acting.may(scope, answering.answer):
            _next(store, scope, file)
        alike(file.alike)
        matterparts.originals(file.scans)
    parts.rule("口径：姓名、电话默认隐去，查看须点击并留痕；答复登记后即为办结，后续情况登记为办理记录。")


def clock_of(one: Complaint) -> str:
    if one.owed.what == DONE:
        return f'<span class="gp-green">●</span> {one.row["answered_on"].isoformat()} 已答复'
    if one.owed.until is None:
        return "—"
    left = (one.owed.until - one.today).days
    if left < 0:
        return f'<span class="gp-red">■</span> 超期 {-left} 天'
    tone, mark = ("gp-amber", "▲") if left <= 3 else ("gp-grey", "○")
    told = "今日到期" if left == 0 else f"还有 {left} 天"
    return f'<span class="{tone}">{mark}</span> {told}'


def alike(found: list[Alike]) -> None:
    """Complaints and cases at the same address, for a person to judge."""
    if not found:
        return
    rows = "".join(_near(one) for one in found)
    told = f'<p class="gp-amber">▲ 同一地址另有 {len(found)} 件，请核对是否同一处</p>'
    parts.show(f'{told}<ul class="gp-list">{rows}</ul>')


def _near(one: Alike) -> str:
    page, query = ("ledger", f"case={one.id}")
    if one.kind == "complaint":
        page, query = "supervision", f"view=complaints&complaint={one.id}"
    what = "投诉举报" if one.kind == "complaint" else "案卷"
    about = f"{what} {one.number or '未编号'} · {'办理中' if one.open else '已办结'} · {one.address}"
    return f'<li>{parts.link(one.name, page, query)} <span class="gp-note">{escape(about)}</span></li>'


def _facts(store: Store, scope: Scope, file: File) -> None:
    one, row = file.told, file.told.row
    pairs = [
        ("期限", clock_of(one)),
        ("反映内容", escape(row["content"])),
        ("地址", escape(row["address"] or "—")),
        ("属地", escape(one.street)),
        ("收件", f"{row['received_on'].isoformat()} {escape(row['way'])}"),
        ("投诉举报人", escape(f"{one.caller} {one.phone}".strip())),
        ("首问责任人", escape(f"{row['owner']}({row['organ']})")),
    ]
    if row["promised_on"]:
        pairs.append(("承诺办结", row["promised_on"].isoformat()))
    if row["route"]:
        pairs.append(("处理", escape(ROUTES[row["route"]])))
    if file.case is not None:
        name = file.case["number"] or file.case["unit"]
        pairs.append(("案卷", parts.link(name, "ledger", f"case={file.case['id']}")))
    if row["answer"]:
        pairs.append(("答复", escape(f"{row['answered_on']} {row['answered_way']}：{row['answer']}")))
    told = "".join(f"<dt>{escape(name)}</dt><dd>{text}</dd>" for name, text in pairs)
    parts.show(parts.card(f"{row['number']} {file.periods.name}", f'<dl class="gp-facts">{told}</dl>'))
    if row["caller"] and acting.may(scope, callers.reveal):
        _reveal(store, scope, one)


def _reveal(store: Store, scope: Scope, one: Complaint) -> None:
    drawn = acting.mark(f"reveal_{one.id}")

    def look() -> str:
        name, phone = callers.reveal(store, scope, one.id)
        return f"投诉举报人：{name} {phone}。本次查看已留痕。"

    matterparts.button("查看姓名电话", FORM, drawn, look)


# ------------------------------------------------------------------ what is owed next
def _next(store: Store, scope: Scope, file: File) -> None:
    one, forms = file.told, {ACCEPT: _accept, HANDLE: _handle, RECEIPT: _receipt, ANSWER: _answer}
    if one.owed.what in forms:
        drawn = acting.mark(f"{FORM}_{one.id}_{one.owed.what}")
        with st.container(key="card_next_complaint"):
            parts.show(f'<h2 class="gp-title">下一步：{OWED[one.owed.what]}</h2>')
            forms[one.owed.what](store, scope, one, drawn)
    if one.row["accepted"] and one.open and acting.may(scope, answering.prolong):
        with st.expander("批准延长办理"):
            _prolong(store, scope, one)
    with st.expander("登记办理记录"):
        _note(store, scope, one)


def _accept(store: Store, scope: Scope, one: Complaint, drawn: str) -> None:
    names = {True: "受理", False: "不予受理"}
    st.radio("决定", list(names), format_func=names.__getitem__, horizontal=True, key=f"accepted_{drawn}")
    matterparts.day("决定日期", f"on_{drawn}")
    st.text_area("理由(不予受理的须写明)", key=f"why_{drawn}", max_chars=1000)

    def work() -> str:
        accepted = acting.typed("accepted", drawn, True)
        on, why = acting.typed("on", drawn, None), acting.typed("why", drawn)
        answering.decide(store, scope, one.id, accepted=accepted, on=on, why=why)
        return f"{one.row['number']}已登记{names[accepted]}。"

    matterparts.button("登记决定", FORM, drawn, work, first=True)


def _handle(store: Store, scope: Scope, one: Complaint, drawn: str) -> None:
    how = st.selectbox("处理方式", list(HANDLES), format_func=HANDLES.__getitem__, key=f"how_{drawn}")
    matterparts.day("处理日期", f"on_{drawn}")
    if how == "link":
        st.text_input("案卷编号", key=f"number_{drawn}", max_chars=100)
    elif how == "open":
        _place(store, scope, one, drawn)
    elif how == "refer":
        st.text_input("转往机关", key=f"to_{drawn}", max_chars=100)
    if how != "open":
        label = "核查情况和不立案的理由" if how == "direct" else "说明"
        st.text_area(label, key=f"why_{drawn}", max_chars=1000)
    work = partial(_handled, store, scope, one, drawn)
    matterparts.button("登记处理", FORM, drawn, work, first=True)


def _place(store: Store, scope: Scope, one: Complaint, drawn: str) -> None:
    building = one.row["kind"] == "building"
    name = "当事人或建筑名称" if building else "整治单位(区域)"
    st.text_input(name, key=f"unit_{drawn}", max_chars=200)
    st.text_area("隐患主要内容", value=one.row["content"], key=f"content_{drawn}", max_chars=4000)
    streets = {
        u.key: u.name
        for u in register.read(store, scope).streets(clock.today())
        if scope.jurisdictions is None or u.key in scope.jurisdictions
    }
    at = one.row["jurisdiction_id"]
    st.selectbox(
        "属地街镇",
        list(streets),
        format_func=streets.__getitem__,
        index=list(streets).index(at) if at in streets else None,
        placeholder="请选择",
        key=f"lead_{drawn}",
    )
    if building:
        st.number_input("违法面积(㎡)", 0.0, 1e6, None, key=f"area_{drawn}")


def _handled(store: Store, scope: Scope, one: Complaint, drawn: str) -> str:
    def typed(name: str, nothing: Any = "") -> Any:
        return acting.typed(name, drawn, nothing)

    how, on, why = typed("how", "link"), typed("on", None), typed("why")
    if how == "link":
        case = gathering.find(store, scope, typed("number"))
        routing.link(store, scope, one.id, case, on=on, why=why)
    elif how == "open":
        told = {"unit": typed("unit"), "content": typed("content"), "lead": typed("lead", None)}
        told["illegal_area"] = typed("area", None)
        routing.open_case(store, scope, one.id, told, on=on, request=drawn)
    elif how == "refer":
        routing.refer(store, scope, one.id, to=typed("to"), on=on, why=why)
    else:
        routing.direct(store, scope, one.id, why=why, on=on)
    return f"{one.row['number']}已登记{HANDLES[how]}，请按期答复投诉举报人。"


def _receipt(store: Store, scope: Scope, one: Complaint, drawn: str) -> None:
    st.text_input("回执文号或签收人", key=f"told_{drawn}", max_chars=200)
    matterparts.day("回执日期", f"on_{drawn}")
    matterparts.files("回执", f"files_{drawn}")

    def work() -> str:
        files = matterparts.brought("files", drawn)
        told, on = acting.typed("told", drawn), acting.typed("on", drawn, None)
        routing.receipt(store, scope, one.id, told=told, on=on, files=files)
        return "转办回执已登记，请答复投诉举报人。"

    matterparts.button("登记回执", FORM, drawn, work, first=True)


def _answer(store: Store, scope: Scope, one: Complaint, drawn: str) -> None:
    acting.choose("答复方式", ANSWERS, f"way_{drawn}")
    matterparts.day("答复日期", f"on_{drawn}")
    st.text_area("答复内容", key=f"answer_{drawn}", max_chars=4000, height=120)
    matterparts.files("答复书等", f"files_{drawn}")

    def work() -> str:
        files = matterparts.brought("files", drawn)
        way, told = acting.typed("way", drawn, "") or "", acting.typed("answer", drawn)
        answering.answer(
            store, scope, one.id, way=way, told=told, on=acting.typed("on", drawn, None), files=files
        )
        return f"{one.row['number']}已答复，办理完毕。"

    matterparts.button("登记答复", FORM, drawn, work, first=True)


def _prolong(store: Store, scope: Scope, one: Complaint) -> None:
    drawn = acting.mark(f"{FORM}_{one.id}_prolong")
    left, right = st.columns(2)
    with left:
        st.date_input("延长至", None, min_value=clock.today(), format="YYYY-MM-DD", key=f"until_{drawn}")
    with right:
        matterparts.day("告知投诉举报人的日期", f"on_{drawn}")
    st.text_area("延长的理由", key=f"why_{drawn}", max_chars=1000)

    def work() -> str:
        until, on = acting.typed("until", drawn, None), acting.typed("on", drawn, None)
        answering.prolong(store, scope, one.id, until=until, why=acting.typed("why", drawn), told_on=on)
        return f"{one.row['number']}已延长至{until}。"

    matterparts.button("批准延长", FORM, drawn, work)


def _note(store: Store, scope: Scope, one: Complaint) -> None:
    drawn = acting.mark(f"{FORM}_{one.id}_note")
    st.text_area("办理记录", key=f"told_{drawn}", max_chars=2000)
    matterparts.day("办理日期", f"on_{drawn}")
    matterparts.files("照片、笔录等", f"files_{drawn}")

    def work() -> str:
        files = matterparts.brought("files", drawn)
        told, on = acting.typed("told", drawn), acting.typed("on", drawn, None)
        answering.note(store, scope, one.id, told=told, on=on, files=files)
        return "办理记录已登记。"

    matterparts.button("保存记录", FORM, drawn, work)
