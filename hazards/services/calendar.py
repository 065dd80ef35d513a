"""The working calendar (工作日历): the State Council's arrangement, and days a district corrects."""

import csv
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import delete, insert, select

from hazards.domain.calendar import WorkingDays
from hazards.domain.errors import Refusal
from hazards.domain.roles import EVERYONE, KEEPERS, SETTERS
from hazards.services import clock
from hazards.services.access import Scope, operation
from hazards.services.stores import DATA
from hazards.storage import events
from hazards.storage.store import Store
from hazards.storage.tables import calendar_days

KINDS = {"holiday": "法定节假日", "rest": "放假", "work": "调休上班"}
"""A district sets one of these for a day. A holiday rests too, and bans demolition."""


class BadDay(Refusal):
    code = "bad-day"
    says = "{day} 不能设为“{kind}”。"
    remedy = "周末本来休息、工作日本来上班，不必设置；请核对日期。"


@lru_cache(maxsize=1)
def shipped() -> tuple[tuple[date, str, str], ...]:
    with open(DATA / "calendar" / "days.csv", encoding="utf-8-sig", newline="") as file:
        return tuple((date.fromisoformat(r["date"]), r["kind"], r["name"]) for r in csv.DictReader(file))


def working_days(store: Store) -> WorkingDays:
    """Shipped days, with the district's own on top."""
    with store.read() as connection:
        return held(connection)


def held(connection: Any) -> WorkingDays:
    """The same inside a transaction."""
    own = {r.day: r.kind for r in connection.execute(select(calendar_days))}
    days = {(day, kind) for day, kind, _ in shipped() if day not in own or kind == "statutory"}
    for day, kind in own.items():
        if kind != "holiday":
            days.add((day, kind))
            continue
        days.add((day, "statutory"))
        if day.weekday() < 5:
            days.add((day, "rest"))
    return WorkingDays.of(days)


@operation("查看工作日历", EVERYONE)
def year(store: Store, scope: Scope, number: int) -> list[tuple[date, str, str, bool]]:
    """(day, kind, name, whether the district set it) of one year, in order."""
    shown = {"statutory": "holiday"}  # sorted last of its day, so that it is what the day shows
    days = {day: (shown.get(kind, kind), name, False) for day, kind, name in shipped() if day.year == number}
    with store.read() as connection:
        for r in connection.execute(select(calendar_days)):
            if r.day.year == number:
                days[r.day] = (r.kind, r.name, True)
    return [(day, *told) for day, told in sorted(days.items())]


@operation("设定工作日历", SETTERS | KEEPERS)
def set_days(store: Store, scope: Scope, days: Sequence[date], kind: str, name: str) -> None:
    """Set statutory holidays, days off (weekdays) or make-up days (weekends), as the yearly notice says.

    Raises:
        BadDay: a weekend as a day off, or a weekday as a make-up day.
    """
    for day in days:
        if kind != "holiday" and (day.weekday() >= 5) != (kind == "work"):
            raise BadDay(day=day.isoformat(), kind=KINDS[kind])

    def job(connection: Any) -> None:
        for day in days:
            connection.execute(delete(calendar_days).where(calendar_days.c.day == day))
            connection.execute(insert(calendar_days).values(day=day, kind=kind, name=name))
        events.record(
            connection,
            subject="calendar",
            action="days-set",
            **scope.signature,
            entered_at=clock.stamp(),
            acted_on=clock.today(),
            data={"days": [d.isoformat() for d in days], "kind": kind, "name": name},
        )

    store.write(job)
