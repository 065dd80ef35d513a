"""Weekly reports as they are read (周报): one street's, frozen or as it would now be signed; a week's board."""

from dataclasses import dataclass
from datetime import date

import orjson
from sqlalchemy import Connection

from hazards.domain import trail
from hazards.domain.roles import STREET, Role
from hazards.domain.weeks import Week
from hazards.services import calendar, clock, weekduty, weekfigures
from hazards.services import returnsigned as signed
from hazards.services.access import Scope, operation
from hazards.services.returnsigned import ASKED, DRAFT, RETURNED, SIGNED, STATES
from hazards.services.weekduty import Owed
from hazards.services.weekfigures import Figures
from hazards.storage import casework, register
from hazards.storage.store import Store

Row = casework.Row
READERS = STREET | {Role.LISTING, Role.LEADER, Role.AUDITOR}


@dataclass(frozen=True, slots=True)
class Report:
    """One street's report of one week: as signed, or as it would now be signed.

    ``number`` is None where nobody began it; ``asked`` are the figures put before the head, which a
    sheet signed by hand shows. ``versions`` are earlier ones that the listing office returned.
    """

    number: int | None
    street: int
    name: str
    week: Week
    last: date | None
    state: str
    standing: str
    figures: Figures
    asked: Figures | None
    row: Row | None
    versions: tuple[Row, ...]

    @property
    def state_name(self) -> str:
        return STATES[self.state] if self.row else "未填"

    def told(self, name: str) -> str:
        return str(self.row[name] or "") if self.row else ""


@dataclass(frozen=True, slots=True)
class Board:
    """第N周 应报14 已报12 迟报1 未报1: every street in sight and how its report stands."""

    week: Week
    last: date | None
    begun: bool
    rows: tuple[Owed, ...]

    def of(self, standing: str) -> tuple[Owed, ...]:
        return tuple(one for one in self.rows if one.standing == standing)


@operation("查看周报报送情况", READERS)
def board(store: Store, scope: Scope, week: Week) -> Board:
    with store.read() as connection:
        last = week.due(calendar.held(connection))
        begun = weekduty.begun(connection, week)
        return Board(week, last, begun, tuple(weekduty.board(connection, scope, week)))


@operation("查看周报", READERS)
def report(store: Store, scope: Scope, street: int, week: Week) -> Report:
    """A signed report as it was signed; any other with the figures of this moment.

    Raises:
        NoSuchReturn: no such street, or another's.
    """
    signed.own(scope, street)
    with store.read() as connection:
        units = register.load(connection)
        if street not in units:
            raise signed.NoSuchReturn
        versions = weekduty.rows(connection, week).get(street, [])
        last = week.due(calendar.held(connection))
        earlier = before(connection, street, week)
    row = versions[-1] if versions else None
    state = row["state"] if row else DRAFT
    held = kept(row)
    # A returned report is shown as it was signed until its street begins it anew.
    frozen = held if state in (SIGNED, RETURNED) else None
    return Report(
        row["id"] if row else None,
        street,
        units[street].name,
        week,
        last,
        state,
        weekduty.standing(versions, last, clock.today()),
        frozen or weekfigures.counted_now(store, street, week, earlier),
        held if state == ASKED else None,
        row,
        tuple(versions[:-1]),
    )


def kept(row: Row | None) -> Figures | None:
    return weekfigures.restored(orjson.loads(row["facts"])) if row and row["facts"] else None


def before(connection: Connection, street: int, week: Week) -> Figures | None:
    """The figures of last week's report, where it was signed."""
    versions = weekduty.rows(connection, week.but(-1)).get(street, [])
    return kept(next((row for row in reversed(versions) if row["state"] == SIGNED), None))


def facts(connection: Connection, row: Row, figures: Figures) -> dict[str, str]:
    unit = register.load(connection)[row["jurisdiction_id"]]
    told = trail.canonical(
        {
            "format": weekfigures.FORMAT,
            "street": unit.name,
            "code": unit.code,
            "monday": row["monday"],
            "version": row["version"],
            "as_of": figures.as_of,
            "last_event": figures.last_event,
            "rule": figures.rule,
            "figures": figures.plain(),
            "problems": row["problems"],
            "plans": row["plans"],
        }
    )
    return {"facts": told.decode(), "sha256": trail.sha256(told)}
