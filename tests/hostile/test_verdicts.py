"""Every hostile file of seed 0, through the real command line; other seeds run in ``make drill``."""

import pytest

from tests.hostile import verdicts

pytestmark = pytest.mark.hostile


def test_every_hostile_file_gets_its_verdict_in_time_and_in_chinese():
    outcomes = verdicts.run(0, workers=2, patience=4)  # browsers may be running next door
    assert len(outcomes) > 60
    assert [f"{o.id}: {'; '.join(o.faults)} ({o.why})" for o in outcomes if o.faults] == []
