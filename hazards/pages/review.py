"""Review: what a checked ledger looks like before it is taken, over the grid it came in."""

import tempfile
from collections import Counter
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from hazards.domain.errors import Finding
from hazards.domain.template import BY_HEADER
from hazards.pages import parts, visitor
from hazards.services import inbox
from hazards.services.drafts import Draft, Row, Verdict
from hazards.services.inbox import Upload

SHOWN = 60
SAME = ("不是同一单位", "是同一单位")


def place(draft: Draft, finding: Finding) -> str | None:
    """ "sheet,line,column" of the cell a finding is about, when the file has it."""
    if draft.tables is None or finding.row is None or finding.column is None:
        return None
    where = draft.tables.places[finding.row - 1]
    meant = draft.tables.headers[where.sheet].meant
    if finding.column not in meant:
        return None
    return f"{where.sheet},{where.line},{meant[finding.column]}"


def cell(draft: Draft, place: str) -> str:
    sheet, line, column = (int(part) for part in place.split(","))
    assert draft.book is not None
    row = draft.book.sheets[sheet].rows[line]
    return row[column].replace("\x00", "") if column < len(row) else ""


def unit(draft: Draft, number: int) -> str:
    if draft.tables is None:
        return ""
    return draft.tables.rows[number - 1].cells.get("unit", "")[:24]


def changes(draft: Draft) -> None:
    """Known cases with other content: old and new, cell by cell."""
    rows = [r for r in draft.rows if r.verdict is Verdict.CHANGED]
    if not rows:
        return
    body = []
    for row in rows[:SHOWN]:
        for name, (before, after) in row.changes.items():
            header = next(
                (h for h, c in BY_HEADER.items() if c.field == name), {"extras": "备注列"}.get(name, name)
            )
            body.append(
                [str(row.number), _label(row), escape(header), escape(_said(before)), escape(_said(after))]
            )
    heads = [("行", ""), ("案卷", ""), ("列", ""), ("库中", ""), ("文件", "")]
    parts.show(parts.card("将更新的内容", parts.table(heads, body, css="gp-stack")))


def _label(row: Row) -> str:
    assert row.listing is not None
    return escape(row.listing.number or row.listing.unit)


def _said(value: Any) -> str:
    return "(空)" if value in (None, "", {}) else str(value)


def findings(draft: Draft) -> None:
    """Everything noticed, by kind; whole rows first, remarks about the file folded away."""
    rows = [f for f in draft.findings if f.row is not None]
    about = [f for f in draft.findings if f.row is None]
    if rows:
        parts.show(f'<h2 class="gp-title">逐行提示({len(rows)} 条)</h2>')
        kinds = {
            "全部": rows,
            "未采用": [f for f in rows if f.refuses],
            "已采用，请留意": [f for f in rows if not f.refuses],
        }
        chosen = st.segmented_control(
            "显示", list(kinds), default="全部", required=True, label_visibility="collapsed"
        )
        shown = kinds[chosen or "全部"]
        heads = [("行", "gp-right"), ("列", ""), ("内容", ""), ("说明与处理", ""), ("结果", "gp-nowrap")]
        body = [
            [
                str(f.row),
                escape(f.column or "—"),
                f'<span class="gp-clamp">{escape(f.value or "—")}</span>',
                escape(f.remedy),
                '<span class="gp-red">■ 未采用</span>'
                if f.refuses
                else '<span class="gp-grey">已采用</span>',
            ]
            for f in shown[: SHOWN * 3]
        ]
        if body:
            parts.show(f'<div class="gp-sheet">{parts.table(heads, body, css="gp-stack")}</div>')
        if len(shown) > len(body):
            parts.show(
                f'<p class="gp-note">共 {len(shown)} 条，这里列前 {len(body)} 条；全部见可下载的批注文件。</p>'
            )
    if about:
        with st.expander(f"关于整个文件的提示({len(about)} 条)"):
            items = "".join(f"<li>{escape(f.remedy)}</li>" for f in about)
            parts.show(f'<ul class="gp-items">{items}</ul>')


def annotated(upload: Upload, draft: Draft) -> None:
    """The user's own file back with bad cells coloured and commented."""
    if not any(f.row for f in draft.findings) or not st.button("生成批注文件(问题单元格标色并加批注)"):
        return
    from hazards.formats.annotations import annotate

    assert draft.tables is not None
    assert draft.book is not None
    with tempfile.TemporaryDirectory() as room, st.spinner("正在标色"):
        out = Path(room) / "批注.xlsx"
        annotate(upload.path, draft.findings, draft.tables, draft.book, out)
        st.download_button("下载批注文件", out.read_bytes(), f"{Path(upload.name).stem}_批注.xlsx")


def grid(draft: Draft) -> None:
    """The reading over the original grid: which row became what."""
    if draft.book is None or draft.tables is None:
        return
    with st.expander("对照原表"):
        verdicts = {(p.sheet, p.line): r for p, r in zip(draft.tables.places, draft.rows, strict=True)}
        bad = Counter((f.row, f.column) for f in draft.findings if f.refuses)
        for index, header in draft.tables.headers.items():
            sheet = draft.book.sheets[index]
            heads = [
                ("行", "gp-right"),
                ("读作", "gp-nowrap"),
                *((c.text or "—", "") for c in header.columns),
            ]
            body = []
            for line in range(header.last + 1, min(len(sheet.rows), header.last + 1 + SHOWN)):
                row = verdicts.get((index, line))
                cells = [*sheet.rows[line], *[""] * len(header.columns)][: len(header.columns)]
                if row is None:
                    cells = _once(cells)
                marked = [
                    f'<mark class="gp-bad">{escape(text[:60])}</mark>'
                    if row and (row.number, column.means) in bad
                    else escape(text[:60])
                    for text, column in zip(cells, header.columns, strict=True)
                ]
                body.append(
                    [str(row.number) if row else "", _READ[row.verdict] if row else "不是案卷", *marked]
                )
            parts.show(f'<p class="gp-note">{escape(sheet.name)}：表头在第 {header.last + 1} 行</p>')
            parts.show(f'<div class="gp-wide">{parts.table(heads, body)}</div>')
        parts.show(f'<p class="gp-note">每张表列前 {SHOWN} 行。</p>')


def _once(cells: list[str]) -> list[str]:
    """A merged title repeats in every cell it covers; once is enough for the eye."""
    return [text if n == 0 or text != cells[n - 1] else "" for n, text in enumerate(cells)]


_READ = {
    Verdict.NEW: "新案卷",
    Verdict.CHANGED: "更新",
    Verdict.UNCHANGED: "无变化",
    Verdict.REFUSED: "未采用",
}


def questions(upload: Upload, draft: Draft) -> dict[tuple[str, str], bool]:
    """Names that may be one unit: a person says, once."""
    answers: dict[tuple[str, str], bool] = {}
    if not draft.same_unit_questions:
        return answers
    with st.container(key="card_units"):
        parts.show('<h2 class="gp-title">是否同一单位</h2>')
        for told, known in draft.same_unit_questions[:SHOWN]:
            before = upload.answers.get(f"{told}|{known}", False)
            said = st.radio(
                parts.plain(f"“{told}”与“{known}”"),
                SAME,
                index=int(before),
                horizontal=True,
                key=f"same-{upload.id}-{told}-{known}",
            )
            answers[told, known] = said == SAME[True]
    kept = {f"{told}|{known}": same for (told, known), same in answers.items()}
    if kept != upload.answers:
        store, scope = visitor.here()
        inbox.save(store, scope, replace(upload, answers=kept))
    return answers
