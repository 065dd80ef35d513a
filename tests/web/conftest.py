"""A demonstration store for tests that start the whole server."""

import pytest

from tests import demonstration


@pytest.fixture(scope="session")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return demonstration.copied(tmp_path_factory.mktemp("gate"))
