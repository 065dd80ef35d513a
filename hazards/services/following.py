"""What follows a street into another: its people, its targets, its ground."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection

from geo.crs import area_m2
from hazards.domain.jurisdiction import Register
from hazards.domain.roles import Role
from hazards.services import clock
from hazards.services import posts as given
from hazards.services.access import Scope
from hazards.services.reporting import DEFAULT_TARGET
from hazards.storage import accounts, events, register
from hazards.storage.accounts import Post


@dataclass(frozen=True, slots=True)
class Goal:
    """The target of the receiving unit for a year: as it stands, and with the old units' added."""

    year: int
    before: tuple[int | None, int] | None
    listed: int | None
    rate: int
    area: float | None
    parts: tuple[str, ...]
    """Which units brought something to it."""


def goals(
    connection: Connection, held: Register, old: Sequence[int], into: int | None, on: date
) -> tuple[Goal, ...]:
    """The targets of the year of the act and later ones, added up; none where no old unit had one.

    Numbers to list and m² add up. A rate does not: the receiving unit keeps its own, else its
    district's, else 95.
    """
    told, areas = register.all_targets(connection), register.area_targets(connection)
    years = sorted({year for key, year in told if key in old and year >= on.year})
    out = []
    above = held.above(old[0], "district")
    for year in years:
        sources = [k for k in old if (k, year) in told]
        own = told.get((into, year)) if into else None
        parts = [*(p for p in [own] if p), *(told[k, year] for k in sources)]
        numbers = [p[0] for p in parts if p[0] is not None]
        squares = [a for k in [into, *sources] if k and (a := areas.get((k, year))) is not None]
        rate = own[1] if own else told.get((above or 0, year), (None, DEFAULT_TARGET))[1]
        out.append(
            Goal(
                year,
                own,
                sum(numbers) if numbers else None,
                rate,
                sum(squares) if squares else None,
                tuple(held[k].name for k in sources),
            )
        )
    return tuple(out)


def targets(connection: Connection, scope: Scope, found: Sequence[Goal], into: int) -> None:
    """Write the added-up targets; the old units' own stay, for the time before."""
    code = register.load(connection)[into].code
    for goal in found:
        register.set_target(
            connection, into, goal.year, listed=goal.listed, rate=goal.rate, area_m2=goal.area
        )
        events.record(
            connection,
            subject="target",
            action="target-set",
            **scope.signature,
            entered_at=clock.stamp(),
            acted_on=clock.today(),
            data={
                "code": code,
                "year": goal.year,
                "before": goal.before,
                "after": [goal.listed, goal.rate],
                "merged": list(goal.parts),
            },
        )


def held_posts(connection: Connection, old: Collection[int], on: date) -> list[Post]:
    """The posts of the old units that are held after the day and not over yet."""
    last = max(on, clock.today())
    every = accounts.all_posts(connection)
    return [p for p in every if p.jurisdiction in old and (p.until is None or p.until > last)]


def posts(
    connection: Connection, scope: Scope, old: Collection[int], into: int, on: date, reason: str
) -> None:
    """Every post of the old units ends and the same one begins in the new; what was lent is lent on."""
    for held in held_posts(connection, old, on):
        begins = max(on, held.since)
        given.close(connection, scope, held.id, begins, reason)
        made = given.add(
            connection,
            scope,
            held.account,
            Role(held.role),
            jurisdiction=into,
            department=held.department,
            title=held.title,
            since=begins,
            until=held.until,
            reason=reason,
        )
        for lent in accounts.delegations_of(connection, held.id):
            if lent["until"] > begins:
                accounts.change_delegation(connection, lent["id"], post_id=made)


Shapes = dict[int, tuple[Any, bool]]


def _ground(connection: Connection, old: Sequence[int], into: int | None, on: date) -> Shapes | None:
    """Unit to (polygon, schematic) of all that take part; None where one has no outline."""
    best = {key: (shapely.from_wkb(wkb), rough) for key, wkb, rough, _ in register.shapes(connection, on)}
    wanted = [*old, *([into] if into else [])]
    if any(key not in best for key in wanted):
        return None
    found = {key: best[key] for key in wanted}
    # A schematic union would never be used before the surveyed outline it is to replace.
    if into and not found[into][1] and any(rough for _, rough in found.values()):
        return None
    return found


def outlined(connection: Connection, old: Sequence[int], into: int | None, on: date, name: str) -> str:
    """What becomes of the map, in words."""
    if _ground(connection, old, into, on) is None:
        return f"{name}的新边界须另行导入：现有边界不全，不能直接相并"
    return f"{name}的边界自 {on.isoformat()} 起为各街镇范围之和；有正式勘界成果的请另行导入"


def outline(connection: Connection, old: Sequence[int], into: int, on: date, name: str) -> None:
    """One vintage more, with the old outlines joined; nothing where one of them is not known."""
    standing = into if register.load(connection)[into].valid_from != on else None
    found = _ground(connection, old, standing, on)
    if found is None:
        return
    whole = shapely.union_all([shape for shape, _ in found.values()])
    wkb = shapely.to_wkb(whole)
    area = float(area_m2(np.array([whole]))[0])
    register.add_vintage(
        connection,
        [(into, wkb, area)],
        name=f"{name}(街镇合并)",
        valid_from=on,
        schematic=any(rough for _, rough in found.values()),
        crs="CGCS2000",
        sha256=hashlib.sha256(wkb).hexdigest(),
        entered_at=clock.stamp(),
    )
