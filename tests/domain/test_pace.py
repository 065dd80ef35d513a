"""Urgency, promised lengths, and the ladder: pure rules on the calendar of 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hazards.domain.ladder import Ladder, Rung
from hazards.domain.pace import Urgency
from hazards.domain.stages import OVER, TURNS, Stage
from hazards.services import calendar, pacing
from hazards.services.calendar import WorkingDays

DAYS = WorkingDays.of((on, kind) for on, kind, _ in calendar.shipped())
LADDER = pacing.ladder()
RULES = pacing.rules()
NATIONAL_DAY = date(2026, 9, 30)  # the last working day before eight days off but for one


def pace() -> pacing.Pace:
    promised = {u: {Stage(s): n for s, n in RULES["promised"][u.value].items()} for u in Urgency}
    return pacing.Pace({u: RULES["lead"][u.value] for u in Urgency}, RULES["step"]["lead"], promised)


def test_a_deadline_is_close_by_working_days_so_holidays_bring_the_warning_forward():
    assert pace().close(date(2026, 11, 16), DAYS) == date(2026, 11, 23)
    assert pace().close(NATIONAL_DAY, DAYS) == date(2026, 10, 13)  # 10-10 is a make-up day


def test_of_statutory_and_promised_length_the_shorter_one_holds():
    since, turn = date(2026, 11, 2), TURNS[Stage.SUBMITTED]
    told = {u: pace().until(Stage.SUBMITTED, turn, since, None, DAYS, u) for u in Urgency}
    assert told[Urgency.COMPLEX] == date(2026, 11, 12)  # ten days by law
    assert told[Urgency.SIMPLE] == date(2026, 11, 5)
    assert told[Urgency.SPECIAL] == date(2026, 11, 4)


def test_no_promise_moves_the_deadline_of_the_case():
    turn, deadline = TURNS[Stage.RECTIFYING], date(2027, 3, 31)
    for urgency in Urgency:
        assert pace().until(Stage.RECTIFYING, turn, date(2026, 11, 2), deadline, DAYS, urgency) == deadline


@given(
    stage=st.sampled_from([s for s in TURNS if TURNS[s].length]),
    since=st.dates(date(2026, 1, 1), date(2026, 12, 1)),
    urgency=st.sampled_from(list(Urgency)),
)
def test_a_promise_never_lengthens_a_step(stage, since, urgency):
    usual = pace().until(stage, TURNS[stage], since, None, DAYS)
    assert pace().until(stage, TURNS[stage], since, None, DAYS, urgency) <= usual


def test_the_day_of_the_limit_itself_reaches_no_rung():
    assert LADDER.reached(date(2026, 11, 20), date(2026, 11, 20), DAYS) is None
    assert LADDER.reached(None, date(2026, 11, 20), DAYS) is None


@pytest.mark.parametrize(
    ("on", "rung"),
    [
        ("2026-11-14", "handler"),  # a Saturday: late, and no working day has passed
        ("2026-11-17", "handler"),
        ("2026-11-18", "deputy"),
        ("2026-11-20", "chief"),
        ("2026-11-27", "listing"),
        ("2026-12-11", "upward"),
    ],
)
def test_rungs_are_climbed_by_working_days(on, rung):
    assert LADDER.reached(date(2026, 11, 13), date.fromisoformat(on), DAYS).key == rung


@given(
    until=st.dates(date(2026, 1, 1), date(2026, 10, 1)),
    first=st.integers(1, 60),
    more=st.integers(0, 60),
    urgency=st.sampled_from(list(Urgency)),
)
def test_nobody_ever_climbs_down(until, first, more, urgency):
    early, later = (until + timedelta(days=n) for n in (first, first + more))
    low, high = (LADDER.reached(until, on, DAYS, urgency) for on in (early, later))
    assert LADDER.height(low.key) <= LADDER.height(high.key)
    special = LADDER.reached(until, early, DAYS, Urgency.SPECIAL)
    assert LADDER.height(low.key) <= LADDER.height(special.key)


def test_a_ladder_out_of_order_is_refused():
    rungs = tuple(Rung(str(n), "级", "holder", "人", dict.fromkeys(Urgency, n)) for n in (3, 1))
    with pytest.raises(ValueError, match="not in order"):
        Ladder(rungs)


def test_every_promise_is_about_a_stage_that_somebody_holds():
    for told in pace().promised.values():
        assert not set(told) & (OVER | {Stage.RECTIFYING})
