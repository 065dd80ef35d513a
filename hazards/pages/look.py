"""Look: the one style sheet, the Chinese of Streamlit's own widgets, and the menu."""

from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from hazards.domain.errors import Refusal
from hazards.pages import menu, parts, typed, visitor
from hazards.services import register
from hazards.services.sessions import Identity
from hazards.services.stores import ready_store

ASSETS = Path(__file__).parent / "assets"
PRODUCT = "挂牌一张图"


def draw() -> None:
    """One visit: frame, menu and the page asked for. A refusal is shown, never a traceback."""
    st.set_page_config(page_title=PRODUCT, page_icon=str(ASSETS / "mark.svg"), layout="wide")
    who, refused = _visitor()
    pages = menu.pages(who.scope.role if who else None)
    page = st.navigation([page for _, page in pages], position="hidden")
    apply()
    if who is None:
        _shut(refused, page)
        return
    try:
        _sidebar(who, pages)
        typed.remember(who.scope)
        typed.restore(_address(page))
        page.run()
    except visitor.LoggedOut as refusal:  # ended while the page was being drawn
        _shut(refusal, page)
    except Refusal as refusal:
        st.error(parts.plain(str(refusal)))


def _visitor() -> tuple[Identity | None, Refusal | None]:
    try:
        return visitor.identity(), None
    except Refusal as refusal:
        return None, refusal


def _shut(refused: Refusal | None, page: StreamlitPage) -> None:
    """Why nothing is drawn, and the way back to this very page after a new login."""
    st.error(parts.plain(str(refused)))
    if isinstance(refused, visitor.LoggedOut):
        wanted = _address(page)
        typed.rescue(wanted)
        to = escape(f"/account/login?{urlencode({'next': wanted})}", quote=True)
        parts.show(f'<p><a href="{to}" target="_self">重新登录</a></p>')


def _address(page: StreamlitPage) -> str:
    """The page with its question, as a link would name it."""
    query = urlencode(st.query_params.to_dict())
    return f"/{page.url_path}" + (f"?{query}" if query else "")


def apply() -> None:
    """Give the page its style and its language. Once a run, before anything is drawn."""
    st.html(f"<style>{asset('look.css')}</style>")
    with st.sidebar:  # out of the way: an empty element would open a gap in the page
        st.html(
            f"<script>{asset('chinese.js')}{asset('menu.js')}{asset('typed.js')}</script>",
            unsafe_allow_javascript=True,
        )


def _sidebar(who: Identity, pages: Sequence[tuple[menu.Entry, StreamlitPage]]) -> None:
    """Product and district on top, the pages, and below them who is at work."""
    names = [unit.name for unit in register.read(ready_store(), who.scope).districts()]
    with st.sidebar:
        brand = f"<b>{PRODUCT}</b><span>{escape(names[0] if len(names) == 1 else '全部辖区')}</span>"
        st.html(f'<div class="gp-brand">{brand}</div>')
        for entry, page in pages:
            if entry.beside(who.scope.role):
                st.page_link(page)
        menu.who(who)


@cache
def asset(name: str) -> str:
    """The text of a file beside the pages."""
    return (ASSETS / name).read_text("utf-8")
