"""An office that lived through some eighty acts, once a session; tests damage copies of it."""

from pathlib import Path

import pytest

from hazards.services import signing, trail
from hazards.services.access import LOCAL_ADMIN
from hazards.storage.migrations import migrate
from hazards.storage.store import Store
from tests.trail.rooms import enriched, written
from tests.trail.tampering import an_office
from tests.trail.worlds import Office


@pytest.fixture(scope="session")
def lived(tmp_path_factory) -> Office:
    return an_office(tmp_path_factory.mktemp("lived") / "office", 0)


@pytest.fixture
def office(tmp_path) -> Office:
    """A young office of one's own with a dozen acts."""
    store = Store(f"sqlite:///{tmp_path / 'hazards.db'}")
    migrate(store)
    made = Office(store, tmp_path, 1)
    made.live(12)
    yield made
    store.engine.dispose()


@pytest.fixture
def city(postgres_url, tmp_path, monkeypatch) -> Office:
    """The same on PostgreSQL."""
    monkeypatch.setenv("HAZARDS_KEY", str(tmp_path / "signing.key"))
    store = Store(postgres_url)
    migrate(store)
    made = Office(store, tmp_path, 1)
    made.live(12)
    yield made
    store.engine.dispose()


@pytest.fixture(scope="session")
def shelf(tmp_path_factory):
    """(the office's key, a dossier of it), only ever read."""
    room = tmp_path_factory.mktemp("shelf")
    office = enriched(an_office(room / "office", 5, acts=8))
    written(office, room / "卷宗.zip")
    return signing.load(signing.key_path(office.store)), room / "卷宗.zip"


@pytest.fixture
def pack(shelf) -> Path:
    return shelf[1]


@pytest.fixture
def rich(office) -> Office:
    return enriched(office)


@pytest.fixture
def flaws():
    """(code, what is said) of everything verify finds in an office."""

    def told(office: Office, **more) -> list[tuple[str, str]]:
        report = trail.verify(office.store, LOCAL_ADMIN, office.blobs, **more)
        return [(f.code, report.says(f)) for f in report.flaws]

    return told
