"""Where the ledger is in a sheet: titles, tall headers, sections, totals, pages printed again."""

import pytest

from hazards.domain.errors import Unreadable
from hazards.domain.grid import Sheet, Workbook
from hazards.domain.tables import Tables, understand
from hazards.services import words

HEADER = ["序号", "整治单位(区域)", "地址", "隐患主要内容", "整改期限"]


def read(*rows: list[str], merges=(), mapping=None) -> Tables:
    width = max(map(len, rows))
    padded = [[*r, *[""] * (width - len(r))] for r in rows]
    return understand(Workbook((Sheet("台账", padded, merges),)), words.shipped(), mapping)


def units(tables: Tables) -> list[str]:
    return [r.cells["unit"] for r in tables.rows]


def codes(tables: Tables) -> list[str]:
    return [n.code for n in tables.notes if n.code != "column-missing"]


def test_rows_are_counted_from_one_below_the_header():
    tables = read(["标题"], HEADER, ["1", "甲厂"], [], ["2", "乙厂"])
    assert [(r.row, r.cells["unit"]) for r in tables.rows] == [(1, "甲厂"), (2, "乙厂")]
    assert [p.line for p in tables.places] == [2, 4]


def test_the_columns_of_the_published_lists_are_known():
    real = ["序号", "整治单位(区域)", "地址", "隐患主要内容", "责任单位", "督办单位", "整改期限"]
    tables = read(real, ["1", "甲厂", "某路", "堵塞", "乙局", "丙局", "2026-12-31"])
    assert set(tables.rows[0].cells) == {
        "unit", "address", "content", "responsible_unit", "supervisor", "deadline",
    }  # fmt: skip


@pytest.mark.parametrize("title", ["关于公布2026年第二批挂牌单位的通知", "整治单位(区域)", "附件1"])
def test_a_title_above_the_header_is_no_header(title):
    tables = read([title] * 5, HEADER, ["1", "甲厂", "某路", "堵塞", "2026-12-31"])
    assert tables.headers[0].first == 1
    assert [c.text for c in tables.headers[0].columns] == HEADER


def test_a_title_tells_year_and_batch_unless_the_sheet_has_those_columns():
    title = ["2026年度第三批挂牌清单"]
    row = read(title, HEADER, ["1", "甲厂"]).rows[0]
    assert (row.cells["year"], row.cells["batch"]) == ("2026", "第三批")
    own = read(title, [*HEADER, "年度"], ["1", "甲厂", "", "", "", "2025"], ["2", "乙厂"])
    assert [r.cells.get("year") for r in own.rows] == ["2025", None]


@pytest.mark.parametrize("unit", ["(万元)", "（万元）", ""])
def test_five_measures_under_one_merged_header_are_five_columns(unit):
    top = ["整治单位(区域)", "地址", *["五落实情况"] * 5]
    low = ["整治单位(区域)", "地址", "责任", "措施", f"资金{unit}", "时限", "预案"]
    row = read(top, low, ["甲厂", "某路", "a", "b", "3", "d", "e"]).rows[0]
    assert [row.cells[f"claim_{n}"] for n in ("responsibility", "measures", "funds", "deadline", "plan")] == [
        "a", "b", "3", "d", "e",
    ]  # fmt: skip


def test_a_middle_row_that_says_nothing_belongs_to_the_header_when_cells_are_merged_across_it():
    rows = [
        ["整治单位(区域)", *["五落实"] * 5],
        ["整治单位(区域)", *["企业自查"] * 5],
        ["整治单位(区域)", "责任", "措施", "资金", "时限", "预案"],
        ["甲厂", "a", "b", "3", "d", "e"],
    ]
    tables = read(*rows, merges=((0, 0, 2, 0), (0, 1, 0, 5), (1, 1, 1, 5)))
    assert (units(tables), tables.rows[0].cells["claim_plan"]) == (["甲厂"], "e")


def test_a_row_of_column_numbers_belongs_to_the_header():
    tables = read(HEADER, ["1", "2", "3", "4", "5"], ["1", "甲厂", "某路", "堵塞", ""])
    assert units(tables) == ["甲厂"]


def test_sections_set_what_holds_below_them_until_the_next():
    tables = read(
        HEADER,
        ["一、省级挂牌(1处)"],
        ["1", "甲厂"],
        ["二、区级(2家)"],
        ["2", "乙厂"],
        ["(一)双屿街道"],
        ["3", "丙厂"],
        ["三、市级"],
        ["4", "丁厂"],
    )
    told = [(r.cells.get("level"), r.cells.get("street")) for r in tables.rows]
    assert told == [("省级", None), ("区级", None), ("区级", "双屿街道"), ("市级", None)]


@pytest.mark.parametrize("text", ["(一)双屿街道", "三、农贸市场", "二、开发区企业", "四、省道沿线"])
def test_a_section_of_places_names_no_level(text):
    tables = read(HEADER, ["一、省级"], [text], ["1", "甲厂"])
    assert tables.rows[0].cells.get("level") == ("省级" if text.startswith("(") else None)


def test_a_running_number_is_no_content_so_a_renumbered_ledger_is_no_news():
    tables = read(HEADER, ["1", "甲厂"])
    assert tables.rows[0].extras == {}


def test_a_cell_of_the_row_wins_over_its_section():
    tables = read([*HEADER, "挂牌级别"], ["一、省级"], ["1", "甲厂", "", "", "", "市级"])
    assert tables.rows[0].cells["level"] == "市级"


@pytest.mark.parametrize(
    "row",
    [
        ["小计", "12家"],
        ["小 计", "", "", "", "3"],
        ["合计", "合计", "", "12家(处)"],
        ["合计(13家)", "", "", ""],
        ["总计:13", "13家", "", ""],
        ["", "合计", "13"],
        ["填表人:苏砚舟", "", "审核人:林景澄", "填表日期:2026年9月1日"],
        ["单位负责人:", "", "联系电话:"],
        ["注:本表一式两份"],
    ],
)
def test_totals_and_signatures_are_no_cases(row):
    tables = read(HEADER, ["1", "甲厂"], row)
    assert units(tables) == ["甲厂"]
    assert codes(tables) == ["rows-skipped"]


@pytest.mark.parametrize("unit", ["利合计量厂", "小计算机店", "总后大院"])
def test_a_unit_whose_name_resembles_a_total_is_a_case(unit):
    row = ["1", unit, "某路1号", "堵塞", "2026-12-31"]
    assert units(read(HEADER, row)) == [unit]


def test_the_header_printed_again_on_the_next_page_is_no_case():
    assert units(read(HEADER, ["1", "甲厂"], HEADER, ["2", "乙厂"])) == ["甲厂", "乙厂"]


def test_every_sheet_with_a_ledger_is_read_and_others_are_said():
    one = Sheet("一批", [HEADER, ["1", "甲厂", "", "", ""]])
    note = Sheet("说明", [["填写说明"], ["请按月填写"]])
    two = Sheet("二批", [["整治单位(区域)", "地址"], ["乙厂", ""]])
    tables = understand(Workbook((one, note, two)), words.shipped())
    assert units(tables) == ["甲厂", "乙厂"]
    assert [(r.row, p.sheet) for r, p in zip(tables.rows, tables.places, strict=True)] == [(1, 0), (2, 2)]
    assert [n.value for n in tables.notes if n.code == "sheet-skipped"] == ["说明"]


def test_columns_of_their_own_are_kept_as_notes():
    tables = read([*HEADER, "网格员"], ["1", "甲厂", "", "", "", "何临汀"])
    assert tables.rows[0].extras["网格员"] == "何临汀"
    assert codes(tables) == ["extra-columns"]


def test_a_missing_optional_column_is_one_finding_for_the_file():
    tables = read(HEADER, ["1", "甲厂"], ["2", "乙厂"])
    missing = [n for n in tables.notes if n.column == "属地街道"]
    assert [(n.row, n.code) for n in missing] == [(None, "column-missing")]


def test_two_columns_of_one_name_are_refused_since_none_is_the_right_one():
    with pytest.raises(Unreadable) as caught:
        read([*HEADER, "地址"], ["1", "甲厂", "a", "", "", "b"])
    assert caught.value.code == "column-repeated"


def test_without_a_column_for_the_unit_the_file_is_refused_and_names_what_was_read():
    with pytest.raises(Unreadable) as caught:
        read(["序号", "地址", "整改期限"], ["1", "某路", "2026-12-31"])
    assert caught.value.code == "header-missing"
    assert "地址" in str(caught.value)


def test_a_header_with_nothing_below_it_is_refused():
    with pytest.raises(Unreadable) as caught:
        read(HEADER, ["合计", "", "", "0"])
    assert caught.value.code == "no-rows"


def test_a_map_tells_what_headers_of_ones_own_mean():
    tables = read(["户头", "所在", "啥时候改完"], ["甲厂", "某路", "2026-12-31"],
                  mapping={"户头": "整治单位(区域)", "啥时候改完": "整改期限", "所在": "地址"})  # fmt: skip
    assert tables.rows[0].cells == {"unit": "甲厂", "address": "某路", "deadline": "2026-12-31"}
