"""导入 in a real browser: broken, odd and long files; nothing typed is lost."""

import re
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from playwright.sync_api import Page, expect

from tests.browser.conftest import settle

HEADS = ["编号", "整治单位(区域)", "属地街道", "隐患主要内容", "整改期限"]
# Seen by the page itself, so that no value is missed between two looks.
WATCH = """() => {
  window.seen = new Set();
  new MutationObserver(() => {
    for (const bar of document.querySelectorAll("[role=progressbar]")) seen.add(bar.getAttribute("aria-valuenow"));
  }).observe(document.body, {subtree: true, childList: true, attributes: true});
}"""


@pytest.fixture(scope="module")
def server(own_server) -> str:
    return own_server


def csv(path, rows, encoding="utf-8"):
    lines = [HEADS, *rows]
    path.write_bytes("\n".join(",".join(row) for row in lines).encode(encoding))
    return path


def hand_in(page: Page, path) -> None:
    page.goto("/intake")
    settle(page)
    page.locator("input[type=file]").set_input_files(path)
    page.wait_for_url(re.compile("upload="))
    settle(page)


def figure(page: Page, name: str) -> str:
    card = page.locator(".gp-card", has=page.get_by_role("heading", name=name, exact=True))
    return re.sub(r"\D", "", card.locator(".gp-number").inner_text())


def test_a_broken_file_is_named_and_another_can_be_chosen(page_desktop, tmp_path):
    path = tmp_path / "坏了.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    hand_in(page_desktop, path)
    alert = page_desktop.get_by_test_id("stAlert")
    expect(alert).to_contain_text("无法读取")
    page_desktop.get_by_role("button", name="换一个文件").click()
    expect(page_desktop.get_by_role("button", name="核对粘贴的内容")).to_be_visible()
    assert "upload=" not in page_desktop.url


def test_a_gbk_csv_is_read_as_it_was_meant(page_desktop, tmp_path):
    path = csv(
        tmp_path / "国标.csv", [["甲一", "蘅芜阀门厂", "五马街道", "无证上岗", "2026-12-31"]], "gb18030"
    )
    hand_in(page_desktop, path)
    assert (figure(page_desktop, "可入库"), figure(page_desktop, "未采用")) == ("1", "0")
    page_desktop.get_by_text("对照原表").click()
    expect(page_desktop.get_by_text("蘅芜阀门厂").first).to_be_visible()


def test_a_pasted_table_is_checked_like_a_file(page_desktop):
    page_desktop.goto("/intake")
    settle(page_desktop)
    rows = ["\t".join(HEADS), "乙一\t静庐旅社\t松台街道\t安全出口上锁\t2026-12-31"]
    page_desktop.get_by_label(re.compile("粘贴表格")).fill("\n".join(rows))
    page_desktop.get_by_role("button", name="核对粘贴的内容").click()
    expect(page_desktop.get_by_role("button", name="确认入库 1 行")).to_be_enabled()
    page_desktop.get_by_role("button", name="确认入库 1 行").click()
    expect(page_desktop.get_by_text("新增 1 件")).to_be_visible()


def test_a_half_done_import_survives_a_refresh_and_is_offered_again(page_desktop, tmp_path):
    page = page_desktop
    rows = [
        ["丙一", "半途厂", "五马街道", "无应急照明", "2026-13-01"],
        ["丙二", "鹿城区五马街道半途厂", "五马街道", "无证上岗", "2026-12-31"],
    ]
    hand_in(page, csv(tmp_path / "半途.csv", rows))
    assert figure(page, "未采用") == "1"
    page.get_by_label(re.compile("^第 1 行 .*整改期限")).fill("2026-12-01")
    page.get_by_role("button", name="改正并重新核对").click()
    expect(page.get_by_role("button", name="确认入库 2 行")).to_be_enabled()
    question = page.get_by_role("radiogroup").filter(has_text="同一单位")
    question.get_by_text("是同一单位", exact=True).click()
    settle(page)
    page.reload()
    settle(page)
    assert figure(page, "可入库") == "2"
    assert question.get_by_label("是同一单位", exact=True).is_checked()
    page.goto("/intake")
    settle(page)
    page.get_by_role("link", name="半途.csv").click()
    expect(page.get_by_role("button", name="确认入库 2 行")).to_be_enabled()
    page.get_by_role("button", name="放弃这份文件").click()
    expect(page.get_by_role("button", name="核对粘贴的内容")).to_be_visible()
    expect(page.get_by_role("link", name="半途.csv")).to_have_count(0)


def test_bad_cells_come_back_coloured_in_the_users_own_file(page_desktop, tmp_path):
    page = page_desktop
    hand_in(page, csv(tmp_path / "有错.csv", [["丁一", "有错厂", "五马街道", "内容", "2026-02-30"]]))
    page.get_by_role("button", name=re.compile("批注文件")).click()
    with page.expect_download() as got:
        page.get_by_role("button", name="下载批注文件").click()
    assert got.value.suggested_filename == "有错_批注.xlsx"
    cell = openpyxl.load_workbook(BytesIO(got.value.path().read_bytes())).worksheets[0]["E2"]
    assert cell.comment is not None
    assert cell.fill.fgColor.rgb != "00000000"


def test_a_long_ledger_shows_a_bar_that_moves(page_desktop, tmp_path):
    page = page_desktop
    path = tmp_path / "两万行.xlsx"
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADS)
    for n in range(1, 20_001):
        sheet.write_row(n, 0, [f"长{n}", f"长列厂{n}", "双屿街道", "电气线路老化", "2026-12-31"])
    book.close()
    page.goto("/intake")
    settle(page)
    page.evaluate(WATCH)
    page.locator("input[type=file]").set_input_files(path)
    sure = page.get_by_role("button", name="确认入库 20000 行")
    expect(sure).to_be_enabled(timeout=60_000)
    assert len(page.evaluate("[...seen]")) >= 3
    page.evaluate("seen.clear()")
    sure.dblclick()  # an impatient second press changes nothing
    expect(page.get_by_text("新增 20000 件")).to_be_visible(timeout=60_000)
    assert len(page.evaluate("[...seen]")) >= 1
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
