"""What stands illegally in the matrix's district, and who walked past it."""

from datetime import date
from typing import Any

from sqlalchemy import insert

from hazards.services import patrols
from hazards.services.patrols import Find
from hazards.storage import casework
from hazards.storage import tables as t
from tests.services.district import add_case, key_of
from tests.services.offices import DEPARTMENT

OWN, CO, OTHER = "五马街道", "双屿街道", "南汇街道"
OTHER_DEPARTMENT = "区住房和城乡建设局"
MARK = "隔墙有耳"
"""Stands in every word of the foreign case: whoever does not see that case never reads it."""


def put(world: Any) -> None:
    """Two illegal buildings nobody has dealt with, each with an override that waits for a leader."""
    for name, street, supervisor in (("A", OWN, DEPARTMENT), ("B", OTHER, OTHER_DEPARTMENT)):
        mark = MARK if name == "B" else ""
        case_id = add_case(
            world.store,
            kind="building",
            street=street,
            unit=f"{mark}河埠头加层",
            content=f"{mark}未经批准加建二层",
            address=f"{mark}河埠路2号",
            supervisor=supervisor,
            illegal_area=120.0,
            listed_on=date(2026, 11, 2),
        )
        world.buildings[name] = case_id
        told = {"case_id": case_id, "track": "planning-village", "stock": "new", "found_by": "above"}
        world.store.write(lambda c, v=told: c.execute(insert(t.buildings).values(v)))
        asked = {"step": "announcement", "lacks": "尚未送达", "lawyer": "周律", "licence": "1", "event_id": 1}
        asked |= {"case_id": case_id, "reason": f"{mark}即将坍塌", "actor": "别人"}
        world.overrides[name] = world.store.write(lambda c, v=asked: casework.add(c, t.overrides, **v))
        values = {"case_id": case_id, "kind": "review", "event_id": 1, "ended_on": date(2026, 11, 10)}
        told = {**values, "outcome": "维持", "lost": False, "respondent": supervisor}
        world.store.write(lambda c, v=told: c.execute(insert(t.contests).values(v)))
        find = Find(f"{mark}堤岸新堆砂石", case=case_id)
        clerk = world.scope("clerk elsewhere" if mark else "clerk")
        patrolled = {"street": key_of(world.store, street), "persons": "王立", "route": f"{mark}沿河"}
        patrols.record(world.store, clerk, on=date(2026, 11, 18), finds=[find], **patrolled)
    values = {"case_id": world.buildings["A"], "jurisdiction_id": key_of(world.store, CO)}
    world.store.write(lambda c: c.execute(insert(t.case_jurisdictions).values(values)))
    from tests.matrix.rooms import accountability, reports  # their calls know the world, which knows this

    accountability.put(world)
    reports.put(world)
