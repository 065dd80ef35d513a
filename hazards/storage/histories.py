"""Dated changes of cases at rest: extensions, moves, up-listings, strike-offs that were undone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from sqlalchemy import Connection, select

from hazards.domain.counting import ALWAYS, NEVER, Columns, History, day
from hazards.storage.cases import chunks
from hazards.storage.tables import extensions, leads, strikes, uplistings

Told = dict[str, list[tuple[Any, ...]]]
"""Per kind of change the rows (case, day or None, value), by day, then order of entry."""

_HISTORIES = {
    "extensions": (extensions, ("case_id", "approved_on", "until")),
    "moves": (leads, ("case_id", "since", "jurisdiction_id")),
    "uplistings": (uplistings, ("case_id", "listed_on", "level")),
    "strikes": (strikes, ("case_id", "since", "struck_off_on")),
}


def read(connection: Connection, touched: Sequence[int] | None = None) -> Told:
    """The changes of all cases, or of ``touched`` ones only."""
    told: Told = {}
    for name, (table, columns) in _HISTORIES.items():
        asked = select(*(table.c[c] for c in columns)).order_by(
            table.c[columns[1]].nulls_first(), table.c.event_id
        )
        parts = [asked] if touched is None else [asked.where(table.c.case_id.in_(p)) for p in chunks(touched)]
        told[name] = [tuple(r) for part in parts for r in connection.execute(part)]
    return told


def merged(old: Columns, fresh: Columns, at: np.ndarray) -> dict[str, Any]:
    """The histories of ``old`` with those of the ``fresh`` cases, which now stand at ``at``, instead."""
    told = {}
    gone = np.zeros(max(len(old), int(at.max(initial=-1)) + 1), bool)
    gone[at] = True
    for name in _HISTORIES:
        was, now = getattr(old, name), getattr(fresh, name)
        stays = ~gone[was.row]
        since = np.concatenate([was.since[stays], now.since])
        order = np.argsort(since, kind="stable")
        row = np.concatenate([was.row[stays], at[now.row]])
        value = np.concatenate([was.value[stays], now.value])
        told[name] = History(row[order], since[order], value[order])
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
    strikes = [
        (row(c), day(since), int(NEVER) if struck is None else day(struck))
        for c, since, struck in told["strikes"]
    ]
    struck = columns.struck.copy() if strikes else columns.struck
    for n, _, _ in strikes:
        struck[n] = NEVER  # from the first of them on the dated rows tell
    last = struck.copy() if strikes else struck
    for n, _, value in strikes:
        last[n] = value
    for case_id, approved, until in told["extensions"]:
        n, approved_day, until_day = row(case_id), day(approved), day(until)
        deadline = current.get(n, int(columns.deadline[n]))
        # Approved after the old deadline's day cures nothing; an earlier day is no extension.
        if approved_day <= deadline and (until_day > deadline or deadline == NEVER):
            current[n] = until_day
            counting.append((n, approved_day, until_day))
            if approved_day <= last[n]:
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
        struck=struck,
        strikes=_history(strikes),
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
