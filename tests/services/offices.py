"""People of the offices, and files for their cases, in one line each."""

import struct
import zlib
from collections.abc import Mapping
from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import insert, update

from hazards.domain.kinds import KINDS
from hazards.domain.plan import ITEMS, MEASURES
from hazards.domain.roles import Role
from hazards.services import casework, planning
from hazards.services.access import Scope
from hazards.storage import events
from hazards.storage import tables as t
from hazards.storage.store import Store
from tests.services.district import key_of

_FILES = count(1)
DEPARTMENT = "区应急管理局"
USUAL = {
    "responsibility": "roster",
    "measures": "measure",
    "funds": "funds",
    "deadline": "plan",
    "plan": "contingency",
}
"""The kind of evidence usually offered for a measure."""
"""The department that supervises the cases of these tests."""


def street(store: Store, name: str, role: Role, account: int, person: str = "") -> Scope:
    return Scope(
        person or f"{name}{account}",
        role,
        account,
        jurisdictions=frozenset({key_of(store, name)}),
        as_whom=f"{name}办事处",
    )


def office(role: Role, account: int, person: str = "") -> Scope:
    departments = frozenset({DEPARTMENT}) if role is Role.DEPARTMENT else None
    return Scope(person or f"{role.value}{account}", role, account, departments=departments, as_whom="区")


def file(store: Store, scope: Scope, case_id: int, kind: str) -> int:
    """A file in a case, as storage holds it, with the event that tells of it."""
    assert kind in KINDS
    n = next(_FILES)

    def job(connection: Any) -> int:
        event = events.record(
            connection,
            action="evidence-added",
            case_id=case_id,
            entered_at="2026-11-21T09:00:00+08:00",
            acted_on=date(2026, 11, 21),
            data={"kind": kind},
            **scope.signature,
        )
        row = insert(t.evidence).values(
            case_id=case_id,
            kind=kind,
            file_name=f"{n}.jpg",
            media_type="image/jpeg",
            size=n,
            sha256=f"{n:064x}",
            account_id=scope.account,
            actor=scope.actor,
            entered_at="2026-11-21T09:00:00+08:00",
            way="desk",
            receipt=f"证{n}",
            event_id=event,
        )
        return connection.execute(row.returning(t.evidence.c.id)).scalar_one()

    return store.write(job)


def place(store: Store, case_id: int, stage: str, **values: Any) -> None:
    """Put a case at a stage, as if it had come there."""

    def job(connection: Any) -> None:
        told = {"stage": stage, "stage_on": None, "live": True, **values}
        connection.execute(update(t.cases).where(t.cases.c.id == case_id).values(**told))
        events.record(
            connection,
            action="noted",
            case_id=case_id,
            actor="测试",
            entered_at="2026-11-21T00:00:00+08:00",
        )

    store.write(job)


PLAN: Mapping[str, str] = {key: f"{name}：按专家意见分三步完成并逐项验收。" for key, name in ITEMS.items()}


def five(store: Store, clerk: Scope, officer: Scope, case_id: int) -> None:
    """All five measures told by one and verified by another."""
    for name in MEASURES:
        planning.tell_measure(
            store,
            clerk,
            case_id,
            name,
            told=f"{MEASURES[name]}已落实到人到岗",
            person="王立",
            on=date(2026, 11, 20),
            planned="12.5" if name == "funds" else "",
            source="企业自筹" if name == "funds" else "",
            evidence=file(store, clerk, case_id, USUAL[name]),
        )
    planning.verify_measures(store, officer, case_id, dict.fromkeys(MEASURES))


def take(store: Store, scope: Scope, case_id: int, action: Any, **told: Any) -> casework.Done:
    on, scan = told.pop("on", None), told.pop("scan", None)
    return casework.take(store, scope, case_id, action, on=on, told=told, scan=scan)


def tiny_png(shade: int = 0) -> bytes:
    """A picture of 8 by 8 points; another shade, other bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + bytes([shade % 256] * 8) for _ in range(8))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
