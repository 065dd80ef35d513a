"""Waits: a list of what lies with somebody, by clock; on a phone one card a line."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from hazards.domain.signals import MARKS, Light
from hazards.domain.stages import NAMES as STAGES
from hazards.domain.stages import Stage
from hazards.domain.waiting import Todo
from hazards.pages import parts

MANY = 20
"""From more lines than these a filter helps."""
SHOWN = 50

PLACES = {
    "sign": ("signing", ""),
    "confirm": ("todo", ""),
    "weekly": ("reports", "view=weekly"),
    "monthly": ("reports", "view=monthly"),
    "bulletin": ("reports", "view=issues&bulletin={ref}"),
    "publication": ("reports", "view=public&publication={ref}"),
    "order": ("supervision", "view=orders&list=mine"),
    "instruction": ("supervision", "view=instructions&state=mine"),
    "complaint": ("supervision", "view=complaints&complaint={ref}"),
    "exposure": ("supervision", "view=exposures&exposure={ref}"),
    "inquiry": ("supervision", "view=accountability&inquiry={ref}"),
}
"""The page that does what waits, where it is not the case file."""


def draw(name: str, title: str, todos: Sequence[Todo], *, first: int = SHOWN, holder: bool = False) -> None:
    """The list under a heading, filtered by text where it is long; ``holder`` says who has it."""
    with st.container(key=f"waits_{name}"):
        head, search = st.columns([2, 1], vertical_alignment="bottom")
        with head:
            parts.show(f'<p class="gp-count"><b>{escape(title)}</b></p>')
        text = ""
        if len(todos) > MANY:
            with search:
                text = st.text_input(
                    "筛选",
                    placeholder="事项、编号、单位、属地",
                    key=f"filter_{name}",
                    label_visibility="collapsed",
                )
        found = [todo for todo in todos if _about(todo, text.strip())]
        if not found:
            parts.empty("没有相符的事项", "换一个词再筛。")
            return
        most = st.session_state.get(f"shown_{name}", first)
        rows = [_row(todo, holder) for todo in found[:most]]
        table = parts.table(_heads(holder), rows, css="gp-todo gp-waits")
        parts.show(f'<div class="gp-sheet">{table}</div>')
        if len(found) > most and st.button(
            f"再看一些(已列 {most} 件，共 {len(found)} 件)", key=f"more_{name}"
        ):
            st.session_state[f"shown_{name}"] = most + SHOWN
            st.rerun()


def _about(todo: Todo, text: str) -> bool:
    told = (todo.what, todo.number, todo.unit, todo.street, todo.holder, todo.office)
    return any(text in one for one in told)


def _heads(holder: bool) -> list[tuple[str, str]]:
    first = "在谁手里" if holder else "办什么"
    return [
        (first, "gp-nowrap"),
        ("时限", "gp-nowrap"),
        ("整治单位(区域)", ""),
        ("编号", "gp-nowrap"),
        ("属地", "gp-nowrap"),
        ("第几天", "gp-nowrap"),
    ]


def _row(todo: Todo, holder: bool) -> list[str]:
    first = f"<b>{escape(todo.office or todo.holder)}</b> {escape(todo.what)}" if holder else _link(todo)
    day = f"第 {todo.days} 天" if todo.days > 0 else "—"
    unit = escape(todo.unit)  # what is about no case has no file to open
    if todo.case:
        unit = parts.link(todo.unit, "ledger", f"case={todo.case}", "" if holder else "gp-plain")
    return [first, clock(todo), unit, escape(todo.number or "未编号"), escape(todo.street), day]


def _link(todo: Todo) -> str:
    """The verb, leading to where it is done."""
    if todo.kind == "step" and todo.stage == STAGES[Stage.ASSESSED]:
        page, query = "batches", ""
    else:
        page, query = PLACES.get(todo.kind, ("ledger", f"case={todo.case}"))
    return parts.link(todo.what, page, query.format(ref=todo.ref))


def light(todo: Todo) -> Light:
    if todo.left is None:
        return Light.OPEN if todo.kind == "building" else Light.NO_DEADLINE
    if todo.left < 0:
        return Light.OVERDUE
    if todo.left == 0:
        return Light.TODAY
    return Light.SOON if todo.soon else Light.OPEN


def clock(todo: Todo) -> str:
    """How long is left; only the shape is coloured, or a long list would be a page of red."""
    one = light(todo)
    return f'<span class="{parts.TONES.get(one, "gp-grey")}">{MARKS[one]}</span> {escape(todo.clock)}'
