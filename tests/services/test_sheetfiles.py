"""Files of lists: the list of a page, under its own name, for whom the page is."""

import csv
import io

import openpyxl
import pytest

from hazards.domain.roles import Role
from hazards.services import export, sheetfiles, sheets
from hazards.services.access import LOCAL_ADMIN, NotYours
from hazards.services.export import UnknownExport
from tests.services.district import add_case
from tests.services.offices import office, street


@pytest.fixture
def case(store):
    return add_case(store, street="五马街道", unit="=cmd|' /C calc'!A0", number="0012", identity="n:0012")


def test_every_list_leaves_as_a_file_under_the_name_it_prints_under(store, case):
    for name in sheets.SHEETS:
        scope = LOCAL_ADMIN if name == "accounts" else office(Role.LISTING, 7)
        content, media, file_name = sheetfiles.write(store, scope, name, {}, "xlsx")
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert sheet["A1"].value == sheets.listed(store, scope, name, {}).sheet.title
        assert media.startswith("application/")
        assert file_name.endswith("_20261121.xlsx")


def test_what_waits_leaves_as_text_that_runs_nothing(store, case):
    content, _, _ = export.download(store, street(store, "五马街道", Role.CLERK, 8), "todo.csv", {})
    cells = [c for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for c in row]
    assert "0012" in cells
    assert "'=cmd|' /C calc'!A0" in cells


def test_figures_are_numbers_that_add_up_and_ids_stay_text(store, case):
    content, _, _ = export.download(store, office(Role.LISTING, 7), "rates.xlsx", {})
    sheet = openpyxl.load_workbook(io.BytesIO(content))["整改率表"]
    total = {head.value: cell for head, cell in zip(sheet[3], sheet[sheet.max_row], strict=True)}
    assert (total["挂牌"].value, total["整改率%"].value, total["整改率%"].number_format) == (1, 0, "0.00")
    assert {type(row[1].value) for row in sheet.iter_rows(min_row=4)} <= {str, type(None)}  # 代码
    content, _, _ = sheetfiles.write(store, office(Role.LISTING, 7), "cases", {}, "xlsx")
    cells = {cell.value for row in openpyxl.load_workbook(io.BytesIO(content)).active for cell in row}
    assert "0012" in cells


def test_the_file_holds_what_its_page_shows_and_no_more(store, case):
    content, _, _ = sheetfiles.write(store, street(store, "南汇街道", Role.CLERK, 9), "cases", {}, "csv")
    assert "0012" not in content.decode()


def test_who_may_not_open_the_list_gets_no_file(store):
    with pytest.raises(NotYours):
        export.download(store, street(store, "五马街道", Role.CLERK, 8), "oddities.xlsx", {})


@pytest.mark.parametrize("name", ["nothing.xlsx", "todo.gpkg", "todo.exe", "../cases.csv"])
def test_no_other_name_gives_a_file(store, name):
    with pytest.raises(UnknownExport):
        export.download(store, LOCAL_ADMIN, name, {})
