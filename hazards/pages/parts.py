"""Parts: the few pieces of page every page uses. All text goes through ``escape`` here."""

import re
from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from geo import palette
from hazards.domain.rates import Line
from hazards.domain.signals import Light
from hazards.services.asked import Asked
from hazards.services.lists import CaseLine

TONES = {
    Light.OVERDUE: "gp-red",
    Light.TODAY: "gp-amber",
    Light.SOON: "gp-amber",
    Light.STRUCK_OFF: "gp-green",
}
STEPS = {step.key: step for step in palette.STEPS}
MET = {True: ("gp-green", "● 达标"), False: ("gp-red", "■ 未达标"), None: ("gp-grey", "／ 不排名")}


_MARKUP = re.compile(r"([\\`*_\[\]$:~<#!|])")


def plain(text: str) -> str:
    """Somebody's text for a widget that reads Markdown: shown as it was written."""
    return _MARKUP.sub(r"\\\1", text)


def lines(text: str) -> str:
    """Somebody's text with its line breaks."""
    return escape(text).replace("\n", "<br>")


def title(text: str) -> None:
    """A page's heading that is somebody's text."""
    show(f'<h1 class="gp-h1">{escape(text)}</h1>')


def show(html: str, *, tight: bool = False) -> None:
    """Put our own markup on the page; ``tight`` takes only the room it needs in a row."""
    st.html(html, width="content" if tight else "stretch")


def link(text: str, page: str, query: str = "", css: str = "") -> str:
    """A link to another page of ours, keeping a question."""
    address = f"/{page}?{query}" if query else f"/{page}"
    return f'<a class="{css}" href="{escape(address, quote=True)}" target="_self">{escape(text)}</a>'


def number(value: object, small: str = "", asked: Asked | None = None, css: str = "") -> str:
    """A headline number; with a question, it opens the very list it counts."""
    told = escape(str(value))
    if asked is not None:
        told = link(str(value), "ledger", asked.query, "gp-plain")
    return f'<div class="gp-number {css}">{told}<small>{escape(small)}</small></div>'


def card(title: str, body: str, note: str = "", css: str = "") -> str:
    foot = f'<div class="gp-note">{note}</div>' if note else ""
    return f'<section class="gp-card {css}"><h2 class="gp-title">{escape(title)}</h2>{body}{foot}</section>'


def cards(pieces: Iterable[str], css: str = "") -> None:
    show(f'<div class="gp-cards {css}">{"".join(pieces)}</div>')


def met(line: Line) -> str:
    tone, word = MET[line.met]
    return f'<span class="{tone}">{word}</span>'


def bar(line: Line) -> str:
    """The rate as a bar, its step as colour, the target as a tick."""
    step = STEPS[line.step]
    width = min(line.rate.percent or 0, 100)
    return (
        f'<div class="gp-bar" role="img" aria-label="{line.rate}">'
        f'<i class="gp-fill-{step.key}" style="width:{width}%"></i>'
        f'<b style="left:{min(line.target, 100)}%"></b></div>'
    )


def table(
    heads: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]], foot: Sequence[str] = (), css: str = ""
) -> str:
    """A table of our own. ``heads`` are (text, class); cells are markup already escaped."""
    head = "".join(_head(text, css_) for text, css_ in heads)
    body = "".join(f"<tr>{_cells(heads, row)}</tr>" for row in rows)
    end = f"<tfoot><tr>{_cells(heads, foot)}</tr></tfoot>" if foot else ""
    return f'<table class="gp-table {css}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody>{end}</table>'


def _head(text: str, css: str) -> str:
    """A column of bars or buttons has no heading: an empty one would be read out as nothing."""
    return f'<th class="{css}" scope="col">{escape(text)}</th>' if text else f'<td class="{css}"></td>'


def _cells(heads: Sequence[tuple[str, str]], row: Sequence[str]) -> str:
    return "".join(
        f'<td class="{c}" data-head="{escape(t, quote=True)}">{cell}</td>'
        for (t, c), cell in zip(heads, row, strict=True)
    )


def clock(line: CaseLine) -> str:
    """The light of a case with its shape and its words."""
    return f'<span class="{TONES.get(line.light, "gp-grey")}">{line.mark} {escape(line.clock)}</span>'


def cases(lines: Iterable[CaseLine]) -> None:
    """The cases a number counts, each opening its file; on a phone one under another."""
    heads = [("整治单位(区域)", ""), ("状态", "gp-nowrap"), ("属地", ""), ("编号", "gp-nowrap"), ("级别", "")]
    rows = [
        [
            link(line.unit, "ledger", f"case={line.id}"),
            clock(line),
            escape(line.street),
            escape(line.number or "未编号"),
            escape(line.level or "—"),
        ]
        for line in lines
    ]
    show(f'<div class="gp-sheet">{table(heads, rows, css="gp-stack")}</div>')


def brief(line: CaseLine) -> str:
    """One case as an entry of a narrow list."""
    about = " · ".join(filter(None, [line.number or "未编号", line.street, line.level]))
    name = link(line.unit, "ledger", f"case={line.id}")
    return (
        f'<li><div class="gp-line"><span>{name}</span>{clock(line)}</div>'
        f'<div class="gp-note">{escape(about)}</div></li>'
    )


def copy(word: str, text: str) -> str:
    """A button that copies a text in one tap; ``copying`` once on the page makes it work."""
    return (
        f'<button type="button" class="gp-copy gp-noprint" data-copy="{escape(text, quote=True)}">'
        f"{escape(word)}</button>"
    )


def copying() -> None:
    from hazards.pages import look  # the style sheet's module draws with these parts

    with st.sidebar:
        st.html(f"<script>{look.asset('copy.js')}</script>", unsafe_allow_javascript=True)


def rule(text: str) -> None:
    show(f'<p class="gp-rule">{escape(text)}</p>')


def empty(what: str, how: str) -> None:
    """An empty state says what would fill it and who does that."""
    told = f'<b>{escape(what)}</b><p class="gp-note">{escape(how)}</p>'
    show(f'<section class="gp-card gp-empty">{told}</section>')
