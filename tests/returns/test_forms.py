"""套表: any blank xlsx filled by its headers; what is not known stays blank and is listed."""

import io
from datetime import date

import openpyxl
import pytest
from openpyxl.styles import Font

from hazards.domain.errors import Unreadable
from hazards.domain.formheads import Reader
from hazards.domain.grid import Sheet
from hazards.domain.roles import Role
from hazards.services import formfill, formvalues
from hazards.services.access import LOCAL_ADMIN
from hazards.services.asked import Asked
from hazards.services.monthduty import Month
from tests.returns.test_monthly_forms import OCTOBER, TOLD, signed_form
from tests.services.district import add_case, key_of
from tests.services.offices import office, street

FIFTEEN = (
    "应排查单位(家)", "实际排查(家)", "覆盖率%", "一般隐患(项)", "其中已整改", "整改率%", "重大隐患", "其中已整改销号",
    "整改率%", "列入治理计划", "其中达到“五到位”", "挂牌督办", "其中省级", "其中地市级", "累计落实治理资金(万元)",
)  # fmt: skip
LISTING = office(Role.LISTING, 13)
NAMES = {"合计": ("whole", ""), "学校": ("sector", "学校"), "双屿街道": ("street", "9")}


def bytes_of(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def a_form() -> openpyxl.Workbook:
    """Two header rows with a merged heading, a title over all, a sum of its own, a hand's remark."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "报表"
    sheet["A1"] = "鹿城区"
    sheet.merge_cells("A1:G1")
    for at, text in enumerate(["序号", "单位", "挂牌", None, "整改率", "领导批示", "合计列"], 1):
        sheet.cell(2, at, text)
    sheet.merge_cells("C2:D2")
    for at, text in ((3, "总数"), (4, "其中市级")):
        sheet.cell(3, at, text)
    for line, name in enumerate(["双屿街道", "五马", "火星街道"], 4):
        sheet.cell(line, 1, line - 3)
        sheet.cell(line, 2, name)
        sheet.cell(line, 7, f"=SUM(C{line}:D{line})")
    sheet["C5"] = "见附件"
    sheet["E4"].number_format = "0.00%"
    sheet["C4"].font = Font(bold=True, name="楷体")
    return book


def filled(store, book, scope=LISTING, given=None):
    draft = formfill.read(store, scope, "区里的表.xlsx", bytes_of(book), given)
    told = formfill.fill(store, scope, draft, month=OCTOBER)
    return told, openpyxl.load_workbook(io.BytesIO(told.data))["报表"]


@pytest.fixture
def three(store):
    add_case(store, level="市级")
    add_case(store)
    add_case(store, state="struck-off", stage="struck-off", struck_off_on=date(2026, 11, 3))


def test_the_official_fifteen_columns_are_understood_each_as_itself():
    sheet = Sheet("月报", [["单位", *FIFTEEN], ["合计", *[""] * 15], ["学校", *[""] * 15]])
    (form,) = Reader(formvalues.meanings(), NAMES, {}).read(sheet, 0)
    assert [c.code for c in form.columns] == [
        "should", "inspected", "coverage", "common", "common_fixed", "common_rate", "listed", "struck_off",
        "rate", "planned", "verified", "listed", "listed@省级", "listed@市级", "funds",
    ]  # fmt: skip


def test_every_spelling_means_a_figure_that_can_be_asked_for(store):
    values = formvalues.Values(store, LOCAL_ADMIN, Asked(), OCTOBER)
    for one in formvalues.meanings():
        values.of(("whole", ""), one.code)


def test_a_form_is_filled_and_everything_else_stays_as_it_was(store, three):
    told, sheet = filled(store, a_form())
    assert [sheet[c].value for c in ("C4", "D4", "E4")] == [3, 1, pytest.approx(0.3333)]
    assert sheet["C4"].font.b
    assert sheet["C4"].font.name == "楷体"
    assert sheet["C5"].value == "见附件"
    assert sheet["G4"].value == "=SUM(C4:D4)"
    assert str(sheet.merged_cells) == "C2:D2 A1:G1" or set(map(str, sheet.merged_cells.ranges)) == {
        "C2:D2",
        "A1:G1",
    }
    assert told.count == 4  # three of 双屿, and the 市级 of 五马; its rate has no denominator


def test_what_is_left_blank_is_listed_with_its_reason(store, three):
    told, _ = filled(store, a_form())
    why = {blank.cell: blank.why for blank in told.blanks}
    assert why["F4"] == "没有对应的数"
    assert why["E5"] == "分母为 0，不计算"
    assert why["第6行"] == "认不出这一行是哪个单位或者行业"
    assert why["G4"] == "没有对应的数"


def test_a_formula_is_never_overwritten_even_where_its_column_is_known(store, three):
    told, sheet = filled(store, a_form(), given={"合计列": "overdue"})
    assert sheet["G4"].value == "=SUM(C4:D4)"
    assert {b.cell: b.why for b in told.blanks}["G4"] == "已有公式"


def test_a_mapping_set_by_hand_is_remembered_for_the_same_headers(store, three):
    filled(store, a_form(), given={"领导批示": "struck_off"})
    told, sheet = filled(store, a_form())
    assert sheet["F4"].value == 1
    assert "F4" not in {b.cell for b in told.blanks}


def test_unreported_figures_of_the_monthly_form_stay_blank_and_declared_ones_are_filled(store):
    who = str(key_of(store, "双屿街道"))
    clerk, head = (street(store, "双屿街道", role, n) for role, n in ((Role.CLERK, 11), (Role.HEAD, 12)))
    signed_form(store, clerk, head, who, told=TOLD)
    book = openpyxl.Workbook()
    book.active.title = "报表"
    for line in (["行业", *FIFTEEN], ["合计"], ["机械制造"], ["学校"]):
        book.active.append(line)
    told, sheet = filled(store, book)
    assert [sheet.cell(3, n).value for n in (2, 3, 4, 5, 6, 7, 16)] == [40, 38, 95, 12, 9, 75, 12.5]
    assert sheet["B4"].value is None
    assert {b.cell: b.why for b in told.blanks}["B4"] == "月报未报"


def test_a_street_fills_a_form_with_its_own_figures_only(store, three):
    add_case(store, street="五马街道")
    told, sheet = filled(store, a_form(), street(store, "双屿街道", Role.CLERK, 11))
    assert sheet["C4"].value == 3
    assert sheet["D5"].value is None
    assert {b.cell: b.why for b in told.blanks}["D5"] == "不在您的范围之内"


def of_lines(*lines) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.title = "报表"
    for line in lines:
        book.active.append(line)
    return book


def test_a_second_table_below_is_filled_by_its_own_header(store, three):
    book = of_lines(
        ["街道", "挂牌数", "已销号", "未整改"], ["双屿街道"], ["合计"],
        ["表二"], ["督办部门", "已销号"], ["合计"], ["填报人：", "审核人："],
    )  # fmt: skip
    told, sheet = filled(store, book)
    assert [sheet.cell(3, n).value for n in (2, 3, 4)] == [3, 1, 2]
    assert [sheet.cell(6, n).value for n in (2, 3, 4)] == [1, None, None]
    assert told.blanks == ()


def test_tables_side_by_side_are_filled_each_by_its_own_names(store, three):
    add_case(store, street="五马街道")
    book = of_lines(
        ["街道", "挂牌数", "街道", "挂牌数"], ["双屿街道办事处", None, "2.鹿城区五马街道", None], ["未定属地"]
    )
    _, sheet = filled(store, book)
    assert [sheet.cell(2, n).value for n in (2, 4)] == [3, 1]
    assert [sheet.cell(3, n).value for n in (2, 4)] == [0, None]


def test_a_row_set_by_hand_is_remembered_whatever_day_the_form_is_filled(store, three):
    lines = (["镇街", "挂牌数"], ["双屿工业区"], ["五马街道"])
    (one,) = formfill.read(store, LISTING, "表.xlsx", bytes_of(of_lines(*lines))).forms
    assert one.rows[0].key is None
    key = f"street:{key_of(store, '双屿街道')}"
    filled(store, of_lines(["填报单位：", "填报日期：2026年11月"], *lines), given={"行：双屿工业区": key})
    _, sheet = filled(store, of_lines(["填报单位：", "填报日期：2026年12月"], *lines))
    assert sheet["B3"].value == 3


def test_the_district_row_is_not_filled_with_the_figures_of_one_street(store, three):
    book = of_lines(["街道", "挂牌数"], ["双屿街道"], ["全区"])
    told, sheet = filled(store, book, street(store, "双屿街道", Role.CLERK, 11))
    assert [sheet["B2"].value, sheet["B3"].value] == [3, None]
    assert told.blanks[0].why == "不在您的范围之内"


def test_a_csv_called_xlsx_is_refused_before_anything_is_mapped(store):
    with pytest.raises(Unreadable, match="套表只填 xlsx"):
        formfill.read(store, LISTING, "表.xlsx", "街道,挂牌数\n五马街道,\n".encode("gbk"))


def test_a_file_without_a_known_row_is_no_form(store):
    book = openpyxl.Workbook()
    book.active.append(["甲", "乙"])
    with pytest.raises(formfill.NoForm):
        formfill.read(store, LISTING, "随便.xlsx", bytes_of(book))


def test_a_form_of_too_many_columns_is_refused(store):
    book = openpyxl.Workbook()
    book.active.append(["单位", *(f"第{n}栏指标" for n in range(100))])
    book.active.append(["合计"])
    with pytest.raises(formfill.FormTooLarge):
        formfill.read(store, LISTING, "大表.xlsx", bytes_of(book))


def test_month_is_of_the_forms_and_may_be_another():
    assert Month(2026, 1).but(-1) == Month(2025, 12)
