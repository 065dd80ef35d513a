"""Large tables for docx, written as XML at once: python-docx looks up every cell anew and takes seconds."""

from collections.abc import Sequence
from math import ceil
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from hazards.formats.documents import package
from hazards.formats.documents.tables import CELL_MARGIN
from hazards.formats.documents.text import flat

LONG = 40
"""Characters from which a cell reads from its left edge."""


def high(widths: Sequence[float], rows: Sequence[Sequence[str]], size: float) -> float:
    """About how high a table is, in points, its heads among ``rows``: a sign is as wide as it is high."""
    inner = [max(Mm(width).pt - CELL_MARGIN / 10, size) for width in widths]
    lines = (
        max(ceil(len(text) * size / wide) for text, wide in zip(row, inner, strict=True)) for row in rows
    )
    return sum(max(many, 1) * (size + 4) + 1 for many in lines)


def table(
    document: Document,
    widths: Sequence[float],
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    size: float,
    centred: Sequence[bool],
    *,
    whole: bool,
) -> None:
    """Append a ruled table, its header repeated on every page; what follows it stays with its last row.

    Args:
        widths: of the columns, millimetres.
        size: of the letters, in points.
        centred: per column whether its cells stand in the middle.
        whole: one page holds it, and is to.
    """
    style = quoteattr(document.styles[package.CELL].style_id)
    twips = [Mm(w).twips for w in widths]
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in twips)
    head = _row(heads, twips, style, size, [True] * len(twips), head=True, kept=True)
    body = "".join(
        _row(row, twips, style, size, centred, head=False, kept=whole or not 0 < n < len(rows) - 1)
        for n, row in enumerate(rows)
    )
    margins = "".join(f'<w:{side} w:w="{CELL_MARGIN}" w:type="dxa"/>' for side in ("left", "right"))
    made: Any = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(twips)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"
    )
    document.element.body._insert_tbl(made)


def _row(
    cells: Sequence[str],
    twips: Sequence[int],
    style: str,
    size: float,
    centred: Sequence[bool],
    *,
    head: bool,
    kept: bool,
) -> str:
    marks = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    font = package.HEI if head else ""
    told = "".join(
        _cell(text, width, style, size, font, middle and len(text) < LONG, kept)
        for text, width, middle in zip(cells, twips, centred, strict=True)
    )
    return f"<w:tr><w:trPr>{marks}</w:trPr>{told}</w:tr>"


def _cell(text: str, width: int, style: str, size: float, font: str, middle: bool, kept: bool) -> str:
    line = round((size + 4) * 20)
    faces = "".join(f' w:{slot}="{font}"' for slot in ("ascii", "hAnsi", "eastAsia", "cs")) if font else ""
    fonts = f'<w:rFonts{faces} w:hint="eastAsia"/>' if font else ""
    half = round(size * 2)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"<w:p><w:pPr><w:pStyle w:val={style}/>{'<w:keepNext/>' if kept else ''}"
        f'<w:spacing w:line="{line}" w:lineRule="exact"/>'
        f'<w:jc w:val="{"center" if middle else "left"}"/></w:pPr>'
        f'<w:r><w:rPr>{fonts}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(flat(text))}</w:t></w:r></w:p></w:tc>'
    )
