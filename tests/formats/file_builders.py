"""Small files for the tests of this room, each made for one flaw or one virtue."""

import io
import json
import sqlite3
import struct
import zipfile
from pathlib import Path
from typing import Any

import openpyxl

HEADER = ["编号", "整治单位(区域)", "属地街道"]
ROWS = [["001", "晨岚模具厂", "南汇街道"], ["002", "海石仓库", "五马街道"]]
SQUARE = [[120.68, 27.985], [120.73, 27.985], [120.73, 28.035], [120.68, 28.035], [120.68, 27.985]]
WGS84 = (
    'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def csv_of(rows: list[list[str]], mark: str = ",") -> str:
    return "\r\n".join(mark.join(row) for row in rows) + "\r\n"


def a_book(path: Path, fill: Any = None) -> Path:
    """An xlsx of HEADER and ROWS, then whatever ``fill(book, sheet)`` does to it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    for row in [HEADER, *ROWS]:
        sheet.append(row)
    if fill:
        fill(book, sheet)
    book.save(path)
    return path


def raw_xlsx(path: Path, sheet_data: str, extra: dict[str, bytes] | None = None) -> Path:
    """An xlsx written by hand, for what no library would write."""
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument'
        '.spreadsheetml.sheet.main+xml"/></Types>'
    )
    link = (
        '<Relationships xmlns="{0}/relationships"><Relationship Id="r1" Type="{1}/{2}" Target="{3}"/>'
        "</Relationships>"
    )
    sheets = '<sheets><sheet name="台账" sheetId="1" r:id="r1"/></sheets>'
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}">{sheets}</workbook>'
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{sheet_data}</sheetData></worksheet>'
    parts = {
        "[Content_Types].xml": types,
        "_rels/.rels": link.format(PACKAGE, DOCUMENT, "officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": link.format(PACKAGE, DOCUMENT, "worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": sheet,
        **(extra or {}),
    }
    return a_zip(path, parts)


def a_zip(path: Path, parts: dict[str, Any]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path


def a_docx(path: Path, body: str) -> Path:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'<w:document xmlns:w="{w}"><w:body>{body}</w:body></w:document>'
    return a_zip(path, {"[Content_Types].xml": "<Types/>", "word/document.xml": document})


def a_polygon(ring: list[list[float]] | None = None) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [ring or SQUARE]}


def a_geojson(path: Path, *geometries: Any, **top: Any) -> Path:
    features = [
        {"type": "Feature", "properties": {"街道": f"第{n}街道", "人口": n}, "geometry": g}
        for n, g in enumerate(geometries, 1)
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features, **top}, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return path


def shapefile_parts(name: bytes = "南汇街道".encode(), cut: int = 0, points: int = 5) -> dict[str, bytes]:
    """One square: extension to bytes. ``cut`` takes bytes off the end, ``points`` is what it claims."""
    ring = list(reversed(SQUARE))
    box = struct.pack("<4d", 120.68, 27.985, 120.73, 28.035)
    record = struct.pack("<i", 5) + box + struct.pack("<iii", 1, points, 0)
    record += b"".join(struct.pack("<2d", *p) for p in ring)

    def head(words: int) -> bytes:
        return (
            struct.pack(">i5ii", 9994, 0, 0, 0, 0, 0, words) + struct.pack("<2i", 1000, 5) + box + bytes(32)
        )

    shp = head((108 + len(record)) // 2) + struct.pack(">2i", 1, len(record) // 2) + record
    field = b"NAME".ljust(11, b"\0") + b"C" + bytes(4) + struct.pack("<BB14x", 50, 0)
    dbf = struct.pack("<B3BIHH20x", 3, 111, 5, 1, 1, 65, 51) + field + b"\r " + name.ljust(50) + b"\x1a"
    return {
        "shp": shp[: len(shp) - cut],
        "shx": head(54) + struct.pack(">2i", 50, len(record) // 2),
        "dbf": dbf,
        "prj": WGS84.encode(),
    }


def a_shapefile(path: Path, parts: dict[str, bytes], stem: str = "street") -> Path:
    return a_zip(path, {f"{stem}.{suffix}": data for suffix, data in parts.items()})


def a_gpkg(path: Path, *statements: str) -> Path:
    """A GeoPackage of one square, then whatever SQL a clever person added."""
    base = sqlite3.connect(path)
    base.executescript(
        """PRAGMA application_id=1196444487; PRAGMA user_version=10300;
        CREATE TABLE gpkg_spatial_ref_sys(srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,
            organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL,
            definition TEXT NOT NULL, description TEXT);
        CREATE TABLE gpkg_contents(table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL,
            identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL,
            min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
        CREATE TABLE gpkg_geometry_columns(table_name TEXT, column_name TEXT,
            geometry_type_name TEXT, srs_id INTEGER, z TINYINT, m TINYINT);
        CREATE TABLE street(fid INTEGER PRIMARY KEY AUTOINCREMENT, geom POLYGON, name TEXT);
        INSERT INTO gpkg_contents VALUES('street','features','street','','2026-01-01T00:00:00Z',
            120.68,27.985,120.73,28.035,4326);
        INSERT INTO gpkg_geometry_columns VALUES('street','geom','POLYGON',4326,0,0);"""
    )
    systems = [("u", -1, "NONE", -1, "undefined", ""), ("u0", 0, "NONE", 0, "undefined", "")]
    systems.append(("WGS 84", 4326, "EPSG", 4326, WGS84, ""))
    base.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES(?,?,?,?,?,?)", systems)
    wkb = struct.pack("<BIII", 1, 3, 1, 5) + b"".join(struct.pack("<2d", *p) for p in SQUARE)
    blob = b"GP\x00\x01" + struct.pack("<i", 4326) + wkb
    base.execute("INSERT INTO street(geom, name) VALUES(?, '南汇街道')", (blob,))
    for statement in statements:
        base.execute(statement)
    base.commit()
    base.close()
    return path


def an_ole(*names: str) -> bytes:
    """The first bytes of a legacy Office file that mentions these streams."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return head + b"".join(name.encode("utf-16-le") for name in names)


def bytes_of(book: "openpyxl.Workbook") -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
