"""Watching: a browser's window of one person, and everything that goes wrong in it."""

import re
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from tests.people import LISTING, PASSWORD

# Streamlit's client looks for its server below the page's own address first, and then at the root.
PROBE = re.compile(r"/[a-z]+/_stcore/(health|host-config)$")

STILL = """
const animate = Element.prototype.animate;
Element.prototype.animate = function (frames, how) {
  return animate.call(this, frames, {...(typeof how === 'object' ? how : {}), duration: 0});
};
"""
"""What unfolds is open at once: under load a button still moves between the press and the release."""


def log_in(context: BrowserContext, server: str, name: str = LISTING) -> None:
    """Log in before a page opens, by the form that a person would send."""
    form = {"name": name, "password": PASSWORD, "next": "/"}
    told = context.request.post(
        f"{server}/account/login", form=form, headers={"Origin": server}, max_redirects=0
    )
    assert told.status == 303, told.text()


def still(browser: Browser, server: str, **screen: Any) -> BrowserContext:
    """A window in Chinese in which nothing glides."""
    context = browser.new_context(base_url=server, locale="zh-CN", timezone_id="Asia/Shanghai", **screen)
    context.add_init_script(STILL)
    return context


class Watched:
    """A context and what goes wrong in it. It is used again, so that a page is loaded once and not anew."""

    def __init__(self, browser: Browser, server: str, screen: dict[str, Any]) -> None:
        self.server, self.faults = server, list[str]()
        self.context = still(browser, server, **screen)
        self.context.on("request", lambda asked: self._here(asked.url))
        self.context.on("response", self._answered)
        self.context.on("weberror", lambda error: self.faults.append(f"page error: {error.error}"))
        self.context.on("console", self._said)

    def page(self, name: str) -> Page:
        self.faults.clear()
        log_in(self.context, self.server, name)
        page = self.context.new_page()
        page.set_default_timeout(15_000)
        page.on("websocket", lambda socket: self._here(socket.url.replace("ws", "http", 1)))
        return page

    def leave(self) -> None:
        """Nothing of one test stays for the next: no page, no login, nothing kept by scripts."""
        for page in self.context.pages:
            if page.url.startswith(self.server):
                page.evaluate("() => localStorage.clear()")
            page.close()
        self.context.clear_cookies()

    def _here(self, url: str) -> None:
        if not url.startswith((self.server + "/", "data:", "blob:")):
            self.faults.append(f"left the host: {url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and not PROBE.search(response.url):
            self.faults.append(f"{response.status} {response.url}")

    def _said(self, said: ConsoleMessage) -> None:
        if said.type == "error" and not PROBE.search(said.location.get("url", "")):
            self.faults.append(f"console: {said.text}")


_CONTEXTS: dict[tuple[Any, ...], Watched] = {}


def watched(browser: Browser, server: str, name: str = LISTING, **screen: Any) -> Iterator[Page]:
    """One person's page that reaches this server only; what goes wrong fails the test at its end."""
    key = (id(browser), server, name, *sorted((k, str(v)) for k, v in screen.items()))
    for other in [k for k in _CONTEXTS if k[:2] != key[:2]]:  # the server of a file that is done
        _CONTEXTS.pop(other).context.close()
    held = _CONTEXTS.pop(key, None) or Watched(browser, server, screen)
    yield held.page(name)
    faults = list(held.faults)
    held.leave()
    _CONTEXTS[key] = held
    assert not faults, "\n".join(faults)
