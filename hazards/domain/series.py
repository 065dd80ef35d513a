"""Series: the figures of one table at many cut-offs, counted by what changed in between.

The masks of ``counting`` decide here too; between two cut-offs they are asked only about the cases
that some day between them can have moved. A month touches one case in twenty.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from hazards.domain.counting import (
    MEASURES,
    Columns,
    Cutoff,
    History,
    Standing,
    classify,
    day,
    standing,
    tally,
)

Keep = Callable[[Columns, Standing], np.ndarray]
"""Which cases count at all (kind, level), bool (n,), for the given cases as they stand."""
Counts = dict[str, np.ndarray]


def series(cases: Columns, cuts: Sequence[tuple[Cutoff, int | None]], keep: Keep) -> list[Counts]:
    """Every figure per lead jurisdiction at every cut-off.

    Args:
        cuts: cut-offs in ascending order, each with the year counted (None: all years).

    Returns:
        Per cut-off, every figure of MEASURES as int64 array (highest lead key + 1,), by lead key.
    """
    leads = int(max(cases.lead.max(initial=0), cases.moves.value.max(initial=0))) + 1
    out: list[Counts] = []
    before: tuple[Cutoff, int | None] | None = None
    for cut, year in cuts:
        if before is None or year != before[1]:
            counts = _count(cases, cut, year, keep, leads)  # a new year is a new population
        else:
            some = take(cases, _touched(cases, before[0], cut))
            was, now = (_count(some, c, year, keep, leads) for c in (before[0], cut))
            counts = {m: out[-1][m] + now[m] - was[m] for m in MEASURES}
        out.append(counts)
        before = cut, year
    return out


def _count(cases: Columns, cut: Cutoff, year: int | None, keep: Keep, leads: int) -> Counts:
    now = standing(cases, cut)
    return tally(classify(cases, cut, year, now), now.lead, leads, keep(cases, now))


def _touched(cases: Columns, before: Cutoff, cut: Cutoff) -> np.ndarray:
    """Rows whose standing can differ between two cut-offs, ascending."""
    on = day(before.on) + 1, day(cut.on) + 1
    expired = before.due_before, cut.due_before
    mark = _within(cases.listed, on) | _within(cases.struck, on) | _within(cases.left, on)
    mark |= _within(cases.deadline, expired)
    for history in (cases.extensions, cases.moves, cases.uplistings, cases.strikes):
        mark[history.row[_within(history.since, on)]] = True
    mark[cases.extensions.row[_within(cases.extensions.value, expired)]] = True
    return np.flatnonzero(mark)


def _within(days: np.ndarray, span: tuple[int, int]) -> np.ndarray:
    return (days >= span[0]) & (days < span[1])


_HISTORIES = ("extensions", "moves", "uplistings", "strikes")
_ARRAYS = tuple(n for n in Columns.__slots__ if n not in _HISTORIES)


def take(cases: Columns, rows: np.ndarray) -> Columns:
    """The cases at these ascending positions, with their histories."""
    held = np.zeros(len(cases), bool)
    held[rows] = True

    def part(history: History) -> History:
        chosen = held[history.row]
        at = np.searchsorted(rows, history.row[chosen])
        return History(at, history.since[chosen], history.value[chosen])

    arrays = {n: getattr(cases, n)[rows] for n in _ARRAYS}
    histories: dict[str, Any] = {n: part(getattr(cases, n)) for n in _HISTORIES}
    return replace(cases, **arrays, **histories)
