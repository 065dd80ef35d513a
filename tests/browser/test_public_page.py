"""The public page in Chromium: from a file, with and without its script, on a desk and on a phone."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from hazards.formats import publicpage
from hazards.services import publications
from hazards.services.access import acting_as
from hazards.services.publicvalue import Wish
from hazards.storage.store import Store
from tests.browser.conftest import DESKTOP, PHONE, ROOT

HOSTILE = "<script>document.title='x'</script><img src=x onerror=alert(1)>厂"


@pytest.fixture(scope="module")
def page_file(own_store, tmp_path_factory):
    """The page of the demonstration district, one case of it with a hostile name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HAZARDS_TODAY", "2026-11-21")
        store = Store(own_store)
        office = acting_as("anwei1", store)
        made = publications.one(
            store, office, publications.prepare(store, office, Wish(2026, "all", True, "", {}))
        )
    value = dict(made.value)
    value["cases"] = [{**value["cases"][0], "name": HOSTILE}, *value["cases"][1:]]
    path = tmp_path_factory.mktemp("public") / "index.html"
    path.write_text(publicpage.page(value), "utf-8")
    return path


def opened(chromium, path, **screen) -> tuple[Page, list[str]]:
    page = chromium.new_page(**screen)
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text))
    page.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith("file:") else None)
    page.goto(path.as_uri())
    return page, wrong


@pytest.mark.parametrize(("name", "size"), [("desktop", DESKTOP), ("phone", PHONE)])
def test_the_page_stands_alone_and_filters_its_rows(chromium, page_file, name, size, tmp_path):
    page, wrong = opened(chromium, page_file, viewport=size)
    rows = page.locator("#cases tbody tr")
    count = rows.count()
    expect(page.get_by_role("status")).to_have_text(f"共 {count} 件，当前列出 {count} 件")
    page.get_by_label("属地").select_option("五马街道")
    shown = [r for r in rows.all() if r.is_visible()]
    assert 0 < len(shown) < count
    page.get_by_label("属地").select_option("")
    expect(page.get_by_text(HOSTILE)).to_be_visible()
    expect(page).to_have_title("鹿城区挂牌督办公开表")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["target"]) for v in found if v["impact"] in ("serious", "critical")] == []
    assert wrong == []
    folder = ROOT / "docs" / "screenshots" if os.environ.get("HAZARDS_SHOTS") == "1" else tmp_path
    page.evaluate("document.querySelector('#cases tbody tr').remove()")  # the hostile row is for the test
    page.screenshot(path=folder / f"public-page-{name}.png")
    with Image.open(folder / f"public-page-{name}.png") as picture:
        picture.convert("RGB").quantize(128).save(folder / f"public-page-{name}.png", optimize=True)
    page.close()


def test_without_its_script_the_whole_list_stands(chromium, page_file):
    page, _ = opened(chromium, page_file, java_script_enabled=False)
    expect(page.locator("#filters")).to_be_hidden()
    assert page.locator("#cases tbody tr").count() > 50
    expect(page.get_by_role("status")).to_contain_text("共 ")
    page.close()
