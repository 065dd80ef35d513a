"""Dated changes of cases at rest: extensions, moves of the lead street, up-listings."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from sqlalchemy import Connection, select

from hazards.domain.counting import ALWAYS, NEVER, Columns, History, day
from hazards.storage.cases import chunks
from hazards.storage.tables import extensions, leads, uplistings

Told = dict[str, list[tuple[Any, ...]]]
"""Per kind of change the rows (case, day or None, value), by day, then order of entry."""

_HISTORIES = {
    "extensions": (extensions, ("case_id", "approved_on", "until")),
    "moves": (leads, ("case_id", "since", "jurisdiction_id")),
    "uplistings": (uplistings, ("case_id", "listed_on", "level")),
}


def read(connection: Connection, old: Told | None = None, touched: Sequence[int] = ()) -> Told:
    """All changes; with ``old`` only those of ``touched`` cases are read anew."""
    told: Told = {}
    gone = set(touched)
    for name, (table, columns) in _HISTORIES.items():
        asked = select(*(table.c[c] for c in columns)).order_by(
            table.c[columns[1]].nulls_first(), table.c.event_id
        )
        if old is None:
            told[name] = [tuple(r) for r in connection.execute(asked)]
            continue
        rows = [r for r in old[name] if r[0] not in gone]
        for part in chunks(touched):
            rows.extend(tuple(r) for r in connection.execute(asked.where(table.c.case_id.in_(part))))
        rows.sort(key=lambda r: (False, 0) if r[1] is None else (True, r[1]))
        told[name] = rows
    return told


def applied(columns: Columns, told: Told, rank: Mapping[str, int]) -> Columns:
    """``columns`` with the changes that count; ``rank`` orders the levels."""
    at = (
        {int(c): n for n, c in enumerate(columns.case)}
        if any(told.values()) and len(columns) < 5000
        else None
    )

    def row(case_id: int) -> int:
        return at[case_id] if at is not None else int(np.searchsorted(columns.case, case_id))

    current: dict[int, int] = {}
    counting: list[tuple[int, int, int]] = []
    at_strike = columns.deadline.copy()
    for case_id, approved, until in told["extensions"]:
        n, approved_day, until_day = row(case_id), day(approved), day(until)
        deadline = current.get(n, int(columns.deadline[n]))
        # Approved after the old deadline's day cures nothing; an earlier day is no extension.
        if approved_day <= deadline and (until_day > deadline or deadline == NEVER):
            current[n] = until_day
            counting.append((n, approved_day, until_day))
            if approved_day <= columns.struck[n]:
                at_strike[n] = until_day
    moves = [
        (row(c), int(ALWAYS) if since is None else day(since), key or 0) for c, since, key in told["moves"]
    ]
    ups = []
    highest: dict[int, int] = {}
    for case_id, on, level in told["uplistings"]:
        # Two bodies may list one hazard; it counts at the highest level, whichever came last.
        n = row(case_id)
        highest[n] = max(highest.get(n, int(columns.level[n])), rank.get(level, 0))
        ups.append((n, day(on), highest[n]))
    return replace(
        columns,
        deadline_at_strike=at_strike,
        extensions=_history(counting),
        moves=_history(moves),
        uplistings=_history(ups),
    )


def _history(rows: list[tuple[int, int, int]]) -> History:
    if not rows:
        return History.empty()
    row, since, value = (np.array(c, np.int64) for c in zip(*rows, strict=True))
    return History(row, since.astype(np.int32), value.astype(np.int32))
