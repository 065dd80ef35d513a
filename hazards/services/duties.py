"""Duties (违法建筑待办): what the law asks next of the organ, in all its building cases at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select

from hazards.domain import enforcement
from hazards.domain.calendar import WorkingDays
from hazards.domain.jurisdiction import Register
from hazards.domain.periods import Period
from hazards.domain.proceedings import Contest, Proceedings
from hazards.domain.roles import NAMES, Role
from hazards.domain.waiting import Todo
from hazards.services import addressing, calendar, clock, onfile
from hazards.services.access import Scope
from hazards.services.statutes import book
from hazards.storage import casework, register
from hazards.storage import tables as t
from hazards.storage.cases import chunks
from hazards.storage.store import Store

Row = Mapping[str, Any]
SERVICE = "7wd"
"""Within which a document is to be served of which no article says it."""


def steps(store: Store, scope: Scope) -> list[Todo]:
    """The next act and every document still to be served, of cases the organ has taken up."""
    with store.read() as connection:
        days, units = calendar.held(connection), register.load(connection)
        rows = _rows(connection, scope)
        files = _files(connection, [row["id"] for row in rows])
    told: list[Todo] = []
    for row in rows:
        held, acts, served = files[row["id"]]
        if scope.leads(row) and (scope.role is not Role.HEAD or held.track == "planning-village"):
            told += _of(row, held, acts, served, units, days)
    return told


def _rows(connection: Connection, scope: Scope) -> list[Row]:
    """Open buildings in sight with at least one act."""
    asked = (
        select(*(t.cases.c[n] for n in ("id", "number", "unit", "lead_id", "supervisor")))
        .where(t.cases.c.kind == "building", t.cases.c.state == "open")
        .where(t.cases.c.id.in_(select(t.proceedings.c.case_id)))
    )
    if scope.jurisdictions is not None:
        asked = asked.where(t.cases.c.lead_id.in_(scope.jurisdictions))
    elif scope.departments is not None:
        asked = asked.where(or_(*(t.cases.c.supervisor.contains(name) for name in scope.departments)))
    return [dict(row) for row in connection.execute(asked).mappings()]


def _files(connection: Connection, ids: list[int]) -> dict[int, tuple[Proceedings, list[Row], set[int]]]:
    tables = (t.buildings, t.proceedings, t.servings, t.contests, t.pauses)
    rows = {table.name: _by_case(connection, table, ids) for table in tables}
    out = {}
    for i in ids:
        building = next(iter(rows["buildings"][i]), {"track": "planning-town", "state": "standing"})
        acts = [a for a in rows["proceedings"][i] if a["annulled_event"] is None]
        servings = rows["servings"][i]
        held = Proceedings(
            building["track"],
            building["state"],
            tuple(onfile.act(a, servings) for a in sorted(acts, key=lambda a: (a["on_date"], a["id"]))),
            tuple(Contest(c["kind"], c["filed_on"], c["ended_on"]) for c in rows["contests"][i]),
            frozenset(p["kind"] for p in rows["pauses"][i] if p["ended_on"] is None),
        )
        out[i] = (held, acts, {s["proceeding_id"] for s in servings})
    return out


def _by_case(connection: Connection, table: Any, ids: Iterable[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for part in chunks(list(ids)):
        for row in casework.where(connection, table, table.c.case_id.in_(part)):
            found[row["case_id"]].append(row)
    return found


def _of(
    row: Row, held: Proceedings, acts: list[Row], served: set[int], units: Register, days: WorkingDays
) -> list[Todo]:
    today, out = clock.today(), []
    for act in acts:
        step = book().by_key[act["step"]]
        if step.serve and act["id"] not in served:
            until = Period.of(step.serve_within or SERVICE).ends(act["on_date"], days).last
            out.append(_todo(row, units, f"送达：{step.title}", act["on_date"], until, step.title))
    since = held.acts[-1].on if held.acts else None
    for step in enforcement.following(held, book(), today):
        gates = [one for one in enforcement.lacks(held, book(), step.key, today, days) if one.grave]
        if step.optional or gates:
            continue
        limits = [end for span in step.limits if (end := enforcement.limit(held, span, days))]
        out.append(_todo(row, units, f"办理：{step.title}", since, min(limits, default=None), _stage(held)))
    return out


def _stage(held: Proceedings) -> str:
    """The last act, which is where the case stands."""
    return book().by_key[held.acts[-1].step].title if held.acts else "在册"


def _todo(row: Row, units: Register, what: str, since: date | None, until: date | None, stage: str) -> Todo:
    return Todo(
        case=row["id"],
        number=row["number"],
        unit=row["unit"],
        street=units[row["lead_id"]].name if row["lead_id"] else "未定属地",
        stage=stage,
        what=what,
        holder=NAMES[Role.DEPARTMENT],
        since=since,
        until=until,
        today=clock.today(),
        kind="building",
        office=addressing.holding(Role.DEPARTMENT, row, units).name,
    )
