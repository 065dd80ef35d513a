"""Shares and percentages: decided in integers, printed half up, of nothing nothing."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hazards.domain.counting import MEASURES
from hazards.domain.rates import Line, Rate, percent


@pytest.mark.parametrize(
    ("struck", "met", "needed"), [(85, False, 1), (86, True, 0), (90, True, 0), (0, False, 86)]
)
def test_of_ninety_eighty_six_are_needed(struck, met, needed):
    assert (Rate(struck, 90).meets(95), Rate(struck, 90).needed(95)) == (met, needed)


def test_a_rate_that_prints_as_ninety_five_may_still_fail():
    # 94.96 % reads 95.0 in a form of one decimal; 9,496 of 10,000 is still short.
    short = Rate(9496, 10000)
    assert round(short.percent, 1) == 95.0
    assert short.meets(95) is False
    assert short.needed(95) == 4


def test_a_rate_that_prints_as_95_00_may_still_fail():
    assert str(Rate(189_999, 200_000)) == "95.00%"
    assert Rate(189_999, 200_000).meets(95) is False


def test_of_nothing_there_is_no_rate_no_verdict_and_nothing_needed():
    none = Rate(0, 0)
    assert (none.percent, none.meets(95), none.needed(95), str(none)) == (None, None, 0, "/")


@pytest.mark.parametrize(("part", "whole"), [(2, 1), (-1, 1), (1, 0)])
def test_a_part_above_its_whole_is_no_share(part, whole):
    with pytest.raises(ValueError, match="no share"):
        Rate(part, whole)


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        (620, 630, 98.41),
        (75, 80, 93.75),
        (72, 182, 39.56),
        (20.4, 32, 63.75),
        (164.77, 150, 109.85),
        (1413.8, 3839, 36.83),
    ],
)
def test_published_figures_print_as_published(part, whole, printed):
    assert percent(part, whole) == printed


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        (1, 800, 0.13),
        (3, 800, 0.38),
        (1, 32, 3.13),
        (1, 3, 33.33),
        (2, 3, 66.67),
        (0.125, 1, 12.5),
        (1.005, 100, 1.01),
    ],
)
def test_percent_is_rounded_half_up_not_to_even(part, whole, printed):
    assert percent(part, whole) == printed


@given(whole=st.integers(1, 10**6), share=st.fractions(0, 1), target=st.integers(1, 100))
def test_what_is_needed_is_the_fewest_that_meets(whole, share, target):
    part = int(whole * share)
    rate = Rate(part, whole)
    needed = rate.needed(target)
    assert rate.meets(target) is (needed == 0)
    assert Rate(part + needed, whole).meets(target)
    assert needed == 0 or not Rate(part + needed - 1, whole).meets(target)


@given(whole=st.integers(1, 10**6), share=st.fractions(0, 1))
def test_the_printed_percent_is_the_nearest_hundredth(whole, share):
    part = int(whole * share)
    exact = Fraction(100 * part, whole)
    printed = Fraction(str(percent(part, whole)))
    assert -Fraction(1, 200) < printed - exact <= Fraction(1, 200)


@pytest.mark.parametrize(
    ("struck", "step"), [(79, "lt80"), (80, "lt90"), (89, "lt90"), (90, "lt95"), (94, "lt95"), (95, "met")]
)
def test_the_steps_of_the_map_change_exactly_at_80_90_and_the_target(struck, step):
    assert _line(struck, 100).step == step


def test_a_street_with_nothing_listed_has_a_step_of_its_own():
    assert _line(0, 0).step == "none"


def _line(struck: int, listed: int) -> Line:
    counts = {**dict.fromkeys(MEASURES, 0), "struck_off": struck, "listed": listed}
    return Line(None, "双屿街道", counts, 95)
