"""Footprints (占地): the ground an illegal building stands on, measured, and who else claims it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection

from geo.crs import CGCS2000, area_m2, zones
from hazards.domain.errors import Refusal
from hazards.domain.prose import prose
from hazards.domain.roles import EVERYONE
from hazards.services import clock, ground, shapes, siting
from hazards.services.access import Scope, operation, seen
from hazards.services.buildings import DESCRIBERS
from hazards.services.enforcing import CaseClosed
from hazards.services.ground import Overlap
from hazards.services.onfile import NotABuilding, record, told_of
from hazards.services.shapes import Sketch
from hazards.storage import cases, casework, events
from hazards.storage import footprints as at_rest
from hazards.storage.store import Store

WAYS = {"drawn": "地图勾绘", "file": "文件", "typed": "坐标", "": "台账导入"}
ADDED, REMOVED = "footprint-added", "footprint-removed"


class AlreadyThere(Refusal):
    code = "footprint-counted-twice"
    says = "与本案已登记的占地重叠 {m2:,.1f} ㎡，面积会重复计算。"
    remedy = "要改画的，请先删除原有的一处，再登记新的。"


class OverlapsItself(Refusal):
    code = "footprints-overlap-each-other"
    says = "所报各处占地之间重叠 {m2:,.1f} ㎡，面积会重复计算。"
    remedy = "请只保留一份图形，或改正边线。"


class NoSuchFootprint(Refusal):
    code = "no-such-footprint"
    says = "本案没有这处占地。"
    remedy = "它可能刚被删除，请刷新后再看。"


class ReasonWanted(Refusal):
    code = "footprint-reason-missing"
    says = "删除占地须写明理由。"
    remedy = "请写明为什么删除，至少四个字。"


@dataclass(frozen=True, slots=True)
class Footprint:
    """One outline on file; ``on`` and ``actor`` are empty where a ledger brought it."""

    position: int
    wkb: bytes
    area_m2: float
    way: str
    crs: str
    on: date | None
    actor: str


@dataclass(frozen=True, slots=True)
class OnGround:
    """The ground of one case, in square metres beside what was declared."""

    footprints: tuple[Footprint, ...]
    declared: float | None
    """违法面积 of the ledger or the registration; it may count several floors."""
    ground_m2: float | None
    """占地面积 as somebody filled it in."""
    metric_crs: str
    overlaps: tuple[Overlap, ...]
    closed: bool

    @property
    def total(self) -> float:
        return sum(one.area_m2 for one in self.footprints)

    @property
    def difference(self) -> float | None:
        """Measured less declared; None where there is nothing to compare."""
        if not self.footprints or self.declared is None:
            return None
        return self.total - self.declared


@dataclass(frozen=True, slots=True)
class Checked:
    """Outlines that may be added: polygons CGCS2000 lon/lat, m² of each, and what to look at."""

    shapes: np.ndarray
    areas: tuple[float, ...]
    metric_crs: str
    overlaps: tuple[Overlap, ...]
    notes: tuple[str, ...]

    @property
    def total(self) -> float:
        return sum(self.areas)


@operation("查看占地", EVERYONE, case=True)
def of_case(store: Store, scope: Scope, case_id: int) -> OnGround:
    """What is on file, measured, and the overlaps as they now are.

    Raises:
        NoSuchCase, NotABuilding
    """
    with store.read() as connection:
        row = building(connection, scope, case_id)
        rows = at_rest.of_case(connection, case_id)
        ground_m2 = told_of(connection, case_id)["ground_m2"]
    drawn = [shapely.from_wkb(bytes(one["wkb"])) for one in rows]
    return OnGround(
        tuple(_footprint(one) for one in rows),
        row["illegal_area"],
        ground_m2,
        _metric(drawn),
        tuple(ground.overlaps(store, scope, drawn, case_id)),
        row["state"] != "open",
    )


@operation("读取占地文件", DESCRIBERS, case=True, lead=True)
def read_file(
    store: Store, scope: Scope, case_id: int, path: Path, *, name: str, crs: str | None = None
) -> Sketch:
    """The outlines of this case in a file; nothing is written.

    Args:
        path: GeoJSON, GeoPackage or a zipped Shapefile, read in a fenced child.
        crs: what the user says; wins over what the file declares.

    Raises:
        NoSuchCase, NotABuilding, Unreadable, and those of ``shapes.filed``
    """
    with store.read() as connection:
        row = building(connection, scope, case_id)
    return shapes.filed(path, name=name, crs=crs, number=row["number"])


@operation("核对占地", DESCRIBERS, case=True, lead=True)
def check(store: Store, scope: Scope, case_id: int, sketch: Sketch) -> Checked:
    """Judge outlines before they are added; nothing is written.

    Raises:
        NoSuchCase, NotABuilding, AlreadyThere, OverlapsItself, OutsideDistrict, and those of
        ``shapes.polygons``
    """
    found = shapes.polygons(sketch)
    with store.read() as connection:
        row = building(connection, scope, case_id)
        _once(connection, case_id, found)
        notes = siting.place(connection, row, found)
    overlaps = ground.overlaps(store, scope, found, case_id)
    areas = tuple(float(m2) for m2 in area_m2(found))
    return Checked(found, areas, _metric(found), tuple(overlaps), tuple(notes))


@operation("登记占地", DESCRIBERS, case=True, lead=True)
def add(store: Store, scope: Scope, case_id: int, sketch: Sketch, *, request: str = "") -> Checked:
    """Add outlines to a case, beside those it has; a case without a position gets theirs.

    A closed one may be added to: its ground tells when somebody builds there again.

    Raises:
        as ``check``
    """
    checked = check(store, scope, case_id, sketch)

    def job(connection: Connection) -> None:
        row = building(connection, scope, case_id)
        if request and casework.remembered(connection, request):
            return
        _once(connection, case_id, checked.shapes)
        first = _next(connection, case_id)
        told = [
            {"position": first + n, "area_m2": round(area, 2), "wkb": bytes(shapely.to_wkb(one))}
            for n, (one, area) in enumerate(zip(checked.shapes, checked.areas, strict=True))
        ]
        data = {"way": sketch.way, "crs": sketch.crs, "footprints": told, "total": round(checked.total, 2)}
        event = record(connection, scope, case_id, ADDED, clock.today(), data)
        common = {"case_id": case_id, "source_crs": sketch.crs, "way": sketch.way, "event_id": event}
        at_rest.add(connection, [{**one, **common} for one in told])
        values: dict[str, Any] = {"id": case_id, "live": True}
        if row["lon"] is None:
            point = shapely.point_on_surface(checked.shapes[0])
            values.update(lon=round(point.x, 7), lat=round(point.y, 7))
        cases.change(connection, [values])
        if request:
            casework.remember(connection, request, scope.account, clock.stamp(), str(event))

    store.write(job)
    return checked


@operation("删除占地", DESCRIBERS, case=True, lead=True)
def remove(store: Store, scope: Scope, case_id: int, position: int, reason: str) -> None:
    """Take one outline off the case; its shape stays in the event, with the reason.

    Raises:
        NoSuchCase, NotABuilding, CaseClosed, NoSuchFootprint, ReasonWanted
    """
    why = prose("删除理由", reason, 300)
    if len(why) < 4:
        raise ReasonWanted

    def job(connection: Connection) -> None:
        row = building(connection, scope, case_id)
        if row["state"] != "open":
            raise CaseClosed(what="删除占地")
        held = {one["position"]: one for one in at_rest.of_case(connection, case_id)}
        if (gone := held.get(position)) is None:
            raise NoSuchFootprint
        data = {name: gone[name] for name in ("position", "area_m2", "way", "source_crs", "wkb")}
        record(connection, scope, case_id, REMOVED, clock.today(), data, reason=why)
        at_rest.remove(connection, case_id, position)
        cases.change(connection, [{"id": case_id, "live": True}])

    store.write(job)


def building(connection: Connection, scope: Scope, case_id: int) -> cases.Row:
    """The row of a building in sight.

    Raises:
        NoSuchCase, NotABuilding
    """
    row = seen(connection, scope, case_id)
    if row["kind"] != "building":
        raise NotABuilding
    return row


def _footprint(row: at_rest.Row) -> Footprint:
    actor = row["actor"] or ""
    crs = row["source_crs"] or CGCS2000
    return Footprint(
        row["position"], bytes(row["wkb"]), row["area_m2"], row["way"], crs, row["acted_on"], actor
    )


def _metric(drawn: Any) -> str:
    return str(zones(np.array(drawn[:1], dtype=object))[0]) if len(drawn) else ""


def _next(connection: Connection, case_id: int) -> int:
    """A number never given before in this case, so that a page drawn earlier means no other outline."""
    held = [one["position"] for one in at_rest.of_case(connection, case_id)]
    before = [1 for one in events.of_case(connection, case_id) if one["action"] == f"act-{REMOVED}"]
    return max(held, default=0) + len(before) + 1


def _once(connection: Connection, case_id: int, found: np.ndarray) -> None:
    """No square metre of a case is counted twice."""
    held = [shapely.from_wkb(bytes(one["wkb"])) for one in at_rest.of_case(connection, case_id)]
    if len(held) + len(found) > shapes.MOST:
        raise shapes.TooManyOutlines(count=len(held) + len(found), most=shapes.MOST)
    if held and (m2 := shapes.crossing(found, held)) >= ground.LEAST_M2:
        raise AlreadyThere(m2=m2)
    twice = float(area_m2(found).sum() - area_m2(shapely.union_all(found))[0])
    if twice >= ground.LEAST_M2:
        raise OverlapsItself(m2=twice)
