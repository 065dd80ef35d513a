"""Footprints at rest: the ground each building stands on, one row an outline."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, delete, insert, select

from hazards.storage import tables as t
from hazards.storage.cases import chunks

Row = Mapping[str, Any]


def of_case(connection: Connection, case_id: int) -> list[Row]:
    """The outlines of one case with who entered each and when; both empty where a ledger brought it."""
    asked = (
        select(t.footprints, t.events.c.actor, t.events.c.acted_on)
        .outerjoin(t.events, t.events.c.id == t.footprints.c.event_id)
        .where(t.footprints.c.case_id == case_id)
        .order_by(t.footprints.c.position)
    )
    return [cast(Row, dict(row)) for row in connection.execute(asked).mappings()]


def outlines(connection: Connection, ids: Sequence[int] | None = None) -> Iterator[tuple[int, int, bytes]]:
    """(case, position, WKB) of all cases, or of ``ids`` only."""
    asked = select(t.footprints.c.case_id, t.footprints.c.position, t.footprints.c.wkb)
    parts = [asked] if ids is None else [asked.where(t.footprints.c.case_id.in_(p)) for p in chunks(ids)]
    for part in parts:
        for case_id, position, wkb in connection.execute(part):
            yield case_id, position, bytes(wkb)


def add(connection: Connection, rows: Sequence[Row]) -> None:
    connection.execute(insert(t.footprints), [dict(row) for row in rows])


def remove(connection: Connection, case_id: int, position: int) -> None:
    gone = delete(t.footprints).where(t.footprints.c.case_id == case_id, t.footprints.c.position == position)
    connection.execute(gone)
