"""The public page (挂图上网): one file of HTML with map, table and filters; asks nobody for anything."""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from hazards.formats.drawings import Area, street_map

HOME = Path(__file__).parent / "public"
HEADS = (
    ("number", "编号", "d"),
    ("name", "名称", "name"),
    ("kind", "类型", "d"),
    ("level", "级别", "d"),
    ("street", "属地", "d"),
    ("content", "概要", "long"),
    ("listed_on", "挂牌日期", "d"),
    ("deadline", "整改期限", "d"),
    ("body", "责任机关", "body"),
    ("result", "办理结果", "d"),
    ("struck_off_on", "销号日期", "d"),
)
RULE = (
    "口径：总整改率=已销号÷有效挂牌数(含未到期)，街镇表和地图只计重大事故隐患；规则 {rule}。"
    "名称为个人的以“某”代称，不公布个人、电话和住宅具体位置。"
)


@cache
def _asset(name: str) -> str:
    return (HOME / name).read_text("utf-8").strip()


def page(value: Mapping[str, Any]) -> str:
    """The page of a frozen value (services/publicvalue.py); same value, same text."""
    script, style = _asset("page.js"), _asset("page.css")
    # The page may be put on any portal: what is not in it cannot be loaded into it.
    policy = f"default-src 'none'; img-src data:; style-src {_sum(style)}; script-src {_sum(script)}"
    title = f"{value['district']}挂牌督办公开表"
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="no-referrer"><title>{escape(title)}</title><style>{style}</style></head>
<body><a class="skip" href="#cases">跳到案件表</a>
<header><h1>{escape(title)}</h1>
<p>{value["year"]} 年度 {escape(value["kind"])}，截止 {escape(value["cut_on"])}</p></header>
<main><div class="two"><div>{_figures(value)}{_map(value)}</div>{_streets(value["streets"])}</div>
<section class="card">{_filters(value["cases"])}{_cases(value["cases"])}</section></main>
<footer><p class="rule">{escape(RULE.format(rule=value["rule"]))}</p>
<p class="rule">封签 {escape(value["seal"] or "无")}</p></footer>
<script type="module">{script}</script></body></html>
"""


def _sum(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _figures(value: Mapping[str, Any]) -> str:
    total = value["streets"][-1]
    told = [("挂牌", total["listed"]), ("已销号", total["struck_off"]), ("整改率", total["rate"])]
    shown = "".join(f"<div>{escape(name)}<b>{escape(str(number))}</b></div>" for name, number in told)
    return f'<section class="card"><h2>重大事故隐患</h2><div class="figures">{shown}</div></section>'


def _map(value: Mapping[str, Any]) -> str:
    if not value["areas"]:
        return ""
    areas = [
        Area(
            a["key"],
            a["name"],
            tuple(tuple((x, y) for x, y in ring) for ring in a["rings"]),
            a["fill"],
            (a["at"][0], a["at"][1]),
            a["hatched"],
            a["told"],
        )
        for a in value["areas"]
    ]
    note = value["approval"] or "示意图"
    # A phone gets a drawing of its own: the other's names would be too small to read there.
    large = street_map(areas, width=700, note=note)
    small = street_map(areas, width=360, note=note).replace('id="none"', 'id="small"')
    label = "各街镇整改率示意图，数字见街镇表"
    drawn = "".join(
        svg.replace("<svg ", f'<svg class="{css}" role="img" aria-label="{label}" ', 1)
        for css, svg in (("large", large), ("small", small.replace("url(#none)", "url(#small)")))
    )
    legend = "".join(f"<li>{_swatch(one['fill'])}{escape(one['label'])}</li>" for one in value["legend"])
    return f'<section class="card"><h2>各街镇整改率</h2>{drawn}<ul class="legend">{legend}</ul></section>'


def _swatch(fill: str) -> str:
    return (
        '<svg viewBox="0 0 16 12" aria-hidden="true">'
        f'<rect width="16" height="12" fill="{escape(fill, quote=True)}"/></svg>'
    )


def _streets(rows: Sequence[Mapping[str, Any]]) -> str:
    heads = '<th scope="col">街镇</th>' + "".join(
        f'<th class="n" scope="col">{h}</th>' for h in ("挂牌", "已销号", "整改率")
    )
    body = "".join(
        f'<tr><th scope="row">{escape(r["name"])}</th><td class="n">{r["listed"]}</td>'
        f'<td class="n">{r["struck_off"]}</td><td class="n">{escape(r["rate"])}</td></tr>'
        for r in rows
    )
    return (
        f'<section class="card"><table id="streets"><caption>街镇表</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></section>"
    )


def _filters(cases: Sequence[Mapping[str, str]]) -> str:
    def choose(name: str, label: str) -> str:
        values = dict.fromkeys(case[name] for case in cases)
        options = "".join(f"<option>{escape(v)}</option>" for v in sorted(values))
        return f'<label>{label}<select name="{name}"><option value="">全部</option>{options}</select></label>'

    return (
        f'<form id="filters">{choose("street", "属地")}{choose("level", "级别")}{choose("result", "办理结果")}'
        '<label>搜索<input name="text" type="search" autocomplete="off"></label></form>'
        f'<p class="rule" id="told" role="status">共 {len(cases)} 件</p>'
    )


def _cases(cases: Iterable[Mapping[str, str]]) -> str:
    heads = "".join(f'<th scope="col">{title}</th>' for _, title, _ in HEADS)
    body = "".join(
        f'<tr data-street="{_in(case["street"])}" data-level="{_in(case["level"])}" '
        f'data-result="{_in(case["result"])}">'
        + "".join(f'<td class="{css}" data-head="{title}">{_cell(case, n)}</td>' for n, title, css in HEADS)
        + "</tr>"
        for case in cases
    )
    return f'<table id="cases"><caption>案件表</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'


def _cell(case: Mapping[str, str], name: str) -> str:
    told = escape(case[name])
    if name == "result":
        if case[name].startswith("已销号"):
            return f'<span class="green">● {told}</span>'
        return f'<span class="red">■ {told}</span>' if "逾期" in case[name] else told
    return told


def _in(text: str) -> str:
    return escape(text, quote=True)
