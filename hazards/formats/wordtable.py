"""Tables of a Word document, merged cells filled, one sheet for each table."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from hazards.domain.errors import Unreadable
from hazards.domain.grid import Merge
from hazards.formats import packed
from hazards.formats.limits import COLUMNS, Emit, RowStream

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WRAPPERS = (W + "sdt", W + "sdtContent", W + "ins", W + "smartTag", W + "customXml", W + "hyperlink")
DOCUMENT_BYTES = 200_000_000


def read(emit: Emit, path: Path, members: list[zipfile.ZipInfo]) -> None:
    """Send every table of the body; tables within cells are text of their cell.

    Raises:
        Unreadable: damaged, or no table with content in it.
    """
    packed.look_through(path, members)
    parts = {packed.normal(m.filename): m for m in members}
    # No entities, no network, no document type: look_through refused those, this says it again.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        document = packed.contents(path, parts["word/document.xml"], DOCUMENT_BYTES)
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError as error:
        cure = "请用 Word 或 WPS 打开，另存为新的 docx 后再导入。"
        raise Unreadable("document-damaged", "文档内部已损坏，无法读取", cure) from error
    something = False
    body = root.find(W + "body")
    for number, table in enumerate(_children(body, W + "tbl") if body is not None else (), 1):
        rows, merges = _grid(table)
        stream = RowStream(emit, f"表{number}", merges=merges, hidden_rows=[])
        for row in rows:
            stream.add(row)
        something |= stream.finish()
    if not something:
        cure = "请确认台账在文档的表格中，或把表格复制到 Excel 后再导入。"
        raise Unreadable("no-table", "文档中没有带内容的表格", cure)


def _grid(table: etree._Element) -> tuple[list[list[str]], list[Merge]]:
    rows: list[list[str]] = []
    merges: list[Merge] = []
    starts: dict[int, tuple[int, int, str]] = {}  # column -> first row, width, text of a running merge
    for number, line in enumerate(_children(table, W + "tr")):
        row = [""] * _value(line.find(f"{W}trPr/{W}gridBefore"))
        for cell in _children(line, W + "tc"):
            column = len(row)
            width = max(_value(cell.find(f"{W}tcPr/{W}gridSpan")), 1)
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            going_on = merge is not None and merge.get(W + "val") != "restart"
            if going_on and column in starts:
                first, width, text = starts[column]
                merges = [m for m in merges if m[:2] != (first, column)]
                merges.append((first, column, number, column + width - 1))
            else:
                text = _text(cell)
                starts.pop(column, None)
                if merge is not None:
                    starts[column] = (number, width, text)
                if width > 1:
                    merges.append((number, column, number, column + width - 1))
            if column + width > COLUMNS:
                cure = f"请删去多余的列(一张表最多 {COLUMNS} 列)后再导入。"
                raise Unreadable(
                    "too-many-columns", f"表格第 {number + 1} 行的列太多", cure, str(column + width)
                )
            row.extend([text] * width)
        rows.append(row)
    return rows, sorted(merges)


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Children of one kind, also inside content controls and tracked insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from _children(child, tag)


def _text(cell: etree._Element) -> str:
    """Paragraphs as lines, as they are printed; what tracking marks as deleted is left out."""
    lines = []
    for paragraph in cell.iter(W + "p"):
        line = ""
        for piece in paragraph.iter(W + "t", W + "tab", W + "br", W + "cr"):
            line += (piece.text or "") if piece.tag == W + "t" else "\t" if piece.tag == W + "tab" else "\n"
        lines.append(line)
    return "\n".join(lines).strip("\n")


def _value(element: etree._Element | None) -> int:
    text = element.get(W + "val", "0") if element is not None else "0"
    return min(int(text), 10_000) if text.isdecimal() else 0
