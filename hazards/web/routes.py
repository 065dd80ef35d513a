"""Routes: what this server answers beside Streamlit: assets, map page, layers, downloads."""

import logging
from collections.abc import Callable
from hashlib import blake2b
from html import escape
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import BaseRoute, Route

from geo import maps
from hazards.domain.errors import Refusal
from hazards.web import (
    account,
    bulletins,
    evidence,
    footprints,
    gathering,
    papers,
    printing,
    scans,
    upload,
    vendor,
    wall,
)
from hazards.web.desk import Desk, Services, Who
from hazards.web.visitor import asking

log = logging.getLogger("hazards.web")

Handler = Callable[[Request], Response]

# Everything else a person is refused is 400: the address was fine, the wish was not.
STATUS = {
    **evidence.STATUS,
    "login-needed": 401,
    "not-yours": 403,
    "no-such-case": 404,
    "no-such-paper": 404,
    "no-such-bulletin": 404,
    "no-such-list": 404,
    "no-such-binder": 410,
    "no-such-scan": 404,
    "unknown-export": 404,
    "not-migrated": 503,
}


def routes(desk: Desk | None = None, visitor: Callable[[Request], Who] = asking) -> list[BaseRoute]:
    """All routes of ours; ``desk`` answers them, the product's own services if not given."""
    asks = Answers(Services() if desk is None else desk, visitor)
    return [
        *vendor.mounts(),
        *account.routes(),
        *evidence.routes(answering, attachment, visitor),
        *upload.routes(answering, visitor),
        *gathering.routes(answering, attachment, visitor),
        *papers.routes(answering, attachment, visitor),
        *bulletins.routes(answering, attachment, visitor),
        *printing.routes(answering, attachment, visitor),
        *footprints.routes(answering, visitor, asks.desk),
        *scans.routes(answering, attachment, visitor),
        *wall.routes(answering, visitor),
        Route("/map/view", answering(asks.view)),
        Route("/layers/streets.geojson", answering(asks.streets)),
        Route("/layers/cases.geojson", answering(asks.cases)),
        Route("/layers/footprints.geojson", answering(asks.footprints)),
        Route("/download/{name}", answering(asks.download)),
        Route("/overview", home),
        Route("/favicon.ico", lambda request: FileResponse(vendor.OWN / "mark.svg")),
        Route("/healthz", lambda request: PlainTextResponse("ok")),
    ]


class Answers:
    """Turns requests into questions for the desk, and its answers into responses.

    Handlers are plain functions, so Starlette runs them in its thread pool, beside the socket.
    """

    def __init__(self, desk: Desk, visitor: Callable[[Request], Who]) -> None:
        self.desk, self.visitor = desk, visitor

    def view(self, request: Request) -> Response:
        """The map page. The query string is read by its script, so one page serves all filters."""
        frame = self.desk.frame(self.visitor(request))
        text = maps.page(
            streets_url="/layers/streets.geojson",
            cases_url="/layers/cases.geojson",
            prints_url="/layers/footprints.geojson",
            assets=vendor.assets(),
            bounds=frame.bounds,
            schematic=frame.schematic,
            title=frame.title,
            tile_layers=frame.tile_layers,
        )
        pictures = " ".join(sorted({layer.origin for layer in frame.tile_layers}))
        headers = {
            "Content-Security-Policy": footprints.map_policy(pictures),
            "Cache-Control": "private, no-cache",
        }
        return HTMLResponse(text, headers=headers)

    def streets(self, request: Request) -> Response:
        return layer(request, self.desk.streets(self.visitor(request), dict(request.query_params)))

    def cases(self, request: Request) -> Response:
        return layer(request, self.desk.cases(self.visitor(request), dict(request.query_params)))

    def footprints(self, request: Request) -> Response:
        return layer(request, self.desk.footprints(self.visitor(request), dict(request.query_params)))

    def download(self, request: Request) -> Response:
        content, media_type, name = self.desk.download(
            self.visitor(request), request.path_params["name"], dict(request.query_params)
        )
        return Response(
            content,
            media_type=media_type,
            headers={"Content-Disposition": attachment(name), "Cache-Control": "private, no-store"},
        )


def home(request: Request) -> Response:
    """总览 stands at the root; Streamlit knows its first page under no other address."""
    query = request.url.query
    return RedirectResponse(f"/?{query}" if query else "/")


def layer(request: Request, content: bytes) -> Response:
    """GeoJSON the browser may keep but asks about each time; unchanged costs no bytes."""
    tag = f'"{blake2b(content, digest_size=12).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/geo+json", headers=headers)


def attachment(name: str) -> str:
    """``Content-Disposition`` for a file name in any script (RFC 6266, RFC 5987)."""
    safe = "".join(sign for sign in name if sign.isprintable() and sign not in '/\\"')
    suffix = safe.rpartition(".")[2]
    plain = f"download.{suffix}" if suffix.isascii() and suffix.isalnum() else "download"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe, safe='')}"


def answering(handler: Handler) -> Handler:
    """A refusal becomes a short Chinese answer, a fault of ours a logged 500; never a traceback."""

    def answer(request: Request) -> Response:
        try:
            return handler(request)
        except Refusal as refusal:
            return _say(request, STATUS.get(refusal.code, 400), refusal.code, str(refusal))
        except Exception:
            log.exception("%s failed", request.url.path)
            return _say(request, 500, "fault", "系统出错，本次请求没有完成。请稍后再试，仍不行请联系管理员。")

    return answer


def _say(request: Request, status: int, code: str, text: str) -> Response:
    if "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(_PAGE.format(text=escape(text)), status)
    return JSONResponse({"code": code, "message": text}, status)


_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>挂牌一张图</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{margin:0;background:#F6F8FA;color:#1D2939;font:14px/1.7 "PingFang SC","Microsoft YaHei",
"Noto Sans CJK SC",sans-serif}}main{{max-width:36em;margin:20vh auto 0;padding:24px;background:#fff;
border:1px solid #D0D5DD;border-radius:6px}}</style></head>
<body><main>{text}</main></body></html>
"""
