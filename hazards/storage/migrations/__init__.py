"""Numbered migrations, one safe step each, run up and down on both engines.

Whether a store is current is asked at every start, so it is told without Alembic, which takes long to import.
"""

import io
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from hazards.storage import trail
from hazards.storage.store import Store

VERSIONS = Path(__file__).parent / "versions"


def head() -> str:
    """The number of the newest migration, which is its revision."""
    return max(path.name[:4] for path in VERSIONS.glob("[0-9]*.py"))


def _config(connection: object) -> Any:
    from alembic.config import Config

    config = Config(stdout=io.StringIO())  # its own default is whatever stdout was when it was imported
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config


def migrate(store: Store, revision: str = "head") -> None:
    """Bring the schema up to ``revision``; nothing to do is fine."""

    def job(connection: Connection) -> None:
        from alembic import command

        before = _revision(connection)
        command.upgrade(_config(connection), revision)
        # Once, when the trail comes: later on an unchained event is one written past the program.
        if before in (None, "0001") and _revision(connection) not in (None, "0001"):
            trail.chain(connection)

    store.write(job, chained=False)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def unmigrate(store: Store, revision: str = "base") -> None:
    from alembic import command

    store.write(lambda c: command.downgrade(_config(c), revision), chained=False)


def check(store: Store) -> None:
    """Raise when tables and migrations disagree."""
    from alembic import command

    with store.engine.connect() as connection:
        command.check(_config(connection))


def is_current(store: Store) -> bool:
    with store.engine.connect() as connection:
        return _revision(connection) == head()
