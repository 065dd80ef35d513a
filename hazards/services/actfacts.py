"""Facts of this year (本年事实): acts on record: late entries, gates opened, false papers, places that came back."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection, or_, select

from hazards.domain.accountability import Fact, Rule
from hazards.domain.lifecycle import Action, event_of
from hazards.domain.weeks import Week, between
from hazards.services import calendar, clock, irregular, oddities, unreported, weekduty
from hazards.services.access import Scope
from hazards.services.asked import Asked
from hazards.services.organs import Organs
from hazards.services.returnsigned import WEEK, start
from hazards.storage import casework
from hazards.storage import tables as t
from hazards.storage.store import Store

Row = casework.Row
Rules = Mapping[str, Rule]
_CASE = tuple(t.cases.c[name] for name in ("number", "unit", "lead_id", "supervisor"))
_EVENT = tuple(t.events.c[name] for name in ("acted_on", "entered_at", "actor", "as_whom"))


def facts(store: Store, scope: Scope, organs: Organs, rules: Rules, year: int) -> Iterator[Fact]:
    """Everything of this sort in sight, of one year."""
    with store.read() as connection:
        yield from _late_entries(connection, scope, organs, rules["late-entry"], year)
        yield from _overstepped(connection, scope, organs, rules["overstepped"], year)
        yield from _overrides(connection, scope, organs, rules["override"], year)
        yield from _recurrences(connection, scope, organs, rules["recurrence"], year)
        yield from _false_evidence(connection, scope, organs, rules["false-evidence"], year)
        yield from _false_strikes(connection, scope, organs, rules["false-strike-off"], year)
        yield from _weeklies(connection, scope, organs, rules["weekly-late"], year)
    rule = rules["unreported"]
    for place in unreported.places(store, scope, Asked(year=year)):
        told = f"{place.unit}，{place.address or '地址未填'}，{place.m2:,.2f}㎡"
        organ = organs.street(place.key)
        key, name = f"case:{place.case}", place.number or place.unit
        yield Fact(rule.key, *organ, key, place.found_on, told, name, ref=place.case)


def _rows(connection: Connection, scope: Scope, asked: Any) -> list[dict[str, Any]]:
    """Rows with the columns of their case, of cases that count for the actor."""
    found = (dict(row) for row in connection.execute(asked).mappings())
    return [row for row in found if scope.leads(row)]


def _entered(year: int) -> Any:
    return t.events.c.entered_at.startswith(f"{year}-")


def _name(row: Row) -> str:
    return str(row["number"] or row["unit"])


def _late_entries(
    connection: Connection, scope: Scope, organs: Organs, rule: Rule, year: int
) -> Iterator[Fact]:
    """As 审计 counts them: entered more than one working day after the act, by whoever entered it."""
    e, days = t.events.c, calendar.held(connection)
    asked = (
        select(e.id, e.case_id, e.action, *_EVENT, *_CASE)
        .join_from(t.events, t.cases, t.cases.c.id == e.case_id)
        .where(_entered(year), e.origin == "here", e.action.in_(list(oddities.TITLES)))
        .order_by(e.id)
    )
    for row in _rows(connection, scope, asked):
        lag = (
            days.between(row["acted_on"], date.fromisoformat(row["entered_at"][:10]))
            if row["acted_on"]
            else 0
        )
        if lag > 1:
            told = f"{row['unit']}：{oddities.TITLES[row['action']]}，迟{lag}个工作日录入"
            organ = organs.post(row["as_whom"] or row["actor"])
            key = f"event:{row['id']}"
            yield Fact(rule.key, *organ, key, row["acted_on"], told, _name(row), ref=row["case_id"])


def _overstepped(
    connection: Connection, scope: Scope, organs: Organs, rule: Rule, year: int
) -> Iterator[Fact]:
    for n, one in enumerate(irregular.found(connection, scope, year)[irregular.OVERSTEPPED]):
        organ = organs.department(one.case) or organs.lead(one.case)
        key = f"step:{one.case['case_id']}:{one.what}:{one.entered_at}:{n}"
        told = f"{one.case['unit']}：{one.what}，{one.why}"
        yield Fact(rule.key, *organ, key, one.acted_on, told, _name(one.case), ref=one.case["case_id"])


def _overrides(connection: Connection, scope: Scope, organs: Organs, rule: Rule, year: int) -> Iterator[Fact]:
    o = t.overrides.c
    asked = (
        select(o.id, o.case_id, o.step, o.lacks, o.granted, o.used_event, *_EVENT, *_CASE)
        .join_from(t.overrides, t.cases, t.cases.c.id == o.case_id)
        .join(t.events, t.events.c.id == o.event_id)
        .where(_entered(year), or_(o.granted.is_(False), o.used_event.is_not(None)))
        .order_by(o.id)
    )
    for row in _rows(connection, scope, asked):
        how = "准予后已使用" if row["used_event"] else "申请被退回"
        organ = organs.post(row["as_whom"] or row["actor"])
        told = f"{row['unit']}：{irregular.title(row['step'])}越序，{how}；所缺：{row['lacks']}"
        key = f"override:{row['id']}"
        yield Fact(rule.key, *organ, key, row["acted_on"], told, _name(row), ref=row["case_id"])


def _recurrences(
    connection: Connection, scope: Scope, organs: Organs, rule: Rule, year: int
) -> Iterator[Fact]:
    c = t.cases.c
    asked = (
        select(c.id, c.found_on, *_CASE)
        .where(c.recurs_id.is_not(None), c.state.not_in(("withdrawn", "transferred")))
        .where(c.found_on.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(c.id)
    )
    for row in _rows(connection, scope, asked):
        told = f"{row['unit']}：销号后再次出现"
        yield Fact(
            rule.key, *organs.lead(row), f"case:{row['id']}", row["found_on"], told, _name(row), ref=row["id"]
        )


def _false_evidence(
    connection: Connection, scope: Scope, organs: Organs, rule: Rule, year: int
) -> Iterator[Fact]:
    v = t.evidence.c
    asked = (
        select(v.id, v.case_id, v.receipt, v.void_reason, v.voided_at, v.jurisdiction_id, *_CASE)
        .join_from(t.evidence, t.cases, t.cases.c.id == v.case_id)
        .where(v.voided_at.startswith(f"{year}-"))
        .where(or_(*(v.void_reason.contains(word) for word in rule.words)))
        .order_by(v.id)
    )
    for row in _rows(connection, scope, asked):
        organ = organs.street(row["jurisdiction_id"] or row["lead_id"])
        told = f"{row['unit']}：{row['receipt']}作废，{row['void_reason']}"
        on, key = date.fromisoformat(row["voided_at"][:10]), f"evidence:{row['id']}"
        yield Fact(rule.key, *organ, key, on, told, _name(row), ref=row["case_id"])


def _false_strikes(
    connection: Connection, scope: Scope, organs: Organs, rule: Rule, year: int
) -> Iterator[Fact]:
    """One fact for the street that submitted, one for the department that accepted."""
    e = t.events.c
    asked = (
        select(e.id, e.case_id, e.data, *_EVENT, *_CASE)
        .join_from(t.events, t.cases, t.cases.c.id == e.case_id)
        .where(_entered(year), e.action == event_of(Action.UNDO))
        .order_by(e.id)
    )
    for row in _rows(connection, scope, asked):
        if orjson.loads(row["data"] or "{}").get("why") == "虚假整改":
            told = f"{row['unit']}：销号因虚假整改被撤销"
            for organ in filter(None, (organs.lead(row), organs.department(row))):
                key = f"event:{row['id']}"
                yield Fact(rule.key, *organ, key, row["acted_on"], told, _name(row), ref=row["case_id"])


def _weeklies(connection: Connection, scope: Scope, organs: Organs, rule: Rule, year: int) -> Iterator[Fact]:
    since = start(connection, WEEK)
    if since is None:
        return
    today = clock.today()
    for week in between(max(Week.of(since).monday, Week.of(date(year, 1, 4)).monday), today):
        for owed in weekduty.board(connection, scope, week):
            if owed.standing in (weekduty.LATE, weekduty.MISSING):
                key = f"weekly:{owed.unit.key}:{week.monday}"
                organ = organs.street(owed.unit.key)
                yield Fact(rule.key, *organ, key, week.sunday, owed.name, week.title, "weekly", owed.unit.key)
