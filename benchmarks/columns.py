"""Columns of made-up cases: the snapshot as it would be loaded from a store of that size."""

from __future__ import annotations

from datetime import date

import numpy as np

from hazards.domain.counting import (
    ALWAYS,
    HAZARD,
    NEVER,
    TRANSFERRED,
    WITHDRAWN,
    Columns,
    History,
    day,
)
from hazards.domain.jurisdiction import Jurisdiction, Register
from hazards.storage.snapshot import GROUPINGS, Coded, Snapshot, years_of

TODAY = date(2026, 11, 21)
FIRST = date(2022, 1, 1)


def columns(cases: int, leads: int, seed: int = 1) -> Columns:
    """Five years of cases: most struck off, one in twenty extended, some moved, some up-listed.

    Lead 0 is 未定属地. Extensions count: approved in time and later than the deadline.
    """
    rng = np.random.default_rng(seed)

    def some(share: float) -> np.ndarray:
        return rng.random(cases) < share

    listed = rng.integers(day(FIRST), day(TODAY), cases, dtype=np.int32)
    listed[some(0.002)] = ALWAYS
    told = np.where(listed == ALWAYS, day(FIRST), listed)
    deadline = np.where(some(0.03), NEVER, told + rng.integers(20, 300, cases)).astype(np.int32)
    struck = (told + rng.integers(5, 330, cases)).astype(np.int32)
    struck[some(0.1) | (struck > day(TODAY))] = NEVER
    left_how = np.where(some(0.02), rng.choice((WITHDRAWN, TRANSFERRED), cases), 0).astype(np.uint8)
    left = np.where(left_how > 0, told + 60, NEVER).astype(np.int32)
    struck[left_how > 0] = NEVER
    extensions = _extensions(rng, deadline, np.flatnonzero(some(0.05) & (deadline < NEVER)))
    deadline_at_strike = deadline.copy()
    took = extensions.since <= struck[extensions.row]
    deadline_at_strike[extensions.row[took]] = extensions.value[took]
    year = np.where(listed == ALWAYS, 0, years_of(told)).astype(np.int16)
    return Columns(
        case=np.arange(1, cases + 1),
        kind=some(0.2).astype(np.uint8),
        level=rng.integers(0, 6, cases).astype(np.uint8),
        lead=rng.integers(0, leads + 1, cases, dtype=np.int32),
        year=year,
        listed=listed,
        deadline=deadline,
        struck=struck,
        imported=some(0.5) & (struck < NEVER),
        left=left,
        left_how=left_how,
        closed=(struck == NEVER) & (left_how == 0) & some(0.01),
        deadline_at_strike=deadline_at_strike,
        extensions=extensions,
        moves=_dated(rng, np.flatnonzero(some(0.005)), rng.integers(1, leads + 1, cases)),
        uplistings=_dated(rng, np.flatnonzero(some(0.005)), np.full(cases, 5)),
        strikes=History.empty(),
    )


def _extensions(rng: np.random.Generator, deadline: np.ndarray, rows: np.ndarray) -> History:
    approved = deadline[rows] - rng.integers(0, 15, len(rows)).astype(np.int32)
    until = deadline[rows] + rng.integers(10, 120, len(rows)).astype(np.int32)
    order = np.argsort(approved, kind="stable")
    return History(rows[order], approved[order], until[order])


def _dated(rng: np.random.Generator, rows: np.ndarray, values: np.ndarray) -> History:
    since = np.sort(rng.integers(day(FIRST), day(TODAY), len(rows), dtype=np.int32))
    rows = rng.permutation(rows)
    return History(rows, since, values[rows].astype(np.int32))


def flat(cases: Columns) -> dict[str, np.ndarray]:
    """The same cases as one flat table, for engines that know no histories.

    Every case here has at most one change of a kind, so two columns tell each.
    """
    skip = ("extensions", "moves", "uplistings", "strikes")
    told = {n: getattr(cases, n) for n in Columns.__slots__ if n not in skip}
    for name, history in (("extended", cases.extensions), ("moved", cases.moves)):
        since, value = np.full(len(cases), NEVER), np.zeros(len(cases), np.int32)
        since[history.row], value[history.row] = history.since, history.value
        told[f"{name}_on"], told[f"{name}_to"] = since, value
    return told


def snapshot(cases: Columns) -> Snapshot:
    none = np.zeros(len(cases), np.int32)
    nowhere = np.full(len(cases), np.nan)
    groups = {g: Coded(none, [""]) for g in GROUPINGS}
    return Snapshot(
        columns=cases,
        lon=nowhere,
        lat=nowhere,
        unit=none.astype(np.int64),
        claims=none.astype(np.uint8),
        verified=none.astype(np.uint8),
        groups=groups,
    )


def register(leads: int) -> Register:
    """One district and its streets, keys 1 .. leads."""
    district = Jurisdiction(leads + 1, "某区", "区", None, codes={"nbs": "990000000000"})
    streets = [
        Jurisdiction(n, f"第{n}街道", "街道", leads + 1, codes={"nbs": f"99{n:010d}"})
        for n in range(1, leads + 1)
    ]
    return Register([district, *streets])


def hazards_only(cases: Columns) -> np.ndarray:
    return cases.kind == HAZARD
