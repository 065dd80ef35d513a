"""Scenario 2: a ledger says a live case is closed; only its telephone is news."""

import re

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import hazards, settle

NUMBER, UNIT = "鹿挂〔2026〕031号", "望瓯古街小商品市场"
PHONE = "0577-05559931"
ROW = {
    "编号": NUMBER,
    "整治单位(区域)": UNIT,
    "属地街道": "五马街道",
    "联系电话": PHONE,
    "整改期限": "2027-06-30",
    "状态": "已销号",
    "销号日期": "2026-11-20",
}


@pytest.fixture(scope="module")
def server(own_server) -> str:
    return own_server


@pytest.fixture
def closed_elsewhere(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(list(ROW))
    book.active.append(list(ROW.values()))
    book.save(path := tmp_path / "街道报来.xlsx")
    return path


def _case(page: Page) -> dict[str, str]:
    """What the case page says, and how many events it shows."""
    page.goto(f"/ledger?text={NUMBER}")
    settle(page)
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", name=UNIT)).to_be_visible()
    settle(page)
    told = dict(
        zip(page.locator("dl dt").all_inner_texts(), page.locator("dl dd").all_inner_texts(), strict=True)
    )
    lamp = page.locator(".gp-figure b").inner_text()
    page.get_by_test_id("stButtonGroup").get_by_text("轨迹").click()
    trail = page.locator(".gp-card", has=page.get_by_role("heading", name=re.compile("^轨迹")))
    expect(trail).to_be_visible()
    settle(page)
    assert trail.locator("li").count() == int(re.search(r"\d+", trail.locator("h2").inner_text()).group())
    return told | {"轨迹": str(trail.locator("li").count()), "灯": lamp}


def test_a_ledger_cannot_close_a_live_case_but_may_bring_its_telephone(
    page_desktop, own_store, closed_elsewhere
):
    page = page_desktop
    rates = hazards(own_store, "rates", "--json")
    before = _case(page)
    assert (before["状态"], before["整改期限"]) == ("整改中", "2026-12-15")

    page.goto("/intake")
    settle(page)
    page.locator("input[type=file]").set_input_files(closed_elsewhere)
    page.wait_for_url(re.compile("upload="))
    changes = page.locator(".gp-card", has=page.get_by_role("heading", name="将更新的内容"))
    expect(changes.locator("tbody tr")).to_have_count(1)
    expect(changes.locator("tbody td")).to_have_text(["1", NUMBER, "联系电话", before["联系电话"], PHONE])
    told = page.locator("tr").filter(has_text="请在案卷中办理")
    expect(told).to_have_count(3)
    expect(told.locator("[data-head='列']")).to_have_text(["整改期限", "状态", "销号日期"])
    page.get_by_role("button", name="确认入库 1 行").click()
    expect(page.get_by_text("更新 1 件")).to_be_visible()

    after = _case(page)
    assert after.pop("联系电话") == PHONE
    assert int(after.pop("轨迹")) == int(before.pop("轨迹")) + 1
    before.pop("联系电话")
    assert after == before
    assert hazards(own_store, "rates", "--json") == rates
