"""Confirming (双人办理): what another entered, with its document, to stand behind or to send back."""

from functools import partial
from html import escape

import streamlit as st

from hazards.domain.competence import decider
from hazards.domain.lifecycle import STEPS, Action
from hazards.domain.roles import NAMES
from hazards.pages import acting, parts, telling
from hazards.services import proposals, todo
from hazards.services.access import Scope
from hazards.storage.store import Store


def draw(store: Store, scope: Scope) -> None:
    """One card per thing that waits for a second person; nothing where this role is none."""
    acting.told("confirm")
    if not acting.may(scope, proposals.waiting):
        return
    waiting = proposals.waiting(store, scope)
    if waiting:
        parts.show(f'<p class="gp-count"><b>待双人确认 {len(waiting)} 件</b></p>')
    for row in waiting:
        _card(store, scope, row)


def _card(store: Store, scope: Scope, row: proposals.Row) -> None:
    number, data = row["id"], row["data"]
    action = Action(data["action"])
    held, _ = todo.standing(store, scope, row["case_id"])
    body = decider(held.level, held.body) if STEPS[action].listing_body else ""
    told = [
        ("决定机关", body or data["told"].get("body") or "本机关"),
        *telling.facts(data["told"], held.row),
        ("办理日期", data["on"]),
        ("登记人", f"{row['actor']}，{telling.moment(row['entered_at'])} 录入"),
    ]
    scan = "<p>没有附扫描件。</p>"
    if row["evidence_id"]:
        scan = f'<p><a href="/evidence/{row["evidence_id"]}/view" target="_blank">查看文书扫描件</a></p>'
    about = " · ".join(filter(None, [row["case_number"] or "未编号", row["case_unit"]]))
    with st.container(key=f"card_confirm_{number}"):
        link = parts.link(about, "ledger", f"case={row['case_id']}")
        head = f'<h2 class="gp-title">{escape(STEPS[action].title)}</h2><p>{link}</p>'
        parts.show(head + telling.listed([one for one in told if one[0] != "挂牌机关"]) + scan)
        wanted = proposals.confirmer(held, action)
        if row["mine"]:
            parts.show('<p class="gp-note">由您提出，须另一人确认；录错的可以撤回。</p>')
        elif wanted is scope.role:
            drawn = acting.mark(f"confirm_{number}")
            work = partial(_confirm, store, scope, number, action)
            st.button(
                "确认",
                type="primary",
                key=f"yes_{drawn}",
                on_click=acting.press,
                args=("confirm", drawn, work),
            )
        else:
            parts.show(f'<p class="gp-note">须由{escape(NAMES[wanted])}确认。</p>')
        _send_back(store, scope, number, mine=row["mine"])


def _confirm(store: Store, scope: Scope, number: int, action: Action) -> str:
    done = proposals.confirm(store, scope, number)
    return "".join([f"已确认“{STEPS[action].title}”，案卷即时生效。", *done.notices])


def _send_back(store: Store, scope: Scope, number: int, *, mine: bool) -> None:
    drawn = acting.mark(f"refuse_{number}")
    word = "撤回" if mine else "退回"

    def work() -> str:
        proposals.refuse(store, scope, number, reason=acting.typed("why", drawn))
        return f"已{word}，案卷不变。"

    with st.expander(word), st.form(f"refuse_{drawn}", border=False):
        st.text_input(f"{word}理由", key=f"why_{drawn}", max_chars=300, placeholder="如：文号与扫描件不符")
        st.form_submit_button(word, on_click=acting.press, args=("confirm", drawn, work))
