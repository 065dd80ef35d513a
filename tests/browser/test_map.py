"""一张图 in a real browser: filters go in, clicks come out, the network is cut."""

import re

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.conftest import settle


def _map(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[title='一张图']")


def test_the_map_shows_every_street_and_says_it_is_schematic(page_desktop, visit, shot):
    visit(page_desktop, "map")
    frame = _map(page_desktop)
    expect(frame.locator("path.leaflet-interactive")).to_have_count(14)
    expect(frame.locator(".gp-schematic")).to_have_text("示意图")
    expect(frame.get_by_text("五马街道")).to_be_visible()
    assert frame.locator(".gp-cluster, .gp-case").count() > 3
    shot(page_desktop, "map-desktop")


def test_the_map_fits_a_phone_without_scrolling_sideways(page_phone, visit, shot):
    visit(page_phone, "map")
    expect(_map(page_phone).locator("path.leaflet-interactive")).to_have_count(14)
    wide = page_phone.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= 390
    assert page_phone.locator("iframe[title='一张图']").bounding_box()["height"] <= 0.6 * 844
    shot(page_phone, "map-phone")


def test_a_filter_changes_the_cases_and_leaves_the_frame_where_it_was(page_desktop, visit):
    visit(page_desktop, "map")
    inner = page_desktop.frame(url=lambda url: "/map/view" in url)
    inner.evaluate("window.kept = true")
    with page_desktop.expect_response(lambda r: "cases.geojson?kind=building" in r.url):
        page_desktop.get_by_role("radio", name="违法建筑").locator("..").click()
    settle(page_desktop)
    assert inner.evaluate("window.kept")
    expect(page_desktop).to_have_url(re.compile("kind=building"))


def test_pressing_a_street_opens_its_card(page_desktop, visit, shot):
    visit(page_desktop, "map")
    street = _map(page_desktop).locator("path.leaflet-interactive").first
    street.dispatch_event("click")
    card = page_desktop.locator(".st-key-card_picked")
    expect(card).to_contain_text("整改率")
    expect(card).to_contain_text("距目标")
    shot(page_desktop, "map-street-desktop")


def test_pressing_a_case_opens_its_card_with_five_facts(page_desktop, visit, shot):
    visit(page_desktop, "map?light=overdue")
    frame = _map(page_desktop)
    for _ in range(8):  # clusters open step by step
        if frame.locator(".gp-case").count():
            break
        frame.locator(".gp-cluster").first.click()
        page_desktop.wait_for_timeout(600)
    frame.locator(".gp-case").first.click()
    card = page_desktop.locator(".st-key-card_picked")
    expect(card).to_contain_text("逾期")
    expect(card.locator("dt")).to_have_count(5)
    expect(frame.locator(".gp-chosen")).to_have_count(1)
    shot(page_desktop, "map-case-desktop")


def test_the_map_can_be_read_with_the_keyboard(page_desktop, visit):
    visit(page_desktop, "map")
    inner = page_desktop.frame(url=lambda url: "/map/view" in url)
    pane = ".leaflet-proxy"
    before = inner.locator(pane).get_attribute("style")
    inner.locator(".leaflet-container").focus()
    page_desktop.keyboard.press("+")
    page_desktop.wait_for_timeout(600)
    assert inner.locator(pane).get_attribute("style") != before


def test_a_deep_link_keeps_its_filters_after_a_refresh(page_desktop, visit):
    visit(page_desktop, "map?kind=building&light=overdue")
    asked = []
    page_desktop.on("request", lambda r: asked.append(r.url) if "cases.geojson" in r.url else None)
    page_desktop.reload()
    settle(page_desktop)
    assert any("kind=building" in url and "light=overdue" in url for url in asked)


@pytest.mark.parametrize("said", ["{type: 'guapai:filter', query: 'kind=road'}", "'noise'", "null"])
def test_the_map_hears_nobody_but_its_own_page(page_desktop, visit, said):
    visit(page_desktop, "map")
    inner = page_desktop.frame(url=lambda url: "/map/view" in url)
    asked = []
    page_desktop.on("request", lambda r: asked.append(r.url) if "/layers/" in r.url else None)
    inner.evaluate(f"window.postMessage({said}, '*')")  # from itself, not from its parent
    page_desktop.wait_for_timeout(300)
    assert asked == []
