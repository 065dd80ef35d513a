"""Batch desk: which cases a batch holds, with what deadline, what was said about them, and 印发."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from hazards.domain.competence import decider
from hazards.domain.steptold import HOW
from hazards.pages import acting, parts
from hazards.services import batches, clock, issuing
from hazards.services.access import Scope
from hazards.services.casework import Done
from hazards.storage.store import Store

MANY, SHOWN = 20, 50
Chosen = dict[int, dict[str, Any]]


def draw(store: Store, scope: Scope, batch: dict[str, Any]) -> None:
    """Ticks are kept at once; nothing has to be saved."""
    inside = {one["case_id"]: one for one in batch["cases"]}
    waiting = batches.candidates(store, scope, batch["does"])
    cases = {**{key: one["case"] for key, one in inside.items()}, **{one["id"]: one for one in waiting}}
    with st.container(key="card_choose"):
        parts.show(f'<h2 class="gp-title">编入案卷 {len(inside)} 件，可编入 {len(cases)} 件</h2>')
        if not cases:
            listing = batch["does"] == batches.LIST
            told = "部门评估认定后的案卷在这里待编入。" if listing else "部门验收合格后的案卷在这里待编入。"
            parts.show(f'<p class="gp-note">{told}</p>')
        _common(store, scope, batch, inside)
        for key in _shown(cases, batch["id"]):
            _line(store, scope, batch, cases[key], inside.get(key))
    _consult(store, scope, batch)
    _issue(store, scope, batch)


def _shown(cases: Mapping[int, Mapping[str, Any]], number: int) -> list[int]:
    if len(cases) <= MANY:
        return list(cases)
    text = st.text_input("筛选", placeholder="单位、地址、内容", key=f"filter_batch_{number}").strip()
    told = ("number", "unit", "address", "content")
    found = [key for key, row in cases.items() if any(text in (row[name] or "") for name in told)]
    if len(found) > SHOWN:
        parts.show(f'<p class="gp-note">列出前 {SHOWN} 件，共 {len(found)} 件，请用筛选缩小。</p>')
    return found[:SHOWN]


def _common(store: Store, scope: Scope, batch: dict[str, Any], inside: Mapping[int, Any]) -> None:
    """One deadline for all that are ticked; each can still have its own."""
    if batch["does"] != batches.LIST:
        return
    number = batch["id"]

    def apply() -> None:
        day = st.session_state.get(f"common_{number}")
        told = {key: {**one, "deadline": day} for key, one in _kept(inside).items()}
        batches.put(store, scope, number, told)
        for key in told:
            st.session_state[f"day_{number}_{key}"] = day

    with st.container(horizontal=True, vertical_alignment="bottom", key="common"):
        st.date_input(
            "统一整改期限",
            value=None,
            min_value=clock.today(),
            format="YYYY-MM-DD",
            key=f"common_{number}",
            width=200,
        )
        st.button(
            "用于已编入的全部案卷",
            disabled=not inside or st.session_state.get(f"common_{number}") is None,
            key=f"apply_{number}",
            on_click=apply,
        )


def _kept(inside: Mapping[int, Any]) -> Chosen:
    return {
        key: {"deadline": one["deadline"], "how": one["how"], "opinion": one["opinion"]}
        for key, one in inside.items()
    }


def _line(store: Store, scope: Scope, batch: dict[str, Any], case: Mapping[str, Any], held: Any) -> None:
    number, key = batch["id"], case["id"]
    keep = partial(_keep, store, scope, number, key)
    with st.container(key=f"pick_{number}_{key}"):
        left, right = st.columns([3, 1], vertical_alignment="center")
        with left:
            name = " · ".join(filter(None, [case["unit"], case["street"]]))
            tick = f"tick_{number}_{key}"
            st.session_state.setdefault(tick, held is not None)
            st.checkbox(parts.plain(name), key=tick, on_change=keep)
            link = parts.link("查看案卷", "ledger", f"case={key}")
            about = escape((case["content"] or "")[:120])
            opinion = held["opinion"] if held else ""
            said = f"<br><b>意见</b> {parts.lines(opinion)}" if opinion else ""
            failed = held["failure"] if held else ""
            why = f'<br><span class="gp-red">■ 未印发：{escape(failed)}</span>' if failed else ""
            parts.show(f'<p class="gp-note gp-pick">{about} {link}{said}{why}</p>')
        if held is None:
            return
        with right:
            if batch["does"] == batches.LIST:
                day = f"day_{number}_{key}"
                st.session_state.setdefault(day, held["deadline"])
                st.date_input("整改期限", format="YYYY-MM-DD", key=day, on_change=keep)
            else:
                how = f"how_{number}_{key}"
                st.session_state.setdefault(how, held["how"] or HOW[0])
                st.selectbox("销号方式", HOW, key=how, on_change=keep)


def _keep(store: Store, scope: Scope, number: int, key: int) -> None:
    """Keep one line as it now stands beside the others as they are at rest."""
    batch = next((one for one in batches.held(store, scope) if one["id"] == number), None)
    if batch is None:
        return
    told = _kept({one["case_id"]: one for one in batch["cases"]})
    if st.session_state.get(f"tick_{number}_{key}"):
        common: date | None = st.session_state.get(f"common_{number}")
        one = told.get(key, {"deadline": common, "how": HOW[0], "opinion": ""})
        fresh = key not in told
        if batch["does"] != batches.LIST:
            one["how"] = st.session_state.get(f"how_{number}_{key}", one["how"])
        elif not fresh:
            one["deadline"] = st.session_state.get(f"day_{number}_{key}", one["deadline"])
        told[key] = one
    else:
        told.pop(key, None)
        st.session_state.pop(f"day_{number}_{key}", None)
    batches.put(store, scope, number, told)


# ------------------------------------------------------------------ 征求意见, 印发
def _consult(store: Store, scope: Scope, batch: dict[str, Any]) -> None:
    if batch["state"] != "draft":
        parts.show('<p class="gp-note">正在征求意见：有关街镇和部门在待办中看到，所提意见列在各案卷下。</p>')
        return

    def work() -> str:
        batches.consult(store, scope, batch["id"])
        return "已向有关街镇和部门征求意见。"

    drawn = acting.mark(f"consult_{batch['id']}")
    st.button(
        "征求意见",
        disabled=not batch["cases"],
        key=f"consult_{drawn}",
        on_click=acting.press,
        args=("batch", drawn, work),
    )


def _issue(store: Store, scope: Scope, batch: dict[str, Any]) -> None:
    drawn = acting.mark(f"issue_{batch['id']}")
    work = partial(_issued, store, scope, batch, drawn)
    with st.container(key="card_issue"):
        parts.show('<h2 class="gp-title">印发</h2>')
        if body := decider(batch["level"], batch["body"]):
            note = f"{body}的决定由区安委办登记；拟定人之外的另一人印发。"
            parts.show(f'<p class="gp-note">{escape(note)}</p>')
        with st.form(f"issue_{drawn}", border=False):
            left, right = st.columns(2)
            left.text_input(
                "文号", key=f"document_{drawn}", max_chars=60, placeholder="如：鹿安委办〔2026〕40号"
            )
            right.date_input(
                "印发日期",
                value=clock.today(),
                max_value=clock.today(),
                format="YYYY-MM-DD",
                key=f"on_{drawn}",
            )
            st.checkbox("印发日期不晚于已印发通报截止时间的，已知悉将在下一期列为重述", key=f"knows_{drawn}")
            st.form_submit_button(
                f"印发 {len(batch['cases'])} 件",
                type="primary",
                disabled=not batch["cases"],
                on_click=acting.press,
                args=("batch", drawn, work),
            )


def _issued(store: Store, scope: Scope, batch: dict[str, Any], drawn: str) -> str:
    on: Any = acting.typed("on", drawn, None)
    told = issuing.issue(
        store,
        scope,
        batch["id"],
        document=acting.typed("document", drawn),
        on=on,
        acknowledged=bool(acting.typed("knows", drawn, False)),
    )
    failed = [what for _, what in told if not isinstance(what, Done)]
    done = len(told) - len(failed)
    if not done:
        raise acting.NotDone(told=f"{len(failed)} 件都没有印发，原因列在各案卷下，批次仍可修改。")
    if failed:
        return acting.Partly(f"已印发 {done} 件；未印发 {len(failed)} 件，原因列在各案卷后，可编入下一批次。")
    return f"已印发 {done} 件。"
