import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.crs import (
    GCJ02,
    UnknownCrs,
    area_m2,
    bd09_to_gcj02,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    metric_crs,
    parse_crs,
    project,
    to_cgcs2000,
    wgs84_to_gcj02,
)

EXACT = 1e-9  # degrees, a tenth of a millimetre
CHINA = {"lon": st.floats(73, 135.5), "lat": st.floats(3.5, 54)}


@given(**CHINA)
def test_undoing_gcj02_gives_back_the_point(lon, lat):
    x, y = gcj02_to_wgs84(*wgs84_to_gcj02(lon, lat))
    assert abs(x - lon) < EXACT
    assert abs(y - lat) < EXACT


@given(**CHINA)
def test_undoing_bd09_gives_back_the_point(lon, lat):
    x, y = bd09_to_gcj02(*gcj02_to_bd09(lon, lat))
    assert abs(x - lon) < EXACT
    assert abs(y - lat) < EXACT


def test_a_hundred_thousand_points_go_both_ways_at_once_and_a_missing_one_stays_missing():
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(73, 135, 100_000), rng.uniform(4, 53, 100_000)
    lon[7] = np.nan
    x, y = to_cgcs2000(*gcj02_to_bd09(*wgs84_to_gcj02(lon, lat)), "BD-09")
    assert np.isnan(x[7])
    assert np.nanmax(np.hypot(x - lon, y - lat)) < EXACT


def test_gcj02_agrees_with_the_published_example_of_tiananmen():
    # The worked example of the usual open implementations: eviltransform's test table.
    x, y = wgs84_to_gcj02(116.404, 39.915)
    assert (round(float(x), 5), round(float(y), 5)) == (116.41024, 39.9164)


def test_other_countries_are_left_where_they_are():
    assert [float(v) for v in wgs84_to_gcj02(2.35, 48.85)] == [2.35, 48.85]
    assert [float(v) for v in to_cgcs2000(2.35, 48.85, "BD-09")] == [2.35, 48.85]


def test_the_shift_at_wenzhou_is_some_hundreds_of_metres():
    here, there = shapely.points(120.65, 28.01), shapely.points(*wgs84_to_gcj02(120.65, 28.01))
    assert 300 < shapely.distance(project(here, 4549), project(there, 4549)) < 700


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("CGCS2000", "CGCS2000"),
        ("EPSG:4490", "CGCS2000"),
        ("urn:ogc:def:crs:EPSG::4490", "CGCS2000"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "WGS84"),
        ("wgs 84", "WGS84"),
        ("GCJ-02", "GCJ-02"),
        ("gcj02", "GCJ-02"),
        ("bd09", "BD-09"),
        ("4549", "EPSG:4549"),
        ("EPSG:4528", "EPSG:4528"),
    ],
)
def test_a_coordinate_system_is_known_by_its_usual_names(said, meant):
    assert parse_crs(said) == meant


@pytest.mark.parametrize("said", ["", "地方坐标", "4214", "EPSG:4610", "EPSG:4479", "999999", "EPSG:2417"])
def test_what_cannot_be_converted_exactly_is_refused_not_guessed(said):
    with pytest.raises(UnknownCrs, match="无法识别坐标系"):
        to_cgcs2000(120.0, 28.0, said)


def test_both_numberings_of_the_three_degree_zone_mean_the_same_place():
    by_meridian = to_cgcs2000(564_419.0, 3_100_000.0, "4549")
    by_zone = to_cgcs2000(40_564_419.0, 3_100_000.0, "EPSG:4528")
    assert np.allclose(by_meridian, by_zone, atol=EXACT)
    assert 120.6 < by_meridian[0] < 120.7


def test_lucheng_is_measured_on_the_meridian_of_120_degrees():
    assert metric_crs(120.65) == "EPSG:4549"
    assert metric_crs(75.2) == "EPSG:4534"
    assert metric_crs(135.0) == "EPSG:4554"


def test_a_square_of_a_hundred_metres_has_a_hectare():
    x, y = np.array([0, 100, 100, 0]) + 564_000.0, np.array([0, 0, 100, 100]) + 3_100_000.0
    square = shapely.polygons(np.column_stack(to_cgcs2000(x, y, "4549")))
    assert area_m2(np.array([square, None], dtype=object)) == pytest.approx([10_000, 0], abs=0.01)
    assert parse_crs(GCJ02) == GCJ02
