"""Tracks: how long a line is on the ground, and how far points lie apart, in metres."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod

_EARTH = Geod(ellps="GRS80")
"""The ellipsoid of CGCS2000, to a tenth of a millimetre."""


def line(parts: Sequence[Sequence[tuple[float, float]]]) -> shapely.MultiLineString:
    """The parts of a track as one shape, CGCS2000 longitude and latitude."""
    return shapely.MultiLineString([list(part) for part in parts])


def length_m(track: shapely.MultiLineString) -> float:
    return round(float(_EARTH.geometry_length(track)), 1)


def distance_m(
    lon: float, lat: float, lons: NDArray[np.float64], lats: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Metres from one point to each of n others; arrays of shape (n,)."""
    n = len(lons)
    _, _, metres = _EARTH.inv(np.full(n, lon), np.full(n, lat), lons, lats)
    return np.asarray(metres, float)
