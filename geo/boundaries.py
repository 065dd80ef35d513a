"""Checking one layer of boundaries before it becomes a vintage of ours.

One look at each polygon by itself, one at the polygons together. Nothing is repaired here: a
surveyor decides what his own line should have been.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import area_m2, geoms_to_cgcs2000, metric_crs, project, wgs84_to_gcj02
from geo.geojson import check_geojson_geometry
from geo.outlines import load_outlines, looks_gcj02
from geo.problems import CODES, Problem

__all__ = [
    "CODES",
    "Problem",
    "area_m2",
    "check",
    "check_geojson_geometry",
    "geoms_to_cgcs2000",
    "load_outlines",
    "looks_gcj02",
    "refused",
]

Shapes = NDArray[np.object_]

MAX_VERTICES = 50_000  # one polygon; performance.md met real ones of 37,000
_SLIVER_M2, _SLIVER_WIDTH_M = 100.0, 2.0
_LEAST_M2 = 1.0  # smaller overlaps and gaps are rounding of coordinates
_KINDS = {
    0: "点",
    1: "线",
    2: "线",
    3: "面",
    4: "点",
    5: "线",
    6: "面",
    7: "混合图形",
}


def check(
    geoms: Any,
    names: Sequence[Any] | None = None,
    codes: Sequence[Any] | None = None,
    *,
    outlines: Any = None,
    register: Mapping[str, Collection[str]] | None = None,
) -> list[Problem]:
    """Everything noticed in one layer, layer first, then by feature in file order.

    Args:
        geoms: shape (n,), shapely geometries lon/lat CGCS2000 in file order; None where missing.
        names, codes: shape (n,) as the file has them, or None.
        outlines: county outlines of ours (CGCS2000) to tell GCJ-02 by; None skips that question,
            an empty array answers ``crs-unverifiable``.
        register: known code → the names it goes by.
    """
    shapes = np.empty(len(geoms), dtype=object)
    shapes[:] = list(geoms)
    if not len(shapes):
        return [Problem(None, "layer-empty", refuses=True)]
    problems = _alone(shapes)
    problems += _codes(_texts(codes, len(shapes)), _texts(names, len(shapes)), register or {})
    sound = _remaining(len(shapes), problems)
    problems += _overlaps(shapes, sound)
    sound = _remaining(len(shapes), problems)
    problems += _gaps(shapes, sound) + _slivers(shapes, sound)
    if outlines is not None and len(sound):
        problems += _crs(shapes[sound], outlines)
    return sorted(problems, key=lambda p: (p.feature or 0, not p.refuses))


def refused(problems: Sequence[Problem], count: int) -> set[int]:
    """The features (from 1) that stay out; all of them when the layer itself is refused."""
    if any(p.refuses and p.feature is None for p in problems):
        return set(range(1, count + 1))
    return {p.feature for p in problems if p.refuses and p.feature is not None}


def _remaining(count: int, problems: Sequence[Problem]) -> NDArray[np.intp]:
    out = refused(problems, count)
    return np.array([i for i in range(count) if i + 1 not in out], dtype=np.intp)


def _texts(values: Sequence[Any] | None, count: int) -> list[str]:
    given = list(values) if values is not None else [None] * count
    return ["" if v is None or v != v else unicodedata.normalize("NFKC", str(v)).strip() for v in given]


# ------------------------------------------------------------------ each by itself
def _alone(shapes: Shapes) -> list[Problem]:
    kinds, empty = shapely.get_type_id(shapes), shapely.is_empty(shapes)
    valid, vertices = shapely.is_valid(shapes), shapely.get_num_coordinates(shapes)
    bounds = shapely.bounds(shapes)
    problems = []
    for i, kind in enumerate(kinds):
        flaw = None
        if kind == -1 or empty[i]:
            flaw = Problem(i + 1, "geometry-missing", refuses=True)
        elif _KINDS.get(kind) != "面":
            flaw = Problem(i + 1, "geometry-not-polygon", _KINDS.get(kind, "未知图形"), refuses=True)
        elif flaw := _where(i + 1, *bounds[i]):
            pass
        elif vertices[i] > MAX_VERTICES:
            facts = {"limit": MAX_VERTICES}
            flaw = Problem(i + 1, "geometry-too-detailed", str(vertices[i]), facts, refuses=True)
        elif not valid[i]:
            why = shapely.is_valid_reason(shapes[i])
            flaw = Problem(i + 1, "geometry-invalid", why, {"why": _chinese(why)}, refuses=True)
        if flaw:
            problems.append(flaw)
    return problems


def _where(feature: int, west: float, south: float, east: float, north: float) -> Problem | None:
    """What is wrong with the numbers as degrees of longitude and latitude in China."""
    value = f"{west:.6g}, {south:.6g}"
    if not np.isfinite([west, south, east, north]).all():
        return Problem(feature, "coordinates-not-finite", refuses=True)
    if west >= 3 and east <= 54 and south >= 73 and north <= 136:
        return Problem(feature, "axis-swapped", value, refuses=True)
    if west < -180 or east > 180 or south < -90 or north > 90:
        return Problem(feature, "coordinates-not-degrees", value, refuses=True)
    if west < 72 or east > 138 or south < 0.8 or north > 56:
        return Problem(feature, "coordinates-outside-china", value, refuses=True)
    return None


def _chinese(reason: str) -> str:
    kinds = {
        "Ring Self-intersection": "边界线在一点自相接触",
        "Self-intersection": "边界线自相交",
        "Hole lies outside shell": "内洞在边界之外",
        "Interior is disconnected": "图形内部被切断",
        "Nested shells": "图形互相嵌套",
        "Holes are nested": "内洞互相嵌套",
        "Duplicate Rings": "边界线重复",
        "Too few points": "点数不足",
    }
    said = next((text for key, text in kinds.items() if key in reason), "图形不合规则")
    place = reason.partition("[")[2].rstrip("]").split()
    return f"{said}，在 {float(place[0]):.5f}, {float(place[1]):.5f}" if len(place) >= 2 else said


def _codes(codes: list[str], names: list[str], register: Mapping[str, Collection[str]]) -> list[Problem]:
    problems, first = [], dict[str, int]()
    for i, (code, name) in enumerate(zip(codes, names, strict=True), start=1):
        if not code:
            continue
        if code in first:
            problems.append(Problem(i, "code-duplicate", code, {"other": first[code]}, refuses=True))
        first.setdefault(code, i)
        known = _texts(sorted(register.get(code, ())), len(register.get(code, ())))
        if name and known and name not in known:
            facts = {"code": code, "expected": known[0] if len(known) == 1 else "、".join(known)}
            problems.append(Problem(i, "name-code-mismatch", name, facts))
    return problems


# ------------------------------------------------------------------ together
def _overlaps(shapes: Shapes, sound: NDArray[np.intp]) -> list[Problem]:
    mine = shapes[sound]
    left, right = shapely.STRtree(mine).query(mine, predicate="intersects")
    once = left < right
    left, right = left[once], right[once]
    m2, whole = area_m2(shapely.intersection(mine[left], mine[right])), area_m2(mine)
    # The smaller gives way; of two copies the later, whatever the last digit of their areas says.
    first_smaller = whole[left] < whole[right] * (1 - 1e-9)
    small, large = np.where(first_smaller, (left, right), (right, left))
    share = m2 / whole[small]
    problems, out = [], set[int]()
    for k in np.argsort(-share, kind="stable"):
        i, j = int(small[k]), int(large[k])
        if m2[k] < _LEAST_M2 or i in out or j in out:
            continue
        most = bool(share[k] > 0.5)
        if most:
            out.add(i)
        verdict = "，超过其一半，未采用。同一块地只能属于一个单位" if most else "。请核对两者的分界"
        facts = {"other": int(sound[j]) + 1, "m2": round(float(m2[k]), 1), "verdict": verdict}
        problems.append(Problem(int(sound[i]) + 1, "overlap", f"{facts['m2']} m²", facts, refuses=most))
    return problems


def _gaps(shapes: Shapes, sound: NDArray[np.intp]) -> list[Problem]:
    """Ground enclosed by the layer that belongs to no polygon: a hole of one, or a gap between."""
    mine = shapes[sound]
    if not len(mine):
        return []
    blanks = _rings(shapely.get_parts(shapely.union_all(mine)))
    m2 = area_m2(blanks)
    order = np.argsort(-m2, kind="stable")
    order = order[m2[order] >= _LEAST_M2]
    blanks, m2 = blanks[order], m2[order]
    if not len(blanks):
        return []
    parts, owner = shapely.get_parts(mine, return_index=True)
    holed = shapely.get_num_interior_rings(parts) > 0
    rings, ring_part = _rings_of(parts[holed])
    at, ring = shapely.STRtree(rings).query(blanks, predicate="covered_by")
    # A hole partly filled by an enclave is a gap beside the enclave, no hole of its owner.
    same = shapely.area(blanks[at]) > 0.999 * shapely.area(rings[ring])
    holes = {
        int(b): int(sound[owner[holed][ring_part[r]]]) + 1 for b, r in zip(at[same], ring[same], strict=True)
    }
    at, beside = shapely.STRtree(mine).query(blanks, predicate="intersects")
    between: dict[int, list[int]] = {}
    for b, who in zip(at, sound[beside] + 1, strict=True):
        between.setdefault(int(b), []).append(int(who))
    return [
        Problem(
            holes.get(k),
            "hole" if k in holes else "gap",
            f"{m2[k]:.1f} m²",
            _facts(blank, m2[k]) | {"between": "、".join(map(str, sorted(between.get(k, []))))},
        )
        for k, blank in enumerate(blanks)
    ]


def _rings(parts: Shapes) -> Shapes:
    return _rings_of(parts)[0]


def _rings_of(parts: Shapes) -> tuple[Shapes, NDArray[np.intp]]:
    """The interior rings of polygons, as polygons, and the position of the polygon of each."""
    rings = [(ring, k) for k, part in enumerate(parts) for ring in part.interiors]
    shapes = np.empty(len(rings), dtype=object)
    shapes[:] = [shapely.Polygon(ring) for ring, _ in rings]
    return shapes, np.array([k for _, k in rings], dtype=np.intp)


def _slivers(shapes: Shapes, sound: NDArray[np.intp]) -> list[Problem]:
    parts, owner = shapely.get_parts(shapes[sound], return_index=True)
    if not len(parts):
        return []
    m2 = area_m2(parts)
    crs = metric_crs(float(np.mean(shapely.bounds(parts)[:, [0, 2]])))
    width = 2 * m2 / np.maximum(shapely.length(project(parts, crs)), 1e-9)
    thin = (m2 < _SLIVER_M2) | (width < _SLIVER_WIDTH_M)
    return [
        Problem(int(sound[owner[k]]) + 1, "sliver", f"{m2[k]:.1f} m²", _facts(parts[k], m2[k]))
        for k in np.flatnonzero(thin)
    ]


def _facts(shape: Any, m2: float) -> dict[str, Any]:
    x, y, *_ = shapely.get_coordinates(shapely.point_on_surface(shape))[0]
    return {"m2": round(float(m2), 1), "lon": round(float(x), 5), "lat": round(float(y), 5)}


def _crs(shapes: Shapes, outlines: Any) -> list[Problem]:
    verdict = looks_gcj02(shapes, outlines) if len(outlines) else None
    if verdict is None:
        return [Problem(None, "crs-unverifiable")]
    if not verdict:
        return []
    lon, lat = shapely.get_coordinates(shapely.centroid(shapes[0]))[0]
    moved = shapely.points(*wgs84_to_gcj02([lon], [lat]))
    crs = metric_crs(lon)
    metres = shapely.distance(project(shapely.points([lon], [lat]), crs), project(moved, crs))[0]
    return [Problem(None, "crs-looks-gcj02", f"{metres:.0f}", {"metres": round(float(metres))})]
