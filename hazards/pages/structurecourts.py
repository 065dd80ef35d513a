"""Beside the figures of 违法建筑: what was lost on review and in court, and what streets had not told."""

from html import escape

import streamlit as st

from hazards.domain.contests import KINDS, Score
from hazards.pages import parts, visitor
from hazards.services import lossrate, overview, unreported
from hazards.services.asked import Asked


def rule(name: str) -> str:
    """The printed rule of a figure, escaped."""
    return escape(overview.rules()["structures"][name])


def losses(asked: Asked) -> None:
    store, scope = visitor.here()
    told = lossrate.losses(store, scope, asked)
    heads = [
        ("机关", ""),
        *((f"{word}败诉率", "gp-right") for word in KINDS.values()),
        ("合计败诉率", "gp-right"),
        ("负责人出庭率", "gp-right"),
        ("未结", "gp-right"),
    ]

    def cells(row: lossrate.Organ) -> list[str]:
        both = row.both
        shares = [_share(row[kind]) for kind in KINDS]
        came = f"{both.presence}({both.came}/{both.heads})" if both.heads else "／"
        return [escape(row.name), *shares, _share(both), came, str(row.pending)]

    if not told.rows:
        body = '<p class="gp-note">所选年度没有复议和诉讼。执法部门在案卷中登记。</p>'
    else:
        foot = cells(told.total) if len(told.rows) > 1 else []
        body = parts.table(heads, [cells(r) for r in told.rows], foot, "gp-stack")
    parts.show(parts.card("败诉率", body, f"{rule('loss_rate')}<br>{rule('presence')}"))
    _contests(f"已结复议诉讼 {len(told.ended)} 件", told.ended)
    _contests(f"未结复议诉讼 {len(told.pending)} 件", told.pending)


def _contests(title: str, told: list[lossrate.Ended]) -> None:
    """The very contests a number counts."""
    if not told:
        return
    with st.expander(title):
        heads = [("案卷", ""), ("机关", ""), ("种类", ""), ("日期", "gp-nowrap"), ("结果", "")]
        rows = [
            [
                parts.link(one.unit, "ledger", f"case={one.case}"),
                escape(one.organ),
                KINDS[one.kind],
                one.on.isoformat() if one.on else "—",
                f"{escape(one.outcome)}({one.verdict})" if one.outcome else "未结",
            ]
            for one in told
        ]
        parts.show(parts.table(heads, rows, css="gp-stack"))


def _share(told: Score) -> str:
    return f"{told.rate}({told.lost}/{told.decided})" if told.decided else "／"


def unreported_places(asked: Asked) -> None:
    store, scope = visitor.here()
    found = unreported.places(store, scope, asked)
    if not found:
        body = '<p class="gp-note">没有。上级交办的违法建筑，街镇此前都有巡查记录或者登记。</p>'
    else:
        heads = [("街镇", ""), ("案卷", ""), ("发现日期", "gp-nowrap"), ("㎡", "gp-right")]
        rows = [
            [
                escape(one.street),
                parts.link(one.unit, "ledger", f"case={one.case}"),
                one.found_on.isoformat() if one.found_on else "未载",
                f"{one.m2:,.0f}",
            ]
            for one in found
        ]
        body = parts.table(heads, rows, css="gp-stack")
    parts.show(parts.card(f"上级发现而街镇未报 {len(found)} 宗", body, rule("unreported")))
