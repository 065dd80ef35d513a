"""Workbooks: xlsx, xls and ods through calamine, each cell as the text a reader sees."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import python_calamine as calamine

from hazards.domain.errors import Unreadable
from hazards.domain.grid import Merge
from hazards.formats import opendocument, packed
from hazards.formats.celltext import text_of
from hazards.formats.limits import COLUMNS, Emit, RowStream
from hazards.formats.sheetscan import SheetScan

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
SHEET_XML_BYTES = 8_000_000  # workbook.xml and its relations: kilobytes in honest files


def read_xlsx(emit: Emit, path: Path, members: list[zipfile.ZipInfo]) -> None:
    """Send every visible sheet of an xlsx file, and what its XML says beside the values."""
    parts = {packed.normal(m.filename): m for m in members}
    names = _sheet_names(path, parts)
    scans = {sheet: SheetScan() for sheet in names.values()}

    def watch(part: str, chunks: Iterator[bytes]) -> None:
        if part in names:
            scans[names[part]].feed(chunks)

    packed.look_through(path, members, watch)
    for part, sheet in names.items():
        if part in parts:
            with path.open("rb") as file:
                scans[sheet].check_area(sheet, packed.unpack(file, parts[part]))
    _send(emit, path, scans, {})


def read_xls(emit: Emit, path: Path) -> None:
    """Send every visible sheet of a legacy xls file."""
    head = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in head or "EncryptionInfo".encode("utf-16-le") in head:
        raise _protected()
    if "_VBA_PROJECT".encode("utf-16-le") in head:
        cure = "请另存为不含宏的“Excel 工作簿(*.xlsx)”后再导入。"
        raise Unreadable("macro-workbook", "工作簿含有宏，不予打开", cure)
    if "Workbook".encode("utf-16-le") not in head and "Book".encode("utf-16-le") not in head:
        cure = "请把台账另存为 xlsx 或 csv 后再导入。"
        raise Unreadable("format-not-offered", "这不是 Excel 工作簿(可能是旧版 Word 等文件)", cure)
    del head
    _send(emit, path, {}, {})


def read_ods(emit: Emit, path: Path, members: list[zipfile.ZipInfo]) -> None:
    """Send every visible sheet of an OpenDocument table; calamine does not tell its merges."""
    packed.look_through(path, members)
    parts = {m.filename: m for m in members}
    manifest = parts.get("META-INF/manifest.xml")
    if manifest and b"encryption-data" in packed.contents(path, manifest):
        raise _protected()
    with path.open("rb") as file:
        layouts = opendocument.layouts(packed.unpack(file, parts["content.xml"]))
    _send(emit, path, {}, layouts)


def _send(
    emit: Emit, path: Path, scans: dict[str, SheetScan], layouts: dict[str, opendocument.Layout]
) -> None:
    something = False
    try:
        with calamine.CalamineWorkbook.from_path(str(path)) as book:
            for meta in book.sheets_metadata:
                if meta.typ != calamine.SheetTypeEnum.WorkSheet:
                    continue
                sheet = book.get_sheet_by_name(meta.name)
                if meta.visible != calamine.SheetVisibleEnum.Visible:
                    if sheet.height:
                        remedy = (
                            f"隐藏的工作表“{meta.name}”没有读取。需要导入的，请在 Excel 中取消隐藏后再导入。"
                        )
                        emit({"note": ["hidden-sheet-read-not", meta.name, remedy]})
                    continue
                something |= _send_sheet(emit, sheet, scans.get(meta.name), layouts.get(meta.name))
    except calamine.PasswordError as error:
        raise _protected() from error
    except calamine.CalamineError as error:
        raise _damaged() from error
    if not something:
        raise Unreadable("empty-file", "工作簿的可见工作表中没有任何内容", "请确认选对了文件，填写后再导入。")


def _send_sheet(
    emit: Emit,
    sheet: calamine.CalamineSheet,
    scan: SheetScan | None,
    layout: opendocument.Layout | None,
) -> bool:
    if not sheet.end:
        return False
    # Not total_height and total_width: those are one short of the last cell.
    height, width = sheet.end[0] + 1, sheet.end[1] + 1
    if width > COLUMNS:
        cure = f"请删去多余的列(一张表最多 {COLUMNS} 列)后再导入。"
        raise Unreadable("too-many-columns", f"“{sheet.name}”有 {width} 列", cure, str(width))
    merges = layout.merges if layout else [(*a, *b) for a, b in sheet.merged_cell_ranges or ()]
    merges = _within(merges, height, width)
    hidden = scan.hidden_rows if scan else layout.hidden_rows if layout else []
    stream = RowStream(emit, sheet.name, merges=merges, hidden_rows=hidden)
    for row in _filled(_rows(sheet), merges):
        stream.add(row)
    told = scan or SheetScan()
    told.hidden_rows = hidden
    for note in told.notes(sheet.name):
        emit({"note": note})
    return stream.finish()


def _rows(sheet: calamine.CalamineSheet) -> Iterator[list[str]]:
    # calamine gives the rows from the first line of the sheet on, the cells only from the
    # first used column on.
    left = [""] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        yield left + [cell if type(cell) is str else text_of(cell) for cell in row]


def _within(merges: list[Merge], height: int, width: int) -> list[Merge]:
    """Merges cut to the used rectangle: whole columns are merged in honest files too."""
    cut = ((t, left, min(b, height - 1), min(r, width - 1)) for t, left, b, r in merges)
    return sorted(m for m in cut if m[0] <= m[2] and m[1] <= m[3])


def _filled(rows: Iterator[list[str]], merges: list[Merge]) -> Iterator[list[str]]:
    """Rows with every merged range filled with its top-left text, one row at a time."""
    coming = iter(merges)
    following = next(coming, None)
    running: list[tuple[int, int, int, str]] = []
    for number, row in enumerate(rows):
        if running:
            running = [m for m in running if m[0] >= number]
        while following and following[0] == number:
            _, left, bottom, right = following
            running.append((bottom, left, right, row[left]))
            following = next(coming, None)
        for _, left, right, text in running:
            row[left : right + 1] = [text] * (right + 1 - left)
        yield row


def _sheet_names(path: Path, parts: dict[str, zipfile.ZipInfo]) -> dict[str, str]:
    """Part name to sheet name, for the scan and the messages."""
    book, links = parts.get("xl/workbook.xml"), parts.get("xl/_rels/workbook.xml.rels")
    if not book or not links:
        raise _damaged()
    packed.look_through(path, [book, links])  # no entities from here on, so a plain parser is safe
    try:
        relations = ElementTree.fromstring(packed.contents(path, links, SHEET_XML_BYTES))  # noqa: S314
        sheets = ElementTree.fromstring(packed.contents(path, book, SHEET_XML_BYTES))  # noqa: S314
    except ElementTree.ParseError as error:
        raise _damaged() from error
    targets = {link.get("Id"): link.get("Target", "") for link in relations}
    found = {}
    for sheet in sheets.iter():
        if sheet.tag.endswith("}sheet"):
            target = targets.get(sheet.get(RELATION), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            found[packed.normal(part)] = sheet.get("name", "")
    return found


def _damaged() -> Unreadable:
    return Unreadable("workbook-damaged", "工作簿内部已损坏，无法读取", packed.RESAVE)


def _protected() -> Unreadable:
    cure = "请在 Excel 或 WPS 中去掉打开密码，另存后再导入。"
    return Unreadable("password-protected", "工作簿设有打开密码，无法读取", cure)
