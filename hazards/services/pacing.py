"""Pacing (缓急与时限): the lead of the lights, which the office sets, and how urgent each case is."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from sqlalchemy import Connection, func, select

from hazards.domain.calendar import WorkingDays
from hazards.domain.counting import Cutoff, day
from hazards.domain.errors import Refusal
from hazards.domain.ladder import Ladder, Rung
from hazards.domain.pace import NAMES, USUAL, Pace, Urgency
from hazards.domain.prose import prose
from hazards.domain.roles import EVERYONE, SETTERS, Role
from hazards.domain.stages import Stage, Turn
from hazards.services import calendar, clock
from hazards.services.access import Scope, operation
from hazards.services.stores import DATA
from hazards.storage import events, settings
from hazards.storage import tables as t
from hazards.storage.snapshot import Snapshot
from hazards.storage.store import Store

PREFIX = "lead."
STEP = "step"
MOST_DAYS = 60


class BadLead(Refusal):
    code = "bad-lead"
    says = "“{name}”不能设为“{value}”。"
    remedy = "请填写 0 至 60 的工作日数。"


class BadUrgency(Refusal):
    code = "bad-urgency"
    says = "没有“{value}”这一类缓急。"
    remedy = "可用的类别：简单事立即办、复杂事限时办、特殊事紧急办。"


@cache
def rules() -> dict[str, Any]:
    """data/rules/supervision.toml as it was shipped."""
    return tomllib.loads((DATA / "rules" / "supervision.toml").read_text("utf-8"))


@cache
def ladder() -> Ladder:
    return Ladder(
        tuple(
            Rung(r["key"], r["name"], r["office"], r["post"], {Urgency(u): n for u, n in r["after"].items()})
            for r in rules()["rung"]
        )
    )


def held(connection: Connection) -> Pace:
    """The shipped lengths with the leads that the office has set."""
    own = settings.under(connection, PREFIX)
    told = rules()
    return Pace(
        lead={u: int(own.get(u.value, told["lead"][u.value])) for u in Urgency},
        step_lead=int(own.get(STEP, told["step"]["lead"])),
        promised={u: {Stage(s): n for s, n in told["promised"][u.value].items()} for u in Urgency},
    )


def urgencies(connection: Connection, case_id: int | None = None) -> dict[int, Urgency]:
    """The urgency of every case (or of one) for which the office ever named it; the others are usual."""
    table = t.urgencies
    last = select(table.c.case_id, func.max(table.c.event_id).label("event_id")).group_by(table.c.case_id)
    if case_id is not None:
        last = last.where(table.c.case_id == case_id)
    latest = last.subquery()
    asked = select(table.c.case_id, table.c.urgency).join(
        latest, (latest.c.case_id == table.c.case_id) & (latest.c.event_id == table.c.event_id)
    )
    return {case: Urgency(told) for case, told in connection.execute(asked)}


@dataclass(frozen=True, slots=True)
class Clocks:
    """What tells the end of a step and when it is close, read once for many cases."""

    days: WorkingDays
    pace: Pace
    urgencies: Mapping[int, Urgency]
    today: date

    def urgency(self, case_id: int) -> Urgency:
        return self.urgencies.get(case_id, USUAL)

    def until(
        self, case_id: int, stage: Stage, turn: Turn, since: date | None, deadline: date | None
    ) -> date | None:
        return self.pace.until(stage, turn, since, deadline, self.days, self.urgency(case_id))

    def close(self, case_id: int, turn: Turn) -> date:
        """The last end of this turn that counts as close today."""
        if turn.length == 0:
            return self.pace.close(self.today, self.days, self.urgency(case_id))
        return self.pace.step_close(self.today, self.days)


def clocks(connection: Connection, case_id: int | None = None) -> Clocks:
    days, told = calendar.held(connection), urgencies(connection, case_id)
    return Clocks(days, held(connection), told, clock.today())


_CLOSE: "WeakKeyDictionary[Store, tuple[tuple[int, int], int | np.ndarray]]" = WeakKeyDictionary()


def close(store: Store, connection: Connection, snapshot: Snapshot, cut: Cutoff) -> int | np.ndarray:
    """The last day that counts as close at a cut-off: one for all cases, or int32 (n,) where they differ.

    Kept until something happens: every setting, holiday and urgency is changed by an event.
    """
    asked = (snapshot.last, day(cut.on))
    kept = _CLOSE.get(store)
    if kept is not None and kept[0] == asked:
        return kept[1]
    pace, days, told = held(connection), calendar.held(connection), urgencies(connection)
    ends = {u: day(pace.close(cut.on, days, u)) for u in Urgency}
    answer: int | np.ndarray = ends[USUAL]
    if any(u is not USUAL for u in told.values()):
        answer = np.full(len(snapshot.columns), ends[USUAL], np.int32)
        for urgency in Urgency:
            answer[snapshot.rows_of(sorted(c for c, u in told.items() if u is urgency))] = ends[urgency]
    _CLOSE[store] = (asked, answer)
    return answer


def usual(cut: Cutoff) -> int:
    """The same by what is shipped: the usual lead on the published calendar."""
    days = WorkingDays.of((on, kind) for on, kind, _ in calendar.shipped())
    return day(days.after(cut.on, rules()["lead"][USUAL.value]))


@operation("查看时限提前量", EVERYONE)
def read(store: Store, scope: Scope) -> Pace:
    """The leads of the lights in force, and the promised lengths."""
    with store.read() as connection:
        return held(connection)


@operation("设定时限提前量", SETTERS | {Role.LISTING})
def set_lead(store: Store, scope: Scope, leads: Mapping[str, int]) -> None:
    """Set how many working days before a limit it counts as close.

    Args:
        leads: by urgency (simple, complex, special) and ``step``; those left out stay.

    Raises:
        BadLead
    """
    names = {**{u.value: NAMES[u] for u in Urgency}, STEP: "单个步骤"}
    for key, number in leads.items():
        if key not in names or not isinstance(number, int) or not 0 <= number <= MOST_DAYS:
            raise BadLead(name=names.get(key, "提前量"), value=str(number)[:20])

    def job(connection: Connection) -> None:
        before = settings.under(connection, PREFIX)
        stamp = clock.stamp()
        event = events.record(
            connection,
            subject="settings",
            action="lead-set",
            entered_at=stamp,
            acted_on=clock.today(),
            data={"before": before, "after": dict(leads)},
            **scope.signature,
        )
        settings.put(connection, {PREFIX + k: n for k, n in leads.items()}, at=stamp, event=event)

    store.write(job)


@operation("查看缓急类别", EVERYONE, case=True)
def urgency(store: Store, scope: Scope, case_id: int) -> Urgency:
    with store.read() as connection:
        return urgencies(connection, case_id).get(case_id, USUAL)


@operation("设定缓急类别", frozenset({Role.LISTING}), case=True)
def set_urgency(store: Store, scope: Scope, case_id: int, told: str, *, why: str) -> None:
    """Name how urgent a case is; its steps and lights follow from now on.

    Raises:
        BadUrgency
    """
    if told not in tuple(Urgency):
        raise BadUrgency(value=told[:20])
    reason = prose("理由", why, 300)

    def job(connection: Connection) -> None:
        before = urgencies(connection, case_id).get(case_id, USUAL)
        event = events.record(
            connection,
            action="urgency-set",
            case_id=case_id,
            entered_at=clock.stamp(),
            acted_on=clock.today(),
            reason=reason,
            data={"urgency": NAMES[Urgency(told)], "before": NAMES[before]},
            **scope.signature,
        )
        row = {"case_id": case_id, "event_id": event, "urgency": told, "why": reason}
        connection.execute(t.urgencies.insert().values(**row))

    store.write(job)
