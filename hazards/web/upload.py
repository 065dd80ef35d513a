"""The upload page: plain HTML for a phone in one hand, and the QR code that leads to it."""

import io
from collections.abc import Callable
from html import escape

import orjson
import segno
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from hazards.services import gathering
from hazards.services.gathering import Heading
from hazards.web import vendor
from hazards.web.evidence import Handler, Visitor, number

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
)
PRIVATE = {"Content-Security-Policy": POLICY, "Cache-Control": "private, no-store"}


class Pages:
    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor

    def upload(self, request: Request) -> Response:
        """GET /upload/3"""
        told = gathering.heading(*self.visitor(request), number(request))
        return HTMLResponse(page(told), headers=PRIVATE)

    def code(self, request: Request) -> Response:
        """GET /case/3/qr.svg: photographed, it opens the upload page; printed, it belongs on the file."""
        told = gathering.heading(*self.visitor(request), number(request))
        drawn = io.BytesIO()
        address = f"{request.base_url}upload/{told.id}"
        segno.make(address, error="m", micro=False).save(drawn, kind="svg", scale=8, border=4, xmldecl=False)
        headers = {**PRIVATE, "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
        return Response(drawn.getvalue(), media_type="image/svg+xml", headers=headers)


def page(told: Heading) -> str:
    own = vendor.own_address()
    facts = (told.street, told.level, told.stage, f"整改期限 {told.deadline}")
    items = "".join(
        f'<option value="{i.position}">第{i.position}项 {escape(i.text)}</option>' for i in told.items
    )
    blank = '<option value="">请选择</option>' if told.must_choose else '<option value="">不分项</option>'
    item = f'<div><label for="item">整治明细</label><select id="item">{blank}{items}</select></div>'
    kinds = "".join(
        f'<option value="{code}"{" selected" if code == told.usual else ""}>{name}</option>'
        for code, name in told.kinds
    )
    data = orjson.dumps({**told.public(), "way": "phone"}).decode().replace("<", "\\u003c")
    accident = "本案已登记事故，现在上传的材料将标为“事故后录入”。" if told.accident else ""
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>上传材料 · {escape(told.number)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/favicon.ico" type="image/svg+xml">
<link rel="stylesheet" href="{own}/upload.css"></head>
<body><main>
<section><h1>{escape(told.unit)}</h1><p class="small">{escape(told.number)}</p>
<div class="facts small">{"".join(f"<span>{escape(f)}</span>" for f in facts)}</div>
<p class="small"><a href="/ledger?case={told.id}">返回案卷</a></p></section>
<p class="told">{escape(told.refused)}</p><p class="told amber">{accident}</p>
<p class="told" id="told" role="alert"></p>
<section{" hidden" if told.refused else ""}>
<div class="two"><div><label for="kind">材料种类</label><select id="kind">{kinds}</select></div>
<div><label for="viewpoint">拍摄点位(选填)</label>
<input type="text" id="viewpoint" maxlength="40" placeholder="如：北门"></div></div>
{item if told.items else ""}
<label class="choose"><span>拍照或选择文件</span><input type="file" id="pick" multiple
accept="image/*,video/*,.heic,.pdf,.doc,.docx,.wps,.xls,.xlsx,.et,.ofd" aria-label="拍照或选择文件"></label>
<label for="note">说明(选填)</label><textarea id="note" maxlength="500" placeholder="如：北侧违建已拆除，场地已清理"></textarea>
</section>
<section id="files" hidden><h2>本次上传</h2><ul id="list"></ul></section>
<p class="small">照片不超过50MB，视频不超过500MB，文件不超过100MB。原件按字节保存，收到后给出回执。
手机相册可能去掉拍摄位置，没有位置不影响收件。</p>
<noscript><p class="told">请在浏览器设置中允许运行脚本后再上传。</p></noscript>
</main>
<div class="bar"><div><output id="count" aria-live="polite"></output>
<button type="button" id="clear" hidden>清空列表</button>
<button type="button" id="go" class="go" disabled>上传</button></div></div>
<script type="application/json" id="case">{data}</script>
<script src="{own}/upload.js"></script></body></html>
"""


def routes(answering: Callable[[Handler], Handler], visitor: Visitor) -> list[BaseRoute]:
    pages = Pages(visitor)
    return [
        Route("/upload/{id:int}", answering(pages.upload)),
        Route("/case/{id:int}/qr.svg", answering(pages.code)),
    ]
