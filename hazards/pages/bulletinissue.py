"""One issue (一期通报): its text, its tables with the list behind every number, notes, and publication."""

from collections.abc import Mapping, Sequence
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from hazards.pages import acting, parts
from hazards.pages.bulletinlinks import FORM, files, query
from hazards.services import bulletins as service
from hazards.services import publishing
from hazards.services.access import Scope
from hazards.services.bulletins import Look
from hazards.storage.store import Store

OPEN = ("ranking", "difficulties", "restated", "overdue")
"""Tables shown at once; the others are folded."""
NARROW = 2
"""Columns no wider than this hold numbers."""
SHORT = 14
"""Signs of a cell that is not broken."""


def draw(store: Store, scope: Scope, number: int) -> None:
    seen = service.look(store, scope, number)
    one = seen.issue
    parts.title(one.name)
    parts.show(f'<p class="gp-facts-line">{_facts(seen)}</p>')
    if one.state == "draft":
        _act(store, scope, seen)
    body = "".join(
        f"<h4>{escape(s['head'])}</h4>" + "".join(f"<p>{escape(p)}</p>" for p in s["paragraphs"])
        for s in seen.paper["sections"]
    )
    parts.show(parts.card(seen.paper["title"], body, escape(seen.paper["rule"]), "gp-letter"))
    for sheet in seen.paper["sheets"]:
        html = table(number, sheet)
        if sheet["key"] in OPEN:
            parts.show(f'<h2 class="gp-title">{escape(sheet["title"])}</h2>{html}')
        else:
            with st.expander(sheet["title"]):
                parts.show(html)
    parts.rule(seen.paper["proof"])


def _facts(seen: Look) -> str:
    one = seen.issue
    told = [f"截止 {one.cutoff}", f"编制 {escape(one.drafter)} {one.drafted_at[:16].replace('T', ' ')}"]
    if one.state == "published":
        told.append(f"印发 {escape(one.publisher)} {one.published_at[:16].replace('T', ' ')}")
        told.append(f"冻结数据摘要 {one.sha256[:16]}")
        told.append(parts.link("与现在台账比对", "reports", query(one.id, today=1)))
    return " · ".join([*told, files(one, True)])


def table(number: int, sheet: Mapping[str, Any]) -> str:
    """A frozen sheet; each counted cell leads to its cases."""
    heads = [(head, _css(sheet, at)) for at, head in enumerate(sheet["heads"])]
    rows = [_cells(number, sheet, row) for row in sheet["rows"]]
    notes = "".join(f'<p class="gp-rule">{escape(note)}</p>' for note in sheet["notes"])
    return f'<div class="gp-sheet gp-bulletin">{parts.table(heads, rows, css="gp-stack")}</div>{notes}'


def _css(sheet: Mapping[str, Any], at: int) -> str:
    """Numbers end at the right; numbers of cases and dates stand on one line."""
    if sheet["by"]:
        return "gp-right" if sheet["wide"][at] <= NARROW else ""
    return "gp-nowrap" if all(len(row["cells"][at]) <= SHORT for row in sheet["rows"]) else ""


def _cells(number: int, sheet: Mapping[str, Any], row: Mapping[str, Any]) -> Sequence[str]:
    out = []
    for at, (cell, figure) in enumerate(zip(row["cells"], sheet["figures"], strict=True)):
        if figure and cell not in ("0", "0.00", "—"):
            told = query(number, sheet=sheet["key"], row=row["key"], column=at)
            out.append(parts.link(cell, "reports", told))
        else:
            out.append(escape(cell))
    return out


def _act(store: Store, scope: Scope, seen: Look) -> None:
    """Notes, publication and the rest of a draft, for whom each is open."""
    one = seen.issue
    drawn = acting.mark(FORM)
    if acting.may(scope, publishing.publish):
        note = (
            "本人编制或者填写过说明的，须由另一人印发。" if one.mine else "印发后编号、冻结、封签，不再改动。"
        )
        if not seen.bulletin.ended:
            note = "编制时本期还没有截止：截止以后重新计算草稿，再由另一人印发。"
        if seen.later:
            note += f"截止更晚的{seen.later}已经印发，本期属于补印：期号排在后面，已印发的不改动，也不与本期比较。"
        with st.container(key="card_publish"):
            parts.show(f'<h2 class="gp-title">复核印发</h2><p class="gp-note">{note}</p>')
            with st.container(horizontal=True):
                _button(
                    "印发",
                    f"publish_{drawn}",
                    partial(_publish, store, scope, one.id),
                    drawn,
                    off=one.mine or not seen.bulletin.ended,
                )
                if acting.may(scope, publishing.note):
                    work = partial(_again, store, scope, one.kind.value, one.told)
                    _button("重新计算", f"again_{drawn}", work, drawn)
                    _button("作废草稿", f"discard_{drawn}", partial(_discard, store, scope, one.id), drawn)
    if not acting.may(scope, publishing.note):
        return
    with st.expander("本期说明(只有这两栏可以填写，计算数字不能改)"), st.form(f"note_{drawn}", border=False):
        st.text_area("典型案例", value=seen.typical, max_chars=3000, key=f"typical_{drawn}")
        st.text_area("下一步工作(不填的，按数字生成)", value=seen.next, max_chars=3000, key=f"next_{drawn}")
        work = partial(_note, store, scope, one.id, drawn)
        st.form_submit_button("保存说明", on_click=acting.press, args=(FORM, drawn, work))


def _button(label: str, key: str, work: Any, drawn: str, *, off: bool = False) -> None:
    kind: Any = "primary" if label == "印发" else "secondary"
    st.button(label, type=kind, key=key, disabled=off, on_click=acting.press, args=(FORM, drawn, work))


def _publish(store: Store, scope: Scope, number: int) -> str:
    return f"已印发为第 {publishing.publish(store, scope, number)} 期。"


def _again(store: Store, scope: Scope, kind: str, told: str) -> str:
    publishing.draft(store, scope, kind, told)
    return "草稿已按现在的台账重新计算。"


def _discard(store: Store, scope: Scope, number: int) -> str:
    publishing.discard(store, scope, number)
    st.query_params.pop("bulletin", None)
    return "草稿已作废。"


def _note(store: Store, scope: Scope, number: int, drawn: str) -> str:
    typical, next_ = acting.typed("typical", drawn), acting.typed("next", drawn)
    publishing.note(store, scope, number, typical=typical, next=next_)
    return "本期说明已保存。"
