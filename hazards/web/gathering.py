"""The desk drop and the 采集包: many files at once, and photographs from where no network reaches."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from hazards.domain.errors import Refusal
from hazards.services import gathering, packages
from hazards.services.access import Scope
from hazards.storage.store import Store
from hazards.web import streams, vendor
from hazards.web.evidence import Handler, Visitor, told
from hazards.web.upload import PRIVATE

log = logging.getLogger("hazards.web")

Work = Callable[[Store, Scope, Path], Any]


class TooLarge(Refusal):
    code = "file-too-large"
    says = "文件没有收下：超过{mb}MB的上限。"
    remedy = "请分成几个采集包后再交入。"


class Door:
    def __init__(self, visitor: Visitor, attachment: Callable[[str], str]) -> None:
        self.visitor, self.attachment = visitor, attachment

    async def package(self, request: Request) -> Response:
        """POST /evidence/package: the zip as the body; each file in it is answered for itself."""
        return await self._held(request, 1000, lambda *who: {"files": packages.take(*who)})

    async def code(self, request: Request) -> Response:
        """POST /evidence/code: a small picture; the case whose code it shows, or null."""
        return await self._held(request, 10, lambda *who: {"case": gathering.coded(*who)})

    async def _held(self, request: Request, mb: int, work: Work) -> Response:
        """Stream the body to disk, let ``work`` look at it there, and take it away again."""
        part = None
        try:
            store, scope = await anyio.to_thread.run_sync(self.visitor, request)
            part = await anyio.to_thread.run_sync(packages.hold, store, scope)
            async for chunk in streams.chunks(request):
                if part.size + len(chunk) > mb * 1024 * 1024:
                    raise TooLarge(mb=mb)
                await anyio.to_thread.run_sync(part.write, chunk)
            await anyio.to_thread.run_sync(part.finish)
            answer = await anyio.to_thread.run_sync(work, store, scope, part.path)
            return JSONResponse(answer, headers={"Cache-Control": "no-store"})
        except Refusal as refusal:
            await streams.drain(request)
            return told(refusal)
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception:
            log.exception("%s failed", request.url.path)
            text = "系统出错，没有收完。请稍后再试，已收的不会重复。"
            return JSONResponse({"code": "fault", "message": text}, 500)
        finally:
            if part is not None:
                part.close()

    def desk(self, request: Request) -> Response:
        """GET /desk"""
        return HTMLResponse(_desk(_cases(*self.visitor(request))), headers=PRIVATE)

    def offline(self, request: Request) -> Response:
        """GET /package.html: one page to keep on the phone, with the open cases of its owner."""
        headers = {**PRIVATE, "Content-Disposition": self.attachment("采集包.html")}
        return HTMLResponse(_offline(_cases(*self.visitor(request))), headers=headers)


def _cases(store: Store, scope: Scope) -> str:
    told_ = {
        "by": scope.actor,
        "cases": [c.public() for c in gathering.choices(store, scope) if not c.refused],
    }
    return orjson.dumps(told_).decode().replace("<", "\\u003c")


def _page(title: str, head: str, body: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{head}</head>'
        f"<body>{body}</body></html>"
    )


def _desk(cases: str) -> str:
    own = vendor.own_address()
    head = f'<link rel="icon" href="/favicon.ico"><link rel="stylesheet" href="{own}/upload.css">'
    body = f"""<main><section><h1>批量上传</h1>
<p class="small">文件按拍摄时间排序。每个案卷先拍一张它的二维码，后面的照片自动归入该案卷；采集包(zip)也从这里交入。</p>
<p class="small"><a href="/package.html">下载采集包页面</a> · <a href="/">返回</a></p></section>
<p class="told" id="told" role="alert"></p>
<section><label for="kind">照片归为</label><select id="kind"><option value="after">整改后照片</option>
<option value="during">整改中照片</option><option value="before">整改前照片</option></select>
<label class="choose"><span>选择或拖入文件</span><input type="file" id="pick" multiple aria-label="选择或拖入文件"></label>
<label for="note">说明(选填)</label><textarea id="note" maxlength="500"></textarea></section>
<div id="groups"></div></main>
<div class="bar"><div><output id="count" aria-live="polite"></output>
<button type="button" id="go" class="go" disabled>上传</button></div></div>
<script type="application/json" id="cases">{cases}</script><script src="{own}/desk.js"></script>"""
    return _page("批量上传", head, body)


def _offline(cases: str) -> str:
    style, digest, script = (
        (vendor.OWN / name).read_text("utf-8") for name in ("upload.css", "sha256.js", "package.js")
    )
    body = f"""<main><section><h1>采集包</h1>
<p class="small">没有网络也能用。拍好后按“保存采集包”，回到办公室在“批量上传”页交入。拍完之前不要关闭本页。</p></section>
<p class="told amber" id="told" role="alert"></p>
<section><label for="case">案卷</label><select id="case"></select>
<div class="two"><div><label for="kind">材料种类</label><select id="kind"></select></div>
<div><label for="viewpoint">拍摄点位(选填)</label><input type="text" id="viewpoint" maxlength="40"></div></div>
<div id="itemrow" hidden><label for="item">整治明细</label><select id="item"></select></div>
<label for="note">说明(选填)</label><textarea id="note" maxlength="500"></textarea>
<label class="choose"><span>拍照或选择文件</span><input type="file" id="pick" multiple accept="image/*,video/*,.pdf"
aria-label="拍照或选择文件"></label></section>
<section id="files" hidden><h2>本包内容</h2><ul id="list"></ul></section></main>
<div class="bar"><div><output id="count" aria-live="polite"></output>
<button type="button" id="save" class="go" disabled>保存采集包</button></div></div>
<script type="application/json" id="cases">{cases}</script><script>{digest}</script><script>{script}</script>"""
    return _page("采集包", f"<style>{style}</style>", body)


def routes(
    answering: Callable[[Handler], Handler], attachment: Callable[[str], str], visitor: Visitor
) -> list[BaseRoute]:
    door = Door(visitor, attachment)
    return [
        Route("/evidence/package", door.package, methods=["POST"]),
        Route("/evidence/code", door.code, methods=["POST"]),
        Route("/desk", answering(door.desk)),
        Route("/package.html", answering(door.offline)),
    ]
