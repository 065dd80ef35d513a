"""Bulletins at rest: drafts, published issues, and the bytes that were handed out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection, func, insert, select, update

from hazards.storage.tables import bulletin_files, bulletins, events

Row = Mapping[str, Any]
_LISTED = [c for c in bulletins.c if c.name != "facts"]


def issues(connection: Connection, *conditions: Any) -> list[Row]:
    """Drafts and published issues without their facts, the latest cut-off first."""
    asked = select(*_LISTED).where(bulletins.c.state != "discarded", *conditions)
    order = (bulletins.c.cutoff.desc(), bulletins.c.kind, bulletins.c.id.desc())
    return [dict(r) for r in connection.execute(asked.order_by(*order)).mappings()]


def get(connection: Connection, number: int) -> Row | None:
    row = connection.execute(select(bulletins).where(bulletins.c.id == number)).mappings().first()
    return None if row is None else dict(row)


def of_period(connection: Connection, kind: str, period: str) -> Row | None:
    """The draft or published issue of a period; there is at most one."""
    found = issues(connection, bulletins.c.kind == kind, bulletins.c.period == period)
    return found[0] if found else None


def before(connection: Connection, kind: str, cutoff: date) -> Row | None:
    """The last published issue of a kind with an earlier cut-off, with its facts."""
    told = (bulletins.c.kind == kind, bulletins.c.state == "published", bulletins.c.cutoff < cutoff)
    asked = select(bulletins).where(*told).order_by(bulletins.c.cutoff.desc()).limit(1)
    row = connection.execute(asked).mappings().first()
    return None if row is None else dict(row)


def published_upto(connection: Connection, on: date) -> list[Row]:
    """Published issues whose cut-off is ``on`` or later, the earliest first."""
    told = (bulletins.c.state == "published", bulletins.c.cutoff >= on)
    asked = select(*_LISTED).where(*told).order_by(bulletins.c.cutoff, bulletins.c.id)
    return [dict(r) for r in connection.execute(asked).mappings()]


def next_issue(connection: Connection, kind: str, year: int) -> int:
    asked = select(func.coalesce(func.max(bulletins.c.issue), 0))
    told = (bulletins.c.kind == kind, bulletins.c.year == year)
    return int(connection.execute(asked.where(*told)).scalar_one()) + 1


def add(connection: Connection, **values: Any) -> int:
    return int(connection.execute(insert(bulletins).values(**values).returning(bulletins.c.id)).scalar_one())


def change(connection: Connection, number: int, **values: Any) -> None:
    connection.execute(update(bulletins).where(bulletins.c.id == number).values(**values))


def keep(connection: Connection, number: int, kind: str, sha256: str, content: bytes) -> None:
    values = {"bulletin_id": number, "kind": kind, "sha256": sha256, "content": content}
    connection.execute(insert(bulletin_files).values(**values))


def file(connection: Connection, number: int, kind: str) -> bytes | None:
    """The bytes as handed out."""
    t = bulletin_files.c
    found = connection.execute(select(t.content).where(t.bulletin_id == number, t.kind == kind)).scalar()
    return None if found is None else bytes(found)


def said(connection: Connection, event: int) -> dict[str, Any]:
    """What the event of a bulletin said of it: its digest and those of its files."""
    data = connection.execute(select(events.c.data).where(events.c.id == event)).scalar()
    return dict(orjson.loads(data)) if data else {}
