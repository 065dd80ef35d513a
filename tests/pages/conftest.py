"""Pages drawn without a browser: the same script, asked by Streamlit's own AppTest."""

import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from hazards.domain.errors import Refusal
from hazards.pages import visitor
from hazards.services import demo
from hazards.services.access import LOCAL_ADMIN
from hazards.services.stores import ready_store
from hazards.storage.migrations import migrate
from hazards.storage.store import Store
from tests import people
from tests.conftest import TODAY

ROOT = Path(__file__).parents[2]
Draw = Callable[..., AppTest]

# Streamlit reads the metadata of every installed package at each run of AppTest: a third of its time.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HAZARDS_TODAY", TODAY)
        path = tmp_path_factory.mktemp("demo") / "hazards.db"
        patch.setenv("HAZARDS_DATABASE_URL", f"sqlite:///{path}")  # evidence lies beside it
        store = Store(f"sqlite:///{path}")
        migrate(store)
        demo.fill(store, LOCAL_ADMIN)
        store.engine.dispose()
    return path


@pytest.fixture
def demo_store(demo_file: Path, tmp_path: Path, today: str, monkeypatch: pytest.MonkeyPatch) -> str:
    path = tmp_path / "hazards.db"
    shutil.copy(demo_file, path)
    return use(f"sqlite:///{path}", monkeypatch)


@pytest.fixture
def empty_store(tmp_path: Path, today: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Migrated, and nothing else: no district, no case."""
    url = f"sqlite:///{tmp_path / 'hazards.db'}"
    migrate(Store(url))
    return use(url, monkeypatch)


def use(url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("HAZARDS_DATABASE_URL", url)
    return url


@pytest.fixture
def draw(monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Draw one page as an address asks for it; nothing may have gone wrong in it.

    AppTest has no browser and so no cookies: the cookie of a real login is handed to the page.
    """

    def go(page: str, /, by: str = people.LISTING, **query: str) -> AppTest:
        # One login a page, as a person has it: a page asks who is there five times and more.
        monkeypatch.setattr(visitor, "token", cache(lambda: cookie(by)))
        at = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=30)
        for name, value in query.items():
            at.query_params[name] = value
        if page != "overview":
            at.switch_page(f"hazards/pages/{page}.py")
        return redraw(at)

    return go


def cookie(name: str) -> str:
    try:
        return people.enter(ready_store(), name)
    except Refusal:  # a store that is not there lets nobody in
        return ""


def redraw(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception, at.exception
    return at


def seen(at: AppTest) -> str:
    """Everything a page says: its own markup, titles, refusals; tags taken out."""
    told = [one.value for kind in (at.title, at.error, at.warning, at.info, at.success) for one in kind]
    markup = " ".join(html.proto.body for html in at.get("html"))
    markup = re.sub(r"<(style|script)>.*?</\1>", " ", markup, flags=re.DOTALL)
    return " ".join([*told, re.sub(r"<[^>]+>", " ", markup)])
