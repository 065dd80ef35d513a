"""Reading a ledger: any file somebody offers becomes a Workbook of text cells, or is refused."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hazards.domain.errors import Unreadable
from hazards.domain.grid import Sheet, Workbook
from hazards.formats import fence
from hazards.formats.geodata import FeatureReader, Features
from hazards.formats.limits import CELL_CHARACTERS, COLUMNS, FILE_MB

PASTED_CHARACTERS = 5_000_000


def read_table(path: Path, *, name: str, on_rows: Callable[[int], None] | None = None) -> Workbook:
    """Read a ledger in a fenced child.

    Args:
        path: the file; its content decides what it is.
        name: what the user calls it, for messages and the sheet of a csv.
        on_rows: told the number of rows read so far, for a progress bar.

    Returns:
        All visible sheets. A geodata file gives one sheet: the attribute names as header, WKB
        per row in ``geometry`` (None beside the header), in ``geometry_crs``.

    Raises:
        Unreadable: with a code, the reason, what to do, and the file's name where no better
            value is known.
    """
    size = checked_size(path, name)
    reader = _WorkbookReader(on_rows)
    try:
        for frame in fence.frames("read", str(path.resolve()), name, limits=fence.Limits.for_size(size)):
            reader.take(frame)
    except Unreadable as refusal:
        refusal.value = refusal.value or name
        raise
    return reader.workbook(Path(name).stem or "图层")


def read_pasted(text: str) -> Workbook:
    """Cells pasted from a spreadsheet: tabs between, quotes around cells with line breaks.

    Raises:
        Unreadable: nothing in it, or too much.
    """
    if len(text) > PASTED_CHARACTERS:
        raise Unreadable("too-much-text", "粘贴的内容太多", "请另存为 xlsx 或 csv 文件后导入。")
    csv.field_size_limit(PASTED_CHARACTERS)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True))
    except csv.Error:  # a lone quote in a cell: then quotes are only characters
        rows = [line.split("\t") for line in text.splitlines()]
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise Unreadable("empty-file", "粘贴的内容是空的", "请在表格中选中单元格(连同表头)复制后再粘贴。")
    widest = max(map(len, rows))
    if widest > COLUMNS or max(len(cell) for row in rows for cell in row) > CELL_CHARACTERS:
        raise Unreadable("too-many-columns", "粘贴的列或单元格文字太多", "请另存为 xlsx 或 csv 文件后导入。")
    return Workbook((Sheet("粘贴", _padded(rows)),))


def checked_size(path: Path, name: str) -> int:
    """The size of a file that may be read at all, in bytes."""
    if not path.is_file():
        raise Unreadable("file-not-found", f"找不到文件“{name}”", "请核对文件的位置和名称。", name)
    size = path.stat().st_size
    if size > FILE_MB * fence.MB:
        why = f"文件有 {size // fence.MB} MB，超过 {FILE_MB} MB 的上限"
        raise Unreadable("file-too-large", why, "请删去图片等无关内容，或分成几个文件后逐个导入。", name)
    return size


class _WorkbookReader:
    """Puts the frames of a child together again."""

    def __init__(self, on_rows: Callable[[int], None] | None) -> None:
        self.on_rows = on_rows
        self.sheets: list[dict[str, Any]] = []
        self.notes: list[tuple[str, str, str]] = []
        self.layer: FeatureReader | None = None
        self.count = 0

    def take(self, frame: dict[str, Any]) -> None:
        if "rows" in frame:
            rows = _shared(frame["rows"])
            self.sheets[-1]["rows"].extend(rows)
            self.count += len(rows)
            if self.on_rows:
                self.on_rows(self.count)
        elif "sheet" in frame:
            self.sheets.append({**frame, "rows": []})
        elif "note" in frame and not self.layer:
            self.notes.append(tuple(frame["note"]))
        else:
            self.layer = self.layer or FeatureReader()
            self.layer.take(frame)

    def workbook(self, layer_name: str) -> Workbook:
        if self.layer:
            return _as_sheet(self.layer.features(), layer_name, self.notes)
        sheets = (
            Sheet(
                s["sheet"],
                _padded(s["rows"]),
                tuple(tuple(m) for m in s.get("merges", ())),
                hidden_rows=frozenset(s.get("hidden_rows", ())),
            )
            for s in self.sheets
        )
        return Workbook(tuple(sheets), tuple(self.notes))


def _as_sheet(features: Features, name: str, notes: list[tuple[str, str, str]]) -> Workbook:
    header = list(dict.fromkeys(key for attributes in features.attributes for key in attributes))
    rows = [header, *([a.get(key, "") for key in header] for a in features.attributes)]
    told = [
        (p.code, p.value, f"第 {p.row} 个要素：{p.remedy}")
        for p in features.problems
        if p.code != "geometry-missing"  # a case without a place is normal
    ]
    sheet = Sheet(name, rows, geometry=[None, *features.geometry], geometry_crs=features.crs)
    return Workbook((sheet,), (*notes, *features.notes, *told))


def _shared(rows: list[list[str]]) -> list[list[str]]:
    """Equal texts of a chunk as one object: a ledger repeats itself, and memory counts."""
    pool: dict[str, str] = {}
    return [[pool.setdefault(cell, cell) for cell in row] for row in rows]


def _padded(rows: list[list[str]]) -> list[list[str]]:
    width = max(map(len, rows), default=0)
    for row in rows:
        if len(row) < width:
            row.extend([""] * (width - len(row)))
    return rows
