"""Mergers of streets (街镇合并): who leads a case from a day on, when some units went over into one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

Move = tuple[date | None, int | None]
"""From a day on (None: from the beginning) a unit leads; None where the case was unplaced."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What becomes of one case: the rows its history gains, and who leads it today."""

    rows: tuple[Move, ...]
    lead: int | None

    def __bool__(self) -> bool:
        return bool(self.rows)


def taken_over(current: int | None, moves: Sequence[Move], old: Collection[int], new: int, on: date) -> Taken:
    """The history of a case after ``old`` units went over into ``new`` on a day.

    What ``old`` led before that day stays theirs; every later spell of theirs is ``new``'s.

    Args:
        current: the lead as the case's row holds it, its first one where nothing was dated.
        moves: its dated moves, by day, then order of entry; later entries win.
    """
    dated = dict(moves)  # of two moves on one day the later entry counts
    begun = None in dated
    if not begun:
        dated = {None: current, **dated}
    spells = list(dated.items())
    ends = [since for since, _ in spells[1:]] + [None]
    rows: list[Move] = []
    for (since, key), end in zip(spells, ends, strict=True):
        if key in old and (end is None or end > on):
            rows.append((on if since is None or since < on else since, new))
    if rows and not begun:
        rows.insert(0, (None, current))
    return Taken(tuple(rows), new if current in old else current)
