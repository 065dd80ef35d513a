"""Every text through every export and back: ``python -m tests.exports.trial --count 50000``.

Each text stands in a cell of a list; the file is opened by a reader that is not ours, and by ours.
"""

import argparse
import csv
import io
import re
import sqlite3
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import docx
import lxml.html
import openpyxl
import orjson
import pikepdf
import pyarrow.parquet
import python_calamine

from hazards.domain.printed import Sheet
from hazards.formats import delimited, exports, listpaper, publicpage, uppackages
from hazards.formats.documents import handover_list
from hazards.formats.limits import CELL_CHARACTERS
from tests.exports.texts import texts

WIDE = 5
HEADS = tuple("甲乙丙丁戊")
STARTS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@\t\r＝＋－＠]")
"""What a spreadsheet may take for a formula, told apart from the product's own pattern."""
PAPER = 500
"""Texts a document or a pdf holds; those of a book would be one table of thousands of pages."""

Trial = Callable[[Path, list[str]], list[str]]
"""(a fresh folder, texts) to what went wrong."""


def rows_of(told: Sequence[str]) -> list[list[str]]:
    padded = [*told, *[""] * (-len(told) % WIDE)]
    return [padded[at : at + WIDE] for at in range(0, len(padded), WIDE)]


def cut(text: str) -> str:
    text = exports.clean(text)
    return text if len(text) <= CELL_CHARACTERS else text[: CELL_CHARACTERS - 1] + "…"


def differing(way: str, told: Sequence[str], read: Sequence[str]) -> list[str]:
    if len(told) != len(read):
        return [f"{way}: {len(told)} cells went out, {len(read)} came back"]
    return [f"{way}: {a!r} came back as {b!r}"[:300] for a, b in zip(told, read, strict=True) if a != b]


def xlsx(room: Path, told: list[str]) -> list[str]:
    path = room / "a.xlsx"
    exports.write_sheet(path, Sheet("清单", HEADS, tuple(map(tuple, rows_of(told))), "口径"), "xlsx")
    sheet = openpyxl.load_workbook(path, read_only=True).active
    wrong, seen = [], []
    for row in sheet.iter_rows(min_row=4, max_col=WIDE):
        cells = list(row) + [None] * (WIDE - len(row))
        wrong += [f"xlsx: a live {c.data_type}: {c.value!r}" for c in cells if c and c.data_type not in "sn"]
        wrong += [
            f"xlsx: a number {c.value!r}" for c in cells if c and c.data_type == "n" and c.value is not None
        ]
        seen += ["" if c is None or c.value is None else c.value for c in cells]
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        body = package.read("xl/worksheets/sheet1.xml")
    wrong += [
        f"xlsx: holds {n}" for n in names if re.search(r"external|embed|vba|connections|_rels/sheet", n)
    ]
    wrong += ["xlsx: a formula or a link"] if re.search(rb"<f[ >]|<hyperlink|dde", body) else []
    other = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    read = [str(cell) for row in other[3:] for cell in [*row, *[""] * (WIDE - len(row))]]
    expected = [plain(cut(t)) for row in rows_of(told) for t in row]
    while expected and len(read) < len(expected) and not any(expected[-WIDE:]):
        del expected[-WIDE:]
    return wrong + differing("xlsx by calamine", expected, [plain(t) for t in read])


def plain(text: str) -> str:
    """Line ends as any XML reader hands them over, and a carriage return as OOXML spells it."""
    return text.replace("_x000D_", "\r").replace("\r\n", "\n").replace("\r", "\n")


def csv_(room: Path, told: list[str]) -> list[str]:
    path = room / "a.csv"
    exports.write_sheet(path, Sheet("清单", HEADS, tuple(map(tuple, rows_of(told)))), "csv")
    csv.field_size_limit(1 << 20)
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in list(csv.reader(file))[1:] for cell in row]
    wrong = [f"csv: live {cell[:60]!r}" for cell in cells if STARTS.match(cell)]
    back = [cell[1:] if delimited.NEUTRAL.match(cell) else cell for cell in cells]
    return wrong + differing("csv", [exports.clean(t) for row in rows_of(told) for t in row], back)


def geojson(room: Path, told: list[str]) -> list[str]:
    path = room / "a.geojson"
    rows = rows_of(told)
    exports.write_geojson(path, HEADS, rows, [(120.65, 28.0)] * len(rows))
    found = orjson.loads(path.read_bytes())["features"]
    read = [one["properties"][h] for one in found for h in HEADS]
    return differing("geojson", [exports.clean(t) for row in rows for t in row], read)


def gpkg(room: Path, told: list[str]) -> list[str]:
    path = room / "a.gpkg"
    rows = rows_of(told)
    exports.write_gpkg(path, HEADS, rows, [(120.65, 28.0)] * len(rows))
    with closing(sqlite3.connect(path)) as database:
        found = database.execute('SELECT 甲,乙,丙,丁,戊 FROM "台账" ORDER BY fid').fetchall()
    read = [cell or "" for row in found for cell in row]
    return differing("gpkg", [exports.clean(t) for row in rows for t in row], read)


def docx_(room: Path, told: list[str]) -> list[str]:
    wrong = []
    for start in range(0, len(told), PAPER):
        some = told[start : start + PAPER]
        cases = tuple(handover_list.OpenCase(number=t, unit=t, stage=t, holder=t) for t in some)
        made = handover_list.write(handover_list.HandoverList(organ=some[0], cases=cases))
        docx.Document(io.BytesIO(made))
        with zipfile.ZipFile(io.BytesIO(made)) as package:
            body = package.read("word/document.xml")
            relations = package.read("word/_rels/document.xml.rels")
        live = (
            re.search(rb"<w:(fldSimple|instrText|hyperlink|object|altChunk)", body)
            or b"External" in relations
        )
        wrong += [f"docx: something live from text {start} on"] if live else []
    return wrong


def pdf(room: Path, told: list[str]) -> list[str]:
    wrong = []
    for start in range(0, len(told), PAPER):
        rows = tuple(map(tuple, rows_of([t[:2000] for t in told[start : start + PAPER]])))
        made = listpaper.pdf(Sheet("清单", HEADS, rows, "口径"))
        with pikepdf.open(io.BytesIO(made)) as document:
            pages = len(document.pages)
            names = {
                str(one.get(key))
                for one in document.objects
                if isinstance(one, pikepdf.Dictionary)
                for key in ("/S", "/JS", "/URI", "/AA")
                if key in one
            }
        wrong += ["pdf: no page"] if not pages else []
        wrong += [
            f"pdf: {n}" for n in names if n in ("/JavaScript", "/Launch", "/URI", "/GoToR", "/SubmitForm")
        ]
    return wrong


def parquet(room: Path, told: list[str]) -> list[str]:
    rows = rows_of(told)
    found = pyarrow.parquet.read_table(io.BytesIO(uppackages.table(HEADS, rows))).to_pydict()
    read = [found[h][n] for n in range(len(rows)) for h in HEADS]
    return differing("parquet", [t.encode("utf-8", "replace").decode() for row in rows for t in row], read)


TAGS = {
    *("html", "head", "meta", "title", "style", "body", "a", "header", "h1", "p", "main", "div", "section"),
    *("h2", "b", "table", "caption", "thead", "tr", "th", "tbody", "td", "form", "label", "select", "option"),
    *("input", "span", "footer", "script"),
}
"""All a public page without a map is made of."""


def html(room: Path, told: list[str]) -> list[str]:
    wrong = []
    for start in range(0, len(told), PAPER):
        some = [t[:2000] for t in told[start : start + PAPER]]
        cases = [dict.fromkeys((name for name, _, _ in publicpage.HEADS), t) for t in some]
        about = {"district": some[0], "year": 2026, "kind": some[0], "cut_on": some[0], "rule": some[0]}
        total = {"name": some[0], "listed": 1, "struck_off": 1, "rate": some[0]}
        value = {**about, "seal": some[0], "approval": "", "areas": [], "streets": [total], "cases": cases}
        page = lxml.html.document_fromstring(exports.clean(publicpage.page(value)).encode())
        tags = {e.tag for e in page.iter() if isinstance(e.tag, str)}
        wrong += [f"html: {tag} from text {start} on" for tag in tags - TAGS]
        wrong += ["html: more than one script"] if len(page.findall(".//script")) != 1 else []
        live = {n for e in page.iter() for n in e.attrib if n.startswith("on") or n in ("src", "srcset")}
        wrong += [f"html: {n} from text {start} on" for n in live]
        wrong += [f"html: leads to {a}" for a in {e.get("href") for e in page.iter("a")} - {"#cases"}]
        rows = len(page.findall(".//table[@id='cases']/tbody/tr"))
        wrong += [] if rows == len(some) else [f"html: {rows} rows of {len(some)}"]
    return wrong


TRIALS: dict[str, Trial] = {
    "xlsx": xlsx,
    "csv": csv_,
    "geojson": geojson,
    "gpkg": gpkg,
    "parquet": parquet,
    "html": html,
    "docx": docx_,
    "pdf": pdf,
}


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--count", type=int, default=50_000)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--only", default="")
    told = asked.parse_args()
    said = texts(told.count, told.seed)
    failed = 0
    for name, trial in TRIALS.items():
        if told.only and name not in told.only.split(","):
            continue
        start = time.monotonic()
        with tempfile.TemporaryDirectory() as room:
            wrong = trial(Path(room), said)
        failed += len(wrong)
        print(
            f"{name}: {len(said)} texts, {len(wrong)} failures, {time.monotonic() - start:.0f} s", flush=True
        )
        for line in wrong[:10]:
            print("  " + ascii(line))
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
