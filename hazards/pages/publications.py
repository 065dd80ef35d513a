"""公开包, a view of 通报: prepared by the listing office, signed by a leader, compared with the ledger."""

from collections.abc import Mapping
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from hazards.domain.errors import Refusal
from hazards.pages import acting, parts, visitor
from hazards.services import clock, publications, publicvalue
from hazards.services.access import Scope
from hazards.services.publications import Publication
from hazards.services.publicvalue import Wish
from hazards.storage.store import Store

STATES = {
    "draft": '<span class="gp-amber">▲ 待签发</span>',
    "published": '<span class="gp-green">● 已签发</span>',
    "returned": '<span class="gp-red">■ 已退回</span>',
}
SHOWN = 100


def draw() -> None:
    store, scope = visitor.here()
    acting.told("publication")
    told = st.query_params.get("publication", "")
    if told.isdecimal() and len(told) < 16:
        try:
            _one(store, scope, publications.one(store, scope, int(told)))
        except Refusal as refusal:
            st.error(parts.plain(str(refusal)))
        return
    rows = publications.kept(store, scope)
    if acting.may(scope, publications.prepare):
        left, right = st.columns([3, 2], gap="medium")
        with right:
            _prepare(store, scope)
    else:
        left = st.container()
    with left:
        _list(rows)


def _list(rows: list[Mapping[str, Any]]) -> None:
    if not rows:
        parts.empty("还没有公开包", "由区安委办生成，领导评估并签发后，交门户网站发布。")
        return
    heads = [
        ("公开包", "gp-nowrap"),
        ("截止", "gp-nowrap"),
        ("件数", "gp-right"),
        ("状态", ""),
        ("生成、签发", ""),
    ]
    body = [
        [
            parts.link(f"第 {row['id']} 号", "reports", f"view=public&publication={row['id']}"),
            row["cut_on"].isoformat(),
            str(row["cases"]),
            STATES[row["state"]],
            escape("，".join(filter(None, [row["actor"], row["decider"]]))),
        ]
        for row in rows
    ]
    note = "只含名称、概要、级别、期限、责任机关和结果；不含个人、电话和住宅位置"
    parts.show(parts.card("公开包", parts.table(heads, body, css="gp-stack"), note))


def _prepare(store: Store, scope: Scope) -> None:
    with st.container(key="card_public"):
        parts.show('<h3 class="gp-title">生成公开包</h3>')
        this = clock.today().year
        year = st.selectbox("年度", [this, this - 1, this - 2], key="public_year")
        kind = st.selectbox(
            "范围", list(publicvalue.KINDS), format_func=publicvalue.KINDS.__getitem__, key="public_kind"
        )
        with_map = st.checkbox("附街镇示意图", value=True, key="public_map")
        approval = st.text_input("审图号(示意图不填)", key="public_approval", max_chars=60)
        proposed = publications.proposed(store, scope, Wish(year, kind, with_map, approval, {}))
        _names(proposed)
        drawn = acting.mark("publication")
        work = partial(_make, list(proposed)[:SHOWN])
        st.button(
            "生成并送领导签发", type="primary", on_click=acting.press, args=("publication", drawn, work)
        )


def _names(proposed: Mapping[int, tuple[str, str]]) -> None:
    """The public names of units that read like a person's, to be put right by hand."""
    if proposed:
        parts.show(f'<p class="gp-note">单位名称是个人的 {len(proposed)} 件，核对公开名称：</p>')
    for key, (unit, name) in list(proposed.items())[:SHOWN]:
        st.text_input(f"{unit}(案卷 {key})", name, key=f"public_name_{key}", max_chars=100)


def _make(asked: list[int]) -> str:
    """As the form stands at the press, not as it was drawn."""
    held = st.session_state
    named = {key: held.get(f"public_name_{key}", "") for key in asked}
    wish = Wish(held["public_year"], held["public_kind"], held["public_map"], held["public_approval"], named)
    store, scope = visitor.here()
    number = publications.prepare(store, scope, wish)
    return f"公开包第 {number} 号已生成，待领导签发。"


def _one(store: Store, scope: Scope, found: Publication) -> None:
    row = found.row
    parts.show(f"<p>{parts.link('全部公开包', 'reports', 'view=public')}</p>")
    facts = [
        ("状态", STATES[row["state"]]),
        ("截止", row["cut_on"].isoformat()),
        ("内容", f"{found.value['year']} 年度{escape(found.value['kind'])} {row['cases']} 件"),
        ("已遮盖", f"{found.masked} 处(个人姓名、号码、门牌)"),
        ("生成", f"{escape(row['actor'])}，{row['entered_at'][:16].replace('T', ' ')}"),
        ("校验值", f"<code>{row['sha256']}</code>"),
    ]
    if row["decider"]:
        facts.append(("签发" if row["state"] == "published" else "退回", escape(row["decider"])))
    for name, told in (("影响评估", row["assessment"]), ("退回理由", row["reason"])):
        if told:
            facts.append((name, escape(told)))
    body = "".join(
        f"<tr><th scope='row' class='gp-nowrap'>{name}</th><td>{told}</td></tr>" for name, told in facts
    )
    parts.show(parts.card(f"公开包第 {row['id']} 号", f'<table class="gp-table">{body}</table>'))
    content, name = publications.file(store, scope, row["id"])
    st.download_button("下载公开包", content, name, "application/zip", key="public_file")
    if row["state"] == "draft" and acting.may(scope, publications.sign):
        _decide(scope, found)
    _preview(found)
    if row["state"] == "published":
        _compared(store, scope, row["id"])


def _decide(scope: Scope, found: Publication) -> None:
    if found.row["account_id"] in scope.persons:
        parts.rule("由您生成，须由另一位领导签发。")
        return
    drawn = acting.mark(f"public_{found.row['id']}")
    number = found.row["id"]
    with st.container(key="card_sign_public"):
        parts.show('<h3 class="gp-title">签发</h3>')
        st.checkbox("已完成个人信息保护影响评估(个人信息保护法第五十五条)", key=f"assessed_{drawn}")
        st.text_area("评估结论", key=f"note_{drawn}", max_chars=500, height=90)
        with st.container(horizontal=True):
            for yes, word in ((True, "签发"), (False, "退回")):
                st.button(
                    word,
                    type="primary" if yes else "secondary",
                    key=f"{word}_{drawn}",
                    on_click=acting.press,
                    args=("publication", f"{drawn}_{word}", partial(_sign, number, drawn, yes)),
                )
        parts.show('<p class="gp-note">退回的，在“评估结论”中写明理由。</p>')


def _sign(number: int, drawn: str, yes: bool) -> str:
    store, scope = visitor.here()
    note = acting.typed("note", drawn)
    if yes:
        assessed = bool(acting.typed("assessed", drawn, False))
        digest = publications.sign(store, scope, number, assessed=assessed, assessment=note)
        return f"公开包第 {number} 号已签发，校验值 {digest}。"
    publications.send_back(store, scope, number, reason=note)
    return f"公开包第 {number} 号已退回。"


def _preview(found: Publication) -> None:
    cases = found.value["cases"]
    with st.expander(f"公众将看到的清单({len(cases)} 件)", expanded=found.row["state"] == "draft"):
        heads = [
            ("编号", "gp-nowrap"),
            ("名称", ""),
            ("属地", ""),
            ("概要", ""),
            ("责任机关", ""),
            ("办理结果", ""),
        ]
        names = ("number", "name", "street", "content", "body", "result")
        body = [[escape(case[name]) for name in names] for case in cases[:SHOWN]]
        parts.show(parts.table(heads, body, css="gp-stack"))
        if len(cases) > SHOWN:
            parts.rule(f"列前 {SHOWN} 件，其余见下载的文件。")


def _compared(store: Store, scope: Scope, number: int) -> None:
    found = publications.compare(store, scope, number)
    if not found:
        parts.show('<p class="gp-green">● 与现在的台账一致</p>')
        return
    with st.expander(f"签发以后台账的变化({len(found)} 处)", expanded=True):
        heads = [("编号", "gp-nowrap"), ("名称", ""), ("变化", ""), ("包中", ""), ("现在", "")]
        body = [
            [escape(c.number), escape(c.name), escape(c.what), escape(c.before), escape(c.after)]
            for c in found[:SHOWN]
        ]
        parts.show(parts.table(heads, body, css="gp-stack"))
