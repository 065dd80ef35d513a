"""Scenario 1: the ugly spreadsheet is the normal one."""

from dataclasses import replace

import pytest

from hazards.services import intake, lists, taking
from hazards.services.access import LOCAL_ADMIN
from hazards.services.asked import Asked
from hazards.services.drafts import Verdict
from tests.services import ugly
from tests.services.district import table, total


@pytest.fixture
def known(store, tmp_path):
    """The district already knows 晨岚模具厂(双屿) from an earlier ledger of another year."""
    path = tmp_path / "known.csv"
    path.write_text(
        f"编号,整治单位(区域),属地街道,年度\n旧001,{ugly.KNOWN},双屿街道,2024\n", encoding="utf-8"
    )
    taking.commit(store, LOCAL_ADMIN, intake.check(store, LOCAL_ADMIN, path))
    return store


@pytest.fixture
def draft(known, tmp_path):
    return intake.check(known, LOCAL_ADMIN, ugly.write(tmp_path / "2026年度第二批.xlsx"))


def corrected(store, draft):
    """The same grid with the wrong deadline put right in its own cell, as the page does it."""
    place = draft.tables.places[8]
    sheet = draft.book.sheets[place.sheet]
    at = draft.tables.headers[place.sheet].meant["整改期限"]
    assert sheet.rows[place.line][at] == ugly.WRONG
    rows = [list(r) for r in sheet.rows]
    rows[place.line][at] = ugly.RIGHT
    book = replace(draft.book, sheets=(replace(sheet, rows=rows),))
    return intake.check_book(store, LOCAL_ADMIN, book, file_name=draft.file_name, sha256=draft.sha256)


def test_row_nine_alone_is_refused_for_a_day_that_never_was(draft):
    refused = [f for f in draft.findings if f.refuses]
    assert [(f.row, f.column, f.code, f.value) for f in refused] == [
        (9, "整改期限", "date-impossible", ugly.WRONG)
    ]
    assert (len(draft.rows), draft.accepted, draft.refused) == (13, 12, 1)


def test_corrected_in_place_thirteen_cases_go_in_once(known, draft, tmp_path):
    right = corrected(known, draft)
    assert (right.accepted, right.refused) == (13, 0)
    taking.commit(known, LOCAL_ADMIN, right)
    assert total(known)["listed"] == 13
    again = intake.check(known, LOCAL_ADMIN, ugly.write(tmp_path / "again.xlsx"))
    assert (again.accepted, again.unchanged, again.refused) == (0, 12, 1)
    taking.commit(known, LOCAL_ADMIN, again)
    assert total(known)["listed"] == 13


def test_sections_give_the_level_and_the_title_year_and_batch(known, draft):
    taking.commit(known, LOCAL_ADMIN, corrected(known, draft))
    levels = {r["name"]: r["listed"] for r in table(known, by="level").public()["rows"] if r["listed"]}
    assert levels == {"省级": 1, "区级": 12}
    batches = {r["name"]: r["listed"] for r in table(known, by="batch").public()["rows"] if r["listed"]}
    assert batches == {"第二批": 13}


def test_no_case_is_called_total_and_the_merged_street_covers_four_rows(known, draft):
    taking.commit(known, LOCAL_ADMIN, corrected(known, draft))
    page = lists.page(known, LOCAL_ADMIN, Asked(measure="listed"), size=None)
    assert {line.unit for line in page.lines} == {c[0] for c in ugly.PROVINCE + ugly.DISTRICT}
    assert sum(line.street == "双屿街道" for line in page.lines) == 4
    assert all(line.street != "未定属地" for line in page.lines)


def test_the_road_is_one_place_with_eight_items(known, draft):
    taking.commit(known, LOCAL_ADMIN, corrected(known, draft))
    page = lists.page(known, LOCAL_ADMIN, Asked(level="省级"), size=None)
    assert page.total == 1
    dossier = lists.case(known, LOCAL_ADMIN, page.lines[0].id)
    assert [i["text"] for i in dossier.items] == ugly.POINTS.split("、")


def test_the_numbered_faults_of_one_factory_are_two_items_of_one_case(draft):
    row = draft.rows[1]
    assert [text for _, text in row.items] == ["疏散通道堵塞", "无应急照明"]


def test_one_question_asks_whether_two_names_are_one_unit(draft):
    assert draft.same_unit_questions == [(ugly.TOLD, ugly.KNOWN)]


def test_said_to_be_one_unit_the_case_joins_its_register_and_is_not_asked_again(known, draft, tmp_path):
    right = corrected(known, draft)
    taking.commit(known, LOCAL_ADMIN, right, same_units={(ugly.TOLD, ugly.KNOWN): True})
    ids = lists.page(known, LOCAL_ADMIN, Asked(year=0, text="晨岚"), size=None).ids.tolist()
    units = {lists.case(known, LOCAL_ADMIN, i).row["unit_id"] for i in ids}
    assert (len(ids), len(units)) == (2, 1)
    other = tmp_path / "other.csv"
    other.write_text(f"编号,整治单位(区域)\n新002,{ugly.TOLD}\n", encoding="utf-8")
    assert intake.check(known, LOCAL_ADMIN, other).same_unit_questions == []


def test_the_five_measures_under_one_merged_header_are_read(draft):
    listing = draft.rows[0].listing
    told = [
        getattr(listing, f"claim_{n}") for n in ("responsibility", "measures", "funds", "deadline", "plan")
    ]
    assert told == ugly.MEASURES


def test_dates_as_people_write_them_are_read_and_provisional_ones_said(draft):
    told = {r.listing.unit: r.listing.deadline.isoformat() for r in draft.rows if r.listing}
    assert told[ugly.TOLD] == "2026-10-31"
    assert told["海石仓库"] == "2026-11-30"
    assert told["云帆皮革厂"] == "2026-12-31"  # 46387, as a spreadsheet stores it
    assert told["望瓯宾馆"] == "2026-12-31"
    provisional = [f.row for f in draft.findings if f.code == "date-incomplete"]
    assert provisional == [8]


def test_totals_and_signatures_are_told_as_skipped_not_dropped_in_silence(draft):
    assert [" 3 行" in f.remedy for f in draft.findings if f.code == "rows-skipped"] == [True]
    assert {r.verdict for r in draft.rows} == {Verdict.NEW, Verdict.REFUSED}
