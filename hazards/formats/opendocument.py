"""Where an OpenDocument table merges cells and hides rows; the values come from calamine."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from hazards.domain.errors import Unreadable
from hazards.domain.grid import Merge
from hazards.formats.limits import ROWS

TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
HIDDEN = ("collapse", "filter")


@dataclass(slots=True)
class Layout:
    """Merges and hidden rows of one sheet, counted from 0."""

    merges: list[Merge] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    row: int = -1
    column: int = 0
    repeats: int = 1


def layouts(chunks: Iterator[bytes]) -> dict[str, Layout]:
    """Layout by sheet name, from the chunks of content.xml (already free of entities)."""
    found: dict[str, Layout] = {}
    open_tables: list[Layout] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if not tag.startswith(TABLE):
            return
        kind = tag[len(TABLE) :]
        if kind == "table":
            name = attributes.get(TABLE + "name", "")
            open_tables.append(Layout())
            if len(open_tables) == 1:  # a table inside a cell is no sheet
                found[name] = open_tables[0]
        elif len(open_tables) != 1:
            return
        elif kind == "table-row":
            _row(open_tables[0], attributes)
        elif kind in ("table-cell", "covered-table-cell"):
            _cell(open_tables[0], attributes)

    def end(tag: str) -> None:
        if tag == TABLE + "table":
            open_tables.pop()
        elif tag == TABLE + "table-row" and len(open_tables) == 1:
            open_tables[0].row += open_tables[0].repeats - 1

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        cure = "请用 WPS 或 LibreOffice 打开，另存为 xlsx 后再导入。"
        raise Unreadable("workbook-damaged", "工作簿内部已损坏，无法读取", cure) from error
    return found


def _row(layout: Layout, attributes: dict[str, str]) -> None:
    layout.row += 1
    layout.column = 0
    layout.repeats = _count(attributes, "number-rows-repeated")
    # A hidden tail of a million empty rows is formatting, not content.
    if attributes.get(TABLE + "visibility") in HIDDEN and layout.repeats < 10_000:
        layout.hidden_rows.extend(range(layout.row, min(layout.row + layout.repeats, ROWS)))


def _cell(layout: Layout, attributes: dict[str, str]) -> None:
    across = _count(attributes, "number-columns-spanned")
    down = _count(attributes, "number-rows-spanned")
    if across > 1 or down > 1:
        bottom, right = layout.row + down - 1, layout.column + across - 1
        layout.merges.append((layout.row, layout.column, bottom, right))
    layout.column += _count(attributes, "number-columns-repeated")


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(TABLE + name, "1")
    return min(int(text), 2**31) if text.isdecimal() else 1
