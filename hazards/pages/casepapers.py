"""文书: the documents of a case, made from its facts, with a slot for the sealed scan."""

from html import escape

import streamlit as st

from hazards.domain.errors import Refusal
from hazards.domain.kinds import SCANS
from hazards.domain.roles import Role
from hazards.formats.documents.index import DOCUMENTS
from hazards.pages import parts, visitor
from hazards.services import clock, evidence, papers
from hazards.services.filed import Filed

NOTE = "文书按案卷生成，以盖章纸质件为准；在系统中点击不是可靠的电子签名。"


def draw(held: Filed) -> None:
    scope = visitor.here()[1]
    case_id = int(held.row["id"])
    if scope.role not in papers.READERS:
        parts.empty("系统管理员不查看文书", "文书由承办单位、督办部门、区安委办、领导和审计员查看。")
        return
    _list(case_id)
    mine = {kind: DOCUMENTS[kind].title for kind, roles in papers.MAKERS.items() if scope.role in roles}
    if mine:
        _make(case_id, mine)
        _attach(case_id)
    if scope.role in (Role.LISTING, Role.LEADER, Role.AUDITOR, Role.DEPARTMENT):
        link = f'<a href="/dossier/{case_id}" download>导出案卷证据包</a>'
        told = "含全部记录、证据原件和核验程序，离线即可核验；导出会记入调阅记录。"
        if held.accidents:
            link += f' <a href="/dossier/{case_id}?upto=accident" download>导出事故登记时的证据包</a>'
        parts.show(parts.card("证据包", f'<p class="gp-facts-line">{link}</p>', told))


def _list(case_id: int) -> None:
    store, scope = visitor.here()
    rows = [
        [
            f'<a href="/papers/{d["id"]}" download>{escape(DOCUMENTS[d["kind"]].title)}</a>',
            escape(d["number"] or "—"),
            d["dated"].isoformat(),
            '<span class="gp-green">● 已归档</span>'
            if d["scan_id"]
            else '<span class="gp-grey">○ 待盖章归档</span>',
        ]
        for d in papers.of_case(store, scope, case_id)
    ]
    if not rows:
        parts.empty("还没有文书", "由区安委办、督办部门和街镇在办理相应步骤后出具。")
        return
    heads = [("文书", ""), ("文号", ""), ("日期", "gp-nowrap"), ("盖章扫描件", "")]
    parts.show(parts.card("文书", parts.table(heads, rows, css="gp-cards-small"), NOTE))


def _make(case_id: int, mine: dict[str, str]) -> None:
    store, scope = visitor.here()
    with st.expander("出具文书"), st.form(f"paper_{case_id}", border=False):
        kind = st.selectbox("文书", list(mine), format_func=mine.__getitem__)
        on = st.date_input("成文日期", value=clock.today(), format="YYYY-MM-DD")
        if st.form_submit_button("出具", type="primary"):
            try:
                papers.make(store, scope, case_id, kind, on=on)
            except Refusal as refusal:
                st.error(parts.plain(str(refusal)))
                return
            st.session_state["case_done"] = f"《{mine[kind]}》已出具，可下载打印、盖章。"
            st.rerun()


def _attach(case_id: int) -> None:
    """The sealed paper comes back as a scan and is tied to its document."""
    store, scope = visitor.here()
    open_ = {
        d["id"]: f"{DOCUMENTS[d['kind']].title} {d['number']}"
        for d in papers.of_case(store, scope, case_id)
        if not d["scan_id"]
    }
    scans = {
        f["id"]: f"{f['kind_name']} {f['receipt']} {f['file_name'][:24]}"
        for f in evidence.of_case(store, scope, case_id)
        if f["kind"] in SCANS and not f["voided_at"]
    }
    if not open_ or not scans:
        return
    with st.expander("登记盖章扫描件"), st.form(f"seal_{case_id}", border=False):
        number = st.selectbox("文书", list(open_), format_func=open_.__getitem__)
        scan = st.selectbox("扫描件", list(scans), format_func=scans.__getitem__)
        if st.form_submit_button("登记"):
            try:
                papers.attach(store, scope, number, scan)
            except Refusal as refusal:
                st.error(parts.plain(str(refusal)))
                return
            st.session_state["case_done"] = "盖章扫描件已登记。"
            st.rerun()
