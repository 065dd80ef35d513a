"""The leaders' desk with one thumb, and the wall of the meeting room on a link that breaks."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, settle
from tests.browser.watching import log_in, still

LEADER = "lingdao"


@pytest.fixture
def visitor(chromium: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A leader's page on a screen of the given size; here a lost link and an ended login are meant."""
    phone = request.param == "phone"
    screen = {"viewport": PHONE, "has_touch": True, "is_mobile": True} if phone else {"viewport": DESKTOP}
    context = still(chromium, server, **screen)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server)
    log_in(context, server, LEADER)
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def grave(page: Page, within: str) -> list[str]:
    """Serious faults of accessibility in our own markup, rule and node."""
    found = Axe().run(page, context=within).response["violations"]
    return [
        f"{one['id']} {node['target']}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("visitor", ["phone"], indirect=True)
def test_one_touch_after_the_login_shows_which_cases_would_close_the_gap(visitor):
    visitor.goto("/")
    settle(visitor)
    sentence = visitor.locator(".gp-sentence")
    expect(sentence).to_contain_text("距95%还差5件，其中1件已核查待销号")
    assert visitor.locator(".gp-sentence a").bounding_box()["y"] < PHONE["height"]
    assert grave(visitor, ".stHtml") == []
    visitor.locator(".gp-copy", has_text="复制这句话").tap()
    expect(visitor.locator(".gp-copy").first).to_have_text("已复制")
    assert "整改率90.22%，距95%还差5件" in visitor.evaluate("navigator.clipboard.readText()")
    visitor.locator(".gp-sentence a").tap()
    settle(visitor)
    rows = visitor.locator(".gp-nears tbody tr")
    expect(rows).to_have_count(5)
    expect(rows.first).to_contain_text("待销号")
    expect(rows.first).to_contain_text(re.compile(r"区安委办 \d+ 天"))
    assert visitor.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("visitor", ["desktop"], indirect=True)
def test_the_wall_keeps_its_picture_on_a_lost_link_and_says_so(visitor):
    visitor.goto("/wall")
    state, shown = visitor.locator("#state"), visitor.locator(".numbers")
    expect(shown).to_contain_text("90.22%")
    expect(visitor.locator(".ranks li")).to_have_count(16)
    assert visitor.locator("figure svg path").count() >= 13
    assert visitor.evaluate("document.documentElement.scrollHeight") <= DESKTOP["height"]
    assert grave(visitor, "body") == []
    clock = visitor.locator("time").get_attribute("data-clock")
    visitor.context.set_offline(True)
    visitor.get_by_role("button", name="刷新").click()
    expect(state).to_have_text(f"数据停在{clock}")
    expect(shown).to_contain_text("90.22%")
    visitor.context.set_offline(False)
    visitor.get_by_role("button", name="刷新").click()
    expect(state).to_be_hidden()
    visitor.context.clear_cookies()
    visitor.get_by_role("button", name="刷新").click()
    expect(state).to_contain_text("登录已过期")
    expect(shown).to_contain_text("90.22%")
    expect(state.get_by_role("link", name="重新登录")).to_have_attribute(
        "href", re.compile("^/account/login")
    )
