"""套表: choose an empty form, look over what each column means, take it filled."""

from functools import partial
from html import escape
from typing import Any

import streamlit as st

from hazards.domain.errors import Refusal
from hazards.domain.formheads import ROW
from hazards.pages import acting, parts, visitor
from hazards.services import clock, formfill, formvalues
from hazards.services.access import Scope
from hazards.services.formfill import Draft, Filled
from hazards.services.monthduty import Month
from hazards.storage.store import Store

HELD = "formfill_held"
SHOWN = 200
ROWS = 60
"""Unknown rows that are offered for choosing; a form with more of them is of another district."""
LEAVE = "不填"
RULE = (
    "口径：只填空着的单元格，原有文字、公式和格式不动(文本框和控件不保留)；数字限于您有权查看的范围，"
    "月报没有签报的按未报留空，不作 0；对应关系按表头记住，下次同样的表自动套用。"
)


def draw() -> None:
    store, scope = visitor.here()
    acting.style()
    file = st.file_uploader("选择空表(xlsx)", type=["xlsx"], key="formfill_file", max_upload_size=10)
    if file is None:
        st.session_state.pop(HELD, None)
        parts.empty(
            "还没有选择空表",
            "任何带表头的 xlsx 都可以：前几列是街镇、部门、行业或者“合计”，上方是指标名称，由您选择后在这里填数。",
        )
        parts.rule(RULE)
        return
    draft = _draft(store, scope, file)
    if draft is not None:
        given = _mapping(draft)
        _fill(store, scope, draft, given)
    parts.rule(RULE)


def _draft(store: Store, scope: Scope, file: Any) -> Draft | None:
    """The form as read once; a refusal is said."""
    held = st.session_state.get(HELD)
    if held is not None and held[0] == file.file_id:
        draft: Draft = held[1]
        return draft
    try:
        with st.spinner("正在读取表头"):
            draft = formfill.read(store, scope, file.name, file.getvalue())
    except Refusal as refusal:
        st.error(parts.plain(str(refusal)))
        return None
    st.session_state[HELD] = (file.file_id, draft)
    return draft


def _mapping(draft: Draft) -> dict[str, str]:
    """What every column means, to be corrected."""
    names = {"": LEAVE, **formvalues.codes()}
    options = list(names)
    known = sum(row.key is not None for form in draft.forms for row in form.rows)
    rows = sum(len(form.rows) for form in draft.forms)
    columns = sum(len(form.columns) for form in draft.forms)
    met = sum(column.code is not None for form in draft.forms for column in form.columns)
    parts.show(
        f'<p class="gp-figure">认出 {known} 行(共 {rows} 行)、{met} 列(共 {columns} 列)，请核对，可以改</p>'
    )
    given: dict[str, str] = {}
    for form in draft.forms:
        with st.expander(parts.plain(f"“{form.name}”各列的对应"), expanded=len(draft.forms) == 1):
            # Three at a time, so that a phone shows them in the order of the form.
            places = [box for _ in form.columns[::3] for box in st.columns(3)]
            for box, column in zip(places, form.columns, strict=False):
                with box:
                    chosen = st.selectbox(
                        parts.plain(column.text[:60]),
                        options,
                        index=options.index(column.code or ""),
                        format_func=names.__getitem__,
                        key=f"means_{form.sheet}_{form.rows[0].line}_{column.index}_{st.session_state[HELD][0]}",
                    )
                if chosen != (column.code or "") or column.text in draft.given:
                    given[column.text] = chosen
    return given | _rows(draft)


def _rows(draft: Draft) -> dict[str, str]:
    """Whose figures a row asks for that was not recognised, or was set by hand before."""
    texts = [
        row.text
        for form in draft.forms
        for row in form.rows
        if row.key is None or ROW + row.text in draft.given
    ]
    given: dict[str, str] = {}
    options = {"": LEAVE, **draft.choices}
    if not texts:
        return given
    with st.expander(f"认不出的 {len(set(texts))} 行，可以选定是哪个单位或者行业"):
        shown = list(dict.fromkeys(texts))[:ROWS]
        places = [box for _ in shown[::3] for box in st.columns(3)]
        for n, text in enumerate(shown):
            held = draft.given.get(ROW + text, "")
            chosen = places[n].selectbox(
                parts.plain(text[:60]),
                list(options),
                index=list(options).index(held),
                format_func=options.__getitem__,
                key=f"row_{n}_{st.session_state[HELD][0]}",
            )
            if chosen != held:
                given[ROW + text] = chosen
    return given


def _fill(store: Store, scope: Scope, draft: Draft, given: dict[str, str]) -> None:
    today = clock.today()
    last = Month.of(today).but(-1)
    months = [Month.of(today), *(last.but(-n) for n in range(12))]
    with st.container(key="card_formfill"):
        left, middle, right = st.columns(3)
        on = left.date_input("截止日期", today, max_value=today, format="YYYY-MM-DD", key="formfill_on")
        year = middle.selectbox("年度", [today.year - n for n in range(6)], key="formfill_year")
        month = right.selectbox(
            "月报取哪个月", months, index=1, format_func=lambda m: m.title, key="formfill_month"
        )
        work = partial(_work, store, scope, draft, given, on, year, month)
        st.button("套表填数", type="primary", key="formfill_go", on_click=work)
    result = st.session_state.get("formfill_done")
    if result is not None and result[0] == st.session_state[HELD][0]:
        _result(result[1])


def _work(
    store: Store, scope: Scope, draft: Draft, given: dict[str, str], on: Any, year: int, month: Month
) -> None:
    key = st.session_state[HELD][0]
    try:
        again = formfill.understood(store, scope, draft.name, draft.data, draft.book, given)
        st.session_state["formfill_done"] = (
            key,
            formfill.fill(store, scope, again, on=on, year=year, month=month),
        )
    except Refusal as refusal:
        st.session_state["formfill_done"] = (key, refusal)


def _result(told: Filled | Refusal) -> None:
    if isinstance(told, Refusal):
        st.error(parts.plain(str(told)))
        return
    st.success(f"已填 {told.count} 格，另有 {len(told.blanks)} 格留空。")
    st.download_button("下载填好的表", told.data, told.name, key="formfill_take", on_click="ignore")
    if told.blanks:
        heads = [("单元格", "gp-nowrap"), ("行", ""), ("列", ""), ("为什么", "")]
        rows = [
            [escape(f"{one.sheet} {one.cell}"), escape(one.row), escape(one.column), escape(one.why)]
            for one in told.blanks[:SHOWN]
        ]
        note = f"列前 {SHOWN} 格" if len(told.blanks) > SHOWN else ""
        parts.show(
            parts.card(f"留空的 {len(told.blanks)} 格", parts.table(heads, rows, css="gp-stack"), note)
        )
