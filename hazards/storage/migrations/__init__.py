"""Numbered migrations, one safe step each, run up and down on both engines."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from hazards.storage import trail
from hazards.storage.store import Store


def _config(connection: object) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config


def migrate(store: Store, revision: str = "head") -> None:
    """Bring the schema up to ``revision``; nothing to do is fine."""

    def job(connection: Connection) -> None:
        before = _revision(connection)
        command.upgrade(_config(connection), revision)
        # Once, when the trail comes: later on an unchained event is one written past the program.
        if before in (None, "0001") and _revision(connection) not in (None, "0001"):
            trail.chain(connection)

    store.write(job, chained=False)


def _revision(connection: Connection) -> str | None:
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


def unmigrate(store: Store, revision: str = "base") -> None:
    store.write(lambda c: command.downgrade(_config(c), revision), chained=False)


def check(store: Store) -> None:
    """Raise when tables and migrations disagree."""
    with store.engine.connect() as connection:
        command.check(_config(connection))


def is_current(store: Store) -> bool:
    from alembic.script import ScriptDirectory

    with store.engine.connect() as connection:
        found = _revision(connection)
    return found == ScriptDirectory(str(Path(__file__).parent)).get_current_head()
