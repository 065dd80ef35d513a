"""Gate: the outermost door; who is not known to it reaches the login page and nothing else."""

import os
import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hazards.domain.errors import Refusal
from hazards.services import sessions
from hazards.services.sessions import Identity
from hazards.services.stores import ready_store
from hazards.web import cookies
from hazards.web.held import UPLOADS, Held
from hazards.web.pace import Pace
from hazards.web.size import Measured, most

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
LOGIN, PASSWORD, LOGOUT = "/account/login", "/account/password", "/account/logout"
OPEN = frozenset({LOGIN, LOGOUT, "/healthz", "/_stcore/health", "/favicon.ico"})
"""All that answers without a session. The login page carries its style in itself."""
CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check", "/app/static", "/auth/")
"""Answers nobody: Streamlit's own doors that this product does not use."""
SAFE = frozenset({"GET", "HEAD"})
WHO = b"x-guapai-session"
"""Told inwards only: Streamlit keeps apart what different sessions see (``trustedUserHeaders``)."""

POLICY = "; ".join(
    (
        "default-src 'self'",
        # Streamlit's own bundle needs inline scripts, eval (charts) and blob workers.
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss: data: blob:",
        "worker-src 'self' blob:",
        "frame-src 'self' blob: data:",
        "frame-ancestors 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
}

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\s:@,/\\\[\]]+)(?::\d{1,5})?")
"""Whole: "127.0.0.1:8501@elsewhere" begins like us, and addresses we print would lead elsewhere."""

FULL = "上传的文件太多，暂时放不下。请关闭其他标签页，一分钟后再试。"
FOREIGN = "请求来自其他网站，未受理。请从本系统页面内操作。"


def allowed_hosts() -> tuple[str, ...]:
    """Loopback, and what ``HAZARDS_ALLOWED_HOSTS`` lists (names without port, comma between)."""
    listed = os.environ.get("HAZARDS_ALLOWED_HOSTS", "").split(",")
    return LOOPBACK + tuple(host.strip().lower() for host in listed if host.strip())


def recognise(token: str) -> Identity | None:
    """Whose cookie this is; nobody's while the store is out of reach, for health must answer."""
    try:
        return sessions.identify(ready_store(), token) if token else None
    except Refusal:
        return None


class Gate:
    """ASGI middleware over everything: pages, files, uploads and Streamlit's socket.

    A foreign ``Origin`` never travels on: Streamlit would ask the Internet for its own address
    to judge it, which on an isolated network freezes every session for as long as DNS takes.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: Iterable[str] | None = None,
        recognise: Callable[[str], Identity | None] = recognise,
        pace: Pace | None = None,
    ) -> None:
        self.app = app
        self.hosts = frozenset(allowed_hosts() if hosts is None else hosts)
        self.recognise, self.pace, self.held = recognise, pace or Pace(), Held()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if (refused := self._stranger(scope, headers)) is not None:
            await _refuse(scope, receive, send, *refused)
            return
        token = cookies.read(cookie_parser(headers.get("cookie", "")), scope)
        who = await run_in_threadpool(self.recognise, token) if token else None
        address = scope["client"][0] if scope.get("client") else ""
        if not self.pace.allows(who.session if who else address):
            await _refuse(scope, receive, send, 429, "请求过于频繁，请稍后再试。")
        elif (turned := _turned_away(scope, headers, who)) is not None:
            await _answer(turned, scope, receive, send)
        else:
            await self._let_in(scope, receive, send, who)

    def _stranger(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        host = headers.get("host", "").lower()
        if _name(host) not in self.hosts:
            return 421, "本机不受理该地址的访问。请使用管理员给出的网址。"
        if _foreign(scope, headers, host):
            return 403, FOREIGN
        if scope["path"].startswith(CLOSED):
            return 404, "没有这个地址。"
        if int(_number(headers.get("content-length", "0"))) > most(scope["path"]):
            return 413, "内容过大，未受理。"
        return None

    async def _let_in(self, scope: Scope, receive: Receive, send: Send, who: Identity | None) -> None:
        inner = {**scope, "headers": _inward(scope["headers"], who), "identity": who}
        if scope["type"] == "websocket":
            await self.app(inner, receive, _dressed(send))
            return
        if who is None or scope["method"] != "PUT" or not scope["path"].startswith(UPLOADS):
            await self._measured(inner, receive, send)
            return
        told = Headers(scope=scope).get("content-length")
        size = most(scope["path"]) if told is None else int(_number(told))
        with self.held.coming(who.account, scope["path"], size) as room:
            if room:
                await self._measured(inner, receive, send)
            else:
                await _refuse(scope, receive, send, 413, FULL)

    async def _measured(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = Measured(receive, _dressed(send), most(scope["path"]))
        try:
            await self.app(scope, body.receive, body.send)
        except ClientDisconnect:
            if not body.over:
                raise
        if body.over and not body.started:
            await _refuse(scope, receive, send, 413, "内容过大，未受理。")


def _name(host: str) -> str:
    """The host without its port, "" of what is no host; IPv6 keeps its brackets."""
    found = _HOST.fullmatch(host)
    return found[1] if found else ""


def _number(text: str) -> str:
    return text if text.isascii() and text.isdigit() and len(text) < 19 else "9" * 18


def _foreign(scope: Scope, headers: Headers, host: str) -> bool:
    """Whether another site's page sent this. Acts and sockets must say that ours did."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
    acts = scope["type"] == "websocket" or scope["method"] not in SAFE
    if origin is not None and not _same(origin, scope, host):
        return True
    if site in ("cross-site", "same-site"):
        # A link in a mail or a chat may lead here; nothing of ours is drawn into another's page.
        return acts or headers.get("sec-fetch-mode") != "navigate"
    if not acts or origin is not None:
        return False
    # Old browsers tell no Origin of their own forms; a socket without one is a program.
    return scope["type"] == "websocket" or not _same(headers.get("referer", ""), scope, host)


def _same(origin: str, scope: Scope, host: str) -> bool:
    """Whether an address is of this very server. "null" and rubbish are foreign."""
    try:
        parts = urlsplit(origin.lower())
    except ValueError:
        return False
    secure = scope.get("scheme") in ("https", "wss")
    # A proxy may end https without telling us; the other way round is a downgrade.
    if parts.scheme not in (("https",) if secure else ("http", "https")):
        return False
    default = {"http": ":80", "https": ":443"}[parts.scheme]
    return parts.netloc.removesuffix(default) == host.removesuffix(default)


def _turned_away(scope: Scope, headers: Headers, who: Identity | None) -> Response | None:
    """To the login, or to the new password, where the visitor may go no further yet."""
    path = scope["path"]
    if path in OPEN or (who is not None and (not who.must_change or path == PASSWORD)):
        return None
    accepts = headers.get("sec-fetch-mode") == "navigate" or "text/html" in headers.get("accept", "")
    if scope["type"] == "websocket" or scope["method"] not in SAFE or not accepts:
        text = "请先登录。" if who is None else "请先修改初始密码。"
        return PlainTextResponse(text, 401 if who is None else 403, _PRIVATE)
    wanted = path + ("?" + scope["query_string"].decode("latin-1") if scope["query_string"] else "")
    door = LOGIN if who is None else PASSWORD
    return RedirectResponse(f"{door}?next={quote(wanted, safe='/')}", 303, _PRIVATE)


_PRIVATE = {"Cache-Control": "private, no-store"}


def _inward(headers: list[tuple[bytes, bytes]], who: Identity | None) -> list[tuple[bytes, bytes]]:
    """Headers as the house sees them: who asks is told by us alone, and Origin is settled here."""
    kept = [p for p in headers if p[0].lower().replace(b"_", b"-") not in (b"origin", WHO)]
    return kept if who is None else [*kept, (WHO, who.session.encode())]


def _dressed(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_with_headers


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, text: str) -> None:
    await _answer(PlainTextResponse(text, status), scope, receive, send)


async def _answer(response: Any, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()  # the handshake; closing before accepting answers 403
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
        return
    await response(scope, receive, _dressed(send))
