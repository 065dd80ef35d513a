"""Acting: one press of a button is one act; what came of it is told above the form it was pressed in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from uuid import uuid4

import streamlit as st

from hazards.domain.errors import Refusal
from hazards.pages import look, parts
from hazards.pages.typed import MARKS
from hazards.services import newcases
from hazards.services.access import OPERATIONS, Scope


class NothingTicked(Refusal):
    code = "nothing-ticked"
    says = "还没有勾选案卷。"
    remedy = "请先勾选，再办理。"


class NotDone(Refusal):
    code = "not-done"
    says = "{told}"
    remedy = "请按所列原因补齐后再办。"


class Partly(str):
    """Words about an act of which some was refused: neither a plain success nor a refusal."""


@dataclass(slots=True)
class Held:
    """What a session remembers of its forms: the mark each is drawn under, and what was said."""

    marks: dict[str, str] = field(default_factory=dict)
    done: dict[str, str] = field(default_factory=dict)
    said: dict[str, tuple[bool, str]] = field(default_factory=dict)
    alone: Lock = field(default_factory=Lock)


def _held() -> Held:
    if "acts" not in st.session_state:  # forms whose texts an ended login left stand under their marks again
        st.session_state["acts"] = Held(marks=dict(st.session_state.get(MARKS, {})))
    return st.session_state["acts"]


def style() -> None:
    """The style of lists and forms of casework, once a page."""
    st.html(f"<style>{look.asset('casework.css')}</style>")


def headed(title: str, scope: Scope) -> None:
    """A page's title; beside it the way to a new case, for whom may register one."""
    style()
    with st.container(horizontal=True, vertical_alignment="center", key="headed"):
        st.title(title)
        if may(scope, newcases.register_case):
            parts.show(parts.link("新建案卷", "newcase", css="gp-button gp-noprint"), tight=True)


def may(scope: Scope, function: Callable[..., Any]) -> bool:
    """Whether the table of operations opens a service function to this role; else it is not drawn."""
    name = f"{function.__module__.removeprefix('hazards.services.')}.{function.__name__}"
    return scope.role in OPERATIONS[name].roles


def mark(form: str) -> str:
    """The mark of a form as it now stands; after the act it is drawn anew, empty, under another."""
    return _held().marks.setdefault(form, uuid4().hex)


def press(form: str, drawn: str, work: Callable[[], str]) -> None:
    """A button's callback: does ``work`` once for the form drawn under this mark.

    ``work`` says in a sentence what it did. A refusal is kept for ``told`` and the form stays as
    it is, with all that was typed.
    """
    held = _held()
    # A second press is run beside the first, in a thread of its own: it waits here until that one is done.
    with st.spinner("正在办理"), held.alone:
        if drawn in held.done:
            held.said[form] = (True, held.done[drawn])
            return
        try:
            said = work()
        except Refusal as refusal:
            held.said[form] = (False, str(refusal))
            return
        # No call of Streamlit between the act and this: there a second press may cut in.
        held.done[drawn] = said
        held.said[form] = (True, said)
        held.marks = {name: one for name, one in held.marks.items() if one != drawn}


def told(form: str) -> None:
    """What the last press brought: a refusal stays until the next press, the rest is said once."""
    held = _held()
    fine, words = held.said.get(form, (True, ""))
    if words:
        show = st.error if not fine else st.warning if isinstance(words, Partly) else st.success
        show(parts.plain(words))
    if fine:
        held.said.pop(form, None)


def told_above(form: str) -> None:
    """The same above a part that folds: what is always there lets it stay open through a refusal."""
    with st.container():
        told(form)


def typed(name: str, drawn: str, nothing: Any = "") -> Any:
    """What stands in a field of a form drawn under this mark."""
    return st.session_state.get(f"{name}_{drawn}", nothing)


def choose(
    label: str, options: Mapping[Any, str] | Sequence[str], key: str, placeholder: str = "请选择"
) -> Any:
    """A drop-down that starts with nothing chosen."""
    names = options if isinstance(options, Mapping) else {one: one for one in options}
    return st.selectbox(
        label, list(names), format_func=names.__getitem__, index=None, placeholder=placeholder, key=key
    )
