"""Unreported (上级发现而街镇未报): buildings found from above of which the street had said nothing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Connection, select

from geo.tracks import distance_m
from hazards.domain.cells import fold
from hazards.domain.roles import EVERYONE
from hazards.services.access import Scope, operation
from hazards.services.asked import Asked
from hazards.storage import register
from hazards.storage import tables as t
from hazards.storage.store import Store

NEAR_M = 50.0
"""So near, a find or a case of the street is the same place."""
SELF_FOUND = ("自查自报", "巡查发现")


@dataclass(frozen=True, slots=True)
class Place:
    """One building the street did not know, or had not told of."""

    case: int
    number: str
    unit: str
    address: str
    street: str
    key: int | None
    found_on: date | None
    m2: float


@dataclass(frozen=True, slots=True)
class Known:
    """Something the street had said: a find of its patrol, or a case it registered itself."""

    on: date
    lead: int | None
    case: int | None
    unit: int | None
    address: str  # folded
    lon: float | None
    lat: float | None


@operation("查看上级发现而街镇未报", EVERYONE)
def places(store: Store, scope: Scope, asked: Asked) -> list[Place]:
    """Buildings of the year (all years) found from above by the cut-off and not known before, by street.

    A place was known where on an earlier day, or the same, a patrol of the street noted it, or the
    street registered a case of the same unit, address or ground within ``NEAR_M`` metres.
    """
    on, year = asked.cutoff.on, asked.population
    with store.read() as connection:
        above = [r for r in _above(connection) if scope.leads(r) and _in(r, on, year)]
        known = _known(connection) if above else {}
        names = register.load(connection)
    found = [
        Place(
            r["id"],
            r["number"],
            r["unit"],
            r["address"],
            names[r["lead_id"]].name if r["lead_id"] in names else "未定属地",
            r["lead_id"],
            _day(r),
            r["illegal_area"] or 0.0,
        )
        for r in above
        if not any(_same(r, one) for one in _near(r, known.get(r["lead_id"], [])))
    ]
    return sorted(found, key=lambda p: (p.key or 1 << 30, p.found_on or date.max, p.case))


def _day(row: dict[str, Any]) -> date | None:
    return row["found_on"] or row["listed_on"]


def _in(row: dict[str, Any], on: date, year: int | None) -> bool:
    day = _day(row)
    return day is None or (day <= on and (year is None or day.year == year))


def _same(row: dict[str, Any], one: Known) -> bool:
    """Whether what the street had said is of this place, and was said before or on the day."""
    day = _day(row)
    return day is None or one.on <= day


def _near(row: dict[str, Any], known: list[Known]) -> list[Known]:
    address = fold(row["address"])
    same = [
        one
        for one in known
        if one.case == row["id"]
        or (one.unit is not None and one.unit == row["unit_id"])
        or (address and one.address == address)
    ]
    placed = [one for one in known if one.lon is not None and one.lat is not None]
    if row["x"] is not None and row["y"] is not None and placed:
        lons = np.array([one.lon for one in placed], float)
        lats = np.array([one.lat for one in placed], float)
        close = distance_m(row["x"], row["y"], lons, lats) <= NEAR_M
        same += [placed[n] for n in np.flatnonzero(close)]
    return same


_C = t.cases.c
_COLUMNS = (
    *(_C.id, _C.number, _C.unit, _C.unit_id, _C.address, _C.lead_id, _C.supervisor),
    *(_C.found_on, _C.listed_on, _C.illegal_area, _C.x, _C.y),
)


def _above(connection: Connection) -> list[dict[str, Any]]:
    asked = (
        select(*_COLUMNS)
        .join_from(t.cases, t.buildings, t.buildings.c.case_id == _C.id)
        .where(t.buildings.c.found_by == "above", _C.state.not_in(("withdrawn", "transferred")))
        .order_by(_C.id)
    )
    return [dict(row) for row in connection.execute(asked).mappings()]


def _known(connection: Connection) -> dict[int | None, list[Known]]:
    """What each street had said, by its key."""
    told: dict[int | None, list[Known]] = {}
    p, f = t.patrols.c, t.patrol_finds.c
    finds = select(p.on_date, p.jurisdiction_id, f.case_id, f.lon, f.lat).join_from(
        t.patrols, t.patrol_finds, f.patrol_id == p.id
    )
    for on, lead, case, lon, lat in connection.execute(finds):
        told.setdefault(lead, []).append(Known(on, lead, case, None, "", lon, lat))
    own = (
        select(*_COLUMNS)
        .outerjoin_from(t.cases, t.buildings, t.buildings.c.case_id == _C.id)
        .where(
            (t.buildings.c.found_by == "street")
            | (
                (t.buildings.c.found_by.is_(None) | (t.buildings.c.found_by == ""))
                & _C.source.in_(SELF_FOUND)
            )
        )
    )
    for row in connection.execute(own).mappings():
        if (on := row["found_on"] or row["listed_on"]) is not None:
            lead = row["lead_id"]
            one = Known(on, lead, row["id"], row["unit_id"], fold(row["address"]), row["x"], row["y"])
            told.setdefault(lead, []).append(one)
    return told
