"""Cases as another store told them, as the same columns our own are counted over."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hazards.domain.template import CLAIMS
from hazards.storage import histories
from hazards.storage.snapshot import ASKED, GROUPINGS, Snapshot, arrayed, with_histories

TOLD = (
    *("kind", "level", "lead_id", "year", "listed_on", "deadline", "state", "stage"),
    *("struck_off_on", "struck_off_origin", "left_on"),
)
"""The columns of ``cases`` that a figure follows from."""
HISTORIES = {
    "extensions": ("approved_on", "until"),
    "moves": ("since", "jurisdiction_id"),
    "uplistings": ("listed_on", "level"),
    "strikes": ("since", "struck_off_on"),
}
"""Kinds of dated change: (day, value) by the names of their columns."""
_BLANK: dict[str, Any] = {
    **dict.fromkeys(ASKED),
    **dict.fromkeys((*GROUPINGS, *CLAIMS, "level", "struck_off_origin"), ""),
}


def snapshot(
    cases: Sequence[Mapping[str, Any]], told: Mapping[str, Sequence[tuple[int, date | None, Any]]]
) -> Snapshot:
    """A snapshot of cases numbered 1, 2 … in their order.

    Args:
        cases: a value for each of ``TOLD``; days are dates.
        told: kind of ``HISTORIES`` to (number of the case, day, value), by day, then order of entry.
    """
    whole = [{**_BLANK, **one, "id": n} for n, one in enumerate(cases, 1)]
    rows = [tuple(one[name] for name in ASKED) for one in whole]
    plain = arrayed(rows, {g: {} for g in GROUPINGS}, {g: [] for g in GROUPINGS})
    dated: histories.Told = {kind: [tuple(row) for row in told.get(kind, ())] for kind in HISTORIES}
    return with_histories(plain, dated, 0)
