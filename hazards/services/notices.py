"""Notices (通知): what is told outside, drawn from events and from what is due tomorrow.

A text names number, street and what is to be done, and nothing else: no unit, no person, no free
text, no telephone. Whoever reads it logs in.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import orjson
from sqlalchemy import Connection, or_, select

from hazards.domain.jurisdiction import Register
from hazards.domain.lifecycle import STEPS, Action, event_of
from hazards.services import clock
from hazards.storage import casework, register
from hazards.storage import tables as t

RETURNED = {
    **{event_of(a): STEPS[a].title for a in (Action.RETURN, Action.RETURN_PLAN, Action.SEND_BACK)},
    "signature-returned": "审签人退回",
}
TOLD = ("order-sent", "instructed", "instruction-again", *RETURNED)
"""Events that are told outside."""
AT_ONCE = 500
FOOT = "请登录“挂牌一张图”查看和办理。"

Message = Mapping[str, str]
"""``key``, ``subject`` and ``body``."""


def of_events(connection: Connection, after: int) -> tuple[int, list[Message]]:
    """(the last event looked at, a message for each event told outside) after an event."""
    e, c = t.events.c, t.cases.c
    asked = (
        select(e.id, e.action, e.data, e.case_id, c.number, c.lead_id)
        .outerjoin(t.cases, c.id == e.case_id)
        .where(e.id > after, e.action.in_(TOLD), e.origin == "here")
        .order_by(e.id)
        .limit(AT_ONCE)
    )
    units = register.load(connection)
    rows = [dict(row) for row in connection.execute(asked).mappings()]
    last = rows[-1]["id"] if len(rows) == AT_ONCE else _last(connection)
    return last, [_event(row, units) for row in rows]


def _last(connection: Connection) -> int:
    return connection.execute(select(t.events.c.id).order_by(t.events.c.id.desc()).limit(1)).scalar() or 0


def _event(row: Mapping[str, Any], units: Register) -> Message:
    data = orjson.loads(row["data"]) if row["data"] else {}
    about = _about(row, units)
    by = f"回复期限 {data['reply_by']}" if data.get("reply_by") else ""
    if row["action"] in RETURNED:
        what, more = "退回", [RETURNED[row["action"]]]
    elif row["action"] == "order-sent":
        what, more = "督办单", [f"致{data.get('to', '')}，{data.get('document', '')}", by]
    else:
        again = "退回重办" if row["action"] == "instruction-again" else ""
        what, more = "批示", [f"致{data.get('to', '')}", again, by]
    return _message(f"event:{row['id']}", what, about, more)


def due(connection: Connection, today: date) -> Iterator[Message]:
    """What is due tomorrow: cases, and answers to orders and instructions."""
    tomorrow, units, c = today + timedelta(days=1), register.load(connection), t.cases.c
    asked = select(t.cases).where(c.state == "open", or_(c.deadline == tomorrow, c.extended_to == tomorrow))
    for row in [dict(r) for r in connection.execute(asked.order_by(c.id)).mappings()]:
        if casework.deadline(connection, row) == tomorrow:
            key = f"due:case:{row['id']}:{tomorrow}"
            yield _message(key, "明日到期", _about(row, units), [f"整改期限 {tomorrow}"])
    for table, what, open_ in (
        (t.orders, "督办单", t.orders.c.replied_on.is_(None)),
        (t.instructions, "批示", t.instructions.c.state == "open"),
    ):
        sent = select(table.c.id, table.c.addressee, c.number, c.lead_id).where(
            open_, table.c.reply_by == tomorrow
        )
        sent = sent.outerjoin(t.cases, c.id == table.c.case_id).order_by(table.c.id)
        for row in [dict(r) for r in connection.execute(sent).mappings()]:
            more = [f"致{row['addressee']}", f"回复期限 {tomorrow}"]
            key = f"due:{table.name}:{row['id']}:{tomorrow}"
            yield _message(key, f"{what}明日到期", _about(row, units), more)


def _about(row: Mapping[str, Any], units: Register) -> str:
    street = units[row["lead_id"]].name if row["lead_id"] else ""
    return " ".join(filter(None, [row["number"] or "", street]))


def _message(key: str, what: str, about: str, more: list[str]) -> Message:
    body = "。".join(filter(None, [f"{clock.today()} {what}", about, *more])) + f"。{FOOT}"
    return {"key": key, "subject": f"{what}：{about}" if about else what, "body": body}
