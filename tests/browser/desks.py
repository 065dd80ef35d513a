"""Desks: every person of the offices in a browser of their own, and what hands do there."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect

from tests.browser.conftest import DESKTOP, settle
from tests.browser.watching import watched


class Desk:
    """One person at work. Everything is found by the words a person reads."""

    def __init__(self, page: Page, server: str) -> None:
        self.page, self.server = page, server

    def go(self, path: str) -> "Desk":
        self.page.goto(f"{self.server}/{path}")
        settle(self.page)
        return self

    def case(self, case_id: int, tab: str = "") -> "Desk":
        return self.go(f"ledger?case={case_id}" + (f"&tab={tab}" if tab else ""))

    def step(self, title: str) -> Locator:
        """The card of a step that is open to this person."""
        named = self.page.get_by_role("heading", name=re.compile(f"下一步：.*{re.escape(title)}"))
        return self.page.locator("[class*='st-key-step_']").filter(has=named)

    def other(self, title: str) -> Locator:
        """The form of a step that stands folded under 其他办理."""
        folded = self.unfold("其他办理")
        self.choose(folded, "事项", title)
        return folded

    def unfold(self, title: str, within: Locator | None = None) -> Locator:
        """The folded part of this title, open and no longer moving."""
        folded = (within or self.page).get_by_test_id("stExpander")
        folded = folded.filter(has=self.page.get_by_text(title, exact=True))
        details = folded.locator("details")
        if not details.evaluate("found => found.open"):
            folded.locator("summary").click()
        expect(folded.get_by_test_id("stExpanderDetails")).to_be_visible()
        details.evaluate("it => Promise.allSettled(it.getAnimations({subtree: true}).map(a => a.finished))")
        return folded

    def choose(self, within: Locator, label: str, option: str) -> None:
        box = within.get_by_role("combobox", name=re.compile(re.escape(label)))
        found = self.page.get_by_role("option", name=re.compile(re.escape(option))).first
        for _ in range(3):  # a list closes again where the page around it was still unfolding
            box.click()
            try:
                found.click(timeout=3_000)
            except TimeoutError:
                continue
            return settle(self.page)
        raise AssertionError(f"{label}: no {option}")

    def day(self, within: Locator, label: str, day: str) -> None:
        self._digits(within.get_by_test_id("stDateInput"), label, day)

    def time(self, within: Locator, label: str, time: str) -> None:
        self._digits(within.get_by_test_id("stTimeInput"), label, time)

    def _digits(self, fields: Locator, label: str, told: str) -> None:
        """A date or a time is typed from its first part on."""
        field = fields.filter(has=self.page.get_by_text(label, exact=True))
        field.get_by_role("spinbutton").first.click()
        self.page.keyboard.type(re.sub(r"\D", "", told))
        self.page.keyboard.press("Tab")
        settle(self.page)

    def press(self, name: str, within: Locator | None = None) -> None:
        (within or self.page).get_by_role("button", name=name, exact=True).click()
        settle(self.page)

    def told(self, text: str) -> None:
        """What came of a press, as the page says it."""
        expect(self.page.get_by_test_id("stAlert").filter(has_text=text).first).to_be_visible()

    def bring(self, case_id: int, kind: str, files: list[Path], note: str = "", viewpoint: str = "") -> None:
        """Files by the upload page, until every one has its receipt."""
        page = self.page
        page.goto(f"{self.server}/upload/{case_id}")
        page.get_by_label("材料种类").select_option(label=kind)
        page.get_by_label("拍摄点位(选填)").fill(viewpoint)
        page.set_input_files("#pick", files)
        page.get_by_label("说明(选填)").fill(note)
        expect(page.locator("#count")).to_have_text(f"应传 {len(files)} 已收 0")
        page.get_by_role("button", name="上传", exact=True).click()
        expect(page.locator("#count")).to_have_text(f"应传 {len(files)} 已收 {len(files)}", timeout=60_000)
        expect(page.locator("#list .receipt")).to_have_count(len(files))

    def download(self, link: str, folder: Path) -> Path:
        with self.page.expect_download() as came:
            self.page.get_by_role("link", name=link, exact=True).first.click()
        path = folder / came.value.suggested_filename
        came.value.save_as(path)
        return path


class Desks:
    """The desks of one server; somebody sits down when first asked for."""

    def __init__(self, browser: Browser, server: str, stack: ExitStack) -> None:
        self.browser, self.server, self.stack = browser, server, stack
        self.taken: dict[tuple[str, bool], Desk] = {}

    def __call__(self, name: str, **screen) -> Desk:
        """``screen`` tells another device of the same person, as a phone."""
        at = (name, bool(screen))
        if at not in self.taken:
            page = contextmanager(watched)(
                self.browser, self.server, name, **(screen or {"viewport": DESKTOP})
            )
            self.taken[at] = Desk(self.stack.enter_context(page), self.server)
        return self.taken[at]


@contextmanager
def desks(browser: Browser, server: str) -> Iterator[Desks]:
    with ExitStack() as stack:
        yield Desks(browser, server, stack)
