"""Shapes somebody draws, uploads or types: read in every system, and refused in words when they are none."""

import json
import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.crs import gcj02_to_bd09, project, wgs84_to_gcj02
from hazards.domain.corners import CornersUnread
from hazards.domain.errors import Unreadable
from hazards.services import footprints, shapes
from hazards.services.siting import OutsideDistrict
from tests.services.grounds import EAST, NORTH, degrees, metres, number, rectangle
from tests.services.structures import found, officer


@pytest.fixture
def scope():
    return officer()


@pytest.fixture
def case(store, scope) -> int:
    return found(store, scope)


# ------------------------------------------------------------------ coordinate systems
@pytest.mark.parametrize("crs", ["CGCS2000", "WGS84", "GCJ-02", "BD-09", "EPSG:4549", "EPSG:4528"])
def test_one_building_is_the_same_ground_in_every_system(store, scope, case, crs):
    here = np.array(degrees(rectangle()))
    lon, lat = here.T
    if crs in ("GCJ-02", "BD-09"):
        lon, lat = wgs84_to_gcj02(lon, lat)
    if crs == "BD-09":
        lon, lat = gcj02_to_bd09(lon, lat)
    told = np.column_stack([lon, lat])
    if crs.startswith("EPSG"):
        told = shapely.get_coordinates(project(shapely.Polygon(here), crs))
    text = "\n".join(f"J{n} {x:.9f} {y:.9f}" for n, (x, y) in enumerate(told[:-1], 1))
    checked = footprints.check(store, scope, case, shapes.typed(text, crs))
    assert checked.total == pytest.approx(320, abs=0.1)
    assert shapely.hausdorff_distance(checked.shapes[0], shapely.Polygon(here)) < 1e-7


def test_north_before_east_is_refused_and_the_order_named(store, scope, case):
    swapped = "\n".join(
        ",".join(reversed(line.split(", "))) for line in metres(EAST, NORTH, 9, 9).split("\n")
    )
    for text, crs in ((swapped, "EPSG:4549"), ("28.01,120.65\n28.01,120.651\n28.011,120.65", "CGCS2000")):
        with pytest.raises(shapes.OutOfRange, match="次序反了"):
            footprints.check(store, scope, case, shapes.typed(text, crs))


def test_metres_told_as_degrees_are_refused(store, scope, case):
    with pytest.raises(shapes.OutOfRange, match="核对坐标系"):
        footprints.check(store, scope, case, shapes.typed(metres(EAST, NORTH, 9, 9), "CGCS2000"))


# ------------------------------------------------------------------ hostile and clumsy shapes
def test_a_bow_tie_is_refused_in_words(store, scope, case):
    text = "120.650,28.010\n120.651,28.011\n120.651,28.010\n120.650,28.011"
    with pytest.raises(shapes.CrossesItself, match=r"自相交\(约在经度 120\.650500、纬度 28\.010500\)"):
        footprints.check(store, scope, case, shapes.typed(text, "CGCS2000"))


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", shapes.NoOutline),
        ("\n \n", shapes.NoOutline),
        ("120.65,28.01\n120.651,28.01", shapes.NotAnArea),
        ("120.65,28.01\n120.651,28.01\n120.65,28.01", shapes.NotAnArea),
        ("120.65,28.01\n120.651,28.01\n120.652,28.01", shapes.NotAnArea),  # on one line
        ("120.65,28.01\n120.650001,28.01\n120.65,28.010001", shapes.TooSmall),
        ("120.60,28.00\n120.70,28.00\n120.70,28.05", shapes.TooLarge),
        ("120.65", CornersUnread),
        ("东,北", CornersUnread),
        ("120.65,28.01,5.2", CornersUnread),
        ("nan,28.01\n120,28\n121,28", CornersUnread),
        ("1e999,28.01\n120,28\n121,28", CornersUnread),
        ("<script>,28", CornersUnread),
    ],
)
def test_what_is_no_ground_is_refused(store, scope, case, text, refusal):
    with pytest.raises(refusal):
        footprints.check(store, scope, case, shapes.typed(text, "CGCS2000"))


def test_full_width_signs_and_names_of_points_are_read(store, scope, case):
    text = "界址点1，120.650，28.010\nJ2　120.651　28.010\n3 120.650;28.011\nJ1 120.650 28.010"
    assert footprints.check(store, scope, case, shapes.typed(text, "CGCS2000")).total > 5_000


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        "面",
        {"type": "Point", "coordinates": [120.65, 28.01]},
        {"type": "LineString", "coordinates": [[120.65, 28.01], [120.66, 28.01]]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[120.65, 28.01], [120.66, 28.01], [120.65, 28.01]]]},
        {"type": "Polygon", "coordinates": [[["a", 1]] * 4]},
        {"type": "Polygon", "coordinates": [[[None, 1]] * 4]},
        {"type": "MultiPolygon", "coordinates": [1]},
        {"type": "GeometryCollection", "geometries": []},
    ],
)
def test_a_browser_cannot_send_what_is_no_area(told):
    with pytest.raises(shapes.NotAnArea):
        shapes.drawn(told)


def test_thousands_of_corners_and_dozens_of_outlines_are_refused(store, scope, case):
    round_ = shapely.Point(EAST, NORTH).buffer(50, quad_segs=600)
    with pytest.raises(shapes.TooManyCorners):
        footprints.check(store, scope, case, shapes.Sketch("file", "EPSG:4549", (shapely.to_wkb(round_),)))
    many = "\n\n".join(metres(EAST + 20 * n, NORTH, 5, 5) for n in range(51))
    with pytest.raises(shapes.TooManyOutlines):
        footprints.check(store, scope, case, shapes.typed(many, "EPSG:4549"))


def test_a_footprint_in_another_district_is_refused(store, scope, case):
    with pytest.raises(OutsideDistrict, match="移送"):
        footprints.check(store, scope, case, rectangle(dx=60_000))


# ------------------------------------------------------------------ files
def geojson(path, *features, crs=None):
    told = {"type": "FeatureCollection", "features": list(features)}
    if crs:
        told["crs"] = {"type": "name", "properties": {"name": crs}}
    path.write_text(json.dumps(told), "utf-8")
    return path


def feature(sketch: shapes.Sketch, **properties):
    geometry = {"type": "Polygon", "coordinates": [degrees(sketch)]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_a_file_with_numbers_brings_only_the_shapes_of_this_case(store, scope, case, tmp_path):
    number(store, case, "LC-2026-7")
    mine, other = feature(rectangle(), 编号="lc-2026-7"), feature(rectangle(dx=99), 编号="LC-2026-8")
    path = geojson(tmp_path / "a.geojson", mine, other)
    sketch = footprints.read_file(store, scope, case, path, name="a.geojson")
    assert footprints.add(store, scope, case, sketch).total == pytest.approx(320, abs=0.1)
    path = geojson(tmp_path / "b.geojson", other)
    with pytest.raises(shapes.NotOfThisCase, match="LC-2026-7"):
        footprints.read_file(store, scope, case, path, name="b.geojson")


def test_a_file_without_numbers_is_all_this_cases(store, scope, case, tmp_path):
    path = geojson(tmp_path / "a.geojson", feature(rectangle()), feature(rectangle(dx=40)))
    sketch = footprints.read_file(store, scope, case, path, name="a.geojson")
    assert (sketch.way, sketch.crs, len(sketch.shapes)) == ("file", "WGS84", 2)


@pytest.mark.parametrize("ending", ["gpkg", "zip"])
def test_a_geopackage_and_a_zipped_shapefile_keep_their_declared_system(store, scope, case, tmp_path, ending):
    frame = gpd.GeoDataFrame(
        {"name": ["a"]}, geometry=[shapely.box(EAST, NORTH, EAST + 20, NORTH + 16)], crs="EPSG:4549"
    )
    path = tmp_path / "ground.gpkg"
    if ending == "gpkg":
        frame.to_file(path, driver="GPKG")
    else:
        (tmp_path / "shp").mkdir()
        frame.to_file(tmp_path / "shp" / "ground.shp")
        path = shutil.make_archive(str(tmp_path / "ground"), "zip", tmp_path / "shp")
    sketch = footprints.read_file(store, scope, case, Path(path), name=f"ground.{ending}")
    assert footprints.check(store, scope, case, sketch).total == pytest.approx(320, abs=0.01)


def test_a_file_that_is_no_layer_is_refused(store, scope, case, tmp_path):
    path = tmp_path / "a.geojson"
    path.write_text("不是图层", "utf-8")
    with pytest.raises(Unreadable):
        footprints.read_file(store, scope, case, path, name="a.geojson")
