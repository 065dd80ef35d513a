"""A ledger in the manner of published lists (all texts invented) reads as it always did."""

import json

import pytest

from tests.golden.reading import EXPECTED, reading


@pytest.fixture
def told(store):
    return reading(store)


@pytest.mark.parametrize(
    "part", ["rows", "accepted", "refused", "unchanged", "findings", "same_unit_questions", "cases", "total"]
)
def test_the_golden_ledger_reads_as_written_down(told, part):
    assert told[part] == json.loads(EXPECTED.read_text(encoding="utf-8"))[part]


def test_nothing_is_lost_and_nothing_invented(told):
    assert told["accepted"] + told["refused"] + told["unchanged"] == told["rows"] == 25
    assert len(told["cases"]) == told["accepted"]
    assert all(c["street"] != "双屿街道" or "晨岚" in c["unit"] for c in told["cases"])
