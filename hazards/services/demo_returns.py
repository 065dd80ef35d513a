"""Returns of the demonstration district: last week's reports, one late and one missing; one to be signed now."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Connection

from hazards.domain.jurisdiction import Jurisdiction
from hazards.domain.roles import Role
from hazards.domain.weeks import Week
from hazards.services import access, calendar, clock, demo_people, weekduty, weekfigures, weekly, weekreports
from hazards.services import returnsigned as signed
from hazards.services.access import Scope
from hazards.services.weekfigures import Figures
from hazards.storage import casework
from hazards.storage import tables as t
from hazards.storage.store import Store

LATE, MISSING, NOW = "南郊街道", "山福镇", "双屿街道"
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
