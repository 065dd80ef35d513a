"""An upload against the end of its case, a few times; ``make drill`` runs ten thousand."""

from tests.evidence import races


def test_an_upload_and_a_strike_off_have_one_winner_and_the_loser_is_told_by_whom(store):
    winners, faults = races.run(store, 12)
    assert faults == []
    assert sum(winners.values()) == 12
