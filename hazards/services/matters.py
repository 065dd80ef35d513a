"""Matters (事项): complaints, decisions on accountability and exposures; who sees one, and what was done in it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, or_, select

from hazards.domain.errors import Refusal
from hazards.domain.roles import CASEWORK, NAMES, Role
from hazards.services import clock
from hazards.services.access import NotYours, Scope, named, told
from hazards.storage import casework, events
from hazards.storage import tables as t

Row = Mapping[str, Any]
COMPLAINT, INQUIRY, EXPOSURE = "complaint", "inquiry", "exposure"
TABLES = {COMPLAINT: t.complaints, INQUIRY: t.inquiries, EXPOSURE: t.exposures}
WATCHERS = frozenset({Role.LISTING, Role.LEADER, Role.AUDITOR})
READERS = {
    COMPLAINT: CASEWORK | WATCHERS,
    INQUIRY: WATCHERS,
    EXPOSURE: CASEWORK | WATCHERS,
}
"""Accountability is for leaders, auditors and the listing office; nobody else reads or exports it."""


class NoSuchMatter(Refusal):
    code = "no-such-matter"
    says = "没有这个事项。"
    remedy = "它可能不在您的辖区，请在列表中选择。"


class BadDay(Refusal):
    code = "bad-day-of-act"
    says = "{what}日期{why}。"
    remedy = "请填写实际办理的日期：不早于{first}，不晚于今天。"


class MatterLacks(Refusal):
    code = "matter-lacks"
    says = "“{what}”还缺：{missing}。"
    remedy = "补齐后再办。"


class MatterSettled(Refusal):
    code = "matter-settled"
    says = "{what}。"
    remedy = "后续情况请登记为办理记录。"


def sees(scope: Scope, row: Row) -> bool:
    """Whether a matter is in sight: by its street, by its department, or because one took it in."""
    if scope.everything:
        return True
    if scope.jurisdictions is not None and row["jurisdiction_id"] in scope.jurisdictions:
        return True
    organs = named(row.get("department") or row.get("organ") or "")
    if scope.departments is not None and scope.departments & organs:
        return True
    return row["account_id"] in scope.persons


def in_sight(connection: Connection, scope: Scope, subject: str, *conditions: Any) -> list[Row]:
    """The matters of one sort in sight, in the order of entry."""
    table = TABLES[subject]
    narrowed = list(conditions)
    if not scope.everything:
        named_ = table.c.organ if subject == INQUIRY else table.c.department
        ways: list[Any] = [table.c.account_id.in_(sorted(scope.persons))]
        ways += [table.c.jurisdiction_id.in_(sorted(scope.jurisdictions or ()))]
        ways += [named_.contains(name, autoescape=True) for name in sorted(scope.departments or ())]
        narrowed.append(or_(*ways))
    rows = casework.where(connection, table, *narrowed, order=(table.c.id,))
    return [row for row in rows if sees(scope, row)]


def one(connection: Connection, scope: Scope, subject: str, number: int) -> Row:
    """One matter.

    Raises:
        NoSuchMatter: there is none, or it is not in sight: the answer is the same.
        NotYours: this role reads no matter of that sort.
    """
    if scope.role not in READERS[subject]:
        raise NotYours(what="查看事项", who=NAMES[scope.role], by=told(READERS[subject]))
    row = casework.get(connection, TABLES[subject], number)
    if row is None or not sees(scope, row):
        raise NoSuchMatter
    return row


def lawful_day(what: str, on: date | None, first: date) -> date:
    """The date of an act: told, on or after what it follows, not after today.

    Raises:
        BadDay
    """
    if on is None:
        raise BadDay(what=what, why="没有填写", first=first.isoformat())
    if on < first or on > clock.today():
        raise BadDay(what=what, why=f"{on.isoformat()}不可用", first=first.isoformat())
    return on


def serial(connection: Connection, table: Any, mark: str, year: int) -> str:
    """The next number of a year: 诉〔2026〕012号."""
    asked = select(func.count()).select_from(table).where(table.c.number.startswith(f"{mark}〔{year}〕"))
    return f"{mark}〔{year}〕{connection.execute(asked).scalar_one() + 1:03d}号"


def record(
    connection: Connection,
    scope: Scope,
    subject: str,
    what: str,
    data: Mapping[str, Any],
    *,
    on: date,
    why: str = "",
) -> int:
    """The event of an act, in the chain of what is about no case. Callers are never named in it."""
    return events.record(
        connection,
        subject=subject,
        action=f"{subject}-{what}",
        entered_at=clock.stamp(),
        acted_on=on,
        reason=why,
        data={k: v for k, v in data.items() if v not in (None, "", [])},
        **scope.signature,
    )


def deed(
    connection: Connection,
    scope: Scope,
    subject: str,
    number: int,
    what: str,
    event: int,
    *,
    on: date,
    told: str = "",
    whom: str = "",
    due: date | None = None,
) -> int:
    """One line of what was done (办理记录); with ``due`` a step to be followed up until it is done."""
    return casework.add(
        connection,
        t.deeds,
        subject=subject,
        subject_id=number,
        what=what,
        told=told,
        whom=whom,
        on_date=on,
        due_on=due,
        actor=scope.as_whom or scope.actor,
        entered_at=clock.stamp(),
        event_id=event,
    )


def deeds(connection: Connection, subject: str, numbers: Sequence[int]) -> dict[int, list[Row]]:
    """What was done, by matter, the first one first."""
    found: dict[int, list[Row]] = {}
    d = t.deeds.c
    for row in casework.where(
        connection, t.deeds, d.subject == subject, d.subject_id.in_(list(numbers)), order=(d.id,)
    ):
        found.setdefault(row["subject_id"], []).append(row)
    return found
