"""A document of ours read back as plain blocks, so that the same paper can be set as pdf without an office suite.

Only what ``layout`` and ``tables`` write is understood: paragraphs, runs, ruled tables, shaded cells.
"""

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from hazards.formats.documents.package import BODY, CELL, HEI, KAI, NOTE, TITLE

SIZES = {TITLE: 22.0, BODY: 16.0, CELL: 12.0, NOTE: 9.0}
FACES = {HEI: "hei", KAI: "kai"}
SIDES = {WD_ALIGN_PARAGRAPH.CENTER: "center", WD_ALIGN_PARAGRAPH.RIGHT: "right"}
BOXES = str.maketrans("☑☐", "■□")
"""Few fonts have the ticked box; every Chinese one has these."""
Block = dict[str, Any]


def blocks(content: bytes) -> Block:
    """``{"wide", "blocks"}`` of a docx of one document.

    A block is ``{"kind": "line", "style", "side", "first", "left", "rules", "runs": [{"text", "face",
    "size", "tab"}]}`` or ``{"kind": "table", "widths" (mm), "heads", "high" (mm), "size", "rows": [[{"text",
    "fill"}]]}``.
    """
    document = docx.Document(io.BytesIO(content))
    wide = document.sections[0].orientation == WD_ORIENT.LANDSCAPE
    return {"wide": wide, "blocks": list(_blocks(document))}


def _blocks(document: Document) -> Iterator[Block]:
    for part in document.iter_inner_content():
        yield _line(part) if isinstance(part, Paragraph) else _table(part)


def _line(paragraph: Paragraph) -> Block:
    style = str(paragraph.style.name) if paragraph.style else BODY
    layout = paragraph.paragraph_format
    borders = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:pBdr')}")
    rules = [] if borders is None else [edge.tag.rpartition("}")[2] for edge in borders]
    size = SIZES.get(style, 12.0)
    return {
        "kind": "line",
        "style": next((k for k, v in _STYLES.items() if v == style), "body"),
        "side": "center" if style == TITLE else SIDES.get(layout.alignment, "left"),  # type: ignore[arg-type]
        "first": round((layout.first_line_indent or 0) / Pt(size), 2),
        "left": round((layout.left_indent or 0) / Mm(1), 2),
        "rules": rules,
        "runs": [part for run in paragraph.runs if run.text for part in _runs(run, size)],
    }


_STYLES = {"title": TITLE, "body": BODY, "cell": CELL, "note": NOTE}


def _runs(run: Any, size: float) -> list[Block]:
    """A run in parts; ``tab`` says that the part begins at the right edge, as every tab of ours does."""
    face = FACES.get(run.font.name or "", "")
    told = {"face": face, "size": run.font.size.pt if run.font.size else size}
    parts = run.text.translate(BOXES).split("\t")
    return [{**told, "text": part, "tab": at > 0} for at, part in enumerate(parts) if part or at]


def _table(table: Table) -> Block:
    heads = sum(row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows)
    heights = [row.height / Mm(1) for row in table.rows if row.height]
    sizes = [
        run.font.size.pt for p in table._cells[:1] for q in p.paragraphs for run in q.runs if run.font.size
    ]
    return {
        "kind": "table",
        "widths": [round((column.width or Mm(20)) / Mm(1), 2) for column in table.columns],
        "heads": heads,
        "high": round(max(heights, default=0.0), 2),
        "size": sizes[0] if sizes else 12.0,
        "rows": [[_cell(cell) for cell in row.cells] for row in table.rows],
    }


def _cell(cell: Any) -> Block:
    shade = cell._tc.find(f"{qn('w:tcPr')}/{qn('w:shd')}")
    fill = "" if shade is None else str(shade.get(qn("w:fill")) or "")
    text = "\n".join(p.text for p in cell.paragraphs).translate(BOXES)
    return {"text": text, "fill": f"#{fill}" if fill else ""}
