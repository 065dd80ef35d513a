"""csv and txt as they arrive: encodings, delimiters, quotes."""

from pathlib import Path

import pytest
from file_builders import HEADER, ROWS, csv_of
from hypothesis import given
from hypothesis import strategies as st

from hazards.domain.errors import Unreadable
from hazards.formats import delimited
from hazards.formats.tables import read_pasted, read_table

TABLE = [HEADER, *ROWS]
CODINGS = ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16")
CELL = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=12)


def read(tmp_path: Path, data: bytes | str, name: str = "台账.csv"):
    path = tmp_path / "file"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_table(path, name=name)


def refusal(tmp_path: Path, data: bytes | str) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, data)
    return caught.value


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_every_encoding_and_delimiter_reads_as_the_same_table(tmp_path, coding, mark):
    book = read(tmp_path, csv_of(TABLE, mark).encode(coding))
    assert book.sheets[0].rows == TABLE
    assert book.sheets[0].name == "台账"
    assert book.notes == ()


def test_four_byte_gb18030_characters_come_out_whole(tmp_path):
    book = read(tmp_path, csv_of([["名称"], ["𠮷祥里㐂巷"]]).encode("gb18030"))
    assert book.sheets[0].rows[1] == ["𠮷祥里㐂巷"]


def test_big_endian_utf16_is_read_by_its_mark(tmp_path):
    book = read(tmp_path, b"\xfe\xff" + csv_of(TABLE).encode("utf-16-be"))
    assert book.sheets[0].rows == TABLE


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=20), st.sampled_from(CODINGS))
def test_any_chinese_text_survives_any_encoding(rows, coding):
    text = csv_of([HEADER, *rows])
    assert delimited.decode(text.encode(coding)) == text


def test_utf8_lines_in_a_gbk_file_are_refused_by_their_line(tmp_path):
    mixed = csv_of(TABLE).encode("gbk") + csv_of(ROWS).encode("utf-8")
    found = refusal(tmp_path, mixed)
    assert (found.code, found.value) == ("mixed-encoding", "4")
    assert "第 4 行" in str(found)


def test_utf8_lines_that_also_pass_as_gbk_are_still_noticed(tmp_path):
    line = "南汇街道".encode()  # twelve bytes are six GBK characters as well
    line.decode("gb18030")
    found = refusal(tmp_path, csv_of(TABLE).encode("gbk") + line + b"\r\n")
    assert (found.code, found.value) == ("mixed-encoding", "4")


def test_gbk_lines_in_a_utf8_file_are_refused_by_their_line(tmp_path):
    found = refusal(tmp_path, csv_of(TABLE).encode("utf-8") + csv_of(ROWS).encode("gbk"))
    assert (found.code, found.value) == ("mixed-encoding", "4")


def test_surrogate_bytes_are_no_text(tmp_path):
    found = refusal(tmp_path, csv_of(TABLE).encode() + b"WJ-2,\xed\xa0\x80,x\r\n")
    assert found.code in ("broken-text", "mixed-encoding")
    assert found.value == "4"


@pytest.mark.parametrize("lost", [1, 2])
def test_a_last_character_cut_in_half_is_a_file_cut_short(tmp_path, lost):
    found = refusal(tmp_path, csv_of(TABLE).encode().rstrip(b"\r\n")[:-lost])
    assert (found.code, found.value) == ("truncated-text", "3")


def test_utf16_without_a_mark_is_not_guessed(tmp_path):
    assert refusal(tmp_path, csv_of(TABLE).encode("utf-16-le")).code == "encoding-unknown"


def test_quoted_commas_quotes_and_line_breaks_stay_in_their_cell(tmp_path):
    book = read(tmp_path, '编号,地址\r\n1,"人民路""1""号,\n二楼"\r\n')
    assert book.sheets[0].rows[1] == ["1", '人民路"1"号,\n二楼']


def test_an_unclosed_quote_is_refused_by_the_line_where_it_opens(tmp_path):
    found = refusal(tmp_path, csv_of(TABLE) + '"003,没有结束\r\n' + csv_of(ROWS))
    assert (found.code, found.value) == ("unclosed-quote", "4")


def test_semicolons_within_cells_do_not_make_a_semicolon_file(tmp_path):
    rows = [["编号", "内容"], ["1", "一;二;三"], ["2", "无"], ["3", "四;五"]]
    assert read(tmp_path, csv_of(rows)).sheets[0].rows == rows


def test_leading_zeros_long_numbers_and_control_characters_stay(tmp_path):
    rows = [["编号", "名称"], ["007", "甲\x00乙"], ["110101199001011234", "\x0b"]]
    assert read(tmp_path, csv_of(rows)).sheets[0].rows == rows


def test_blank_lines_between_rows_keep_the_row_numbers(tmp_path):
    rows = read(tmp_path, "编号,名称\r\n\r\n1,甲\r\n,\r\n\r\n").sheets[0].rows
    assert rows == [["编号", "名称"], ["", ""], ["1", "甲"]]


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\r\n \r\n", b",,,\r\n,,,\r\n"])
def test_a_file_without_content_is_empty(tmp_path, data):
    assert refusal(tmp_path, data).code == "empty-file"


def test_too_many_columns_and_too_long_cells_name_their_place(tmp_path):
    wide = refusal(tmp_path, csv_of([["c"] * 501]))
    assert (wide.code, wide.value) == ("too-many-columns", "501")
    long = refusal(tmp_path, csv_of([["编号", "名称"], ["1", "长" * 32_768]]))
    assert long.code == "cell-too-long"
    assert "第 2 行第 B 列" in str(long)
    assert read(tmp_path, csv_of([["编号", "名称"], ["1", "长" * 32_767]])).sheets[0].rows[1][1][-1] == "长"


def test_pasted_cells_are_split_at_tabs_and_keep_their_line_breaks():
    book = read_pasted('编号\t地址\t备注\r\n1\t"人民路\n1号"\r\n2\t解放路\t\r\n')
    assert book.sheets[0].rows == [["编号", "地址", "备注"], ["1", "人民路\n1号", ""], ["2", "解放路", ""]]


def test_a_lone_quote_in_pasted_cells_is_a_character():
    assert read_pasted('编号\t管径\n1\t"5寸').sheets[0].rows[1] == ["1", '"5寸']


def test_nothing_pasted_is_refused():
    with pytest.raises(Unreadable, match="粘贴的内容是空的"):
        read_pasted("\t\r\n")


def test_a_missing_file_and_a_file_too_large_are_refused_before_reading(tmp_path):
    with pytest.raises(Unreadable, match="找不到文件"):
        read_table(tmp_path / "none.csv", name="none.csv")
    big = tmp_path / "big.csv"
    with big.open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    with pytest.raises(Unreadable, match="65 MB"):
        read_table(big, name="big.csv")
