"""One question answered once: the masks behind every number and every list."""

import threading
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np

from hazards.domain import counting
from hazards.domain.counting import BUILDING, HAZARD, Columns, Masks, Standing
from hazards.domain.jurisdiction import Register
from hazards.domain.series import Keep
from hazards.domain.signals import LIGHTS, Light, lights
from hazards.services import pacing
from hazards.services.access import Scope, named
from hazards.services.asked import Asked
from hazards.storage import register
from hazards.storage.snapshot import RANK, Snapshot, Warm
from hazards.storage.store import Store

_WARM: "WeakKeyDictionary[Store, Warm]" = WeakKeyDictionary()
_GUARD = threading.Lock()
ALL_FIVE = 0b11111
GROUPING = {"department": "supervisor", "sector": "sector", "leader": "leader", "batch": "batch"}


def snapshot(store: Store) -> Snapshot:
    """All cases as columns, kept warm and refreshed by what was entered since."""
    with _GUARD:
        warm = _WARM.setdefault(store, Warm(store))
    return warm.get()


def sight(asked: Asked, scope: Scope, held: Snapshot) -> Keep:
    """The mask of cases that count for the actor and pass the filters of kind and level.

    What counts is led by one's street or supervised by one's department, at the cut-off asked
    about; a co-street sees its cases and does not count them.
    """

    def keep(columns: Columns, now: Standing) -> np.ndarray:
        return _led(scope, held, columns, now) & _asked_for(asked, columns, now)

    return keep


def _asked_for(asked: Asked, columns: Columns, now: Standing) -> np.ndarray:
    mask = np.ones(len(columns), bool)
    if asked.kind != "all":
        mask &= columns.kind == (BUILDING if asked.kind == "building" else HAZARD)
    if asked.level:
        mask &= now.level == RANK[asked.level]
    return mask


def _led(scope: Scope, held: Snapshot, columns: Columns, now: Standing) -> np.ndarray:
    if scope.everything:
        return np.ones(len(columns), bool)
    mask = np.zeros(len(columns), bool)
    if scope.jurisdictions:
        mask |= np.isin(now.lead, list(scope.jurisdictions))
    if scope.departments:
        told = held.groups["supervisor"]
        ours = np.fromiter((bool(scope.departments & named(w)) for w in told.words), bool)
        # ``columns`` may be some of the cases only (domain.series), so they are found by id.
        at = np.searchsorted(held.columns.case, columns.case)
        mask |= ours[told.codes[at]] if len(ours) else False
    return mask


def _assisted(scope: Scope, held: Snapshot) -> np.ndarray:
    """Cases of which the actor's street is a co-street."""
    if not scope.jurisdictions:
        return np.zeros(len(held.columns), bool)
    ours = held.co.case[np.isin(held.co.key, list(scope.jurisdictions))]
    return np.isin(held.columns.case, ours)


@dataclass(frozen=True)
class Counted:
    """A question, the cases in sight, and how each stands."""

    asked: Asked
    snapshot: Snapshot
    register: Register
    targets: dict[tuple[int, int], tuple[int | None, int]]
    scope: Scope
    close: int | np.ndarray | None = None
    """The last day that counts as close at the cut-off; None takes the shipped lead (services/pacing)."""

    def again(self, **other: str) -> "Counted":
        """Another table or list of the very same cases: ``by``, ``place``, ``measure``, ``light``, ``text``.

        How each case stands was worked out already and is not worked out anew.
        """
        assert other.keys() <= {"by", "place", "measure", "light", "text"}
        new = replace(self, asked=self.asked.but(**other))
        for name in ("standing", "masks", "keep", "lights"):
            if name in self.__dict__:
                new.__dict__[name] = self.__dict__[name]
        return new

    @cached_property
    def standing(self) -> Standing:
        return counting.standing(self.snapshot.columns, self.asked.cutoff)

    @cached_property
    def masks(self) -> Masks:
        return counting.classify(
            self.snapshot.columns, self.asked.cutoff, self.asked.population, self.standing
        )

    @cached_property
    def keep(self) -> np.ndarray:
        """Cases that count for the actor and pass the filters of kind and level."""
        return sight(self.asked, self.scope, self.snapshot)(self.snapshot.columns, self.standing)

    @cached_property
    def seen(self) -> np.ndarray:
        """Cases in the actor's sight, co-cases too, that pass the same filters."""
        if self.scope.everything:
            return self.keep
        assisted = _assisted(self.scope, self.snapshot)
        return self.keep | (assisted & _asked_for(self.asked, self.snapshot.columns, self.standing))

    @cached_property
    def lights(self) -> np.ndarray:
        close = pacing.usual(self.asked.cutoff) if self.close is None else self.close
        return lights(self.snapshot.columns, self.asked.cutoff, self.standing, close)

    @cached_property
    def places(self) -> tuple[np.ndarray, list[int]]:
        """(row of each case, jurisdiction of each row); row 0 is 未定属地."""
        on = self.asked.cutoff.on if self.asked.boundaries == "then" else self._today
        leads = self.standing.lead
        found, rows = {}, [0]
        at: dict[int, int] = {0: 0}
        # Counting finds the leads that occur without the sort of np.unique.
        for lead in np.flatnonzero(np.bincount(leads)).tolist():
            key = self.register.at(lead, on) if lead else None
            if key is not None and self.asked.by in ("district", "city", "province"):
                key = self.register.above(key, self.asked.by)
            if key is None:
                found[lead] = 0
                continue
            if key not in at:
                at[key] = len(rows)
                rows.append(key)
            found[lead] = at[key]
        lookup = np.zeros(max(found, default=0) + 1, np.int32)
        for lead, row in found.items():
            lookup[lead] = row
        return lookup[leads], rows

    @property
    def _today(self) -> date:
        from hazards.services import clock

        return clock.today()

    @cached_property
    def groups(self) -> tuple[np.ndarray, list[str]]:
        """(group of each case, word of each group) for tables that are not of places."""
        if self.asked.by == "level":
            return self.standing.level.astype(np.int64), list(RANK)
        coded = self.snapshot.groups[GROUPING[self.asked.by]]
        return coded.codes.astype(np.int64), list(coded.words)

    @cached_property
    def chosen(self) -> np.ndarray:
        """Which cases the question is about: figure, light, row of the table.

        The list of a figure holds the very cases it counts; a list of no figure, all in sight.
        """
        mask = (self.keep if self.asked.measure else self.seen) & self._figure()
        if self.asked.light:
            mask &= self.lights == LIGHTS.index(Light(self.asked.light))
        if self.asked.place:
            mask &= self._in_place()
        return mask

    def _figure(self) -> np.ndarray:
        name = self.asked.measure
        now = self.standing
        if not name:
            of_year = now.known
            if self.asked.population is not None:
                of_year = (
                    of_year & (self.snapshot.columns.year == self.asked.population)
                ) | self.masks.carried_over
            return of_year
        if name == "open":
            return now.open
        if name == "open_overdue":
            return now.open & now.due
        if name == "open_no_deadline":
            return now.open & (now.deadline == counting.NEVER)
        if name == "due_today":
            return now.open & (now.deadline == counting.day(self.asked.cutoff.on)) & ~now.due
        if name in ("claimed", "verified"):
            bits = self.snapshot.claims if name == "claimed" else self.snapshot.verified
            return self.masks.listed & (bits == ALL_FIVE)
        return self.masks[name]

    def _in_place(self) -> np.ndarray:
        if self.asked.by in ("street", "district", "city", "province"):
            at, rows = self.places
            row = 0 if self.asked.place == "-" else _index(rows, self.asked.place)
            return at == row
        at, words = self.groups
        wanted = "" if self.asked.place == "-" else self.asked.place
        return at == (words.index(wanted) if wanted in words else -1)


def _index(rows: list[int], told: str) -> int:
    return rows.index(int(told)) if told.isdigit() and int(told) in rows and int(told) else -1


def count(store: Store, scope: Scope, asked: Asked) -> Counted:
    """The masks behind one question, for what this actor may see; nothing is added up yet."""
    held = snapshot(store)
    with store.read() as connection:
        close = pacing.close(store, connection, held, asked.cutoff)
        units, targets = register.load(connection), register.all_targets(connection)
    return Counted(asked, held, units, targets, scope, close)
