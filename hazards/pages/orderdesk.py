"""督办单: what wants pressing, what was sent, who received it, what was answered."""

from datetime import timedelta
from functools import partial
from html import escape

import streamlit as st

from hazards.pages import acting, parts, visitor
from hazards.services import clock, lateness, orders, pacing, pressing
from hazards.services.access import Scope
from hazards.services.lateness import Late
from hazards.services.orders import Order
from hazards.storage.store import Store

FORM = "order"
LISTS = {
    "unsent": "应督办未督办",
    "late": "超过时限",
    "mine": "发给本单位",
    "unreceived": "待签收",
    "unreplied": "待回复",
    "overdue": "逾期未回复",
    "all": "全部督办单",
}
LATE = ("unsent", "late")
MOST = 200
REPLY_DAYS = 3


def draw() -> None:
    store, scope = visitor.here()
    acting.style()
    acting.told(FORM)
    asked = st.query_params.get("list", "")
    chosen = asked if asked in LISTS else "unsent"
    late, sent = lateness.held(store, scope), orders.held(store, scope)
    told: dict[str, list[Late] | list[Order]] = {
        "unsent": [one for one in late if one.unsent],
        "late": late,
        "mine": [one for one in sent if one.mine],
        "unreceived": [one for one in sent if one.state == "unreceived"],
        "unreplied": [one for one in sent if one.state == "unreplied"],
        "overdue": [one for one in sent if one.overdue],
        "all": sent,
    }
    _lists({name: len(rows) for name, rows in told.items()}, chosen)
    if chosen in LATE:
        _late([one for one in late if chosen == "late" or one.unsent])
        if acting.may(scope, pressing.send):
            _send(store, scope, [one for one in late if one.unsent])
    else:
        rows = [one for one in sent if one in told[chosen]]
        if chosen == "mine":
            for one in rows:
                _answer(store, scope, one)
        _sent(rows)
    parts.rule(f"口径：{_rungs()}；到达哪一级按今天计算，不保存、不能关闭。督办单以盖章纸质件为准。")


def _rungs() -> str:
    steps = [f"{r.name}超期满 {r.after[pacing.USUAL]} 个工作日" for r in pacing.ladder().rungs[1:]]
    return "督办阶梯为承办超期即督办，" + "，".join(steps) + "(复杂事；简单事、特殊事另有较短的间隔)"


def _lists(counted: dict[str, int], chosen: str) -> None:
    cells = "".join(
        f'<b aria-current="true">{escape(LISTS[name])} {number}</b>'
        if name == chosen
        else parts.link(f"{LISTS[name]} {number}", "supervision", f"view=orders&list={name}")
        for name, number in counted.items()
    )
    parts.show(f'<p class="gp-facts-line gp-noprint">{cells}</p>')


def _late(rows: list[Late]) -> None:
    if not rows:
        parts.empty("没有应督办而未督办的事项", "案件期限或者单个步骤超过时限后自动列入，发出督办单后移出。")
        return
    heads = [
        ("整治单位(区域)", ""),
        ("编号", "gp-nowrap"),
        ("属地", "gp-nowrap"),
        ("时限", ""),
        ("超期", "gp-nowrap"),
        ("督办到", "gp-nowrap"),
        ("收件单位", ""),
        ("已发到", "gp-nowrap"),
    ]
    body = [_late_row(one) for one in rows[:MOST]]
    title = f"{'应督办未督办' if all(one.unsent for one in rows) else '超过时限'} {len(rows)} 项"
    parts.show(parts.card(title, parts.table(heads, body, css="gp-stack")))


def _late_row(one: Late) -> list[str]:
    sent = pacing.ladder()[one.sent].name if one.sent else "未发"
    return [
        parts.link(one.unit, "ledger", f"case={one.case}"),
        escape(one.number or "未编号"),
        escape(one.street),
        escape(f"{one.limit} {one.until.isoformat()}"),
        f'<span class="gp-red">■</span> {one.days} 天',
        escape(one.rung.name),
        escape(_to(one.addressee().name, one.rung.post)),
        escape(sent),
    ]


def _send(store: Store, scope: Scope, rows: list[Late]) -> None:
    if not rows:
        return
    drawn = acting.mark(FORM)
    with st.container(key="card_order"):
        parts.show('<h2 class="gp-title">发督办单</h2>')
        options = {
            (one.case, one.about): f"{one.number or '未编号'} {one.unit} · {one.limit}超期 {one.days} 天"
            for one in rows
        }
        wanted = _wanted(options)
        index = list(options).index(wanted) if wanted else None
        key = st.selectbox(
            "事项",
            list(options),
            format_func=options.__getitem__,
            index=index,
            placeholder="请选择",
            key=f"late_{drawn}",
        )
        late = next((one for one in rows if (one.case, one.about) == key), None)
        if late is not None:
            at = pacing.ladder().height(late.rung.key)
            rungs = pacing.ladder().rungs[: at + 1][::-1]
            names = {r.key: f"{r.name}：{_to(late.addressee(r).name, r.post)}" for r in rungs}
            st.selectbox("督办到哪一级", list(names), format_func=names.__getitem__, key=f"rung_{drawn}")
        st.text_area(
            "督办要求",
            key=f"demand_{drawn}",
            max_chars=1000,
            placeholder="如：三日内拿出完成整改的具体安排，逐项落实到人",
        )
        soon = clock.today() + timedelta(days=REPLY_DAYS)
        st.date_input("回复期限", soon, min_value=clock.today(), format="YYYY-MM-DD", key=f"by_{drawn}")
        work = partial(_sending, store, scope, drawn)
        st.button(
            "发出督办单", type="primary", key=f"send_{drawn}", on_click=acting.press, args=(FORM, drawn, work)
        )


def _wanted(options: dict[tuple[int, str], str]) -> tuple[int, str] | None:
    """The case the address names, so that a case file leads to its own order."""
    told = st.query_params.get("case", "")
    return next((key for key in options if str(key[0]) == told), None)


def _sending(store: Store, scope: Scope, drawn: str) -> str:
    key = acting.typed("late", drawn, None)
    if key is None:
        raise acting.NothingTicked
    case, about = key
    pressing.send(
        store,
        scope,
        case,
        about=about,
        rung=acting.typed("rung", drawn),
        demand=acting.typed("demand", drawn),
        reply_by=acting.typed("by", drawn, None),
        request=drawn,
    )
    return "督办单已发出，已列入收件单位的待办；在“全部督办单”中打印。"


def _answer(store: Store, scope: Scope, one: Order) -> None:
    """What the office pressed does with an order: receive it, then answer."""
    number = one.row["id"]
    receives = one.state == "unreceived"
    if one.state == "replied" or (receives and not orders.may_receive(scope, one.row)):
        return
    if not receives and not acting.may(scope, orders.reply):
        return
    drawn = acting.mark(f"{FORM}{number}")
    with st.container(key=f"card_order_{number}"):
        head = f"{'签收' if receives else '回复'}督办单 {one.number}"
        told = f"{one.case_number} {one.unit}，{one.limit}超期，要求：{one.row['told']}"
        until = f"回复期限 {one.row['reply_by'].isoformat()}"
        parts.show(
            f'<h2 class="gp-title">{escape(head)}</h2><p>{escape(told)}</p><p class="gp-note">{until}</p>'
        )
        if not receives:
            st.text_area("回复内容", key=f"reply_{drawn}", max_chars=2000)
        st.button(
            "签收" if receives else "回复",
            type="primary",
            key=f"do_{drawn}",
            on_click=acting.press,
            args=(FORM, drawn, partial(_answering, store, scope, number, receives, drawn)),
        )


def _answering(store: Store, scope: Scope, number: int, receives: bool, drawn: str) -> str:
    if receives:
        orders.receive(store, scope, number)
        return "督办单已签收，请在回复期限前回复。"
    orders.reply(store, scope, number, acting.typed("reply", drawn))
    return "督办单已回复。"


def _sent(rows: list[Order]) -> None:
    if not rows:
        parts.empty("没有相符的督办单", "区安委办或者督办部门在“应督办未督办”中发出后列在这里。")
        return
    parts.show(parts.card(f"督办单 {len(rows)} 份", sent_table(rows[:MOST])))


def sent_table(rows: list[Order]) -> str:
    heads = [
        ("督办单", "gp-nowrap"),
        ("整治单位(区域)", ""),
        ("级", "gp-nowrap"),
        ("收件单位", ""),
        ("发出", "gp-nowrap"),
        ("签收", ""),
        ("回复", ""),
    ]
    return parts.table(heads, [_sent_row(one) for one in rows], css="gp-stack")


def _to(office: str, post: str) -> str:
    return office if office == post else f"{office}({post})"


def _sent_row(one: Order) -> list[str]:
    row = one.row
    paper = f'<a href="/papers/{row["document_id"]}" download>{escape(one.number or "打印")}</a>'
    received = f"{row['received_on']} {row['receiver']}" if row["received_on"] else "待签收"
    if row["replied_on"]:
        reply = escape(f"{row['replied_on']} {row['replier']}：{row['reply']}")
    else:
        tone, mark = ("gp-red", "■ 逾期") if one.overdue else ("gp-grey", "○")
        reply = f'<span class="{tone}">{mark}</span> 限 {row["reply_by"].isoformat()}'
    return [
        paper,
        parts.link(one.unit, "ledger", f"case={row['case_id']}"),
        escape(one.rung),
        escape(_to(row["addressee"], row["post"])),
        f"{row['dated']} {escape(row['sender'])}",
        escape(received),
        reply,
    ]
