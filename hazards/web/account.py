"""Account: login, logout and the password, as plain forms that need no script."""

from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from hazards.domain.errors import Refusal
from hazards.services import demo_people, login, sessions
from hazards.services.login import Locked, WrongLogin
from hazards.services.sessions import Identity
from hazards.services.stores import ready_store
from hazards.web import cookies, forms, gate


def routes() -> list[BaseRoute]:
    return [
        Route(gate.LOGIN, door, methods=["GET"]),
        Route(gate.LOGIN, enter, methods=["POST"]),
        Route(gate.PASSWORD, password, methods=["GET"]),
        Route(gate.PASSWORD, change, methods=["POST"]),
        Route(gate.LOGOUT, leaving, methods=["GET"]),
        Route(gate.LOGOUT, leave, methods=["POST"]),
    ]


def local(told: Any) -> str:
    """Where to go on: a path of this server, else the first page. Never another site's address."""
    text = str(told or "")
    plain = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable()
    return text if plain and "\\" not in text and not text.startswith("/account/") else "/"


async def door(request: Request) -> Response:
    wanted = local(request.query_params.get("next"))
    if _who(request) is not None:
        return RedirectResponse(wanted, 303)
    return forms.answer(forms.login(wanted, "", "", await run_in_threadpool(_demonstration)))


async def enter(request: Request) -> Response:
    form = await request.form(max_files=0, max_fields=10)
    name, word = (str(form.get(field, ""))[:300] for field in ("name", "password"))
    wanted = local(form.get("next"))
    old = cookies.read(request.cookies, request.scope)
    try:
        entered = await run_in_threadpool(_enter, name, word, _address(request), old)
    except Refusal as refusal:
        shown = await run_in_threadpool(_demonstration)
        status = 429 if isinstance(refusal, Locked) else 401 if isinstance(refusal, WrongLogin) else 403
        return forms.answer(forms.login(wanted, name, str(refusal), shown), status)
    to = f"{gate.PASSWORD}?next={quote(wanted, safe='/')}" if entered.must_change else wanted
    answer = RedirectResponse(to, 303, {"Cache-Control": "no-store"})
    cookies.give(answer, entered.token, request.scope)
    return answer


def _enter(name: str, word: str, address: str, old: str) -> login.Entered:
    return login.enter(ready_store(), name, word, address, old)


def _demonstration() -> list[tuple[str, str]]:
    """(name, post) of the accounts of a demonstration store; of a real one none."""
    try:
        return demo_people.shown(ready_store())
    except Refusal:
        return []


async def password(request: Request) -> Response:
    who = _who(request)
    assert who is not None  # the gate lets nobody else come here
    wanted = local(request.query_params.get("next"))
    return forms.answer(forms.password(wanted, who.person, who.must_change, ""))


async def change(request: Request) -> Response:
    who = _who(request)
    assert who is not None
    form = await request.form(max_files=0, max_fields=10)
    old, new, again = (str(form.get(field, ""))[:300] for field in ("old", "new", "again"))
    wanted = local(form.get("next"))
    refused = "" if new == again else "两次输入的新密码不同。请重新输入。"
    if not refused:
        try:
            token = await run_in_threadpool(
                lambda: login.change_password(ready_store(), who.scope, old, new, _address(request))
            )
            answer = RedirectResponse(wanted, 303, {"Cache-Control": "no-store"})
            cookies.give(answer, token, request.scope)
            return answer
        except Refusal as refusal:
            refused = str(refusal)
    return forms.answer(forms.password(wanted, who.person, who.must_change, refused), 400)


async def leaving(request: Request) -> Response:
    if _who(request) is None:
        return RedirectResponse(gate.LOGIN, 303)
    return forms.answer(forms.leaving())


async def leave(request: Request) -> Response:
    who = _who(request)
    if who is not None:
        await run_in_threadpool(lambda: sessions.end_mine(ready_store(), who.scope, who.session))
    answer = RedirectResponse(gate.LOGIN, 303, {"Cache-Control": "no-store"})
    cookies.take(answer, request.scope)
    return answer


def _who(request: Request) -> Identity | None:
    return request.scope.get("identity")


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
