"""Irregular (程序异常): overrides, statutory periods overstepped and procedures held, for those who answer."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection, select

from hazards.domain.enforcement import STOPPING
from hazards.domain.roles import Role
from hazards.services import clock
from hazards.services.access import Scope, operation
from hazards.services.statutes import book
from hazards.storage import tables as t
from hazards.storage.store import Store

OVERRIDES, OVERSTEPPED, HELD = "越序办理", "超期步骤", "中止暂缓"
READERS = frozenset({Role.AUDITOR, Role.LEADER, Role.LISTING, Role.MACHINE})


@dataclass(frozen=True, slots=True)
class Found:
    """One of them, with the case it belongs to (columns ``lead_id`` and ``supervisor`` in ``case``)."""

    case: dict[str, Any]
    what: str
    who: str
    acted_on: date | None
    entered_at: str
    why: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one year. ``granted`` and ``used`` are of the requests ``asked`` in it."""

    asked: int
    granted: int
    refused: int
    used: int
    overstepped: int
    held: int
    held_now: int

    @property
    def any(self) -> bool:
        return bool(self.asked or self.overstepped or self.held)

    @property
    def waiting(self) -> int:
        return self.asked - self.granted - self.refused


@operation("查看程序异常统计", READERS)
def counts(store: Store, scope: Scope, *, year: int | None = None) -> Counts:
    """How often gates were opened, periods overstepped and procedures held in one year (this one)."""
    year = year or clock.today().year
    with store.read() as connection:
        asked = [r for r in _overrides(connection, year) if scope.leads(r)]
        late = [r for r in _overstepped(connection, year) if scope.leads(r)]
        held = [r for r in _pauses(connection, year) if scope.leads(r)]
    return Counts(
        asked=len(asked),
        granted=sum(r["granted"] is True for r in asked),
        refused=sum(r["granted"] is False for r in asked),
        used=sum(r["used_event"] is not None for r in asked),
        overstepped=len(late),
        held=len(held),
        held_now=sum(r["ended_on"] is None for r in held),
    )


def found(connection: Connection, scope: Scope, year: int) -> dict[str, list[Found]]:
    """The same as lists, each as long as its count, in the order of entry."""
    return {
        OVERRIDES: [_override(r) for r in _overrides(connection, year) if scope.leads(r)],
        OVERSTEPPED: [_late(r) for r in _overstepped(connection, year) if scope.leads(r)],
        HELD: [_pause(r) for r in _pauses(connection, year) if scope.leads(r)],
    }


_CASE = tuple(t.cases.c[name] for name in ("number", "unit", "lead_id", "supervisor"))
_EVENT = tuple(t.events.c[name] for name in ("acted_on", "entered_at", "actor"))


def _year(year: int) -> Any:
    return t.events.c.entered_at.startswith(f"{year}-")


def _rows(connection: Connection, asked: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(asked).mappings()]


def _overrides(connection: Connection, year: int) -> list[dict[str, Any]]:
    o = t.overrides.c
    asked = (
        select(o.case_id, o.step, o.lacks, o.lawyer, o.granted, o.decider, o.used_event, *_EVENT[:2], o.actor)
        .add_columns(*_CASE)
        .join_from(t.overrides, t.cases, t.cases.c.id == o.case_id)
        .join(t.events, t.events.c.id == o.event_id)
        .where(_year(year))
        .order_by(o.id)
    )
    return _rows(connection, asked)


def _pauses(connection: Connection, year: int) -> list[dict[str, Any]]:
    p = t.pauses.c
    asked = (
        select(p.case_id, p.kind, p.since, p.ended_on, p.why, p.outcome, *_EVENT, *_CASE)
        .join_from(t.pauses, t.cases, t.cases.c.id == p.case_id)
        .join(t.events, t.events.c.id == p.event_id)
        .where(p.since.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(p.id)
    )
    return _rows(connection, asked)


def _overstepped(connection: Connection, year: int) -> list[dict[str, Any]]:
    """Acts that still count and were taken after their period; the event says which period."""
    p = t.proceedings.c
    asked = (
        select(p.case_id, p.step, *_EVENT, t.events.c.data, *_CASE)
        .join_from(t.proceedings, t.cases, t.cases.c.id == p.case_id)
        .join(t.events, t.events.c.id == p.event_id)
        .where(p.annulled_event.is_(None), p.on_date.between(date(year, 1, 1), date(year, 12, 31)))
        .where(t.events.c.data.contains('"overstepped"'))
        .order_by(p.id)
    )
    return _rows(connection, asked)


def title(step: str) -> str:
    return book().by_key[step].title if step in book().by_key else "处置步骤"


def _override(row: dict[str, Any]) -> Found:
    how = {None: "待批", True: f"{row['decider']}准予", False: f"{row['decider']}不准"}[row["granted"]]
    used = "，已使用" if row["used_event"] else ""
    why = f"{how}{used}；律师 {row['lawyer']}；{row['lacks']}"
    told = (row["acted_on"], row["entered_at"], why)
    return Found(row, f"申请越序办理“{title(row['step'])}”", row["actor"], *told)


def _late(row: dict[str, Any]) -> Found:
    why = "；".join(orjson.loads(row["data"])["overstepped"])
    return Found(row, title(row["step"]), row["actor"], row["acted_on"], row["entered_at"], why)


def _pause(row: dict[str, Any]) -> Found:
    ended = f"，{row['ended_on'].isoformat()}{row['outcome']}" if row["ended_on"] else "，尚未恢复"
    told = (row["since"], row["entered_at"], f"{row['why']}{ended}")
    return Found(row, STOPPING[row["kind"]][0], row["actor"], *told)
