"""批次: one document lists or strikes off many; drafted, commented, issued in one act."""

from functools import partial
from html import escape
from typing import Any

import streamlit as st

from hazards.domain.competence import UPWARDS
from hazards.pages import acting, batchdesk, batchissued, paperlinks, parts, visitor
from hazards.services import batches, clock
from hazards.services.access import Scope
from hazards.storage.store import Store

DOES = {batches.LIST: "挂牌", batches.STRIKE_OFF: "销号"}
STATES = {"draft": "拟定中", "consulting": "征求意见", "issued": "已印发"}
HEADS = [
    ("批次", ""),
    ("状态", "gp-nowrap"),
    ("事项", "gp-nowrap"),
    ("年度", "gp-nowrap"),
    ("级别", "gp-nowrap"),
    ("机关", ""),
    ("文号", ""),
    ("印发日期", "gp-nowrap"),
    ("案卷", "gp-right"),
]


def page() -> None:
    acting.style()
    store, scope = visitor.here()
    held = batches.held(store, scope)
    told = st.query_params.get("batch", "")
    if told:
        _one(store, scope, next((one for one in held if str(one["id"]) == told), None))
        return
    st.title("批次")
    acting.told("draft")
    if acting.may(scope, batches.draft):
        _new(store, scope, first=not held)
    if held:
        paperlinks.show(("打印批次表", "batches", ""))
        table = parts.table(HEADS, [_row(one) for one in held], css="gp-todo gp-batches")
        parts.show(f'<div class="gp-sheet">{table}</div>')
    else:
        parts.empty("还没有批次", "区安委办拟定批次，编入评估认定后的案卷，征求意见后一次印发。")
    parts.rule("口径：一份文件挂牌或销号多件，逐件把关，不能印发的单独列出原因。")


def _row(one: dict[str, Any]) -> list[str]:
    return [
        parts.link(one["name"], "batches", f"batch={one['id']}"),
        STATES[one["state"]],
        DOES[one["does"]],
        str(one["year"]),
        escape(one["level"]),
        escape(one["body"] or "区安委办"),
        escape(one["document"] or "—"),
        one["decided_on"].isoformat() if one["decided_on"] else "—",
        f"{len(one['cases'])} 件",
    ]


def _new(store: Store, scope: Scope, *, first: bool) -> None:
    drawn = acting.mark("draft")
    work = partial(_draft, store, scope, drawn)
    with st.expander("拟定新批次", expanded=first), st.form(f"draft_{drawn}", border=False):
        left, right = st.columns(2)
        with left:
            st.segmented_control(
                "事项",
                list(DOES),
                format_func=DOES.__getitem__,
                default=batches.LIST,
                required=True,
                key=f"does_{drawn}",
            )
            st.text_input("名称", key=f"name_{drawn}", max_chars=60, placeholder="如：第三批")
            st.text_input("机关", value="区安委办", key=f"body_{drawn}", max_chars=60)
        with right:
            year = clock.today().year
            st.number_input("年度", 2000, 2100, year, step=1, key=f"year_{drawn}")
            st.selectbox("级别", UPWARDS[::-1], index=UPWARDS[::-1].index("区级"), key=f"level_{drawn}")
            st.text_input("说明", key=f"note_{drawn}", max_chars=500, placeholder="可不填")
        st.form_submit_button("拟定", type="primary", on_click=acting.press, args=("draft", drawn, work))


def _draft(store: Store, scope: Scope, drawn: str) -> str:
    does, year = acting.typed("does", drawn), int(acting.typed("year", drawn))
    name = acting.typed("name", drawn).strip() or f"{year}年{DOES[does]}批次"
    number = batches.draft(
        store,
        scope,
        does=does,
        year=year,
        name=name,
        level=acting.typed("level", drawn),
        body=acting.typed("body", drawn),
        note=acting.typed("note", drawn),
    )
    st.query_params["batch"] = str(number)
    return f"批次“{name}”已拟定，请编入案卷。"


def _one(store: Store, scope: Scope, batch: dict[str, Any] | None) -> None:
    parts.show(f'<p class="gp-noprint">{parts.link("返回批次", "batches")}</p>')
    if batch is None:
        raise batches.NoSuchBatch
    parts.title(f"{DOES[batch['does']]}批次 {batch['name']}")
    acting.told("draft")
    acting.told("batch")
    told = [
        STATES[batch["state"]],
        f"{batch['year']} 年",
        batch["level"],
        batch["body"] or "区安委办",
        batch["document"],
        f"{batch['decided_on']} 印发" if batch["decided_on"] else "",
        batch["note"],
    ]
    parts.show(f'<p class="gp-figure">{escape(" · ".join(filter(None, told)))}</p>')
    if batch["state"] == "issued" or not acting.may(scope, batches.put):
        batchissued.draw(store, scope, batch)
    else:
        batchdesk.draw(store, scope, batch)


page()
