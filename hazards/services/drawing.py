"""Drawing: the streets in sight, coloured by their rate against the target, for papers and the wall."""

from functools import lru_cache

import shapely

from geo import palette
from hazards.domain.rates import Line
from hazards.domain.roles import EVERYONE
from hazards.formats.drawings import Area, Ring
from hazards.services.access import Scope, operation
from hazards.services.asked import Asked
from hazards.services.counted import Counted, count
from hazards.services.reporting import table
from hazards.storage import register
from hazards.storage.store import Store

FILLS = {step.key: step.fill for step in palette.STEPS}
FINE = 2e-4
"""Degrees, some twenty metres: what a sheet of A3 shows of a district."""


@operation("绘制街镇图", EVERYONE)
def areas(store: Store, scope: Scope, asked: Asked) -> list[Area]:
    """Streets with a boundary at the cut-off, by name; the rate beside each.

    ``asked`` chooses kind, year, level and cut-off; place and figure are not looked at.
    """
    counted = count(store, scope, asked.but(by="street", place="", measure="", light="", text=""))
    return outlined(store, counted, {line.key: line for line in table(counted).rows})


def outlined(store: Store, counted: Counted, lines: dict[int | str | None, Line]) -> list[Area]:
    """The outlines of the streets that have a line, in the colour of its step."""
    with store.read() as connection:
        shapes = register.shapes(connection, counted.asked.cutoff.on)
    own = counted.scope.jurisdictions
    found = []
    for key, wkb, _, _ in shapes:
        line = lines.get(key)
        if line is None or (own is not None and key not in own):
            continue
        rings, at = outline(wkb)
        told = f"{line.name} {line.rate}，{line.rate.part}/{line.rate.whole}"
        found.append(Area(key, line.name, rings, FILLS[line.step], at, line.step == "none", told))
    return sorted(found, key=lambda area: area.name)


@lru_cache(maxsize=1024)
def outline(wkb: bytes) -> tuple[tuple[Ring, ...], tuple[float, float]]:
    """The rings of a street, simplified for paper, and the middle of the widest place in it."""
    whole = shapely.from_wkb(wkb)
    shape = shapely.simplify(whole, FINE, preserve_topology=True)
    polygons = [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"]
    rings = tuple(
        tuple((round(x, 5), round(y, 5)) for x, y in ring.coords)
        for polygon in polygons
        for ring in (polygon.exterior, *polygon.interiors)
    )
    largest = max(polygons, key=lambda p: p.area)
    middle = shapely.get_point(shapely.maximum_inscribed_circle(largest, FINE), 0)
    return rings, (round(middle.x, 5), round(middle.y, 5))


def schematic(store: Store, asked: Asked) -> bool:
    """Whether any outline used is schematic, so that the drawing must say so."""
    with store.read() as connection:
        return any(shape[2] for shape in register.shapes(connection, asked.cutoff.on))
