"""Scenario 1: an ugly second batch is handed in, corrected, confirmed, and handed in again."""

import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import hazards, settle
from tests.services import ugly

NAME = "2026年度第二批.xlsx"


@pytest.fixture(scope="module")
def server(own_store, own_server, tmp_path_factory) -> str:
    """The demonstration district, which knows 晨岚模具厂(双屿) from the ledger of an earlier year."""
    known = tmp_path_factory.mktemp("known") / "known.csv"
    known.write_text(f"编号,整治单位(区域),属地街道,年度\n旧001,{ugly.KNOWN},双屿街道,2024\n", "utf-8")
    assert hazards(own_store, "ledger", "import", str(known), "--json")["accepted"] == 1
    return own_server


@pytest.fixture(scope="module")
def second_batch(tmp_path_factory) -> Path:
    """The spreadsheet with a column of listing dates at its right end, all before the deadlines."""
    path = ugly.write(tmp_path_factory.mktemp("file") / NAME)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    sheet.cell(2, ugly.WIDE + 1, "挂牌日期")
    sheet.merge_cells(start_row=2, end_row=4, start_column=ugly.WIDE + 1, end_column=ugly.WIDE + 1)
    for row in range(5, sheet.max_row + 1):
        if isinstance(sheet.cell(row, 1).value, int):
            sheet.cell(row, ugly.WIDE + 1, "2026年8月20日")
    book.save(path)
    return path


def _listed(page: Page) -> int:
    page.goto("/")
    settle(page)
    card = page.locator(".gp-card", has=page.get_by_role("heading", name="挂牌", exact=True))
    return int(card.locator(".gp-number a").inner_text())


def _counts(page: Page) -> dict[str, int]:
    """The four numbers of step 2, by their headings."""
    told = {}
    for name in ("共", "可入库", "未采用", "无变化"):
        card = page.locator(".gp-card", has=page.get_by_role("heading", name=name, exact=True))
        told[name] = int(re.match(r"\d+", card.locator(".gp-number").inner_text()).group())
    return told


def _hand_in(page: Page, path: Path) -> None:
    page.goto("/intake")
    settle(page)
    page.locator("input[type=file]").set_input_files(path)
    page.wait_for_url(re.compile("upload="))
    expect(page.get_by_role("heading", name="可入库")).to_be_visible()
    settle(page)


def test_thirteen_cases_go_in_once_however_often_the_file_comes(page_desktop, own_store, second_batch):
    page = page_desktop
    before = _listed(page)
    figures = hazards(own_store, "rates", "--json")["total"]
    levels = {r["name"]: r["listed"] for r in hazards(own_store, "rates", "--by", "level", "--json")["rows"]}
    streets = {r["name"]: r["listed"] for r in hazards(own_store, "rates", "--json")["rows"]}

    _hand_in(page, second_batch)
    assert _counts(page) == {"共": 13, "可入库": 12, "未采用": 1, "无变化": 0}

    wrong = page.get_by_label(re.compile("^第 9 行 .*整改期限"))
    expect(wrong).to_have_value(ugly.WRONG)
    wrong.fill(ugly.RIGHT)
    page.get_by_role("button", name="改正并重新核对").click()
    expect(page.get_by_role("button", name="确认入库 13 行")).to_be_enabled()
    assert _counts(page) == {"共": 13, "可入库": 13, "未采用": 0, "无变化": 0}

    questions = page.get_by_role("radiogroup").filter(has_text="同一单位")
    expect(questions).to_have_count(1)
    expect(questions).to_have_attribute("aria-label", re.compile(f"{ugly.TOLD}.*{re.escape(ugly.KNOWN)}"))
    questions.get_by_text("是同一单位", exact=True).click()
    page.get_by_role("button", name="确认入库 13 行").click()
    expect(page.get_by_text("新增 13 件")).to_be_visible()

    assert _listed(page) == before + 13
    total = hazards(own_store, "rates", "--json")["total"]
    assert total["listed"] == figures["listed"] + 13
    assert total["struck_off"] == figures["struck_off"]
    now = {r["name"]: r["listed"] for r in hazards(own_store, "rates", "--by", "level", "--json")["rows"]}
    assert {n: now[n] - levels.get(n, 0) for n in now if now[n] != levels.get(n, 0)} == {
        "省级": 1,
        "区级": 12,
    }
    now = {r["name"]: r["listed"] for r in hazards(own_store, "rates", "--json")["rows"]}
    assert now["双屿街道"] == streets["双屿街道"] + 4

    page.goto("/ledger?text=嵇师路")
    settle(page)
    expect(page.locator(".gp-count")).to_have_text("4 件")
    expect(page.locator("tbody [data-head='属地']")).to_have_text(["双屿街道"] * 4)
    for word in ("合计", "小计", "填表人"):
        page.goto(f"/ledger?year=all&kind=all&text={word}")
        settle(page)
        expect(page.get_by_text("没有符合条件的案件")).to_be_visible()

    page.goto(f"/ledger?text={ugly.PROVINCE[0][0]}")
    settle(page)
    expect(page.locator(".gp-count")).to_have_text("1 件")
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", name=ugly.PROVINCE[0][0])).to_be_visible()
    items = page.locator(".gp-card", has=page.get_by_role("heading", name=re.compile("整治明细")))
    expect(items.locator("li")).to_have_count(8)
    expect(items.locator("li").first).to_have_text(ugly.POINTS.split("、")[0])

    _hand_in(page, second_batch)
    assert _counts(page) == {"共": 13, "可入库": 0, "未采用": 1, "无变化": 12}
    expect(page.get_by_role("radiogroup").filter(has_text="同一单位")).to_have_count(0)
    expect(page.get_by_role("button", name="确认入库 0 行")).to_be_disabled()
    assert _listed(page) == before + 13
