"""月报: a month's board for offices; for streets and departments the form they fill in and sign."""

from functools import partial
from html import escape

import streamlit as st

from hazards.domain.roles import STREET, Role
from hazards.pages import acting, monthlyform, parts, visitor
from hazards.pages.monthlinks import query, read
from hazards.pages.weeklinks import TONES
from hazards.services import clock, monthduty, monthforms, monthly
from hazards.services.access import Scope
from hazards.services.monthduty import Month, Owed
from hazards.services.monthforms import Board
from hazards.services.weekduty import AGAIN, LATE, MISSING, ON_TIME, PENDING, STANDINGS
from hazards.storage.store import Store

FORM = "monthboard"
RULE = (
    "口径：月报只报没有案卷的数；零报告是 0，未报是“—”，不作 0 计；"
    "只有签报的才进入通报，签报后的更正另成一版并写明理由。"
)


def draw() -> None:
    store, scope = visitor.here()
    acting.style()
    month = _month(store, scope)
    board = monthforms.board(store, scope, month)
    kind, who = st.query_params.get("kind", ""), st.query_params.get("who", "")
    if not kind and scope.role in STREET | {Role.DEPARTMENT} and board.rows:
        kind, who = board.rows[0].kind, board.rows[0].who
    if kind:
        monthlyform.draw(store, scope, kind, who, month)
        parts.rule(RULE)
        return
    _board(store, scope, board)


def _month(store: Store, scope: Scope) -> Month:
    """The month of the address; else the first that waits for this actor, else the one just ended."""
    if (told := read(st.query_params.get("month", ""))) is not None:
        return told
    waiting = [Month(one.ref // 100, one.ref % 100) for one in monthduty.todos(store, scope)]
    return min(waiting, default=Month.of(clock.today()).but(-1))


def _board(store: Store, scope: Scope, board: Board) -> None:
    month = board.month
    acting.told(FORM)
    parts.show(monthlyform.months(month))
    chosen = st.query_params.get("standing", "")
    chosen = chosen if chosen in STANDINGS else ""
    parts.show(f'<p class="gp-figure">{_sentence(board)}</p>')
    if not board.begun:
        may = acting.may(scope, monthly.begin)
        how = "从本页起始的一月起，由各街镇和部门填报。" if may else "由区安委办在本页设定起始月。"
        parts.empty("这个月还没有实行月报", how)
        if may:
            drawn = acting.mark(FORM)
            work = partial(_begin, store, scope, month)
            name = f"自{month.title}起实行月报"
            st.button(name, key=f"begin_{drawn}", on_click=acting.press, args=(FORM, drawn, work))
    rows = board.of(chosen) if chosen else board.rows
    if not rows:
        parts.empty("没有这种情况的单位", "换一个月，或者看全部单位。")
    else:
        heads = [("单位", ""), ("情况", "gp-nowrap"), ("签报", ""), ("签报日期", "gp-nowrap"), ("报法", "")]
        back = parts.link("看全部单位", "reports", query(month)) if chosen else ""
        head = f'<p class="gp-count"><b>{len(rows)}</b> 个单位 {escape(STANDINGS.get(chosen, ""))} {back}</p>'
        table = parts.table(heads, [_row(one, month) for one in rows], css="gp-stack")
        parts.show(f'{head}<div class="gp-sheet">{table}</div>')
    parts.rule(RULE)


def _sentence(board: Board) -> str:
    words = {ON_TIME: "已报", LATE: "迟报", AGAIN: "退回待重报", MISSING: "未报", PENDING: "未到期未报"}
    told = [parts.link(f"应报 {len(board.rows)}", "reports", query(board.month))]
    for standing, word in words.items():
        if (found := board.of(standing)) or standing in (ON_TIME, LATE, MISSING):
            link = query(board.month, standing=standing)
            told.append(parts.link(f"{word} {len(found)}", "reports", link, "gp-nowrap"))
    last = f"{board.last.month}月{board.last.day}日前报"
    return f"{escape(board.month.title)}月报，{last}：{'　'.join(told)}"


def _row(one: Owed, month: Month) -> list[str]:
    tone, mark = TONES[one.standing]
    row = one.row or {}
    signed = one.standing in (ON_TIME, LATE) and row["state"] == "signed"
    how = "—" if not signed else "零报告" if row["zero"] else f"第 {row['version']} 版"
    return [
        parts.link(one.name, "reports", query(month, kind=one.kind, who=one.who)),
        f'<span class="{tone}">{mark} {escape(STANDINGS[one.standing])}</span>',
        escape(row["signer"]) if signed else "—",
        row["signed_on"].isoformat() if signed else "—",
        how,
    ]


def _begin(store: Store, scope: Scope, month: Month) -> str:
    monthly.begin(store, scope, month)
    return f"自{month.title}起，各街镇和部门按月报数。"
