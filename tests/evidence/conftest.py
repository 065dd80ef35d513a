"""A case with its place, its street's clerk, and the real routes over a store of one's own."""

from collections.abc import Callable
from datetime import date

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from hazards.services.access import Scope
from hazards.web.routes import routes
from tests.evidence.samples import SITE, clerk
from tests.services.district import add_case, key_of


@pytest.fixture
def case(store) -> int:
    found = date(2026, 4, 1)
    return add_case(store, street="双屿街道", lon=SITE[0], lat=SITE[1], found_on=found)


@pytest.fixture
def shuangyu(store) -> Scope:
    return clerk(key_of(store, "双屿街道"))


@pytest.fixture
def door(store) -> Callable[[Scope], TestClient]:
    """The product's own routes, asked by somebody; the gate has tests of its own."""

    def opened(scope: Scope) -> TestClient:
        return TestClient(Starlette(routes=routes(visitor=lambda request: (store, scope))))

    return opened
