"""What a clerk typed outlives the login: it stands in the form again after the next one."""

import pytest
from playwright.sync_api import expect

from hazards.services import accounts, sessions
from hazards.services.access import LOCAL_ADMIN
from hazards.storage.store import Store
from tests.browser.conftest import settle
from tests.browser.watching import log_in

PAGE = "ledger?case=31&tab=%E4%BA%94%E8%90%BD%E5%AE%9E"


@pytest.fixture(scope="module")
def server(own_server) -> str:
    return own_server


def test_a_plan_typed_while_the_login_ended_is_there_after_the_next(page_desktop, server, own_store, visit):
    page = page_desktop
    page.context.clear_cookies()
    log_in(page.context, server, "wumatb")
    visit(page, PAGE)
    page.get_by_text("填写整治方案", exact=True).click()
    page.get_by_label("1. 治理的目标和任务").fill("三个月内完成喷淋改造，逐层验收。")
    store = Store(own_store)
    sessions.end_of_account(store, LOCAL_ADMIN, accounts.find(store, "wumatb"))
    page.get_by_role("button", name="保存为新一版").click()
    page.get_by_text("登录已过期").wait_for()
    page.get_by_role("link", name="重新登录").click()
    page.get_by_label("账号").fill("wumatb")
    page.get_by_label("密码").fill("yanshi2026")
    page.get_by_role("button", name="登录").click()
    settle(page)
    expect(page.get_by_text("登录过期前填写的内容已取回")).to_be_visible()
    page.get_by_text("填写整治方案", exact=True).click()
    expect(page.get_by_label("1. 治理的目标和任务")).to_have_value("三个月内完成喷淋改造，逐层验收。")
    page.get_by_role("button", name="保存为新一版").click()
    expect(page.get_by_text("整治方案第 1 版已保存")).to_be_visible()


def test_a_reload_keeps_what_is_typed_and_a_second_press_does_nothing(page_desktop, server, visit):
    page = page_desktop
    page.context.clear_cookies()
    log_in(page.context, server, "wumatb")
    visit(page, "ledger?case=31&tab=%E8%BF%9B%E5%BA%A6")
    page.get_by_text("登记资金支付", exact=True).click()
    page.get_by_label("金额(万元)").fill("3.5")
    page.get_by_label("来源").press_sequentially("业主自筹")
    page.reload()
    settle(page)
    expect(page.get_by_label("来源")).to_have_value("业主自筹")
    page.get_by_label("金额(万元)").fill("3.5")
    page.get_by_role("button", name="登记", exact=True).dblclick()
    expect(page.get_by_text("资金支付已登记")).to_be_visible()
    settle(page)
    expect(page.get_by_role("cell", name="3.5", exact=True)).to_have_count(1)
    assert page.evaluate("sessionStorage.length") == 0
