"""Evidence at rest: rows about files, and who opened them. The bytes are in ``blobs``."""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Connection, func, insert, select, update

from hazards.storage.tables import evidence, openings, scans

Row = Mapping[str, Any]


def add(connection: Connection, values: Mapping[str, Any]) -> None:
    connection.execute(insert(evidence).values(**values))


def by_id(connection: Connection, evidence_id: int) -> Row | None:
    asked = select(evidence).where(evidence.c.id == evidence_id)
    return cast(Row | None, connection.execute(asked).mappings().first())


def by_key(connection: Connection, key: str) -> Row | None:
    asked = select(evidence).where(evidence.c.request_key == key)
    return cast(Row | None, connection.execute(asked).mappings().first())


def of_case(connection: Connection, case_id: int) -> list[Row]:
    asked = select(evidence).where(evidence.c.case_id == case_id).order_by(evidence.c.id)
    return [cast(Row, row) for row in connection.execute(asked).mappings()]


def same_bytes(connection: Connection, digest: str) -> list[Row]:
    asked = select(evidence).where(evidence.c.sha256 == digest).order_by(evidence.c.id)
    return [cast(Row, row) for row in connection.execute(asked).mappings()]


def known(connection: Connection, digests: list[str]) -> set[str]:
    """Which of these some row speaks of, voided ones and scans of other matters too."""
    told: set[str] = set()
    for start in range(0, len(digests), 500):
        part = digests[start : start + 500]
        for table in (evidence, scans):
            told |= set(connection.execute(select(table.c.sha256).where(table.c.sha256.in_(part))).scalars())
    return told


def since(connection: Connection, account_id: int | None, stamp: str) -> tuple[int, int]:
    """(files, bytes) an account has brought from ``stamp`` on."""
    asked = select(func.count(), func.coalesce(func.sum(evidence.c.size), 0)).where(
        evidence.c.account_id == account_id, evidence.c.entered_at >= stamp
    )
    files, size = connection.execute(asked).one()
    return int(files), int(size)


def void(connection: Connection, evidence_id: int, *, at: str, reason: str, event_id: int) -> None:
    values = {"voided_at": at, "void_reason": reason, "void_event": event_id}
    connection.execute(update(evidence).where(evidence.c.id == evidence_id).values(**values))


def opened(connection: Connection, **values: Any) -> None:
    connection.execute(insert(openings).values(**values))


def opened_since(connection: Connection, evidence_id: int, account_id: int | None, stamp: str) -> bool:
    asked = select(openings.c.id).where(
        openings.c.evidence_id == evidence_id,
        openings.c.account_id == account_id,
        openings.c.what == "download",
        openings.c.at >= stamp,
    )
    return connection.execute(asked.limit(1)).first() is not None


def openings_of(connection: Connection, case_id: int) -> list[Row]:
    asked = select(openings).where(openings.c.case_id == case_id).order_by(openings.c.id)
    return [cast(Row, row) for row in connection.execute(asked).mappings()]


def elsewhere(connection: Connection, case_id: int) -> dict[str, int]:
    """On how many other cases the bytes of this one lie too, by digest."""
    other = evidence.alias()
    asked = (
        select(evidence.c.sha256, func.count(other.c.case_id.distinct()))
        .join(other, other.c.sha256 == evidence.c.sha256)
        .where(evidence.c.case_id == case_id, other.c.case_id != case_id)
        .group_by(evidence.c.sha256)
    )
    return {row[0]: row[1] for row in connection.execute(asked)}


def next_id(connection: Connection) -> int:
    """The next serial; writes come one at a time, so nobody else takes it."""
    return int(connection.execute(select(func.coalesce(func.max(evidence.c.id), 0))).scalar_one()) + 1
