"""A caller's complaint by the hands of who took it: it becomes a case, and he is answered."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import settle
from tests.browser.desks import desks

CLERK = "wumatb"
UNIT = "望瓯里纸箱作坊"


@pytest.fixture(scope="module")
def server(own_server) -> str:
    return own_server


def test_a_complaint_comes_in_becomes_a_case_and_is_answered(chromium, server):
    with desks(chromium, server) as at:
        clerk = at(CLERK).go("supervision?view=complaints")
        page = clerk.page
        form = clerk.unfold("登记投诉举报")
        clerk.choose(form, "反映事项", "安全隐患")
        clerk.choose(form, "来源方式", "来电")
        for label, text in (
            ("投诉举报人", "柳如烟"),
            ("联系电话", "13800005678"),
            ("反映内容", "楼道堆满纸箱"),
        ):
            form.get_by_label(re.compile(label)).fill(text)
        page.keyboard.press("Tab")
        settle(page)
        clerk.press("登记", form)
        clerk.told("您是首问责任人")
        page.get_by_role("link", name="楼道堆满纸箱").click()
        settle(page)
        card = page.locator(".st-key-card_next_complaint")
        clerk.press("登记决定", card)
        clerk.told("已登记受理")
        clerk.choose(card, "处理方式", "新立案卷")
        card.get_by_label("整治单位(区域)").fill(UNIT)
        page.keyboard.press("Tab")
        settle(page)
        clerk.press("登记处理", card)
        clerk.told("新立案卷")
        clerk.choose(card, "答复方式", "电话")
        card.get_by_label("答复内容").fill("已立案查处，纸箱当日清走。")
        page.keyboard.press("Tab")
        settle(page)
        clerk.press("登记答复", card)
        clerk.told("办理完毕")
        expect(page.locator(".gp-facts").first).to_contain_text("柳某 138****5678")
        page.locator(".gp-facts a").first.click()
        settle(page)
        expect(page.get_by_role("heading", name=UNIT)).to_be_visible()
