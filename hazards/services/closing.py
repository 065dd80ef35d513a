"""Closing of a year (年度结账): the listing office prepares, a leader confirms, and the figures stand."""

from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection

from hazards.domain import trail
from hazards.domain.errors import Refusal
from hazards.domain.roles import Role
from hazards.services import clock, closingfacts, closingopen, sealing
from hazards.services import returnsigned as signed
from hazards.services.access import Scope, operation
from hazards.services.closingfacts import Restated
from hazards.services.closingopen import Open
from hazards.services.proposals import AnotherPerson
from hazards.storage import casework, register
from hazards.storage import tables as t
from hazards.storage import trail as at_rest
from hazards.storage.store import Store

Row = casework.Row
READERS = frozenset({Role.LISTING, Role.LEADER, Role.AUDITOR})
PREPARED, CONFIRMED = "prepared", "confirmed"


class YearNotOver(Refusal):
    code = "year-not-over"
    says = "{year}年度还没有结束，不能结账。"
    remedy = "请在{next}年1月1日以后办理。"


class StillOpen(Refusal):
    code = "year-still-open"
    says = "{year}年度还有 {count} 件未了，不能结账：{what}。"
    remedy = "请逐件办结后再结账，页面列有全部未了事项。"


class AlreadyClosed(Refusal):
    code = "year-already-closed"
    says = "{year}年度已于{on}结账。"
    remedy = "以后办理的列为重述，不改结账数。"


class NotPrepared(Refusal):
    code = "closing-not-prepared"
    says = "{year}年度还没有编制结账。"
    remedy = "请区安委办先编制。"


class ClosingMoved(Refusal):
    code = "closing-moved"
    says = "{year}年度结账编制之后，数据有变动，没有确认。"
    remedy = "请区安委办重新编制，核对后再确认。"


@dataclass(frozen=True, slots=True)
class Closing:
    """One year. ``facts`` are the frozen ones once prepared, else those of this moment."""

    year: int
    row: Row | None
    facts: dict[str, Any]
    open: tuple[Open, ...]
    restated: tuple[Restated, ...]
    moved: bool
    """Prepared, and counting otherwise since."""

    @property
    def state(self) -> str:
        return self.row["state"] if self.row else ""

    @property
    def total(self) -> dict[str, Any]:
        told: dict[str, Any] = self.facts["tables"]["street"]["total"]
        return told


@operation("查看年度结账", READERS)
def view(store: Store, scope: Scope, year: int) -> Closing:
    """The closing of a year as prepared or confirmed; before that what it would freeze."""
    with store.read() as connection:
        row = _row(connection, year)
        left = closingopen.found(connection, year)
    now, _ = closingfacts.gathered(store, year)
    if row is None:
        return Closing(year, None, now, tuple(left), (), False)
    facts = orjson.loads(row["facts"])
    moved = row["state"] == PREPARED and trail.sha256(trail.canonical(now)) != row["sha256"]
    restated = closingfacts.restated(store, facts, row["last_event"]) if row["state"] == CONFIRMED else []
    return Closing(year, row, facts, tuple(left), tuple(restated), moved)


@operation("编制年度结账", frozenset({Role.LISTING}))
def prepare(store: Store, scope: Scope, year: int) -> str:
    """Freeze what a leader is to confirm; returns its digest. Prepared again it replaces the former.

    Raises:
        YearNotOver, AlreadyClosed
        StillOpen: with everything that still stands open, at once.
    """
    _over(year)
    facts, last = closingfacts.gathered(store, year)
    told = trail.canonical(facts)

    def job(connection: Connection) -> str:
        _not_closed(connection, year)
        if left := closingopen.found(connection, year):
            named = "；".join(f"{one.what}({one.about})" for one in left)
            raise StillOpen(year=year, count=len(left), what=named)
        values = {
            "state": PREPARED,
            "prepared_by": scope.account,
            "preparer": scope.actor,
            "prepared_at": clock.stamp(),
            "facts": told.decode(),
            "sha256": trail.sha256(told),
            "last_event": last,
        }
        data = {"year": year, "sha256": values["sha256"]}
        values["event_id"] = signed.record(connection, scope, "closing", "year-prepared", data)
        casework.put(connection, t.closings, {"year": year}, values)
        return str(values["sha256"])

    return store.write(job)


@operation("确认年度结账", frozenset({Role.LEADER}))
def confirm(store: Store, scope: Scope, year: int, *, seen: str) -> None:
    """A leader stands behind the prepared closing; next year's targets are copied where none are set.

    Args:
        seen: the digest of what was looked at.

    Raises:
        NotPrepared, AlreadyClosed, AnotherPerson, StillOpen, ClosingMoved
    """
    facts, last = closingfacts.gathered(store, year)
    now = trail.sha256(trail.canonical(facts))

    def job(connection: Connection) -> None:
        row = _not_closed(connection, year)
        if row is None:
            raise NotPrepared(year=year)
        if row["prepared_by"] is not None and row["prepared_by"] in scope.persons:
            raise AnotherPerson(name=row["preparer"], who="领导")
        if left := closingopen.found(connection, year):
            named = "；".join(f"{one.what}({one.about})" for one in left)
            raise StillOpen(year=year, count=len(left), what=named)
        if now != row["sha256"] or seen != row["sha256"]:
            raise ClosingMoved(year=year)
        head = at_rest.common(connection)[1]
        data = {"year": year, "sha256": now, "head": head, "event": last}
        values = {
            "state": CONFIRMED,
            "confirmed_by": scope.account,
            "confirmer": scope.actor,
            "confirmed_on": clock.today(),
            "confirmed_at": clock.stamp(),
            "head": head,
            "last_event": last,
            "event_id": signed.record(connection, scope, "closing", "year-closed", data),
        }
        casework.put(connection, t.closings, {"year": year}, values)
        _copy_targets(connection, scope, year)

    store.write(job)
    sealing.seal(store, "publish")


def _copy_targets(connection: Connection, scope: Scope, year: int) -> None:
    """Next year's targets begin as this year's; the office edits them in 设置."""
    goals, areas = register.all_targets(connection), register.area_targets(connection)
    units = register.load(connection)
    fresh = {}
    for (key, of), (listed, rate) in goals.items():
        if of == year and (key, year + 1) not in goals and units[key].valid(clock.today()):
            area = areas.get((key, year))
            register.set_target(connection, key, year + 1, listed=listed, rate=rate, area_m2=area)
            fresh[units[key].code or str(key)] = [listed, rate]
    if fresh:
        told = {"from": year, "year": year + 1, "targets": fresh}
        signed.record(connection, scope, "target", "targets-copied", told)


def _row(connection: Connection, year: int) -> Row | None:
    found = casework.where(connection, t.closings, t.closings.c.year == year)
    return found[0] if found else None


def _over(year: int) -> None:
    if clock.today().year <= year:
        raise YearNotOver(year=year, next=year + 1)


def _not_closed(connection: Connection, year: int) -> Row | None:
    row = _row(connection, year)
    if row is not None and row["state"] == CONFIRMED:
        raise AlreadyClosed(year=year, on=row["confirmed_on"].isoformat())
    return row
