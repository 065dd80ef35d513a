"""GeoJSON, zipped Shapefile and GeoPackage: drawn as they are, or refused with a reason."""

import json

import pytest
import shapely
from file_builders import SQUARE, WGS84, a_geojson, a_gpkg, a_polygon, a_shapefile, a_zip, shapefile_parts

from hazards.domain.errors import Unreadable
from hazards.formats.geodata import read_geodata
from hazards.formats.tables import read_table

SHAPE = shapely.Polygon(SQUARE)
SECOND_LAYER = """INSERT INTO gpkg_contents(table_name, data_type, last_change)
    VALUES('gpkg_geometry_columns', 'features', 'x')"""


def read(path, crs=None):
    return read_geodata(path, name=path.name, crs=crs)


def refusal(path, crs=None) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(path, crs)
    return caught.value


def problems(features):
    return [(p.row, p.code, p.refuses) for p in features.problems]


def written(path, text: str):
    path.write_text(text, encoding="utf-8")
    return path


def test_a_geojson_polygon_comes_through_with_its_attributes(tmp_path):
    layer = read(a_geojson(tmp_path / "a.geojson", a_polygon()))
    assert layer.attributes == [{"街道": "第1街道", "人口": "1"}]
    assert shapely.from_wkb(layer.geometry[0]).equals_exact(SHAPE, 0)
    assert (layer.crs, layer.problems, layer.notes) == ("EPSG:4326", (), ())


@pytest.mark.parametrize(
    "geometry",
    [
        shapely.Point(120.7, 28),
        shapely.MultiPoint([(120.7, 28), (120.8, 28)]),
        shapely.MultiPolygon([SHAPE, shapely.box(121, 28, 122, 29)]),
        SHAPE.difference(shapely.box(120.7, 28, 120.71, 28.01)),
    ],
)
def test_every_shape_we_keep_is_built_as_geos_would(tmp_path, geometry):
    layer = read(a_geojson(tmp_path / "a.geojson", json.loads(shapely.to_geojson(geometry))))
    assert shapely.from_wkb(layer.geometry[0]).equals_exact(geometry, 0)
    assert layer.problems == ()


def test_heights_are_dropped(tmp_path):
    flat = read(a_geojson(tmp_path / "z.geojson", a_polygon([[x, y, 5.0] for x, y in SQUARE])))
    assert not shapely.from_wkb(flat.geometry[0]).has_z


@pytest.mark.parametrize(
    ("name", "crs"),
    [
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"),
        ("urn:ogc:def:crs:EPSG::4490", "EPSG:4490"),
        ("EPSG:4549", "EPSG:4549"),
        ("local grid", None),
    ],
)
def test_the_crs_member_is_honoured_and_never_guessed(tmp_path, name, crs):
    layer = read(
        a_geojson(tmp_path / "a.json", a_polygon(), crs={"type": "name", "properties": {"name": name}})
    )
    assert layer.crs == crs
    assert bool(layer.notes) == (crs is None)


def test_what_the_user_says_of_the_crs_wins_over_the_default(tmp_path):
    metres = a_polygon([[x * 111319, y * 111319] for x, y in SQUARE])
    layer = read(a_geojson(tmp_path / "a.json", metres), crs="EPSG:4549")
    assert layer.crs == "EPSG:4549"
    assert layer.geometry[0]
    assert layer.notes == ()


def test_a_declared_crs_that_the_user_contradicts_is_noted(tmp_path):
    member = {"type": "name", "properties": {"name": "EPSG:4490"}}
    for path in (
        a_geojson(tmp_path / "a.json", a_polygon(), crs=member),
        a_shapefile(tmp_path / "a.zip", shapefile_parts()),
    ):
        layer = read(path, crs="GCJ-02")
        assert layer.crs == "GCJ-02"
        assert [note[0] for note in layer.notes] == ["crs-overridden"]


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (None, "geometry-missing"),
        (a_polygon([]) | {"coordinates": []}, "geometry-missing"),
        (a_polygon(SQUARE[:-1]), "ring-not-closed"),
        (a_polygon(SQUARE[:2] + SQUARE[:1]), "ring-too-short"),
        (a_polygon([[y, x] for x, y in SQUARE]), "coordinate-out-of-range"),
        (a_polygon([[x * 111319, y * 111319] for x, y in SQUARE]), "coordinate-out-of-range"),
        (a_polygon([[str(x), y] for x, y in SQUARE]), "coordinate-malformed"),
        (a_polygon([[1]] * 4), "coordinate-malformed"),
        ({"type": "Polygon", "coordinates": {"x": 1}}, "coordinate-malformed"),
        ({"type": "Polygon", "coordinates": [[[True, None]] * 4]}, "coordinate-malformed"),
        ({"type": "GeometryCollection", "geometries": [a_polygon()]}, "geometry-collection"),
        ({"type": "Circle"}, "geometry-unknown"),
        ("POLYGON((0 0))", "geometry-unknown"),
    ],
)
def test_a_bad_shape_is_a_problem_of_its_own_feature(tmp_path, geometry, code):
    layer = read(a_geojson(tmp_path / "a.geojson", a_polygon(), geometry))
    assert problems(layer) == [(2, code, True)]
    assert layer.geometry[0] is not None
    assert layer.geometry[1] is None


def test_a_line_is_told_but_kept(tmp_path):
    layer = read(a_geojson(tmp_path / "a.geojson", {"type": "LineString", "coordinates": SQUARE}))
    assert problems(layer) == [(1, "geometry-not-area", False)]
    assert layer.geometry[0]


@pytest.mark.parametrize("token", ["NaN", "Infinity", "-Infinity", "1e999", "01", "+1", "1.", "'1'"])
def test_numbers_that_are_no_json_refuse_the_file(tmp_path, token):
    text = a_geojson(tmp_path / "a.geojson", a_polygon()).read_text(encoding="utf-8")
    found = refusal(written(tmp_path / "b.geojson", text.replace("120.68", token, 1)))
    assert found.code == "json-invalid"
    assert "第 1 行" in str(found)


def test_two_hundred_thousand_brackets_are_refused_at_once(tmp_path):
    deep = '{"type":"FeatureCollection","features":' + "[" * 200_000 + "]" * 200_000 + "}"
    assert refusal(written(tmp_path / "deep.geojson", deep)).code == "json-too-deep"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[1,2,3]", "not-geojson"),
        ('{"type":"gdal_streamed_alg","command_line":"gdal vector pipeline ! read x"}', "not-geojson"),
        ('{"type":"FeatureCollection","features":{}}', "not-geojson"),
        ('{"type":"FeatureCollection","features":[1]}', "not-geojson"),
        ('{"type":"FeatureCollection","features":[{"type":"Feature","properties":[1]}]}', "not-geojson"),
        ('{"type":"FeatureCollection","features":[]}', "empty-layer"),
        ('{"type":"FeatureCollection","features":[', "json-invalid"),
        ("<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>", "format-not-offered"),
        ('<?xml version="1.0"?><kml/>', "format-not-offered"),
        ("编号,名称\n1,甲\n", "format-not-offered"),
        ("", "empty-file"),
    ],
)
def test_what_is_no_layer_is_refused(tmp_path, text, code):
    assert refusal(written(tmp_path / "x.geojson", text)).code == code


def test_gbk_bytes_in_a_geojson_are_refused(tmp_path):
    path = tmp_path / "gbk.geojson"
    path.write_bytes(a_geojson(tmp_path / "a.geojson", a_polygon()).read_text("utf-8").encode("gbk"))
    assert refusal(path).code == "json-invalid"


@pytest.mark.parametrize("cpg", [b"UTF-8", None])
def test_a_complete_shapefile_is_read(tmp_path, cpg):
    parts = shapefile_parts() | ({"cpg": cpg} if cpg else {})
    layer = read(a_shapefile(tmp_path / "s.zip", parts))
    assert layer.attributes == [{"NAME": "南汇街道"}]
    assert shapely.from_wkb(layer.geometry[0]).equals(SHAPE)
    assert (layer.crs, layer.problems, layer.notes) == ("EPSG:4326", (), ())


@pytest.mark.parametrize("cpg", [b"GBK", b"936", None])
def test_gbk_attributes_are_read_with_and_without_cpg(tmp_path, cpg):
    parts = shapefile_parts("南汇街道".encode("gbk")) | ({"cpg": cpg} if cpg else {})
    layer = read(a_shapefile(tmp_path / "s.zip", parts, "子目录/STREET"))
    assert layer.attributes == [{"NAME": "南汇街道"}]
    assert layer.notes == ()


def test_a_cpg_that_lies_is_overruled_and_said(tmp_path):
    parts = shapefile_parts("南汇街道".encode("gbk")) | {"cpg": b"UTF-8"}
    layer = read(a_shapefile(tmp_path / "s.zip", parts))
    assert layer.attributes == [{"NAME": "南汇街道"}]
    assert [note[0] for note in layer.notes] == ["encoding-doubtful"]


@pytest.mark.parametrize("suffix", ["shp", "shx", "dbf", "prj"])
def test_a_missing_part_is_named(tmp_path, suffix):
    parts = {k: v for k, v in shapefile_parts().items() if k != suffix}
    found = refusal(a_shapefile(tmp_path / "s.zip", parts))
    assert (found.code, found.value) == ("shapefile-incomplete", f".{suffix}")


def test_without_prj_the_users_word_is_taken(tmp_path):
    parts = {k: v for k, v in shapefile_parts().items() if k != "prj"}
    assert read(a_shapefile(tmp_path / "s.zip", parts), crs="EPSG:4490").crs == "EPSG:4490"


def test_a_broken_prj_is_named_and_the_users_word_replaces_it(tmp_path):
    path = a_shapefile(tmp_path / "s.zip", shapefile_parts() | {"prj": WGS84[:-20].encode()})
    assert refusal(path).code == "crs-unreadable"
    assert read(path, crs="EPSG:4490").crs == "EPSG:4490"


def test_two_layers_in_a_zip_are_named_so_that_one_can_be_chosen(tmp_path):
    two = {f"{stem}.{k}": v for stem in ("甲", "乙") for k, v in shapefile_parts().items()}
    found = refusal(a_zip(tmp_path / "two.zip", two))
    assert (found.code, found.value) == ("several-layers", "甲.shp、乙.shp")


@pytest.mark.parametrize("flaw", [{"cut": 40}, {"points": 2_000_000_000}])
def test_a_damaged_shape_refuses_the_layer(tmp_path, flaw):
    assert refusal(a_shapefile(tmp_path / "s.zip", shapefile_parts(**flaw))).code == "layer-damaged"


def test_a_vrt_in_the_clothes_of_a_shapefile_is_not_opened(tmp_path):
    bait = tmp_path / "bait.csv"
    bait.write_text("user,pw\nadmin,DECOY\n")
    source = f'<OGRVRTLayer name="bait"><SrcDataSource>{bait}</SrcDataSource></OGRVRTLayer>'
    vrt = f"<OGRVRTDataSource>{source}</OGRVRTDataSource>"
    path = a_shapefile(tmp_path / "s.zip", shapefile_parts() | {"shp": vrt.encode()})
    assert refusal(path).code == "layer-damaged"


def test_a_geopackage_is_read_and_left_as_it_was(tmp_path):
    path = a_gpkg(tmp_path / "a.gpkg")
    before = path.read_bytes()
    layer = read(path)
    assert layer.attributes == [{"name": "南汇街道"}]
    assert shapely.from_wkb(layer.geometry[0]).equals(SHAPE)
    assert layer.crs == "EPSG:4326"
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.gpkg"]


def test_a_geopackage_without_a_crs_says_so(tmp_path):
    path = a_gpkg(
        tmp_path / "a.gpkg",
        "UPDATE gpkg_geometry_columns SET srs_id=-1",
        "UPDATE gpkg_contents SET srs_id=-1",
    )
    assert read(path).crs is None


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("CREATE VIEW v AS SELECT 1 AS fid, hex(randomblob(200000000)) AS y", "gpkg-view"),
        ("CREATE TRIGGER t AFTER INSERT ON street BEGIN DELETE FROM street; END", "gpkg-trigger"),
        ("CREATE VIRTUAL TABLE f USING fts5(x)", "gpkg-virtual-table"),
        ("ALTER TABLE street ADD COLUMN big TEXT AS (hex(zeroblob(400000000)))", "gpkg-computed-column"),
        ("UPDATE gpkg_contents SET data_type='attributes'", "no-layer"),
        (SECOND_LAYER, "several-layers"),
        ("DROP TABLE gpkg_contents", "no-layer"),
    ],
)
def test_programs_and_odd_layers_in_a_geopackage_are_refused(tmp_path, statement, code):
    assert refusal(a_gpkg(tmp_path / "a.gpkg", statement)).code == code


def test_a_geodata_file_as_a_ledger_has_its_geometry_beside_the_rows(tmp_path):
    point = {"type": "Point", "coordinates": [120.7, 28]}
    book = read_table(a_geojson(tmp_path / "b.geojson", a_polygon(), point, None), name="违建.geojson")
    sheet = book.sheets[0]
    assert sheet.name == "违建"
    assert sheet.rows == [["街道", "人口"], *([f"第{n}街道", str(n)] for n in (1, 2, 3))]
    assert sheet.geometry_crs == "EPSG:4326"
    assert [g is None for g in sheet.geometry] == [True, False, False, True]
    assert book.notes == ()


def test_attributes_are_texts_as_people_see_them(tmp_path):
    text = json.dumps(
        {
            "type": "Feature",
            "properties": {"a": 110101199001011234, "b": 1.50, "c": None, "d": [1], "e": True, "f": "x"},
            "geometry": a_polygon(),
        }
    )
    layer = read(written(tmp_path / "a.geojson", text))
    assert layer.attributes == [
        {"a": "110101199001011234", "b": "1.5", "c": "", "d": "[1]", "e": "TRUE", "f": "x"}
    ]
