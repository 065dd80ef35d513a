"""What a file is, by its content; its name is only what somebody called it. Runs inside the fence."""

import re
import zipfile
from pathlib import Path

from hazards.domain.errors import Unreadable
from hazards.formats.limits import Emit

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SQLITE = b"SQLite format 3\x00"
JSON = re.compile(rb'\s*(?:\{\s*["}]|\[\s*[\[\{\]"\d-])')
OTHERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"II*\x00": "图片",
    b"{\\rtf": "RTF 文档",
    b"Rar!": "RAR 压缩包",
    b"7z\xbc\xaf": "7z 压缩包",
    b"\x1f\x8b": "gzip 压缩包",
    b"MZ": "程序",
    b"\x7fELF": "程序",
}
LEDGERS = "请把台账另存为 xlsx、xls、ods、csv 或 docx 后再导入。"
LAYERS = "请提供 GeoJSON、GeoPackage，或把 Shapefile 的 shp、shx、dbf、prj 打成一个 zip。"


def read(emit: Emit, path: str, name: str) -> None:
    """Read whatever can be a ledger: a table, or for buildings a geodata file."""
    file = Path(path)
    kind, members = kind_of(file, LEDGERS)
    if kind in ("geojson", "gpkg", "shapefile"):
        _read_layer(emit, file, kind, members, None)
    elif kind == "delimited":
        from hazards.formats import delimited

        delimited.read(emit, file, Path(name).stem or "台账")
    elif kind == "docx":
        from hazards.formats import wordtable

        wordtable.read(emit, file, members)
    else:
        from hazards.formats import workbook

        if kind == "xls":
            workbook.read_xls(emit, file)
        else:
            {"xlsx": workbook.read_xlsx, "ods": workbook.read_ods}[kind](emit, file, members)


def read_geodata(emit: Emit, path: str, crs: str) -> None:
    """Read a layer and nothing else; ``crs`` is "" when the user named none."""
    file = Path(path)
    kind, members = kind_of(file, LAYERS)
    if kind not in ("geojson", "gpkg", "shapefile"):
        raise Unreadable("format-not-offered", "这不是可以读取的空间数据文件", LAYERS)
    _read_layer(emit, file, kind, members, crs or None)


def kind_of(path: Path, cure: str) -> tuple[str, list[zipfile.ZipInfo]]:
    """The kind of a file, and for a zip its checked directory.

    Raises:
        Unreadable: empty, or a kind that is not offered; ``cure`` says what is.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise Unreadable("empty-file", "文件是空的(0 字节)", "请确认选对了文件，或重新取得原文件。")
    if head.startswith(b"PK"):
        return _package(path, cure)
    if head.startswith(OLE):
        return "xls", []
    if head.startswith(SQLITE):
        return "gpkg", []
    for magic, what in OTHERS.items():
        if head.startswith(magic):
            raise Unreadable("format-not-offered", f"这是{what}，不是台账或图层文件", cure)
    _refuse_markup(head, cure)
    return ("geojson" if JSON.match(head.removeprefix(b"\xef\xbb\xbf")) else "delimited"), []


def _refuse_markup(head: bytes, cure: str) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"mime-version:", b"<html", b"<table", b"<!doctype html", b"<meta", b"<head")):
        resave = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿(*.xlsx)”后再导入。"
        raise Unreadable("html-not-workbook", "这是网页(HTML)文件，只是扩展名写成了表格", resave)
    if re.match(rb"<[?!a-z]", start):
        raise Unreadable("format-not-offered", "这是 XML 类文件(如 KML、VRT)，不在可导入的格式之内", cure)


def _package(path: Path, cure: str) -> tuple[str, list[zipfile.ZipInfo]]:
    from hazards.formats import packed

    members = packed.directory(path)
    names = {packed.normal(m.filename) for m in members}
    if "xl/workbook.xml" in names:
        return "xlsx", members
    if "word/document.xml" in names:
        return "docx", members
    if "content.xml" in names and "mimetype" in names:
        mimetype = next(m for m in members if packed.normal(m.filename) == "mimetype")
        if b"opendocument.spreadsheet" in packed.contents(path, mimetype, 1000):
            return "ods", members
    if any(name.endswith((".shp", ".shx", ".dbf")) for name in names):
        return "shapefile", members
    if "xl/workbook.bin" in names:
        raise Unreadable("format-not-offered", "二进制工作簿(xlsb)不在可导入的格式之内", cure)
    raise Unreadable("format-not-offered", "压缩包内没有可以读取的台账或图层", cure)


def _read_layer(emit: Emit, path: Path, kind: str, members: list[zipfile.ZipInfo], crs: str | None) -> None:
    if kind == "geojson":
        from hazards.formats import geojson

        geojson.read(emit, path, crs)
    else:
        from hazards.formats import geofiles

        if kind == "gpkg":
            geofiles.read_gpkg(emit, path, crs)
        else:
            geofiles.read_shapefile(emit, path, members, crs)
