"""The pictures of docs/screenshots: every page as it looks, desktop and phone (``make shots``)."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import settle
from tests.services import ugly

PAGES = {
    "overview": "",
    "map": "map",
    "ledger": "ledger",
    "case": "ledger?case=31",
    "intake": "intake",
    "settings": "settings",
}


@pytest.fixture(params=["desktop", "phone"])
def screen(request):
    return request.param, request.getfixturevalue(f"page_{request.param}")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_its_picture(screen, visit, shot, name):
    size, page = screen
    visit(page, PAGES[name])
    assert shot(page, f"{name}-{size}").stat().st_size < 300_000


def test_the_check_of_an_import_has_its_picture(screen, shot, tmp_path):
    size, page = screen
    page.goto("/intake")
    settle(page)
    page.locator("input[type=file]").set_input_files(ugly.write(tmp_path / "2026年度第二批.xlsx"))
    page.wait_for_url(re.compile("upload="))
    expect(page.get_by_role("button", name=re.compile("^确认入库"))).to_be_visible()
    settle(page)
    assert shot(page, f"intake-check-{size}").stat().st_size < 300_000
    page.get_by_role("button", name="放弃这份文件").click()
    expect(page.get_by_role("button", name="核对粘贴的内容")).to_be_visible()
