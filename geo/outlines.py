"""Does a layer sit where its county lies, or where a Chinese web map would draw it?

GCJ-02 moves everything by some 500 m and nothing in a file tells. County outlines of ours, in
CGCS2000, do: the layer is compared with them as given and after undoing GCJ-02.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import GCJ02, area_m2, geoms_to_cgcs2000, metric_crs, project

_FULL = 0.75  # a layer filling three quarters of a county, in either reading, is the whole county
_CLEAR = 0.6  # the better reading must have at most this share of the other's disagreement
_ALONG_M = 900.0  # beyond the shift itself (300-700 m) a boundary has nothing to do with the outline
_CLOSE_M = 150.0  # our outlines are simplified; their own error stays below this
_STEP_M, _ENOUGH = 100.0, 40  # judge a part of a county by at least 4 km along its outline


def load_outlines(*files: Path) -> NDArray[np.object_]:
    """County outlines (CGCS2000) of GeoJSON files, shape (n,)."""
    shapes = []
    for file in files:
        for feature in json.loads(file.read_text(encoding="utf-8"))["features"]:
            shapes.append(shapely.from_geojson(json.dumps(feature["geometry"])))
    return np.array(shapes, dtype=object)


def looks_gcj02(geoms: Any, outlines: Any) -> bool | None:
    """Whether a layer declared as CGCS2000 is really GCJ-02.

    Args:
        geoms: polygons lon/lat, shape (n,), or their union; invalid ones are passed over.
        outlines: county outlines in CGCS2000, shape (m,).

    Returns:
        True or False where an outline of ours decides it, None where none covers the layer or
        the layer shows too little of a county's border to tell.
    """
    shapes = np.atleast_1d(np.asarray(geoms, dtype=object))
    shapes = shapes[shapely.is_valid(shapes) & ~shapely.is_empty(shapes)]
    verdicts = [_against(shapes, outline) for outline in np.atleast_1d(np.asarray(outlines, dtype=object))]
    known = {verdict for verdict in verdicts if verdict is not None}
    return known.pop() if len(known) == 1 else None


def _against(shapes: NDArray[np.object_], outline: Any) -> bool | None:
    shapely.prepare(outline)
    near = shapes[shapely.intersects(outline, shapes)]
    # Layers of a whole city: keep what lies mostly in this county.
    near = near[shapely.area(shapely.intersection(near, outline)) > 0.5 * shapely.area(near)]
    if not len(near):
        return None
    # Simplified before union: half a metre is nothing beside the shift.
    given = shapely.union_all(shapely.make_valid(shapely.simplify(near, 5e-6)))
    undone = geoms_to_cgcs2000(given, GCJ02)
    pair = np.array([given, undone], dtype=object)
    whole, overlap, apart = (
        area_m2(outline)[0],
        area_m2(shapely.intersection(pair, outline)),
        area_m2(shapely.symmetric_difference(pair, outline)),
    )
    if overlap.max() >= _FULL * whole and apart.min() <= (1 - _FULL) * whole:
        verdict = _clearer(apart[0], apart[1])
        if verdict is not None:
            return verdict
    return _along(given, undone, outline)


def _clearer(given: float, undone: float) -> bool | None:
    if undone <= _CLEAR * given:
        return True
    return False if given <= _CLEAR * undone else None


def _along(given: Any, undone: Any, outline: Any) -> bool | None:
    """Judge by the stretches of the layer's edge that follow the county's outline."""
    crs = metric_crs(shapely.get_x(outline.centroid))
    edge = project(outline, crs).boundary
    shapely.prepare(edge)
    first, second = project(given, crs).boundary, project(undone, crs).boundary
    steps = int(min(max(first.length / _STEP_M, 1), 20_000))
    share = (np.arange(steps) + 0.5) / steps
    # Both boundaries have the same vertices, so the same share names very nearly the same place.
    ways = [
        shapely.distance(shapely.line_interpolate_point(line, share, normalized=True), edge)
        for line in (first, second)
    ]
    follows = np.minimum(*ways) <= _ALONG_M
    if follows.sum() < _ENOUGH:
        return None
    middle = [float(np.median(way[follows])) for way in ways]
    return _clearer(*middle) if min(middle) <= _CLOSE_M else None
