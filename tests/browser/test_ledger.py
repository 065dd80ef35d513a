"""台账 in a real browser: filters survive a refresh, exports open, the print view is whole."""

import csv
import io
import json
import re

import openpyxl
import pikepdf
import pyogrio
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import settle


def total(page) -> int:
    return int(re.search(r"\d+", page.locator(".gp-count").inner_text()).group())


def choose(page, label: str, option: str) -> None:
    """Choose in a filter, and wait until the address says so and the page stands still."""
    before = page.url
    page.get_by_role("combobox", name=re.compile(label)).click()
    page.get_by_role("option", name=option, exact=True).click()
    page.wait_for_url(lambda url: url != before)
    settle(page)


def test_filters_and_the_page_survive_a_refresh(page_desktop, visit):
    page = page_desktop
    visit(page, "ledger")
    before = total(page)
    choose(page, "挂牌级别", "区级")
    choose(page, "年度", "全部年度")
    page.get_by_label("搜索").fill("街道")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("text="))
    settle(page)
    narrowed = total(page)
    assert narrowed not in (0, before)
    page.get_by_role("button", name="下一页").click()
    expect(page.get_by_text("第 2 页")).to_be_visible()
    settle(page)
    first = page.locator("tbody a").first.inner_text()
    page.reload()
    settle(page)
    assert total(page) == narrowed
    assert page.locator("tbody a").first.inner_text() == first
    assert page.get_by_label("搜索").input_value() == "街道"


def test_the_way_back_restores_the_question_before(page_desktop, visit):
    page = page_desktop
    visit(page, "ledger")
    before = total(page)
    choose(page, "挂牌级别", "省级")
    assert total(page) < before
    page.go_back()
    expect(page.locator(".gp-count")).to_have_text(f"{before} 件")
    assert page.get_by_role("combobox", name=re.compile("挂牌级别")).input_value() == "全部级别"


@pytest.mark.parametrize("kind", ["xlsx", "csv", "GeoJSON", "GeoPackage"])
def test_an_export_is_a_file_that_opens_and_holds_the_list(page_desktop, visit, tmp_path, kind):
    page = page_desktop
    visit(page, "ledger?level=区级")
    shown = total(page)
    with page.expect_download() as got:
        page.get_by_role("link", name=kind, exact=True).click()
    path = tmp_path / got.value.suggested_filename
    got.value.save_as(path)
    data = path.read_bytes()
    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        numbers = [row[0] for row in book.worksheets[0].iter_rows(values_only=True) if row[0]]
        assert sum("鹿挂" in str(n) for n in numbers) == shown
    elif kind == "csv":
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
        assert len(rows) == shown
    elif kind == "GeoJSON":
        assert len(json.loads(data)["features"]) == shown
    else:
        assert pyogrio.read_info(path)["features"] == shown
    assert re.search("[一-龥]", got.value.suggested_filename)


def test_printing_leads_to_every_case_on_paper_and_the_page_itself_prints_too(page_desktop, visit):
    page = page_desktop
    visit(page, "ledger")
    paper = page.request.get(page.get_by_role("link", name="打印", exact=True).get_attribute("href"))
    assert paper.headers["content-type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(paper.body())) as document:
        assert len(document.pages) > 1
    page.emulate_media(media="print")
    expect(page.get_by_text("审核人")).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_text("口径：")).to_be_visible()
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") > 1


def test_a_filter_of_the_map_drives_its_list(page_desktop, visit):
    page = page_desktop
    visit(page, "map")
    title = page.locator(".st-key-card_list .gp-title")
    before = title.inner_text()
    choose(page, "挂牌级别", "省级")
    expect(title).not_to_have_text(before)
    told = int(re.search(r"\d+", title.inner_text()).group())
    page.locator(".st-key-card_list").get_by_text("在台账中查看全部").click()
    page.wait_for_url(re.compile("/ledger"))
    settle(page)
    assert total(page) == told
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", name="案卷内容")).to_be_visible()


def test_the_keyboard_reaches_filters_before_the_list(page_desktop, visit):
    page = page_desktop
    visit(page, "ledger")
    page.get_by_label("搜索").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('tbody')"):
            break
    assert page.evaluate("document.activeElement.closest('tbody tr').rowIndex") == 1
    page.keyboard.press("Enter")
    expect(page.get_by_text("返回台账")).to_be_visible()
