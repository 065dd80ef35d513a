"""文书: the documents of a case, made from its facts, with a slot for the sealed scan."""

from html import escape

import streamlit as st

from hazards.domain.errors import Refusal
from hazards.domain.kinds import SCANS
from hazards.domain.roles import Role
from hazards.formats.documents.index import DOCUMENTS
from hazards.pages import parts, visitor
from hazards.services import casefolder, clock, evidence, papers
from hazards.services.access import Scope
from hazards.services.course import Course
from hazards.services.filed import Filed
from hazards.services.onfile import ENFORCERS, may_act

EXPORTERS = (Role.LISTING, Role.LEADER, Role.AUDITOR, Role.DEPARTMENT)
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
    if scope.role in EXPORTERS:
        link = f'<a href="/dossier/{case_id}" download>导出案卷证据包</a>'
        told = "含全部记录、证据原件和核验程序，离线即可核验；导出会记入调阅记录。"
        if held.accidents:
            link += f' <a href="/dossier/{case_id}?upto=accident" download>导出事故登记时的证据包</a>'
        parts.show(parts.card("证据包", f'<p class="gp-facts-line">{link}</p>', told))


def draw_building(course: Course) -> None:
    """The same of an illegal building: its own documents, and the enforcement dossier."""
    store, scope = visitor.here()
    row = course.file.row
    case_id = int(row["id"])
    if scope.role not in papers.READERS:
        parts.empty("系统管理员不查看文书", "文书由执法部门、街镇、区安委办、领导和审计员查看。")
        return
    _list(case_id, "由执法部门在办理相应步骤后出具，乡村规划案件由乡镇出具。")
    if scope.leads(row) and scope.role in ENFORCERS and _may_act(scope, course):
        ready = papers.ready(store, scope, case_id)
        if ready:
            _make_building(case_id, ready)
        _attach(case_id)
    if scope.role in casefolder.READERS:
        link = f'<a href="/folder/{case_id}" download>导出执法案卷</a>'
        told = (
            "按程序顺序编号，含文书、送达回证、笔录、照片原件和卷内目录，缺件注明“缺”；导出会记入调阅记录。"
        )
        if scope.role in EXPORTERS:
            link += f' <a href="/dossier/{case_id}" download>导出案卷证据包</a>'
        parts.show(parts.card("案卷", f'<p class="gp-facts-line">{link}</p>', told))


def _may_act(scope: Scope, course: Course) -> bool:
    try:
        may_act(scope, course.file.building)
    except Refusal:
        return False
    return True


def _make_building(case_id: int, ready: dict[str, str]) -> None:
    """Made without a date of its own: a document carries the day of its step."""
    store, scope = visitor.here()
    with st.expander("出具文书"), st.form(f"paper_{case_id}", border=False):
        kind = st.selectbox("文书", list(ready), format_func=ready.__getitem__)
        st.caption("成文日期取所属步骤的办理日期；案卷中没有的内容留空，打印后手写。")
        if st.form_submit_button("出具", type="primary"):
            try:
                papers.make(store, scope, case_id, kind)
            except Refusal as refusal:
                st.error(parts.plain(str(refusal)))
                return
            st.session_state["case_done"] = f"《{ready[kind]}》已出具，可下载打印、盖章。"
            st.rerun()


def _list(case_id: int, filler: str = "由区安委办、督办部门和街镇在办理相应步骤后出具。") -> None:
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
        parts.empty("还没有文书", filler)
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
