"""xlsx, xls and ods: every cell as the text its author sees."""

import datetime as dt

import openpyxl
import pytest
from file_builders import HEADER, ROWS, a_book, a_zip, an_ole, raw_xlsx
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from hazards.domain.errors import Unreadable
from hazards.formats.tables import read_table


def rows_of(path):
    return read_table(path, name=path.name).sheets[0].rows


def refusal(path) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_table(path, name=path.name)
    return caught.value


def codes(book):
    return [code for code, _, _ in book.notes]


def test_a_plain_workbook_is_read_sheet_by_sheet(tmp_path):
    path = a_book(tmp_path / "a.xlsx", lambda book, _: book.create_sheet("第二批").append(["x"]))
    book = read_table(path, name="a.xlsx")
    assert [(s.name, s.rows) for s in book.sheets] == [("台账", [HEADER, *ROWS]), ("第二批", [["x"]])]
    assert book.notes == ()


def test_the_name_does_not_matter_only_the_content(tmp_path):
    assert rows_of(a_book(tmp_path / "ledger.csv.xlsx").rename(tmp_path / "ledger.csv")) == [HEADER, *ROWS]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (12, "12"),
        (12.0, "12"),
        (-5, "-5"),
        (120.680001, "120.680001"),
        (0.1 + 0.2, "0.3"),
        (999999999999999, "999999999999999"),
        (110101199001011234, "1.10101199001011E+17"),
        (10**15, "1E+15"),
        (True, "TRUE"),
        ("007", "007"),
        ("=1+1 写作文字", "=1+1 写作文字"),
        (dt.datetime(2011, 5, 1), "2011-05-01"),
        (dt.date(2011, 5, 1), "2011-05-01"),
        (dt.datetime(2011, 5, 1, 8, 30), "2011-05-01 08:30:00"),
        (dt.time(8, 30), "08:30:00"),
        (dt.timedelta(hours=30), "30:00:00"),
        ("第一行\n第二行", "第一行\n第二行"),
    ],
)
def test_a_cell_is_the_text_a_reader_sees(tmp_path, value, shown):
    def fill(_, sheet):
        sheet["A2"] = value
        if isinstance(value, str):
            sheet["A2"].data_type = "s"

    assert rows_of(a_book(tmp_path / "cell.xlsx", fill))[1][0] == shown


def test_a_serial_in_a_chinese_date_format_is_a_date(tmp_path):
    def fill(_, sheet):
        sheet["A2"] = 40664
        sheet["A2"].number_format = '[$-804]yyyy"年"m"月"d"日";@'

    assert rows_of(a_book(tmp_path / "date.xlsx", fill))[1][0] == "2011-05-01"


def test_the_1904_calendar_is_not_four_years_out(tmp_path):
    def fill(book, sheet):
        book.epoch = CALENDAR_MAC_1904
        sheet["A2"] = dt.datetime(2011, 5, 1)

    assert rows_of(a_book(tmp_path / "mac.xlsx", fill))[1][0] == "2011-05-01"


def test_a_table_that_starts_at_c5_keeps_its_place(tmp_path):
    book = openpyxl.Workbook()
    book.active["C5"] = "编号"
    book.active["D6"] = "名称"
    book.save(tmp_path / "c5.xlsx")
    assert rows_of(tmp_path / "c5.xlsx") == [[""] * 4] * 4 + [["", "", "编号", ""], ["", "", "", "名称"]]


def test_merged_cells_are_filled_with_their_first_text(tmp_path):
    def fill(_, sheet):
        sheet.append(["003", "东浦饭店", ""])
        sheet["C2"], sheet["C3"] = "南汇街道", None
        sheet.merge_cells("C2:C4")
        sheet.merge_cells("A6:D7")
        sheet["A6"] = "小计"

    sheet = read_table(a_book(tmp_path / "merged.xlsx", fill), name="merged.xlsx").sheets[0]
    assert [row[2] for row in sheet.rows[1:4]] == ["南汇街道"] * 3
    assert sheet.rows[5] == ["小计"] * 3  # cut to the used width
    assert (1, 2, 3, 2) in sheet.merges


def test_a_merge_over_whole_columns_is_cut_to_the_table(tmp_path):
    path = raw_xlsx(
        tmp_path / "whole.xlsx",
        '<row r="1"><c r="A1" t="str"><v>甲</v></c><c r="B1" t="str"><v>乙</v></c></row>'
        '</sheetData><mergeCells count="1"><mergeCell ref="A1:A1048576"/></mergeCells><sheetData>',
    )
    assert rows_of(path) == [["甲", "乙"]]


def test_a_hidden_sheet_is_left_out_and_said(tmp_path):
    def fill(book, _):
        hidden = book.create_sheet("旧台账")
        hidden.append(["编号"])
        hidden.sheet_state = "veryHidden"
        book.create_sheet("空").sheet_state = "hidden"

    book = read_table(a_book(tmp_path / "hidden.xlsx", fill), name="hidden.xlsx")
    assert [s.name for s in book.sheets] == ["台账"]
    assert [note[:2] for note in book.notes] == [("hidden-sheet-read-not", "旧台账")]


def test_hidden_rows_are_read_and_said(tmp_path):
    def fill(_, sheet):
        sheet.row_dimensions[3].hidden = True

    book = read_table(a_book(tmp_path / "hidden.xlsx", fill), name="hidden.xlsx")
    assert book.sheets[0].rows == [HEADER, *ROWS]
    assert book.sheets[0].hidden_rows == {2}
    assert [note[:2] for note in book.notes] == [("hidden-rows-read", "3")]


def test_a_formula_without_a_result_is_named(tmp_path):
    def fill(_, sheet):
        sheet["B2"] = '=A2&"厂"'

    book = read_table(a_book(tmp_path / "formula.xlsx", fill), name="formula.xlsx")
    assert book.sheets[0].rows[1][1] == ""
    assert [note[:2] for note in book.notes] == [("formula-without-value", "B2")]


def test_a_formula_with_its_result_is_that_result(tmp_path):
    cells = '<c r="A1" t="str"><f>"晨"&amp;"岚"</f><v>晨岚</v></c><c r="B1"><f>1+1</f><v>2</v></c>'
    book = read_table(raw_xlsx(tmp_path / "f.xlsx", f'<row r="1">{cells}</row>'), name="f.xlsx")
    assert book.sheets[0].rows == [["晨岚", "2"]]
    assert book.notes == ()


def test_a_cell_that_shows_an_error_is_named(tmp_path):
    cells = '<c r="A1"><v>1</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    book = read_table(raw_xlsx(tmp_path / "e.xlsx", f'<row r="1">{cells}</row>'), name="e.xlsx")
    assert [note[:2] for note in book.notes] == [("cell-shows-error", "B1")]


def test_prefixed_xml_is_looked_through_as_well(tmp_path):
    path = raw_xlsx(tmp_path / "x.xlsx", "")
    sheet = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        '<x:row r="1" hidden="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1"><x:f>A1</x:f></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    with_prefix = {"xl/worksheets/sheet1.xml": sheet}
    book = read_table(raw_xlsx(path, "", with_prefix), name="x.xlsx")
    assert codes(book) == ["formula-without-value", "hidden-rows-read"]


@pytest.mark.parametrize("corner", ["XFD1048576", "SG1", "A1048576", "SF999999"])
def test_a_stray_cell_far_away_is_refused_by_its_name(tmp_path, corner):
    row = "".join(c for c in corner if c.isdigit())
    far = f'<row r="{row}"><c r="{corner}" t="inlineStr"><is><t>x</t></is></c></row>'
    found = refusal(raw_xlsx(tmp_path / "far.xlsx", f'<row r="1"><c r="A1"><v>1</v></c></row>{far}'))
    assert found.code in ("far-cell", "too-many-columns", "too-many-rows")
    assert found.value == corner


def test_mere_formatting_far_away_does_no_harm(tmp_path):
    far = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert rows_of(raw_xlsx(tmp_path / "far.xlsx", f'<row r="1"><c r="A1"><v>1</v></c></row>{far}')) == [
        ["1"]
    ]


def test_a_workbook_without_content_is_empty(tmp_path):
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    assert refusal(tmp_path / "empty.xlsx").code == "empty-file"


def test_a_password_is_named_as_the_reason(tmp_path):
    path = tmp_path / "locked.xlsx"
    path.write_bytes(an_ole("EncryptedPackage"))
    found = refusal(path)
    assert found.code == "password-protected"
    assert "密码" in str(found)


def test_a_legacy_file_with_macros_or_of_word_is_refused(tmp_path):
    path = tmp_path / "old.xls"
    path.write_bytes(an_ole("Workbook", "_VBA_PROJECT"))
    assert refusal(path).code == "macro-workbook"
    path.write_bytes(an_ole("WordDocument"))
    assert refusal(path).code == "format-not-offered"
    path.write_bytes(an_ole("Workbook"))
    assert refusal(path).code in ("workbook-damaged", "reader-crashed")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "html-not-workbook"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "html-not-workbook"),
        (b'<?xml version="1.0"?><kml/>', "format-not-offered"),
        (b"%PDF-1.7\n", "format-not-offered"),
        (b"\x89PNG\r\n\x1a\n", "format-not-offered"),
        (b"{\\rtf1 }", "format-not-offered"),
    ],
)
def test_what_only_looks_like_a_ledger_is_named(tmp_path, data, code):
    path = tmp_path / "ledger.xls"
    path.write_bytes(data)
    assert refusal(path).code == code


def an_ods(path, rows: str):
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{office}office:1.0" xmlns:table="{office}table:1.0" '
        f'xmlns:text="{office}text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="台账">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = f'<m:manifest xmlns:m="{office}manifest:1.0"/>'
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    parts = {"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": manifest}
    return a_zip(path, parts)


def test_an_ods_is_read_with_its_merges_and_hidden_rows(tmp_path):
    def cell(text, more=""):
        return (
            f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'
        )

    covered = "<table:covered-table-cell/>"
    title = cell("标题", 'table:number-columns-spanned="2"')
    street = cell("南汇街道", 'table:number-rows-spanned="2"')
    rows = (
        f"<table:table-row>{title}{covered}</table:table-row>"
        f"<table:table-row>{cell('编号')}{cell('街道')}</table:table-row>"
        f'<table:table-row table:visibility="collapse">{cell("1")}{street}</table:table-row>'
        f"<table:table-row>{cell('2')}{covered}</table:table-row>"
    )
    book = read_table(an_ods(tmp_path / "a.ods", rows), name="a.ods")
    assert book.sheets[0].rows == [["标题", "标题"], ["编号", "街道"], ["1", "南汇街道"], ["2", "南汇街道"]]
    assert book.sheets[0].hidden_rows == {2}
    assert codes(book) == ["hidden-rows-read"]
