"""Accessibility by axe-core: the main pages of a leader and of a street clerk, desktop and phone.

No violation of ours that axe calls serious or critical. What Streamlit draws itself stands in one table,
by rule and node; each entry is shown to be Streamlit's, and to be there still.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, settle
from tests.browser.watching import still, watched

GRAVE = {"serious", "critical"}
LEADER, CLERK = "lingdao", "wumatb"
PAGES = {
    LEADER: (
        *("", "todo", "ledger", "ledger?case=31", "map", "reports", "structures", "wall"),
        *("supervision", "supervision?view=complaints", "supervision?view=accountability"),
    ),
    CLERK: (
        *("", "todo", "ledger", "ledger?case=31", "map", "reports", "upload/31", "intake"),
        *("supervision?view=complaints", "supervision?view=exposures"),
    ),
}
APART = ("upload/", "wall", "desk")
"""Pages of our own, beside Streamlit's."""
ASKED = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]},
}
STREAMLITS = {("presentation-role-conflict", "stFileUploaderDropzone")}
"""(rule, data-testid of the part of Streamlit's) of everything axe finds in what Streamlit draws by itself,
whatever its impact: the drop zone of files is a section without a role that still takes the focus."""
WHOSE = """(selectors) => selectors.map(path => {
  const node = document.querySelector(path);
  const ours = node.closest("[data-testid='stHtml'], body:not(:has([data-testid='stApp']))");
  return ours ? "" : (node.closest("[data-testid^='st']")?.dataset.testid ?? "");
})"""
"""Of nodes by their selectors: "" of what is written by us, else the part of Streamlit's it belongs to."""


def found(frame: Page | Frame) -> tuple[set[str], set[tuple[str, str]]]:
    """(grave violations of ours, with their markup; everything of Streamlit's by rule and part)."""
    ours: set[str] = set()
    theirs: set[tuple[str, str]] = set()
    for one in Axe().run(frame, options=ASKED).response["violations"]:
        nodes: list[dict[str, Any]] = one["nodes"]
        for node, part in zip(nodes, frame.evaluate(WHOSE, [n["target"][-1] for n in nodes]), strict=True):
            if part:
                theirs.add((one["id"], part))
            elif one["impact"] in GRAVE:
                ours.add(f"{one['id']}: {node['html'][:120]}")
    return ours, theirs


def opened(page: Page, path: str) -> list[Page | Frame]:
    """The page as it stands, and the map inside it."""
    page.goto(f"/{path}")
    if path.startswith(APART):
        expect(page.locator("main")).to_be_visible()
        return [page]
    settle(page)
    inside = [frame for frame in page.frames if frame.url.endswith("/map/view")]
    return [page, *inside]


@contextmanager
def seat(chromium, server, name: str, screen: dict[str, int]) -> Iterator[Page]:
    with contextmanager(watched)(chromium, server, name, viewport=screen) as page:
        yield page


@pytest.mark.parametrize(("name", "screen"), [(LEADER, DESKTOP), (CLERK, PHONE)], ids=["desktop", "phone"])
def test_no_page_of_ours_is_gravely_hard_to_reach(chromium, server, name, screen):
    told: dict[str, set[str]] = {}
    theirs: set[tuple[str, str]] = set()
    with seat(chromium, server, name, screen) as page:
        for path in PAGES[name]:
            for frame in opened(page, path):
                ours, drawn = found(frame)
                told[path] = told.get(path, set()) | ours
                theirs |= drawn
    assert {path: rules for path, rules in told.items() if rules} == {}
    assert theirs == (STREAMLITS if "intake" in PAGES[name] else set()), "and what is listed is there still"


def test_the_login_page_is_within_reach_on_both_screens(chromium, server):
    context = still(chromium, server)
    page = context.new_page()
    for screen in (DESKTOP, PHONE):
        page.set_viewport_size(screen)
        page.goto("/account/login")
        assert found(page) == (set(), set())
    context.close()


def test_what_axe_finds_is_told_ours_from_streamlits(chromium, server):
    """The sieve itself: a picture without words in our markup is ours, in a widget Streamlit's."""
    with seat(chromium, server, CLERK, PHONE) as page:
        opened(page, "todo")
        page.evaluate(
            """() => { for (const part of ["stHtml", "stHeader"])
                 document.querySelector(`[data-testid=${part}]`).append(new Image()); }"""
        )
        ours, theirs = found(page)
    assert {one.partition(":")[0] for one in ours} == {"image-alt"}
    assert theirs == {("image-alt", "stHeader")}
