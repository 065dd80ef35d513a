"""GeoJSON by the letter of RFC 7946, without GDAL: that reads much which only resembles it."""

import math
import re
import struct
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from hazards.domain.errors import Unreadable
from hazards.formats.celltext import text_of
from hazards.formats.layerstream import LayerStream
from hazards.formats.limits import Emit

EPSG = re.compile(r"(?:urn:ogc:def:crs:)?EPSG:[\d.]*:?(\d{4,6})", re.I)
REEXPORT = "请用 GIS 软件重新导出为 GeoJSON(UTF-8)后再导入。"


class BadShape(Exception):
    """A geometry that cannot be taken: code, value, remedy."""


def read(emit: Emit, path: Path, given: str | None) -> None:
    """Send the features of a FeatureCollection or of one Feature.

    Raises:
        Unreadable: no JSON, no GeoJSON, or empty. What is wrong with one feature is its problem.
    """
    document = _parsed(path.read_bytes())
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "Feature":
        features = [document]
    elif kind == "FeatureCollection" and isinstance(document.get("features"), list):
        features = document["features"]
    else:
        why = "内容是 JSON，但不是 GeoJSON 要素集(FeatureCollection)"
        raise Unreadable("not-geojson", why, REEXPORT, text_of(kind)[:80])
    told = "crs" in document or not given
    stream = LayerStream(emit, _crs(document, emit) if told else None, given)
    for feature in features:
        _send(stream, feature)
    stream.finish()


def _parsed(data: bytes) -> Any:
    try:
        return orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        if "depth limit" in error.msg or "recursion" in error.msg:
            raise Unreadable("json-too-deep", "JSON 嵌套层数异常", REEXPORT) from error
        where = f"第 {error.lineno} 行第 {error.colno} 个字符"
        found = error.doc[error.pos : error.pos + 20] if isinstance(error.doc, str) else ""
        why = f"{where}处不是合法的 JSON(如 NaN、Infinity、缺少括号或编码不是 UTF-8)"
        raise Unreadable("json-invalid", why, REEXPORT, found) from error


def _crs(document: dict[str, Any], emit: Emit) -> str | None:
    """RFC 7946 knows WGS84 only; the older ``crs`` member is still written and is honoured."""
    if "crs" not in document:
        return "EPSG:4326"
    member = document["crs"]
    properties = member.get("properties") if isinstance(member, dict) else None
    name = text_of(properties.get("name")) if isinstance(properties, dict) else ""
    if name.upper().endswith("CRS84"):
        return "EPSG:4326"
    if match := EPSG.fullmatch(name):
        return f"EPSG:{match.group(1)}"
    emit({"note": ["crs-not-understood", name[:80], "文件声明的坐标系无法识别。请在导入时指明坐标系。"]})
    return None


def _send(stream: LayerStream, feature: Any) -> None:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        why = f"第 {stream.count + 1} 个要素不是 Feature 对象"
        raise Unreadable("not-geojson", why, REEXPORT, text_of(feature)[:80])
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        why = f"第 {stream.count + 1} 个要素的属性不是键值对"
        raise Unreadable("not-geojson", why, REEXPORT, text_of(properties)[:80])
    wkb, bounds, problem, refuses = None, None, None, True
    try:
        wkb, bounds, code = shape(feature.get("geometry"))
        if code > 1 and code not in (3, 6, 4):
            problem = ("geometry-not-area", _kind(feature), "这是线，不是面。边界和建筑范围须为面。")
            refuses = False
    except BadShape as error:
        problem = error.args
    stream.add({name: text_of(value) for name, value in properties.items()}, wkb, bounds)
    if problem:
        stream.problem(*problem, refuses=refuses)


def shape(geometry: Any) -> tuple[bytes, tuple[float, ...], int]:
    """WKB (little endian, two dimensions), bounds and type code of one GeoJSON geometry.

    Raises:
        BadShape: missing, a collection, or coordinates that are none.
    """
    if geometry is None:
        raise BadShape("geometry-missing", "", "该要素没有图形。请补画后再导入，或删去该要素。")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind == "GeometryCollection":
        raise BadShape("geometry-collection", "GeometryCollection", "图形混有点、线、面。请拆开，只保留面。")
    if kind not in BUILDERS:
        raise BadShape("geometry-unknown", text_of(kind)[:80], "图形类型无法识别。请用 GIS 软件重新导出。")
    box = [math.inf, math.inf, -math.inf, -math.inf]
    code, build = BUILDERS[kind]
    try:
        wkb = build(_list(geometry["coordinates"]), box)
    except (KeyError, TypeError, IndexError, OverflowError, struct.error) as error:
        raise BadShape(
            "coordinate-malformed", kind, "坐标写法不合 GeoJSON 规定。请用 GIS 软件重新导出。"
        ) from error
    return wkb, tuple(box), code


def _numbers(positions: Any, box: list[float]) -> bytes:
    """Positions as doubles, heights dropped, the box widened."""
    if not isinstance(positions, list) or any(len(p) < 2 or isinstance(p, str) for p in positions):
        raise TypeError("not a list of positions")
    x, y = array("d", [p[0] for p in positions]), array("d", [p[1] for p in positions])
    if not all(map(math.isfinite, x)) or not all(map(math.isfinite, y)):
        raise BadShape("coordinate-not-finite", "", "坐标含有非数值或无穷大。请更正后再导入。")
    flat = array("d", bytes(16 * len(x)))
    flat[0::2], flat[1::2] = x, y
    if x:
        box[:] = min(box[0], min(x)), min(box[1], min(y)), max(box[2], max(x)), max(box[3], max(y))
    return struct.pack("<I", len(x)) + flat.tobytes()


def _point(coordinates: Any, box: list[float]) -> bytes:
    return struct.pack("<BI", 1, 1) + _numbers([coordinates], box)[4:]


def _line(coordinates: Any, box: list[float]) -> bytes:
    if len(coordinates) < 2:
        raise BadShape("geometry-missing", "", "线少于两个点。请补画后再导入。")
    return struct.pack("<BI", 1, 2) + _numbers(coordinates, box)


def _polygon(coordinates: Any, box: list[float]) -> bytes:
    if not coordinates:
        raise BadShape("geometry-missing", "", "该要素没有图形。请补画后再导入，或删去该要素。")
    rings = []
    for ring in map(_list, coordinates):
        if len(ring) < 4:
            raise BadShape("ring-too-short", str(len(ring)), "面的一圈少于四个点，围不成面。请重画后再导入。")
        if ring[0][:2] != ring[-1][:2]:
            shown = ",".join(text_of(v) for v in ring[-1][:2])
            raise BadShape("ring-not-closed", shown, "面的首尾两点不重合。请在 GIS 软件中闭合后再导入。")
        rings.append(_numbers(ring, box))
    return struct.pack("<BII", 1, 3, len(rings)) + b"".join(rings)


def _many(code: int, build: Callable[[Any, list[float]], bytes]) -> Callable[[Any, list[float]], bytes]:
    def built(coordinates: Any, box: list[float]) -> bytes:
        if not coordinates:
            raise BadShape("geometry-missing", "", "该要素没有图形。请补画后再导入，或删去该要素。")
        return struct.pack("<BII", 1, code, len(coordinates)) + b"".join(
            build(_list(c), box) for c in coordinates
        )

    return built


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


def _kind(feature: dict[str, Any]) -> str:
    return text_of(feature["geometry"]["type"])


BUILDERS: dict[str, tuple[int, Callable[[Any, list[float]], bytes]]] = {
    "Point": (1, _point),
    "LineString": (2, _line),
    "Polygon": (3, _polygon),
    "MultiPoint": (4, _many(4, _point)),
    "MultiLineString": (5, _many(5, _line)),
    "MultiPolygon": (6, _many(6, _polygon)),
}
