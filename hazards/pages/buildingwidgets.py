"""One widget per fact a statutory step asks for; what they return goes to the service as it is."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from hazards.domain.procedure import FIELDS, FINDINGS, WITNESSES, Step

LONG = frozenset({"basis", "found", "answered", "proposed", "goods", "penalty", "result"})


def told(step: Step, key: str) -> dict[str, Any]:
    """The widgets of one step in its order, and what stands in them."""
    said = {name: WIDGETS.get(name, _text)(name, f"{name}_{key}") for name in step.fields}
    if step.officers:
        said["officers"] = _officers(key)
    return said


def _text(name: str, key: str) -> Any:
    if name in LONG:
        return st.text_area(FIELDS[name], key=key, max_chars=2000, height=96)
    return st.text_input(FIELDS[name], key=key, max_chars=200)


def _officers(key: str) -> list[str]:
    one, other = st.columns(2)
    named = [
        one.text_input("执法人员一(姓名 执法证号)", key=f"one_{key}", max_chars=60),
        other.text_input("执法人员二(姓名 执法证号)", key=f"other_{key}", max_chars=60),
    ]
    return [n.strip() for n in named if n.strip()]


def _day(name: str, key: str) -> Any:
    return st.date_input(FIELDS[name], value=None, format="YYYY-MM-DD", key=key)


def _choice(options: tuple[str, ...]) -> Callable[[str, str], Any]:
    def draw(name: str, key: str) -> Any:
        return st.selectbox(FIELDS[name], options, index=None, placeholder="请选择", key=key)

    return draw


def _yes(name: str, key: str) -> Any:
    chosen = st.radio(FIELDS[name], ("已载明", "未载明"), index=None, horizontal=True, key=key)
    return None if chosen is None else chosen == "已载明"


def _count(name: str, key: str) -> Any:
    return st.number_input(FIELDS[name], min_value=1, max_value=365, value=10, step=1, key=key)


def _area(name: str, key: str) -> Any:
    return st.number_input(FIELDS[name], min_value=0.01, value=None, step=1.0, format="%.2f", key=key)


def _time(name: str, key: str) -> Any:
    at = st.time_input(FIELDS[name], value=None, step=300, key=key)
    return at.strftime("%H:%M") if at else None


WIDGETS: dict[str, Callable[[str, str], Any]] = {
    "finding": _choice(FINDINGS),
    "witness": _choice(WITNESSES),
    "notified_on": _day,
    "correct_by": _day,
    "self_removal_by": _day,
    "moving_out_by": _day,
    "remedies_told": _yes,
    "urged_days": _count,
    "m2": _area,
    "started_at": _time,
}
