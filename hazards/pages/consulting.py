"""Consulting (征求意见): the cases of a batch about which this street or department is asked."""

from html import escape

import streamlit as st

from hazards.pages import acting, parts
from hazards.services import batches
from hazards.services.access import Scope
from hazards.storage.store import Store


def draw(store: Store, scope: Scope) -> None:
    """One card per batch under consultation; the listing office, which asks, reads them elsewhere."""
    acting.told("opinion")
    if acting.may(scope, batches.draft) or not acting.may(scope, batches.comment):
        return
    for batch in batches.held(store, scope):
        if batch["state"] == "consulting" and batch["cases"]:
            _card(store, scope, batch)


def _card(store: Store, scope: Scope, batch: dict) -> None:
    what = "拟挂牌" if batch["does"] == batches.LIST else "拟销号"
    with st.container(key=f"card_consult_{batch['id']}"):
        rows = "".join(_line(one) for one in batch["cases"])
        head = f'<h2 class="gp-title">征求意见：{what} {escape(batch["name"])}</h2>'
        parts.show(f'{head}<ul class="gp-list">{rows}</ul>')
        drawn = acting.mark(f"opinion_{batch['id']}")
        names = {one["case_id"]: one["case"]["unit"] for one in batch["cases"]}

        def work() -> str:
            chosen = acting.typed("case", drawn, None) or next(iter(names))
            batches.comment(store, scope, chosen, batch["id"], acting.typed("opinion", drawn))
            return f"对“{names[chosen]}”的意见已送区安委办。"

        with st.expander("提出意见"), st.form(f"opinion_{drawn}", border=False):
            if len(names) > 1:
                st.selectbox("案件", list(names), format_func=names.__getitem__, key=f"case_{drawn}")
            st.text_area(
                "意见",
                key=f"opinion_{drawn}",
                max_chars=500,
                height=96,
                placeholder="如：同意；期限宜延至2027年3月底",
            )
            st.form_submit_button("提交意见", on_click=acting.press, args=("opinion", drawn, work))


def _line(one: dict) -> str:
    until = one["deadline"].isoformat() if one["deadline"] else one["how"] or "期限未定"
    opinion = f'<div class="gp-note">意见 {parts.lines(one["opinion"])}</div>' if one["opinion"] else ""
    link = parts.link(one["case"]["unit"], "ledger", f"case={one['case_id']}")
    return f'<li><div class="gp-line"><span>{link}</span><span>{escape(until)}</span></div>{opinion}</li>'
