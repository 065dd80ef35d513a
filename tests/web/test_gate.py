"""The gate: who may speak to this server at all."""

import time

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from hazards.web.gate import Gate, allowed_hosts
from tests import people


async def _echo(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text(socket.headers.get("origin", "no origin"))
    await socket.close()


async def _hello(request):
    return PlainTextResponse(request.headers.get("origin", "no origin"))


@pytest.fixture
def client(store):
    """Somebody logged in, at an address; what stands behind the gate says what it was told."""
    token = people.enter(store)

    def at(host: str = "127.0.0.1:8501") -> TestClient:
        app = Starlette(
            routes=[Route("/", _hello, methods=["GET", "POST"]), WebSocketRoute("/socket", _echo)],
            middleware=[Middleware(Gate)],
        )
        return TestClient(app, base_url=f"http://{host}", cookies={"sid": token})

    return at


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost", "localhost:80", "[::1]:8501"])
def test_this_machine_is_let_in_by_any_of_its_names(client, host):
    assert client(host).get("/").status_code == 200


@pytest.mark.parametrize(
    "host", ["10.1.2.3:8501", "evil.example", "127.0.0.1.evil.example", "localhost.evil"]
)
def test_an_address_nobody_allowed_is_refused_in_chinese(client, host):
    answer = client(host).get("/")
    assert answer.status_code == 421
    assert "管理员" in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8501@evil.example", "127.0.0.1:8501, evil.example", "[::1"])
def test_what_only_begins_like_this_machine_is_no_name_of_it(client, host):
    assert client().get("/", headers={"Host": host}).status_code == 421


def test_the_administrator_may_allow_a_further_host(client, monkeypatch):
    monkeypatch.setenv("HAZARDS_ALLOWED_HOSTS", "10.1.2.3, Map.Lucheng.Gov")
    assert allowed_hosts()[-2:] == ("10.1.2.3", "map.lucheng.gov")
    assert client("10.1.2.3:8501").get("/").status_code == 200
    assert client("map.lucheng.gov").get("/").status_code == 200


FOREIGN = [
    "http://evil.example",
    "null",
    "http://127.0.0.1:9999",
    "file://",
    "http://127.0.0.1:8501.evil.example",
]


@pytest.mark.parametrize("origin", FOREIGN)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_foreign_page_can_neither_ask_nor_post(client, method, origin):
    assert client().request(method, "/", headers={"Origin": origin}).status_code == 403


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_foreign_page_cannot_open_the_socket_and_is_answered_at_once(client, origin):
    began = time.monotonic()
    with (
        pytest.raises(WebSocketDisconnect),
        client().websocket_connect("/socket", headers={"Origin": origin}),
    ):
        pass
    assert time.monotonic() - began < 1


def test_our_own_page_may_and_the_origin_goes_no_further(client):
    """What travels on without Origin can never start Streamlit's question to the Internet."""
    own = {"Origin": "http://127.0.0.1:8501"}
    assert client().post("/", headers=own).text == "no origin"
    with client().websocket_connect("/socket", headers={**own, "Host": "127.0.0.1:8501"}) as socket:
        assert socket.receive_text() == "no origin"


def test_a_default_port_written_out_is_the_same_place(client):
    assert client("localhost").post("/", headers={"Origin": "http://localhost:80"}).status_code == 200


def test_every_answer_carries_the_security_headers(client):
    for answer in (client().get("/"), client("evil.example").get("/"), client().get("/nowhere")):
        assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "SAMEORIGIN"
        assert "http" not in answer.headers["content-security-policy"]
