import csv
from datetime import date

import shapely

from geo.boundaries import check
from geo.crs import area_m2
from tests.geo import shipped

ROWS = shipped.rows()
BY_CODE = {row["code"]: row for row in ROWS}
COLUMNS = ["code", "scheme", "name", "type", "parent", "valid_from", "valid_to", "aliases", "successors"]
TODAY = [row for row in ROWS if row["type"] in ("街道", "镇", "乡") and not row["valid_to"]]
NBS = {
    "五马街道": "006", "七都街道": "023", "滨江街道": "024", "南汇街道": "025", "松台街道": "026",
    "双屿街道": "027", "仰义街道": "028", "大南街道": "029", "蒲鞋市街道": "030", "南郊街道": "031",
    "广化街道": "032", "丰门街道": "033", "藤桥镇": "102", "山福镇": "105",
}  # fmt: skip
MCA = {
    "滨江街道": "002", "松台街道": "014", "五马街道": "018", "南汇街道": "021", "双屿街道": "022",
    "仰义街道": "023", "七都街道": "024", "蒲鞋市街道": "025", "广化街道": "026", "大南街道": "027",
    "南郊街道": "028", "丰门街道": "029", "藤桥镇": "100", "山福镇": "101",
}  # fmt: skip


def test_the_register_has_the_columns_of_district_add():
    assert list(ROWS[0]) == COLUMNS


def test_twelve_streets_and_two_towns_carry_both_codes():
    nbs = {row["name"]: row["code"][6:9] for row in TODAY if row["scheme"] == "nbs"}
    mca = {row["name"]: row["code"].removeprefix("mca:")[6:9] for row in TODAY if row["scheme"] == "mca"}
    assert nbs == NBS
    assert mca == MCA
    assert sum(row["type"] == "街道" for row in TODAY if row["scheme"] == "nbs") == 12


def test_both_codes_of_a_unit_say_the_same_of_it():
    def units(scheme):
        return {(r["name"], r["type"], r["valid_from"], r["valid_to"]) for r in ROWS if r["scheme"] == scheme}

    assert units("nbs") == units("mca")


def test_codes_are_unique_and_name_their_scheme():
    assert len(BY_CODE) == len(ROWS)
    for code, row in BY_CODE.items():
        scheme, _, rest = code.rpartition(":")
        assert (scheme or "nbs") == row["scheme"]
        assert row["scheme"] == "own" or (len(rest) == 12 and rest.isdigit())


def test_parents_and_successors_are_in_the_file_and_dates_in_order():
    for row in ROWS:
        assert not row["parent"] or row["parent"] in BY_CODE
        assert row["parent"] or row["type"] == "省"
        dates = [date.fromisoformat(row[name]) for name in ("valid_from", "valid_to") if row[name]]
        assert dates == sorted(set(dates))
        for code in filter(None, row["successors"].split(";")):
            heir = BY_CODE[code]
            if row["valid_to"]:
                assert not heir["valid_from"] or heir["valid_from"] <= row["valid_to"]
                assert not heir["valid_to"] or heir["valid_to"] > row["valid_to"]
            else:
                assert heir["valid_from"], "a split needs its day"


def test_the_splits_of_2015_hang_on_streets_that_live_on():
    splits = {row["name"]: row["successors"] for row in TODAY if row["successors"]}
    assert {name: BY_CODE[code]["name"] for name, code in splits.items()} == {
        "五马街道": "大南街道",
        "滨江街道": "蒲鞋市街道",
        "南汇街道": "南郊街道",
        "松台街道": "广化街道",
        "双屿街道": "丰门街道",
        "藤桥镇": "山福镇",
    }


def test_every_village_lies_in_a_street_of_today():
    with shipped.VILLAGES.open(encoding="utf-8", newline="") as file:
        villages = list(csv.DictReader(file))
    assert len(villages) == 171
    for village in villages:
        assert BY_CODE[village["street_code"]]["name"] == village["street"]
        assert village["code"].startswith(village["street_code"][:9])


def test_every_fact_of_the_register_has_a_source():
    with (shipped.DATA / "jurisdictions" / "330302.sources.csv").open(encoding="utf-8", newline="") as file:
        sources = list(csv.DictReader(file))
    said = " ".join(row["units"] for row in sources)
    for row in ROWS:
        assert row["name"] in said or row in TODAY, row["name"]
    assert all(row["confidence"] and None not in row for row in sources)


def test_the_schematic_map_tiles_the_county_without_overlap_or_gap():
    streets, facts = shipped.schematic()
    assert check(streets, [f["name"] for f in facts], [f["code"] for f in facts]) == []
    missing = shapely.symmetric_difference(shapely.union_all(streets), shipped.outline())
    assert area_m2(missing)[0] < 100  # of 293 km²: the rounding of the seventh decimal
    assert {f["code"]: f["name"] for f in facts} == {
        row["code"]: row["name"] for row in TODAY if row["scheme"] == "nbs"
    }
    assert all(f["schematic"] is True for f in facts)


def test_every_street_lies_about_its_centre():
    streets, facts = shipped.schematic()
    with (shipped.DATA / "boundaries" / "330302_centres.csv").open(encoding="utf-8", newline="") as file:
        centres = {row["code"]: (float(row["lon"]), float(row["lat"])) for row in csv.DictReader(file)}
    for street, fact in zip(streets, facts, strict=True):
        assert street.contains(shapely.Point(centres[fact["code"]]))
