"""批示: a leader's word to an office, its answer, and whether the leader is content with it."""

from datetime import timedelta
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from hazards.domain.roles import Role
from hazards.pages import acting, parts, visitor
from hazards.services import addressing, clock, gathering, instructed, instructions
from hazards.services.access import Scope
from hazards.services.instructed import STATES, Instruction
from hazards.storage.store import Store

FORM = "instruction"
LISTS = {"": "全部", "mine": "发给本单位", "overdue": "逾期未回复", **STATES}
TURNS = {"reply": "回复", "again": "退回重办", "accepted": "办结"}
REPLY_DAYS = 7
SHOWN = 100


def draw() -> None:
    store, scope = visitor.here()
    acting.style()
    acting.told(FORM)
    asked = st.query_params.get("state", "")
    chosen = asked if asked in LISTS else ""
    every = instructed.held(store, scope)
    _lists(every, chosen)
    if acting.may(scope, instructions.give):
        _give(store, scope)
    found = [one for one in every if _fits(one, chosen)]
    if not found:
        parts.empty("没有相符的批示", "领导在本页批示，或者由区安委办登记书面批示后，列在这里。")
    for one in found[:SHOWN]:
        _card(store, scope, one)
    if len(found) > SHOWN:
        parts.show(f'<p class="gp-note">共 {len(found)} 条，列前 {SHOWN} 条。</p>')
    parts.rule("口径：超过回复期限仍未回复的为逾期；领导办结才算结束，退回重办的重新计算回复期限。")


def _fits(one: Instruction, chosen: str) -> bool:
    if chosen == "mine":
        return one.mine and one.state == "open"
    return chosen in ("", one.state) or (chosen == "overdue" and one.overdue)


def _lists(every: list[Instruction], chosen: str) -> None:
    told = []
    for name, word in LISTS.items():
        text = f"{word} {sum(_fits(one, name) for one in every)}"
        query = "view=instructions" + (f"&state={name}" if name else "")
        here = f'<b aria-current="true">{escape(text)}</b>'
        told.append(here if name == chosen else parts.link(text, "supervision", query))
    parts.show(f'<p class="gp-facts-line gp-noprint">{"".join(told)}</p>')


def _give(store: Store, scope: Scope) -> None:
    drawn = acting.mark(FORM)
    number = st.query_params.get("number", "")
    title = "批示" if scope.role is Role.LEADER else "登记书面批示"
    with st.expander(title, expanded=bool(number)):
        offices = {key: one.name for key, one in addressing.choices(store, scope).items()}
        left, right = st.columns(2)
        with left:
            acting.choose("收件单位", offices, f"to_{drawn}")
        right.text_input(
            "案卷编号(不涉及案卷的不填)", value=number[:100], key=f"number_{drawn}", max_chars=100
        )
        st.text_area("批示内容", key=f"text_{drawn}", max_chars=1000)
        one, two, three = st.columns(3)
        soon = clock.today() + timedelta(days=REPLY_DAYS)
        one.date_input("回复期限", soon, min_value=clock.today(), format="YYYY-MM-DD", key=f"by_{drawn}")
        if scope.role is not Role.LEADER:
            two.text_input("批示领导", key=f"leader_{drawn}", max_chars=50)
            three.date_input(
                "批示日期", clock.today(), max_value=clock.today(), format="YYYY-MM-DD", key=f"on_{drawn}"
            )
        work = partial(_giving, store, scope, drawn)
        st.button(
            "发出批示", type="primary", key=f"give_{drawn}", on_click=acting.press, args=(FORM, drawn, work)
        )


def _giving(store: Store, scope: Scope, drawn: str) -> str:
    number = acting.typed("number", drawn).strip()
    instructions.give(
        store,
        scope,
        acting.typed("to", drawn) or "",
        text=acting.typed("text", drawn),
        reply_by=acting.typed("by", drawn, None),
        about=gathering.find(store, scope, number) if number else None,
        leader=acting.typed("leader", drawn),
        on=acting.typed("on", drawn, None),
        request=drawn,
    )
    return "批示已发出，已列入收件单位的待办。"


def _card(store: Store, scope: Scope, one: Instruction) -> None:
    with st.container(key=f"card_instruction_{one.id}"):
        parts.show(told(one))
        if one.state == "open" and one.mine and acting.may(scope, instructions.reply):
            _reply(store, scope, one)
        if one.state == "replied" and acting.may(scope, instructions.accept):
            _judge(store, scope, one)


def told(one: Instruction, *, linked: bool = True) -> str:
    """One instruction and all that followed."""
    row = one.row
    if one.overdue:
        late = (one.today - row["reply_by"]).days
        state = f'<span class="gp-red">■ 逾期 {late} 天未回复</span>'
    else:
        tone, mark = ("gp-green", "●") if one.state == "accepted" else ("gp-grey", "○")
        state = f'<span class="{tone}">{mark}</span> {STATES[one.state]}'
    about = ""
    if linked and row["case_id"]:
        about = " · " + parts.link(f"{one.number or '未编号'} {one.unit}", "ledger", f"case={row['case_id']}")
    turns = "".join(
        f"<li>{turn.on.isoformat()} {escape(turn.actor)} {TURNS[turn.kind]}"
        + (f"：{escape(turn.told)}" if turn.told else "")
        + (f"(回复期限 {turn.reply_by.isoformat()})" if turn.reply_by else "")
        + "</li>"
        for turn in one.turns
    )
    return (
        f'<div class="gp-line"><b>{escape(row["leader"])} 致 {escape(row["addressee"])}</b> {state}</div>'
        f"<p>{escape(row['told'])}</p>"
        f'<p class="gp-note">{row["given_on"]} 批示，回复期限 {row["reply_by"]}{about}</p>'
        + (f'<ul class="gp-items">{turns}</ul>' if turns else "")
    )


def _reply(store: Store, scope: Scope, one: Instruction) -> None:
    drawn = acting.mark(f"{FORM}_reply_{one.id}")

    def work() -> str:
        instructions.reply(store, scope, one.id, acting.typed("said", drawn))
        return "批示已回复，等待领导审阅。"

    st.text_area("回复内容", key=f"said_{drawn}", max_chars=2000)
    _button("回复批示", f"reply_{drawn}", drawn, work, primary=True)


def _judge(store: Store, scope: Scope, one: Instruction) -> None:
    drawn = acting.mark(f"{FORM}_judge_{one.id}")

    def accepting() -> str:
        instructions.accept(store, scope, one.id, note=acting.typed("note", drawn))
        return "批示已办结。"

    def asking() -> str:
        why, by = acting.typed("note", drawn), acting.typed("by", drawn, None)
        instructions.again(store, scope, one.id, why=why, reply_by=by)
        return "已退回重办，列入收件单位的待办。"

    st.text_input("审阅意见", key=f"note_{drawn}", max_chars=1000, placeholder="退回重办的须填写")
    soon = clock.today() + timedelta(days=REPLY_DAYS)
    st.date_input("退回后的回复期限", soon, min_value=clock.today(), format="YYYY-MM-DD", key=f"by_{drawn}")
    with st.container(horizontal=True):
        _button("办结", f"accept_{drawn}", drawn, accepting, primary=True)
        _button("退回重办", f"again_{drawn}", drawn, asking)


def _button(word: str, key: str, drawn: str, work: Any, *, primary: bool = False) -> None:
    kind: Any = "primary" if primary else "secondary"
    st.button(word, type=kind, key=key, on_click=acting.press, args=(FORM, drawn, work))
