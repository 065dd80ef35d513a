"""The lists of a bulletin: overdue, carried over, withdrawn, restated, and the difficulties of a digest."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hazards.domain.bulletin import Bulletin, Member, Restated
from hazards.domain.bulletintables import DASH, listed

WHO = (("编号", 2.2), ("整治单位(区域)", 2.6), ("属地", 1.2), ("督办部门", 2.0), ("级别", 0.9))
FIGURES = {
    "listed": "挂牌",
    "struck_off": "已销号",
    "due": "到期",
    "due_struck_off": "到期已销号",
    "on_time": "按期销号",
    "overdue": "逾期",
    "extended": "延期",
    "withdrawn": "撤销",
    "transferred": "移送",
    "no_deadline": "期限缺失",
    "carried_over": "结转",
    "carried_over_struck_off": "结转已销号",
    "carried_over_open": "结转未销号",
    "carried_over_overdue": "结转逾期",
}
"""The figures an earlier issue printed, in words."""


def _who(member: Member) -> list[str]:
    number = member.number or "未编号"
    return [number, member.unit, member.street, member.department or DASH, member.level or DASH]


def late(member: Member, on: str) -> int:
    """Days past the deadline in force at the cut-off."""
    return (date.fromisoformat(on) - date.fromisoformat(member.deadline)).days if member.deadline else 0


def overdue(bulletin: Bulletin) -> list[Member]:
    """Every open case past its deadline, this year's and the carried over, the longest first."""
    found = {m.id: m for m in (*bulletin.of("overdue"), *bulletin.of("carried_over_overdue"))}
    return sorted(found.values(), key=lambda m: (m.deadline, m.id))


def overdue_sheet(bulletin: Bulletin, notes: Sequence[str]) -> dict[str, Any]:
    heads = (("序号", 0.6), *WHO, ("隐患主要内容", 3.6), ("整改期限", 1.5), ("逾期天数", 0.9), ("备注", 1.0))
    rows = [
        [
            str(n),
            *_who(m),
            m.content,
            m.deadline,
            str(max(late(m, bulletin.cutoff), 1)),
            f"{m.year}年结转" if m.has("carried_over") else "",
        ]
        for n, m in enumerate(overdue(bulletin), 1)
    ]
    return listed("overdue", "逾期未销号清单", heads, rows, notes)


def carried_sheet(bulletin: Bulletin, notes: Sequence[str]) -> dict[str, Any]:
    heads = (("序号", 0.6), *WHO, ("年度", 0.8), ("挂牌日期", 1.5), ("整改期限", 1.5), ("情况", 1.4))
    found = sorted(bulletin.of("carried_over"), key=lambda m: (m.year, m.listed_on, m.id))
    rows = [
        [str(n), *_who(m), str(m.year), m.listed_on or DASH, m.deadline or DASH, state(m)]
        for n, m in enumerate(found, 1)
    ]
    return listed("carried", "以前年度结转案卷清单", heads, rows, notes)


def state(member: Member) -> str:
    if member.left_on:
        return f"{member.left_on} {member.left_how}"
    if member.struck_on:
        return f"{member.struck_on} 销号"
    if member.undated:
        return "已销号，日期未载"
    return "逾期" if member.has("overdue") or member.has("carried_over_overdue") else "整改中"


def left_sheet(bulletin: Bulletin, notes: Sequence[str]) -> dict[str, Any]:
    """撤销、移送: out of the denominator from their day on, and told here."""
    heads = (("序号", 0.6), *WHO, ("挂牌日期", 1.5), ("去向", 0.9), ("日期", 1.5))
    found = sorted((*bulletin.of("withdrawn"), *bulletin.of("transferred")), key=lambda m: (m.left_on, m.id))
    rows = [[str(n), *_who(m), m.listed_on or DASH, m.left_how, m.left_on] for n, m in enumerate(found, 1)]
    return listed("left", "撤销、移送案卷清单", heads, rows, notes)


def restated_sheet(bulletin: Bulletin, notes: Sequence[str]) -> dict[str, Any]:
    """Which cases the last issue would count otherwise today, and which acts brought that about."""
    heads = (
        ("序号", 0.6),
        ("编号", 2.2),
        ("整治单位(区域)", 2.6),
        ("属地", 1.2),
        ("数据变化", 2.4),
        ("事项", 1.4),
        ("办理日期", 1.5),
        ("录入时间", 1.8),
        ("录入人", 1.0),
    )
    rows: list[list[str]] = []
    for n, one in enumerate(bulletin.before.restated if bulletin.before else (), 1):
        acts = one.acts or ((DASH, DASH, DASH, DASH),)
        for at, act in enumerate(acts):
            first = [str(n), one.number or "未编号", one.unit, one.street, changed(one)]
            rows.append([*(first if at == 0 else [""] * 5), *act])
    return listed("restated", "上期数据重述明细表", heads, rows, notes)


def changed(one: Restated) -> str:
    """What became of a case in the figures: 退出挂牌、逾期；计入撤销."""
    parts = [f"属地由{one.moved}"] if one.moved else []
    for word, names in (("退出", one.left), ("计入", one.entered)):
        if told := "、".join(FIGURES[name] for name in names if name in FIGURES):
            parts.append(f"{word}{told}")
    return "；".join(parts)


def difficulties(bulletin: Bulletin) -> list[tuple[Member, list[str]]]:
    """Cases that will not end by themselves, each with every reason, the most reasons first."""
    found: list[tuple[Member, list[str]]] = []
    for member in bulletin.members:
        open_ = member.has("open") or member.has("carried_over_open")
        if not open_:
            continue
        reasons = []
        if member.has("carried_over"):
            reasons.append(f"{member.year}年结转")
        if late(member, bulletin.cutoff) > 0 or member.has("overdue"):
            reasons.append(f"逾期{max(late(member, bulletin.cutoff), 1)}天")
        if not member.deadline:
            reasons.append("期限缺失")
        if member.has("extended"):
            reasons.append("已延期")
        if not member.planned:
            reasons.append("未列入治理计划")
        if reasons:
            found.append((member, reasons))
    return sorted(found, key=lambda one: (-len(one[1]), one[0].deadline or "9", one[0].id))


def difficulties_sheet(bulletin: Bulletin, notes: Sequence[str]) -> dict[str, Any]:
    heads = (("序号", 0.6), *WHO, ("隐患主要内容", 3.4), ("整改期限", 1.5), ("难点", 2.2))
    rows = [
        [str(n), *_who(m), m.content, m.deadline or DASH, "；".join(reasons)]
        for n, (m, reasons) in enumerate(difficulties(bulletin), 1)
    ]
    return listed("difficulties", "难题清单", heads, rows, notes)
