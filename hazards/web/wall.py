"""The wall over HTTP (大屏): one page for the meeting room that refreshes itself, and its inner part."""

from collections.abc import Callable
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from hazards.domain.rates import Line
from hazards.formats.drawings import street_map
from hazards.services import brief, wall
from hazards.services.asked import Asked
from hazards.services.lists import CaseLine
from hazards.services.wall import Wall
from hazards.web import vendor
from hazards.web.evidence import Handler, Visitor
from hazards.web.footprints import map_policy

SHOWN = 18
"""Rows of the ranking a screen holds to be read at five metres; of more the last ones."""
NAMED = 3
MET = {True: ("good", "● 达标"), False: ("bad", "■ 未达标"), None: ("", "／ 不排名")}


class Screen:
    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor

    def page(self, request: Request) -> Response:
        """GET /wall: the whole page; its script asks for /wall/now every minute."""
        own = vendor.own_address()
        query = escape(request.url.query, quote=True)
        text = (
            '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1"><title>挂图作战</title>'
            f'<link rel="stylesheet" href="{own}/wall.css"></head><body data-query="{query}">'
            f'<p id="state" role="status" hidden></p><div id="now">{self._inner(request)}</div>'
            '<nav><button type="button" id="full">全屏</button><button type="button" id="again">刷新</button>'
            f'<a href="/">返回总览</a></nav><script src="{own}/wall.js"></script></body></html>'
        )
        # No script of the page itself: only the file beside it runs.
        policy = map_policy("").replace("script-src 'self' 'unsafe-inline'", "script-src 'self'", 1)
        headers = {"Content-Security-Policy": policy, "Cache-Control": "private, no-store"}
        return HTMLResponse(text, headers=headers)

    def now(self, request: Request) -> Response:
        """GET /wall/now: what stands on the screen, as markup."""
        return HTMLResponse(self._inner(request), headers={"Cache-Control": "private, no-store"})

    def brief(self, request: Request) -> Response:
        """GET /brief.png: the picture of a leader's brief."""
        content = brief.picture(*self.visitor(request), Asked.of(dict(request.query_params)))
        headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
        return Response(content, media_type="image/png", headers=headers)

    def _inner(self, request: Request) -> str:
        asked = Asked.of(dict(request.query_params))
        return inner(wall.wall(*self.visitor(request), asked), asked.but(as_of=None))


def inner(told: Wall, asked: Asked) -> str:
    """Head, three numbers, map, ranking, today's changes; every number leads to its list."""
    at = told.at
    whose = f" · {escape(told.whose)}" if told.whose else ""
    head = (
        f"<header><h1>{escape(told.district)}挂牌督办 挂图作战{whose}</h1>"
        f'<time datetime="{at.isoformat(timespec="minutes")}" data-clock="{at:%H:%M}">'
        f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}</time></header>"
    )
    note = "示意图，不作界线依据" if told.schematic else "街镇图"
    body = street_map(told.areas, width=640, dark=True, note=note) if told.areas else _no_map()
    return (
        f'{head}<section class="numbers" aria-label="关键数字">{_numbers(told, asked)}</section>'
        f'<main><figure>{body}</figure><section class="ranks"><h2>街镇排名</h2>{_ranks(told, asked)}</section></main>'
        f'<section class="today" aria-label="今日"><h2>今日</h2>{_today(told, asked)}</section>'
    )


def _no_map() -> str:
    return '<p class="none">还没有街镇边界。系统管理员在“设置”中导入后，这里显示地图。</p>'


def _numbers(told: Wall, asked: Asked) -> str:
    total = told.table.total
    tone, word = MET[total.met]
    share = f"{total.rate.part}/{total.rate.whole}，目标{total.target}%"
    late = f"最长{told.longest}天，含以前年度" if told.overdue else "含以前年度"
    nearly = told.gap.nearly.removeprefix("，") or ("已达到目标" if total.met else "")
    return "".join(
        (
            _number(
                "整改率",
                str(total.rate),
                "",
                _ledger(asked, "struck_off"),
                f'<b class="{tone}">{word}</b> {share}',
            ),
            _number("还差", str(told.gap.needed), "件", f"/?view=gap&{asked.query}", escape(nearly)),
            _number("逾期", str(told.overdue), "件", _ledger(asked, "open_overdue"), late),
        )
    )


def _number(name: str, number: str, unit: str, to: str, note: str) -> str:
    return (
        f'<div><h2>{name}</h2><a href="{escape(to, quote=True)}">{number}<small>{unit}</small></a>'
        f"<p>{note}</p></div>"
    )


def _ledger(asked: Asked, measure: str, place: str = "") -> str:
    return f"/ledger?{asked.but(measure=measure, place=place).query}"


def _ranks(told: Wall, asked: Asked) -> str:
    ranked = told.table.ranked()
    rows = [(rank, line) for rank, line in ranked if line.rate.whole or not line.aside]
    cut = f'<p class="cut">后 {SHOWN} 名</p>' if len(rows) > SHOWN else ""
    return f"{cut}<ol>{''.join(_rank(rank, line, asked) for rank, line in rows[-SHOWN:])}</ol>"


def _rank(rank: int | None, line: Line, asked: Asked) -> str:
    to = escape(_ledger(asked, "listed", str(line.key)), quote=True)
    width = min(line.rate.percent or 0, 100)
    return (
        f'<li><span>{rank or "／"}</span><a href="{to}">{escape(line.name)}</a>'
        f'<i class="bar"><i class="{line.step}" style="width:{width}%"></i></i>'
        f"<b>{line.rate}</b><small>{line.rate.part}/{line.rate.whole}</small></li>"
    )


def _today(told: Wall, asked: Asked) -> str:
    return "".join(_change(sort, lines, asked) for sort, lines in told.changes.items())


def _change(sort: str, lines: list[CaseLine], asked: Asked) -> str:
    names = "、".join(escape(f"{line.unit}({line.street})") for line in lines[:NAMED])
    more = f" 等 {len(lines)} 件" if len(lines) > NAMED else ""
    to = escape(f"/?view=today&sort={sort}&{asked.query}".rstrip("&"), quote=True)
    return f'<div><h3>{sort}</h3><a href="{to}">{len(lines)}</a><p>{names or "无"}{more}</p></div>'


def routes(answering: Callable[[Handler], Handler], visitor: Visitor) -> list[BaseRoute]:
    screen = Screen(visitor)
    return [
        Route("/wall", answering(screen.page)),
        Route("/wall/now", answering(screen.now)),
        Route("/brief.png", answering(screen.brief)),
    ]
