"""Sessions and login attempts at rest. Of a cookie only its SHA-256 is kept."""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Connection, delete, insert, select, update

from hazards.storage.tables import accounts, attempts, sessions

Row = Mapping[str, Any]
_ABOUT = (accounts.c.name, accounts.c.person, accounts.c.must_change, accounts.c.disabled_at)


def find(connection: Connection, digest: str) -> Row | None:
    """A session with its account's name, person, must_change and disabled_at."""
    asked = (
        select(sessions, *_ABOUT)
        .join(accounts, accounts.c.id == sessions.c.account_id)
        .where(sessions.c.digest == digest)
    )
    row = connection.execute(asked).mappings().first()
    return None if row is None else cast(Row, dict(row))


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(sessions).values(values))


def change(connection: Connection, digest: str, **values: Any) -> None:
    connection.execute(update(sessions).where(sessions.c.digest == digest).values(values))


def open_of(connection: Connection, account: int) -> list[Row]:
    """Sessions of an account not ended yet, the latest used first; some may have run out."""
    chosen = (sessions.c.account_id == account) & (sessions.c.ended_at == "")
    asked = select(sessions).where(chosen).order_by(sessions.c.seen_at.desc())
    return [cast(Row, dict(r)) for r in connection.execute(asked).mappings()]


def end_all(connection: Connection, account: int, at: str) -> int:
    chosen = (sessions.c.account_id == account) & (sessions.c.ended_at == "")
    return connection.execute(update(sessions).where(chosen).values(ended_at=at)).rowcount


def forget_before(connection: Connection, at: str) -> None:
    """Rows of sessions begun before a moment; what happened in them stays in the trail."""
    connection.execute(delete(sessions).where(sessions.c.created_at < at))


def been_at(connection: Connection, account: int, address: str) -> bool:
    """Whether a login of this account from this address is remembered."""
    chosen = (sessions.c.account_id == account) & (sessions.c.address == address[:100])
    return connection.execute(select(sessions.c.digest).where(chosen).limit(1)).first() is not None


def attempt(connection: Connection, key: str) -> Row | None:
    row = connection.execute(select(attempts).where(attempts.c.key == key)).mappings().first()
    return None if row is None else cast(Row, dict(row))


def set_attempt(connection: Connection, key: str, failed: int, since: str, locked_until: str) -> None:
    connection.execute(delete(attempts).where(attempts.c.key == key))
    connection.execute(
        insert(attempts).values(key=key, failed=failed, since=since, locked_until=locked_until)
    )


def clear_attempt(connection: Connection, key: str) -> None:
    connection.execute(delete(attempts).where(attempts.c.key == key))


def clear_attempts(connection: Connection, prefix: str) -> None:
    connection.execute(delete(attempts).where(attempts.c.key.startswith(prefix, autoescape=True)))


def forget_attempts(connection: Connection, before: str) -> None:
    connection.execute(delete(attempts).where(attempts.c.since < before))
