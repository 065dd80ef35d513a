"""Packages that would harm whoever opens them are refused by their directory or while looking through."""

import stat
import struct
import zipfile
import zlib

import pytest
from file_builders import a_book, a_zip, raw_xlsx

from hazards.domain.errors import Unreadable
from hazards.formats.tables import read_table

DATA = '<row r="1"><c r="A1"><v>1</v></c></row>'
SHEET = "xl/worksheets/sheet1.xml"


def code_of(path) -> str:
    with pytest.raises(Unreadable) as caught:
        read_table(path, name=path.name)
    assert "请" in str(caught.value)
    return caught.value.code


def patched(path, old: bytes, new: bytes):
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new))
    return path


def test_a_part_that_swells_a_hundredfold_is_a_bomb(tmp_path):
    assert code_of(raw_xlsx(tmp_path / "bomb.xlsx", DATA * 200_000)) == "zip-bomb"


def test_a_dense_but_honest_part_is_no_bomb(tmp_path):
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n * 7919 % 10007}</v></c></row>' for n in range(1, 40_000))
    assert len(read_table(raw_xlsx(tmp_path / "a.xlsx", rows), name="a.xlsx").sheets[0].rows) == 39_999


def test_a_part_that_lies_about_its_size_is_found_out(tmp_path):
    text = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{DATA}'
    honest = (text + "</sheetData></worksheet>").encode()
    full = honest + b" " * 5_000_000
    path = raw_xlsx(tmp_path / "lie.xlsx", "", {SHEET: full})
    sizes = struct.pack("<I", len(full)), struct.pack("<I", len(honest))
    sums = struct.pack("<I", zlib.crc32(full)), struct.pack("<I", zlib.crc32(honest))
    assert code_of(patched(patched(path, *sizes), *sums)) in ("zip-bomb", "zip-damaged")


def test_more_than_a_thousand_parts_are_refused(tmp_path):
    extra = {f"xl/{n}.xml": b"" for n in range(1_000)}
    assert code_of(raw_xlsx(tmp_path / "many.xlsx", DATA, extra)) == "zip-too-many-parts"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [SHEET, "XL/worksheets/Sheet1.xml", "xl\\worksheets\\sheet1.xml"])
def test_one_part_twice_is_refused_however_it_is_spelt(tmp_path, name):
    path = raw_xlsx(tmp_path / "twice.xlsx", DATA)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(name, "<worksheet/>")
    assert code_of(path) == "zip-duplicate-part"


@pytest.mark.parametrize("name", ["../x.txt", "a/../../x", "/tmp/x.txt", "..\\x.txt", "C:\\x.txt"])
def test_a_name_that_leads_outside_is_refused(tmp_path, name):
    assert code_of(raw_xlsx(tmp_path / "slip.xlsx", DATA, {name: b"x"})) == "zip-unsafe-name"


def test_a_link_is_refused(tmp_path):
    path = raw_xlsx(tmp_path / "link.xlsx", DATA)
    link = zipfile.ZipInfo("xl/link.xml")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(link, "/etc/passwd")
    assert code_of(path) == "zip-link"


def test_macros_are_refused_under_any_extension(tmp_path):
    assert code_of(raw_xlsx(tmp_path / "a.xlsx", DATA, {"xl/vbaProject.bin": b"x"})) == "macro-workbook"


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        "<!--" + "x" * 3_000_000 + "--><!DOCTYPE w []>",
    ],
)
def test_a_document_type_is_refused_however_deep_it_hides(tmp_path, prolog):
    path = raw_xlsx(tmp_path / "xxe.xlsx", "", {SHEET: prolog + "<worksheet/>"})
    assert code_of(path) in ("xml-doctype", "zip-bomb")


def test_a_document_type_in_another_encoding_is_refused(tmp_path):
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE w []><worksheet/>'
    assert code_of(raw_xlsx(tmp_path / "u16.xlsx", "", {SHEET: text.encode("utf-16")})) == "xml-encoding"


@pytest.mark.parametrize("lost", [1, 100, 700])
def test_a_file_cut_short_is_damaged(tmp_path, lost):
    path = a_book(tmp_path / "cut.xlsx")
    path.write_bytes(path.read_bytes()[:-lost])
    assert code_of(path) == "zip-damaged"


def test_an_encrypted_member_is_named_as_such(tmp_path):
    path = raw_xlsx(tmp_path / "locked.xlsx", DATA)
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    path.write_bytes(data)
    assert code_of(path) == "password-protected"


def test_a_zip_of_something_else_is_not_offered(tmp_path):
    assert code_of(a_zip(tmp_path / "photos.zip", {"1.jpg": b"\xff\xd8"})) == "format-not-offered"
    assert (
        code_of(a_zip(tmp_path / "vrt.zip", {"street.vrt": b"<OGRVRTDataSource/>"})) == "format-not-offered"
    )
