"""The user's own file comes back with its doubtful cells coloured and explained."""

import openpyxl
from file_builders import HEADER, ROWS, a_book, csv_of
from openpyxl.styles import Font

from hazards.domain.errors import Finding
from hazards.domain.headers import Header, MappedColumn
from hazards.domain.tables import Place, Tables
from hazards.formats.exports import annotate
from hazards.formats.tables import read_table

FINDINGS = [
    Finding(None, None, "column-missing", "", "没有“地址”列。"),
    Finding(1, "整治单位(区域)", "unit-missing", "=1+1", "请填写单位。", refuses=True),
    Finding(2, "属地街道", "unknown-street", "五马街道", "请核对名称。"),
    Finding(2, "不存在的列", "row-repeated", "", "与第 1 行相同。"),
]


def annotated(tmp_path, original):
    book = read_table(original, name=original.name)
    header = Header(0, 0, tuple(MappedColumn(at, text, text) for at, text in enumerate(HEADER)))
    tables = Tables([], [Place(0, 1), Place(0, 2)], {0: header}, [])
    out = tmp_path / "out" / "核对.xlsx"
    annotate(original, FINDINGS, tables, book, out)
    return openpyxl.load_workbook(out)


def colours(sheet):
    return {
        c.coordinate: c.fill.fgColor.rgb[-6:] for row in sheet.iter_rows() for c in row if c.fill.fill_type
    }


def test_an_xlsx_comes_back_in_its_own_dress(tmp_path):
    def fill(book, sheet):
        sheet["A1"].font = Font(bold=True, size=17)
        sheet.column_dimensions["B"].width = 33
        book.create_sheet("附表").append(["原样"])

    book = annotated(tmp_path, a_book(tmp_path / "台账.xlsx", fill))
    sheet = book["台账"]
    assert colours(sheet) == {"B2": "F8CBAD", "C3": "FFF2CC", "A3": "FFF2CC"}
    assert sheet["B2"].comment.text == "请填写单位。"
    assert (sheet["A1"].font.size, sheet.column_dimensions["B"].width) == (17, 33)
    assert book["附表"]["A1"].value == "原样"


def test_an_upload_kept_without_a_suffix_keeps_its_dress_too(tmp_path):
    def fill(book, sheet):
        sheet["A1"].font = Font(bold=True, size=17)

    book = read_table(a_book(tmp_path / "台账.xlsx", fill), name="台账.xlsx")
    kept = tmp_path / "file"
    (tmp_path / "台账.xlsx").rename(kept)
    header = Header(0, 0, tuple(MappedColumn(at, text, text) for at, text in enumerate(HEADER)))
    out = tmp_path / "核对.xlsx"
    annotate(kept, FINDINGS, Tables([], [Place(0, 1), Place(0, 2)], {0: header}, []), book, out)
    assert openpyxl.load_workbook(out)["台账"]["A1"].font.size == 17


def test_a_csv_comes_back_as_a_grid_with_the_same_marks(tmp_path):
    original = tmp_path / "台账.csv"
    original.write_text(csv_of([HEADER, *ROWS]), encoding="gbk")
    sheet = annotated(tmp_path, original)["台账"]
    assert [[c.value for c in row] for row in sheet.iter_rows()] == [HEADER, *ROWS]
    assert colours(sheet) == {"B2": "F8CBAD", "C3": "FFF2CC", "A3": "FFF2CC"}
    assert "请核对名称。" in sheet["C3"].comment.text


def test_every_finding_is_listed_and_none_becomes_a_formula(tmp_path):
    for name in ("a.xlsx", "a.csv"):
        original = tmp_path / name
        if name.endswith("xlsx"):
            a_book(original)
        else:
            original.write_text(csv_of([HEADER, *ROWS]), encoding="utf-8")
        rows = [[c.value or "" for c in row] for row in annotated(tmp_path, original)["导入核对"].iter_rows()]
        assert len(rows) == 1 + len(FINDINGS)
        assert rows[2][1:5] == ["2", "整治单位(区域)", "unit-missing", "=1+1"]
        assert rows[2][6] == "退回"


def test_a_mark_inside_a_merge_goes_to_its_first_cell(tmp_path):
    def fill(_, sheet):
        sheet["C2"] = "五马街道"
        sheet.merge_cells("C2:C3")

    book = annotated(tmp_path, a_book(tmp_path / "a.xlsx", fill))
    assert colours(book["台账"])["C2"] == "FFF2CC"


def test_formulas_of_the_user_stay_his_own(tmp_path):
    def fill(_, sheet):
        sheet["D2"] = "=LEN(B2)"

    assert annotated(tmp_path, a_book(tmp_path / "a.xlsx", fill))["台账"]["D2"].value == "=LEN(B2)"
