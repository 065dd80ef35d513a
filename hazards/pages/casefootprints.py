"""占地: the ground of an illegal building, drawn, uploaded or typed; its area beside the declared one."""

import hashlib
import tempfile
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from hazards.domain.errors import Refusal
from hazards.pages import acting, drawing, parts, visitor
from hazards.services import footprints, shapes
from hazards.services.footprints import WAYS, Checked, OnGround
from hazards.services.ground import Overlap
from hazards.services.shapes import SYSTEMS, Sketch

METRIC = {"EPSG:4549": "CGCS2000 三度带 120°E(EPSG:4549)"}
BY_MAP, BY_FILE, BY_TEXT = "在地图上画", "上传文件", "填写坐标"


def draw(case_id: int, may_edit: bool) -> None:
    store, scope = visitor.here()
    held = footprints.of_case(store, scope, case_id)
    edit = may_edit and acting.may(scope, footprints.add)
    form = f"footprints_{case_id}"
    acting.style()
    _measured(held)
    _overlaps(held.overlaps, "占地与其他案卷重叠")
    drawn = acting.mark(form)
    with st.container(key="card_ground"):
        parts.show('<h2 class="gp-title">占地图</h2>')
        if edit:
            _how()
        told = drawing.sketch(
            case_id, edit=edit, version=drawn, filed=[one.position for one in held.footprints]
        )
        acting.told(form)
        if edit:
            _enter(case_id, form, drawn, told)
    _list(held)
    if edit and held.footprints and not held.closed:
        _remove(case_id, held)


def _how() -> None:
    parts.show(
        '<p class="gp-note">按左上角的多边形或矩形，逐个点出墙角，回到第一点或按“完成”；不够准的，'
        "可在下面改为上传文件或填写坐标。蓝色为本案，橙色为其他案卷，红色为新画。</p>"
    )


def _measured(held: OnGround) -> None:
    """The measured area beside the declared one, and by how much they differ."""
    facts = [("测算占地", f"{held.total:,.2f} ㎡({len(held.footprints)}处)" if held.footprints else "未登记")]
    facts.append(("申报违法面积", "缺" if held.declared is None else f"{held.declared:,.2f} ㎡"))
    if held.ground_m2 is not None:
        facts.append(("填报占地面积", f"{held.ground_m2:,.2f} ㎡"))
    if (differs := held.difference) is not None:
        share = f"，{100 * differs / held.declared:+.1f}%" if held.declared else ""
        facts.append(("测算与申报相差", f"{differs:+,.2f} ㎡{share}"))
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts)
    metric = METRIC.get(held.metric_crs, held.metric_crs)
    note = "申报违法面积可能是各层建筑面积之和，占地只算落地的一层。"
    if metric:
        note = f"面积按{metric}平面计算。{note}"
    parts.show(parts.card("占地面积", f'<dl class="gp-facts">{rows}</dl>', escape(note)))


def _overlaps(found: tuple[Overlap, ...], title: str) -> None:
    if not found:
        return
    rows = "".join(f"<li>{_overlap(one)}</li>" for one in found)
    parts.show(f'<p class="gp-amber">▲ {escape(title)}：{len(found)} 件</p><ul class="gp-list">{rows}</ul>')


def _overlap(one: Overlap) -> str:
    told = escape(one.says)
    return told if one.case is None else f"{told} {parts.link('查看该案', 'ledger', f'case={one.case}')}"


# ------------------------------------------------------------------ entering
def _enter(case_id: int, form: str, drawn: str, told: Any) -> None:
    way = st.segmented_control(
        "登记方式", [BY_MAP, BY_FILE, BY_TEXT], default=BY_MAP, required=True, key=f"way_{drawn}"
    )
    try:
        sketch = {BY_FILE: _from_file, BY_TEXT: _from_text}.get(way, _from_map)(case_id, drawn, told)
        if sketch is None:
            return
        store, scope = visitor.here()
        checked = footprints.check(store, scope, case_id, sketch)
    except Refusal as refusal:
        st.error(parts.plain(str(refusal)))
        return
    _checked(checked)
    work = partial(_add, case_id, sketch, drawn)
    st.button(
        f"保存 {len(checked.areas)} 处占地",
        type="primary",
        key=f"save_ground_{drawn}",
        on_click=acting.press,
        args=(form, drawn, work),
    )


def _from_map(case_id: int, drawn: str, told: Any) -> Sketch | None:
    if told is None:
        parts.show('<p class="gp-note">画好后，这里显示面积和与其他案卷的重叠，确认后再保存。</p>')
        return None
    return shapes.drawn(told)


def _from_file(case_id: int, drawn: str, told: Any) -> Sketch | None:
    given = st.file_uploader(
        "GeoJSON、GeoPackage 或 zip 打包的 Shapefile",
        type=["geojson", "json", "gpkg", "zip"],
        key=f"ground_file_{drawn}",
    )
    crs = st.selectbox(
        "坐标系",
        ["", *SYSTEMS],
        format_func=lambda one: SYSTEMS.get(one, "按文件所载"),
        key=f"ground_file_crs_{drawn}",
    )
    if given is None:
        parts.show('<p class="gp-note">只取本案的图形：文件有“编号”列的，取编号与本案相同的各处。</p>')
        return None
    data = given.getvalue()
    mark = (case_id, given.name, crs, hashlib.sha256(data).hexdigest())
    kept = st.session_state.get("ground_read")
    if not kept or kept[0] != mark:
        store, scope = visitor.here()
        with tempfile.TemporaryDirectory() as room, st.spinner("正在读取"):
            path = Path(room) / "layer"
            path.write_bytes(data)
            found = footprints.read_file(store, scope, case_id, path, name=given.name, crs=crs or None)
        st.session_state["ground_read"] = kept = (mark, found)
    return kept[1]


def _from_text(case_id: int, drawn: str, told: Any) -> Sketch | None:
    crs = st.selectbox(
        "坐标系", list(SYSTEMS), format_func=SYSTEMS.__getitem__, key=f"ground_text_crs_{drawn}"
    )
    text = st.text_area(
        "拐点坐标",
        key=f"ground_text_{drawn}",
        height=180,
        max_chars=20_000,
        placeholder="每行一个点，先经度(东坐标)后纬度(北坐标)，如：\n120.658131, 28.012345",
        help="可带点号，如 J1 120.658131 28.012345；两处占地之间空一行。",
    )
    st.button("核对坐标", key=f"ground_look_{drawn}")
    return shapes.typed(text, crs) if text.strip() else None


def _checked(checked: Checked) -> None:
    areas = "、".join(f"{area:,.2f} ㎡" for area in checked.areas)
    several = f"，合计 {checked.total:,.2f} ㎡" if len(checked.areas) > 1 else ""
    parts.show(f"<p>新登记 {len(checked.areas)} 处：<b>{areas}</b>{several}</p>")
    parts.show(
        "".join(f'<p class="gp-amber">▲ {escape(note)}</p>' for note in checked.notes) or "<span></span>"
    )
    _overlaps(checked.overlaps, "新登记的占地与其他案卷重叠")


def _add(case_id: int, sketch: Sketch, drawn: str) -> str:
    store, scope = visitor.here()
    done = footprints.add(store, scope, case_id, sketch, request=drawn)
    return f"已登记占地 {len(done.areas)} 处，{done.total:,.2f} ㎡。"


# ------------------------------------------------------------------ what is on file
def _list(held: OnGround) -> None:
    if not held.footprints:
        parts.empty("还没有登记占地", "街镇或执法部门在地图上画出，或上传测绘成果、填写拐点坐标。")
        return
    heads = [("处", ""), ("面积(㎡)", "gp-right"), ("方式", ""), ("原坐标系", ""), ("登记", "")]
    rows = [
        [
            f"第{one.position}处",
            f"{one.area_m2:,.2f}",
            WAYS[one.way],
            escape(SYSTEMS.get(one.crs, one.crs)[:40]),
            escape(f"{one.on} {one.actor}" if one.on else "随台账导入"),
        ]
        for one in held.footprints
    ]
    parts.show(parts.card(f"占地 {len(rows)} 处", parts.table(heads, rows, css="gp-cards-small")))


def _remove(case_id: int, held: OnGround) -> None:
    form = f"remove_ground_{case_id}"
    with st.expander("删除一处占地"):
        acting.told(form)
        drawn = acting.mark(form)
        names = {one.position: f"第{one.position}处 {one.area_m2:,.2f} ㎡" for one in held.footprints}
        chosen = st.radio(
            "哪一处",
            list(names),
            format_func=names.__getitem__,
            index=None,
            horizontal=True,
            key=f"gone_{drawn}",
        )
        st.text_input(
            "删除理由", key=f"why_{drawn}", max_chars=300, placeholder="如：误画了相邻房屋，按测绘图重报"
        )
        st.button(
            "删除，图形留存在轨迹中",
            key=f"drop_{drawn}",
            disabled=chosen is None,
            on_click=acting.press,
            args=(form, drawn, partial(_drop, case_id, drawn)),
        )


def _drop(case_id: int, drawn: str) -> str:
    """What is chosen and typed at the press: a quick hand is there before the page has drawn it."""
    position, reason = st.session_state[f"gone_{drawn}"], st.session_state[f"why_{drawn}"]
    store, scope = visitor.here()
    footprints.remove(store, scope, case_id, position or 0, reason)
    return f"第{position}处占地已删除，原图形和理由已记入轨迹。"
