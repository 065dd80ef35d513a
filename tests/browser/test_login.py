"""Login, expiry and logout as a person meets them, by the form and without script."""

import pytest
from playwright.sync_api import Page, expect

from hazards.services import accounts, sessions
from hazards.services.access import LOCAL_ADMIN
from hazards.storage.store import Store
from tests.browser.conftest import settle
from tests.people import PASSWORD


@pytest.fixture(scope="module")
def server(own_server: str) -> str:
    return own_server


def fill(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("账号").fill(name)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录").click()


def test_after_the_login_one_stands_where_one_wanted_to_go(page_desktop):
    page_desktop.context.clear_cookies()
    page_desktop.goto("/ledger?kind=all")
    expect(page_desktop).to_have_title("登录 · 挂牌一张图")
    expect(page_desktop.get_by_text("演示账号的密码")).to_be_visible()
    fill(page_desktop, "wumatb")
    settle(page_desktop)
    assert page_desktop.url.endswith("/ledger?kind=all")
    expect(page_desktop.get_by_test_id("stSidebar").get_by_text("五马街道 填报员")).to_be_visible()


def test_a_clerk_sees_the_cases_of_the_own_street_and_no_entry_of_others(page_desktop):
    page_desktop.context.clear_cookies()
    page_desktop.goto("/ledger?kind=all&year=all")
    fill(page_desktop, "wumatb")
    settle(page_desktop)
    streets = set(page_desktop.locator(".gp-cases td[data-head='属地']").all_inner_texts())
    assert streets == {"五马街道"}
    entries = page_desktop.get_by_test_id("stSidebar").get_by_test_id("stPageLink-NavLink").all_inner_texts()
    assert "通报" in entries
    assert not {"账号", "设置"} & set(entries)


def test_logging_out_ends_at_the_login_page_and_going_back_shows_nothing(page_phone):
    page_phone.goto("/")
    settle(page_phone)
    page_phone.get_by_test_id("stExpandSidebarButton").click()
    page_phone.get_by_role("button", name="退出").click()
    expect(page_phone).to_have_title("登录 · 挂牌一张图")
    page_phone.goto("/ledger")
    expect(page_phone).to_have_title("登录 · 挂牌一张图")


def test_a_page_left_open_says_that_the_login_ended_and_leads_back(page_desktop, own_store):
    page_desktop.goto("/ledger?kind=all")
    settle(page_desktop)
    store = Store(own_store)
    sessions.end_of_account(store, LOCAL_ADMIN, accounts.find(store, "anwei1"))
    page_desktop.get_by_test_id("stMain").get_by_text("违法建筑", exact=True).first.click()
    expect(page_desktop.get_by_text("登录已过期")).to_be_visible()
    page_desktop.get_by_role("link", name="重新登录").click()
    fill(page_desktop, "anwei1")
    settle(page_desktop)
    assert "/ledger" in page_desktop.url


def test_the_administrator_makes_an_account_and_its_first_login_asks_for_a_new_password(page_desktop):
    page_desktop.context.clear_cookies()
    page_desktop.goto("/accounts")
    fill(page_desktop, "guanli")
    settle(page_desktop)
    page_desktop.get_by_label("账号名").fill("xinren")
    page_desktop.get_by_label("姓名").fill("<b>新人</b>")
    form = page_desktop.locator(".st-key-card_new_account")
    form.get_by_label("角色", exact=True).click()
    page_desktop.get_by_role("option", name="领导").click()
    form.get_by_role("button", name="新建").click()
    told = page_desktop.locator(".st-key-card_told")
    expect(told).to_contain_text("首次登录密码")
    first = told.inner_text().split("首次登录密码：")[1].split()[0]
    page_desktop.context.clear_cookies()
    page_desktop.goto("/map")
    fill(page_desktop, "xinren", first)
    expect(page_desktop).to_have_title("修改密码 · 挂牌一张图")
    page_desktop.goto("/ledger")
    expect(page_desktop).to_have_title("修改密码 · 挂牌一张图")
    for label, text in (
        ("原密码", first),
        ("新密码", "雨后的青石板路很滑"),
        ("再输入一次新密码", "雨后的青石板路很滑"),
    ):
        page_desktop.get_by_label(label, exact=True).fill(text)
    page_desktop.get_by_role("button", name="修改密码").click()
    settle(page_desktop)
    expect(page_desktop.get_by_test_id("stSidebar").get_by_text("<b>新人</b>")).to_be_visible()


def test_my_account_shows_my_post_and_lends_it(page_desktop):
    page_desktop.context.clear_cookies()
    page_desktop.goto("/me")
    fill(page_desktop, "wumasq")
    settle(page_desktop)
    form = page_desktop.locator(".st-key-card_lend")
    form.get_by_label("由谁代办").click()
    page_desktop.get_by_role("option", name="陈知夏(wumatb)").click()
    form.get_by_role("button", name="委托").click()
    expect(page_desktop.locator(".st-key-card_lent")).to_contain_text("林望川 委托 陈知夏")
    page_desktop.context.clear_cookies()
    page_desktop.goto("/")
    fill(page_desktop, "wumatb")
    settle(page_desktop)
    page_desktop.get_by_label("当前职务").click()
    page_desktop.get_by_role("option", name="五马街道 审签人(代 林望川)").click()
    expect(page_desktop.get_by_test_id("stSidebar").get_by_text("五马街道 审签人，代 林望川")).to_be_visible()
