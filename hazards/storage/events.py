"""Events: the record of every act. State is what they add up to."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection, func, insert, select

from hazards.storage.tables import events

IMPORTED, HERE = "imported", "here"

_UNCHAINED = {"seq": 0, "sums": "", "prev": "", "hash": ""}
"""An event takes its place in its chain when its write ends (hazards/storage/trail.py)."""


def pack(data: Mapping[str, Any] | None) -> str:
    """Canonical JSON: keys sorted, dates ISO, bytes as hex."""
    if not data:
        return ""
    return orjson.dumps(data, default=_plain, option=orjson.OPT_SORT_KEYS).decode()


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(type(value).__name__)


def row(
    action: str,
    *,
    actor: str,
    entered_at: str,
    account_id: int | None = None,
    as_whom: str = "",
    behalf_id: int | None = None,
    behalf: str = "",
    subject: str = "case",
    case_id: int | None = None,
    origin: str = HERE,
    acted_on: date | None = None,
    import_id: int | None = None,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """An event as the table holds it, before its transaction chains it (hazards/storage/trail.py)."""
    return {
        "subject": subject,
        "case_id": case_id,
        "action": action,
        "origin": origin,
        "acted_on": acted_on,
        "entered_at": entered_at,
        "actor": actor,
        "account_id": account_id,
        "as_whom": as_whom,
        "behalf_id": behalf_id,
        "behalf": behalf,
        "import_id": import_id,
        "reason": reason,
        "data": pack(data),
        **_UNCHAINED,
    }


_RECORD = insert(events).returning(events.c.id)


def record(connection: Connection, **what: Any) -> int:
    """Append one event and return its id."""
    return connection.execute(_RECORD, row(**what)).scalar_one()


def last(connection: Connection) -> int:
    return connection.execute(select(func.coalesce(func.max(events.c.id), 0))).scalar_one()


def of_case(connection: Connection, case_id: int) -> list[Mapping[str, Any]]:
    asked = select(events).where(events.c.case_id == case_id).order_by(events.c.id)
    return [dict(row) for row in connection.execute(asked).mappings()]
