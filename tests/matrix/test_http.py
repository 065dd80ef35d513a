"""Every route of ours × every visitor, strangers included, × own, co-, foreign and missing."""

import sqlite3

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from hazards.services import sessions
from hazards.services.stores import ready_store
from hazards.web.gate import Gate
from hazards.web.pace import Pace
from hazards.web.routes import routes
from tests.matrix import rooms
from tests.matrix.expected import NOBODY, ROLES
from tests.matrix.expected import ROUTES as WRITTEN
from tests.matrix.judging import ALLOWED, NONE, ROLE, Row, expected, sight
from tests.matrix.world import work_at_lent
from tests.services.offices import tiny_png

ROUTES = [line for line in (WRITTEN + rooms.ROUTES).splitlines() if line.strip()]
LOGIN, FIRST = "login first", "new password first"
HOST = "http://127.0.0.1:8501"
ACTORS = {a: told for a, told in sight().items() if a != "machine"}
STRANGERS = ("anonymous", "forged cookie", *NOBODY)
EVERYBODY = (*ACTORS, "first password", *STRANGERS)


def rows() -> dict[tuple[str, str], Row]:
    told = {}
    for line in ROUTES:
        method, path, roles, *about = line.split()
        told[method, path] = Row(ROLES if roles == "anybody" else roles, about[0] if about else "")
    return told


OPEN = {tuple(line.split()[:2]) for line in ROUTES if line.split()[2] == "anybody"}
OWN_PASSWORD = {("GET", "/account/password"), ("POST", "/account/password")}
ROWS = rows()


@pytest.fixture(scope="module")
def visit(world, tmp_path_factory):
    """The product's own app on a copy of the world: what is written here stays here."""
    path = tmp_path_factory.mktemp("http") / "hazards.db"
    with sqlite3.connect(world.store.path) as held, sqlite3.connect(path) as copy:
        held.backup(copy)
    app = Starlette(routes=routes(), middleware=[Middleware(Gate, pace=Pace(burst=1e9))])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HAZARDS_DATABASE_URL", f"sqlite:///{path}")
        yield lambda cookie: TestClient(
            app, base_url=HOST, cookies={"sid": cookie} if cookie else {}, follow_redirects=False
        )


def cookie(world, actor: str) -> str:
    """A login of this very visit, for a visit may end it; of strangers what their browser still holds."""
    if actor in ("anonymous", "forged cookie"):
        return "" if actor == "anonymous" else "x" * 43
    if actor in NOBODY:
        return world.tokens[actor]
    store = ready_store()
    token = store.write(lambda c: sessions.begin(c, world.accounts[actor], "127.0.0.1"))
    if actor == "delegate":
        work_at_lent(store, token)
    return token


def ask(client: TestClient, world, method: str, path: str, case: str) -> Response:
    number = {"evidence": world.evidence, "paper": world.papers}.get(ROWS[method, path].about, world.cases)[
        case
    ]
    address = path.replace("{name}", "cases.csv").replace("{list}", "cases")
    address = address.replace("{bulletin:int}/{kind}", "2/docx")
    for name in ("{id:int}", "{numbers}", "{case:int}"):
        address = address.replace(name, str(number))
    if method == "GET":
        return client.get(address)
    headers = {"Origin": HOST}
    if path == "/evidence":
        told = {"case": number, "kind": "after", "item": "1", "name": "照片.png"}
        if case == "B":
            del told["item"]
        return client.post(address, params=told, content=tiny_png(9), headers=headers)
    form = {"name": "nobody", "password": "wrong", "old": "wrong", "new": "a", "again": "b"}
    return client.post(address, data=form, headers=headers)


def answered(answer: Response) -> str:
    """The sort of an answer."""
    plain = answer.headers.get("content-type", "").startswith("text/plain")
    if answer.status_code == 401 and plain and answer.text == "请先登录。":
        return LOGIN
    if answer.status_code == 403 and plain and "初始密码" in answer.text:
        return FIRST
    if answer.status_code == 403:
        return ROLE
    if answer.status_code == 404:
        return NONE
    return ALLOWED if answer.status_code < 500 else f"fault {answer.status_code}"


def wanted(method: str, path: str, actor: str, case: str) -> str:
    if (method, path) in OPEN:
        return ALLOWED
    if actor in STRANGERS:
        return LOGIN
    if actor == "first password":
        return ALLOWED if (method, path) in OWN_PASSWORD else FIRST
    letter, seen = ACTORS[actor]
    return expected(ROWS[method, path], letter, seen[case])


def test_every_route_has_a_row_and_every_row_a_route():
    told = {
        (method, route.path)
        for route in routes()
        if isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert told == set(ROWS)
    assert all(m.path.startswith("/assets/") for m in routes() if isinstance(m, Mount))


@pytest.mark.parametrize(("method", "path"), ROWS)
def test_a_route_answers_every_visitor_as_written(world, visit, method, path):
    wrong = []
    for actor in EVERYBODY:
        missing = ""
        for case in ("missing", "B", "A") if ROWS[method, path].about else ("A",):
            answer = ask(visit(cookie(world, actor)), world, method, path, case)
            kind = answered(answer)
            right = wanted(method, path, actor, case)
            if case == "missing":
                missing = answer.text
            if kind != right or (kind == NONE and answer.text != missing):
                wrong.append(f"{actor} × {case}: {answer.status_code} {answer.text[:80]}, expected {right}")
    assert not wrong, "\n".join([f"{method} {path}", *wrong])


@pytest.mark.parametrize("path", [p for (m, p), row in ROWS.items() if m == "GET" and row.about])
def test_an_id_beyond_every_database_is_a_missing_one(world, visit, path):
    huge = path
    for name in ("{id:int}", "{numbers}", "{case:int}"):
        huge = huge.replace(name, str(10**30))
    assert visit(cookie(world, "listing")).get(huge).status_code == 404


@pytest.mark.parametrize("actor", STRANGERS)
def test_a_stranger_gets_no_asset_but_the_login_page(world, visit, actor):
    client = visit(cookie(world, actor))
    for mount in (m for m in routes() if isinstance(m, Mount)):
        assert client.get(f"{mount.path}/upload.css").status_code == 401
    page = client.get("/map/view", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["location"]) == (303, "/account/login?next=/map/view")
