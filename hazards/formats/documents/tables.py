"""Tables of a paper: fixed widths that no text can push, ruled, with a header on every page."""

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Row

from hazards.formats.documents import package
from hazards.formats.documents.text import lines

SHORT = 200  # characters of a row that a page need not tear apart
CELL_MARGIN = 57  # twentieths of a point: one millimetre


def table(
    document: Document,
    widths: Sequence[float],
    rows: Sequence[Sequence[str]],
    *,
    header: int = 1,
    size: float = 12,
    height: Length | None = None,
    together: bool = False,
) -> Table:
    """Append a table.

    Args:
        widths: of the columns, millimetres.
        rows: cells as text; each of their lines becomes a paragraph of its cell.
        header: how many rows are one: 黑体, centred, repeated on every page.
        size: of the letters, in points.
        height: the least height of a row other than the header.
        together: whether it stays on one page with what follows; for small tables only.
    """
    made = document.add_table(0, len(widths))
    made.style = "Table Grid"
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    _fixed(made, widths)
    for at, cells in enumerate(rows):
        row = made.add_row()
        head = at < header
        # A row that could fill a page must be free to go on to the next one.
        _row(row, head, sum(map(len, cells)) < SHORT, height)
        for cell, width, text in zip(row.cells, widths, cells, strict=True):
            cell.width = Mm(width)
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            for position, line in enumerate(lines(text) or [""]):
                paragraph = cell.paragraphs[0] if position == 0 else cell.add_paragraph()
                paragraph.style = package.CELL
                paragraph.paragraph_format.keep_with_next = True if together else None
                run = paragraph.add_run(line)
                if size != 12:
                    run.font.size = Pt(size)
                    paragraph.paragraph_format.line_spacing = Pt(size + 4)
                if head:
                    paragraph.alignment = package.CENTER
                    package.named_font(run.font.element.get_or_add_rPr(), package.HEI)
    return made


def signatures(document: Document, rows: Sequence[tuple[str, str]], width: float) -> None:
    """Who signs, room for the hand, the day; a known name is printed before the room for its hand."""
    cells = [["签字人", "签字", "日期"], *([role, name, ""] for role, name in rows)]
    shares = [0.4 * width, 0.35 * width, 0.25 * width]
    table(document, shares, cells, height=Mm(13), together=True)


def _row(row: _Row, head: bool, whole: bool, height: Length | None) -> None:
    properties = row._tr.get_or_add_trPr()
    if head or whole:
        properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    elif height is not None:
        row.height, row.height_rule = height, WD_ROW_HEIGHT_RULE.AT_LEAST


def _fixed(made: Table, widths: Sequence[float]) -> None:
    properties = made._tbl.tblPr
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(CELL_MARGIN))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    properties.insert_element_before(margins, "w:tblLook", "w:tblCaption")
    whole: Any = properties.find(qn("w:tblW"))
    whole.set(qn("w:type"), "dxa")
    whole.set(qn("w:w"), str(Mm(sum(widths)).twips))
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
