"""Returns of the demonstration district: last week's reports, one late and one missing; last month's forms."""

from collections.abc import Sequence
from datetime import date, timedelta

import orjson
from sqlalchemy import Connection

from hazards.domain.jurisdiction import Jurisdiction
from hazards.domain.roles import Role
from hazards.domain.weeks import Week
from hazards.services import (
    access,
    calendar,
    clock,
    demo_people,
    monthduty,
    monthly,
    weekduty,
    weekfigures,
    weekly,
    weekreports,
)
from hazards.services import returnsigned as signed
from hazards.services.access import Scope
from hazards.services.monthduty import Month
from hazards.services.weekfigures import Figures
from hazards.storage import casework
from hazards.storage import tables as t
from hazards.storage.store import Store

LATE, MISSING, NOW = "南郊街道", "山福镇", "双屿街道"
ZERO = "七都街道"
SECTORS = ("机械制造", "人员密集场所", "学校")
TEXTS = {
    "problems": "个别企业整改资金尚未到位，已约谈其负责人。",
    "plans": "督促临期企业按期报验；对已报验的一处组织现场核查。",
}


def fill(store: Store) -> None:
    """Reports begin last week; of this week one waits for its head."""
    this = Week.of(clock.today())
    last = this.but(-1)
    weekly.begin(store, access.acting_as(demo_people.LISTING, store), last)
    with store.read() as connection:
        units = weekduty.due(connection, last)
        end = last.due(calendar.held(connection))
    reported = [unit for unit in units if unit.name != MISSING]
    counted = [(unit, weekfigures.counted_now(store, unit.key, last)) for unit in reported]
    if end is not None:
        store.write(lambda connection: _signed(connection, counted, last, end))
    _asked(store, this)
    month = Month.of(clock.today()).but(-1)
    monthly.begin(store, access.acting_as(demo_people.LISTING, store), month)
    store.write(lambda connection: _forms(connection, month))


def _signed(
    connection: Connection, counted: Sequence[tuple[Jurisdiction, Figures]], week: Week, end: date
) -> None:
    """Reports signed on their day, as the store would hold them had it been there then."""
    for unit, figures in counted:
        head = Scope(f"演示审签人({unit.name})", Role.HEAD, as_whom=f"{unit.name} 审签人")
        on = min(end + timedelta(days=3 if unit.name == LATE else 0), clock.today())
        keys = {"jurisdiction_id": unit.key, "monday": week.monday, "version": 1}
        facts = weekreports.facts(connection, {**keys, **TEXTS}, figures)
        told = {"street": unit.key, "week": week.monday, "sha256": facts["sha256"]}
        event = signed.record(connection, head, "weekly", "weekly-signed", told, on=on)
        values = {**signed.on_screen(head), "signed_on": on, "actor": "演示填报员", "event_id": event}
        casework.add(connection, t.weeklies, **keys, **TEXTS, **facts, **values, entered_at=clock.stamp())


def _asked(store: Store, week: Week) -> None:
    with store.read() as connection:
        street = next((u.key for u in weekduty.due(connection, week) if u.name == NOW), None)
    if street is not None:
        clerk = access.acting_as("shuangyutb", store)
        weekly.ask(store, clerk, weekly.save(store, clerk, street, week, **TEXTS))


def _forms(connection: Connection, month: Month) -> None:
    """Last month's forms of everybody but one street; one of them declares a zero."""
    on = min(monthduty.last_day(connection, month), clock.today())
    keys = {"year": month.year, "month": month.month, "version": 1}
    for n, (kind, who, name) in enumerate(monthduty.due(connection, month), 1):
        if name == MISSING:
            continue
        zero = name == ZERO
        plain = {} if zero else {sector: _figures(n + at) for at, sector in enumerate(SECTORS)}
        kept = monthly.facts(kind, who, month, 1, plain, zero, {"note": "", "reason": ""})
        signer = Scope(f"演示签报人({name})", Role.HEAD, as_whom=name)
        told = {"kind": kind, "who": who, "sha256": kept["sha256"]}
        event = signed.record(connection, signer, "monthly", "monthly-signed", told, on=on)
        values = {**signed.on_screen(signer), "signed_on": on, "actor": "演示填报员", "event_id": event}
        values |= {"zero": zero, "told": orjson.dumps(plain).decode(), "entered_at": clock.stamp()}
        casework.add(connection, t.monthlies, kind=kind, who=who, **keys, **kept, **values)


def _figures(n: int) -> dict[str, str]:
    """Invented and plainly regular: what matters is that they add up."""
    told = {"should": 30 + n, "inspected": 28 + n, "common": 10 + n % 7, "common_fixed": 8 + n % 5}
    return {**{k: str(v) for k, v in told.items()}, "planned": "0", "funds": f"{2 + n}.5"}
