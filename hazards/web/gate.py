"""Gate: the outermost door; refuses foreign hosts and pages before Streamlit sees them."""

import os
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

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
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
}


def allowed_hosts() -> tuple[str, ...]:
    """Loopback, and what ``HAZARDS_ALLOWED_HOSTS`` lists (names without port, comma between)."""
    listed = os.environ.get("HAZARDS_ALLOWED_HOSTS", "").split(",")
    return LOOPBACK + tuple(host.strip().lower() for host in listed if host.strip())


class Gate:
    """ASGI middleware over everything, Streamlit's socket included.

    A foreign ``Origin`` never travels on: Streamlit would ask the Internet for its own address
    to judge it, which on an isolated network freezes every session for as long as DNS takes.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str] | None = None) -> None:
        self.app = app
        self.hosts = frozenset(allowed_hosts() if hosts is None else hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        origin = headers.get("origin")
        if _name(host) not in self.hosts:
            await _refuse(scope, receive, send, 421, "本机不受理该地址的访问。请使用管理员给出的网址。")
        elif origin is not None and not _same(origin, scope, host):
            await _refuse(scope, receive, send, 403, "请求来自其他网站，未受理。请从本系统页面内操作。")
        else:
            await self.app(_without_origin(scope), receive, _dressed(send))


def _name(host: str) -> str:
    """The host without its port; IPv6 keeps its brackets."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]


def _same(origin: str, scope: Scope, host: str) -> bool:
    """Whether a page of this very server sent the request. "null" and rubbish are foreign."""
    parts = urlsplit(origin.lower())
    if parts.scheme not in ("http", "https"):
        return False
    default = {"http": ":80", "https": ":443"}[parts.scheme]
    return parts.netloc.removesuffix(default) == host.removesuffix(default)


def _without_origin(scope: Scope) -> Scope:
    """The question is decided here, so nobody further in needs to ask it again."""
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"origin"]}


def _dressed(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_with_headers


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, text: str) -> None:
    if scope["type"] == "websocket":
        await receive()  # the handshake; closing before accepting answers 403
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
        return
    await PlainTextResponse(text, status)(scope, receive, _dressed(send))
