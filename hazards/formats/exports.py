"""Files for others, safe to open: every text stays text, in Excel and in whatever reads csv."""

import csv
import itertools
import math
import os
import re
import struct
import tempfile
from binascii import b2a_base64
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import xlsxwriter

from hazards.domain.printed import Sheet
from hazards.formats import delimited, fence
from hazards.formats.annotations import annotate
from hazards.formats.blank import ColumnNote, write_template
from hazards.formats.celltext import text_of
from hazards.formats.figured import Figure, figured
from hazards.formats.limits import CELL_CHARACTERS

__all__ = [
    "ColumnNote",
    "annotate",
    "clean",
    "write_csv",
    "write_geojson",
    "write_gpkg",
    "write_sheet",
    "write_template",
    "write_xlsx",
]

Geometry = tuple[float, float] | bytes | None
Rows = Iterable[Sequence[Any]]

FORMULA = re.compile(delimited.DANGEROUS)
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
MADE = datetime(2000, 1, 1)  # noqa: DTZ001  # no clock in here: the same rows, the same bytes
_NO_SHEET = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
"""Signs the name of a sheet may not have."""
SHEET_ROWS = 1_000_000
SAMPLE = 200  # rows looked at for the width of a column
CRS = "EPSG:4490"
OUR_OWN = fence.Limits(cpu_s=900, wall_s=1800, memory_mb=8192, written_mb=16_000)


def clean(text: str) -> str:
    """Characters no xlsx, docx or XML can hold, shown as � rather than dropped."""
    return UNWRITABLE.sub("\ufffd", text)


def write_xlsx(
    path: Path,
    columns: Sequence[str],
    rows: Rows,
    *,
    title: str | None = None,
    rule: str | None = None,
    name: str = "台账",
) -> None:
    """Write a table as xlsx: frozen header, widths to fit, ready to print on A3 landscape.

    Args:
        columns: the header.
        rows: cells in the order of ``columns``; texts stay texts, numbers numbers, dates are
            written as ISO text, None is empty. More than a million go on to further sheets.
        title: a line above the table.
        rule: the counting rule (口径), a line between title and header.
        name: of the sheet.
    """
    label = _NO_SHEET.sub("", name)[:28] or "台账"
    coming = iter(rows)
    part = list(itertools.islice(coming, SAMPLE))
    with _in_place(path) as target, xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        book.set_properties({"created": MADE})
        heading = book.add_format({"bold": True, "font_size": 16})
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True})
        forms: dict[str, Any] = {}
        number = 0
        while part or not number:
            number += 1
            sheet = book.add_worksheet(label if number == 1 else f"{label}{number}")
            top = 0
            for text, style in ((title, heading), (rule, None)):
                if text:
                    sheet.write_string(top, 0, _cell(text), style)
                    top += 1
            for at, column in enumerate(columns):
                sheet.write_string(top, at, _cell(column), bold)
                sheet.set_column(at, at, _width(column, part, at))
            _print_setup(sheet, top)
            rest = itertools.islice(coming, SHEET_ROWS - len(part))
            for line, row in enumerate(itertools.chain(part, rest), top + 1):
                for at, value in enumerate(row):
                    if isinstance(value, Figure):
                        if value.form not in forms:
                            forms[value.form] = book.add_format({"num_format": value.form})
                        sheet.write_number(line, at, value.number, forms[value.form])
                    else:
                        _put(sheet, line, at, value)
            part = list(itertools.islice(coming, SAMPLE))


def write_csv(path: Path, columns: Sequence[str], rows: Rows) -> None:
    """Write a table as csv: UTF-8 with a byte order mark, formulas made harmless by a quote."""
    with _in_place(path) as target, open(target, "w", encoding="utf-8-sig", newline="") as file:
        # All cells quoted: where commas are not what separates, "x;=1" would else be two cells.
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow([_neutral(column) for column in columns])
        writer.writerows([_neutral(text_of(value)) for value in row] for row in rows)


def write_sheet(path: Path, sheet: Sheet, kind: str) -> None:
    """Write any list as xlsx or csv; its rule stands above the table of the xlsx, whose figures are numbers."""
    if kind == "xlsx":
        rows = figured(sheet.heads, sheet.rows)
        write_xlsx(path, sheet.heads, rows, title=sheet.title, rule=sheet.note, name=sheet.title)
    else:
        write_csv(path, sheet.heads, sheet.rows)


def write_geojson(path: Path, columns: Sequence[str], rows: Rows, geometry: Iterable[Geometry]) -> None:
    """Write features with their attributes as text.

    Args:
        geometry: for each row (longitude, latitude), WKB, or None; CGCS2000.
    """
    with _in_place(path) as target, open(target, "wb") as file:
        name = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}
        file.write(b'{"type":"FeatureCollection","crs":' + orjson.dumps(name) + b',"features":[')
        for number, (row, shape) in enumerate(zip(rows, geometry, strict=True)):
            texts = (clean(text_of(value)) for value in row)
            feature = {
                "type": "Feature",
                "properties": dict(zip(columns, texts, strict=True)),
                "geometry": _geojson(shape),
            }
            file.write((b",\n" if number else b"\n") + orjson.dumps(feature))
        file.write(b"\n]}\n")


def write_gpkg(
    path: Path, columns: Sequence[str], rows: Rows, geometry: Iterable[Geometry], *, layer: str = "台账"
) -> None:
    """Write a GeoPackage of one layer in CGCS2000 (EPSG:4490), attributes as text.

    ``geometry`` as for ``write_geojson``. GDAL writes it in the child, where its drivers are few.
    """
    with _in_place(path) as target, tempfile.NamedTemporaryFile(suffix=".jsonl") as source:
        source.write(orjson.dumps({"columns": list(columns), "layer": layer, "crs": CRS}) + b"\n")
        for row, shape in zip(rows, geometry, strict=True):
            wkb = struct.pack("<BI2d", 1, 1, *shape) if isinstance(shape, tuple) else shape
            told = b2a_base64(wkb, newline=False).decode() if wkb else None
            source.write(orjson.dumps([[clean(text_of(value)) for value in row], told]) + b"\n")
        source.flush()
        for _ in fence.frames("write-gpkg", source.name, target, limits=OUR_OWN):
            pass


@contextmanager
def _in_place(path: Path) -> Iterator[str]:
    """A name beside ``path`` that takes its place when all went well: no reader sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".guapai-") as room:
        target = os.path.join(os.path.abspath(room), path.name)
        yield target
        os.replace(target, path)


def _put(sheet: Any, line: int, at: int, value: Any) -> None:
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        sheet.write_number(line, at, value)
    elif (text := _cell(text_of(value))) != "":
        sheet.write_string(line, at, text)


def _cell(text: str) -> str:
    text = clean(text)
    return text if len(text) <= CELL_CHARACTERS else text[: CELL_CHARACTERS - 1] + "…"


def _neutral(text: str) -> str:
    text = clean(text)
    return f"'{text}" if FORMULA.match(text) else text


def _width(column: str, sample: Sequence[Sequence[Any]], at: int) -> float:
    """Characters, a Chinese one counting two; between the header's and forty."""
    told = (row[at] for row in sample if at < len(row))
    texts = [column, *(f"{v.number:g}" if isinstance(v, Figure) else text_of(v) for v in told)]
    widest = max(sum(2 if c > "\u2e7f" else 1 for c in text[:40]) for text in texts)
    return min(max(widest + 2, 8), 42)


def _print_setup(sheet: Any, top: int) -> None:
    a3 = 8
    sheet.freeze_panes(top + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(a3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _geojson(shape: Geometry) -> dict[str, Any] | None:
    if shape is None:
        return None
    if isinstance(shape, tuple):
        return {"type": "Point", "coordinates": shape}
    import shapely

    told: dict[str, Any] = orjson.loads(shapely.to_geojson(shapely.from_wkb(shape)))
    return told
