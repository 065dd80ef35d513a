"""Whatever people type into any field is shown as text on every page, popup and export, and runs nowhere.

``HAZARDS_SCRIPTS=all`` turns the wheel until every payload has stood in every field;
``HAZARDS_SCRIPTS=naughty`` puts the Big List of Naughty Strings through it (both in ``make drill``).
"""

import os
import zipfile
from io import BytesIO

import pytest

from hazards.storage.store import Store
from tests.browser.payloads import PAYLOADS, naughty
from tests.browser.scripted import write
from tests.browser.watching import log_in
from tests.conftest import TODAY

TRAP = "window.hits = 0; window.hit = () => { top.hits = (top.hits || 0) + 1; };"
TABS = ("概况", "五落实", "进度", "证据", "文书", "轨迹")
ASKED = os.environ.get("HAZARDS_SCRIPTS", "")
TEXTS = naughty() if ASKED == "naughty" else PAYLOADS
TURNS = range(0, len(TEXTS), {"all": 1, "naughty": 20}.get(ASKED, len(TEXTS)))
"""A case holds some thirty short texts of the wheel, so that twenty further on none is left out."""


@pytest.fixture(scope="module")
def scripted(own_store) -> list[int]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HAZARDS_DATABASE_URL", own_store)
        patch.setenv("HAZARDS_TODAY", TODAY)
        store = Store(own_store)
        return [write(store, n, TEXTS) for n in TURNS]


@pytest.fixture(scope="module")
def server(scripted, own_server) -> str:
    return own_server


@pytest.fixture
def trapped(page_desktop):
    page_desktop.add_init_script(TRAP)
    page_desktop.on("dialog", lambda dialog: dialog.dismiss())
    yield page_desktop
    assert not any("javascript" in frame.url for frame in page_desktop.frames)


def test_every_part_of_a_case_shows_its_texts_as_written(trapped, visit, scripted):
    for case in scripted:
        for tab in TABS:
            visit(trapped, f"ledger?case={case}&tab={tab}")
            assert trapped.evaluate("window.hits") == 0, (case, tab)
            assert "stException" not in trapped.content()


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("wumatb", ("todo", "signing", "newcase", "ledger?text=hit")),
        ("wumasq", ("signing", "todo")),
        ("xiaofang1", ("todo",)),
        ("anwei1", ("todo", "batches", "overview?by=leader", "overview?by=batch", "map")),
        ("lingdao", ("todo", "audit")),
        ("shenji", ("audit", "batches")),
    ],
)
def test_every_desk_shows_them_as_written(trapped, visit, server, name, pages):
    trapped.context.clear_cookies()
    log_in(trapped.context, server, name)
    for page in pages:
        visit(trapped, page)
        assert trapped.evaluate("window.hits") == 0, page


def test_pages_of_our_own_and_papers_show_them_as_written(trapped, server, scripted):
    trapped.context.clear_cookies()
    log_in(trapped.context, server, "wumatb")
    for case in scripted:
        trapped.goto(f"{server}/upload/{case}")
        trapped.wait_for_timeout(300)
        assert trapped.evaluate("window.hits") == 0


def test_a_dossier_and_the_exports_of_them_open(trapped, server, scripted):
    for kind in ("xlsx", "csv", "geojson", "gpkg"):
        told = trapped.context.request.get(f"{server}/download/cases.{kind}?text=hit")
        assert told.ok, kind
        assert "attachment" in told.headers["content-disposition"]
    told = trapped.context.request.get(f"{server}/dossier/{scripted[0]}")
    assert told.ok, told.text()[:200]
    assert zipfile.ZipFile(BytesIO(told.body())).testzip() is None
