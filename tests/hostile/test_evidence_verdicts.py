"""Every hostile evidence file of seed 0, through a real server's upload route; other seeds in ``make drill``."""

import pytest

from tests.hostile import evidence

pytestmark = pytest.mark.hostile


def test_every_hostile_evidence_file_gets_its_verdict_and_leaves_nothing_it_should_not():
    outcomes = evidence.run(0, patience=4)
    assert len(outcomes) == 45
    assert [f"{o.id}: {'; '.join(o.faults)} ({o.why})" for o in outcomes if o.faults] == []
