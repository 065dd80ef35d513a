"""Cases and figures in one line each, over a real store."""

from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import insert

from hazards.services import clock, lists, reporting
from hazards.services.access import LOCAL_ADMIN
from hazards.services.asked import Asked
from hazards.storage import cases, events, register
from hazards.storage import tables as t
from hazards.storage.store import Store

_NUMBERS = count(1)


def key_of(store: Store, name: str, on: date | None = None) -> int:
    """The key of the unit of this name that is valid on a day (today)."""
    with store.read() as connection:
        units = register.load(connection).units.values()
    return next(u.key for u in units if u.name == name and u.valid(on or clock.today()))


def add_case(
    store: Store,
    *,
    street: str | int | None = "双屿街道",
    extensions: Any = (),
    moves: Any = (),
    uplistings: Any = (),
    **values: Any,
) -> int:
    """A hazard of 2026, listed on 10 January, as storage holds it, with the event that tells of it.

    ``extensions`` are (approved on, until), ``moves`` (since, street), ``uplistings`` (on, level).
    """
    lead = key_of(store, street) if isinstance(street, str) else street
    told = [(since, key_of(store, k) if isinstance(k, str) else k) for since, k in moves]
    number = f"试〔2026〕{next(_NUMBERS)}号"
    row = {
        **cases.BLANK,
        "kind": "hazard",
        "identity": f"n:{number}",
        "number": number,
        "unit": "晨岚模具厂",
        "lead_id": lead,
        "level": "区级",
        "year": 2026,
        "listed_on": date(2026, 1, 10),
        "state": "open",
        **values,
    }

    def job(connection: Any) -> int:
        case_id = cases.next_id(connection, t.cases)
        unit_id = cases.next_id(connection, t.units)
        connection.execute(insert(t.units).values(id=unit_id, name=row["unit"], core=row["unit"]))
        connection.execute(insert(t.cases).values({**row, "id": case_id, "unit_id": unit_id}))
        event = _next(connection, case_id)
        for approved, until in extensions:
            told_ = {"case_id": case_id, "until": until, "approved_on": approved, "event_id": event}
            connection.execute(insert(t.extensions).values(told_))
            event = _next(connection, case_id)
        for since, key in told:
            cases.set_lead(connection, case_id, event, key, since)
            event = _next(connection, case_id)
        for on, level in uplistings:
            told_ = {"case_id": case_id, "level": level, "listed_on": on, "event_id": event}
            connection.execute(insert(t.uplistings).values(told_))
            event = _next(connection, case_id)
        return case_id

    return store.write(job)


def _next(connection: Any, case_id: int) -> int:
    return events.record(
        connection, action="noted", case_id=case_id, actor="测试", entered_at="2026-11-21T00:00:00+08:00"
    )


def table(store: Store, **asked: Any) -> reporting.Table:
    return reporting.rates(store, LOCAL_ADMIN, Asked(**asked))


def total(store: Store, **asked: Any) -> dict[str, Any]:
    return table(store, **asked).public()["total"]


def row(store: Store, name: str, **asked: Any) -> dict[str, Any]:
    return next(r for r in table(store, **asked).public()["rows"] if r["name"] == name)


def names(store: Store, **asked: Any) -> list[str]:
    """The names of the rows in which a case is listed."""
    return [r["name"] for r in table(store, **asked).public()["rows"] if r["listed"]]


def ids(store: Store, **asked: Any) -> list[int]:
    return [int(i) for i in lists.page(store, LOCAL_ADMIN, Asked(**asked), size=None).ids]
