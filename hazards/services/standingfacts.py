"""Standing facts (现存事实): limits that have passed and are passed still: cases, complaints, orders, instructions."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, or_, select

from hazards.domain.accountability import Fact, Rule
from hazards.services import clock, complaints, lists
from hazards.services.access import Scope
from hazards.services.asked import Asked
from hazards.services.lists import CaseLine
from hazards.services.organs import Organ, Organs
from hazards.storage import casework
from hazards.storage import tables as t
from hazards.storage.cases import by_ids, chunks
from hazards.storage.store import Store

Rules = Mapping[str, Rule]
NO_WORK = (
    *("imported", "amended", "described", "place-confirmed", "place-overruled", "exported", "charged"),
    *("handed-over", "street-merged", "urgency-set", "order-sent", "instructed", "instruction-again"),
    *("complaint-joined", "exposure-joined", "noted"),
)
"""Events of a case that move nothing on the ground."""


def facts(store: Store, scope: Scope, organs: Organs, rules: Rules) -> Iterator[Fact]:
    """Everything of this sort in sight, as it stands today."""
    yield from _overdue(store, scope, organs, rules)
    yield from _complaints(store, scope, organs, rules["complaint-late"])
    with store.read() as connection:
        yield from _instructions(connection, scope, organs, rules["instruction-late"])
        yield from _orders(connection, scope, organs, rules["order-late"])


def _overdue(store: Store, scope: Scope, organs: Organs, rules: Rules) -> Iterator[Fact]:
    """Cases beyond their deadline: with nothing done for long, or long beyond it all the same."""
    idle, long = rules["overdue-idle"], rules["overdue-long"]
    asked = Asked(kind="all", year=0, light="overdue")
    late = [one for one in lists.page(store, scope, asked, size=None).lines if one.days_left is not None]
    late = [one for one in late if -(one.days_left or 0) > min(idle.days, long.days)]
    with store.read() as connection:
        ids = [one.id for one in late]
        rows, worked = by_ids(connection, ids, ("lead_id", "supervisor")), _last_work(connection, ids)
    for one in late:
        if not scope.leads(rows[one.id]):
            continue
        days, last = -(one.days_left or 0), worked.get(one.id)
        rested = (clock.today() - last).days if last else days
        if days > idle.days and rested >= idle.idle:
            since = f"最近一次办理为{last.isoformat()}" if last else "尚无办理记录"
            yield _case(idle, one, organs.lead(rows[one.id]), days, f"逾期{days}天，{since}")
        elif days > long.days:
            yield _case(long, one, organs.lead(rows[one.id]), days, f"逾期{days}天仍未销号")


def _case(rule: Rule, line: CaseLine, organ: Organ, days: int, told: str) -> Fact:
    key = f"case:{line.id}:{line.deadline}:{rule.mark(days)}"
    name = line.number or line.unit
    return Fact(rule.key, *organ, key, line.deadline, f"{line.unit}：{told}", name, ref=line.id)


def _last_work(connection: Connection, ids: Sequence[int]) -> dict[int, date]:
    """The day on which something was last done in each case."""
    e = t.events.c
    found: dict[int, date] = {}
    for part in chunks(ids):
        asked = (
            select(e.case_id, func.max(e.entered_at))
            .where(e.case_id.in_(part), e.origin == "here", e.action.not_in(NO_WORK))
            .group_by(e.case_id)
        )
        found |= {case: date.fromisoformat(at[:10]) for case, at in connection.execute(asked)}
    return found


def _complaints(store: Store, scope: Scope, organs: Organs, rule: Rule) -> Iterator[Fact]:
    for one in complaints.held(store, scope, show="late"):
        if one.late > rule.days:
            organ = organs.street(one.row["jurisdiction_id"])
            if one.row["jurisdiction_id"] is None:
                organ = organs.post(one.row["department"] or one.row["organ"])
            told = f"{complaints.rules.OWED[one.owed.what]}超期{one.late}天，首问责任人{one.row['owner']}"
            key = f"complaint:{one.id}:{one.owed.what}:{rule.mark(one.late)}"
            yield Fact(rule.key, *organ, key, one.owed.until, told, one.row["number"], "complaint", one.id)


def _instructions(connection: Connection, scope: Scope, organs: Organs, rule: Rule) -> Iterator[Fact]:
    table = t.instructions
    for row in _unreplied(connection, table, rule, table.c.state == "open"):
        if _counts(scope, row):
            yield _sent(rule, organs, row, "instruction", f"{row['leader']}批示：{row['told'][:40]}")


def _orders(connection: Connection, scope: Scope, organs: Organs, rule: Rule) -> Iterator[Fact]:
    table = t.orders
    for row in _unreplied(connection, table, rule, table.c.replied_on.is_(None)):
        if _counts(scope, row):
            state = "已签收" if row["received_on"] else "未签收"
            yield _sent(rule, organs, row, "order", f"督办单{state}未回复：{row['told'][:40]}")


def _unreplied(connection: Connection, table: Any, rule: Rule, *conditions: Any) -> list[casework.Row]:
    """Rows whose day of reply has passed by more than the rule's days."""
    chosen = or_(table.c.jurisdiction_id.is_not(None), table.c.department != "")
    rows = casework.where(connection, table, chosen, *conditions, order=(table.c.id,))
    return [row for row in rows if (clock.today() - row["reply_by"]).days > rule.days]


def _counts(scope: Scope, row: casework.Row) -> bool:
    return scope.leads({"lead_id": row["jurisdiction_id"], "supervisor": row["department"]})


def _sent(rule: Rule, organs: Organs, row: casework.Row, subject: str, told: str) -> Fact:
    days = (clock.today() - row["reply_by"]).days
    organ = organs.street(row["jurisdiction_id"])
    if row["jurisdiction_id"] is None:
        organ = (organs.full(row["department"]), None)
    key = f"{subject}:{row['id']}:{row['reply_by']}:{rule.mark(days)}"
    text = f"{told}，超期{days}天"
    return Fact(rule.key, *organ, key, row["reply_by"], text, row["addressee"], subject, row["id"])
