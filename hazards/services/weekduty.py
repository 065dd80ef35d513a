"""Who owes a weekly report (周报), by when, and how each stands: on time, late, missing, not due yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from hazards.domain.jurisdiction import Jurisdiction
from hazards.domain.roles import NAMES, STREET, Role
from hazards.domain.waiting import Todo
from hazards.domain.weeks import Week, between
from hazards.services import calendar, clock
from hazards.services.access import Scope
from hazards.services.returnsigned import ASKED, RETURNED, SIGNED, WEEK, start
from hazards.storage import casework, register
from hazards.storage import tables as t
from hazards.storage.store import Store

Row = casework.Row
ON_TIME, LATE, MISSING, PENDING, AGAIN = "on-time", "late", "missing", "pending", "again"
STANDINGS = {
    ON_TIME: "按时报",
    LATE: "迟报",
    AGAIN: "退回待重报",
    MISSING: "未报",
    PENDING: "未到期未报",
}
BACK = 8  # weeks of missing reports that a to-do list names; older ones stand on the page


@dataclass(frozen=True, slots=True)
class Owed:
    """One street's report of one week. ``row`` is its latest version, if any was begun."""

    unit: Jurisdiction
    standing: str
    row: Row | None

    @property
    def name(self) -> str:
        return STANDINGS[self.standing]


def due(connection: Connection, week: Week | date) -> list[Jurisdiction]:
    """The streets that owe a report of a week: those that exist on the day it is due.

    A street that was merged away by then owes none, and in a week without a working day nobody does.
    """
    week = week if isinstance(week, Week) else Week.of(week)
    last = week.due(calendar.held(connection))
    if last is None:
        return []
    return [unit for unit in register.load(connection).streets(last) if unit.type != "区直"]


def begun(connection: Connection, week: Week) -> bool:
    """Whether reports were owed at all by that week: from the one the listing office named."""
    since = start(connection, WEEK)
    return since is not None and week.monday >= Week.of(since).monday


def rows(connection: Connection, week: Week) -> dict[int, list[Row]]:
    """Every version by street, the first one first."""
    w = t.weeklies.c
    found: dict[int, list[Row]] = {}
    for row in casework.where(connection, t.weeklies, w.monday == week.monday, order=(w.version,)):
        found.setdefault(row["jurisdiction_id"], []).append(row)
    return found


def standing(versions: Sequence[Row], last: date | None, today: date) -> str:
    """How a report stands: by the day its first version was signed; a returned one is owed again."""
    signed = [row for row in versions if row["state"] in (SIGNED, RETURNED)]
    if signed and versions[-1]["state"] == SIGNED:
        return LATE if last and signed[0]["signed_on"] > last else ON_TIME
    if signed:
        return AGAIN
    return MISSING if last and today > last else PENDING


def board(connection: Connection, scope: Scope, week: Week) -> list[Owed]:
    """Every street in sight that owes a report of the week, in the order of the register."""
    last = week.due(calendar.held(connection))
    told = rows(connection, week)
    out = []
    for unit in due(connection, week):
        if scope.jurisdictions is None or unit.key in scope.jurisdictions:
            versions = told.get(unit.key, [])
            how = standing(versions, last, clock.today())
            out.append(Owed(unit, how, versions[-1] if versions else None))
    return out


def todos(store: Store, scope: Scope) -> list[Todo]:
    """For clerks reports to fill in, and to fill in again; for heads those that wait for their hand."""
    if scope.role not in STREET or not scope.jurisdictions:
        return []
    with store.read() as connection:
        since = start(connection, WEEK)
        if since is None:
            return []
        working = calendar.held(connection)
        this = Week.of(clock.today())
        first = max(Week.of(since).monday, this.but(-BACK).monday)
        out = []
        for week in between(first, this.monday):
            for owed in board(connection, scope, week):
                if todo := _todo(scope, week, owed, week.due(working)):
                    out.append(todo)
    return out


def _todo(scope: Scope, week: Week, owed: Owed, last: date | None) -> Todo | None:
    row = owed.row
    asked = row is not None and row["state"] == ASKED
    if owed.standing in (ON_TIME, LATE) or asked != (scope.role is Role.HEAD):
        return None
    since = week.monday
    what = "填报周报"
    if row is not None and asked:
        what, since = "审签周报", date.fromisoformat(row["asked_at"][:10])
    elif owed.standing == AGAIN and row is not None:
        what, since = "重报周报", date.fromisoformat((row["returned_at"] or row["entered_at"])[:10])
    elif row is not None and row["sent_back"]:
        what = "改后再送审周报"
    return _of(week, owed.unit, what, scope.role, since, last)


def _of(week: Week, unit: Jurisdiction, what: str, role: Role, since: date, last: date | None) -> Todo:
    return Todo(
        case=0,
        number=week.title,
        unit=f"{unit.name}周报",
        street=unit.name,
        stage="",
        what=what,
        holder=NAMES[role],
        since=since,
        until=last,
        today=clock.today(),
        kind="weekly",
        ref=unit.key,
    )
