"""GeoJSON geometries, checked before a library quietly mends or breaks them.

Shapely and GDAL close open rings and swallow odd numbers; a boundary deserves a plain answer.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from geo.problems import Problem

_NAMES = {
    "Point": "点",
    "MultiPoint": "点",
    "LineString": "线",
    "MultiLineString": "线",
    "GeometryCollection": "混合图形",
}


class _Flaw(Exception):
    def __init__(self, code: str, value: str = "", **facts: Any) -> None:
        self.code, self.value, self.facts = code, value, facts


def check_geojson_geometry(geometry: Any, feature: int | None = None) -> tuple[Any, list[Problem]]:
    """The polygon a GeoJSON geometry describes, or what keeps it from being one.

    Args:
        geometry: the decoded "geometry" member: dict or None.
        feature: its number, counted from 1, put into the problem.

    Returns:
        (geometry, []) with a two-dimensional Polygon or MultiPolygon (Z dropped), else
        (None, [one refusing Problem]). Self-intersection is left to ``boundaries.check``.
    """
    try:
        return _polygons(geometry), []
    except _Flaw as flaw:
        return None, [Problem(feature, flaw.code, flaw.value, flaw.facts, refuses=True)]


def _polygons(geometry: Any) -> Any:
    if not isinstance(geometry, dict) or not geometry:
        raise _Flaw("geometry-missing")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        raise _Flaw("geometry-not-polygon", _NAMES.get(str(kind), "未知图形"))
    if not isinstance(coordinates, list) or not coordinates:
        raise _Flaw("geometry-missing")
    if kind == "Polygon":
        return _polygon(coordinates)
    return shapely.multipolygons([_polygon(part) for part in coordinates])


def _polygon(rings: Any) -> Any:
    if not isinstance(rings, list) or not rings:
        raise _Flaw("geometry-missing")
    shell, *holes = [shapely.linearrings(_ring(ring)) for ring in rings]
    return shapely.polygons(shell, holes=holes or None)


def _ring(points: Any) -> np.ndarray:
    if not isinstance(points, list) or len(points) < 4:
        count = len(points) if isinstance(points, list) else 0
        first_is_last = count > 1 and points[0] == points[-1]
        # Three corners without the closing one is an open triangle, not a short ring.
        if count == 3 and not first_is_last:
            raise _Flaw("ring-not-closed", gap="首尾两点不同")
        raise _Flaw("ring-too-short", str(count))
    try:
        flat = np.array([(point[0], point[1]) for point in points], dtype=float)
    except (TypeError, ValueError, IndexError, KeyError) as error:
        raise _Flaw("coordinates-not-finite") from error
    if not np.isfinite(flat).all():
        raise _Flaw("coordinates-not-finite")
    if (flat[0] != flat[-1]).any():
        gap = float(np.abs(flat[0] - flat[-1]).max())
        raise _Flaw("ring-not-closed", gap=f"{gap:.7f}".rstrip("0"))
    return flat
