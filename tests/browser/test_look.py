"""Every page in a real browser: Chinese, calm, nothing sideways, nothing from outside."""

import re

import pytest

PAGES = {"": "总览", "map": "一张图", "ledger": "台账", "intake": "导入", "settings": "设置"}

# File formats and the columns of a csv are names, not prose.
NAMES = re.compile(
    r"xlsx?|ods|csv|txt|docx?|geojson|geopackage|gpkg|json|zip|shapefile|excel|wps|ctrl|crs|longitude|latitude|lon|lng|lat"
    r"|code|scheme|name|type|parent|valid_from|valid_to|aliases|successors"
    r"|cgcs2000|wgs84|gcj-02|bd-09|epsg|[xk]\d+|mb|kb",
    re.IGNORECASE,
)
SEEN = """() => {
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    // Icons are ligatures: their text is a name that the font draws.
    if (parent.closest("script, style, noscript, [data-testid='stIconMaterial'], [translate='no']")) continue;
    found.add(walker.currentNode.nodeValue.trim());
  }
  for (const name of ["title", "aria-label", "placeholder"])
    for (const element of document.querySelectorAll(`[${name}]`)) found.add(element.getAttribute(name));
  return [...found];
}"""


def _english(page) -> list[str]:
    return [text for text in page.evaluate(SEEN) if re.search(r"[A-Za-z]{3,}", NAMES.sub("", text))]


@pytest.mark.parametrize(("path", "title"), PAGES.items())
def test_a_page_speaks_chinese_and_fits_a_desktop(page_desktop, visit, shot, path, title):
    visit(page_desktop, path)
    page_desktop.wait_for_timeout(500)
    assert title in page_desktop.locator("h1").inner_text()
    assert _english(page_desktop) == []
    shot(page_desktop, f"{path or 'overview'}-desktop")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_phone_without_scrolling_sideways(page_phone, visit, shot, path):
    visit(page_phone, path)
    wide = page_phone.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= 390
    assert page_phone.get_by_test_id("stExpandSidebarButton").is_visible()
    shot(page_phone, f"{path or 'overview'}-phone")


def test_the_menu_of_a_phone_leads_on_and_closes_again(page_phone, visit):
    visit(page_phone, "")
    page_phone.get_by_test_id("stExpandSidebarButton").click()
    page_phone.get_by_test_id("stSidebar").get_by_text("台账").click()
    page_phone.wait_for_url(re.compile("/ledger"))
    page_phone.wait_for_timeout(800)
    assert page_phone.get_by_test_id("stExpandSidebarButton").is_visible()


def test_an_address_nobody_knows_is_answered_in_chinese(page_desktop, visit):
    visit(page_desktop, "overview?kind=building")
    assert page_desktop.locator("h1").inner_text() == "总览"
    assert not page_desktop.get_by_role("dialog").count()
