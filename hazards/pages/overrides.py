"""越序申请 on a leader's desk: what the law misses, who stands for it, and yes or no."""

from functools import partial
from html import escape

import streamlit as st

from hazards.pages import acting, parts, telling
from hazards.services import overriding
from hazards.services.access import Scope
from hazards.services.statutes import book
from hazards.storage.store import Store


def draw(store: Store, scope: Scope) -> None:
    """One card per request; nothing where this role decides none."""
    acting.told("override")
    if scope.role not in overriding.MAY:
        return
    waiting = overriding.waiting(store, scope)
    if waiting:
        parts.show(f'<p class="gp-count"><b>待批越序办理 {len(waiting)} 件</b></p>')
    for row in waiting:
        _card(store, scope, row)


def _card(store: Store, scope: Scope, row: overriding.Row) -> None:
    number, step = row["id"], book().by_key[row["step"]].title
    about = " · ".join(filter(None, [row["case_number"] or "未编号", row["case_unit"]]))
    told = [
        ("越过的程序", row["lacks"]),
        ("理由", row["reason"]),
        ("律师", f"{row['lawyer']}(执业证号 {row['licence']})"),
        ("申请人", row["actor"]),
    ]
    scan = f'<p><a href="/evidence/{row["evidence_id"]}/view" target="_blank">查看法律意见书</a></p>'
    with st.container(key=f"card_override_{number}"):
        link = parts.link(about, "ledger", f"case={row['case_id']}&tab=程序")
        head = f'<h2 class="gp-title">越序办理：{escape(step)}</h2><p>{link}</p>'
        parts.show(head + telling.listed(told) + scan)
        drawn = acting.mark(f"override_{number}")
        st.text_input("意见", key=f"why_{drawn}", max_chars=300)
        with st.container(horizontal=True):
            for grant, word in ((True, "准予"), (False, "不准")):
                work = partial(_decide, store, scope, number, grant, drawn)
                st.button(
                    word,
                    type="primary" if grant else "secondary",
                    key=f"{word}_{drawn}",
                    on_click=acting.press,
                    args=("override", f"{drawn}_{grant}", work),
                )


def _decide(store: Store, scope: Scope, number: int, grant: bool, drawn: str) -> str:
    overriding.decide(store, scope, number, grant=grant, why=acting.typed("why", drawn))
    return "已准予越序，限用一次，件数在领导页公布。" if grant else "未准予越序，案卷不变。"
