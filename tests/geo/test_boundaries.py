import time

import numpy as np
import pytest
import shapely

from geo.boundaries import CODES, check, check_geojson_geometry, refused
from geo.crs import wgs84_to_gcj02
from geo.outlines import looks_gcj02
from tests.geo import shipped

SQUARE = shapely.box(120.68, 27.985, 120.73, 28.035)
NEXT = shapely.box(120.73, 27.985, 120.78, 28.035)


def codes(problems):
    return [p.code for p in problems]


def only(problems):
    assert len(problems) == 1, problems
    return problems[0]


def ring(*points):
    return {"type": "Polygon", "coordinates": [[list(p) for p in points]]}


CORNERS = [(120.68, 27.985), (120.73, 27.985), (120.73, 28.035), (120.68, 28.035), (120.68, 27.985)]


def test_two_sound_neighbours_leave_nothing_to_say():
    assert check([SQUARE, NEXT], ["甲街道", "乙街道"], ["330302001000", "330302002000"]) == []


def test_the_order_of_a_ring_is_nobodys_business():
    assert check([shapely.reverse(SQUARE)]) == []


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (None, "geometry-missing"),
        (shapely.Polygon(), "geometry-missing"),
        (shapely.Point(120.68, 27.985), "geometry-not-polygon"),
        (shapely.LineString(CORNERS), "geometry-not-polygon"),
        (shapely.GeometryCollection([SQUARE, shapely.Point(120.68, 27.985)]), "geometry-not-polygon"),
        (shapely.Polygon([CORNERS[0], CORNERS[2], CORNERS[1], CORNERS[3]]), "geometry-invalid"),
        (shapely.transform(SQUARE, lambda xy: xy[:, ::-1]), "axis-swapped"),
        (shapely.transform(SQUARE, lambda xy: xy * 111_319), "coordinates-not-degrees"),
        (shapely.box(2.3, 48.8, 2.4, 48.9), "coordinates-outside-china"),
        (SQUARE.buffer(0.01, quad_segs=15_000), "geometry-too-detailed"),
    ],
)
def test_a_feature_that_is_no_boundary_stays_out_and_the_others_come_in(shape, code):
    problems = check([shape, NEXT])
    problem = only(problems)
    assert (problem.code, problem.feature, problem.refuses) == (code, 1, True)
    assert refused(problems, 2) == {1}
    assert "{" not in problem.remedy


def test_a_self_intersection_is_named_with_its_place():
    bow = shapely.Polygon([CORNERS[0], CORNERS[2], CORNERS[1], CORNERS[3]])
    assert "自相交，在 120.70500, 28.01000" in only(check([bow])).remedy


def test_an_empty_layer_is_refused_as_a_whole():
    problem = only(check([]))
    assert (problem.code, problem.feature, problem.refuses) == ("layer-empty", None, True)


def test_two_streets_on_the_same_ground_keep_the_first():
    problems = check([SQUARE, SQUARE, SQUARE])
    assert refused(problems, 3) == {2, 3}
    assert set(codes(problems)) == {"overlap"}
    assert "超过其一半" in problems[0].remedy


def test_of_two_overlapping_polygons_the_smaller_stays_out():
    small = shapely.box(120.70, 28.0, 120.71, 28.01)
    problem = only(check([small, SQUARE]))
    assert (problem.code, problem.feature, problem.facts["other"]) == ("overlap", 1, 2)
    assert problem.refuses


def test_a_lesser_overlap_is_told_in_square_metres_and_refuses_nothing():
    problem = only(check([SQUARE, shapely.box(120.7299, 27.985, 120.78, 28.035)]))
    assert problem.code == "overlap"
    assert not problem.refuses
    assert problem.facts["m2"] == pytest.approx(0.0001 * 0.05 * 98_300 * 110_800, rel=0.01)


def test_neighbours_that_overlap_by_the_rounding_of_a_digit_are_fine():
    assert check([SQUARE, shapely.box(120.7299999999, 27.985, 120.78, 28.035)]) == []


def test_a_gap_between_polygons_is_a_gap_and_a_lake_in_one_is_a_hole():
    middle = shapely.box(120.72, 28.0, 120.74, 28.01)
    gap = only(check([SQUARE.difference(middle), NEXT.difference(middle)]))
    assert (gap.code, gap.feature, gap.facts["between"]) == ("gap", None, "1、2")
    lake = shapely.box(120.70, 28.0, 120.71, 28.01)
    hole = only(check([SQUARE.difference(lake), NEXT]))
    assert (hole.code, hole.feature) == ("hole", 1)
    assert not hole.refuses
    assert "{" not in gap.remedy + hole.remedy


def test_a_hole_filled_by_an_enclave_is_no_hole():
    lake = shapely.box(120.70, 28.0, 120.71, 28.01)
    assert check([SQUARE.difference(lake), lake]) == []


def test_crumbs_and_threads_are_slivers():
    crumb = shapely.box(120.80, 28.0, 120.80005, 28.00005)
    thread = shapely.box(120.80, 28.0, 120.80001, 28.03)
    problems = check([shapely.MultiPolygon([SQUARE, crumb]), shapely.MultiPolygon([NEXT, thread])])
    assert [(p.feature, p.code, p.refuses) for p in problems if p.code == "sliver"] == [
        (1, "sliver", False),
        (2, "sliver", False),
    ]


def test_a_code_given_twice_keeps_the_first():
    problem = only(check([SQUARE, NEXT], ["甲街道", "乙街道"], ["330302001000", " 330302001000"]))
    assert (problem.code, problem.feature, problem.facts["other"]) == ("code-duplicate", 2, 1)
    assert problem.refuses


def test_a_name_the_register_does_not_know_under_the_code_is_told():
    register = {"330302006000": {"五马街道"}, "330302025000": {"南汇街道", "南汇"}}
    assert check([SQUARE, NEXT], ["五马街道 ", "南汇"], list(register), register=register) == []
    problem = only(check([SQUARE], ["南汇街道"], ["330302006000"], register=register))
    assert problem.code == "name-code-mismatch"
    assert not problem.refuses
    assert "五马街道" in problem.remedy


def test_every_code_has_its_remedy_and_every_remedy_ends_as_a_sentence():
    assert all(text.endswith("。") and "!" not in text for text in CODES.values())


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (None, "geometry-missing"),
        ({"type": "Polygon", "coordinates": []}, "geometry-missing"),
        ({"type": "Point", "coordinates": [120.68, 27.985]}, "geometry-not-polygon"),
        ({"type": "GeometryCollection", "geometries": []}, "geometry-not-polygon"),
        (ring(*CORNERS[:-1]), "ring-not-closed"),
        (ring(*CORNERS[:3]), "ring-not-closed"),
        (ring(CORNERS[0], CORNERS[1], CORNERS[0]), "ring-too-short"),
        (ring((float("inf"), 1), *CORNERS[1:]), "coordinates-not-finite"),
        (ring(("x", 1), *CORNERS[1:]), "coordinates-not-finite"),
        (ring((None, 1), *CORNERS[1:]), "coordinates-not-finite"),
        ({"type": "Polygon", "coordinates": [[1, 2, 3, 4]]}, "coordinates-not-finite"),
        ({"type": "Polygon", "coordinates": "x"}, "geometry-missing"),
    ],
)
def test_a_geojson_geometry_says_itself_what_is_wrong_with_it(geometry, code):
    shape, problems = check_geojson_geometry(geometry, 4)
    problem = only(problems)
    assert shape is None
    assert (problem.code, problem.feature, problem.refuses) == (code, 4, True)
    assert "{" not in problem.remedy


def test_heights_are_dropped_and_holes_kept():
    hole = [[120.70, 28.0, 1], [120.71, 28.0, 1], [120.71, 28.01, 1], [120.70, 28.0, 1]]
    rings = [[[x, y, 5.0] for x, y in CORNERS], hole]
    shape, problems = check_geojson_geometry({"type": "MultiPolygon", "coordinates": [rings]})
    assert problems == []
    assert not shapely.has_z(shape)
    assert shape.area == pytest.approx(0.0025 - 0.00005)


# ------------------------------------------------------------------ GCJ-02
def shifted(shapes):
    """As a Chinese web map would give them."""
    return shapely.transform(shapes, lambda xy: np.column_stack(wgs84_to_gcj02(xy[:, 0], xy[:, 1])))


def test_a_county_shifted_by_a_web_map_is_noticed_and_a_true_one_is_not():
    county = shipped.outline()
    assert looks_gcj02(shifted(county), [county]) is True
    assert looks_gcj02(county, [county]) is False


def test_all_streets_of_a_county_are_judged_as_the_county():
    streets, _ = shipped.schematic()
    outlines = [shipped.outline()]
    problem = only([p for p in check(shifted(streets), outlines=outlines) if p.feature is None])
    assert problem.code == "crs-looks-gcj02"
    assert 300 < problem.facts["metres"] < 700
    assert check(streets, outlines=outlines) == []


def test_a_few_streets_along_the_border_still_tell_and_never_the_wrong_way():
    streets, _ = shipped.schematic()
    county = [shipped.outline()]
    true = [looks_gcj02(street, county) for street in streets]
    moved = [looks_gcj02(street, county) for street in shifted(streets)]
    assert True not in true
    assert False not in moved
    assert true.count(False) >= 7
    assert moved.count(True) >= 7


def test_a_layer_that_shows_nothing_of_the_border_is_unverifiable():
    inner = shapely.box(120.47, 28.06, 120.50, 28.09)
    assert looks_gcj02(inner, [shipped.outline()]) is None
    assert codes(check([inner], outlines=[shipped.outline()])) == ["crs-unverifiable"]


def test_a_layer_elsewhere_is_unverifiable():
    beijing = shapely.box(116.3, 39.9, 116.4, 40.0)
    assert codes(check([beijing], outlines=[shipped.outline()])) == ["crs-unverifiable"]
    assert codes(check([beijing], outlines=[])) == ["crs-unverifiable"]


def test_a_city_of_a_thousand_polygons_is_checked_within_seconds():
    from benchmarks.placing import polygons

    start = time.perf_counter()
    assert refused(check(polygons(1_000)), 1_000) == set()
    assert time.perf_counter() - start < 10
