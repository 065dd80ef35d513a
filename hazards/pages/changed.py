"""Changed (今日变化): the lists behind the numbers of 大屏: listed, struck off, overdue, returned today."""

from html import escape
from urllib.parse import urlencode

import streamlit as st

from hazards.pages import parts, visitor
from hazards.services import wall
from hazards.services.asked import Asked


def page(asked: Asked) -> None:
    store, scope = visitor.here()
    found = wall.changes(store, scope, asked)
    told = st.query_params.get("sort", "")
    sort = told if told in found else next((s for s, lines in found.items() if lines), wall.LISTED)
    links = "".join(_sort(name, len(lines), name == sort, asked) for name, lines in found.items())
    back = parts.link("返回总览", "", asked.query) + parts.link("大屏", "wall", asked.query)
    parts.show(f'<p class="gp-facts-line gp-noprint">{links}{back}</p>')
    lines = found[sort]
    parts.show(
        f'<p class="gp-figure"><b>今日{sort}</b> <span class="gp-note">{escape(wall.RULES[sort])}</span></p>'
        f'<p class="gp-count"><b>{len(lines)}</b> 件</p>'
    )
    if not lines:
        parts.empty(f"今日没有{sort}的案件", "街镇、部门和区安委办办理后，自动列在这里。")
        return
    parts.cases(lines)


def _sort(name: str, number: int, here: bool, asked: Asked) -> str:
    if here:
        return f'<b aria-current="page">{name} {number}</b>'
    query = urlencode({"view": "today", "sort": name})
    return parts.link(f"{name} {number}", "", f"{query}&{asked.query}".rstrip("&"))
