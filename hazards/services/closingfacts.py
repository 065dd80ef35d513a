"""What the closing of a year (年度结账) freezes: tables, members, what is carried over, targets."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Connection, select

from hazards.domain.bulletinlists import FIGURES
from hazards.domain.counting import MEASURES, NEVER, as_date
from hazards.domain.rates import RULE
from hazards.domain.stock import printed
from hazards.services import eventwords, reporting, stockfigures
from hazards.services.access import LOCAL_ADMIN
from hazards.services.asked import Asked
from hazards.services.counted import Counted, count
from hazards.storage import cases, register
from hazards.storage import tables as t
from hazards.storage.store import Store

FORMAT = "guapai-closing-1"
FLAGS = ("listed", "struck_off", "due", "on_time", "overdue", "extended", "withdrawn", "transferred")
"""The figures under which a later change of a case is a restatement."""
NAMES = {name: FIGURES[name] for name in FLAGS}


@dataclass(frozen=True, slots=True)
class Restated:
    """A case of a closed year that counts otherwise now, and the acts entered since that say why."""

    case: int
    number: str
    unit: str
    street: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    acts: tuple[str, ...]


def asked(year: int, **more: Any) -> Asked:
    return Asked(as_of=date(year, 12, 31), year=year, **more)


def gathered(store: Store, year: int) -> tuple[dict[str, Any], int]:
    """(the facts as they stand now, the last event they rest on). Equal facts, equal bytes."""
    counted = count(store, LOCAL_ADMIN, asked(year))
    tables = {
        by: _table(reporting.table(_by(counted, by))) for by in ("street", "sector", "level", "department")
    }
    with store.read() as connection:
        goals, areas = register.all_targets(connection), register.area_targets(connection)
    told = {
        "format": FORMAT,
        "year": year,
        "cutoff": f"{year}-12-31",
        "rule": RULE,
        "tables": tables,
        "buildings": _buildings(store, year),
        "members": _members(store, counted),
        "carried": _carried(store, counted),
        "targets": [
            [counted.register[key].code, counted.register[key].name, *goal, areas.get((key, year))]
            for (key, of), goal in sorted(goals.items())
            if of == year
        ],
    }
    return told, counted.snapshot.last


def _by(counted: Counted, by: str) -> Counted:
    if by == "street":
        return counted
    held = counted.snapshot, counted.register, counted.targets, counted.scope
    return Counted(counted.asked.but(by=by), *held)


def _table(table: reporting.Table) -> dict[str, Any]:
    return {"rows": [row.public() for row in table.rows], "total": table.total.public()}


def _buildings(store: Store, year: int) -> list[list[Any]]:
    """name, cases and m² on the books, m² disposed of in the year, task, completion; the total last."""
    told = stockfigures.figures(store, LOCAL_ADMIN, asked(year, kind="building"))
    return [
        [row.name, row["found"].count, row["found"].m2, row["disposed_year"].m2, row.task,
         printed(row["disposed_year"].m2, row.task or 0.0)]
        for row in (*told.rows, told.total)
    ]  # fmt: skip


def _members(store: Store, counted: Counted) -> list[list[Any]]:
    """case, number, unit, street, flags of every hazard of the year, by case id."""
    masks = counted.masks
    of_year = (masks.listed | masks.withdrawn | masks.transferred) & counted.keep
    at = np.flatnonzero(of_year)
    ids = counted.snapshot.columns.case[at].tolist()
    with store.read() as connection:
        named = cases.named(connection, ids)
    out = []
    for n, case in zip(at.tolist(), ids, strict=True):
        number, unit, _ = named[case]
        flags = [flag for flag in FLAGS if masks[flag][n]]
        out.append([case, number, unit, _street(counted, n), flags])
    return out


def _carried(store: Store, counted: Counted) -> list[list[Any]]:
    """case, number, unit, street, year, deadline of every hazard still open at the year's end."""
    now, columns = counted.standing, counted.snapshot.columns
    at = np.flatnonzero(now.open & counted.keep)
    ids = columns.case[at].tolist()
    with store.read() as connection:
        named = cases.named(connection, ids)
    out = []
    for n, case in zip(at.tolist(), ids, strict=True):
        deadline = None if now.deadline[n] == NEVER else as_date(int(now.deadline[n])).isoformat()
        number, unit, _ = named[case]
        out.append([case, number, unit, _street(counted, n), int(columns.year[n]), deadline])
    return out


def _street(counted: Counted, position: int) -> str:
    """The row of the table a case counts in."""
    at, keys = counted.places
    key = keys[int(at[position])]
    return counted.register[key].name if key else reporting.UNPLACED


def restated(store: Store, frozen: dict[str, Any], since: int) -> list[Restated]:
    """Every case of a closed year that counts otherwise now, by case id."""
    now, _ = gathered(store, frozen["year"])
    then, today = ({m[0]: m for m in told["members"]} for told in (frozen, now))
    moved = [
        case
        for case in sorted(then.keys() | today.keys())
        if (then.get(case) or [[]])[-1] != (today.get(case) or [[]])[-1]
    ]
    if not moved:
        return []
    with store.read() as connection:
        acts = _acts(connection, moved, since)
    out = []
    for case in moved:
        _, number, unit, street, _ = today.get(case) or then[case]
        before, after = (
            tuple(NAMES[f] for f in told[case][-1]) if case in told else () for told in (then, today)
        )
        out.append(Restated(case, number, unit, street, before, after, acts.get(case, ())))
    return out


def _acts(connection: Connection, ids: list[int], since: int) -> dict[int, tuple[str, ...]]:
    e = t.events.c
    told: dict[int, tuple[str, ...]] = {}
    for part in cases.chunks(ids):
        wanted = select(e.case_id, e.action, e.acted_on, e.entered_at, e.actor).where(
            e.case_id.in_(part), e.id > since
        )
        for case, action, on, entered, actor in connection.execute(wanted.order_by(e.id)):
            if word := eventwords.ACTIONS.get(action):
                when = f"{on.isoformat()} " if on else ""
                told[case] = (*told.get(case, ()), f"{when}{word}({entered[:10]} {actor}录入)")
    return told


assert set(FLAGS) <= set(MEASURES)
