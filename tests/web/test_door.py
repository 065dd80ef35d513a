"""The door: one file opens under streamlit run, under an ASGI server and under AppTest."""

import ast
import http.client
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.web.server.app_discovery import discover_asgi_app

from hazards.pages import visitor
from hazards.storage.store import Store
from tests import people

ROOT = Path(__file__).parents[2]
DOOR = ROOT / "streamlit_app.py"


@pytest.fixture(scope="module")
def store_url(tmp_path_factory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('door') / 'hazards.db'}"
    settings = {**os.environ, "HAZARDS_DATABASE_URL": url}
    subprocess.run([sys.executable, "-m", "hazards", "demo"], cwd=ROOT, env=settings, check=True)
    return url


def test_streamlit_finds_the_app_by_reading_the_file():
    assert discover_asgi_app(DOOR).import_string == "streamlit_app:app"


def test_the_door_stays_short():
    lines = [line for line in DOOR.read_text("utf-8").splitlines() if line.strip()]
    assert len(lines) < 50
    assert not [
        node for node in ast.walk(ast.parse(DOOR.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)
    ]


@pytest.mark.parametrize("name", ["overview", "map", "ledger", "intake", "settings"])
def test_every_page_draws_without_a_browser(store_url, monkeypatch, name):
    monkeypatch.setenv("HAZARDS_DATABASE_URL", store_url)
    token = people.enter(Store(store_url))
    monkeypatch.setattr(visitor, "token", lambda: token)
    app = AppTest.from_file(DOOR, default_timeout=30).run()
    if name != "overview":
        app = app.switch_page(f"hazards/pages/{name}.py").run()
    assert not app.exception
    assert not app.error
    assert app.title


def test_an_unmigrated_store_is_a_sentence_and_no_traceback(monkeypatch, tmp_path):
    monkeypatch.setenv("HAZARDS_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    app = AppTest.from_file(DOOR, default_timeout=30).run()
    assert not app.exception
    assert "python -m hazards migrate" in app.error[0].value


def test_an_asgi_server_opens_the_same_door(store_url):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "streamlit_app:app", "--port", str(port)]
    settings = {**os.environ, "HAZARDS_DATABASE_URL": store_url}
    server = subprocess.Popen(command, cwd=ROOT, env=settings, stderr=subprocess.DEVNULL)
    try:
        origin = f"http://127.0.0.1:{port}"
        for path in ("/healthz", "/_stcore/health"):
            assert _ask(origin + path) == 200
        cookie = f"sid={people.enter(Store(store_url))}"
        for path in ("/map/view", "/layers/streets.geojson", "/"):
            assert _ask(origin + path, cookie) == 200
        assert _shake_hands(port, origin, cookie) == 101
        assert _shake_hands(port, origin) == 403
        began = time.monotonic()
        assert _shake_hands(port, "http://evil.example") == 403
        assert time.monotonic() - began < 1, "the refusal waited for somebody on the Internet"
    finally:
        server.terminate()
        server.wait(10)


def _shake_hands(port: int, origin: str, cookie: str = "") -> int:
    """Ask for Streamlit's socket as a page of ``origin`` would; returns the status."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    key = {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version": "13"}
    line.request(
        "GET",
        "/_stcore/stream",
        headers={"Connection": "Upgrade", "Upgrade": "websocket", "Origin": origin, "Cookie": cookie, **key},
    )
    try:
        return line.getresponse().status
    finally:
        line.close()


def _ask(url: str, cookie: str = "") -> int:
    for _ in range(150):
        try:
            with urllib.request.urlopen(
                urllib.request.Request(url, headers={"Cookie": cookie}), timeout=10
            ) as answer:
                return answer.status
        except ConnectionError:
            time.sleep(0.1)
        except OSError as error:
            if not isinstance(getattr(error, "reason", None), ConnectionError):
                raise
            time.sleep(0.1)
    return 0
