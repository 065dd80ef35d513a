"""Journeys are walked on both engines: the same people, the same district, one answer."""

import shutil
from pathlib import Path

import pytest

from hazards.services import register
from hazards.services.access import LOCAL_ADMIN
from hazards.storage.migrations import migrate
from hazards.storage.store import Store


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(
    request: pytest.FixtureRequest,
    lucheng_file: Path,
    tmp_path: Path,
    today: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Store:
    """A store of one's own with 鹿城区 and no case."""
    monkeypatch.setenv("HAZARDS_EVIDENCE_URL", (tmp_path / "evidence").as_uri())
    monkeypatch.setenv("HAZARDS_KEY", str(tmp_path / "signing.key"))
    if request.param == "postgres":
        store = Store(request.getfixturevalue("postgres_url"))
        migrate(store)
        register.add_district(store, LOCAL_ADMIN, "330302")
        return store
    path = tmp_path / "hazards.db"
    shutil.copy(lucheng_file, path)
    monkeypatch.setenv("HAZARDS_DATABASE_URL", f"sqlite:///{path}")
    return Store(f"sqlite:///{path}")
