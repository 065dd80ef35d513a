"""One widget per fact a step asks for; what they return goes to the service as it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import streamlit as st

from hazards.domain.competence import UPWARDS
from hazards.domain.lifecycle import Action
from hazards.domain.steptold import FIELDS, HOW, UNDONE
from hazards.services import clock, register
from hazards.services.access import Scope
from hazards.services.effects import CORRECTABLE, meant
from hazards.services.filed import Filed
from hazards.storage.store import Store


@dataclass(frozen=True, slots=True)
class Desk:
    """What the forms of one case need."""

    store: Store
    scope: Scope
    held: Filed
    scans: dict[int, str]

    @property
    def case_id(self) -> int:
        return int(self.held.row["id"])


def text(desk: Desk, action: Action, name: str, key: str) -> Any:
    return st.text_input(FIELDS[name], key=f"{name}_{key}", max_chars=500)


def _area(desk: Desk, action: Action, name: str, key: str) -> Any:
    return st.text_area(FIELDS[name], key=f"{name}_{key}", max_chars=2000, height=96)


def _lines(desk: Desk, action: Action, name: str, key: str) -> Any:
    told = st.text_area(
        FIELDS[name],
        key=f"{name}_{key}",
        max_chars=4000,
        height=120,
        placeholder="每行一项，退回时一次告知全部问题",
    )
    return [line.strip() for line in told.splitlines() if line.strip()]


def _officers(desk: Desk, action: Action, name: str, key: str) -> Any:
    one, other = st.columns(2)
    told = [
        one.text_input("核查人员一(姓名 执法证号)", key=f"one_{key}", max_chars=60),
        other.text_input("核查人员二(姓名 执法证号)", key=f"other_{key}", max_chars=60),
    ]
    return [t.strip() for t in told if t.strip()]


def _day(desk: Desk, action: Action, name: str, key: str) -> Any:
    return st.date_input(FIELDS[name], value=None, format="YYYY-MM-DD", key=f"{name}_{key}")


def _choice(options: tuple[str, ...]) -> Callable[[Desk, Action, str, str], Any]:
    def draw(desk: Desk, action: Action, name: str, key: str) -> Any:
        return st.selectbox(FIELDS[name], options, index=None, placeholder="请选择", key=f"{name}_{key}")

    return draw


def _why(desk: Desk, action: Action, name: str, key: str) -> Any:
    return (
        _choice(UNDONE)(desk, action, name, key) if action is Action.UNDO else _area(desk, action, name, key)
    )


def _lead(desk: Desk, action: Action, name: str, key: str) -> Any:
    held = register.read(desk.store, desk.scope).streets(clock.today())
    streets = {u.key: u.name for u in held if u.key != desk.held.row["lead_id"]}
    return st.selectbox(
        FIELDS[name],
        list(streets),
        format_func=streets.__getitem__,
        index=None,
        placeholder="请选择",
        key=f"{name}_{key}",
    )


def _count(desk: Desk, action: Action, name: str, key: str) -> Any:
    return st.number_input(FIELDS[name], min_value=0, max_value=9999, value=None, step=1, key=f"{name}_{key}")


def _moment(desk: Desk, action: Action, name: str, key: str) -> Any:
    one, other = st.columns(2)
    on = one.date_input("事故日期", value=None, format="YYYY-MM-DD", key=f"day_{key}")
    at = other.time_input("事故时刻", value=None, key=f"time_{key}", step=60)
    if on is None or at is None:
        return None
    return datetime.combine(on, at, tzinfo=clock.ZONE).isoformat(timespec="seconds")


def _changes(desk: Desk, action: Action, name: str, key: str) -> Any:
    """One slip at a time: which cell, and what it should have read."""
    one, other = st.columns(2)
    chosen = one.selectbox(
        "更正哪一项",
        list(CORRECTABLE),
        format_func=CORRECTABLE.__getitem__,
        index=None,
        placeholder="请选择",
        key=f"cell_{key}",
    )
    told = other.text_input("更正为(日期如 2026-09-30)", key=f"value_{key}", max_chars=200).strip()
    return {chosen: meant(chosen, told)} if chosen and told else None


WIDGETS: dict[str, Callable[[Desk, Action, str, str], Any]] = {
    "reasons": _lines,
    "officers": _officers,
    "deadline": _day,
    "until": _day,
    "received_on": _day,
    "reason": _area,
    "meanwhile": _area,
    "conclusion": _area,
    "why": _why,
    "how": _choice(HOW),
    "level": _choice(UPWARDS[::-1]),
    "extent": _choice(("全部停产停业", "局部停产停业")),
    "lead": _lead,
    "dead": _count,
    "injured": _count,
    "happened_at": _moment,
    "changes": _changes,
}
