"""A clerk fills in the week's report on a phone, the head signs it on a phone, and it prints."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.desks import desks

ON_A_PHONE = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
WEEK = "reports?view=weekly&week=2026-11-16"


@pytest.fixture(scope="module")
def server(own_server) -> str:
    return own_server


def test_a_week_is_reported_and_signed_with_one_hand(chromium, server, tmp_path):
    with desks(chromium, server) as at:
        clerk = at("wumatb", **ON_A_PHONE).go("todo")
        clerk.page.get_by_role("link", name="填报周报", exact=True).click()
        expect(clerk.page.get_by_text("五马街道周报")).to_be_visible()
        clerk.page.get_by_label("存在问题").fill("一家企业整改资金尚未到位。")
        clerk.page.get_by_label("下周计划").fill("督促两家企业报验。")
        clerk.press("送审签")
        clerk.told("已送审签人")
        head = at("wumasq", **ON_A_PHONE).go("todo")
        head.page.get_by_role("link", name="审签周报", exact=True).click()
        expect(head.page.get_by_text("一家企业整改资金尚未到位。")).to_be_visible()
        head.press("签报")
        expect(head.page.locator(".gp-figure").first).to_contain_text("数字和清单自签报起不再变动")
        assert head.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        with head.page.expect_download() as came:
            head.page.get_by_role("button", name="下载 pdf", exact=True).click()
        came.value.save_as(tmp_path / "report.pdf")
        assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
