"""Who owes a monthly form (月报), by when, and how each stands."""

import tomllib
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from hazards.domain.periods import rolled
from hazards.domain.roles import NAMES, STREET, Role
from hazards.domain.waiting import Todo
from hazards.services import calendar, clock
from hazards.services.access import Scope
from hazards.services.returned import DEPARTMENT
from hazards.services.returned import STREET as STREET_KIND
from hazards.services.returnsigned import ASKED, MONTH, RETURNED, SIGNED, NoSuchReturn, start
from hazards.services.stores import DATA
from hazards.services.weekduty import standing
from hazards.storage import casework, register
from hazards.storage import tables as t
from hazards.storage.store import Store

Row = casework.Row
BACK = 3


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Any]:
    with open(DATA / "rules" / "returns.toml", "rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    year: int
    month: int

    @classmethod
    def of(cls, on: date) -> "Month":
        return cls(on.year, on.month)

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def end(self) -> date:
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def title(self) -> str:
        return f"{self.year}年{self.month}月"

    def but(self, months: int) -> "Month":
        number = self.year * 12 + self.month - 1 + months
        return Month(number // 12, number % 12 + 1)


@dataclass(frozen=True, slots=True)
class Owed:
    """One form of one month. ``who`` is the key of a street as text, or the name of a department."""

    kind: str
    who: str
    name: str
    standing: str
    row: Row | None


def last_day(connection: Connection, month: Month) -> date:
    """The day by whose end a form is owed: one of the next month, rolled to a working day."""
    on = month.but(1).first + timedelta(days=rules()["monthly"]["due_day"] - 1)
    return rolled(on, calendar.held(connection))


def due(connection: Connection, month: Month) -> list[tuple[str, str, str]]:
    """(kind, who, name) of everybody who owes a form: streets of the month's end, departments with a post."""
    units = register.load(connection).streets(month.end)
    streets = [(STREET_KIND, str(u.key), u.name) for u in units if u.type != "区直"]
    posts = casework.where(connection, t.posts, t.posts.c.role == Role.DEPARTMENT.value)
    held = {p["department"] for p in posts if p["since"] <= month.end and _lasts(p["until"], month.end)}
    return streets + [(DEPARTMENT, name, name) for name in sorted(held - {""})]


def _lasts(until: date | None, on: date) -> bool:
    return until is None or on < until


def begun(connection: Connection, month: Month) -> bool:
    since = start(connection, MONTH)
    return since is not None and month >= Month.of(since)


def own(scope: Scope, kind: str, who: str) -> None:
    """Raises NoSuchReturn of a form that is not this actor's to see."""
    if scope.everything:
        return
    mine: bool = who in (scope.departments or ())
    if kind == STREET_KIND:
        mine = who.isdecimal() and int(who) in (scope.jurisdictions or ())
    if not mine:
        raise NoSuchReturn


def rows(connection: Connection, month: Month) -> dict[tuple[str, str], list[Row]]:
    """Every version by (kind, who), the first one first."""
    m = t.monthlies.c
    found: dict[tuple[str, str], list[Row]] = {}
    asked = (m.year == month.year, m.month == month.month)
    for row in casework.where(connection, t.monthlies, *asked, order=(m.version,)):
        found.setdefault((row["kind"], row["who"]), []).append(row)
    return found


def board(connection: Connection, scope: Scope, month: Month) -> list[Owed]:
    last, told, out = last_day(connection, month), rows(connection, month), []
    for kind, who, name in due(connection, month):
        try:
            own(scope, kind, who)
        except NoSuchReturn:
            continue
        versions = told.get((kind, who), [])
        out.append(Owed(kind, who, name, stands(versions, last), versions[-1] if versions else None))
    return out


def stands(versions: list[Row], last: date) -> str:
    """How a form stands. While a correction is being made, the signed version before it counts on."""
    kept = [row for row in versions if row["state"] in (SIGNED, RETURNED)]
    return standing(kept, last, clock.today())


def todos(store: Store, scope: Scope) -> list[Todo]:
    """Forms to fill in from the month's end on; for heads those that wait for their hand."""
    if scope.role not in STREET | {Role.DEPARTMENT} or scope.everything:
        return []
    with store.read() as connection:
        since = start(connection, MONTH)
        if since is None:
            return []
        this, out = Month.of(clock.today()), []
        month = max(Month.of(since), this.but(-BACK))
        while month < this:
            last = last_day(connection, month)
            for owed in board(connection, scope, month):
                if todo := _todo(scope, month, owed, last):
                    out.append(todo)
            month = month.but(1)
    return out


def _todo(scope: Scope, month: Month, owed: Owed, last: date) -> Todo | None:
    asked = owed.row is not None and owed.row["state"] == ASKED
    if asked != (scope.role is Role.HEAD):
        return None
    if not asked and owed.standing in ("on-time", "late"):
        return None
    return Todo(
        case=0,
        number=month.title,
        unit=f"{owed.name}月报",
        street=owed.name,
        stage="",
        what="审签月报" if asked else "填报月报",
        holder=NAMES[scope.role],
        since=month.but(1).first,
        until=last,
        today=clock.today(),
        kind="monthly",
        ref=month.year * 100 + month.month,
    )
