"""Exports: whatever stands in a cell, the file opens, and the cell stays a text."""

import csv
import json
import zipfile

import openpyxl
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hazards.formats import delimited
from hazards.formats.exports import (
    ColumnNote,
    clean,
    write_csv,
    write_geojson,
    write_gpkg,
    write_template,
    write_xlsx,
)
from hazards.formats.geodata import read_geodata
from hazards.formats.tables import read_table

COLUMNS = ["编号", "整治单位(区域)", "备注"]
FORMULAS = [
    "=1+1",
    "+1+1",
    "-2+3",
    "@SUM(1,1)",
    "=cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠A",
]
POISON = ["\x0b竖表", "\x00", "\ud800", "\ufffe", "\x1b[31m红", "\uffff"]
ODD = [
    "https://example.org/",
    "{=1+1}",
    "007",
    "1E5",
    "_x0041_",
    "<b>&amp;</b>",
    "'=1",
    "''=1",
    "'x",
    "\u202egpj",
]
SAFE = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20)


def rows_of(path, name=None):
    return read_table(path, name=name or path.name).sheets[0].rows


def test_an_xlsx_holds_no_formula_and_no_link_whatever_the_cells_say(tmp_path):
    path = tmp_path / "a.xlsx"
    write_xlsx(path, COLUMNS, [[text, "x", ""] for text in FORMULAS + POISON + ODD])
    sheet = openpyxl.load_workbook(path).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert all(cell.hyperlink is None for row in sheet.iter_rows() for cell in row)
    with zipfile.ZipFile(path) as package:
        assert b"<f" not in package.read("xl/worksheets/sheet1.xml").replace(b"<formatCode", b"")


def test_an_exported_xlsx_reads_back_as_it_was(tmp_path):
    rows = [[text, "007", "110101199001011234"] for text in FORMULAS + ODD]
    write_xlsx(tmp_path / "a.xlsx", COLUMNS, rows)
    assert rows_of(tmp_path / "a.xlsx")[1:] == rows


def test_an_exported_csv_reads_back_as_it_was(tmp_path):
    rows = [[text, "007", text + "x"] for text in FORMULAS + ODD]
    write_csv(tmp_path / "a.csv", COLUMNS, rows)
    assert rows_of(tmp_path / "a.csv") == [COLUMNS, *rows]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(SAFE, SAFE), min_size=1, max_size=10))
def test_any_text_survives_csv_out_and_in(tmp_path, rows):
    path = tmp_path / "any.csv"
    write_csv(path, ["甲", "乙"], rows)
    frames: list[dict] = []
    delimited.read(frames.append, path, "any")
    told = [row for frame in frames for row in frame.get("rows", ())]
    expected = [[*row] for row in rows]
    for row in expected:
        while row and not row[-1]:
            row.pop()
    while not expected[-1:] or not expected[-1]:
        if not expected:
            break
        expected.pop()
    assert told[1:] == expected


def test_in_a_csv_no_cell_starts_a_formula(tmp_path):
    write_csv(tmp_path / "a.csv", COLUMNS, [[text, text, text] for text in FORMULAS])
    with open(tmp_path / "a.csv", encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in list(csv.reader(file))[1:] for cell in row]
    assert all(cell[0] == "'" for cell in cells)
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("text", POISON)
def test_one_poisoned_cell_stops_no_export(tmp_path, text):
    rows = [["1", text, ""]]
    write_xlsx(tmp_path / "a.xlsx", COLUMNS, rows)
    write_csv(tmp_path / "a.csv", COLUMNS, rows)
    write_geojson(tmp_path / "a.geojson", COLUMNS, rows, [(120.7, 28.0)])
    write_gpkg(tmp_path / "a.gpkg", COLUMNS, rows, [(120.7, 28.0)])
    assert "\ufffd" in clean(text)
    assert rows_of(tmp_path / "a.xlsx")[1][1] == clean(text)
    assert rows_of(tmp_path / "a.csv")[1][1] == clean(text)
    assert read_geodata(tmp_path / "a.geojson", name="a").attributes[0]["整治单位(区域)"] == clean(text)
    assert read_geodata(tmp_path / "a.gpkg", name="a").attributes[0]["整治单位(区域)"] == clean(text)


def test_title_and_rule_stand_above_a_frozen_header(tmp_path):
    path = tmp_path / "a.xlsx"
    write_xlsx(path, COLUMNS, [["1", "晨岚模具厂", 3]], title="鹿城区挂牌台账", rule="口径:截至今日")
    sheet = openpyxl.load_workbook(path).active
    assert [sheet["A1"].value, sheet["A2"].value, sheet["A3"].value] == [
        "鹿城区挂牌台账",
        "口径:截至今日",
        "编号",
    ]
    assert (sheet.freeze_panes, sheet["C4"].value) == ("A4", 3)
    assert sheet.print_title_rows == "$3:$3"


def test_a_text_longer_than_a_cell_is_cut_visibly(tmp_path):
    write_xlsx(tmp_path / "a.xlsx", ["甲"], [["长" * 40_000]])
    assert rows_of(tmp_path / "a.xlsx")[1][0] == "长" * 32_766 + "…"


def test_an_export_without_rows_is_a_header(tmp_path):
    write_xlsx(tmp_path / "a.xlsx", COLUMNS, [])
    write_csv(tmp_path / "a.csv", COLUMNS, [])
    write_gpkg(tmp_path / "a.gpkg", COLUMNS, [], [])
    assert rows_of(tmp_path / "a.xlsx") == rows_of(tmp_path / "a.csv") == [COLUMNS]


def test_points_shapes_and_blanks_go_out_and_come_in_again(tmp_path):
    area = shapely.box(120.68, 27.98, 120.7, 28.0)
    shapes = [(120.7, 28.0), shapely.to_wkb(area), None]
    rows = [[str(n), "点", ""] for n in range(3)]
    for name, write in (("a.geojson", write_geojson), ("a.gpkg", write_gpkg)):
        write(tmp_path / name, COLUMNS, rows, shapes)
        layer = read_geodata(tmp_path / name, name=name)
        assert layer.crs == "EPSG:4490"
        assert [a["编号"] for a in layer.attributes] == ["0", "1", "2"]
        assert shapely.from_wkb(layer.geometry[0]).equals(shapely.Point(120.7, 28.0))
        assert shapely.from_wkb(layer.geometry[1]).equals(area)
        assert layer.geometry[2] is None
    assert json.loads((tmp_path / "a.geojson").read_text("utf-8"))["features"][0]["properties"]["编号"] == "0"


def test_an_export_that_fails_leaves_the_old_file(tmp_path):
    write_csv(tmp_path / "a.csv", COLUMNS, [["1", "旧", ""]])

    def broken():
        yield ["2", "新", ""]
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        write_csv(tmp_path / "a.csv", COLUMNS, broken())
    assert rows_of(tmp_path / "a.csv")[1][1] == "旧"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


def test_the_template_explains_itself_and_keeps_cells_text(tmp_path):
    path = tmp_path / "t.xlsx"
    many = tuple(f"行业类别第{n}种" for n in range(60))
    notes = {
        "编号": ColumnNote("本单位编号,可留空"),
        "整治单位(区域)": ColumnNote("单位全称", required=True),
        "备注": ["甲", "乙"],
        "行业类别": ColumnNote("按字典选择", choices=many),
    }
    write_template(path, [*COLUMNS, "行业类别"], notes)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert [c.value for c in sheet[1]] == [*COLUMNS, "行业类别"]
    assert "(必填)" in sheet["B1"].comment.text
    assert sheet.column_dimensions["A"].width >= 12
    lists = {str(v.sqref).split(":")[0]: v.formula1 for v in sheet.data_validations.dataValidation}
    assert lists["C2"] == '"甲,乙"'
    assert lists["D2"] == "可选项!$D$2:$D$61"
    assert [c.value for c in book["可选项"]["D"]][1:] == list(many)
    assert read_table(path, name="t.xlsx").sheets[0].rows == [[*COLUMNS, "行业类别"]]
