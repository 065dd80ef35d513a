import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.crs import UnknownCrs, project
from geo.locate import Areas, locate, locate_footprints, locate_frame

WEST, EAST = shapely.box(120.60, 28.0, 120.65, 28.05), shapely.box(120.65, 28.0, 120.70, 28.05)
TWO = Areas(["甲街道", "乙街道"], np.array([WEST, EAST], dtype=object))
METRE = 1 / 98_400  # degrees of longitude at 28 N


def one(x, y, areas=TWO, **reach):
    found = locate(x, y, areas, **reach)
    return int(found.key[0]), str(found.basis[0]), float(found.distance_m[0])


def test_a_point_inside_belongs_to_its_area():
    assert one(120.61, 28.01) == (0, "inside", 0.0)
    assert one(120.66, 28.01) == (1, "inside", 0.0)


def test_a_point_on_a_shared_border_belongs_to_nobody():
    assert one(120.65, 28.01) == (-1, "border", 0.0)


def test_a_point_on_the_outer_border_belongs_to_nobody_either():
    assert one(120.60, 28.01) == (-1, "border", 0.0)


def test_a_point_in_two_overlapping_areas_belongs_to_nobody():
    overlapping = Areas([1, 2], [WEST, shapely.box(120.64, 28.0, 120.70, 28.05)])
    assert one(120.645, 28.01, overlapping) == (-1, "border", 0.0)


def test_a_point_inside_one_area_and_on_the_edge_of_another_belongs_to_nobody():
    overlapping = Areas([1, 2], [WEST, shapely.box(120.64, 28.0, 120.70, 28.05)])
    assert one(120.64, 28.01, overlapping)[1] == "border"


def test_twenty_metres_outside_is_near_and_says_how_far():
    key, basis, metres = one(120.60 - 20 * METRE, 28.01)
    assert (key, basis) == (0, "near")
    assert metres == pytest.approx(20, abs=0.3)


def test_forty_metres_outside_is_nowhere_unless_the_reach_is_longer():
    far = 120.60 - 40 * METRE
    assert one(far, 28.01)[:2] == (-1, "none")
    assert np.isnan(one(far, 28.01)[2])
    assert one(far, 28.01, reach_m=50)[:2] == (0, "near")
    assert one(120.60 - 5 * METRE, 28.01, reach_m=0)[:2] == (-1, "none")


def test_a_point_equally_near_to_two_areas_belongs_to_nobody():
    key, basis, metres = one(120.65, 28.05 + 10 / 110_800)
    assert (key, basis) == (-1, "border")
    assert metres == pytest.approx(10, abs=0.2)


def test_the_nearer_of_two_areas_within_reach_wins():
    gap = Areas([1, 2], [WEST, shapely.box(120.65 + 40 * METRE, 28.0, 120.70, 28.05)])
    assert one(120.65 + 15 * METRE, 28.01, gap)[:2] == (0, "near")


def test_a_point_without_coordinates_is_nowhere():
    found = locate([np.nan, 120.61, np.inf], [28.01, np.nan, 28.01], TWO)
    assert found.key.tolist() == [-1, -1, -1]
    assert set(found.basis) == {"none"}


def test_no_points_and_no_areas_are_no_trouble():
    assert len(locate([], [], TWO).key) == 0
    assert one(120.61, 28.01, Areas([], []))[:2] == (-1, "none")
    assert one(120.61, 28.01, Areas([1, 2], [None, shapely.Polygon()]))[:2] == (-1, "none")


def test_a_hole_in_an_area_is_outside_it():
    ring = Areas([1], [WEST.difference(shapely.box(120.61, 28.01, 120.64, 28.04))])
    assert one(120.62, 28.02, ring)[:2] == (-1, "none")


def test_the_distance_is_measured_in_the_zone_of_the_point():
    # Two layers 30 degrees of longitude apart in one vintage.
    far_west = shapely.box(87.60, 43.80, 87.65, 43.85)
    both = Areas([1, 2], [far_west, EAST])
    x, y = 87.65 + 25 / 80_400, 43.82
    expected = shapely.distance(project(shapely.points(x, y), 4538), project(far_west, 4538))
    key, basis, metres = one(x, y, both)
    assert (key, basis) == (0, "near")
    assert metres == pytest.approx(expected, abs=0.01)


def test_a_building_across_a_border_is_for_a_person_and_one_beside_it_is_not():
    across = shapely.box(120.6499, 28.01, 120.6501, 28.011)
    beside = shapely.box(120.6490, 28.01, 120.65, 28.011)  # shares a wall with the border
    outside = shapely.box(120.60 - 40 * METRE, 28.01, 120.60 - 10 * METRE, 28.011)
    half_out = shapely.box(120.5999, 28.01, 120.6001, 28.011)
    found = locate_footprints([across, beside, outside, half_out, None], TWO)
    assert found.basis.tolist() == ["border", "inside", "near", "border", "none"]
    assert found.key.tolist() == [-1, 0, 0, -1, -1]
    assert found.distance_m[2] == pytest.approx(10, abs=0.2)


def test_a_frame_keeps_its_index_and_its_keys_in_any_declared_system():
    points = gpd.GeoSeries(gpd.points_from_xy([120.61, 120.66, 121.5], [28.01] * 3), [5, 6, 7], crs=4490)
    areas = gpd.GeoDataFrame({"key": ["甲", "乙"]}, geometry=[WEST, EAST], crs=4490)
    found = locate_frame(points.to_crs(4549), areas.to_crs(4528))
    assert found["key"].tolist() == ["甲", "乙", None]
    assert found.index.tolist() == [5, 6, 7]


def test_a_layer_without_a_coordinate_system_is_refused():
    points = gpd.GeoSeries(gpd.points_from_xy([120.61], [28.01]))
    areas = gpd.GeoDataFrame({"key": ["甲"]}, geometry=[WEST], crs=4490)
    with pytest.raises(UnknownCrs):
        locate_frame(points, areas)


# A small lattice makes corners, edges and overlaps likely instead of impossible.
lattice = st.integers(0, 8).map(lambda n: n / 8)
boxes = st.tuples(lattice, lattice, lattice, lattice).filter(lambda b: b[0] != b[2] and b[1] != b[3])
spots = st.tuples(lattice, lattice) | st.tuples(st.floats(-0.2, 1.2), st.floats(-0.2, 1.2))


def one_by_one(x, y, shapes):
    """The answer GEOS gives when asked polygon after polygon, unprepared."""
    point = shapely.Point(x, y)
    inside = [k for k, shape in enumerate(shapes) if shape.contains(point)]
    touched = [k for k, shape in enumerate(shapes) if shape.touches(point)]
    if touched or len(inside) > 1:
        return -1, "border"
    return (inside[0], "inside") if inside else (-1, "none")


@given(layer=st.lists(boxes, min_size=1, max_size=8), points=st.lists(spots, min_size=1, max_size=12))
@settings(max_examples=150, deadline=None)
def test_every_answer_is_the_one_geos_gives_one_by_one_overlaps_included(layer, points):
    shapes = [shapely.box(x0 + 120, y0 + 28, x1 + 120, y1 + 28) for x0, y0, x1, y1 in map(_upright, layer)]
    xs, ys = (
        np.array(values) + base for values, base in zip(zip(*points, strict=True), (120, 28), strict=True)
    )
    found = locate(xs, ys, Areas(range(len(shapes)), shapes), reach_m=0)
    expected = [one_by_one(x, y, shapes) for x, y in zip(xs, ys, strict=True)]
    assert list(zip(found.key.tolist(), found.basis.tolist(), strict=True)) == expected


def _upright(box):
    return min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])


@pytest.mark.parametrize("stretch", [1.0, 1.25])
def test_ten_thousand_points_in_crooked_polygons_agree_with_geos_and_overlaps_too(stretch):
    from benchmarks.placing import polygons, scatter

    shapes = polygons(200)
    grown = [shapely.affinity.scale(s, stretch, stretch) for s in shapes]
    x, y = scatter(shapes, 10_000)
    found = locate(x, y, Areas(range(200), grown), reach_m=0)
    point, area = shapely.STRtree(grown).query(shapely.points(x, y), predicate="within")
    holders = np.bincount(point, minlength=len(x))
    owner = np.full(len(x), -1)
    owner[point] = area
    assert (found.key == np.where(holders == 1, owner, -1)).all()
    assert ((found.basis == "border") == (holders > 1)).all()
