"""Coordinate systems: from what people hand in to CGCS2000 longitude and latitude.

Everything stored is CGCS2000 (EPSG:4490), x = longitude, y = latitude, in degrees. WGS84 is taken
as equal to it: the frames differ by centimetres, a phone or a traced map by metres. GCJ-02 and
BD-09 are the shifted systems of Chinese web maps; both are undone exactly, by iteration.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Pair = tuple[Floats, Floats]

CGCS2000, WGS84, GCJ02, BD09 = "CGCS2000", "WGS84", "GCJ-02", "BD-09"
SOURCES = (CGCS2000, WGS84, GCJ02, BD09)

# The published GCJ-02 algorithm uses the Krasovsky 1940 ellipsoid and leaves other countries alone.
_A, _EE = 6378245.0, 0.00669342162296594323
_BOX = (72.004, 0.8293, 137.8347, 55.8271)
_BD_PI = np.pi * 3000.0 / 180.0
_SAME_AS_CGCS2000 = ("China 2000", "World Geodetic System 1984", "WGS 84", "WGS_1984", "China_2000")


class UnknownCrs(ValueError):
    """The coordinate system is not declared or not one we can convert exactly. We never guess."""

    code = "crs-unknown"

    def __init__(self, value: object = "") -> None:
        self.value = str(value)[:120]
        super().__init__(
            f"无法识别坐标系“{self.value}”。请写明 CGCS2000、WGS84、GCJ-02、BD-09，"
            "或 CGCS2000 的 EPSG 代码(如 4490、4549)。"
        )


# ------------------------------------------------------------------ names
def parse_crs(text: str) -> str:
    """The canonical name of what a user or a file calls its coordinate system.

    Args:
        text: "CGCS2000", "gcj02", "4549", "EPSG:4490", "urn:ogc:def:crs:OGC:1.3:CRS84", WKT.

    Returns:
        One of ``SOURCES``, or "EPSG:n" or WKT of a projection on CGCS2000 or WGS84.

    Raises:
        UnknownCrs: empty, unknown, or on another datum (西安80, 北京54 and city grids need
            parameters that are not public).
    """
    plain = (text or "").strip()
    known = _NAMES.get("".join(c for c in plain.upper() if c.isalnum()))
    return known or _parse_with_pyproj(plain)


_NAMES = {
    **dict.fromkeys(
        ("CGCS2000", "CGCS2000经纬度", "国家2000", "2000国家大地坐标系", "国家大地2000"), CGCS2000
    ),
    **dict.fromkeys(("4490", "EPSG4490", "URNOGCDEFCRSEPSG4490", "天地图"), CGCS2000),
    **dict.fromkeys(("WGS84", "WGS1984", "4326", "EPSG4326", "CRS84", "OGCCRS84", "GPS"), WGS84),
    **dict.fromkeys(("URNOGCDEFCRSOGC13CRS84", "URNOGCDEFCRSEPSG4326"), WGS84),
    **dict.fromkeys(("GCJ02", "火星坐标", "火星坐标系", "高德", "腾讯", "高德坐标"), GCJ02),
    **dict.fromkeys(("BD09", "BD09LL", "百度", "百度坐标", "百度坐标系"), BD09),
}


@lru_cache(maxsize=64)
def _parse_with_pyproj(text: str) -> str:
    import pyproj

    try:
        crs = pyproj.CRS.from_user_input(int(text) if text.isdigit() else text)
    except (pyproj.exceptions.CRSError, OverflowError) as error:
        raise UnknownCrs(text) from error
    base = crs.geodetic_crs
    datum = base.datum.name if base is not None and base.datum is not None else ""
    if crs.is_geocentric or not any(name in datum for name in _SAME_AS_CGCS2000):
        raise UnknownCrs(text)
    epsg = crs.to_epsg()
    if epsg in (4490, 4326) or (epsg is None and crs.is_geographic):
        return WGS84 if "84" in datum else CGCS2000
    return f"EPSG:{epsg}" if epsg else str(crs.to_wkt())


# ------------------------------------------------------------------ to and from CGCS2000
def to_cgcs2000(x: ArrayLike, y: ArrayLike, source: str = CGCS2000) -> Pair:
    """Longitude and latitude in CGCS2000 of coordinates given in ``source``.

    Args:
        x, y: shape (n,) or scalars; longitude and latitude in degrees, or easting and northing in
            metres for a projected ``source``. NaN stays NaN.
        source: anything ``parse_crs`` understands.

    Raises:
        UnknownCrs: see ``parse_crs``.
    """
    xs, ys = _arrays(x, y)
    name = parse_crs(source)
    if name in (CGCS2000, WGS84):
        return xs, ys
    if name == GCJ02:
        return gcj02_to_wgs84(xs, ys)
    if name == BD09:
        return gcj02_to_wgs84(*bd09_to_gcj02(xs, ys))
    lon, lat = _transformer(name, "EPSG:4490").transform(xs, ys)
    bad = ~(np.isfinite(lon) & np.isfinite(lat))
    return np.where(bad, np.nan, lon), np.where(bad, np.nan, lat)


def wgs84_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """The shift of Chinese web maps (高德, 腾讯); identity outside China's box. Degrees."""
    x, y = _arrays(lon, lat)
    dx, dy = _gcj_shift(x, y)
    inside = _in_box(x, y)
    return np.where(inside, x + dx, x), np.where(inside, y + dy, y)


def gcj02_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """The exact inverse of ``wgs84_to_gcj02`` (below 1e-9 degree); identity outside the box."""

    def forward(x: Floats, y: Floats) -> Pair:
        dx, dy = _gcj_shift(x, y)
        return x + dx, y + dy

    return _inverse(forward, *_arrays(lon, lat))


def gcj02_to_bd09(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """The further shift of Baidu maps; identity outside China's box. Degrees."""
    x, y = _arrays(lon, lat)
    bx, by = _bd_forward(x, y)
    inside = _in_box(x, y)
    return np.where(inside, bx, x), np.where(inside, by, y)


def bd09_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """The exact inverse of ``gcj02_to_bd09``. The formula usually published errs by decimetres."""
    return _inverse(_bd_forward, *_arrays(lon, lat))


def _arrays(x: ArrayLike, y: ArrayLike) -> Pair:
    return np.asarray(x, dtype=float), np.asarray(y, dtype=float)


def _in_box(x: Floats, y: Floats) -> NDArray[np.bool_]:
    west, south, east, north = _BOX
    return (x >= west) & (x <= east) & (y >= south) & (y <= north)


def _gcj_shift(lon: Floats, lat: Floats) -> Pair:
    x, y = lon - 105.0, lat - 35.0
    pi, sin, root = np.pi, np.sin, np.sqrt(np.abs(x))
    common = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + common
    north += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + common
    east += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    phi = np.radians(lat)
    magic = 1.0 - _EE * sin(phi) ** 2
    meridian = _A * (1.0 - _EE) / (magic * np.sqrt(magic))
    parallel = _A / np.sqrt(magic) * np.cos(phi)
    return np.degrees(east / parallel), np.degrees(north / meridian)


def _bd_forward(x: Floats, y: Floats) -> Pair:
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * _BD_PI)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * _BD_PI)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def _inverse(forward: Callable[[Floats, Floats], Pair], x: Floats, y: Floats) -> Pair:
    """Solve forward(p) = (x, y). Each round shrinks the error some fiftyfold, so a few suffice."""
    inside = _in_box(x, y)
    px, py = np.where(inside, x, np.nan), np.where(inside, y, np.nan)
    for _ in range(20):
        fx, fy = forward(px, py)
        ex, ey = fx - x, fy - y
        px, py = px - ex, py - ey
        if not np.any((np.abs(ex) > 1e-12) | (np.abs(ey) > 1e-12)):
            break
    return np.where(inside, px, x), np.where(inside, py, y)


# ------------------------------------------------------------------ metres
def metric_crs(lon: float) -> str:
    """The CGCS2000 3-degree Gauss-Krüger zone by central meridian: 120.65 → "EPSG:4549"."""
    meridian = min(max(round(lon / 3.0) * 3, 75), 135)
    return f"EPSG:{4534 + (meridian - 75) // 3}"


@lru_cache(maxsize=64)
def _transformer(source: str, target: str) -> Any:
    import pyproj

    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def project(geoms: Any, epsg: str | int, *, source: str = "EPSG:4490") -> Any:
    """Shapely geometries, lon/lat CGCS2000, in another system (x east, y north). None stays None."""
    target = epsg if isinstance(epsg, str) and ":" in epsg else f"EPSG:{epsg}"
    step = _transformer(source, target)

    def move(xy: Floats) -> Floats:
        return np.column_stack(step.transform(xy[:, 0], xy[:, 1]))

    return shapely.transform(geoms, move)


def geoms_to_cgcs2000(geoms: Any, source: str) -> Any:
    """Shapely geometries given in ``source``, in CGCS2000 lon/lat; Z dropped, None stays None."""

    def move(xy: Floats) -> Floats:
        return np.column_stack(to_cgcs2000(xy[:, 0], xy[:, 1], source))

    return shapely.transform(geoms, move)


def zones(geoms: Any) -> NDArray[np.str_]:
    """The metric CRS each geometry (lon/lat) belongs to, by the middle of its bounds; "" if none."""
    bounds = shapely.bounds(np.atleast_1d(np.asarray(geoms, dtype=object)))
    middle = (bounds[:, 0] + bounds[:, 2]) / 2
    return np.array([metric_crs(lon) if np.isfinite(lon) else "" for lon in middle], dtype="U16")


def area_m2(geoms: Any) -> Floats:
    """Areas in square metres, shape (n,), of lon/lat geometries, each in its own 3-degree zone."""
    shapes = np.atleast_1d(np.asarray(geoms, dtype=object))
    zone, result = zones(shapes), np.zeros(len(shapes))
    for name in np.unique(zone[zone != ""]):
        mine = zone == name
        result[mine] = shapely.area(project(shapes[mine], str(name)))
    return result
