"""The published GCJ-02 and BD-09 offset formulas, for the few demonstration points given in those systems."""

from math import atan2, cos, pi, sin, sqrt

AXIS, ECCENTRICITY = 6378245.0, 0.00669342162296594323


def gcj02(lon: float, lat: float) -> tuple[float, float]:
    """CGCS2000/WGS84 degrees to GCJ-02 degrees."""
    x, y = lon - 105.0, lat - 35.0
    wave = 20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += (wave + 20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += (wave + 20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    phi = lat / 180.0 * pi
    magic = 1 - ECCENTRICITY * sin(phi) ** 2
    north = north * 180.0 / ((AXIS * (1 - ECCENTRICITY)) / (magic * sqrt(magic)) * pi)
    east = east * 180.0 / (AXIS / sqrt(magic) * cos(phi) * pi)
    return lon + east, lat + north


def bd09(lon: float, lat: float) -> tuple[float, float]:
    """CGCS2000/WGS84 degrees to BD-09 degrees, by way of GCJ-02."""
    x, y = gcj02(lon, lat)
    turn = pi * 3000.0 / 180.0
    radius = sqrt(x * x + y * y) + 0.00002 * sin(y * turn)
    angle = atan2(y, x) + 0.000003 * cos(x * turn)
    return radius * cos(angle) + 0.0065, radius * sin(angle) + 0.006
