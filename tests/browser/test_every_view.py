"""Views behind the pages: a case, a figure's list, the check of an import, every tab of 设置."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settle
from tests.browser.test_look import _english as english
from tests.services import ugly

VIEWS = [
    "ledger?case=31",
    "ledger?case=99999",
    "ledger?measure=open_overdue",
    "ledger?kind=building",
    "?as_of=x",
]
TABS = ["属地与边界", "年度目标", "工作日历", "数据字典"]
# Whatever reaches beyond the screen and is neither scrolled by a box of its own nor cut on purpose.
BEYOND = """() => [...document.querySelectorAll(".stMainBlockContainer *")].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width && box.right > innerWidth + 1 && !one.closest(".gp-wide, [data-baseweb='tab-list'], [role=tablist]");
}).map((one) => one.className + ": " + one.textContent.slice(0, 40))"""


@pytest.fixture(params=["desktop", "phone"])
def screen(request) -> Page:
    return request.getfixturevalue(f"page_{request.param}")


def fits(page: Page) -> None:
    page.wait_for_timeout(300)
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    assert page.evaluate(BEYOND) == []
    assert english(page) == []


def test_a_view_speaks_chinese_and_fits(screen):
    for path in VIEWS:
        screen.goto(f"/{path}")
        screen.wait_for_selector(".stMainBlockContainer h1, [data-testid=stAlert]")
        screen.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']")
        fits(screen)


def test_every_tab_of_the_settings_fits(screen, visit):
    visit(screen, "settings")
    for tab in TABS:
        screen.get_by_role("tab", name=tab).click()
        fits(screen)


def test_the_check_of_an_import_fits(screen, tmp_path):
    screen.goto("/intake")
    settle(screen)
    screen.locator("input[type=file]").set_input_files(ugly.write(tmp_path / "2026年度第二批.xlsx"))
    sure = screen.get_by_role("button", name=re.compile("^确认入库"))
    expect(sure).to_be_visible()
    for box in ("对照原表", "表头对应", "关于整个文件的提示"):
        screen.get_by_text(re.compile(f"^{box}")).click()
    settle(screen)
    fits(screen)
    expect(sure).to_be_in_viewport()
    screen.get_by_role("button", name="放弃这份文件").click()
    expect(screen.get_by_role("button", name="核对粘贴的内容")).to_be_visible()
