"""Ledgers that live in the table of a Word document."""

import pytest
from file_builders import a_docx

from hazards.domain.errors import Unreadable
from hazards.formats.tables import read_table


def cell(*paragraphs: str, properties: str = "") -> str:
    texts = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs or ("",))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{texts}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def test_each_table_becomes_a_sheet(tmp_path):
    path = a_docx(tmp_path / "a.docx", table(cell("编号") + cell("名称")) + table(cell("x")))
    book = read_table(path, name="a.docx")
    assert [(s.name, s.rows) for s in book.sheets] == [("表1", [["编号", "名称"]]), ("表2", [["x"]])]


def test_cells_merged_across_and_down_are_filled(tmp_path):
    wide, first, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        cell("一、区级挂牌", properties=wide),
        cell("1") + cell("南汇街道", properties=first),
        cell("2") + cell(properties=on),
        cell("3") + cell(properties=on),
        cell("4") + cell("五马街道"),
    )
    sheet = read_table(a_docx(tmp_path / "a.docx", body), name="a.docx").sheets[0]
    assert [row[1] for row in sheet.rows] == ["一、区级挂牌", "南汇街道", "南汇街道", "南汇街道", "五马街道"]
    assert sheet.merges == ((0, 0, 0, 1), (1, 1, 3, 1))


def test_paragraphs_of_a_cell_are_lines_and_deleted_text_is_gone(tmp_path):
    deleted = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
    tracked = f"<w:tc><w:p>{deleted}<w:ins><w:r><w:t>新</w:t></w:r></w:ins></w:p></w:tc>"
    path = a_docx(tmp_path / "a.docx", table(cell("第一段", "第二段") + tracked))
    assert read_table(path, name="a.docx").sheets[0].rows == [["第一段\n第二段", "新"]]


def test_rows_inside_content_controls_are_read(tmp_path):
    row = f"<w:sdt><w:sdtContent><w:tr>{cell('1')}</w:tr></w:sdtContent></w:sdt>"
    path = a_docx(tmp_path / "a.docx", f"<w:tbl>{row}</w:tbl>")
    assert read_table(path, name="a.docx").sheets[0].rows == [["1"]]


def test_a_street_merged_over_two_thousand_rows_is_read(tmp_path):
    first, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [cell("南汇街道", properties=first), *(cell(properties=on) for _ in range(2000))]
    path = a_docx(tmp_path / "long.docx", table(*rows))
    assert read_table(path, name="long.docx").sheets[0].rows == [["南汇街道"]] * 2001


def test_a_document_without_a_table_is_refused(tmp_path):
    path = a_docx(tmp_path / "letter.docx", "<w:p><w:r><w:t>请示</w:t></w:r></w:p>")
    with pytest.raises(Unreadable) as caught:
        read_table(path, name="letter.docx")
    assert caught.value.code == "no-table"
