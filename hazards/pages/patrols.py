"""巡查: a walk kept in a minute on a phone; what was found opens its case there and then."""

from functools import partial
from html import escape
from typing import Any

import streamlit as st

from hazards.pages import acting, paperlinks, parts, visitor
from hazards.services import clock, gathering, patrols, register
from hazards.services.access import Scope
from hazards.services.patrols import Find, Patrol
from hazards.storage.store import Store

FORM = "patrol"
KNOWN = "known"
CHOICES = {**patrols.OPENS, KNOWN: "已有案卷，填写编号"}
MOST = 10
SHOWN = 50


def page() -> None:
    acting.style()
    st.title("巡查")
    store, scope = visitor.here()
    if acting.may(scope, patrols.record):
        _form(store, scope)
    paperlinks.show(("打印巡查记录", "patrols", ""))
    _list(patrols.recent(store, scope))
    parts.rule("口径：街镇看本街镇的巡查，部门看本人登记的；发现途径据此认定“街镇发现”。")


def _form(store: Store, scope: Scope) -> None:
    drawn = acting.mark(FORM)
    acting.told(FORM)
    with st.container(key="card_patrol"):
        parts.show('<h2 class="gp-title">登记一次巡查</h2>')
        left, right = st.columns(2)
        streets = _streets(store, scope)
        only = 0 if len(streets) == 1 else None
        left.selectbox(
            "巡查街镇",
            list(streets),
            format_func=streets.__getitem__,
            index=only,
            placeholder="请选择",
            key=f"street_{drawn}",
        )
        right.date_input(
            "巡查日期", clock.today(), max_value=clock.today(), format="YYYY-MM-DD", key=f"on_{drawn}"
        )
        left.text_input("巡查人员", key=f"persons_{drawn}", max_chars=200, placeholder="姓名，以顿号分开")
        right.text_input("巡查路线", key=f"route_{drawn}", max_chars=500, placeholder="起点、经过、终点")
        st.file_uploader(
            "轨迹文件(可不传，GeoJSON 或 GPX)", type=["geojson", "json", "gpx"], key=f"track_{drawn}"
        )
        count = st.number_input("发现几处", 0, MOST, 0, key=f"count_{drawn}")
        for n in range(int(count)):
            _find(n, drawn)
        st.text_input("备注", key=f"note_{drawn}", max_chars=1000)
        st.button(
            "保存巡查",
            type="primary",
            key=f"save_{drawn}",
            on_click=acting.press,
            args=(FORM, drawn, partial(_save, store, scope, drawn)),
        )


def _streets(store: Store, scope: Scope) -> dict[int, str]:
    held = register.read(store, scope).streets(clock.today())
    return {u.key: u.name for u in held if scope.jurisdictions is None or u.key in scope.jurisdictions}


def _find(n: int, drawn: str) -> None:
    with st.container(border=True):
        st.text_input(f"第 {n + 1} 处：发现情况", key=f"what{n}_{drawn}", max_chars=500)
        one, two = st.columns(2)
        one.number_input("经度(可不填)", 73.0, 136.0, None, format="%.6f", key=f"lon{n}_{drawn}")
        two.number_input("纬度(可不填)", 3.0, 54.0, None, format="%.6f", key=f"lat{n}_{drawn}")
        chosen = st.selectbox("处理", list(CHOICES), format_func=CHOICES.__getitem__, key=f"opens{n}_{drawn}")
        if chosen == KNOWN:
            st.text_input("案卷编号", key=f"number{n}_{drawn}", max_chars=100)
        elif chosen:
            one, two = st.columns(2)
            one.text_input("当事人或者单位", key=f"unit{n}_{drawn}", max_chars=200)
            two.text_input("地址", key=f"address{n}_{drawn}", max_chars=200)
            if chosen == "building":
                st.number_input("违法面积(㎡)", 0.0, 1e6, None, key=f"area{n}_{drawn}")


def _save(store: Store, scope: Scope, drawn: str) -> str:
    def typed(name: str, nothing: Any = "") -> Any:
        return acting.typed(name, drawn, nothing)

    finds = []
    for n in range(int(typed("count", 0) or 0)):
        opens = typed(f"opens{n}")
        case = gathering.find(store, scope, typed(f"number{n}")) if opens == KNOWN else None
        told = {"unit": typed(f"unit{n}"), "address": typed(f"address{n}")}
        told["illegal_area"] = typed(f"area{n}", None)
        opened = "" if opens == KNOWN else opens
        place = (typed(f"lon{n}", None), typed(f"lat{n}", None))
        finds.append(Find(typed(f"what{n}"), *place, case, opened, told if opened else {}))
    track = typed("track", None)
    done = patrols.record(
        store,
        scope,
        street=typed("street", None),
        on=typed("on", None),
        persons=typed("persons"),
        route=typed("route"),
        note=typed("note"),
        finds=finds,
        track=track.getvalue() if track is not None else b"",
        request=drawn,
    )
    walked = f"，轨迹 {done.length_m:,.0f} 米" if done.length_m else ""
    opened = f"，新建案卷 {len(done.opened)} 件" if done.opened else ""
    return f"巡查已保存：发现 {len(finds)} 处{walked}{opened}。"


def _list(found: list[Patrol]) -> None:
    if not found:
        parts.empty("本年还没有巡查记录", "街镇和部门巡查后在本页登记，发现的问题可以直接建案。")
        return
    finds = sum(len(one.finds) for one in found)
    head = f"本年巡查 {len(found)} 次，发现 {finds} 处"
    rows = [_row(one) for one in found[:SHOWN]]
    heads = [
        ("街镇", ""),
        ("日期", "gp-nowrap"),
        ("人员", ""),
        ("路线", ""),
        ("里程(米)", "gp-right"),
        ("发现", ""),
    ]
    note = f"列最近 {SHOWN} 次" if len(found) > SHOWN else ""
    parts.show(parts.card(head, parts.table(heads, rows, css="gp-stack"), note))


def _row(one: Patrol) -> list[str]:
    spots = [
        f"{escape(spot.note)} {parts.link(spot.unit, 'ledger', f'case={spot.case}')}"
        if spot.case is not None
        else escape(spot.note)
        for spot in one.finds
    ]
    return [
        escape(one.street),
        one.on.isoformat(),
        escape(one.persons),
        escape(one.route),
        f"{one.length_m:,.0f}" if one.length_m else "—",
        "<br>".join(spots) or "未发现",
    ]


page()
