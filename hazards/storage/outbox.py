"""The outbox at rest: messages that wait, are in a process's hand, went, failed, or may have gone."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, and_, func, insert, or_, select, update

from hazards.storage.tables import outbox

Row = Mapping[str, Any]
WAITING, SENDING, SENT, FAILED, UNSURE = "waiting", "sending", "sent", "failed", "unsure"


def put(connection: Connection, messages: Iterable[Mapping[str, str]], *, at: str) -> int:
    """Add what is not there yet; one message of a key and channel, whoever collects it. How many came."""
    told = list(messages)
    keys = sorted({one["key"] for one in told})
    known: set[tuple[str, str]] = set()
    for start in range(0, len(keys), 400):
        asked = select(outbox.c.key, outbox.c.channel).where(outbox.c.key.in_(keys[start : start + 400]))
        known |= {(key, channel) for key, channel in connection.execute(asked)}
    fresh = [one for one in told if (one["key"], one["channel"]) not in known]
    if fresh:
        times = {"state": WAITING, "next_at": at, "made_at": at}
        connection.execute(insert(outbox), [{**one, **times} for one in fresh])
    return len(fresh)


def claim(connection: Connection, *, now: str, lease: str, until: str) -> Row | None:
    """Take one message in hand until a moment: no other process sends it meanwhile.

    One that another process held beyond its time may have been sent: it becomes unsure and stays so
    until a person decides, since a second copy is worse than a question.
    """
    lost = and_(outbox.c.state == SENDING, outbox.c.leased_until <= now)
    connection.execute(update(outbox).where(lost).values(state=UNSURE))
    due = and_(outbox.c.state == WAITING, outbox.c.next_at <= now)
    asked = select(outbox).where(due).order_by(outbox.c.next_at, outbox.c.id).limit(1)
    row = connection.execute(asked).mappings().first()
    if row is None:
        return None
    held = {"state": SENDING, "lease": lease, "leased_until": until, "tries": row["tries"] + 1}
    connection.execute(update(outbox).where(outbox.c.id == row["id"]).values(**held))
    return {**row, **held}


def finish(connection: Connection, row: Row, **values: Any) -> None:
    """What came of it; only whoever holds the lease may say."""
    mine = and_(outbox.c.id == row["id"], outbox.c.lease == row["lease"])
    connection.execute(update(outbox).where(mine, outbox.c.state.in_((SENDING, UNSURE))).values(**values))


def again(connection: Connection, number: int, *, at: str) -> bool:
    """A person wants one that failed, or may have gone, to be sent; whether it was such a one."""
    stuck = and_(outbox.c.id == number, or_(outbox.c.state == FAILED, outbox.c.state == UNSURE))
    fresh = {"state": WAITING, "tries": 0, "next_at": at, "lease": "", "trouble": ""}
    return bool(connection.execute(update(outbox).where(stuck).values(**fresh)).rowcount)


def counts(connection: Connection) -> dict[str, int]:
    told = dict.fromkeys((WAITING, SENDING, SENT, FAILED, UNSURE), 0)
    rows = connection.execute(select(outbox.c.state, func.count().label("number")).group_by(outbox.c.state))
    return told | {row.state: row.number for row in rows}


def latest(connection: Connection, most: int) -> list[Row]:
    """What needs a person first, then the latest."""
    stuck = outbox.c.state.in_((FAILED, UNSURE)).desc()
    rows = connection.execute(select(outbox).order_by(stuck, outbox.c.id.desc()).limit(most)).mappings()
    return [dict(row) for row in rows]
