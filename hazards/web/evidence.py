"""Evidence over HTTP: files stream in to a receipt, and out again as harmless downloads."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

import anyio
from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from hazards.domain.errors import Refusal
from hazards.services import evidence
from hazards.services.access import Scope
from hazards.services.receipts import WAYS, Receipt, Told
from hazards.services.receiving import Upload
from hazards.storage.store import Store
from hazards.web import streams

log = logging.getLogger("hazards.web")

Visitor = Callable[[Request], tuple[Store, Scope]]
Handler = Callable[[Request], Response]

STATUS = {
    "login-needed": 401,
    "not-yours": 403,
    "own-item-only": 403,
    "no-such-case": 404,
    "no-such-evidence": 404,
    "case-closed": 409,
    "request-key-taken": 409,
    "file-too-large": 413,
    "kind-not-taken": 415,
    "too-much-today": 429,
    "too-many-at-once": 429,
    "not-stored": 507,
    "evidence-bytes-missing": 503,
    "not-migrated": 503,
}

SAFE = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}
AT_ONCE = 16
"""Uploads of one account beside each other; a page sends two."""


class TooManyAtOnce(Refusal):
    code = "too-many-at-once"
    says = "同时上传的文件太多。"
    remedy = "请等前面的文件传完再继续。"


class Door:
    """The handlers, for one way of telling who asks."""

    def __init__(self, visitor: Visitor, attachment: Callable[[str], str]) -> None:
        self.visitor, self.attachment = visitor, attachment
        self._busy: dict[int | None, int] = {}
        self._writing: anyio.CapacityLimiter | None = None
        self._finishing: anyio.CapacityLimiter | None = None

    async def receive(self, request: Request) -> Response:
        """POST /evidence?case=…: a multipart form, its file last, or the bare bytes of one file."""
        scope = None
        try:
            store, scope = await anyio.to_thread.run_sync(self.visitor, request)
            self._enter(scope)
            receipt = await self._receive(request, store, scope)
        except Refusal as refusal:
            await streams.drain(request)
            return told(refusal)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it
        except Exception:
            log.exception("%s failed", request.url.path)
            text = "系统出错，这份文件没有收下。请稍后再试，仍不行请联系管理员。"
            return JSONResponse({"code": "fault", "message": text}, 500)
        finally:
            if scope is not None:
                self._busy[scope.account] = self._busy.get(scope.account, 1) - 1
        return JSONResponse(receipt.public(), 200 if receipt.again else 201, {"Cache-Control": "no-store"})

    async def _receive(self, request: Request, store: Store, scope: Scope) -> Receipt:
        content_type = request.headers.get("content-type", "")
        form = streams.Form(content_type) if content_type.startswith("multipart/form-data") else None
        upload: Upload | None = None
        asked: dict[str, str] = dict(request.query_params)
        try:
            if form is None:
                upload = await self._slow(begin, store, scope, asked, asked.get("name", ""))
            async for chunk in streams.chunks(request):
                pieces = [chunk] if form is None else form.feed(chunk)
                if upload is None and form is not None and form.file_name is not None:
                    upload = await self._slow(begin, store, scope, {**asked, **form.fields}, form.file_name)
                if upload is not None and pieces:
                    await self._slow(upload.write, b"".join(pieces))
            if upload is None:
                raise streams.BadForm
            return await self._finish(upload)
        finally:
            if upload is not None:
                with anyio.CancelScope(shield=True):
                    await self._slow(upload.part.close)

    def _enter(self, scope: Scope) -> None:
        busy = self._busy.get(scope.account, 0)
        self._busy[scope.account] = busy + 1
        if busy >= AT_ONCE:
            raise TooManyAtOnce

    async def _slow(self, work: Callable[..., Any], *args: Any) -> Any:
        """In threads of our own: a slow disk must not keep the pages' threads waiting."""
        self._writing = self._writing or anyio.CapacityLimiter(8)
        return await anyio.to_thread.run_sync(partial(work, *args), limiter=self._writing)

    async def _finish(self, upload: Upload) -> Receipt:
        self._finishing = self._finishing or anyio.CapacityLimiter(8)
        # Shielded: a sender who hangs up now may not leave bytes without their row.
        with anyio.CancelScope(shield=True):
            receipt = await anyio.to_thread.run_sync(upload.finish, limiter=self._finishing)
        return receipt  # noqa: RET504 - a scope may swallow, says the type checker

    def original(self, request: Request) -> Response:
        """GET /evidence/7: byte for byte, to be saved and never rendered."""
        store, scope = self.visitor(request)
        pieces = "range" in request.headers
        found = evidence.get(store, scope, number(request), address=_address(request), pieces=pieces)
        row = found.row
        headers = {
            **SAFE,
            "Content-Disposition": self.attachment(row["file_name"]),
            "X-Sha256": row["sha256"],
        }
        if (path := found.path) is not None:
            return FileResponse(path, headers=headers, media_type=row["media_type"])
        file = found.open()
        return StreamingResponse(
            iter(lambda: file.read(streams.PIECE), b""),
            headers={**headers, "Content-Length": str(row["size"])},
            media_type=row["media_type"],
            background=BackgroundTask(file.close),
        )

    def view(self, request: Request) -> Response:
        return self._copy(request, evidence.VIEW)

    def thumb(self, request: Request) -> Response:
        return self._copy(request, evidence.THUMB)

    def _copy(self, request: Request, longest: int) -> Response:
        store, scope = self.visitor(request)
        path = evidence.view(store, scope, number(request), longest, address=_address(request))
        return FileResponse(path, headers=SAFE, media_type="image/jpeg")

    def listed(self, request: Request) -> Response:
        """GET /evidence/case/3.json: what has arrived, for the upload page and for programs."""
        rows = evidence.of_case(*self.visitor(request), number(request))
        return JSONResponse({"files": rows}, headers={"Cache-Control": "private, no-store"})


def begin(store: Store, scope: Scope, asked: dict[str, str], name: str) -> Upload:
    case = asked.get("case", "")
    item = asked.get("item", "")
    if not _number(case) or (item and not _number(item)):
        raise streams.BadForm
    way = asked.get("way", "phone")
    said = Told(
        name,
        asked.get("kind", ""),
        int(item) if item else None,
        asked.get("note", ""),
        asked.get("viewpoint", ""),
        way if way in WAYS else "phone",
        asked.get("key", ""),
    )
    return evidence.begin(store, scope, int(case), said)


def told(refusal: Refusal) -> Response:
    body = {"code": refusal.code, "message": str(refusal)}
    return JSONResponse(body, STATUS.get(refusal.code, 400), {"Cache-Control": "no-store"})


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


def number(request: Request) -> int:
    """The number in the address, of a case or of a file."""
    return min(int(request.path_params["id"]), 2**53)  # beyond it no database has a number


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def routes(
    answering: Callable[[Handler], Handler], attachment: Callable[[str], str], visitor: Visitor
) -> list[BaseRoute]:
    """The routes of evidence; ``answering`` turns refusals into answers as everywhere else."""
    door = Door(visitor, attachment)
    return [
        Route("/evidence", door.receive, methods=["POST"]),
        Route("/evidence/case/{id:int}.json", answering(door.listed)),
        Route("/evidence/{id:int}", answering(door.original)),
        Route("/evidence/{id:int}/view", answering(door.view)),
        Route("/evidence/{id:int}/thumb", answering(door.thumb)),
    ]
