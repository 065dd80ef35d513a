"""Typed: texts a form holds when its login has ended are kept, and stand there again afterwards."""

import orjson
import streamlit as st

from hazards.pages import visitor
from hazards.services import notes
from hazards.services.access import Scope
from hazards.services.stores import ready_store

LAST = "typed_by"
MARKS = "typed_marks"
PREFIXES = tuple(
    f"{name}_"
    for name in (
        *("told", "plan", "person", "source", "reason", "reasons", "meanwhile", "why", "document", "basis"),
        *("note", "text", "said", "reply", "opinion", "answer", "content", "demand", "title", "sheet", "to"),
        *("one", "other", "value", "planned", "conclusion", "body", "outcome", "request"),
    )
)
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
    if any(not key.startswith("request_") for key in held):
        marks = getattr(st.session_state.get("acts"), "marks", {})  # the forms they stand in
        notes.keep(ready_store(), scope, _key(page), orjson.dumps({"texts": held, "marks": marks}).decode())


def restore(page: str) -> None:
    """Put kept texts back before the form is drawn, once."""
    store, scope = visitor.here()
    if scope.account is None or st.session_state.get("typed_restored") == page:
        return
    st.session_state["typed_restored"] = page
    told = notes.kept(store, scope, _key(page))
    if not told:
        return
    held = orjson.loads(told)
    st.session_state[MARKS] = held.get("marks", {})
    for key, value in held.get("texts", {}).items():
        st.session_state.setdefault(key, value)
    notes.dropped(store, scope, _key(page))
    st.info("登录过期前填写的内容已取回，请核对后保存。")


def _key(page: str) -> str:
    return f"typed:{page}"[:200]
