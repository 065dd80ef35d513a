"""设置: jurisdictions and boundaries, yearly targets, the working calendar, the data dictionary."""

import tempfile
from datetime import date, timedelta
from html import escape
from pathlib import Path

import streamlit as st

from hazards.domain.errors import Finding, Refusal
from hazards.domain.jurisdiction import Jurisdiction, Register
from hazards.pages import goals, merging, pacesettings, parts, visitor
from hazards.services import boundaries, calendar, clock, register, words
from hazards.services.boundaries import Layer

CRS = {
    "": "文件自带",
    "CGCS2000": "CGCS2000",
    "WGS84": "WGS84",
    "GCJ-02": "GCJ-02(高德、腾讯)",
    "BD-09": "BD-09(百度)",
}
GAUSS = {"EPSG:4549": "CGCS2000 高斯 3 度带 120°(EPSG:4549)", "EPSG:4528": "CGCS2000 高斯 40 带(EPSG:4528)"}
SHOWN = 80


def page() -> None:
    st.title("设置")
    tabs = st.tabs(["属地与边界", "年度目标", "工作日历", "数据字典", "督查与通知"])
    for tab, draw in zip(tabs, (_places, goals.tab, _calendar, _words, pacesettings.tab), strict=True):
        with tab:
            try:
                draw()
            except Refusal as refusal:
                st.error(parts.plain(str(refusal)))


# ------------------------------------------------------------------ places
def _places() -> None:
    store, scope = visitor.here()
    held = register.read(store, scope)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _units(held)
    with right:
        merging.draw(held)
        _boundary_file()
        _district_file()


def _units(held: Register) -> None:
    today = clock.today()
    streets = held.streets(today)
    if not streets:
        parts.empty("还没有登记街镇", "由系统管理员在右侧登记区划，或导入边界文件。")
        return
    heads = [("名称", ""), ("类别", ""), ("统计代码", ""), ("民政代码", ""), ("起", "gp-nowrap")]
    body = [_unit(u) for u in streets]
    parts.show(parts.card("现行街镇", parts.table(heads, body, css="gp-stack")))
    past = [u for u in held.units.values() if u.valid_to is not None and u.valid_to <= today]
    if past:
        with st.expander(f"历史街镇({len(past)} 个)"):
            heads = [("名称", ""), ("起", "gp-nowrap"), ("止", "gp-nowrap"), ("今属", "")]
            rows = [
                [
                    escape(u.name),
                    _since(u.valid_from),
                    _since(u.valid_to),
                    escape(held[now].name if (now := held.at(u.key, today)) is not None else "须人工判断"),
                ]
                for u in sorted(past, key=lambda u: (u.valid_to or date.max, u.name))
            ]
            parts.show(parts.table(heads, rows, css="gp-stack"))


def _unit(unit: Jurisdiction) -> list[str]:
    codes = unit.codes
    return [
        escape(unit.name),
        escape(unit.type),
        escape(codes.get("nbs", "—")),
        escape(codes.get("mca", "—").removeprefix("mca:")),
        _since(unit.valid_from),
    ]


def _since(day: date | None) -> str:
    return day.isoformat() if day else "未载"


def _boundary_file() -> None:
    """Upload, check, confirm: nothing is stored before the last step."""
    with st.container(key="card_layer"):
        parts.show('<h2 class="gp-title">导入街镇边界</h2>')
        given = st.file_uploader(
            "GeoJSON、GeoPackage 或 zip 打包的 Shapefile",
            type=["geojson", "json", "gpkg", "zip"],
            key="layer",
        )
        crs = st.selectbox(
            "坐标系", [*CRS, *GAUSS], format_func={**CRS, **GAUSS}.__getitem__, key="layer_crs"
        )
        if given is None:
            parts.show('<p class="gp-note">先检查，看过结果再确认导入。</p>')
            return
        layer = _checked(given.name, given.getvalue(), crs or None)
        if layer is None:
            return
        taken = layer.features - len(layer.out)
        parts.show(f"<p>共 {layer.features} 个要素，可用 <b>{taken}</b> 个，未采用 {len(layer.out)} 个。</p>")
        _problems(layer)
        since = st.date_input("自何日起有效", value=None, key="layer_since", format="YYYY-MM-DD")
        if st.button(f"确认导入 {taken} 个边界", type="primary", disabled=not taken):
            store, scope = visitor.here()
            told = boundaries.import_layer(store, scope, layer, source_name=given.name, valid_from=since)
            st.session_state.pop("layer_checked", None)
            if told["vintage"] is None:
                st.info("同一文件已经导入过，没有变化。")
            else:
                st.success(f"已导入 {taken} 个边界。")


def _checked(name: str, data: bytes, crs: str | None) -> Layer | None:
    import hashlib

    mark = (name, crs, hashlib.sha256(data).hexdigest())
    held = st.session_state.get("layer_checked")
    if held and held[0] == mark:
        return held[1]
    store, scope = visitor.here()
    with tempfile.TemporaryDirectory() as room, st.spinner("正在检查边界"):
        path = Path(room) / "layer"
        path.write_bytes(data)
        try:
            layer = boundaries.check_file(store, scope, path, name=name, crs=crs)
        except Refusal as refusal:
            st.error(parts.plain(str(refusal)))
            return None
    st.session_state["layer_checked"] = (mark, layer)
    return layer


def _problems(layer: Layer) -> None:
    if not layer.findings:
        parts.show('<p class="gp-green">● 没有发现问题</p>')
        return
    items = "".join(_problem(f) for f in layer.findings[:SHOWN])
    with st.expander(f"检查结果({len(layer.findings)} 条)", expanded=bool(layer.out)):
        parts.show(f'<ul class="gp-items">{items}</ul>')
        if len(layer.findings) > SHOWN:
            parts.show(f'<p class="gp-note">列前 {SHOWN} 条，面积大的在前。</p>')


def _problem(finding: Finding) -> str:
    mark = '<span class="gp-red">■ 未采用</span>' if finding.refuses else '<span class="gp-grey">提示</span>'
    where = "全图层" if finding.row is None else f"第 {finding.row} 个要素"
    return f"<li>{mark} {where} {escape(finding.value)} {escape(finding.remedy)}</li>"


def _district_file() -> None:
    with st.container(key="card_district"):
        parts.show('<h2 class="gp-title">登记区划</h2>')
        told = st.text_input("区划代码", placeholder="如 330302", key="district_code")
        given = st.file_uploader("或区划 csv 文件", type=["csv"], key="district_file")
        parts.show(f'<p class="gp-note">csv 的列：{",".join(register.COLUMNS)}</p>')
        if not st.button("登记"):
            return
        store, scope = visitor.here()
        if given is not None:
            with tempfile.NamedTemporaryFile(suffix=".csv") as file:
                file.write(given.getvalue())
                file.flush()
                answer = register.add_district(store, scope, file.name)
        else:
            answer = register.add_district(store, scope, told.strip())
        units = answer["units"]
        st.success(f"已登记 {units} 个单位。" if units else "这些单位都已登记，没有变化。")


# ------------------------------------------------------------------ calendar
def _calendar() -> None:
    store, scope = visitor.here()
    this = clock.today().year
    published = calendar.working_days(store).published
    chosen = st.selectbox("年度", list(range(this + 1, 2003, -1)), index=1, key="calendar_year")
    days = calendar.year(store, scope, chosen)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        if chosen > published:
            parts.empty(
                f"{chosen} 年放假安排尚未录入齐全" if days else f"{chosen} 年放假安排尚未公布",
                "元旦、春节、清明、劳动节、端午、中秋、国庆录入齐全前，期限标为暂定；公布后由区安委办在右侧录入。",
            )
        if days:
            heads = [("日期", "gp-nowrap"), ("安排", ""), ("名称", ""), ("来源", "")]
            body = [
                [
                    f"{d.isoformat()} 周{'一二三四五六日'[d.weekday()]}",
                    calendar.KINDS[k],
                    escape(n),
                    "本区录入" if own else "国务院通知",
                ]
                for d, k, n, own in days
            ]
            parts.show(parts.card(f"{chosen} 年放假与调休", parts.table(heads, body, css="gp-stack")))
    with right, st.container(key="card_days"), st.form("days", border=False):
        parts.show('<h2 class="gp-title">录入放假安排</h2>')
        first = st.date_input("自", value=None, format="YYYY-MM-DD")
        last = st.date_input("至", value=None, format="YYYY-MM-DD")
        kind = st.radio("安排", list(calendar.KINDS), format_func=calendar.KINDS.__getitem__, horizontal=True)
        name = st.text_input("名称", placeholder="如 春节")
        if st.form_submit_button("保存") and first and last:
            span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
            meant = [d for d in span if kind == "holiday" or (d.weekday() >= 5) == (kind == "work")]
            calendar.set_days(store, scope, meant, kind, name)
            st.rerun()


# ------------------------------------------------------------------ dictionary
def _words() -> None:
    store, scope = visitor.here()
    chosen = st.segmented_control(
        "字典", list(words.LISTS), format_func=words.LISTS.__getitem__, default="headers", required=True
    )
    name = chosen or "headers"
    known = getattr(words.known(store), name)
    labels = {**words.STATE_NAMES, **words.KIND_NAMES}
    by_word: dict[str, list[str]] = {}
    for spelling, means in known.items():
        by_word.setdefault(labels.get(means, means), []).append(spelling)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        heads = [("标准词", "gp-nowrap"), ("识别为它的写法", "")]
        body = [[escape(w), escape("、".join(s))] for w, s in by_word.items()]
        parts.show(parts.card(words.LISTS[name], parts.table(heads, body, css="gp-stack")))
    with right, st.container(key="card_words"), st.form("words", border=False):
        parts.show('<h2 class="gp-title">增补写法</h2>')
        means = st.selectbox(
            "标准词", list(dict.fromkeys(known.values())), format_func=lambda w: labels.get(w, w)
        )
        spelling = st.text_input("写法", placeholder="台账里出现的词")
        if st.form_submit_button("保存") and spelling.strip() and means:
            words.add(store, scope, name, {spelling.strip(): means})
            st.rerun()


page()
