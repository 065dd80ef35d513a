"""Siting: whether outlines lie where their case says, and in the district at all."""

import numpy as np
import shapely
from sqlalchemy import Connection

from geo.crs import project, zones
from geo.locate import INSIDE, NEAR, NONE, Areas, locate_footprints
from hazards.domain.errors import Refusal
from hazards.services import clock
from hazards.storage import cases, register

NEAR_M, SCHEMATIC_M = 500.0, 2_000.0
"""How far outside every street an outline may lie: old boundaries err, schematic ones more."""
FAR_M = 500.0
"""An outline this far from the position told for its case is asked about."""


class OutsideDistrict(Refusal):
    code = "footprint-outside"
    says = "第{n}处占地在已登记的街镇边界以外，相距超过 {metres:,.0f} 米。"
    remedy = "请核对坐标系和坐标；属其他县(市、区)的，请移送。"


def place(connection: Connection, row: cases.Row, found: np.ndarray) -> list[str]:
    """Whether the outlines lie in a registered street at all, and what is odd about where.

    Raises:
        OutsideDistrict
    """
    notes = []
    outlines = register.shapes(connection, clock.today())
    if outlines:
        schematic = any(one[2] for one in outlines)
        reach = SCHEMATIC_M if schematic else NEAR_M
        keys = [one[0] for one in outlines]
        areas = Areas(keys, np.array([shapely.from_wkb(one[1]) for one in outlines], dtype=object))
        located = locate_footprints(found, areas, reach_m=reach)
        for n, basis in enumerate(located.basis.tolist(), 1):
            if basis == NONE:
                raise OutsideDistrict(n=n, metres=reach)
        units = register.load(connection)
        for key, basis in zip(located.key.tolist(), located.basis.tolist(), strict=True):
            if basis in (INSIDE, NEAR) and row["lead_id"] and keys[key] != row["lead_id"]:
                name = units[keys[key]].name + ("(示意边界)" if schematic else "")
                lead = units[row["lead_id"]].name
                notes.append(f"占地落在{name}，案卷属地是{lead}，请核对。")
    if row["lon"] is not None:
        metric = str(zones(found[:1])[0])
        point = project(np.array([shapely.Point(row["lon"], row["lat"])], dtype=object), metric)[0]
        metres = float(shapely.distance(project(found, metric), point).min())
        if metres > FAR_M:
            notes.append(f"占地离案卷所载坐标约 {metres:,.0f} 米，请核对。")
    return list(dict.fromkeys(notes))
