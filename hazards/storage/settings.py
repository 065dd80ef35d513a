"""Settings at rest: one JSON value by key, each changed by an event."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import Connection, delete, insert, select

from hazards.storage.tables import kept_settings as table


def get(connection: Connection, key: str, nothing: Any = None) -> Any:
    told = connection.execute(select(table.c.value).where(table.c.key == key)).scalar()
    return nothing if told is None else orjson.loads(told)


def under(connection: Connection, prefix: str) -> dict[str, Any]:
    """Every value whose key starts so, by the rest of its key."""
    asked = select(table.c.key, table.c.value).where(table.c.key.startswith(prefix, autoescape=True))
    return {key.removeprefix(prefix): orjson.loads(value) for key, value in connection.execute(asked)}


def put(connection: Connection, values: Mapping[str, Any], *, at: str, event: int) -> None:
    """Set each; None takes it away."""
    for key, value in values.items():
        connection.execute(delete(table).where(table.c.key == key))
        if value is not None:
            row = {"key": key, "value": orjson.dumps(value).decode(), "entered_at": at, "event_id": event}
            connection.execute(insert(table).values(**row))
