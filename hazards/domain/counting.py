"""The one definition of every figure: masks over columns of cases at a cut-off.

The same mask gives the number and the list behind it. Days are whole days since 1970-01-01 in
Asia/Shanghai. Rules: product.md "Counting rules", printed from data/rules/counting.toml.
"""

from dataclasses import dataclass, fields
from datetime import date

import numpy as np

EPOCH = date(1970, 1, 1).toordinal()
NEVER = np.int32(2**30)
"""A day that does not come: no deadline, not struck off, not left."""
ALWAYS = np.int32(-(2**30))

HAZARD, BUILDING = 0, 1
WITHDRAWN, TRANSFERRED = 1, 2


def day(on: date) -> int:
    return on.toordinal() - EPOCH


def as_date(number: int) -> date:
    return date.fromordinal(int(number) + EPOCH)


@dataclass(frozen=True, slots=True)
class Cutoff:
    """A moment. ``ended`` tells whether its day is over, so that a deadline of that day is due."""

    on: date
    ended: bool

    @property
    def due_before(self) -> int:
        """Deadlines on days before this one have expired."""
        return day(self.on) + (1 if self.ended else 0)


@dataclass(frozen=True, slots=True)
class History:
    """Dated changes of one attribute: from ``since`` on, case number ``row`` has ``value``.

    Sorted by day, then order of entry; later entries win. Extensions hold deadlines, moves hold
    lead jurisdictions, up-listings hold level ranks.
    """

    row: np.ndarray
    since: np.ndarray
    value: np.ndarray

    @classmethod
    def empty(cls) -> "History":
        none = np.empty(0, np.int32)
        return cls(none, none, none)

    def apply(self, base: np.ndarray, on: int) -> np.ndarray:
        """``base`` as it stood at the end of day ``on``; ``base`` itself when nothing changed."""
        if not len(self.row):
            return base
        took = self.since <= on
        if not took.any():
            return base
        out = base.copy()
        out[self.row[took]] = self.value[took]
        return out


@dataclass(frozen=True, slots=True)
class Columns:
    """n cases as arrays of shape (n,), ordered by case id."""

    case: np.ndarray  # int64
    kind: np.ndarray  # uint8: HAZARD, BUILDING
    level: np.ndarray  # uint8 rank of the first listing, 0 unknown .. 5 national
    lead: np.ndarray  # int32 key of the lead jurisdiction, 0 unplaced
    year: np.ndarray  # int16, 0 unknown
    listed: np.ndarray  # int32 day, ALWAYS when not told
    deadline: np.ndarray  # int32 day first set, NEVER when none
    struck: np.ndarray  # int32 day of the strike-off decision
    imported: np.ndarray  # bool: that decision came with a ledger
    left: np.ndarray  # int32 day of withdrawal or transfer
    left_how: np.ndarray  # uint8: WITHDRAWN, TRANSFERRED
    closed: np.ndarray  # bool: closed with no date told; counted at no cut-off
    deadline_at_strike: np.ndarray  # int32 day in force when struck off
    extensions: History  # only those that count
    moves: History
    uplistings: History
    strikes: History
    """Of cases whose strike-off was once undone: from a day on, the day it counts as struck off."""

    def __len__(self) -> int:
        return len(self.case)


@dataclass(frozen=True, slots=True)
class Masks:
    """Which cases each figure counts; every array bool of shape (n,)."""

    listed: np.ndarray
    struck_off: np.ndarray
    due: np.ndarray
    due_struck_off: np.ndarray
    on_time: np.ndarray
    overdue: np.ndarray
    extended: np.ndarray
    withdrawn: np.ndarray
    transferred: np.ndarray
    no_deadline: np.ndarray
    imported_struck_off: np.ndarray
    carried_over: np.ndarray
    carried_over_open: np.ndarray
    carried_over_overdue: np.ndarray

    def __getitem__(self, name: str) -> np.ndarray:
        return getattr(self, name)


MEASURES = tuple(f.name for f in fields(Masks))


@dataclass(frozen=True, slots=True)
class Standing:
    """How every case stands at a cut-off, whatever its year."""

    known: np.ndarray  # listed by then
    left: np.ndarray
    struck: np.ndarray
    struck_on: np.ndarray  # int32 day of the strike-off then in force
    open: np.ndarray  # listed, not struck off, not left, not closed undated
    deadline: np.ndarray  # int32 day in force
    due: np.ndarray  # that deadline has expired
    lead: np.ndarray
    level: np.ndarray


def standing(cases: Columns, cut: Cutoff) -> Standing:
    """How every case stands at a cut-off: extensions, moves, up-listings and undone strike-offs applied.

    Args:
        cases: columns of shape (n,), days as int32 since 1970-01-01.

    Returns:
        arrays of shape (n,), one place a case.
    Law: rates.total, extension.application
    """
    on = day(cut.on)
    known = cases.listed <= on
    left = cases.left <= on
    struck_on = cases.strikes.apply(cases.struck, on)
    struck = struck_on <= on
    deadline = cases.extensions.apply(cases.deadline, on)
    return Standing(
        known=known,
        left=left,
        struck=struck,
        struck_on=struck_on,
        open=known & ~struck & ~left & ~cases.closed,
        deadline=deadline,
        due=deadline < cut.due_before,
        lead=cases.moves.apply(cases.lead, on),
        level=cases.uplistings.apply(cases.level, on),
    )


def classify(cases: Columns, cut: Cutoff, year: int | None, now: Standing | None = None) -> Masks:
    """Sort every case into the figures of one year (None: all years) at one cut-off."""
    now = now or standing(cases, cut)
    on = day(cut.on)
    of_year = now.known if year is None else now.known & (cases.year == year)
    member = of_year & ~now.left
    left = of_year & now.left
    struck = member & now.struck
    due = member & now.due
    extended = np.zeros(len(cases), bool)
    took = cases.extensions.since <= on
    extended[cases.extensions.row[took]] = True
    carried = carried_over(cases, now, cut, year)
    still = carried & now.open
    return Masks(
        listed=member,
        struck_off=struck,
        due=due,
        due_struck_off=due & now.struck,
        on_time=due & now.struck & (now.struck_on <= cases.deadline_at_strike),
        overdue=due & now.open,
        extended=extended & member,
        withdrawn=left & (cases.left_how == WITHDRAWN),
        transferred=left & (cases.left_how == TRANSFERRED),
        no_deadline=member & (now.deadline == NEVER),
        imported_struck_off=struck & cases.imported,
        carried_over=carried,
        carried_over_open=still,
        carried_over_overdue=still & now.due,
    )


def carried_over(cases: Columns, now: Standing, cut: Cutoff, year: int | None) -> np.ndarray:
    """Listed in earlier years and open when ``year`` began (结转)."""
    if year is None or day(cut.on) < day(date(year, 1, 1)):
        return np.zeros(len(cases), bool)
    began = day(date(year, 1, 1))
    struck = cases.strikes.apply(cases.struck, began - 1)
    was_open = (struck >= began) & (cases.left >= began) & ~cases.closed
    return now.known & (cases.year > 0) & (cases.year < year) & was_open


BINS = 1 << 18
"""Most bins of one pass of ``tally``: a table that stays in the processor's cache."""


def tally(
    masks: Masks, group: np.ndarray, groups: int, keep: np.ndarray | None = None
) -> dict[str, np.ndarray]:
    """Count every figure per group.

    Args:
        group: int array (n,), 0 .. groups-1.
        keep: bool (n,), cases that count at all (scope and filters).

    Returns:
        One int64 array of shape (groups,) per figure of MEASURES.
    """
    # Every other figure counts part of these four.
    counted = masks.listed | masks.withdrawn | masks.transferred | masks.carried_over
    rows = np.flatnonzero(counted if keep is None else counted & keep)
    at = group[rows].astype(np.int64)
    counts: dict[str, np.ndarray] = {}
    together = min(7, max(1, (BINS // max(groups, 1)).bit_length() - 1))
    for start in range(0, len(MEASURES), together):
        names = MEASURES[start : start + together]
        # Several figures share one pass: the bits of a case choose its bin.
        bits = np.zeros(len(group), np.uint8)
        for name in reversed(names):
            bits += bits  # one place to the left, four times as fast as a shift
            bits |= masks[name].view(np.uint8)
        size = 1 << len(names)
        bins = np.bincount(at * size + bits[rows], minlength=groups * size).reshape(groups, size)
        for place, name in enumerate(names):
            counts[name] = bins[:, np.arange(size) >> place & 1 == 1].sum(axis=1)
    return counts
