"""One row of a ledger: what keeps it out, what is taken with a finding, what it is identified by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hazards.domain.template import FIELDS, HEADERS
from tests.domain.rows import codes, refused_for, taken


# ------------------------------------------------------------------ kept out
@pytest.mark.parametrize("unit", ["", "  ", "\u200b", "\u3164", "\u00ad\ufeff"])
def test_a_row_without_a_visible_unit_is_refused(unit):
    assert refused_for({"整治单位(区域)": unit}) == ["unit-missing"]


def test_a_name_that_turns_the_line_about_is_told_straight():
    assert taken({"整治单位(区域)": "\u202e厂具模\u202c 12 号\u2066"}).unit == "厂具模 12 号"


@pytest.mark.parametrize(
    ("header", "text", "code"),
    [
        ("整改期限", "2011-02-30", "date-impossible"),
        ("挂牌日期", "2026年13月1日", "date-impossible"),
        ("挂牌日期", "NaN", "date-impossible"),
        ("整改期限", "01/02/03", "date-ambiguous"),
        ("挂牌日期", "2026-11-22", "date-future"),
        ("发现日期", "2026-11-22", "date-future"),
        ("编号", "3.30302E+17", "number-scientific"),
        ("违法面积", "NaN", "area-invalid"),
        ("违法面积", "-3", "area-invalid"),
        ("处置面积", "1e9", "area-invalid"),
        ("地址", "双屿\x07街", "control-character"),
        ("备注", "坏\ud800字", "control-character"),
        ("整治单位(区域)", "厂" * 301, "text-too-long"),
        ("隐患主要内容", "字" * 8001, "text-too-long"),
    ],
)
def test_impossible_and_ambiguous_values_refuse_their_row(header, text, code):
    assert refused_for({header: text}) == [code]


def test_a_strike_off_tomorrow_is_refused_and_today_is_taken():
    assert refused_for(状态="已销号", 销号日期="2026-11-22") == ["date-future"]
    assert refused_for(状态="已销号", 销号日期="2026-11-21") == []


def test_a_deadline_in_the_future_is_what_deadlines_are_for():
    assert refused_for(整改期限="2027-12-31") == []


def test_a_deadline_before_the_listing_is_refused_and_on_that_day_taken():
    assert refused_for(挂牌日期="2026-05-01", 整改期限="2026-04-30") == ["deadline-before-listing"]
    assert refused_for(挂牌日期="2026-05-01", 整改期限="2026-05-01") == []


def test_closed_or_extended_before_the_listing_is_refused():
    struck = {"状态": "已销号", "销号日期": "2026-04-30"}
    assert refused_for(struck, 挂牌日期="2026-05-01") == ["closed-before-listing"]
    approved = {"延期至": "2027-01-01", "延期批准日期": "2026-04-30"}
    assert refused_for(approved, 挂牌日期="2026-05-01") == ["approval-before-listing"]


def test_open_and_yet_struck_off_contradicts_itself():
    assert refused_for(状态="整改中", 销号日期="2026-05-01") == ["state-contradicts"]


@pytest.mark.parametrize(
    ("x", "y", "code"),
    [
        ("0", "0", "coordinate-zero"),
        ("120.6", "91", "coordinate-range"),
        ("181", "28", "coordinate-range"),
        ("28.01", "120.65", "coordinate-swapped"),
        ("NaN", "28", "coordinate-invalid"),
        ("120.6", "北纬", "coordinate-invalid"),
    ],
)
def test_positions_that_cannot_be_are_refused(x, y, code):
    assert refused_for(经度=x, 纬度=y) == [code]


def test_every_fault_of_a_row_is_told_at_once():
    assert refused_for(挂牌日期="2026-02-30", 整改期限="01/02/03") == ["date-impossible", "date-ambiguous"]


# ------------------------------------------------- taken, kept as told, and said
def test_a_year_alone_is_taken_for_its_first_day_of_listing_and_its_last_of_deadline():
    listing = taken(挂牌日期="2011年", 整改期限="2011年")
    assert (listing.listed_on.isoformat(), listing.deadline.isoformat()) == ("2011-01-01", "2011-12-31")
    assert listing.texts == {"listed_on": "2011年", "deadline": "2011年"}
    assert codes(挂牌日期="2011年") == ["date-incomplete"]


def test_by_the_end_of_2008_is_the_last_day_of_2008_and_its_words_are_kept():
    listing = taken(整改期限="2008年底前完成")
    assert listing.deadline.isoformat() == "2008-12-31"
    assert listing.texts["deadline"] == "2008年底前完成"


def test_a_day_without_its_year_leaves_the_field_empty_and_keeps_the_words():
    listing = taken(挂牌日期="03-15(年份未载)")
    assert listing.listed_on is None
    assert listing.texts == {"listed_on": "03-15(年份未载)"}
    assert codes(挂牌日期="03-15(年份未载)") == ["date-unknown"]


@pytest.mark.parametrize(
    ("header", "text", "code", "field"),
    [
        ("挂牌级别", "特级", "unknown-level", "level"),
        ("状态", "已整改", "unknown-state", "state"),
        ("案件类型", "其他", "unknown-category", "kind"),
        ("年度", "去年", "year-unknown", "year"),
        ("违法面积", "约三百", "area-unknown", "illegal_area"),
    ],
)
def test_unknown_words_are_taken_with_their_text_and_a_finding(header, text, code, field):
    assert refused_for({header: text}) == []
    assert codes({header: text}) == [code]
    assert taken({header: text}).texts == {field: text}


def test_an_unknown_state_counts_as_open_unless_a_strike_off_day_stands_beside_it():
    assert taken(状态="已整改").state == "open"
    assert taken(状态="已整改", 销号日期="2026-05-01").state == "struck-off"


def test_struck_off_without_a_day_is_taken_and_said():
    listing = taken(状态="已销号")
    assert (listing.state, listing.struck_off_on) == ("struck-off", None)
    assert codes(状态="已销号") == ["strike-off-undated"]


def test_withdrawn_without_a_day_is_taken_and_said():
    assert codes(状态="已撤销") == ["left-undated"]


def test_a_strike_off_day_without_a_state_says_the_state():
    assert taken(销号日期="2026-05-01").state == "struck-off"


def test_a_state_that_carries_its_day_is_read_as_both():
    listing = taken(状态="已销号(2011-09-28)")
    assert (listing.state, listing.struck_off_on.isoformat()) == ("struck-off", "2011-09-28")


def test_an_extension_without_approval_is_said():
    assert codes(整改期限="2026-06-30", 延期至="2026-12-31") == ["extension-unapproved"]


def test_an_extension_approved_on_the_last_day_is_silent_and_a_day_later_is_said():
    cells = {"整改期限": "2026-06-30", "延期至": "2026-12-31"}
    assert codes(cells, 延期批准日期="2026-06-30") == []
    assert codes(cells, 延期批准日期="2026-07-01") == ["extension-late"]


def test_two_days_in_one_cell_are_the_deadline_and_its_extension():
    listing = taken(整改期限="2015-12-31→延至2016-06-30")
    assert (listing.deadline.isoformat(), listing.extended_to.isoformat()) == ("2015-12-31", "2016-06-30")
    assert listing.texts["deadline"] == "2015-12-31→延至2016-06-30"
    assert "extension-unapproved" in codes(整改期限="2015-12-31→延至2016-06-30")


def test_found_after_it_was_listed_is_said_and_taken():
    assert codes(挂牌日期="2026-05-01", 发现日期="2026-05-02") == ["found-after-listing"]


def test_half_a_position_is_none_and_is_said():
    listing = taken(经度="120.65")
    assert (listing.x, listing.y) == (None, None)
    assert codes(经度="120.65") == ["coordinate-incomplete"]


def test_an_unknown_reference_system_leaves_the_case_without_position():
    listing = taken(经度="120.65", 纬度="28.01", 坐标系="温州城建")
    assert listing.x is None
    assert codes(经度="120.65", 纬度="28.01", 坐标系="温州城建") == ["crs-unknown"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("120.65°", 120.65),
        ("120°39'00\"", 120.65),
        ("120度39分0秒E", 120.65),
        ("120,65", 120.65),
    ],
)
def test_positions_in_other_spellings_are_read_and_said(text, read):
    listing = taken(经度=text, 纬度="28.01")
    assert listing.x == pytest.approx(read)
    assert codes(经度=text, 纬度="28.01") == ["coordinate-form"]


SYSTEMS = {
    "": "CGCS2000",
    "2000国家大地坐标系": "CGCS2000",
    "国家2000": "CGCS2000",
    "WGS-84": "WGS84",
    "WGS84坐标系": "WGS84",
    "gcj02": "GCJ-02",
    "火星坐标系": "GCJ-02",
    "高德坐标": "GCJ-02",
    "BD09": "BD-09",
    "百度坐标": "BD-09",
    "EPSG:4549": "EPSG:4549",
}


@pytest.mark.parametrize(("text", "means"), SYSTEMS.items())
def test_reference_systems_are_known_by_their_usual_names(text, means):
    cells = {"经度": "120.65", "纬度": "28.01", "坐标系": text}
    assert codes(cells) == []
    assert (taken(cells).x, taken(cells).crs) == (120.65, means)


# ------------------------------------------------------------------- words, kinds
def test_synonyms_of_the_dictionary_are_understood():
    listing = taken(案件类型="违法建设", 挂牌级别="区县级", 状态="未整改")
    assert (listing.kind, listing.level, listing.state) == ("building", "区级", "open")


def test_a_sector_that_says_illegal_building_decides_a_kind_nobody_told():
    assert taken(行业类别="违法建设").kind == "building"
    assert taken(行业类别="违法建设", 案件类型="重大隐患").kind == "hazard"


# --------------------------------------------------------------------- identity
def test_the_number_identifies_a_row_whatever_its_spaces_and_widths():
    one, other = (
        taken(编号="鹿挂〔2026〕031号"),
        taken({"整治单位(区域)": "别的厂"}, 编号=" 鹿挂〔２０２６〕031号 "),
    )
    assert one.identity == other.identity


def test_without_a_number_document_unit_address_and_content_identify_it():
    told = {"挂牌文号": "鹿政发〔2026〕1号", "地址": "瓯江路1号", "隐患主要内容": "通道堵塞"}
    same = {**told, "备注": "另注", "整改期限": "2026-12-31"}
    assert taken(told).identity == taken(same).identity
    for header in told:
        assert taken({**told, header: "另"}).identity != taken(told).identity
    assert taken({**told, "整治单位(区域)": "别的厂"}).identity != taken(told).identity


def test_a_number_is_never_mistaken_for_a_digest():
    assert taken(编号="1").identity.startswith("n:")
    assert taken().identity.startswith("d:")


_TEXT = st.text(max_size=30)


@given(st.dictionaries(st.sampled_from(HEADERS), _TEXT, max_size=8))
def test_no_content_of_cells_breaks_the_reading_of_a_row(cells):
    refused_for(cells)


@given(st.dictionaries(st.sampled_from([h for h in HEADERS if h != "整治单位(区域)"]), _TEXT, max_size=8))
def test_only_the_unit_is_indispensable_and_blank_cells_tell_nothing(cells):
    blank = dict.fromkeys(cells, " \u3000\t")
    listing = taken(blank)
    assert set(listing.values()) & set(FIELDS) == {"unit"}
