"""The columns of all cases in memory: loaded once, refreshed by ``event.id > last``."""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Connection, select

from hazards.domain.counting import (
    ALWAYS,
    BUILDING,
    HAZARD,
    NEVER,
    TRANSFERRED,
    WITHDRAWN,
    Columns,
    History,
    day,
)
from hazards.domain.template import CLAIMS
from hazards.storage import cases as at_rest
from hazards.storage import events
from hazards.storage import histories as dated
from hazards.storage.casework import measure_bits
from hazards.storage.memory import keep_freed_memory
from hazards.storage.store import Store
from hazards.storage.tables import case_jurisdictions, cases

LEVELS = ("", "街镇级", "区级", "市级", "省级", "国家级")
RANK = {name: n for n, name in enumerate(LEVELS)}
GROUPINGS = ("supervisor", "sector", "leader", "batch")

ASKED = (
    "id",
    "kind",
    "level",
    "lead_id",
    "year",
    "listed_on",
    "deadline",
    "state",
    "stage",
    "struck_off_on",
    "struck_off_origin",
    "left_on",
    "lon",
    "lat",
    "unit_id",
    *GROUPINGS,
    *CLAIMS,
)


@dataclass(frozen=True, slots=True)
class Coded:
    """Short texts as numbers: ``codes`` int32 (n,), ``words[code]`` the text."""

    codes: np.ndarray
    words: list[str]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which co-streets (协办) see which cases: ``case`` int64 (k,), ``key`` int32 (k,)."""

    case: np.ndarray
    key: np.ndarray

    @classmethod
    def empty(cls) -> "Pairs":
        return cls(np.empty(0, np.int64), np.empty(0, np.int32))

    def without(self, cases_: np.ndarray) -> "Pairs":
        stays = ~np.isin(self.case, cases_)
        return Pairs(self.case[stays], self.key[stays])

    def and_also(self, other: "Pairs") -> "Pairs":
        return Pairs(np.concatenate([self.case, other.case]), np.concatenate([self.key, other.key]))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All cases of a store as of event ``last``; arrays are never changed in place."""

    columns: Columns
    lon: np.ndarray
    lat: np.ndarray
    unit: np.ndarray
    claims: np.ndarray  # uint8: bit n is set where measure n of CLAIMS is claimed
    verified: np.ndarray  # uint8: the same for measures in place
    groups: dict[str, Coded]
    last: int = 0
    co: Pairs = field(default_factory=Pairs.empty)

    def rows_of(self, ids: Iterable[int]) -> np.ndarray:
        """Positions of the cases with these ids that exist."""
        wanted = np.fromiter(ids, np.int64)
        if not len(wanted) or not len(self.columns.case):
            return np.empty(0, np.int64)
        at = np.searchsorted(self.columns.case, wanted)
        at = at[at < len(self.columns.case)]
        return at[np.isin(self.columns.case[at], wanted)]


def load(connection: Connection) -> Snapshot:
    """Every case as columns, sorted by id, with its dated histories."""
    last = events.last(connection)
    rows = connection.execute(select(*(cases.c[n] for n in ASKED)).order_by(cases.c.id)).all()
    plain = arrayed(rows, {g: {} for g in GROUPINGS}, {g: [] for g in GROUPINGS})
    told = _five(connection, plain)
    return replace(with_histories(told, dated.read(connection), last), co=_co(connection))


def _five(connection: Connection, plain: Snapshot, touched: Sequence[int] | None = None) -> Snapshot:
    """With what was told and verified here of the five measures."""
    bits = measure_bits(connection, touched)
    if not bits:
        return plain
    claims, verified = plain.claims.copy(), plain.verified.copy()
    at = np.searchsorted(plain.columns.case, list(bits))
    for n, (claimed, in_place) in zip(at.tolist(), bits.values(), strict=True):
        claims[n] |= claimed
        verified[n] = in_place
    return replace(plain, claims=claims, verified=verified)


def _co(connection: Connection, touched: Sequence[int] | None = None) -> Pairs:
    """The co-streets of all cases, or of ``touched`` ones only."""
    asked = select(case_jurisdictions.c.case_id, case_jurisdictions.c.jurisdiction_id)
    parts = (
        [asked]
        if touched is None
        else [asked.where(case_jurisdictions.c.case_id.in_(p)) for p in at_rest.chunks(touched)]
    )
    rows = [tuple(r) for part in parts for r in connection.execute(part)]
    if not rows:
        return Pairs.empty()
    case, key = zip(*rows, strict=True)
    return Pairs(np.array(case, np.int64), np.array(key, np.int32))


def refresh(connection: Connection, old: Snapshot) -> Snapshot:
    """Only the cases touched since ``old`` are read; arrays in which they change nothing are shared."""
    last = events.last(connection)
    if last == old.last:
        return old
    touched = at_rest.changed_since(connection, old.last)
    if not touched:
        return replace(old, last=last)
    rows: list[Any] = []
    for part in at_rest.chunks(touched):
        asked = select(*(cases.c[n] for n in ASKED)).where(cases.c.id.in_(part)).order_by(cases.c.id)
        rows.extend(connection.execute(asked).all())
    known = {g: {w: n for n, w in enumerate(old.groups[g].words)} for g in GROUPINGS}
    words = {g: list(old.groups[g].words) for g in GROUPINGS}
    plain = _five(connection, arrayed(rows, known, words), touched)
    fresh = _merge(old, with_histories(plain, dated.read(connection, touched), last))
    co = old.co.without(np.array(touched, np.int64)).and_also(_co(connection, touched))
    return replace(fresh, co=co)


def with_histories(plain: Snapshot, told: dated.Told, last: int) -> Snapshot:
    return replace(plain, columns=dated.applied(plain.columns, told, RANK), last=last)


def arrayed(rows: Sequence[Any], known: dict[str, dict[str, int]], words: dict[str, list[str]]) -> Snapshot:
    """n rows of ``ASKED`` as arrays (n,): int32 days since 1970, degrees in CGCS2000; no histories yet."""
    names = {n: i for i, n in enumerate(ASKED)}
    told = list(zip(*rows, strict=True)) if rows else [()] * len(ASKED)

    def column(name: str) -> Sequence[Any]:
        return told[names[name]]

    def days(name: str, absent: np.int32) -> np.ndarray:
        # Few distinct days stand behind many rows, so the conversion is remembered.
        seen: dict[Any, int] = {None: int(absent)}
        return np.fromiter(
            (seen[d] if d in seen else seen.setdefault(d, day(d)) for d in column(name)), np.int32
        )

    year = np.fromiter((y or 0 for y in column("year")), np.int16)
    listed = days("listed_on", ALWAYS)
    # Listed in a batch of a year but no day told: from 1 January, for no other day is known.
    starts = {y: day(date(y, 1, 1)) for y in np.unique(year).tolist() if y}
    for known_year, start in starts.items():
        listed[(listed == ALWAYS) & (year == known_year)] = start
    year = np.where((year == 0) & (listed != ALWAYS), years_of(listed), year).astype(np.int16)
    state = np.array(column("state"), dtype="U12")
    stage = np.array(column("stage"), dtype="U12")
    listed[(stage == "found") | (stage == "assessed")] = NEVER
    struck = days("struck_off_on", NEVER)
    struck[state != "struck-off"] = NEVER
    left = days("left_on", NEVER)
    gone = (state == "withdrawn") | (state == "transferred")
    left[~gone] = NEVER
    columns = Columns(
        case=np.array(column("id"), np.int64),
        kind=np.where(np.array(column("kind"), dtype="U10") == "building", BUILDING, HAZARD).astype(np.uint8),
        level=np.fromiter((RANK.get(v, 0) for v in column("level")), np.uint8),
        lead=np.fromiter((v or 0 for v in column("lead_id")), np.int32),
        year=year,
        listed=listed,
        deadline=days("deadline", NEVER),
        struck=struck,
        imported=np.fromiter((v == "imported" for v in column("struck_off_origin")), bool),
        left=left,
        left_how=np.where(
            state == "withdrawn", WITHDRAWN, np.where(state == "transferred", TRANSFERRED, 0)
        ).astype(np.uint8),
        closed=((state == "struck-off") & (struck == NEVER)) | (gone & (left == NEVER)),
        deadline_at_strike=days("deadline", NEVER),
        extensions=History.empty(),
        moves=History.empty(),
        uplistings=History.empty(),
        strikes=History.empty(),
    )
    groups = {}
    for name in GROUPINGS:
        seen, list_ = known[name], words[name]
        codes = np.fromiter((_code(w, seen, list_) for w in column(name)), np.int32)
        groups[name] = Coded(codes, list_)
    nan = float("nan")
    return Snapshot(
        columns=columns,
        lon=np.fromiter((nan if v is None else v for v in column("lon")), np.float64),
        lat=np.fromiter((nan if v is None else v for v in column("lat")), np.float64),
        unit=np.fromiter((v or 0 for v in column("unit_id")), np.int64),
        claims=sum(
            (np.fromiter((bool(v) for v in column(name)), np.uint8) << n for n, name in enumerate(CLAIMS)),
            start=np.zeros(len(rows), np.uint8),
        ),
        verified=np.zeros(len(rows), np.uint8),
        groups=groups,
    )


def _code(word: str, seen: dict[str, int], words: list[str]) -> int:
    if not word.strip("-—–/／ "):
        word = ""  # a dash in a ledger's cell says that there is nothing to say
    if word not in seen:
        seen[word] = len(words)
        words.append(word)
    return seen[word]


def years_of(days: np.ndarray) -> np.ndarray:
    told = np.where(days == ALWAYS, 0, days).astype("datetime64[D]")
    return told.astype("datetime64[Y]").astype(np.int64) + 1970


_ARRAYS = tuple(n for n in Columns.__slots__ if n not in ("extensions", "moves", "uplistings", "strikes"))


def _merge(old: Snapshot, fresh: Snapshot) -> Snapshot:
    """``old`` with the rows of ``fresh`` replaced or appended; ids only ever grow."""
    ids, count = fresh.columns.case, len(old.columns)
    at = np.searchsorted(old.columns.case, ids)
    exists = at < count
    exists[exists] = old.columns.case[at[exists]] == ids[exists]
    at[~exists] = count + np.arange(np.count_nonzero(~exists))

    def merged(was: np.ndarray, now: np.ndarray) -> np.ndarray:
        now = now.astype(was.dtype)
        if exists.all() and np.array_equal(was[at], now, equal_nan=was.dtype.kind == "f"):
            return was
        out = np.concatenate([was, now[~exists]])
        out[at] = now
        return out

    arrays: dict[str, Any] = {n: merged(getattr(old.columns, n), getattr(fresh.columns, n)) for n in _ARRAYS}
    groups = {
        g: Coded(merged(old.groups[g].codes, fresh.groups[g].codes), fresh.groups[g].words) for g in GROUPINGS
    }
    return Snapshot(
        columns=Columns(**arrays, **dated.merged(old.columns, fresh.columns, at)),
        lon=merged(old.lon, fresh.lon),
        lat=merged(old.lat, fresh.lat),
        unit=merged(old.unit, fresh.unit),
        claims=merged(old.claims, fresh.claims),
        verified=merged(old.verified, fresh.verified),
        groups=groups,
        last=fresh.last,
    )


class Warm:
    """The snapshot of one store, kept warm between questions."""

    def __init__(self, store: Store) -> None:
        keep_freed_memory()
        self._store, self._guard = store, threading.Lock()
        self._held: Snapshot | None = None

    def get(self) -> Snapshot:
        with self._guard, self._store.read() as connection:
            self._held = load(connection) if self._held is None else refresh(connection, self._held)
            return self._held
