"""Numbered migrations, one safe step each, run up and down on both engines."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from hazards.storage.store import Store


def _config(connection: object) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config


def migrate(store: Store, revision: str = "head") -> None:
    """Bring the schema up to ``revision``; nothing to do is fine."""
    store.write(lambda c: command.upgrade(_config(c), revision))


def unmigrate(store: Store, revision: str = "base") -> None:
    store.write(lambda c: command.downgrade(_config(c), revision))


def check(store: Store) -> None:
    """Raise when tables and migrations disagree."""
    with store.engine.connect() as connection:
        command.check(_config(connection))


def is_current(store: Store) -> bool:
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    with store.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return found == ScriptDirectory(str(Path(__file__).parent)).get_current_head()
