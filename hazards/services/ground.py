"""Ground: the footprints of all cases in memory, so that an outline is held against 20,000 at once."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import shapely
from sqlalchemy import Connection

from geo.crs import area_m2
from hazards.services.access import Scope
from hazards.storage import cases, events, footprints
from hazards.storage.store import Store

LEAST_M2 = 1.0
"""Neighbours share a wall, and no two people trace it alike: less than this is no overlap."""
ELSEWHERE = "另一案卷(不在您的辖区)"

Drawn = tuple[int, bytes, Any]
"""Position, WKB and shape of one outline."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Ground that another case also claims.

    ``kind``: "open", "struck-off" (it may have been built again), "left" (withdrawn, transferred),
    "elsewhere" (out of the actor's sight: then ``case`` is None and nothing else is told).
    ``share``: of the ground asked about, 0 to 1.
    """

    kind: str
    m2: float
    share: float
    case: int | None
    told: str

    @property
    def says(self) -> str:
        size = f"{self.m2:,.1f} ㎡，占本案占地的 {100 * self.share:.0f}%"
        if self.kind == "struck-off":
            return f"与已销号的“{self.told}”重叠 {size}：疑似反弹(原地重建)，请核对。"
        if self.kind == "left":
            return f"与已撤销或移送的“{self.told}”重叠 {size}。"
        likely = "很可能是同一处" if self.share >= 0.5 else "可能重复"
        name = self.told if self.kind == "elsewhere" else f"“{self.told}”"
        return f"与{name}重叠 {size}：{likely}，请核对。"


@dataclass(frozen=True, slots=True)
class Held:
    """All outlines as of event ``last``, CGCS2000; the arrays are of one length and never changed."""

    drawn: dict[int, list[Drawn]]
    case: np.ndarray  # (n,) int64
    shapes: np.ndarray  # (n,) polygons
    tree: shapely.STRtree
    last: int

    def within(self, bounds: tuple[float, float, float, float]) -> np.ndarray:
        """Rows whose box meets (west, south, east, north), in degrees."""
        return self.tree.query(shapely.box(*bounds))


_HELD: "WeakKeyDictionary[Store, Held]" = WeakKeyDictionary()
_GUARD = threading.Lock()


def held(store: Store) -> Held:
    """The outlines as they now are; what changed since the last question is read again."""
    with _GUARD, store.read() as connection:
        known = _HELD.get(store)
        now = _load(connection) if known is None else _refreshed(connection, known)
        _HELD[store] = now
        return now


def _load(connection: Connection) -> Held:
    last = events.last(connection)
    return _held(_drawn(footprints.outlines(connection)), last)


def _refreshed(connection: Connection, known: Held) -> Held:
    last = events.last(connection)
    if last == known.last:
        return known
    touched = cases.changed_since(connection, known.last)
    fresh = _drawn(footprints.outlines(connection, touched))
    changed = [i for i in touched if _bytes(known.drawn.get(i)) != _bytes(fresh.get(i))]
    if not changed:
        return Held(known.drawn, known.case, known.shapes, known.tree, last)
    gone = frozenset(changed)
    return _held({k: v for k, v in known.drawn.items() if k not in gone} | fresh, last)


def _bytes(drawn: list[Drawn] | None) -> list[tuple[int, bytes]]:
    return [one[:2] for one in drawn or ()]


def _drawn(rows: Iterable[tuple[int, int, bytes]]) -> dict[int, list[Drawn]]:
    told = sorted(rows)
    shapes = shapely.from_wkb([row[2] for row in told])
    found: dict[int, list[Drawn]] = {}
    for (case_id, position, wkb), shape in zip(told, shapes, strict=True):
        found.setdefault(case_id, []).append((position, wkb, shape))
    return found


def _held(drawn: dict[int, list[Drawn]], last: int) -> Held:
    case = np.array([i for i, several in drawn.items() for _ in several], np.int64)
    shapes = np.empty(len(case), dtype=object)
    shapes[:] = [one[2] for several in drawn.values() for one in several]
    return Held(drawn, case, shapes, shapely.STRtree(shapes), last)


def overlaps(store: Store, scope: Scope, shapes: Any, beside: int) -> list[Overlap]:
    """Who else claims this ground, the largest share first.

    Args:
        shapes: (n,) polygons lon/lat that do not overlap one another.
        beside: the case they are of, which does not count.
    """
    if not len(shapes):
        return []
    ground = held(store)
    mine = np.empty(len(shapes), dtype=object)
    mine[:] = list(shapes)
    own, other = ground.tree.query(mine, predicate="intersects")
    foreign = ground.case[other] != beside
    own, other = own[foreign], other[foreign]
    shared = area_m2(shapely.intersection(mine[own], ground.shapes[other])) if len(own) else np.empty(0)
    whole = float(area_m2(mine).sum())
    ids, at = np.unique(ground.case[other], return_inverse=True)
    metres = np.bincount(at, shared, len(ids))
    with store.read() as connection:
        rows = cases.by_ids(connection, ids.tolist())
        found = [
            _told(connection, scope, rows[i], float(m2), min(float(m2) / whole, 1.0))
            for i, m2 in zip(ids.tolist(), metres, strict=True)
            if m2 >= LEAST_M2 and i in rows
        ]
    return sorted(found, key=lambda one: -one.m2)


_KINDS = {"open": "open", "struck-off": "struck-off"}


def _told(connection: Connection, scope: Scope, row: cases.Row, m2: float, share: float) -> Overlap:
    if not scope.everything and not scope.sees(row, cases.co_streets(connection, row["id"])):
        return Overlap("elsewhere", m2, share, None, ELSEWHERE)
    name = " ".join(filter(None, [row["number"], row["unit"]]))
    return Overlap(_KINDS.get(row["state"], "left"), m2, share, row["id"], name)
