"""The door: one file opens under streamlit run and under an ASGI server (under AppTest: tests/pages)."""

import ast
import http.client
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from streamlit.web.server.app_discovery import discover_asgi_app

from hazards.storage.store import Store
from tests import people

ROOT = Path(__file__).parents[2]
DOOR = ROOT / "streamlit_app.py"


def test_streamlit_finds_the_app_by_reading_the_file():
    assert discover_asgi_app(DOOR).import_string == "streamlit_app:app"


def test_the_door_stays_short():
    lines = [line for line in DOOR.read_text("utf-8").splitlines() if line.strip()]
    assert len(lines) < 50
    assert not [
        node for node in ast.walk(ast.parse(DOOR.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)
    ]


def test_an_asgi_server_opens_the_same_door(url):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "streamlit_app:app", "--port", str(port)]
    settings = {**os.environ, "HAZARDS_DATABASE_URL": url}
    server = subprocess.Popen(command, cwd=ROOT, env=settings, stderr=subprocess.DEVNULL)
    try:
        origin = f"http://127.0.0.1:{port}"
        for path in ("/healthz", "/_stcore/health"):
            assert _ask(origin + path) == 200
        cookie = f"sid={people.enter(Store(url))}"
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
