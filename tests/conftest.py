"""What the rooms share: the day of the tests, a ready store, Hypothesis profiles, one PostgreSQL."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from hazards.services import register
from hazards.services.access import LOCAL_ADMIN
from hazards.storage.migrations import migrate
from hazards.storage.store import Store
from tests import demonstration, postgres

TODAY = "2026-11-21"
LONGEST = (
    *(
        "test_walk",
        "test_building_walk",
        "test_scenario_10",
        "test_gates",
        "test_scenario_3",
        "test_axe",
        "test_scenario_1",
        "test_scenario_5",
        "test_footprints",
    ),
    *("test_stored_scripts", "test_scenario_6", "test_hostile_names", "test_map", "test_scenario_2"),
    *(
        "test_every_page",
        "test_verdicts",
        "test_documents_hostile",
        "test_structure_pages",
        "test_casework_pages",
    ),
    *("test_kills", "test_numbers_are_lists", "test_mutants", "test_disk_errors", "test_races"),
)
"""Files that take longest go first, so that no core waits for one of them at the end."""

_CALM = {"deadline": None, "print_blob": True, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("modest", max_examples=25, **_CALM)
settings.register_profile("drill", max_examples=2000, **_CALM)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "modest"))


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> str:
    """2026-11-21, the nominal day of the demonstration ledger."""
    monkeypatch.setenv("HAZARDS_TODAY", TODAY)
    return TODAY


@pytest.fixture(scope="session")
def lucheng_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file with the shipped district 330302 registered; copied, never written."""
    path = tmp_path_factory.mktemp("lucheng") / "lucheng.db"
    store = Store(f"sqlite:///{path}")
    migrate(store)
    register.add_district(store, LOCAL_ADMIN, "330302")
    store.engine.dispose()
    return path


@pytest.fixture
def store(lucheng_file: Path, tmp_path: Path, today: str, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store of one's own with 鹿城区 and no case; the command line opens the same one."""
    path = tmp_path / "hazards.db"
    shutil.copy(lucheng_file, path)
    url = f"sqlite:///{path}"
    monkeypatch.setenv("HAZARDS_DATABASE_URL", url)
    return Store(url)


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """One PostgreSQL for the session; see tests/postgres.py for what happens without binaries."""
    with postgres.running() as one:
        yield one


@pytest.fixture
def postgres_url(server: postgres.Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """An empty database of one's own, named to the command line too, with its own signing key."""
    monkeypatch.setenv("HAZARDS_KEY", str(tmp_path / "signing.key"))
    url = server.database()
    monkeypatch.setenv("HAZARDS_DATABASE_URL", url)
    return url


def pytest_configure() -> None:
    demonstration.begin()  # before the workers start, who inherit it


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    rank = {name: n for n, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.stem, len(rank)))
