"""新建案卷: a place found, in the words of the field; what is typed outlives a lost link."""

from datetime import date
from functools import partial
from html import escape
from typing import Any

import orjson
import streamlit as st

from hazards.pages import acting, newbuilding, parts, visitor
from hazards.services import buildings, clock, newcases, notes, register, words
from hazards.services.access import Scope
from hazards.storage.store import Store

NOTE = "newcase"
TOLD = ("投诉举报", "上级交办")
TEXTS = (
    "unit",
    "address",
    "content",
    "source",
    "source_from",
    "sector",
    "supervisor",
    "responsible_unit",
    "responsible_person",
    "phone",
    *newbuilding.TEXTS,
)
DAYS = ("found_on", "received_on")
NUMBERS = ("lead", "lon", "lat", "same", *newbuilding.NUMBERS)
NEW = 0
"""The choice that none of the similar cases is the same place."""


def page() -> None:
    acting.style()
    st.title("新建案卷")
    store, scope = visitor.here()
    if not acting.may(scope, newcases.register_case):
        parts.empty("新建案卷由街镇、督办部门和区安委办办理", "您可以在台账中查看已登记的案卷。")
        return
    _resume(store, scope)
    keep = partial(_keep, store, scope)
    kind = newbuilding.choose(_key, keep)
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(key="card_found"):
        parts.show('<h2 class="gp-title">发现了什么</h2>')
        _what(kind, keep)
        if kind == "building":
            newbuilding.draw(_key, keep)
        likely = _likely(store, scope, keep)
    with right:
        with st.container(key="card_where"):
            parts.show('<h2 class="gp-title">在哪里</h2>')
            _where(store, scope, keep)
        with st.container(key="card_how"):
            parts.show('<h2 class="gp-title">怎么发现的</h2>')
            _how(keep)
        with st.expander("责任单位、督办单位和联系人(可后补)"):
            _who(scope, keep)
    _save(store, scope, likely)
    rule = "新建的案卷先由督办部门评估认定，再编入批次挂牌；挂牌前不计入任何指标。"
    if kind == "building":
        rule = "违法建筑登记后即为在册，由执法部门依法定程序处置；面积计入在册面积。"
    parts.rule(f"{rule}所填内容随时暂存。")


# ------------------------------------------------------------------ the draft
def _key(name: str) -> str:
    return f"new_{name}"


def _resume(store: Store, scope: Scope) -> None:
    """What was typed before a refresh or on another device stands in its fields again."""
    if _key("unit") in st.session_state:
        return
    text = notes.kept(store, scope, NOTE)
    told: dict[str, Any] = orjson.loads(text) if text else {}
    for name in (*TEXTS, *NUMBERS):
        blank = None if name in (*NUMBERS, "source") else newbuilding.START.get(name, "")
        st.session_state[_key(name)] = told.get(name, blank)
    for name in DAYS:
        st.session_state[_key(name)] = date.fromisoformat(told[name]) if told.get(name) else None
    if not told:
        st.session_state[_key("found_on")] = clock.today()


def _typed() -> dict[str, Any]:
    held = {name: st.session_state.get(_key(name)) for name in (*TEXTS, *NUMBERS, *DAYS)}
    return {name: value for name, value in held.items() if value not in (None, "")}


def _keep(store: Store, scope: Scope) -> None:
    notes.keep(store, scope, NOTE, orjson.dumps(_typed()).decode())


# ------------------------------------------------------------------ the fields
def _text(label: str, name: str, keep: Any, most: int = 200, **more: Any) -> None:
    st.text_input(label, key=_key(name), max_chars=most, on_change=keep, **more)


def _what(kind: str, keep: Any) -> None:
    name, hint, text, example = newbuilding.LABELS[kind]
    _text(name, "unit", keep, placeholder=hint)
    _text("地址", "address", keep, placeholder="路名门牌，或村、自然村和方位")
    st.text_area(
        text,
        key=_key("content"),
        max_chars=4000,
        height=120,
        on_change=keep,
        placeholder=example,
    )


def _likely(store: Store, scope: Scope, keep: Any) -> list[newcases.Likely]:
    """Cases that may be the same place; a person says whether it is new or came back (反弹)."""
    unit, address = st.session_state[_key("unit")], st.session_state[_key("address")]
    found = newcases.likely(store, scope, unit=unit, address=address) if unit.strip() else []
    if not found:
        st.session_state[_key("same")] = None
        return []
    rows = "".join(
        f"<li>{parts.link(one.unit, 'ledger', f'case={one.id}')} "
        f'<span class="gp-note">{escape(_about(one))}</span></li>'
        for one in found
    )
    told = f'<p class="gp-amber">▲ 有 {len(found)} 件相近案卷，请先核对</p><ul class="gp-list">{rows}</ul>'
    note = '<p class="gp-note">同一处且未销号的，请在原案卷中办理，不必新建。</p>'
    parts.show(told + note)
    over = {one.id: f"反弹：与 {one.number or one.unit} 同一处，销号后再次出现" for one in found if one.over}
    names = {NEW: "不是同一处，照常新建", **over}
    if st.session_state.get(_key("same")) not in names:
        st.session_state[_key("same")] = None
    st.radio(
        "核对结果",
        list(names),
        format_func=lambda key: parts.plain(names[key]),
        index=None,
        key=_key("same"),
        on_change=keep,
    )
    return found


def _about(one: newcases.Likely) -> str:
    state = "已销号" if one.over else "未销号"
    return " · ".join(filter(None, [one.number or "未编号", one.address, state]))


def _where(store: Store, scope: Scope, keep: Any) -> None:
    held = register.read(store, scope).streets(clock.today())
    inside = scope.jurisdictions
    streets = {u.key: u.name for u in held if inside is None or u.key in inside}
    if len(streets) == 1 and st.session_state[_key("lead")] is None:
        st.session_state[_key("lead")] = next(iter(streets))
    if st.session_state[_key("lead")] not in streets:
        st.session_state[_key("lead")] = None
    st.selectbox(
        "属地街镇",
        list(streets),
        format_func=streets.__getitem__,
        placeholder="请选择",
        key=_key("lead"),
        on_change=keep,
    )
    left, right = st.columns(2)
    for column, name, label, low, high, hint in (
        (left, "lon", "经度(CGCS2000，可不填)", 73.0, 136.0, "如：120.658131"),
        (right, "lat", "纬度(CGCS2000，可不填)", 3.0, 54.0, "如：28.012345"),
    ):
        column.number_input(
            label,
            low,
            high,
            step=0.0001,
            format="%.6f",
            placeholder=hint,
            key=_key(name),
            on_change=keep,
        )


def _how(keep: Any) -> None:
    left, right = st.columns(2)
    with left:
        st.selectbox("来源", newcases.SOURCES, placeholder="请选择", key=_key("source"), on_change=keep)
    with right:
        st.date_input(
            "发现日期",
            max_value=clock.today(),
            format="YYYY-MM-DD",
            key=_key("found_on"),
            on_change=keep,
        )
    if st.session_state[_key("source")] in TOLD:
        with left:
            _text("投诉人或交办单位", "source_from", keep, placeholder="来信、来电或文号")
        with right:
            st.date_input(
                "收件日期",
                max_value=clock.today(),
                format="YYYY-MM-DD",
                key=_key("received_on"),
                on_change=keep,
            )


def _who(scope: Scope, keep: Any) -> None:
    left, right = st.columns(2)
    sectors = ["", *(row["name"] for row in words.rows("sectors"))]
    with left:
        _text("责任单位", "responsible_unit", keep)
        _text("责任人", "responsible_person", keep, most=50)
        _text("联系电话", "phone", keep, most=30)
    with right:
        own = "、".join(sorted(scope.departments or ())[:1])
        _text("督办单位", "supervisor", keep, placeholder=own or "如：区应急管理局")
        st.selectbox(
            "行业类别",
            sectors,
            format_func=lambda name: name or "未填",
            key=_key("sector"),
            on_change=keep,
        )


# ------------------------------------------------------------------ saving
def _save(store: Store, scope: Scope, likely: list[newcases.Likely]) -> None:
    drawn = acting.mark(NOTE)
    unsure = bool(likely) and st.session_state[_key("same")] is None
    work = partial(_register, store, scope, drawn)
    acting.told(NOTE)  # beside the button: on a phone the top of the page is out of sight
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "保存案卷",
            type="primary",
            disabled=unsure,
            key=f"save_{drawn}",
            on_click=acting.press,
            args=(NOTE, drawn, work),
        )
        if unsure:
            parts.show('<span class="gp-note">请先在“核对结果”中选择。</span>', tight=True)
    if made := st.session_state.get("new_made"):
        links = f"{parts.link('进入案卷', 'ledger', f'case={made}')} "
        upload = f'<a href="/upload/{made}" target="_self">上传现场照片</a>'
        parts.show(f'<p class="gp-facts-line"><span>刚保存的案卷：</span>{links}{upload}</p>')


def _register(store: Store, scope: Scope, drawn: str) -> str:
    told = _typed()
    same = told.pop("same", None)
    if ("lon" in told) != ("lat" in told):
        raise newcases.Incomplete(missing="经度或纬度(须同时填写)")
    kind = told.pop("kind", "hazard")
    make = buildings.register if kind == "building" else newcases.register_case
    case_id = make(store, scope, told, recurs=same or None, request=drawn)
    notes.dropped(store, scope, NOTE)
    for name in (*TEXTS, *NUMBERS, *DAYS):
        st.session_state.pop(_key(name), None)
    st.session_state["new_made"] = case_id
    waits = "已登记在册，由执法部门依程序处置" if kind == "building" else "等待督办部门评估认定"
    return f"案卷已保存：{told['unit']}，{waits}。"


page()
