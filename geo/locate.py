"""Which street or town a point lies in, and how we know.

A point on a border, or inside two overlapping polygons, is nobody's until a person says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.crs import UnknownCrs, geoms_to_cgcs2000, metric_crs, project, to_cgcs2000

Ints = NDArray[np.intp]
Floats = NDArray[np.float64]

INSIDE, BORDER, NEAR, NONE = "inside", "border", "near", "none"
_BASES = np.array([NONE, INSIDE, BORDER, NEAR])
_TIE_M = 0.001  # two polygons equally near within a millimetre: the shared corner of both


@dataclass(frozen=True, slots=True)
class Located:
    """One answer a point, arrays of shape (n,).

    Attributes:
        key: index into the areas, -1 for nobody's.
        basis: "inside", "border", "near" or "none".
        distance_m: 0 inside and on a border, metres outside when near, else NaN.
    """

    key: Ints
    basis: NDArray[np.str_]
    distance_m: Floats


@dataclass
class Areas:
    """The polygons of one vintage, lon/lat CGCS2000, prepared once and asked often.

    Args:
        keys: shape (m,), what the caller calls each area; ``Located.key`` indexes into it.
        geoms: shape (m,), Polygon or MultiPolygon; None and empty ones contain nothing.
    """

    keys: Sequence[Any]
    geoms: NDArray[np.object_]
    tree: shapely.STRtree = field(init=False, repr=False)

    def __post_init__(self) -> None:
        shapes = np.empty(len(self.geoms), dtype=object)
        shapes[:] = list(self.geoms)
        if len(shapes) != len(self.keys):
            raise ValueError(f"{len(self.keys)} keys for {len(shapes)} areas")
        shapely.prepare(shapes)
        self.geoms, self.tree = shapes, shapely.STRtree(shapes)


def locate(x: ArrayLike, y: ArrayLike, areas: Areas, *, reach_m: float = 30.0) -> Located:
    """Name the area each point lies in, and how we know.

    Args:
        x, y: shape (n,), longitude and latitude, CGCS2000 degrees; NaN gives "none".
        areas: one vintage.
        reach_m: metres outside that still count, measured in the 3-degree metric CRS.

    Returns:
        Located. "near" only where one polygon alone is nearest; equally near ones are "border".

    Law: competence.territorial (data/rules/law.toml)
    """
    xs, ys = (np.atleast_1d(np.asarray(v, dtype=float)) for v in (x, y))
    if xs.shape != ys.shape:
        raise ValueError(f"{xs.shape} longitudes for {ys.shape} latitudes")
    key, basis = np.full(len(xs), -1, dtype=np.intp), np.zeros(len(xs), dtype=np.intp)
    distance = np.full(len(xs), np.nan)
    point, area = _pairs(xs, ys, shapely.bounds(areas.geoms))
    within = shapely.contains_xy(areas.geoms[area], xs[point], ys[point])
    touch = np.zeros(len(within), dtype=bool)
    rest = np.flatnonzero(~within)
    touch[rest] = shapely.intersects_xy(areas.geoms[area[rest]], xs[point[rest]], ys[point[rest]])
    inside = np.bincount(point[within], minlength=len(xs))
    on_edge = np.bincount(point[touch], minlength=len(xs)) > 0
    key[point[within]] = area[within]
    border = on_edge | (inside > 1)
    key[border] = -1
    basis[inside == 1] = 1
    basis[border] = 2
    distance[basis > 0] = 0.0
    left = np.flatnonzero((basis == 0) & np.isfinite(xs) & np.isfinite(ys))
    if reach_m > 0 and len(left):
        owner, metres, tied = _nearest(xs[left], ys[left], areas, reach_m)
        near = owner >= 0
        key[left[near & ~tied]] = owner[near & ~tied]
        basis[left[near]] = np.where(tied[near], 2, 3)
        distance[left[near]] = metres[near]
    return Located(key, _BASES[basis], distance)


def _pairs(xs: Floats, ys: Floats, boxes: Floats) -> tuple[Ints, Ints]:
    """Pairs (point, box) with the point in the box (m, 4), sorted by box.

    Points are sorted into the cells of a grid, so that every row of cells under a box is one run
    of points: a tree of a million points costs twice the whole answer. Sorted by box, because the
    prepared index of its area then stays in cache.
    """
    some = np.flatnonzero(np.isfinite(boxes).all(axis=1))
    boxes = boxes[some]
    if not len(some):
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    side = int(np.clip(4 * np.sqrt(len(some)), 32, 2048))
    scale = side / np.maximum(high - low, 1e-12)

    def cell(values: Floats, axis: int) -> Ints:
        # Monotone, hence a point in a box has its cell in the box's cells, rounding or not.
        return np.minimum(((values - low[axis]) * scale[axis]).astype(np.intp), side - 1)

    here = np.flatnonzero((xs >= low[0]) & (xs <= high[0]) & (ys >= low[1]) & (ys <= high[1]))
    cells = cell(ys[here], 1) * side + cell(xs[here], 0)
    here = here[np.argsort(cells)]
    starts = np.concatenate([[0], np.cumsum(np.bincount(cells, minlength=side * side))])
    left, right = cell(boxes[:, 0], 0), cell(boxes[:, 2], 0)
    bottom, top = cell(boxes[:, 1], 1), cell(boxes[:, 3], 1)
    box, row = _runs(bottom, top - bottom + 1)
    first = starts[row * side + left[box]]
    run, place = _runs(first, starts[row * side + right[box] + 1] - first)
    box, (west, south, east, north) = box[run], boxes.T.copy()
    px, py = xs[here][place], ys[here][place]
    met = (px >= west[box]) & (px <= east[box]) & (py >= south[box]) & (py <= north[box])
    return here[place[met]], some[box[met]]


def _runs(first: Ints, length: Ints) -> tuple[Ints, Ints]:
    """The numbers of many ranges one after another, and which range each is of."""
    which = np.repeat(np.arange(len(first)), length)
    ends = np.cumsum(length)
    return which, np.arange(ends[-1] if len(ends) else 0) + np.repeat(first - (ends - length), length)


def _within_reach(xs: Floats, ys: Floats, areas: Areas, reach_m: float) -> tuple[Ints, Ints, Floats]:
    """Pairs (point, area) at most ``reach_m`` apart and the metres between, of outside points."""
    # Degrees first, a little too generous: it spares projecting every polygon and every point.
    degrees = 1.01 * reach_m / (110_500.0 * np.cos(np.radians(np.minimum(np.abs(ys), 80.0))))
    margin = degrees.max(initial=0.0)
    boxes = shapely.bounds(areas.geoms)
    boxes[:, :2] -= margin
    boxes[:, 2:] += margin
    point, area = _pairs(xs, ys, boxes)
    some, where = np.unique(point, return_inverse=True)
    close = shapely.dwithin(areas.geoms[area], shapely.points(xs[some], ys[some])[where], degrees[point])
    point, area = point[close], area[close]
    metres = np.full(len(point), np.inf)
    meridians = np.clip(np.round(xs[point] / 3) * 3, 75, 135)
    for meridian in np.unique(meridians):
        mine, crs = np.flatnonzero(meridians == meridian), metric_crs(meridian)
        which, at = np.unique(area[mine], return_inverse=True)
        shapes = project(areas.geoms[which], crs)
        spots = project(shapely.points(xs[point[mine]], ys[point[mine]]), crs)
        metres[mine] = shapely.distance(shapes[at], spots)
    near = metres <= reach_m
    return point[near], area[near], metres[near]


def _nearest(xs: Floats, ys: Floats, areas: Areas, reach_m: float) -> tuple[Ints, Floats, NDArray[np.bool_]]:
    """For points outside everything: the nearest area within reach (or -1), metres, whether tied."""
    owner, least = np.full(len(xs), -1, dtype=np.intp), np.full(len(xs), np.inf)
    point, area, metres = _within_reach(xs, ys, areas, reach_m)
    np.minimum.at(least, point, metres)
    level = metres <= least[point] + _TIE_M
    owner[point[level]] = area[level]
    return owner, least, np.bincount(point[level], minlength=len(xs)) > 1


def locate_footprints(geoms: Any, areas: Areas, *, reach_m: float = 30.0) -> Located:
    """The same for building footprints (polygons lon/lat CGCS2000, None gives "none").

    "inside" only where one area covers the whole footprint and shares ground with no other; one
    lying across a border, or half outside every area, is "border". One wholly outside is judged
    by the corner nearest to an area.
    """
    shapes = np.empty(len(geoms), dtype=object)
    shapes[:] = list(geoms)
    key, basis = np.full(len(shapes), -1, dtype=np.intp), np.zeros(len(shapes), dtype=np.intp)
    distance = np.full(len(shapes), np.nan)
    shape, area = areas.tree.query(shapes, predicate="intersects")
    ground = ~shapely.touches(areas.geoms[area], shapes[shape])
    shape, area = shape[ground], area[ground]
    covered = shapely.covers(areas.geoms[area], shapes[shape])
    shared = np.bincount(shape, minlength=len(shapes))
    alone = covered & (shared[shape] == 1)
    key[shape[alone]] = area[alone]
    basis[shared > 0] = 2
    basis[shape[alone]] = 1
    distance[basis > 0] = 0.0
    for k in np.flatnonzero((basis == 0) & ~shapely.is_empty(shapes) & ~shapely.is_missing(shapes)):
        corners = shapely.get_coordinates(shapes[k])
        found = locate(corners[:, 0], corners[:, 1], areas, reach_m=reach_m)
        if (owners := found.key[found.basis == NEAR]).size and len(set(owners.tolist())) == 1:
            key[k], basis[k] = owners[0], 3
        elif (found.basis != NONE).any():
            basis[k] = 2
        if basis[k]:
            distance[k] = np.nanmin(found.distance_m)
    return Located(key, _BASES[basis], distance)


def locate_frame(points: Any, areas: Any, *, key: str = "key", reach_m: float = 30.0) -> Any:
    """``locate`` for a GeoSeries of points and a GeoDataFrame of areas, any declared CRS.

    Returns:
        DataFrame on the index of ``points``: ``key`` (the areas' own, None if nobody's), ``basis``,
        ``distance_m``.

    Raises:
        UnknownCrs: a layer declares none. We never guess.
    """
    import pandas as pd

    if points.crs is None or areas.crs is None:
        raise UnknownCrs("")
    x, y = to_cgcs2000(points.x, points.y, points.crs.to_wkt())
    shapes = geoms_to_cgcs2000(np.asarray(areas.geometry), areas.crs.to_wkt())
    layer = Areas(list(areas[key]), shapes)
    found = locate(x, y, layer, reach_m=reach_m)
    names = [layer.keys[k] if k >= 0 else None for k in found.key]
    columns = {
        "key": pd.Series(names, points.index, dtype=object),
        "basis": found.basis,
        "distance_m": found.distance_m,
    }
    return pd.DataFrame(columns, index=points.index)
