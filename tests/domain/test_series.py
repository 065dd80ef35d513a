"""A series counts only what changed; it must say what counting everything would say."""

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import columns as made
from benchmarks.history import month_ends
from hazards.domain.counting import MEASURES, NEVER, Columns, Cutoff, History, classify, standing, tally
from hazards.domain.series import series, take

FIRST = date(2025, 12, 20)
LEADS = 3


def counted_anew(cases, cut, year, keep):
    now = standing(cases, cut)
    return tally(classify(cases, cut, year, now), now.lead, LEADS + 1, keep(cases, now))


def everything(cases, _now):
    return np.ones(len(cases), bool)


@st.composite
def some_cases(draw):
    """Few cases within few days, so that every edge meets every other."""
    n = draw(st.integers(1, 6))
    start = (FIRST - date(1970, 1, 1)).days
    days = st.integers(start, start + 25)
    often = st.one_of(days, st.just(int(NEVER)))

    def column(values, kind=np.int32):
        return np.array(draw(st.lists(values, min_size=n, max_size=n)), kind)

    def history(values):
        told = draw(st.lists(st.tuples(days, st.integers(0, n - 1), values), max_size=4))
        told.sort(key=lambda t: t[0])
        return History(*(np.array([t[i] for t in told], np.int32) for i in (1, 0, 2)))

    extensions = history(days)
    return Columns(
        case=np.arange(1, n + 1),
        kind=column(st.integers(0, 1), np.uint8),
        level=column(st.integers(0, 5), np.uint8),
        lead=column(st.integers(0, LEADS)),
        year=column(st.sampled_from((0, 2025, 2026)), np.int16),
        listed=column(days),
        deadline=column(often),
        struck=column(often),
        imported=column(st.booleans(), bool),
        left=column(often),
        left_how=column(st.integers(0, 2), np.uint8),
        closed=column(st.booleans(), bool),
        deadline_at_strike=column(often),
        extensions=extensions,
        moves=history(st.integers(0, LEADS)),
        uplistings=history(st.integers(1, 5)),
        strikes=history(often),
    )


@given(
    some_cases(),
    st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=6),
    st.booleans(),
)
def test_a_series_of_cutoffs_equals_counting_each_of_them_anew(cases, told, all_years):
    cuts = [Cutoff(FIRST + timedelta(n), ended) for n, ended in sorted(told)]
    asked = [(cut, None if all_years else cut.on.year) for cut in cuts]
    keep = lambda some, now: (some.kind == 0) & (now.level > 1)  # noqa: E731
    for (cut, year), counts in zip(asked, series(cases, asked, keep), strict=True):
        expected = counted_anew(cases, cut, year, keep)
        for name in MEASURES:
            assert (counts[name][: LEADS + 1] == expected[name][: len(counts[name])]).all(), (name, cut)


def test_two_years_of_month_ends_of_ten_thousand_cases_equal_counting_each_anew():
    cases = made.columns(10_000, LEADS)
    asked = [(Cutoff(end, True), end.year) for end in month_ends()]
    for (cut, year), counts in zip(asked, series(cases, asked, everything), strict=True):
        expected = counted_anew(cases, cut, year, everything)
        assert all((counts[m] == expected[m]).all() for m in MEASURES)


def test_some_cases_keep_their_own_histories():
    cases = made.columns(1_000, LEADS)
    rows = np.flatnonzero(np.random.default_rng(3).random(1_000) < 0.3)
    some = take(cases, rows)
    cut = Cutoff(date(2025, 6, 30), True)
    whole, part = standing(cases, cut), standing(some, cut)
    assert (part.deadline == whole.deadline[rows]).all()
    assert (part.lead == whole.lead[rows]).all()
    assert (part.level == whole.level[rows]).all()


def test_a_series_of_nothing_is_zero():
    none = take(made.columns(10, LEADS), np.empty(0, np.int64))
    (counts,) = series(none, [(Cutoff(FIRST, True), None)], everything)
    assert all(counts[m].sum() == 0 for m in MEASURES)
