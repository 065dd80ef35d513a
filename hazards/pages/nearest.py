"""Nearest (差额案件): the cases that would close the gap, the nearest to done first, with whom they lie."""

from html import escape

from hazards.pages import parts, visitor
from hazards.services import gap
from hazards.services.asked import Asked
from hazards.services.gap import Gap, Near
from hazards.services.overview import rule_line

SHOWN = 8
RULE = "最接近完成的在前：先看办到哪一步，再看期限"


def card(told: Gap, asked: Asked) -> None:
    """The first of them beside the ranking; on a phone above it."""
    if not told.needed:
        return
    title = f"补上这 {told.needed} 件即达标"
    items = "".join(_brief(one) for one in told.cases[:SHOWN])
    more = f'<p class="gp-facts-line">{_all(told, asked)}</p>'
    parts.show(parts.card(title, f'<ul class="gp-list">{items}</ul>{more}', RULE, "gp-gap"))


def _all(told: Gap, asked: Asked) -> str:
    query = f"view=gap&{asked.query}".rstrip("&")
    return parts.link(f"全部 {told.needed} 件" if told.needed > SHOWN else "逐件查看", "", query)


def _brief(one: Near) -> str:
    line = one.line
    name = parts.link(line.unit, "ledger", f"case={line.id}")
    about = " · ".join(filter(None, [line.number or "未编号", line.street, line.level]))
    stuck = f"{escape(one.stuck)} · " if one.stuck else ""
    return (
        f'<li><div class="gp-near"><span>{name}</span><b>{escape(one.stage or line.state)}</b></div>'
        f'<div class="gp-note">{stuck}{clock(one)}</div><div class="gp-note">{escape(about)}</div></li>'
    )


def clock(one: Near) -> str:
    """Only the shape is coloured, or a list of late cases would be a page of red."""
    line = one.line
    return f'<span class="{parts.TONES.get(line.light, "gp-grey")}">{line.mark}</span> {escape(line.clock)}'


def page(asked: Asked) -> None:
    """The list behind a number 还差: one line a case, a card on a phone."""
    store, scope = visitor.here()
    told = gap.gap(store, scope, asked)
    back = parts.link("返回总览", "", asked.but(place="", by="street").query)
    where = f"{escape(told.name)} " if asked.place else ""
    parts.show(
        f'<p class="gp-figure"><b>{where}还差</b> <span class="gp-note">{escape(told.sentence)}</span> {back}</p>'
        f'<p class="gp-count"><b>{told.needed}</b> 件</p>'
    )
    if not told.cases:
        parts.empty("没有差额案件", "已达标，或者所选范围本年没有挂牌案件；换一个年度或者街镇再看。")
        return
    heads = [
        ("整治单位(区域)", ""),
        ("办到哪一步", "gp-nowrap"),
        ("卡在谁手里", ""),
        ("期限", "gp-nowrap"),
        ("属地", "gp-nowrap"),
        ("编号", "gp-nowrap"),
    ]
    rows = [
        [
            parts.link(one.line.unit, "ledger", f"case={one.line.id}"),
            escape(one.stage or one.line.state),
            escape(one.stuck.removeprefix("卡在") or "—"),
            clock(one),
            escape(one.line.street),
            escape(one.line.number or "未编号"),
        ]
        for one in told.cases
    ]
    parts.show(f'<div class="gp-sheet">{parts.table(heads, rows, css="gp-stack gp-nears")}</div>')
    parts.rule(f"{RULE}；未销号 {told.open} 件中至少再销号 {told.needed} 件；{rule_line(asked)}")
