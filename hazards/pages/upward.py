"""上报包, a view of 通报: made for the office above, or taken from the districts below and compared."""

import tempfile
from collections.abc import Mapping
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import orjson
import streamlit as st

from hazards.domain.errors import Refusal
from hazards.pages import acting, parts, visitor
from hazards.services import clock, export, upward, upwardin, upwardread

WAYS = {"out": "报出", "in": "收到"}
FIGURES = {name: head for head, name in export.RATE_COLUMNS}
SHOWN = 50


def draw() -> None:
    store, scope = visitor.here()
    acting.told("upward")
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _list(upward.kept(store, scope))
    with right:
        if acting.may(scope, upward.make):
            _make()
            _bring()


def _list(rows: list[Mapping[str, Any]]) -> None:
    if not rows:
        parts.empty("还没有上报包", "由区安委办在右侧生成后报上级；上级在右侧导入各区的上报包。")
        return
    heads = [
        ("日期", "gp-nowrap"),
        ("", ""),
        ("区", ""),
        ("截止", "gp-nowrap"),
        ("件数", "gp-right"),
        ("比对", ""),
    ]
    body = [
        [
            row["entered_at"][:10],
            WAYS[row["way"]],
            escape(row["name"]),
            row["cut_on"].isoformat(),
            str(row["cases"]),
            _result(row),
        ]
        for row in rows
    ]
    note = "比对：按本库重算该区整改率，与所报逐格相对"
    parts.show(parts.card("上报包", parts.table(heads, body, css="gp-stack"), note))
    for row in rows:
        if row["result"] and not orjson.loads(row["result"])["equal"]:
            _different(row)


def _result(row: Mapping[str, Any]) -> str:
    if not row["result"]:
        return "—"
    told = orjson.loads(row["result"])
    if told["equal"]:
        return f'<span class="gp-green">● {told["cells"]} 格一致</span>'
    return f'<span class="gp-red">■ {len(told["different"])} 格不一致</span>'


def _different(row: Mapping[str, Any]) -> None:
    told = orjson.loads(row["result"])["different"]
    with st.expander(f"{row['name']} {row['cut_on'].isoformat()} 不一致的格({len(told)})"):
        heads = [("单位", ""), ("指标", ""), ("所报", "gp-right"), ("重算", "gp-right")]
        body = [
            [
                escape(str(one["unit"])),
                escape(FIGURES.get(one["figure"], one["figure"])),
                escape(_value(one["told"])),
                escape(_value(one["counted"])),
            ]
            for one in told[:SHOWN]
        ]
        parts.show(parts.table(heads, body, css="gp-stack"))
        if len(told) > SHOWN:
            parts.rule(f"列前 {SHOWN} 格，其余用命令行 --json 查看。")


def _value(told: Any) -> str:
    return {None: "／", True: "达标", False: "未达标"}.get(told, str(told))


def _make() -> None:
    with st.container(key="card_up_out"):
        parts.show('<h2 class="gp-title">生成上报包</h2>')
        on = st.date_input("截止日(日终)", value=clock.today(), format="YYYY-MM-DD", key="up_cut")
        made = st.session_state.get("up_made")
        if st.button("生成", key="up_make", disabled=on is None):
            store, scope = visitor.here()
            with tempfile.TemporaryDirectory() as room, st.spinner("正在生成上报包"):
                path = Path(room) / "package.zip"
                try:
                    told = upward.make(store, scope, path, as_of=on)
                except Refusal as refusal:
                    st.error(parts.plain(str(refusal)))
                    return
                name = f"上报包_{told['district']['name']}_{told['cut_off'].replace('-', '')}.zip"
                made = st.session_state["up_made"] = (name, path.read_bytes(), told["counts"]["cases"])
        if made:
            name, data, count = made
            st.download_button(f"下载上报包({count} 件)", data, name, "application/zip", key="up_file")
        parts.show(
            '<p class="gp-note">含已挂牌案件、沿革、整治明细和当日整改率，附签名和封签；不含联系电话。</p>'
        )


def _bring() -> None:
    with st.container(key="card_up_in"):
        parts.show('<h2 class="gp-title">导入上报包</h2>')
        given = st.file_uploader("上报包 zip", type=["zip"], key="up_zip")
        known = st.checkbox("已与报送单位核实更换了签名钥", key="up_known")
        if given is None:
            parts.show('<p class="gp-note">先核对签名、校验值和整改率，再确认导入；重复导入不变。</p>')
            return
        store, scope = visitor.here()
        with tempfile.TemporaryDirectory() as room, st.spinner("正在核对上报包"):
            path = Path(room) / "package.zip"
            path.write_bytes(given.getvalue())
            try:
                found = upwardread.check(store, scope, path, key_known=known)
            except Refusal as refusal:
                st.error(parts.plain(str(refusal)))
                return
        same = "全部一致" if found.compared.equal else f"{len(found.compared.different)} 格不一致"
        parts.show(
            f"<p><b>{escape(found.name)}</b>，截止 {found.cut.isoformat()}，案件 {len(found.cases)} 件；"
            f"按包内案件重算整改率 {found.compared.cells} 格，{same}。</p>"
            f'<p class="gp-note">签名钥 {escape(found.manifest["key"][:16])}，可与报送单位电话核对。</p>'
        )
        drawn = f"{found.digest}_{known}"
        work = partial(_take, given.getvalue(), known)
        st.button(
            "确认导入",
            type="primary",
            key=f"up_take_{drawn[:12]}",
            disabled=not found.compared.equal,
            on_click=acting.press,
            args=("upward", acting.mark(f"up_{drawn}"), work),
        )


def _take(data: bytes, known: bool) -> str:
    store, scope = visitor.here()
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "package.zip"
        path.write_bytes(data)
        told = upwardin.bring(store, scope, path, key_known=known)
    said = (
        f"{told['district']['name']}：新入库或更新 {told['accepted']} 件，无变化 {told['unchanged']} 件，"
        f"未采用 {told['refused']} 件；"
    )
    if told["equal"]:
        return said + f"整改率逐格比对 {told['cells']} 格，全部一致。"
    return acting.Partly(said + f"整改率 {len(told['different'])} 格不一致，见左侧。")
