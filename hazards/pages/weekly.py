"""周报: for streets their own report of a week, for offices a board of who reported; each number opens its list."""

from datetime import date
from functools import partial
from html import escape

import streamlit as st

from hazards.domain.roles import STREET
from hazards.domain.weeks import Week
from hazards.pages import acting, parts, visitor, weeklyreport
from hazards.pages.weeklinks import TONES, query, weeks
from hazards.services import clock, weekduty, weekly, weekreports
from hazards.services.access import Scope
from hazards.services.weekduty import AGAIN, LATE, MISSING, ON_TIME, PENDING, STANDINGS, Owed
from hazards.services.weekreports import Board
from hazards.storage.store import Store

FORM = "weekly"
RULE = (
    "口径：应报=报送日(本周最后一个工作日，以国务院放假安排和本区设定为准)存续的街镇；"
    "按首次签报日期认定按时或者迟报；整周没有工作日的不报。"
)


def draw() -> None:
    store, scope = visitor.here()
    acting.style()
    week = _week(store, scope)
    told = st.query_params.get("street", "")
    street = int(told) if told.isdecimal() and len(told) < 10 else None
    if street is None and scope.role in STREET:
        street = _own(store, scope, week)
    if street is not None:
        weeklyreport.draw(store, scope, street, week, back=scope.role not in STREET)
        return
    _board(store, scope, week)


def _week(store: Store, scope: Scope) -> Week:
    """The week of the address; else the first that waits for this actor, else this one."""
    try:
        return Week.of(date.fromisoformat(st.query_params.get("week", "")))
    except (ValueError, OverflowError):
        pass
    waiting = [one.until for one in weekduty.todos(store, scope) if one.until is not None]
    return Week.of(min(waiting, default=clock.today()))


def _own(store: Store, scope: Scope, week: Week) -> int | None:
    """The street of a street's officer: the one whose report waits for him, else the one that owes it."""
    waiting = [one.ref for one in weekduty.todos(store, scope) if one.number == week.title]
    owing = waiting or [one.unit.key for one in weekreports.board(store, scope, week).rows]
    return owing[0] if owing else max(scope.jurisdictions or (), default=None)


def _board(store: Store, scope: Scope, week: Week) -> None:
    board = weekreports.board(store, scope, week)
    acting.told(FORM)
    parts.show(weeks(week))
    chosen = st.query_params.get("standing", "")
    chosen = chosen if chosen in STANDINGS else ""
    parts.show(f'<p class="gp-figure">{_sentence(board)}</p>')
    if not board.begun:
        _not_begun(store, scope, week, board)
    rows = board.of(chosen) if chosen else board.rows
    if rows:
        heads = [
            ("街镇", ""),
            ("情况", "gp-nowrap"),
            ("签报", ""),
            ("签报日期", "gp-nowrap"),
        ]
        body = [_row(one, week) for one in rows]
        back = parts.link("看全部街镇", "reports", query(week)) if chosen else ""
        head = f'<p class="gp-count"><b>{len(rows)}</b> 个街镇 {escape(STANDINGS.get(chosen, ""))} {back}</p>'
        parts.show(head + f'<div class="gp-sheet">{parts.table(heads, body, css="gp-stack")}</div>')
    elif board.last is None:
        parts.empty("这一周没有工作日，不报周报", "放假安排由系统管理员在“设置”的工作日历中维护。")
    else:
        parts.empty("没有这种情况的街镇", "换一周，或者看全部街镇。")
    parts.rule(RULE)


def _sentence(board: Board) -> str:
    """第47周 应报14 已报12 迟报1 未报1; each opens the streets it counts."""
    words = {ON_TIME: "已报", LATE: "迟报", AGAIN: "退回待重报", MISSING: "未报", PENDING: "未到期未报"}
    told = [parts.link(f"应报 {len(board.rows)}", "reports", query(board.week))]
    for standing, word in words.items():
        if (found := board.of(standing)) or standing in (ON_TIME, LATE, MISSING):
            link = query(board.week, standing=standing)
            told.append(parts.link(f"{word} {len(found)}", "reports", link, "gp-nowrap"))
    last = f"，{board.last.month}月{board.last.day}日下班前报" if board.last else ""
    return f"第{board.week.number}周{escape(last)}：{'　'.join(told)}"


def _row(one: Owed, week: Week) -> list[str]:
    tone, mark = TONES[one.standing]
    row = one.row or {}
    signed = one.standing in (ON_TIME, LATE)
    paper = f"(纸质 {row['paper']})" if signed and row["paper"] else ""
    link = query(week, street=one.unit.key)
    return [
        parts.link(one.unit.name, "reports", link),
        # Only the shape is coloured, or the day after the last one would be a page of red.
        f'<span class="{tone}">{mark}</span> {escape(one.name)}',
        escape(f"{row['signer']}{paper}") if signed else "—",
        row["signed_on"].isoformat() if signed else "—",
    ]


def _not_begun(store: Store, scope: Scope, week: Week, board: Board) -> None:
    may = acting.may(scope, weekly.begin)
    how = "从本页起始的一周起，每周由各街镇填报。" if may else "由区安委办在本页设定起始周。"
    parts.empty("这一周还没有实行周报", how)
    if may and board.last is not None:
        drawn = acting.mark(FORM)
        st.button(
            f"自{week.title}起实行周报",
            key=f"begin_{drawn}",
            on_click=acting.press,
            args=(FORM, drawn, partial(_begin, store, scope, week)),
        )


def _begin(store: Store, scope: Scope, week: Week) -> str:
    weekly.begin(store, scope, week)
    return f"自{week.title}起，各街镇于每周最后一个工作日下班前报周报。"
