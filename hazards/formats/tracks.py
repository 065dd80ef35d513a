"""Tracks (轨迹): where somebody walked, out of GeoJSON or GPX; longitude and latitude in degrees."""

from typing import Any

import orjson
from lxml import etree

from hazards.domain.errors import Unreadable

LARGEST = 8 * 1024 * 1024
MOST = 100_000
"""Points of one track: a day's walk at one a second."""

Part = list[tuple[float, float]]


def read_track(data: bytes) -> list[Part]:
    """The parts of a track, each of two points or more, in the order walked.

    Raises:
        Unreadable: too large, neither GeoJSON nor GPX, no line in it, or points outside China.
    """
    if len(data) > LARGEST:
        raise Unreadable("track-too-large", "轨迹文件超过 8 MB", "请导出当天的轨迹")
    text = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    parts = _geojson(text) if text[:1] in (b"{", b"[") else _gpx(text)
    parts = [part for part in parts if len(part) >= 2]
    if not parts:
        raise Unreadable("track-empty", "文件中没有轨迹线", "请导出含轨迹(不是单个点)的文件")
    if sum(map(len, parts)) > MOST:
        raise Unreadable("track-too-large", f"轨迹超过 {MOST} 个点", "请降低记录频率后导出")
    if not all(73 <= lon <= 136 and 3 <= lat <= 54 for part in parts for lon, lat in part):
        raise Unreadable("track-outside", "轨迹有落在境外的点", "请核对经纬度次序和坐标系")
    return parts


def _geojson(text: bytes) -> list[Part]:
    try:
        return list(_lines(orjson.loads(text)))
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError, IndexError):
        raise _unknown() from None


def _lines(told: Any) -> list[Part]:
    kind = told["type"]
    if kind == "FeatureCollection":
        return [part for one in told["features"] for part in _lines(one)]
    if kind == "Feature":
        return _lines(told["geometry"]) if told["geometry"] else []
    if kind == "LineString":
        return [[(float(p[0]), float(p[1])) for p in told["coordinates"]]]
    if kind == "MultiLineString":
        return [[(float(p[0]), float(p[1])) for p in line] for line in told["coordinates"]]
    return []


def _gpx(text: bytes) -> list[Part]:
    # Other people's XML: no entities, no network, no oversized trees.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(text, parser)
        lines = [*root.iter("{*}trkseg"), *root.iter("{*}rte")]
        return [
            [(float(p.get("lon")), float(p.get("lat"))) for p in line.iter("{*}trkpt", "{*}rtept")]
            for line in lines
        ]
    except (etree.XMLSyntaxError, TypeError, ValueError):
        raise _unknown() from None


def _unknown() -> Unreadable:
    return Unreadable("track-unknown", "不是可识别的轨迹文件", "请上传 GeoJSON(LineString)或者 GPX 文件")
