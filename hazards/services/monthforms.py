"""Monthly forms as they are read (月报): one with its doubts and versions, and a month's board."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from hazards.domain.returned import doubtful
from hazards.domain.roles import CASEWORK, Role
from hazards.services import monthduty, returned
from hazards.services import returnsigned as signed
from hazards.services.access import Scope, operation
from hazards.services.monthduty import Month, Owed
from hazards.services.returnsigned import DRAFT
from hazards.storage import casework, register
from hazards.storage.store import Store

Row = casework.Row
READERS = CASEWORK | {Role.LEADER, Role.AUDITOR}


@dataclass(frozen=True, slots=True)
class Form:
    """One form. ``told`` is its latest version's; ``before`` that of the month before in the same year."""

    kind: str
    who: str
    name: str
    month: Month
    last: date
    standing: str
    row: Row | None
    told: Mapping[str, Mapping[str, Decimal]]
    before: Mapping[str, Mapping[str, Decimal]]
    versions: tuple[Row, ...]

    @property
    def state(self) -> str:
        return self.row["state"] if self.row else DRAFT

    @property
    def doubts(self) -> list[str]:
        return [] if self.row is None or self.row["zero"] else doubtful(self.told, self.before)


@dataclass(frozen=True, slots=True)
class Board:
    month: Month
    last: date
    begun: bool
    rows: tuple[Owed, ...]

    def of(self, standing: str) -> tuple[Owed, ...]:
        return tuple(one for one in self.rows if one.standing == standing)


@operation("查看月报报送情况", READERS)
def board(store: Store, scope: Scope, month: Month) -> Board:
    with store.read() as connection:
        told = tuple(monthduty.board(connection, scope, month))
        last = monthduty.last_day(connection, month)
        return Board(month, last, monthduty.begun(connection, month), told)


@operation("查看月报", READERS)
def form(store: Store, scope: Scope, kind: str, who: str, month: Month) -> Form:
    """One form as it stands.

    Raises:
        NoSuchReturn: nobody of that name owes one, or it is another's.
    """
    monthduty.own(scope, kind, who)
    with store.read() as connection:
        versions = monthduty.rows(connection, month).get((kind, who), [])
        earlier = None
        if month.month > 1:
            earlier = returned.latest(connection, month.year, month.month - 1).get((kind, who))
        last = monthduty.last_day(connection, month)
        name = named(connection, kind, who, month)
    row = versions[-1] if versions else None
    told = returned.told_of(row) if row else {}
    before = returned.told_of(earlier) if earlier and not earlier["zero"] else {}
    how = monthduty.stands(versions, last)
    return Form(kind, who, name, month, last, how, row, told, before, tuple(versions[:-1]))


def named(connection: Connection, kind: str, who: str, month: Month) -> str:
    found = {(k, w): name for k, w, name in monthduty.due(connection, month)}
    if (kind, who) in found:
        return found[kind, who]
    units = register.load(connection)
    if kind == returned.STREET and who.isdecimal() and int(who) in units:
        return units[int(who)].name
    raise signed.NoSuchReturn
