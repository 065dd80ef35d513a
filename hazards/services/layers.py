"""The layers of the map (一张图): streets by rate, cases by kind, level and light. GeoJSON bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import orjson
import shapely

from hazards.domain.counting import BUILDING
from hazards.domain.roles import EVERYONE
from hazards.domain.signals import LIGHTS, Light
from hazards.services import ground
from hazards.services.access import Scope, operation
from hazards.services.asked import Asked, BadQuestion
from hazards.services.counted import count
from hazards.services.lists import positions
from hazards.services.reporting import table
from hazards.storage import cases as at_rest
from hazards.storage import register
from hazards.storage.snapshot import LEVELS
from hazards.storage.store import Store

MOST = 20_000
"""Cases sent in one layer; beyond it the map says how many more there are."""
MOST_PRINTS = 3_000
"""Footprints sent for one view; a screen of them is a town, and nobody reads more."""
COLOURS = {
    Light.OVERDUE: "red",
    Light.TODAY: "amber",
    Light.SOON: "amber",
    Light.OPEN: "navy",
    Light.NO_DEADLINE: "navy",
    Light.STRUCK_OFF: "green",
    Light.LEFT: "green",
}
DEFAULT_BOUNDS = (120.4, 27.9, 120.9, 28.2)


@dataclass(frozen=True, slots=True)
class Frame:
    """Extent in CGCS2000 degrees (west, south, east, north) and what the map says of itself."""

    bounds: tuple[float, float, float, float]
    schematic: bool
    title: str


@operation("查看地图", EVERYONE)
def frame(store: Store, scope: Scope) -> Frame:
    from hazards.services import clock

    with store.read() as connection:
        shapes = register.shapes(connection, clock.today())
        held = register.load(connection)
    districts = held.districts()
    title = districts[0].name if len(districts) == 1 else "全部辖区"
    if not shapes:
        return Frame(DEFAULT_BOUNDS, True, title)
    box = shapely.total_bounds(np.array([shapely.from_wkb(s[1]) for s in shapes], dtype=object))
    west, south, east, north = (float(v) for v in box)
    return Frame((west, south, east, north), any(s[2] for s in shapes), title)


@operation("查看街镇图层", EVERYONE)
def streets(store: Store, scope: Scope, told: Mapping[str, str]) -> bytes:
    """Every street with a boundary, coloured by its rate against the target."""
    asked = Asked.of(told).but(by="street", place="", measure="", light="", text="")
    counted = count(store, scope, asked)
    lines = {line.key: line for line in table(counted).rows}
    with store.read() as connection:
        shapes = register.shapes(connection, asked.cutoff.on)
    features = []
    for key, wkb, schematic, _ in shapes:
        if scope.jurisdictions is not None and key not in scope.jurisdictions:
            continue
        line = lines.get(key)
        unit = counted.register[key]
        if line is None:
            continue
        told_rate = {
            "key": key,
            "code": unit.code or "",
            "name": unit.name,
            "rate_text": str(line.rate),
            "listed": line.rate.whole,
            "struck_off": line.rate.part,
            "overdue": line.counts["overdue"],
            "step": line.step,
            "schematic": schematic,
        }
        features.append(
            b'{"type":"Feature","properties":'
            + orjson.dumps(told_rate)
            + b',"geometry":'
            + outline(wkb)
            + b"}"
        )
    return b'{"type":"FeatureCollection","features":[' + b",".join(features) + b"]}"


@lru_cache(maxsize=4096)
def outline(wkb: bytes) -> bytes:
    """A street's outline as GeoJSON, simplified for the screen."""
    # About ten metres: a district's map shows no more, and phones draw it at once.
    shape = shapely.simplify(shapely.from_wkb(wkb), 1e-4, preserve_topology=True)
    return shapely.to_geojson(shapely.set_precision(shape, 1e-6)).encode()


@operation("查看案件图层", EVERYONE)
def cases(store: Store, scope: Scope, told: Mapping[str, str]) -> bytes:
    """The cases a question is about that have a position, most urgent first."""
    asked = Asked.of(told)
    counted = count(store, scope, asked)
    at = positions(store, counted)
    snapshot = counted.snapshot
    placed = at[~np.isnan(snapshot.lon[at])]
    shown = placed[:MOST]
    ids = [int(c) for c in snapshot.columns.case[shown]]
    with store.read() as connection:
        rows = at_rest.named(connection, ids)
    features: list[dict[str, Any]] = []
    for n, case_id in zip(shown.tolist(), ids, strict=True):
        number, unit, sector = rows[case_id]
        lead = int(counted.standing.lead[n])
        features.append(
            {
                "type": "Feature",
                "geometry": {
                    "type": "Point",
                    "coordinates": [round(float(snapshot.lon[n]), 6), round(float(snapshot.lat[n]), 6)],
                },
                "properties": {
                    "id": case_id,
                    "number": number,
                    "name": unit,
                    "kind": _shape(int(snapshot.columns.kind[n]), sector),
                    "level": LEVELS[int(counted.standing.level[n])],
                    "light": COLOURS[LIGHTS[int(counted.lights[n])]],
                    "street": counted.register[lead].name if lead in counted.register else "未定属地",
                },
            }
        )
    return orjson.dumps(
        {
            "type": "FeatureCollection",
            "features": features,
            "total": len(at),
            "placed": len(placed),
            "shown": len(shown),
        }
    )


@operation("查看占地图层", EVERYONE)
def footprints(store: Store, scope: Scope, told: Mapping[str, str]) -> bytes:
    """The footprints within ``bbox`` of the cases a question is about; the map asks when it is near.

    Raises:
        BadQuestion: ``bbox`` is not "west,south,east,north" in degrees.
    """
    box = _box(told.get("bbox", ""))
    counted = count(store, scope, Asked.of(told))
    here = ground.held(store)
    at = np.sort(here.within(box))
    at = at[np.isin(here.case[at], counted.snapshot.columns.case[positions(store, counted)])]
    shown = at[:MOST_PRINTS]
    ids = here.case[shown].tolist()
    with store.read() as connection:
        rows = at_rest.named(connection, list(dict.fromkeys(ids)))
    # A centimetre is enough for a picture and halves the bytes.
    shapes = shapely.transform(here.shapes[shown], lambda xy: np.round(xy, 7))
    features = [
        {
            "type": "Feature",
            "properties": {"id": i, "number": rows[i][0], "name": rows[i][1]},
            "geometry": orjson.Fragment(told_shape),
        }
        for i, told_shape in zip(ids, shapely.to_geojson(shapes), strict=True)
        if i in rows
    ]
    return orjson.dumps(
        {"type": "FeatureCollection", "features": features, "total": len(at), "shown": len(features)}
    )


def _box(told: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in told.split(","))
    except ValueError:
        west = south = east = north = float("nan")
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise BadQuestion(name="范围", value=told[:80], known="西,南,东,北(度)")
    return west, south, east, north


def _shape(kind: int, sector: str) -> str:
    if kind == BUILDING:
        return "building"
    return "road" if "道路" in sector or "路段" in sector else "hazard"
