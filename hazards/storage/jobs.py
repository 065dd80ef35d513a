"""Jobs at rest: asked for, taken up by one worker at a time, ended; a silent one may be taken up again."""

from typing import Any

from sqlalchemy import Connection, and_, insert, or_, select, update

from hazards.storage.casework import Row
from hazards.storage.tables import jobs

WAITING, RUNNING, DONE, FAILED, EXPIRED = "waiting", "running", "done", "failed", "expired"


def add(connection: Connection, **values: Any) -> int:
    made = insert(jobs).values(state=WAITING, **values).returning(jobs.c.id)
    return int(connection.execute(made).scalar_one())


def by_id(connection: Connection, number: int) -> Row | None:
    found = connection.execute(select(jobs).where(jobs.c.id == number)).mappings().first()
    return None if found is None else dict(found)


def latest(connection: Connection, kind: str, most: int) -> list[Row]:
    asked = select(jobs).where(jobs.c.kind == kind).order_by(jobs.c.id.desc()).limit(most)
    return [dict(row) for row in connection.execute(asked).mappings()]


def change(connection: Connection, number: int, **values: Any) -> None:
    connection.execute(update(jobs).where(jobs.c.id == number).values(**values))


def to_do(connection: Connection, silent_since: int) -> list[Row]:
    """Jobs nobody works at: waiting ones, and running ones without a beat since then; the oldest first."""
    silent = and_(jobs.c.state == RUNNING, jobs.c.beat < silent_since)
    asked = select(jobs).where(or_(jobs.c.state == WAITING, silent)).order_by(jobs.c.id)
    return [dict(row) for row in connection.execute(asked).mappings()]


def running(connection: Connection) -> list[Row]:
    asked = select(jobs).where(jobs.c.state == RUNNING).order_by(jobs.c.id)
    return [dict(row) for row in connection.execute(asked).mappings()]


def beat(connection: Connection, number: int, worker: str, **values: Any) -> bool:
    """Progress of a job its worker still holds; False where another has taken it up."""
    mine = (jobs.c.id == number) & (jobs.c.worker == worker) & (jobs.c.state == RUNNING)
    return bool(connection.execute(update(jobs).where(mine).values(**values)).rowcount)


def old(connection: Connection, before: str) -> list[Row]:
    """Ended jobs whose file has lain long enough."""
    asked = select(jobs).where(jobs.c.state == DONE, jobs.c.ended_at < before).order_by(jobs.c.id)
    return [dict(row) for row in connection.execute(asked).mappings()]
