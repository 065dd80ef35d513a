"""One world for each file of the matrix: no cell changes it, and no other test lives in it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.matrix import calls
from tests.matrix.world import World, build


@pytest.fixture(scope="module")
def world(lucheng_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    room = tmp_path_factory.mktemp("matrix")
    path = room / "hazards.db"
    shutil.copy(lucheng_file, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HAZARDS_TODAY", "2026-11-21")
        patch.setenv("HAZARDS_DATABASE_URL", f"sqlite:///{path}")
        patch.setenv("HAZARDS_EVIDENCE_URL", (room / "evidence").as_uri())
        patch.setenv("HAZARDS_KEY", str(room / "signing.key"))
        calls.ready()
        yield build(path)
