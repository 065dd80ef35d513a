"""A hundredth of the texts of the drill through every export."""

import pytest

from tests.exports.texts import texts
from tests.exports.trial import TRIALS

TEXTS = texts(50_000)[::100]
SLOW = {"docx": 10, "pdf": 3}
"""A document of many pages takes seconds: of these every so many text."""


@pytest.mark.parametrize("way", TRIALS)
def test_no_text_stops_an_export_runs_in_it_or_comes_back_another(tmp_path, way):
    assert TRIALS[way](tmp_path, TEXTS[:: SLOW.get(way, 1)]) == []


def test_the_texts_are_the_same_for_the_same_seed_and_as_many_as_asked_for():
    assert len(TEXTS) == 500
    assert texts(3000, 1) == texts(3000, 1) != texts(3000, 2)
