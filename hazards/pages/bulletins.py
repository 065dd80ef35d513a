"""通报期次: the issues there are; a draft is made here, looked at by another person, and published."""

from functools import partial
from html import escape

import streamlit as st

from hazards.domain.issues import NAMES, SHAPES, Kind, latest
from hazards.pages import acting, bulletincases, bulletinissue, parts, visitor
from hazards.pages.bulletinlinks import FORM, files, query, style
from hazards.services import bulletins, clock, publishing
from hazards.services.access import Scope
from hazards.services.bulletins import Issue
from hazards.storage.store import Store

HEADS = [
    ("期次", ""),
    ("状态", "gp-nowrap"),
    ("截止", "gp-nowrap"),
    ("编制", "gp-nowrap"),
    ("印发", ""),
    ("文件", "gp-nowrap"),
]
RULE = (
    "口径：每期按截止时刻冻结，名单、规则和轨迹封签随期保存；印发后不再改动，迟录、更正和撤销在下一期列为重述。"
    "同类通报在一个年度内连续编号。"
)


def draw() -> None:
    style()
    store, scope = visitor.here()
    told = st.query_params.get("bulletin", "")
    if told.isdecimal() and len(told) < 10:
        parts.show(f'<p class="gp-noprint">{parts.link("返回通报期次", "reports", "view=issues")}</p>')
        acting.told(FORM)
        if not bulletins.sees_whole(scope):
            raise bulletins.NoSuchBulletin
        if st.query_params.get("sheet"):
            bulletincases.draw(store, scope, int(told))
        elif st.query_params.get("today"):
            bulletincases.today(store, scope, int(told))
        else:
            bulletinissue.draw(store, scope, int(told))
        return
    acting.told(FORM)
    if acting.may(scope, publishing.draft):
        _new(store, scope)
    found = bulletins.issues(store, scope)
    if found:
        table = parts.table(HEADS, [_row(one, scope) for one in found], css="gp-stack")
        parts.show(f'<div class="gp-sheet">{table}</div>')
    else:
        parts.empty("还没有印发通报", "区安委办编制草稿，由领导或者另一人复核后印发。")
    parts.rule(RULE)


def _row(one: Issue, scope: Scope) -> list[str]:
    whole = bulletins.sees_whole(scope)
    name = parts.link(one.name, "reports", query(one.id)) if whole else escape(one.name)
    published = one.state == "published"
    state = '<span class="gp-green">● 已印发</span>' if published else '<span class="gp-amber">▲ 草稿</span>'
    at = one.published_at[:16].replace("T", " ")
    return [
        name,
        state,
        one.cutoff.isoformat(),
        escape(one.drafter),
        escape(f"{one.publisher} {at}") if published else "—",
        files(one, whole),
    ]


def _new(store: Store, scope: Scope) -> None:
    drawn = acting.mark(FORM)
    with st.container(key="card_bulletin"):
        parts.show('<h2 class="gp-title">编制草稿</h2>')
        kind = st.segmented_control(
            "通报种类",
            list(Kind),
            format_func=NAMES.__getitem__,
            default=Kind.MONTH,
            required=True,
            key=f"kind_{drawn}",
        )
        last = latest(kind or Kind.MONTH, clock.today())
        st.text_input(
            f"期间(如 {SHAPES[kind or Kind.MONTH]}；最近一期已截止的是{last.name})",
            value=last.told,
            max_chars=8,
            key=f"period_{kind}_{drawn}",
        )
        st.button(
            "编制草稿",
            type="primary",
            key=f"draft_{drawn}",
            on_click=acting.press,
            args=(FORM, drawn, partial(_draft, store, scope, drawn)),
        )


def _draft(store: Store, scope: Scope, drawn: str) -> str:
    kind = Kind(acting.typed("kind", drawn, Kind.MONTH))
    told = acting.typed(f"period_{kind}", drawn)
    number = publishing.draft(store, scope, kind.value, told)
    st.query_params["bulletin"] = str(number)
    return "草稿已编制，请核对数字，填写本期说明，再请另一人印发。"
