"""Asking: the one filter row above every page. The address keeps it, so a refresh loses nothing."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import streamlit as st

from hazards.domain.signals import NAMES, Light
from hazards.services import access, clock, register, words
from hazards.services.asked import Asked

KINDS = {"hazard": "重大隐患", "building": "违法建筑", "all": "全部"}
YEARS_BACK = 5


def row(page: str, names: Sequence[str]) -> Asked:
    """Draw the filters ``names`` (kind, year, level, light, place, as_of, text) and read them."""
    with st.container(key=f"filters_{page}"):
        columns = st.columns([1.6 if n == "kind" else 1 for n in names], vertical_alignment="bottom")
        told: dict[str, Any] = {}
        for name, column in zip(names, columns, strict=True):
            with column:
                told[name] = _WIDGETS[name]()
    kept = {n: str(v) for n in _CARRIED if (v := st.query_params.get(n)) and n not in names}
    chosen = {n: str(v) for n, v in told.items() if v}
    return Asked.of({**kept, **chosen})


_CARRIED = ("measure", "place", "by", "boundaries", "as_of", "light")


def _kind() -> str:
    told = st.segmented_control(
        "案件类型",
        list(KINDS),
        format_func=KINDS.__getitem__,
        default="hazard",
        required=True,
        key="kind",
        bind="query-params",
    )
    return told or "hazard"


def _year() -> str:
    this = clock.today().year
    years = [str(this - back) for back in range(1, YEARS_BACK + 1)]
    asked = st.query_params.get("year")
    if asked and asked.isdigit() and len(asked) == 4 and asked not in years:
        years.append(asked)
    return st.selectbox(
        "年度",
        ["", *years, "all"],
        format_func=lambda one: {"": f"{this} 年", "all": "全部年度"}.get(one, f"{one} 年"),
        key="year",
        bind="query-params",
    )


def _level() -> str:
    names = [r["name"] for r in words.rows("levels")]
    return st.selectbox(
        "挂牌级别",
        ["", *names],
        format_func=lambda name: name or "全部级别",
        key="level",
        bind="query-params",
    )


def _light() -> str:
    return st.selectbox(
        "状态",
        ["", *(str(one) for one in Light)],
        format_func=lambda one: NAMES[Light(one)] if one else "全部状态",
        key="light",
        bind="query-params",
    )


def _place() -> str:
    store, scope = access.local()
    streets = {str(u.key): u.name for u in register.read(store, scope).streets(clock.today())}
    streets["-"] = "未定属地"
    return st.selectbox(
        "属地",
        ["", *streets],
        format_func=lambda key: streets.get(key, "全部属地"),
        key="place",
        bind="query-params",
    )


def _text() -> str:
    return st.text_input(
        "搜索", placeholder="编号、单位、地址、内容", key="text", bind="query-params"
    ).strip()


def _as_of() -> str:
    """Empty is this moment; else a past month-end or a day asked for by the address."""
    today = clock.today()
    ends: list[date] = []
    first = today.replace(day=1)
    for _ in range(12):
        ends.append(first - timedelta(days=1))
        first = ends[-1].replace(day=1)
    days = [d.isoformat() for d in ends]
    asked = st.query_params.get("as_of")
    if asked and asked not in days:
        Asked.of({"as_of": asked})
        days.insert(0, asked)
    return st.selectbox(
        "截止",
        ["", *days],
        format_func=lambda one: f"{one} 日终" if one else "现在",
        key="as_of",
        bind="query-params",
    )


_WIDGETS = {
    "kind": _kind,
    "year": _year,
    "level": _level,
    "light": _light,
    "place": _place,
    "text": _text,
    "as_of": _as_of,
}
