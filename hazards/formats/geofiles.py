"""Zipped Shapefile and GeoPackage, through GDAL with all but three of its drivers switched off."""

import shutil
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyogrio.raw
import shapely

from hazards.domain.errors import Unreadable
from hazards.formats import dbf, packed
from hazards.formats.celltext import text_of
from hazards.formats.layerstream import LayerStream
from hazards.formats.limits import Emit

ALLOWED = {"MEM", "Memory", "ESRI Shapefile", "GeoJSON", "GPKG"}
PARTS = ("shp", "shx", "dbf", "prj")
REEXPORT = "请用 GIS 软件打开原图层，重新导出后再导入。"
ONE_LAYER = "请只保留要导入的一个图层，重新打包后再导入。"
# Triggers that GDAL, QGIS and the GeoPackage specification put there themselves. None of them
# fires while reading; any other is a program somebody hid in a data file.
USUAL_TRIGGERS = (
    "rtree_",
    "trigger_insert_feature_count_",
    "trigger_delete_feature_count_",
    "gpkg_",
    "gpkgext_",
)


def read_shapefile(emit: Emit, path: Path, members: list[zipfile.ZipInfo], given: str | None) -> None:
    """Send the one layer of a zipped Shapefile; its parts are copied by name, never extracted."""
    require_few_drivers()
    parts = _parts(members, given)
    with path.open("rb") as file:
        for suffix, member in parts.items():
            with open(f"layer.{suffix}", "wb") as copy:
                copy.writelines(packed.unpack(file, member))
    _refuse_a_cut_shp(Path("layer.shp"))
    declared = Path("layer.cpg").read_bytes() if "cpg" in parts else b""
    encoding, doubtful = dbf.encoding(Path("layer.dbf").read_bytes(), declared)
    Path("layer.cpg").unlink(missing_ok=True)
    # Read byte for byte, so that the decoding is ours: GDAL replaces what it cannot decode.
    try:
        stream = _send(emit, "layer.shp", None, given, "ISO-8859-1", encoding)
    except Unreadable as refusal:
        if refusal.code != "crs-unreadable" or not given:
            raise
        Path("layer.prj").unlink()
        stream = _send(emit, "layer.shp", None, given, "ISO-8859-1", encoding)
    if stream.without_shape > _null_shapes(Path("layer.shp").read_bytes()):
        raise _broken("shp 中有图形数据已损坏，点数与内容不符")
    if doubtful:
        told = declared.decode("ascii", "replace").strip()[:20]
        stream.note(
            "encoding-doubtful", told, f"属性文字与 .cpg 声明的编码不符，已按 {encoding} 读取。请核对名称。"
        )
    stream.finish()


def read_gpkg(emit: Emit, path: Path, given: str | None) -> None:
    """Send the one feature layer of a GeoPackage, after a look at its schema without GDAL."""
    require_few_drivers()
    shutil.copyfile(path, "layer.gpkg")  # SQLite may want to write beside the file it reads
    layer = _gpkg_layer("layer.gpkg")
    _send(emit, "layer.gpkg", layer, given, None, None).finish()


def write_gpkg(emit: Emit, source: str, target: str) -> None:
    """Write the GeoPackage that ``exports.write_gpkg`` laid out in ``source``."""
    require_few_drivers()
    from hazards.formats import geopackage

    geopackage.write(source, target)


def require_few_drivers() -> None:
    """The start-up test: a GDAL that can open a VRT reads any file of this server on request.

    Raises:
        Unreadable: GDAL_SKIP did not work, or a new GDAL brought a new driver.
    """
    if extra := set(pyogrio.list_drivers()) - ALLOWED:
        why = "空间数据读取组件未通过安全自检，本机暂不读取此类文件"
        raise Unreadable(
            "geodata-reader-unsafe",
            why,
            "请联系系统管理员按安装说明重新安装。",
            "、".join(sorted(extra))[:200],
        )


def _parts(members: list[zipfile.ZipInfo], given: str | None) -> dict[str, zipfile.ZipInfo]:
    layers: dict[str, dict[str, zipfile.ZipInfo]] = {}
    for member in members:
        name = packed.normal(member.filename)
        stem, _, suffix = name.rpartition(".")
        hidden = name.startswith("__macosx/") or stem.rpartition("/")[2].startswith("._")
        if suffix in (*PARTS, "cpg") and not hidden:
            layers.setdefault(stem, {})[suffix] = member
    drawn = {stem: parts for stem, parts in layers.items() if "shp" in parts}
    if len(drawn) > 1:
        names = "、".join(_shown(parts["shp"]) for parts in drawn.values())
        raise Unreadable("several-layers", f"压缩包内有 {len(drawn)} 个图层({names})", ONE_LAYER, names)
    parts = next(iter(drawn.values()), None) or next(iter(layers.values()), {})
    missing = [s for s in PARTS if s not in parts and not (s == "prj" and given)]
    if missing:
        names = "、".join(f".{s}" for s in missing)
        cure = "请把 shp、shx、dbf、prj 一起打成 zip 后再导入。"
        if missing == ["prj"]:
            cure = "请补上 .prj 后重新打包，或在导入时指明坐标系。"
        raise Unreadable("shapefile-incomplete", f"压缩包缺少 {names} 部分", cure, names)
    return parts


def _shown(member: zipfile.ZipInfo) -> str:
    """A member's name for people: Windows packs Chinese names in GBK and says nothing about it."""
    name = member.filename
    if not member.flag_bits & 0x800:
        try:
            return name.encode("cp437").decode("gb18030")
        except UnicodeError:
            pass
    return name


def _refuse_a_cut_shp(shp: Path) -> None:
    head = shp.open("rb").read(28)
    if head[:4] != b"\x00\x00\x27\x0a" or int.from_bytes(head[24:28]) * 2 != shp.stat().st_size:
        raise _broken("shp 的长度与其文件头不符，图形可能被截断")


def _gpkg_layer(path: str) -> str:
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        connection.execute("PRAGMA trusted_schema=OFF")
        schema = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        tables = {name for kind, name, _ in schema if kind == "table"}
        for kind, name, sql in schema:
            _refuse_programs(kind, str(name), str(sql or ""))
        wanted = "SELECT table_name FROM gpkg_contents WHERE data_type = 'features'"
        layers = [str(row[0]) for row in connection.execute(wanted)] if "gpkg_contents" in tables else []
        for layer in layers:
            _refuse_computed_columns(connection, layer)
        connection.close()
    except sqlite3.DatabaseError as error:
        raise _broken("GeoPackage 数据库不完整或已损坏") from error
    layers = [layer for layer in layers if layer in tables]
    if not layers:
        raise Unreadable("no-layer", "GeoPackage 中没有矢量图层", REEXPORT)
    if len(layers) > 1:
        names = "、".join(layers)[:200]
        raise Unreadable("several-layers", f"GeoPackage 中有 {len(layers)} 个图层({names})", ONE_LAYER, names)
    return layers[0]


def _refuse_programs(kind: str, name: str, sql: str) -> None:
    words = sql.lower().split()
    if kind == "view":
        raise Unreadable("gpkg-view", f"GeoPackage 含有视图“{name[:80]}”，不予执行", REEXPORT, name[:80])
    if kind == "trigger" and not name.lower().startswith(USUAL_TRIGGERS):
        raise Unreadable("gpkg-trigger", f"GeoPackage 含有触发器“{name[:80]}”，不予打开", REEXPORT, name[:80])
    if words[1:2] == ["virtual"] and " using rtree" not in " ".join(words):
        raise Unreadable(
            "gpkg-virtual-table", f"GeoPackage 含有虚拟表“{name[:80]}”，不予打开", REEXPORT, name[:80]
        )


def _refuse_computed_columns(connection: sqlite3.Connection, layer: str) -> None:
    quoted = layer.replace('"', '""')
    for _, name, *_, hidden in connection.execute(f'PRAGMA table_xinfo("{quoted}")'):
        if hidden:
            why = f"GeoPackage 含有计算列“{name[:80]}”，不予执行"
            raise Unreadable("gpkg-computed-column", why, REEXPORT, name[:80])


def _send(
    emit: Emit, path: str, layer: str | None, given: str | None, raw: str | None, encoding: str | None
) -> LayerStream:
    try:
        meta, _, wkb, columns = pyogrio.raw.read(
            path, layer=layer, encoding=raw, force_2d=True, datetime_as_string=True
        )
    except pyogrio.errors.CRSError as error:
        cure = "请补上正确的 .prj，或删去它并在导入时指明坐标系。"
        raise Unreadable("crs-unreadable", "图层自带的坐标系说明无法识别", cure) from error
    except (pyogrio.errors.DataSourceError, pyogrio.errors.FeatureError, ValueError, UnicodeError) as error:
        raise _broken("图层内部已损坏，无法读取") from error
    stream = LayerStream(emit, _crs(meta["crs"]), given)
    names = [_decoded(name, encoding) for name in meta["fields"]]
    cells = [_texts(column, encoding) for column in columns]
    shapes = shapely.from_wkb(wkb, on_invalid="ignore") if wkb is not None else [None] * len(cells[0])
    boxes = shapely.bounds(shapes)
    for at, shape in enumerate(shapes):
        stream.count += 1
        problem = _problem(shape, boxes[at], wkb is not None and wkb[at] is not None)
        stream.count -= 1
        usable = problem is None or not problem[3]
        attributes = {name: column[at] for name, column in zip(names, cells, strict=True)}
        stream.add(attributes, bytes(wkb[at]) if usable and shape is not None else None, tuple(boxes[at]))
        if problem:
            stream.problem(*problem)
    return stream


def _null_shapes(shp: bytes) -> int:
    """How many records say themselves that they have no shape; GDAL gives damaged ones as null too."""
    at, nulls = 100, 0
    while at + 12 <= len(shp):
        nulls += shp[at + 8 : at + 12] == b"\0\0\0\0"
        at += 8 + 2 * int.from_bytes(shp[at + 4 : at + 8])
    return nulls


def _problem(shape: Any, box: Any, told: bool) -> tuple[str, str, str, bool] | None:
    if shape is None or shape.is_empty:
        if told and shape is None:
            return "geometry-invalid", "", "该要素的图形数据已损坏。请重画或重新导出后再导入。", True
        return "geometry-missing", "", "该要素没有图形。请补画后再导入，或删去该要素。", True
    if not np.isfinite(box).all():
        return "coordinate-not-finite", "", "坐标含有非数值或无穷大。请更正后再导入。", True
    if shape.geom_type == "GeometryCollection":
        return "geometry-collection", shape.geom_type, "图形混有点、线、面。请拆开，只保留面。", True
    if "Line" in shape.geom_type:
        return "geometry-not-area", shape.geom_type, "这是线，不是面。边界和建筑范围须为面。", False
    return None


def _crs(told: str | None) -> str | None:
    """GDAL has names for "no idea"; we say None."""
    undefined = not told or "Undefined" in told or told.startswith(("ENGCRS", "LOCAL_CS"))
    return None if undefined else told


def _texts(column: Any, encoding: str | None) -> list[str]:
    return [_decoded(text_of(value), encoding) for value in column.tolist()]


def _decoded(text: str, encoding: str | None) -> str:
    if not encoding or text.isascii():
        return text
    try:
        return text.encode("latin-1").decode(encoding)
    except UnicodeDecodeError as error:
        # A field of fixed width may end within a character; the half is not text.
        if error.end >= len(text):
            return text.encode("latin-1")[: error.start].decode(encoding)
        raise Unreadable(
            "broken-text", "属性表的文字编码无法识别", "请在 GIS 软件中以 UTF-8 重新导出后再导入。"
        ) from error


def _broken(why: str) -> Unreadable:
    return Unreadable("layer-damaged", why, REEXPORT)
