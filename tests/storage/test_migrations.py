"""Migrations run up, down and up on both engines, and agree with the tables."""

import pytest
from sqlalchemy import inspect

from hazards.storage.migrations import VERSIONS, check, head, is_current, migrate, unmigrate
from hazards.storage.store import Store
from hazards.storage.tables import metadata


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request, tmp_path) -> Store:
    if request.param == "sqlite":
        return Store(f"sqlite:///{tmp_path / 'm.db'}")
    return Store(request.getfixturevalue("postgres_url"))


def tables(store: Store) -> set[str]:
    return set(inspect(store.engine).get_table_names()) - {"alembic_version"}


def test_up_down_and_up_again_leaves_the_tables_and_nothing_else(empty):
    assert not is_current(empty)
    migrate(empty)
    assert tables(empty) == set(metadata.tables)
    assert is_current(empty)
    unmigrate(empty)
    assert tables(empty) == set()
    assert not is_current(empty)
    migrate(empty)
    assert is_current(empty)


def test_tables_and_migrations_agree(empty):
    migrate(empty)
    check(empty)


def test_migrating_twice_changes_nothing(empty):
    migrate(empty)
    migrate(empty)
    assert is_current(empty)


def test_the_newest_file_is_the_head_that_alembic_sees():
    from alembic.script import ScriptDirectory

    assert head() == ScriptDirectory(str(VERSIONS.parent)).get_current_head()
