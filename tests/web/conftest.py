"""A demonstration store for tests that start the whole server."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('gate') / 'hazards.db'}"
    settings = {**os.environ, "HAZARDS_DATABASE_URL": url}
    subprocess.run([sys.executable, "-m", "hazards", "demo"], cwd=ROOT, env=settings, check=True)
    return url
