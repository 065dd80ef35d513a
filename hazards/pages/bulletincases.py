"""The lists behind an issue: the cases of one number, and what the ledger would say today."""

from html import escape

import streamlit as st

from hazards.domain import bulletinareas
from hazards.domain.bulletin import Member, Restated, Structure
from hazards.domain.bulletinareas import printed
from hazards.domain.bulletinlists import FIGURES, changed, state
from hazards.domain.stock import STOCKS
from hazards.pages import parts
from hazards.services import bulletins as service
from hazards.services.access import Scope
from hazards.storage.store import Store

HEADS = [
    ("编号", "gp-nowrap"),
    ("整治单位(区域)", ""),
    ("属地", "gp-nowrap"),
    ("督办部门", ""),
    ("级别", "gp-nowrap"),
    ("挂牌日期", "gp-nowrap"),
    ("整改期限", "gp-nowrap"),
    ("截止时情况", ""),
]
BUILDINGS = [
    ("编号", "gp-nowrap"),
    ("当事人或者位置", ""),
    ("属地", "gp-nowrap"),
    ("分类", "gp-nowrap"),
    ("违法面积(㎡)", "gp-right"),
    ("处置(日期、方式、㎡)", ""),
]
CHANGED = [
    ("编号", "gp-nowrap"),
    ("整治单位(区域)", ""),
    ("属地", "gp-nowrap"),
    ("数据变化", ""),
    ("事项、办理日期、录入时间", ""),
]


def draw(store: Store, scope: Scope, number: int) -> None:
    """The cases one printed number counts, as they stood at the cut-off."""
    told = st.query_params
    column = told.get("column", "")
    at = int(column) if column.isdecimal() and len(column) < 4 else -1
    title, members = service.counted_in(store, scope, number, told.get("sheet", ""), told.get("row", ""), at)
    parts.title(title)
    back = parts.link("返回本期", "reports", f"view=issues&bulletin={number}")
    unit = "宗" if told.get("sheet") == bulletinareas.KEY else "件"
    parts.show(f'<p class="gp-count"><b>{len(members)}</b> {unit} {back}</p>')
    buildings = [_building(one) for one in members if isinstance(one, Structure)]
    rows = [
        [
            escape(m.number or "未编号"),
            parts.link(m.unit, "ledger", f"case={m.id}"),
            escape(m.street),
            escape(m.department or "—"),
            escape(m.level or "—"),
            m.listed_on or "—",
            m.deadline or "—",
            escape(state(m)),
        ]
        for m in members
        if isinstance(m, Member)
    ]
    table = parts.table(BUILDINGS, buildings, css="gp-stack") if buildings else None
    parts.show(f'<div class="gp-sheet">{table or parts.table(HEADS, rows, css="gp-stack")}</div>')
    parts.rule("口径：名单随期冻结，是该数字印发时所计的案卷；点单位看案卷现在的情况。")


def _building(one: Structure) -> list[str]:
    """A building with every disposal of it: an area is made of those the head of its column names."""
    done = "<br>".join(escape(f"{on or '日期未载'} {kind} {printed(m2)}") for kind, m2, on in one.disposals)
    return [
        escape(one.number or "未编号"),
        parts.link(one.unit, "ledger", f"case={one.id}"),
        escape(one.street),
        escape(STOCKS[one.stock]),
        printed(one.m2),
        done or "—",
    ]


def today(store: Store, scope: Scope, number: int) -> None:
    """The issue beside the ledger of today, and whether its files are made anew byte for byte."""
    issue = service.look(store, scope, number).issue
    told = service.today(store, scope, number)
    parts.title(f"{issue.name}与现在台账比对")
    back = parts.link("返回本期", "reports", f"view=issues&bulletin={number}")
    parts.show(f'<p class="gp-count"><b>{len(told.restated)}</b> 件与印发时不同 {back}</p>')
    heads = [("指标", ""), ("印发时", "gp-right"), ("现在按同一截止时刻", "gp-right"), ("相差", "gp-right")]
    rows = [
        [word, str(was), str(now), f"{now - was:+d}" if now != was else "—"]
        for figure, word in FIGURES.items()
        for was, now in [(told.published[figure], told.now[figure])]
    ]
    parts.show(f'<div class="gp-sheet">{parts.table(heads, rows)}</div>')
    if told.restated:
        body = [_changed(one) for one in told.restated]
        parts.show(f'<div class="gp-sheet">{parts.table(CHANGED, body, css="gp-stack")}</div>')
    else:
        parts.empty("与印发时一致", "印发后如有迟录、更正、撤销销号或者移送，在这里列出，并在下一期重述。")
    if st.button("核对文件", help="由冻结数据重新生成 docx、xlsx 和 pdf，与印发时的摘要比较"):
        with st.spinner("正在重新生成"):
            same = service.regenerated(store, scope, number)
        for kind, equal in same.items():
            word = (
                "与印发时逐字节一致"
                if equal
                else "与印发时不同，可能是本机字体或者排版组件已更换；存档文件不变"
            )
            parts.show(
                f'<p class="{"gp-green" if equal else "gp-amber"}">{"●" if equal else "▲"} {kind} {word}</p>'
            )
    parts.rule("口径：同一截止时刻、同一规则，按现在台账重新计算；印发的数字不改，差异列入下一期重述。")


def _changed(one: Restated) -> list[str]:
    acts = "<br>".join(escape(f"{what} {on}(录入 {at}，{who})") for what, on, at, who in one.acts)
    return [
        escape(one.number or "未编号"),
        parts.link(one.unit, "ledger", f"case={one.id}"),
        escape(one.street),
        escape(changed(one) or "—"),
        acts or "—",
    ]
