"""Who leads a case when streets merge: what was stays, what comes is the new unit's."""

from datetime import date

from hazards.domain.merging import taken_over

OLD, NEW, OTHER = 1, 2, 3
ON = date(2026, 7, 1)


def test_a_case_never_moved_is_the_old_ones_until_the_day():
    told = taken_over(OLD, [], {OLD}, NEW, ON)
    assert told.rows == ((None, OLD), (ON, NEW))
    assert told.lead == NEW


def test_a_case_of_another_street_is_left_alone():
    assert not taken_over(OTHER, [], {OLD}, NEW, ON)


def test_a_case_that_left_the_old_one_before_is_left_alone():
    assert not taken_over(OTHER, [(None, OLD), (date(2026, 5, 1), OTHER)], {OLD}, NEW, ON)


def test_a_case_that_left_it_afterwards_was_the_new_ones_in_between():
    told = taken_over(OTHER, [(None, OLD), (date(2026, 8, 1), OTHER)], {OLD}, NEW, ON)
    assert (told.rows, told.lead) == (((ON, NEW),), OTHER)


def test_a_case_that_came_afterwards_came_to_the_new_one():
    moves = [(None, OTHER), (date(2026, 8, 1), OLD)]
    told = taken_over(OLD, moves, {OLD}, NEW, ON)
    assert (told.rows, told.lead) == (((date(2026, 8, 1), NEW),), NEW)


def test_of_two_moves_on_one_day_the_later_entry_counts():
    moves = [(None, OLD), (ON, OLD), (ON, OTHER)]
    assert not taken_over(OTHER, moves, {OLD}, NEW, ON)
