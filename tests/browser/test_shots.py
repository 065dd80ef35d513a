"""The pictures of docs/screenshots: every page as it looks, desktop and phone (``make shots``).

Collected for the pictures alone (HAZARDS_SHOTS=1): other tests work at these pages in every run.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ROOT, settle
from tests.browser.watching import log_in
from tests.services import ugly

PAGES = {
    "overview": "",
    "map": "map",
    "ledger": "ledger",
    "case": "ledger?case=31",
    "intake": "intake",
    "settings": "settings",
}

DESKS = {
    "desk": ("lingdao", ""),
    "gap": ("lingdao", "?view=gap"),
    "indicators": ("lingdao", "?view=indicators"),
    "brief": ("lingdao", "?view=brief"),
    "todo": ("wumatb", "todo"),
    "todo-enforcement": ("zonghe1", "todo"),
    "signing": ("guanghuasq", "signing"),
    "newcase": ("wumatb", "newcase"),
    "batches": ("anwei1", "batches"),
    "audit": ("shenji", "audit"),
    "accounts": ("guanli", "accounts"),
    "case-plan": ("yangyitb", "ledger?case=57&tab=五落实"),
    "case-progress": ("yangyitb", "ledger?case=57&tab=进度"),
    "case-evidence": ("jiaojing1", "ledger?case=57&tab=证据"),
    "case-papers": ("anwei1", "ledger?case=57&tab=文书"),
    "case-trail": ("lingdao", "ledger?case=57&tab=轨迹"),
    "building": ("zonghe1", "ledger?case=242"),
    "building-procedure": ("zonghe1", "ledger?case=242&tab=程序"),
    "building-ground": ("zonghe1", "ledger?case=242&tab=占地"),
    "building-papers": ("zonghe1", "ledger?case=242&tab=文书"),
    "structures": ("anwei1", "structures"),
    "patrols": ("wumatb", "patrols"),
    "weekly": ("wumatb", "reports?view=weekly&week=2026-11-16"),
    "weekly-board": ("anwei1", "reports?view=weekly&week=2026-11-09"),
    "monthly": ("shuangyutb", "reports?view=monthly&month=2026-10"),
    "closing": ("anwei1", "reports?view=closing&year=2025"),
    "calculator": ("zonghe1", "calculator"),
}
"""By name of the picture: who sits there, and what is asked."""


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


@pytest.mark.parametrize("name", DESKS)
def test_a_desk_has_its_picture(screen, server, visit, shot, name):
    size, page = screen
    who, path = DESKS[name]
    page.context.clear_cookies()
    log_in(page.context, server, who)
    visit(page, path)
    assert shot(page, f"{name}-{size}").stat().st_size < 300_000


@pytest.mark.parametrize("path", ["login", "upload/57", "wall"])
def test_a_page_of_our_own_has_its_picture(screen, server, path):
    size, page = screen
    page.context.clear_cookies()
    if path != "login":
        log_in(page.context, server, "lingdao" if path == "wall" else "yangyitb")
    page.goto(f"{server}/{path}")
    page.wait_for_timeout(500)
    page.screenshot(path=ROOT / "docs" / "screenshots" / f"{path.partition('/')[0]}-{size}.png")
