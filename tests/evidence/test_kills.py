"""One round of the drill: what was acknowledged before the kill is there after it, once."""

import pytest

from tests.evidence import kills


@pytest.mark.parametrize("store", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_nothing_acknowledged_is_lost_when_the_server_is_killed(store, request):
    url = request.getfixturevalue("server").database() if store == "postgresql" else None
    journal, results = kills.run(1, uploaders=16, seed=1, url=url, seconds=2, quiet=True)
    assert len(journal.acknowledged) > 3
    assert journal.refused == []
    assert [w for found in results for w in found.wrong] == []
