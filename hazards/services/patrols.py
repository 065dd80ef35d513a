"""Patrols (巡查): who walked which street on which day, by what way, and what was found there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import shapely
from sqlalchemy import Connection, or_, select

from geo import tracks
from hazards.domain.errors import Refusal
from hazards.domain.prose import prose
from hazards.domain.roles import CASEWORK, EVERYONE, STREET
from hazards.formats.tracks import read_track
from hazards.services import clock, newcases
from hazards.services.access import Scope, operation, seen, visible
from hazards.services.newcases import NotYourStreet
from hazards.storage import cases, casework, events, register
from hazards.storage import tables as t
from hazards.storage.store import Store

OPENS = {"": "只作记录", "building": "新建违法建筑案卷", "hazard": "新建隐患案卷"}
MOST_FINDS = 50


class PatrolIncomplete(Refusal):
    code = "patrol-incomplete"
    says = "巡查记录还缺：{missing}。"
    remedy = "补齐后再保存。"


@dataclass(frozen=True, slots=True)
class Find:
    """What was found at one place: noted only, of a ``case`` that is there, or ``opens`` a new one.

    ``told`` of a new case: ``unit``, ``address``, ``content``, and of a building ``illegal_area`` m².
    """

    note: str
    lon: float | None = None
    lat: float | None = None
    case: int | None = None
    opens: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recorded:
    patrol: int
    length_m: float | None
    opened: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A find as it is listed; ``unit`` only where its case is in the reader's sight."""

    note: str
    lon: float | None
    lat: float | None
    case: int | None
    unit: str


@dataclass(frozen=True, slots=True)
class Patrol:
    id: int
    street: str
    on: date
    persons: str
    route: str
    length_m: float | None
    note: str
    entered_at: str
    finds: tuple[Spot, ...]


@operation("登记巡查", CASEWORK)
def record(
    store: Store,
    scope: Scope,
    *,
    street: int | None,
    on: date | None,
    persons: str,
    route: str,
    note: str = "",
    finds: Sequence[Find] = (),
    track: bytes = b"",
    request: str = "",
) -> Recorded:
    """Keep one patrol, and open a case for whatever was found and has none.

    Args:
        street: key of the street patrolled. ``route``: where, in words.
        track: a GeoJSON or GPX file, CGCS2000 or WGS84.

    Raises:
        PatrolIncomplete, NotYourStreet, NoSuchCase, Incomplete
        Unreadable: of the track.
    """
    said = {"persons": prose("巡查人员", persons, 200), "route": prose("巡查路线", route, 500)}
    said["note"] = prose("备注", note, 1000)
    _complete(street, on, said, finds)
    assert street is not None
    assert on is not None
    shape = tracks.line(read_track(track)) if track else None
    length = tracks.length_m(shape) if shape is not None else None

    def job(connection: Connection) -> Recorded:
        if request and (before := casework.remembered(connection, request)):
            return Recorded(int(before), length, ())
        _may(connection, scope, street)
        placed = [(find, *_case(connection, scope, find, street, on)) for find in finds]
        opened = tuple(case for _, case, new in placed if new and case is not None)
        told = {"street": street, **said, "length_m": length, "finds": len(placed), "opened": list(opened)}
        stamp = clock.stamp()
        event = events.record(
            connection,
            subject="patrol",
            action="patrolled",
            entered_at=stamp,
            acted_on=on,
            data={k: v for k, v in told.items() if v not in (None, "", [])},
            **scope.signature,
        )
        patrol = casework.add(
            connection,
            t.patrols,
            jurisdiction_id=street,
            on_date=on,
            **said,
            track=None if shape is None else shapely.to_wkb(shape),
            length_m=length,
            account_id=scope.account,
            entered_at=stamp,
            event_id=event,
        )
        for position, (find, case, _) in enumerate(placed, 1):
            values = {"lon": find.lon, "lat": find.lat, "note": prose("发现情况", find.note, 500)}
            key = {"patrol_id": patrol, "position": position, "case_id": case}
            connection.execute(t.patrol_finds.insert().values(**key, **values))
        if request:
            casework.remember(connection, request, scope.account, stamp, str(patrol))
        return Recorded(patrol, length, opened)

    return store.write(job)


def _complete(street: int | None, on: date | None, said: Mapping[str, str], finds: Sequence[Find]) -> None:
    missing = [] if street else ["巡查街镇"]
    if on is None or on > clock.today():
        missing.append("不晚于今天的巡查日期")
    missing += [name for key, name in (("persons", "巡查人员"), ("route", "巡查路线")) if not said[key]]
    if len(finds) > MOST_FINDS:
        missing.append(f"不超过 {MOST_FINDS} 处的发现情况")
    for n, find in enumerate(finds, 1):
        if not find.note.strip():
            missing.append(f"第 {n} 处的发现情况")
        if (find.lon is None) != (find.lat is None):
            missing.append(f"第 {n} 处的经度或者纬度")
        if find.opens not in OPENS:
            missing.append(f"第 {n} 处的处理方式")
    if missing:
        raise PatrolIncomplete(missing="、".join(missing))


def _may(connection: Connection, scope: Scope, street: int) -> None:
    """Streets patrol their own ground; offices any.

    Raises:
        NotYourStreet
    """
    known = {u.key for u in register.load(connection).streets(clock.today())}
    bound = scope.role in STREET or scope.jurisdictions is not None
    if street not in known or (bound and street not in (scope.jurisdictions or ())):
        raise NotYourStreet


def _case(connection: Connection, scope: Scope, find: Find, street: int, on: date) -> tuple[int | None, bool]:
    """(the case of a find, whether it was opened now).

    Raises:
        NoSuchCase, Incomplete
    """
    if find.case is not None:
        seen(connection, scope, find.case)
        return find.case, False
    if not find.opens:
        return None, False
    told = {"content": find.note, "source": "巡查发现", **find.told}
    told |= {"lead": street, "found_on": on, "lon": find.lon, "lat": find.lat}
    newcases.complete(told)
    if find.opens == "hazard":
        return newcases.add(connection, scope, told, None), True
    area = area_told(told.get("illegal_area"))
    case = newcases.add(connection, scope, told, None, kind="building", area=area)
    casework.put(connection, t.buildings, {"case_id": case}, {"found_by": "street"})
    return case, True


def area_told(told: Any) -> float:
    """The m² somebody typed.

    Raises:
        Incomplete
    """
    try:
        m2 = float(told or 0)
    except (TypeError, ValueError):
        m2 = 0.0
    if not 0 < m2 < 10_000_000:
        raise newcases.Incomplete(missing="大于零的违法面积(平方米)")
    return round(m2, 2)


@operation("查看巡查记录", EVERYONE)
def recent(store: Store, scope: Scope, *, year: int | None = None, most: int = 200) -> list[Patrol]:
    """Patrols of one year (this one) in sight, the latest first.

    In sight are those of one's streets, and those one recorded oneself.
    """
    year = year or clock.today().year
    p = t.patrols.c
    conditions: list[Any] = [p.on_date.between(date(year, 1, 1), date(year, 12, 31))]
    if not scope.everything:
        own = [p.account_id == scope.account] if scope.account is not None else []
        conditions.append(or_(p.jurisdiction_id.in_(sorted(scope.jurisdictions or ())), *own))
    with store.read() as connection:
        rows = casework.where(connection, t.patrols, *conditions, order=(p.on_date.desc(), p.id.desc()))[
            :most
        ]
        names = register.load(connection)
        spots = _spots(connection, scope, [row["id"] for row in rows])
    return [
        Patrol(
            row["id"],
            names[row["jurisdiction_id"]].name,
            row["on_date"],
            row["persons"],
            row["route"],
            row["length_m"],
            row["note"],
            row["entered_at"],
            tuple(spots.get(row["id"], ())),
        )
        for row in rows
    ]


def _spots(connection: Connection, scope: Scope, patrols: Sequence[int]) -> dict[int, list[Spot]]:
    f = t.patrol_finds.c
    out: dict[int, list[Spot]] = {}
    for part in cases.chunks(patrols):
        asked = select(t.patrol_finds).where(f.patrol_id.in_(part)).order_by(f.patrol_id, f.position)
        for row in connection.execute(asked).mappings():
            case, unit = _named(connection, scope, row["case_id"])
            spot = Spot(row["note"], row["lon"], row["lat"], case, unit)
            out.setdefault(row["patrol_id"], []).append(spot)
    return out


def _named(connection: Connection, scope: Scope, case: int | None) -> tuple[int | None, str]:
    row = None if case is None else visible(connection, scope, case)
    return (case, str(row["unit"])) if row else (None, "")
