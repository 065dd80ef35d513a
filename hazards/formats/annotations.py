"""The user's own file given back, with every doubtful cell coloured and explained."""

import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson
import xlsxwriter

from hazards.domain.errors import Finding, Unreadable
from hazards.domain.grid import Merge, Sheet, Workbook
from hazards.domain.tables import Tables
from hazards.formats import fence

RED, AMBER = "#F8CBAD", "#FFF2CC"
COMMENTS = 5_000  # Excel grows slow beyond; the colour and the list of findings remain
KEPT_CELLS = 400_000  # openpyxl needs about a kilobyte of memory per cell
LIST = "导入核对"
HEADER = ("表", "行", "列", "代码", "内容", "处理建议", "是否退回")


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell to colour: sheet by index, line and column from 0, what to write beside it."""

    sheet: int
    line: int
    column: int
    text: str
    refuses: bool


def annotate(
    original: Path, findings: Sequence[Finding], tables: Tables, workbook: Workbook, out: Path
) -> None:
    """Write ``original`` as xlsx with its bad cells coloured and commented, and a list of findings.

    An xlsx of ordinary size keeps its formatting; anything else is written afresh as a plain
    grid of text. Red cells keep their row out, amber ones were taken with a reservation.

    Args:
        findings: of this file, rows counted as the ledger counts them.
        tables: where those rows and columns stand in ``workbook``.
        workbook: what was read from ``original``.
    """
    marks = marks_of(findings, tables, workbook)
    listed = _listed(findings, tables, workbook)
    cells = sum(len(s.rows) * len(s.rows[0]) for s in workbook.sheets if s.rows)
    if cells > KEPT_CELLS or not _colour_original(original, marks, listed, workbook, out):
        _write_afresh(marks, listed, workbook, out)


def marks_of(findings: Iterable[Finding], tables: Tables, workbook: Workbook) -> list[Mark]:
    """Findings about rows as cells of the grid; several about one cell become one mark."""
    texts: dict[tuple[int, int, int], list[Finding]] = {}
    merged = [_merges_by_line(sheet) for sheet in workbook.sheets]
    for finding in findings:
        if finding.row is None or not 0 < finding.row <= len(tables.places):
            continue
        place = tables.places[finding.row - 1]
        sheet = workbook.sheets[place.sheet]
        column = _column(finding.column, place.sheet, tables)
        if column is None:
            column = next((at for at, cell in enumerate(sheet.rows[place.line]) if cell), 0)
        line, column = _top_left(merged[place.sheet].get(place.line, ()), place.line, column)
        texts.setdefault((place.sheet, line, column), []).append(finding)
    return [
        Mark(*key, "\n".join(dict.fromkeys(f.remedy for f in told)), any(f.refuses for f in told))
        for key, told in texts.items()
    ]


def colour(emit: Any, original: str, told: str, out: str) -> None:
    """Inside the fence: colour a copy of an xlsx with openpyxl, or say that it is no xlsx."""
    from hazards.formats import packed, sniff

    kind, members = sniff.kind_of(Path(original), "")
    if kind != "xlsx":
        return
    packed.look_through(Path(original), members)
    import openpyxl
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    job = orjson.loads(Path(told).read_bytes())
    # Opened here: openpyxl goes by the name, and an upload lies in the inbox without one.
    with open(original, "rb") as file:
        book = openpyxl.load_workbook(file)
    fills = {True: PatternFill("solid", fgColor=RED[1:]), False: PatternFill("solid", fgColor=AMBER[1:])}
    for number, mark in enumerate(job["marks"]):
        cell = book[job["sheets"][mark["sheet"]]].cell(mark["line"] + 1, mark["column"] + 1)
        cell.fill = fills[mark["refuses"]]
        if number < COMMENTS:
            cell.comment = Comment(mark["text"], "挂牌一张图", width=320, height=120)
    sheet = book.create_sheet(LIST)
    for line, row in enumerate([HEADER, *job["listed"]], 1):
        for at, text in enumerate(row, 1):
            cell = sheet.cell(line, at)
            cell.value = text
            cell.data_type = "s"  # "=1+1" quoted in a finding must not become a formula
    book.save(out)
    emit({"written": True})


def _colour_original(
    original: Path, marks: list[Mark], listed: list[list[str]], workbook: Workbook, out: Path
) -> bool:
    out.parent.mkdir(parents=True, exist_ok=True)
    job = {
        "sheets": [sheet.name for sheet in workbook.sheets],
        "marks": [asdict(mark) for mark in marks],
        "listed": listed,
    }
    limits = fence.Limits(cpu_s=120, wall_s=240, memory_mb=3072)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".guapai-") as room:
        told, target = os.path.join(room, "job.json"), os.path.join(room, "out.xlsx")
        Path(told).write_bytes(orjson.dumps(job))
        paths = [str(original.resolve()), os.path.abspath(told), os.path.abspath(target)]
        try:
            written = any("written" in frame for frame in fence.frames("annotate", *paths, limits=limits))
        except Unreadable:  # openpyxl is stricter than the reader; the grid is still ours to write
            return False
        if written:
            os.replace(target, out)
        return written


def _write_afresh(marks: list[Mark], listed: list[list[str]], workbook: Workbook, out: Path) -> None:
    from hazards.formats.exports import clean

    out.parent.mkdir(parents=True, exist_ok=True)
    found = {(m.sheet, m.line, m.column): m for m in marks}
    comments = 0
    with xlsxwriter.Workbook(str(out)) as book:
        colours = {True: book.add_format({"bg_color": RED}), False: book.add_format({"bg_color": AMBER})}
        names: set[str] = {LIST}
        for index, grid in enumerate(workbook.sheets):
            sheet = book.add_worksheet(_sheet_name(grid.name, names))
            for line, row in enumerate(grid.rows):
                for at, text in enumerate(row):
                    mark = found.get((index, line, at))
                    if mark is None:
                        if text:
                            sheet.write_string(line, at, clean(text))
                        continue
                    sheet.write_string(line, at, clean(text) or " ", colours[mark.refuses])
                    if comments < COMMENTS:
                        sheet.write_comment(line, at, clean(mark.text), {"x_scale": 2})
                        comments += 1
        sheet = book.add_worksheet(LIST)
        for line, told in enumerate([HEADER, *listed]):
            for at, text in enumerate(told):
                sheet.write_string(line, at, text)


def _listed(findings: Iterable[Finding], tables: Tables, workbook: Workbook) -> list[list[str]]:
    from hazards.formats.exports import clean

    lines = []
    for f in findings:
        place = tables.places[f.row - 1] if f.row and f.row <= len(tables.places) else None
        where = [workbook.sheets[place.sheet].name, str(place.line + 1)] if place else ["", ""]
        told = [*where, f.column or "", f.code, f.value, f.remedy, "退回" if f.refuses else "已收，请留意"]
        lines.append([clean(text)[:32_000] for text in told])
    return lines


def _column(name: str | None, sheet: int, tables: Tables) -> int | None:
    header = tables.headers.get(sheet)
    if name is None or header is None:
        return None
    if name in header.meant:
        return header.meant[name]
    return next((c.index for c in header.columns if c.text == name), None)


def _merges_by_line(sheet: Sheet) -> dict[int, list[Merge]]:
    lines: dict[int, list[Merge]] = {}
    for merge in sheet.merges:
        for line in range(merge[0], min(merge[2] + 1, len(sheet.rows))):
            lines.setdefault(line, []).append(merge)
    return lines


def _top_left(merges: Iterable[Merge], line: int, column: int) -> tuple[int, int]:
    """Only the first cell of a merged range can carry a colour and a comment."""
    for top, left, bottom, right in merges:
        if top <= line <= bottom and left <= column <= right:
            return top, left
    return line, column


def _sheet_name(name: str, taken: set[str]) -> str:
    plain = "".join("_" if c in "[]:*?/\\" else c for c in name).strip("'")[:28] or "表"
    while plain in taken:
        plain = f"{plain[:25]}_{len(taken)}"
    taken.add(plain)
    return plain
