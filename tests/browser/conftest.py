"""A real server, a real Chromium and no network: what every browser test stands on."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import (
    Browser,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tests import demonstration
from tests.browser.watching import watched

ROOT = Path(__file__).parents[2]
collect_ignore = [] if os.environ.get("HAZARDS_SHOTS") == "1" else ["test_shots.py"]
TODAY = "2026-11-21"
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--mute-audio",
    # The network is cut here and not by a route: a routed context keeps nothing it loaded.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]

expect.set_options(timeout=15_000)  # the cores are shared


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def store_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A fresh store with the demonstration district."""
    return demonstration.copied(tmp_path_factory.mktemp("store"), TODAY)


def hazards(url: str, *command: str) -> Any:
    """The command line on a store, as another process; what ``--json`` printed, if anything."""
    done = subprocess.run(
        [sys.executable, "-m", "hazards", *command],
        cwd=ROOT,
        env=_settings(url),
        capture_output=True,
        text=True,
    )
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout) if "--json" in command else done.stdout


def _settings(url: str, today: str = TODAY) -> dict[str, str]:
    return {**os.environ, "HAZARDS_DATABASE_URL": url, "HAZARDS_TODAY": today}


@contextmanager
def serving(url: str, folder: Path, today: str = TODAY) -> Iterator[str]:
    """The product as a user starts it; yields its address. A traceback in its log fails the run.

    ``today`` is a day, or a moment at which its clock stands.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "server.log"
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", str(port)]
    with log.open("w") as sink:
        process = subprocess.Popen(
            command, cwd=ROOT, env=_settings(url, today), stdout=sink, stderr=subprocess.STDOUT
        )
        try:
            _wait(f"http://127.0.0.1:{port}/healthz", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
    assert "Traceback" not in log.read_text("utf-8"), log.read_text("utf-8")[-4000:]


@pytest.fixture(scope="session")
def server(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for the tests that only look; those that write start one of their own."""
    with serving(store_url, tmp_path_factory.mktemp("server")) as address:
        yield address


def _wait(url: str, process: subprocess.Popen, log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:  # refused, reset or too slow: not there yet
            time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{log.read_text('utf-8')[-4000:]}")


@pytest.fixture(scope="module")
def own_store(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The demonstration district again, for one file's tests to write in."""
    path = tmp_path_factory.mktemp("own") / "hazards.db"
    with (
        closing(sqlite3.connect(store_url.removeprefix("sqlite:///"))) as one,
        closing(sqlite3.connect(path)) as other,
    ):
        one.backup(other)  # a copied file would lack what still stands in its log
    beside = Path(store_url.removeprefix("sqlite:///")).parent
    shutil.copytree(beside / "evidence", path.parent / "evidence")
    shutil.copy(beside / "signing.key", path.parent)
    return f"sqlite:///{path}"


@pytest.fixture(scope="module")
def own_server(own_store: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on that store; a file uses it for its pages by a fixture of its own named ``server``."""
    with serving(own_store, tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture(scope="session")
def playing() -> Iterator[Playwright]:
    """One driver a process: a second one beside it is refused."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playing: Playwright) -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing: apt-get install chromium fonts-noto-cjk")
        pytest.skip(
            "NO BROWSER TESTS WERE RUN: Chromium is missing (apt-get install chromium fonts-noto-cjk)"
        )
    browser = playing.chromium.launch(executable_path=found, args=QUIET)
    yield browser
    browser.close()


@pytest.fixture
def page_desktop(chromium: Browser, server: str) -> Iterator[Page]:
    yield from watched(chromium, server, viewport=DESKTOP)


@pytest.fixture
def page_phone(chromium: Browser, server: str) -> Iterator[Page]:
    yield from watched(chromium, server, viewport=PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def visit() -> Callable[[Page, str], None]:
    """Open a page of the product and wait until it stands still."""

    def go(page: Page, path: str) -> None:
        page.goto(f"/{path}")
        settle(page)

    return go


def settle(page: Page) -> None:
    """Until the script has run and the map, where there is one, has its layers."""
    page.wait_for_selector(".stMainBlockContainer h1")
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    if urlsplit(page.url).path == "/map":
        page.frame_locator("iframe[title='一张图']").locator("[aria-busy='false']").wait_for()
        page.wait_for_timeout(900)  # clusters glide to their places


@pytest.fixture
def shot(tmp_path: Path) -> Callable[[Page, str], Path]:
    """Keep a picture of the whole page: in docs/screenshots when HAZARDS_SHOTS=1, else for the test."""

    def take(page: Page, name: str) -> Path:
        folder = ROOT / "docs" / "screenshots" if os.environ.get("HAZARDS_SHOTS") == "1" else tmp_path
        folder.mkdir(parents=True, exist_ok=True)
        # Streamlit scrolls inside itself, so the window must grow to show what is worth showing.
        size = page.viewport_size or DESKTOP
        needed = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        page.set_viewport_size({"width": size["width"], "height": max(size["height"], min(needed, 2000))})
        settle(page)
        path = folder / f"{name}.png"
        page.screenshot(path=path)
        page.set_viewport_size(size)
        with Image.open(path) as picture:  # few colours are on purpose, so a palette holds them
            picture.convert("RGB").quantize(128).save(path, optimize=True)
        return path

    return take
