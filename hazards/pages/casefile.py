"""One case whole: what is known, how we know it, and everything that happened to it."""

from html import escape
from typing import Any

import orjson
import streamlit as st

from hazards.domain.template import BY_FIELD, CLAIMS, COLUMNS
from hazards.pages import parts
from hazards.services import access, clock, decisions, lists, register, words
from hazards.services.lists import Dossier

PLACED = {
    "named": "台账所写街道",
    "inside": "坐标在边界内",
    "near": "坐标在边界附近",
    "text": "地址中的地名",
    "person": "人工确定",
    "": "未定",
}
ACTIONS = {
    "registered": "登记",
    "listed": "挂牌",
    "extended": "延期批准",
    "struck-off": "销号",
    "withdrawn": "撤销",
    "transferred": "移送",
    "amended": "台账更新",
    "described": "内容更新",
    "place-confirmed": "确认属地",
    "place-overruled": "改定属地",
}
ORIGINS = {"imported": "导入", "here": "本系统办理"}


def show(case_id: int) -> None:
    store, scope = access.local()
    told = lists.case(store, scope, case_id)
    parts.show(f'<p class="gp-noprint">{parts.link("返回台账", "ledger")}</p>')
    parts.title(told.row["unit"])
    _summary(told)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        parts.show(parts.card("案卷内容", _facts(told)))
        if told.items:
            _items(told)
    with right:
        parts.show(parts.card("五落实(台账自报，未核验)", _claims(told)))
        _trail(told)
        _place(told)


def _summary(told: Dossier) -> None:
    line, row = told.line, told.row
    bits = [
        line.number or "未编号",
        words.KIND_NAMES[line.kind],
        line.street,
        line.level or "级别未填写",
        f"整改期限 {line.deadline.isoformat()}" if line.deadline else "期限缺失",
        "" if row["live"] else "导入的历史案卷",
    ]
    shown = escape(" · ".join(filter(None, bits)))
    parts.show(f'<p class="gp-figure">{shown} <b>{parts.clock(line)}</b></p>')


def _facts(told: Dossier) -> str:
    rows = []
    for column in COLUMNS:
        if column.field in CLAIMS or column.field in ("number", "unit"):
            continue
        text = _cell(told, column.field)
        if text:
            rows.append(f"<dt>{escape(column.header)}</dt><dd>{text}</dd>")
    for header, text in told.extras.items():
        rows.append(f"<dt>{escape(header)}</dt><dd>{escape(text)}</dd>")
    if told.row["lon"] is not None:
        where = f"{told.row['lon']:.6f},{told.row['lat']:.6f}(CGCS2000)"
        rows.append(f"<dt>入库坐标</dt><dd>{escape(where)}</dd>")
    return f'<dl class="gp-facts">{"".join(rows)}</dl>'


def _cell(told: Dossier, field: str) -> str:
    value = told.row[field]
    if field == "kind":
        value = words.KIND_NAMES[value]
    elif field == "state":
        value = words.STATE_NAMES[value]
    elif field in ("x", "y", "crs") and told.row["x"] is None:
        return ""
    elif isinstance(value, float):
        value = f"{value:.6f}".rstrip("0").rstrip(".")  # a coordinate keeps its decimetres
    text = "" if value is None else escape(str(value))
    if field in told.texts and told.texts[field] != str(value):
        text += f' <span class="gp-note">台账写作“{escape(told.texts[field])}”，暂定</span>'
    return text


def _items(told: Dossier) -> None:
    items = "".join(f"<li>{escape(item['text'])}</li>" for item in told.items)
    title = f"整治明细 {len(told.items)} 项"
    parts.show(parts.card(title, f'<ol class="gp-items">{items}</ol>', "各项合计仍计 1 处"))


def _claims(told: Dossier) -> str:
    missing = '<span class="gp-grey">缺</span>'
    rows = "".join(
        f"<dt>{escape(BY_FIELD[name].header)}</dt><dd>{escape(told.row[name]) or missing}</dd>"
        for name in CLAIMS
    )
    return f'<dl class="gp-facts">{rows}</dl>'


def _trail(told: Dossier) -> None:
    """Every act with its date of act and its time of entry (办理日期、录入时间)."""
    rows = []
    for event in told.events:
        acted = event["acted_on"].isoformat() if event["acted_on"] else "日期未载"
        detail = _detail(event)
        rows.append(
            f'<li><div class="gp-line"><span>{escape(ACTIONS.get(event["action"], event["action"]))} '
            f'<span class="gp-tag">{ORIGINS[event["origin"]]}</span></span><span>{acted}</span></div>'
            f'<div class="gp-note">录入 {escape(event["entered_at"][:16].replace("T", " "))} · '
            f"{escape(event['actor'])}{detail}</div></li>"
        )
    parts.show(parts.card(f"轨迹 {len(told.events)} 条", f'<ul class="gp-list">{"".join(rows)}</ul>'))


def _detail(event: Any) -> str:
    bits = [event["reason"]] if event["reason"] else []
    if event["action"] in ("amended", "described"):
        changed = [BY_FIELD[name].header for name in orjson.loads(event["data"] or "{}") if name in BY_FIELD]
        bits.append("改：" + "、".join(changed))
    return "".join(f" · {escape(bit)}" for bit in bits)


def _place(told: Dossier) -> None:
    """How the street was found, and a person's word on it."""
    store, scope = access.local()
    how = PLACED.get(told.row["placed_by"], told.row["placed_by"])
    parts.show(parts.card("属地", escape(told.line.street), escape(f"依据：{how}")))
    with st.expander("改定属地"):
        streets = {u.key: u.name for u in register.read(store, scope).streets(clock.today())}
        with st.form("place", border=False):
            key = st.selectbox(
                "街镇", list(streets), format_func=streets.__getitem__, index=None, placeholder="请选择"
            )
            reason = st.text_input("理由", placeholder="如：经街道办实地核对")
            if st.form_submit_button("改定属地") and key is not None:
                decisions.overrule_place(store, scope, told.line.id, key, reason=reason)
                st.rerun()
