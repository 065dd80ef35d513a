"""Given (外部门考核率): the other offices' assessment rates as they gave them, and how they are brought in."""

import tempfile
from functools import partial
from html import escape
from pathlib import Path

import streamlit as st

from hazards.domain.errors import Finding
from hazards.pages import acting, parts, visitor
from hazards.services import assessments, clock
from hazards.services.access import Scope
from hazards.services.asked import Asked
from hazards.services.assessments import Checked, Said, Table
from hazards.storage.store import Store

FORM = "assessments"
RULE = "由来源单位提供，原样列示；本系统不计算、不汇总、不排名。"
TYPES = ["xlsx", "xls", "ods", "csv", "docx"]
SHOWN = 50


def appendix(asked: Asked) -> None:
    """One table an office and period, under the indicators of this system."""
    store, scope = visitor.here()
    told = assessments.tables(store, scope)
    way = parts.link("导入", "", "view=given") if acting.may(scope, assessments.take) else ""
    parts.show(f'<h2 class="gp-title">附表 外部门考核率</h2><p class="gp-facts-line gp-noprint">{way}</p>')
    if not told:
        parts.empty(
            "还没有外部门提供的考核率",
            "拔钉率、供地率、绿化率等由各主管部门提供表格，区安委办导入后原样列在这里。",
        )
    for one in told:
        parts.show(_table(one))


def _table(one: Table) -> str:
    heads = [("街镇", ""), *((name, "gp-right") for name in one.names)]
    rows = [[escape(street), *map(escape, cells)] for street, cells in one.rows]
    body = parts.table(heads, rows, css="gp-stack gp-given")
    note = f"来源：{one.source}；收件日期 {one.received.isoformat()}。{RULE}"
    return parts.card(one.period, body, escape(note))


def page(asked: Asked) -> None:
    acting.style()
    store, scope = visitor.here()
    parts.show(f'<p class="gp-facts-line gp-noprint">{parts.link("返回指标", "", "view=indicators")}</p>')
    if not acting.may(scope, assessments.take):
        parts.empty("外部门考核率由区安委办导入", "有表格的，请送区安委办。")
        return
    with st.container(key="card_given"):
        parts.show('<h2 class="gp-title">导入外部门考核率</h2>')
        acting.told(FORM)
        drawn = acting.mark(FORM)
        checked = _given(store, scope, drawn)
        if checked is None:
            parts.show(
                '<p class="gp-note">表头须有“街镇”一列，其余每项指标一列；或者为“街镇、指标、数值”。'
                "期间、来源单位、收件日期可以在表中各占一列，也可以在这里填写一次。</p>"
            )
            return
        _shown(checked)
        st.button(
            f"确认入库({len(checked.rows) - checked.unchanged} 个数值)",
            type="primary",
            key=f"take_{drawn}",
            disabled=len(checked.rows) == checked.unchanged,
            on_click=acting.press,
            args=(FORM, drawn, partial(_take, store, scope, checked)),
        )


def _given(store: Store, scope: Scope, drawn: str) -> Checked | None:
    """The sheet chosen or pasted, judged with what the form says beside it."""
    first, second, third = st.columns(3)
    period = first.text_input("期间", key=f"given_period_{drawn}", max_chars=40, placeholder="如 2026年10月")
    source = second.text_input("来源单位", key=f"given_source_{drawn}", max_chars=60)
    received = third.date_input(
        "收件日期", value=None, max_value=clock.today(), key=f"given_on_{drawn}", format="YYYY-MM-DD"
    )
    file = st.file_uploader("表格文件：xlsx、xls、ods、csv、docx", type=TYPES, key=f"given_file_{drawn}")
    pasted = st.text_area(
        "或粘贴表格(连同表头)",
        key=f"given_paste_{drawn}",
        height=120,
        placeholder="在 Excel 或 WPS 中选中单元格，复制后粘贴到这里",
    )
    said = Said(period, source, received)
    if file is not None:
        with tempfile.NamedTemporaryFile() as held:
            held.write(file.getvalue())
            held.flush()
            return assessments.check(store, scope, Path(held.name), said, name=file.name)
    return assessments.check_pasted(store, scope, pasted, said) if pasted.strip() else None


def _shown(checked: Checked) -> None:
    new = len(checked.rows) - checked.unchanged - checked.changed
    told = f"新增 {new} 个数值，更改 {checked.changed} 个，与库中相同 {checked.unchanged} 个。"
    parts.show(f'<p class="gp-count">{told}</p>')
    if checked.findings:
        heads = [("行", "gp-right"), ("列", ""), ("问题和办法", "")]
        rows = [_finding(one) for one in checked.findings[:SHOWN]]
        title = f"问题 {len(checked.findings)} 条，带“不入库”的改正后再导入"
        parts.show(parts.card(title, parts.table(heads, rows, css="gp-stack")))
    heads = [(name, "") for name in ("街镇", "指标", "数值", "期间", "来源单位", "收件日期")]
    rows = [
        [*map(escape, (one.street, one.name, one.value, one.period, one.source)), one.received.isoformat()]
        for one in checked.rows[:SHOWN]
    ]
    if rows:
        more = f"(前 {SHOWN} 个)" if len(checked.rows) > SHOWN else ""
        parts.show(parts.card(f"将入库的数值{more}", parts.table(heads, rows, css="gp-stack")))


def _finding(one: Finding) -> list[str]:
    mark = "不入库：" if one.refuses else ""
    return [str(one.row or "—"), escape(one.column or "整表"), escape(f"{mark}{one.remedy}")]


def _take(store: Store, scope: Scope, checked: Checked) -> str:
    count = assessments.take(store, scope, checked.rows, file_name=checked.file_name)
    return f"已入库 {count} 个数值，列在“指标”的附表中。"
