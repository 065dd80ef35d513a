"""Filling somebody's xlsx (套表) in the fenced child: only empty cells, everything else as it was."""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from hazards.domain.errors import Unreadable
from hazards.formats import fence
from hazards.formats.celltext import text_of

LIMITS = fence.Limits(cpu_s=60, wall_s=150, memory_mb=3072)
NO_XLSX, RESAVE = "套表只填 xlsx", "请在 Excel 或 WPS 中打开，去掉打开密码，另存为 xlsx 后再选。"
CONTENT, FORMULA, MERGED = "已有内容", "已有公式", "合并单元格"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell to fill: sheet by name, line and column from 0. A percent is a number of hundredths."""

    sheet: str
    line: int
    column: int
    value: int | float | str
    percent: bool = False


def fill(original: Path, cells: Sequence[Cell], out: Path) -> dict[tuple[str, int, int], str]:
    """Write a filled copy; returns the cells that were left as they are, with the reason.

    Raises:
        Unreadable: it is no xlsx that openpyxl can open.
    """
    left: dict[tuple[str, int, int], str] = {}
    with tempfile.TemporaryDirectory(prefix="guapai-form-") as room:
        told, target = os.path.join(room, "cells.json"), os.path.join(room, "out.xlsx")
        Path(told).write_bytes(orjson.dumps([asdict(cell) for cell in cells]))
        paths = [str(original.resolve()), told, target]
        for frame in fence.frames("fill-form", *paths, limits=LIMITS):
            for sheet, line, column, why in frame.get("left", ()):
                left[sheet, line, column] = why
        out.write_bytes(Path(target).read_bytes())
    return left


def put(emit: Any, original: str, told: str, out: str) -> None:
    """Inside the fence: fill a copy with openpyxl."""
    from hazards.formats import packed, sniff

    kind, members = sniff.kind_of(Path(original), "")
    if kind != "xlsx":
        raise Unreadable("format-not-offered", NO_XLSX, RESAVE)
    packed.look_through(Path(original), members)
    import openpyxl
    from openpyxl.cell.cell import MergedCell

    with Path(original).open("rb") as file:  # by its content: openpyxl would judge a path by its suffix
        book = openpyxl.load_workbook(file)
    left = []
    for one in orjson.loads(Path(told).read_bytes()):
        cell = book[one["sheet"]].cell(one["line"] + 1, one["column"] + 1)
        if why := _taken(cell, MergedCell):
            left.append([one["sheet"], one["line"], one["column"], why])
            continue
        value = one["value"]
        if isinstance(value, str):
            cell.value = text_of(value)
            cell.data_type = "s"  # whatever it begins with, it is a text
        else:
            cell.value = value / 100 if one["percent"] and "%" in str(cell.number_format) else value
    book.save(out)
    emit({"left": left})


def _taken(cell: Any, merged: type) -> str:
    if isinstance(cell, merged):
        return MERGED
    if cell.value is None or (isinstance(cell.value, str) and not cell.value.strip()):
        return ""
    return FORMULA if cell.data_type == "f" else CONTENT
