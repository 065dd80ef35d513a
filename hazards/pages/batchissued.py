"""Batch issued: which cases went and which did not and why; service receipts (送达回证) ticked."""

from functools import partial
from html import escape
from typing import Any

import streamlit as st

from hazards.formats.documents.index import DOCUMENTS
from hazards.pages import acting, parts, visitor
from hazards.services import batches, clock, issuing, papers, register
from hazards.services.access import Scope
from hazards.storage.store import Store


def draw(store: Store, scope: Scope, batch: dict[str, Any]) -> None:
    if not batch["cases"]:
        parts.empty("批次中还没有案卷", "由区安委办编入。")
        return
    listing = batch["does"] == batches.LIST
    heads = [
        ("整治单位(区域)", ""),
        ("结果", ""),
        ("编号", "gp-nowrap"),
        ("属地", "gp-nowrap"),
        ("整改期限" if listing else "销号方式", "gp-nowrap"),
        ("送达", ""),
        ("意见", ""),
    ]
    rows = [_row(one, batch, listing) for one in batch["cases"]]
    parts.show(f'<div class="gp-sheet">{parts.table(heads, rows, css="gp-todo gp-batch")}</div>')
    if batch["state"] == "issued" and acting.may(scope, issuing.served):
        _serve(store, scope, batch)
    if batch["state"] == "issued" and acting.may(scope, papers.make_batch):
        _papers(store, scope, batch, "notice" if listing else "strike-off")


def _papers(store: Store, scope: Scope, batch: dict[str, Any], kind: str) -> None:
    """The same document for every case of the batch, as one file."""
    title = DOCUMENTS[kind].title
    if st.button(f"出具整批《{title}》", key=f"papers_{batch['id']}"):
        numbers = papers.make_batch(store, scope, batch["id"], kind)
        listed = ",".join(map(str, numbers))
        parts.show(
            f'<p><a href="/papers/{listed}" download>下载 {len(numbers)} 份《{escape(title)}》(一个文件)</a></p>'
        )


def _row(one: dict[str, Any], batch: dict[str, Any], listing: bool) -> list[str]:
    case = one["case"]
    until = one["deadline"].isoformat() if one["deadline"] else "未定"
    served = f"● {one['served_on']} {escape(one['served_to'])}" if one["served_on"] else "未登记"
    return [
        parts.link(case["unit"], "ledger", f"case={one['case_id']}"),
        _result(one, batch, listing),
        escape(case["number"] or "未编号"),
        escape(_street(case)),
        escape(until if listing else one["how"] or "未定"),
        served if one["issued"] else "—",
        parts.lines(one["opinion"] or "—"),
    ]


def _street(case: dict[str, Any]) -> str:
    store, scope = visitor.here()
    return register.read(store, scope)[case["lead_id"]].name if case["lead_id"] else "未定属地"


def _result(one: dict[str, Any], batch: dict[str, Any], listing: bool) -> str:
    if one["issued"]:
        return f'<span class="gp-green">● {"已挂牌" if listing else "已销号"}</span>'
    if one["failure"]:
        return f'<span class="gp-red">■ 未印发</span> <span class="gp-note">{escape(one["failure"])}</span>'
    return '<span class="gp-grey">○ 待印发</span>' if batch["state"] != "issued" else "—"


def _serve(store: Store, scope: Scope, batch: dict[str, Any]) -> None:
    """Tick the receipts: those handed to one person on one day go together."""
    open_ = {
        one["case_id"]: one["case"]["unit"]
        for one in batch["cases"]
        if one["issued"] and not one["served_on"]
    }
    if not open_:
        parts.show('<p class="gp-green">● 全部送达回证已登记</p>')
        return
    drawn = acting.mark(f"serve_{batch['id']}")
    work = partial(_served, store, scope, batch["id"], drawn)
    with st.container(key="card_serve"):
        parts.show(f'<h2 class="gp-title">登记送达，还有 {len(open_)} 件</h2>')
        with st.form(f"serve_{drawn}", border=False):
            left, right = st.columns(2)
            left.text_input("签收人", key=f"to_{drawn}", max_chars=50)
            right.date_input(
                "签收日期",
                value=clock.today(),
                max_value=clock.today(),
                format="YYYY-MM-DD",
                key=f"on_{drawn}",
            )
            for key, unit in open_.items():
                st.checkbox(parts.plain(unit), key=f"case{key}_{drawn}")
            st.form_submit_button(
                "登记送达", type="primary", on_click=acting.press, args=("batch", drawn, partial(work, open_))
            )


def _served(store: Store, scope: Scope, number: int, drawn: str, open_: dict[int, str]) -> str:
    chosen = [key for key in open_ if acting.typed(f"case{key}", drawn, False)]
    if not chosen:
        raise acting.NothingTicked
    for key in chosen:
        issuing.served(
            store, scope, number, key, on=acting.typed("on", drawn, None), to=acting.typed("to", drawn)
        )
    return f"已登记送达 {len(chosen)} 件。"
