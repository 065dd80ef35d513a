"""Neighbours: what lies around a building on the map where its ground is drawn."""

from typing import Any

import numpy as np
import orjson
import shapely

from hazards.domain.roles import EVERYONE
from hazards.services import clock, layers
from hazards.services.access import Scope, operation
from hazards.services.footprints import building
from hazards.storage import footprints, register
from hazards.storage.store import Store

AROUND = 0.00025
"""Degrees shown on each side of what is known, some twenty-five metres."""


@operation("查看占地图", EVERYONE, case=True)
def around(store: Store, scope: Scope, case_id: int) -> bytes:
    """The outlines of one case, its position, the streets' outlines, and what to show first.

    The outlines of other cases come by the layer of footprints, as far as the actor sees them.

    Raises:
        NoSuchCase, NotABuilding
    """
    with store.read() as connection:
        row = building(connection, scope, case_id)
        rows = footprints.of_case(connection, case_id)
        outlines = register.shapes(connection, clock.today())
        units = register.load(connection)
    own = [shapely.from_wkb(bytes(one["wkb"])) for one in rows]
    streets = {key: shapely.from_wkb(wkb) for key, wkb, _, _ in outlines}
    point = None if row["lon"] is None else [row["lon"], row["lat"]]
    features = [
        {
            "type": "Feature",
            "properties": {"position": one["position"], "m2": round(one["area_m2"], 1)},
            "geometry": orjson.Fragment(shapely.to_geojson(shape)),
        }
        for one, shape in zip(rows, own, strict=True)
    ]
    around = [
        {
            "type": "Feature",
            "properties": {"name": units[key].name},
            "geometry": orjson.Fragment(layers.outline(wkb)),
        }
        for key, wkb, _, _ in outlines
    ]
    return orjson.dumps(
        {
            "type": "FeatureCollection",
            "features": features,
            "streets": around,
            "point": point,
            "bounds": _bounds(own, point, streets, row["lead_id"]),
            "schematic": any(one[2] for one in outlines),
        }
    )


def _bounds(own: list[Any], point: list[float] | None, streets: dict[int, Any], lead: int | None) -> Any:
    """(west, south, east, north): the outlines, else the position, else the street, else everything."""
    known = own or ([shapely.Point(point)] if point else [])
    if known:
        west, south, east, north = (float(v) for v in shapely.total_bounds(np.array(known, dtype=object)))
        return [west - AROUND, south - AROUND, east + AROUND, north + AROUND]
    if lead in streets:
        return [float(v) for v in streets[lead].bounds]
    if streets:
        return [float(v) for v in shapely.total_bounds(np.array(list(streets.values()), dtype=object))]
    return list(layers.DEFAULT_BOUNDS)
