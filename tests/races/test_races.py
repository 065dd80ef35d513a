"""The races at small size: fifty rounds on SQLite, twenty on PostgreSQL (see docs/drills.md)."""

import pytest

from tests.races.running import figures, raced


@pytest.mark.parametrize(("engine", "rounds"), [("sqlite", 50), ("postgres", 20)])
def test_one_wins_the_other_is_told_by_whom_and_one_press_counts_once(tmp_path, engine, rounds):
    sizes = {"reviewers": rounds, "uploader": rounds // 5, "doubles": rounds // 2}
    tallies, flaws = raced(tmp_path, engine, sizes)
    told = [figures(name, tally) for name, tally in tallies.items()]
    wrong = [w for tally in tallies.values() for w in tally.wrong]
    assert not flaws + wrong, "\n".join([*told, *flaws, *wrong[:10]])
    assert [tally.rounds for tally in tallies.values()] == list(sizes.values())
