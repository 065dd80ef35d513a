"""Typed: texts a form holds when its login has ended are kept, and stand there again afterwards."""

import orjson
import streamlit as st

from hazards.pages import visitor
from hazards.services import notes
from hazards.services.access import Scope
from hazards.services.stores import ready_store

LAST = "typed_by"
PREFIXES = ("told_", "plan_", "person_", "source_", "reason_", "reasons_", "meanwhile_", "why_", "document_")
"""The widgets whose texts are worth keeping: what people write, by the keys of their forms."""


def remember(scope: Scope) -> None:
    """Who is at work in this tab, for the moment the login ends under his hands."""
    st.session_state[LAST] = scope


def rescue(page: str) -> None:
    """Keep what the ended login had typed on this page. It is that person's own and nobody else's."""
    scope = st.session_state.get(LAST)
    if not isinstance(scope, Scope) or scope.account is None:
        return
    held = {
        key: value
        for key, value in st.session_state.items()
        if isinstance(key, str) and isinstance(value, str) and value.strip() and key.startswith(PREFIXES)
    }
    if held:
        notes.keep(ready_store(), scope, _key(page), orjson.dumps(held).decode())


def restore(page: str) -> None:
    """Put kept texts back before the form is drawn, once."""
    store, scope = visitor.here()
    if scope.account is None or st.session_state.get("typed_restored") == page:
        return
    st.session_state["typed_restored"] = page
    told = notes.kept(store, scope, _key(page))
    if not told:
        return
    for key, value in orjson.loads(told).items():
        st.session_state.setdefault(key, value)
    notes.dropped(store, scope, _key(page))
    st.info("登录过期前填写的内容已取回，请核对后保存。")


def _key(page: str) -> str:
    return f"typed:{page}"[:200]
