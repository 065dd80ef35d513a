from datetime import date

import pytest

from geo.gazetteer import Gazetteer, Place
from tests.geo import shipped

NOW = date(2026, 11, 21)
GAZETTEER, KEYS = shipped.gazetteer()
CODES = {key: code for code, key in KEYS.items()}
LUCHENG = KEYS["330302000000"]


def street(text, on=NOW, within=LUCHENG):
    return CODES.get(GAZETTEER.match(text, on=on, within=within).key)


def in_text(text, on=NOW, within=LUCHENG):
    found = GAZETTEER.find_in_text(text, on=on, within=within)
    return CODES.get(found.key), found.how


@pytest.mark.parametrize(
    "written",
    [
        "五马街道",
        " 五马 街道",
        "五马\u200b街道",
        "五马",
        "五马街道办事处",
        "温州市鹿城区五马街道",
        "鹿城五马街道",
    ],
)
def test_a_street_is_known_however_it_is_typed(written):
    assert street(written) == "330302006000"


def test_full_width_letters_and_spaces_are_the_same_name():
    places = [Place(1, "A1功能区", "功能区")]
    assert Gazetteer(places).match("A1 功能区").key == 1


@pytest.mark.parametrize(
    "written", ["", None, "   ", "龙湾区五马街道", "瑞安市五马街道", "未知街道", "鹿城区"]
)
def test_what_names_no_street_of_ours_matches_nothing(written):
    assert GAZETTEER.match(written, on=NOW, within=LUCHENG).key is None


def test_the_street_of_the_day_goes_before_its_namesake():
    assert street("大南街道", on=date(2010, 6, 1)) == "own:330302-danan-2011"
    assert street("大南街道", on=date(2015, 8, 15)) == "330302029000"
    assert street("七都", on=date(2011, 3, 31)) == "own:330302-qidu-town"
    assert street("七都", on=date(2011, 4, 1)) == "330302023000"


def test_a_street_long_gone_is_still_known_and_said_to_be_historic():
    found = GAZETTEER.match("绣山街道", on=NOW, within=LUCHENG)
    assert (CODES[found.key], found.how) == ("own:330302-nanhui-xiushan", "historic")


def test_without_a_day_the_latest_namesake_is_meant():
    assert street("南郊街道", on=None) == "330302031000"


def test_two_streets_of_one_name_are_ambiguous_until_the_county_is_named():
    cities = [
        Place(1, "北京市", "市"),
        Place(2, "海淀区", "区", 1),
        Place(3, "朝阳区", "区", 1),
        Place(4, "八里庄街道", "街道", 2),
        Place(5, "八里庄街道", "街道", 3),
    ]
    beijing = Gazetteer(cities)
    assert beijing.match("八里庄街道", on=NOW).how == "ambiguous"
    assert beijing.match("八里庄街道", on=NOW).key is None
    assert beijing.match("八里庄街道", on=NOW, within=3).key == 5
    assert beijing.match("海淀区八里庄街道", on=NOW).key == 4
    assert beijing.match("海淀区八里庄街道", on=NOW, within=3).key is None
    assert beijing.find_in_text("北京市朝阳区八里庄街道12号", on=NOW).key == 5


def test_a_short_name_shared_by_two_units_is_ambiguous():
    places = [Place(1, "新桥街道", "街道"), Place(2, "新桥镇", "镇")]
    assert Gazetteer(places).match("新桥").how == "ambiguous"
    assert Gazetteer(places).match("新桥镇").key == 2


def test_a_county_is_known_by_its_name_with_or_without_its_city():
    assert GAZETTEER.county("鹿城区") == LUCHENG
    assert GAZETTEER.county("浙江省温州市鹿城区") == LUCHENG
    assert GAZETTEER.county("龙湾区") is None
    assert GAZETTEER.county("温州市") is None
    assert GAZETTEER.county("五马街道") is None
    assert GAZETTEER.county(None) is None


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("浙江省温州市鹿城区五马街道公园路1号", ("330302006000", "name")),
        ("鹿城区藤桥镇戍浦村", ("330302102000", "name")),
        ("老涂村12号", ("330302023000", "village")),
        ("温州市鹿城区鼓楼社区府前街", ("330302006000", "village")),
        ("南汇街道与五马街道交界处", (None, "ambiguous")),
        ("五马街128号", (None, "none")),
        ("温州市瓯海区五马街道", (None, "none")),
        ("瓯海区鼓楼社区", (None, "none")),
        ("台州市临江镇", (None, "none")),
        ("蒲鞋市街道世纪西区", ("330302030000", "name")),
        ("鹿城工业区双屿街道中国鞋都", ("330302027000", "name")),
        ("", (None, "none")),
    ],
)
def test_an_address_tells_its_one_street_or_village_or_nothing(address, expected):
    assert in_text(address) == expected


def test_a_village_handed_in_as_a_place_stands_for_its_street():
    places = [Place(1, "甲镇", "镇"), Place(2, "上村村委会", "村", 1), Place(3, "乙镇", "镇")]
    assert Gazetteer(places).find_in_text("上村村3号").key is None
    places.append(Place(4, "石头岭村", "村", 3))
    assert Gazetteer(places).find_in_text("石头岭村3号") == Gazetteer(places).find_in_text("石头岭村")
    assert Gazetteer(places).find_in_text("石头岭村3号").key == 3


def test_a_village_name_two_streets_share_is_ambiguous():
    places = [Place(1, "甲镇", "镇"), Place(2, "乙镇", "镇")]
    shared = Gazetteer(places, [("石头岭村", 1), ("石头岭村委会", 2)])
    assert shared.find_in_text("石头岭村3号").how == "ambiguous"


def test_every_street_of_the_register_finds_itself_on_its_days():
    for row in (
        row for row in shipped.rows() if row["scheme"] != "mca" and row["type"] in ("街道", "镇", "乡")
    ):
        day = date.fromisoformat(row["valid_from"]) if row["valid_from"] else None
        if day is None and row["valid_to"]:
            day = date.fromordinal(date.fromisoformat(row["valid_to"]).toordinal() - 1)
        assert street(row["name"], on=day or NOW) == row["code"]
