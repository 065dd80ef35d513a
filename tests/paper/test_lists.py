"""Lists on paper: every cell whole, the header on every page, the rule and the hands; scoped like the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hazards.domain.printed import Sheet
from hazards.domain.roles import Role
from hazards.formats import listpaper
from hazards.services import sheets, wallmap
from hazards.services.access import LOCAL_ADMIN, NotYours
from tests.paper.reading import pages
from tests.services.district import add_case
from tests.services.offices import office, street

HEADS = ("编号", "整治单位(区域)", "隐患主要内容", "整改期限")


def sheet(rows: int, content: str = "疏散通道堵塞。") -> Sheet:
    told = tuple((f"鹿挂{n}号", "晨岚模具厂", content, "2026-11-21") for n in range(rows))
    return Sheet("案件台账", HEADS, told, "口径：按办理日期统计。")


def test_header_rule_and_number_stand_on_every_page_and_the_hands_at_the_end():
    told = pages(listpaper.pdf(sheet(120), asked="2026 年度；重大隐患", cut="截止 2026-11-21 09:12"))
    assert len(told) > 2
    for at, page in enumerate(told, 1):
        assert "".join(("序号", *HEADS)) in page
        assert "口径：按办理日期统计。" in page
        assert f"第{at}页共{len(told)}页" in page
    assert "2026年度；重大隐患截止2026-11-2109:12" in told[0]
    assert [("填报人：" in page, "审核人：" in page, "负责人：" in page) for page in told][-1] == (True,) * 3


def test_a_cell_longer_than_a_page_is_set_whole():
    long = "".join(f"第{n}处疏散通道被占用；" for n in range(900)) + "x" * 300
    told = "".join(pages(listpaper.pdf(sheet(1, long))))
    assert "第899处疏散通道被占用；" in told
    assert told.count("；") == 900
    assert told.count("x") == 300


def test_text_on_paper_is_never_markup():
    naughty = '#image("x") $x$ *粗* `a` \\ @b <c> =1+1 -- /* 注 */ ‮倒序'
    told = "".join(pages(listpaper.pdf(sheet(1, naughty))))
    for word in ('#image("x")', "$x$", "*粗*", "`a`", "@b", "<c>", "=1+1", "--", "/*注*/", "倒序"):
        assert word in told


def test_signs_no_font_has_are_told_of_at_the_foot():
    told = "".join(pages(listpaper.pdf(sheet(1, "现场😀"))))
    assert "现场〓" in told
    assert "U+1F600" in told


def test_a_list_of_tens_of_thousands_is_cut_on_paper_and_says_so():
    told = sheets.fitting(sheet(13_000))
    assert len(told.rows) == 2000
    assert told.note.endswith("共 13000 行，本次打印前 2000 行，其余请缩小范围后打印，或者导出。")
    assert sheets.fitting(sheet(2000)) == sheet(2000)


def test_an_empty_list_says_so():
    assert "没有符合条件的内容" in pages(listpaper.pdf(Sheet("待办", ("办什么",), ())))[0]


def test_the_same_list_twice_is_the_same_bytes():
    assert listpaper.pdf(sheet(30)) == listpaper.pdf(sheet(30))


@given(st.lists(st.tuples(st.floats(1, 6), st.floats(1, 400)), min_size=1, max_size=24))
def test_columns_fill_the_sheet_and_no_more(wants):
    given_ = listpaper.widths(wants, 273.0)
    assert sum(given_) <= 273.5
    assert min(given_) > 0
    if sum(low * listpaper.EM + listpaper.PADDING for low, _ in wants) <= 273.0:
        assert all(mm >= low * listpaper.EM for mm, (low, _) in zip(given_, wants, strict=True))


@pytest.fixture
def cases(store):
    add_case(store, street="五马街道", unit="五马厂", content="通道堵塞", lon=120.66, lat=28.01)
    add_case(store, street="双屿街道", unit="双屿厂", content="=1+1", lon=120.6, lat=28.02)
    add_case(store, street="双屿街道", unit="无坐标厂")
    return store


def test_a_street_prints_its_own_cases_and_nobody_elses(cases):
    told = {"year": "2026"}
    whole = "".join(pages(sheets.pdf(cases, LOCAL_ADMIN, "cases", told)[0]))
    own = "".join(pages(sheets.pdf(cases, street(cases, "五马街道", Role.CLERK, 3), "cases", told)[0]))
    assert all(word in whole for word in ("五马厂", "双屿厂", "=1+1"))
    assert "五马厂" in own
    assert "双屿厂" not in own


def test_the_list_of_a_street_says_whose_it_is(cases):
    clerk = street(cases, "五马街道", Role.CLERK, 3)
    assert sheets.listed(cases, clerk, "cases", {}).asked == "2026 年度；重大隐患；全部级别；五马街道"


def test_the_filters_are_told_in_words(cases):
    found = sheets.listed(cases, LOCAL_ADMIN, "cases", {"measure": "overdue", "text": "通道"})
    assert found.asked == "2026 年度；重大隐患；全部级别；全部属地；逾期；含“通道”"
    assert "逾期数：到期而未销号的案卷" in found.sheet.note


def test_every_list_prints_for_the_listing_office_and_accounts_for_who_keeps_them(cases):
    for name in sheets.SHEETS:
        scope = LOCAL_ADMIN if name == "accounts" else office(Role.LISTING, 5)
        content, file = sheets.pdf(cases, scope, name, {})
        assert "口径：" in "".join(pages(content)), name
        assert file.endswith("_20261121.pdf")


def test_a_list_somebody_may_not_open_he_may_not_print(cases):
    with pytest.raises(NotYours):
        sheets.pdf(cases, street(cases, "五马街道", Role.CLERK, 3), "oddities", {})
    with pytest.raises(sheets.NoSuchList):
        sheets.pdf(cases, LOCAL_ADMIN, "secrets", {})


def test_a_wall_map_numbers_what_has_a_point_and_lists_the_rest_under_its_street(cases):
    told = "".join(pages(wallmap.pdf(cases, LOCAL_ADMIN, {"year": "2026"})[0]))
    assert "示意图" in told
    assert "1双屿厂" in told or "1五马厂" in told
    assert "2双屿厂" in told or "2五马厂" in told
    assert "无坐标的案件(不编号，列在属地下)双屿街道无坐标厂" in told
    own = "".join(pages(wallmap.pdf(cases, street(cases, "五马街道", Role.CLERK, 3), {})[0]))
    assert "五马厂" in own
    assert "双屿厂" not in own
