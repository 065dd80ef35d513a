"""Nobody unknown comes further than the login page, on any route, ours or Streamlit's; a real server."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import select
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import InvalidStatus, Subprotocol
from websockets.sync.client import connect as websocket

from hazards.services import sessions
from hazards.storage import tables as t
from hazards.storage.store import Store
from tests.people import PASSWORD, enter

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def port(url):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", str(port)]
    settings = {**os.environ, "HAZARDS_DATABASE_URL": url}
    server = subprocess.Popen(
        command, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT
    )
    try:
        for _ in range(200):
            try:
                ask(port, "/healthz")
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def ask(port: int, path: str, method: str = "GET", body: bytes | None = None, **headers: str):
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    line.request(method, path, body, told)
    answer = line.getresponse()
    content = answer.read()
    line.close()
    return answer, content


def addresses() -> list[str]:
    """Every route of this server: ours and Streamlit's, read from the application itself."""
    code = (
        "import sys; sys.argv=['x']\n"
        "from streamlit_app import app\n"
        "print(*sorted({r.path for r in app._user_routes if hasattr(r,'path')}), sep='\\n')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    ours = done.stdout.split()
    theirs = [
        "/", "/overview", "/nowhere", "/static/js/main.js", "/index.html", "/manifest.json",
        "/_stcore/host-config", "/_stcore/stream", "/_stcore/metrics", "/_stcore/script-health-check",
        "/_stcore/upload_file/a/b", "/_stcore/bidi-components/x/y", "/_stcore/agent/interact",
        "/_stcore/agent/openapi.json", "/_stcore/agent/mcp", "/media/abc.png", "/component/x/y",
        "/app/static/x", "/auth/login", "/auth/logout", "/oauth2callback",
    ]  # fmt: skip
    return [re.sub(r"{[^}]*}", "1", p) for p in ours] + theirs


OPEN = {"/account/login", "/healthz", "/_stcore/health", "/favicon.ico"}


def test_an_anonymous_visitor_gets_the_login_page_its_picture_and_health_and_nothing_else(port):
    found = addresses()
    assert len(found) > 25
    for path in found:
        for accept in ("text/html", "application/json"):
            for method in ("GET", "HEAD", "POST", "PUT", "DELETE"):
                answer, content = ask(port, path, method, Accept=accept)
                where = f"{method} {path} {accept} {answer.status}"
                if path in OPEN and method in ("GET", "HEAD"):
                    assert answer.status == 200, where
                elif answer.status == 303:
                    assert answer.headers["location"].startswith("/account/login"), where
                else:
                    assert answer.status in (401, 403, 404), where
                if path not in OPEN:
                    assert len(content) < 100, where


@pytest.mark.parametrize("cookie", ["", "sid=", "sid=x", "sid=" + "A" * 43, "__Host-sid=x; sid=y"])
@pytest.mark.parametrize("path", ["/", "/layers/cases.geojson", "/download/cases.xlsx", "/media/x"])
def test_a_made_up_cookie_opens_nothing(port, cookie, path):
    answer, _ = ask(port, path, Cookie=cookie)
    assert answer.status == 401


def log_in(port: int, name: str = "anwei1", password: str = PASSWORD, to: str = "/", **headers: str):
    form = urlencode({"name": name, "password": password, "next": to}).encode()
    told = {
        "Origin": f"http://127.0.0.1:{port}",
        "Content-Type": "application/x-www-form-urlencoded",
        **headers,
    }
    return ask(port, "/account/login", "POST", form, **told)


def test_a_login_gives_a_cookie_that_no_script_reads_and_no_other_site_sends(port):
    answer, _ = log_in(port, to="/ledger?kind=all")
    assert answer.status == 303
    assert answer.headers["location"] == "/ledger?kind=all"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("sid=")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))


def test_a_cookie_planted_before_the_login_is_not_the_one_after(port):
    planted = "sid=" + "P" * 43
    answer, _ = log_in(port, Cookie=planted)
    assert planted not in answer.headers["set-cookie"]


AWAY = [
    "//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "", "/account/logout",
    "/\t/evil",
]  # fmt: skip


@pytest.mark.parametrize("to", AWAY)
def test_after_the_login_one_stays_here(port, to):
    assert log_in(port, to=to)[0].headers["location"] == "/"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_site_logs_nobody_in_and_nobody_out(port, url, headers):
    assert log_in(port, **headers)[0].status == 403
    token = enter(Store(url))
    told = {"Origin": f"http://127.0.0.1:{port}", **headers}
    assert ask(port, "/account/logout", "POST", b"", Cookie=f"sid={token}", **told)[0].status == 403
    assert ask(port, "/account/logout", "POST", b"", Cookie=f"sid={token}")[0].status == 403
    assert sessions.identify(Store(url), token)


def test_logging_out_ends_the_session_itself(port, url):
    token = enter(Store(url))
    assert ask(port, "/map/view", Cookie=f"sid={token}")[0].status == 200
    own = {"Origin": f"http://127.0.0.1:{port}"}
    assert ask(port, "/account/logout", "POST", b"", Cookie=f"sid={token}", **own)[0].status == 303
    assert ask(port, "/map/view", Cookie=f"sid={token}")[0].status == 401


def test_a_wrong_login_keeps_the_name_and_never_the_password(port):
    answer, content = log_in(port, name='"><script>x</script>', password="secret-word")
    assert answer.status == 401
    assert b"&lt;script&gt;" in content
    assert b"<script>" not in content
    assert b"secret-word" not in content


def test_a_body_that_is_too_large_is_refused_whatever_its_header_said(port, url):
    own = {"Origin": f"http://127.0.0.1:{port}"}
    assert ask(port, "/account/login", "POST", b"x" * 3_000_000, **own)[0].status == 413
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    chunks = (b"name=" + b"x" * 100_000 for _ in range(30))
    told = {**own, "Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", "/account/login", chunks, told, encode_chunked=True)
    assert line.getresponse().status == 413


# ------------------------------------------------------------------ the socket
def connect(port: int, token: str, resume: str = "", origin: str | None = "own", **more: str) -> str:
    """Streamlit's socket as a program opens it; returns the id of the session it was given."""
    told = f"http://127.0.0.1:{port}" if origin == "own" else origin
    parts = [Subprotocol(p) for p in ("streamlit", "PLACEHOLDER", resume) if p]
    headers = {"Cookie": f"sid={token}", **more}
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    with websocket(address, origin=told, subprotocols=parts, additional_headers=headers) as line:
        back = BackMsg()
        back.rerun_script.query_string = ""
        line.send(back.SerializeToString())
        while True:
            message = ForwardMsg.FromString(line.recv(timeout=20))
            if message.WhichOneof("type") == "new_session":
                return message.new_session.initialize.session_id


def test_a_stranger_who_knows_the_id_of_a_session_gets_another_one(port, url):
    store = Store(url)
    owner, thief = enter(store, "anwei1"), enter(store, "wumatb")
    session = connect(port, owner)
    assert session
    for more in (
        {},
        {"X-Guapai-Session": sessions.digest(owner)},
        {"x_guapai_session": sessions.digest(owner)},
    ):
        assert connect(port, thief, session, **more) not in ("", session)
    second_login = enter(store, "anwei1")
    assert connect(port, second_login, session) not in ("", session)
    assert connect(port, owner, session) == session


@pytest.mark.parametrize("origin", [None, "http://evil.example", "null"])
def test_a_socket_without_our_own_origin_is_refused_even_with_a_cookie(port, url, origin):
    token = enter(Store(url))
    with pytest.raises(InvalidStatus) as refused:
        connect(port, token, origin=origin)
    assert refused.value.response.status_code == 403


def test_a_socket_without_a_session_is_refused(port):
    with pytest.raises(InvalidStatus):
        connect(port, "nobody")


def test_every_failed_login_that_locked_is_in_the_trail(port, url):
    for _ in range(6):
        answer, content = log_in(port, name="somebody", password="wrong")
    assert answer.status == 429
    assert "已锁定到" in content.decode()
    with Store(url).read() as connection:
        told = connection.execute(
            select(t.events.c.data).where(t.events.c.action == "login-locked")
        ).scalars()
        assert any("127.0.0.1" in d for d in told)
