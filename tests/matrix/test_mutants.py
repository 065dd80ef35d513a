"""A sample of the mutants; ``python -m tests.mutation`` tries them all (see docs/drills.md)."""

from tests.mutation import EQUIVALENT, every, sample, survivors


def test_a_sample_of_broken_rules_is_noticed():
    assert not [mutant.name for mutant in survivors(sample(2, seed=0), workers=1)]


def test_what_is_excused_still_exists():
    """An excuse for a mutant of code that has changed since would excuse something else one day."""
    assert set(EQUIVALENT) <= {mutant.name for mutant in every()}
