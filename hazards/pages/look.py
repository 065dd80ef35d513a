"""Look: the one style sheet, the Chinese of Streamlit's own widgets, and the menu."""

from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from hazards.domain.errors import Refusal
from hazards.pages import parts
from hazards.services import access, register

ASSETS = Path(__file__).parent / "assets"
PRODUCT = "挂牌一张图"


def draw(pages: Sequence[StreamlitPage]) -> None:
    """One visit: frame, menu and the page asked for. A refusal is shown, never a traceback."""
    st.set_page_config(page_title=PRODUCT, page_icon=str(ASSETS / "mark.svg"), layout="wide")
    page = st.navigation(pages, position="hidden")
    apply()
    try:
        menu(pages)
        page.run()
    except Refusal as refusal:
        st.error(parts.plain(str(refusal)))


def apply() -> None:
    """Give the page its style and its language. Once a run, before anything is drawn."""
    st.html(f"<style>{asset('look.css')}</style>")
    with st.sidebar:  # out of the way: an empty element would open a gap in the page
        st.html(f"<script>{asset('chinese.js')}{asset('menu.js')}</script>", unsafe_allow_javascript=True)


def menu(pages: Sequence[StreamlitPage]) -> None:
    """Product and district on top, the pages, and below them who is at work."""
    store, scope = access.local()
    names = [unit.name for unit in register.read(store, scope).districts()]
    with st.sidebar:
        brand = f"<b>{PRODUCT}</b><span>{escape(names[0] if len(names) == 1 else '全部辖区')}</span>"
        st.html(f'<div class="gp-brand">{brand}</div>')
        for page in pages:
            st.page_link(page)
        st.html(f'<div class="gp-who">{escape(scope.actor)}</div>')


@cache
def asset(name: str) -> str:
    """The text of a file beside the pages."""
    return (ASSETS / name).read_text("utf-8")
