"""What holds for every set of facts, and a second engine written from the product's sentences alone."""

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import orjson
from hypothesis import assume, given
from hypothesis import strategies as st

from hazards.domain import factsfile
from hazards.domain.lawful import STATES, TRACKS, DemolitionFacts, Lawful, earliest
from hazards.services.lawful import Answer
from tests.law.lessons import ACTS, shipped_days

DAYS = shipped_days()
DAY = timedelta(days=1)
# From before two Spring Festivals to beyond the last published year.
DATES = st.dates(date(2024, 6, 1), date(2027, 12, 31))
DATED = sorted(
    f.name for f in fields(DemolitionFacts) if f.name.endswith(("_served", "_filed", "_final", "_by", "ced"))
)


@st.composite
def facts(draw: Any, known: bool = False) -> DemolitionFacts:
    """Any facts; with ``known`` every act of the organ and the day of service are there."""
    told: dict[str, Any] = {
        "track": draw(st.sampled_from(TRACKS)),
        "state": draw(st.sampled_from(STATES)),
        "remedies_told": draw(st.booleans()),
    }
    days = draw(st.none() | st.integers(1, 40)) if not known else draw(st.integers(1, 40))
    always = {*ACTS, "decision_served", "ownerless_announced"} if known else set()
    for name in DATED:
        told[name] = draw(DATES if name in always else st.none() | DATES)
    return DemolitionFacts(urged_days=days, **told)


def asked(told: DemolitionFacts) -> Lawful:
    return earliest(told, DAYS)


def no_bolder(before: Lawful, after: Lawful) -> None:
    """``after`` may know less, or say later; it never says earlier, nor speaks where ``before`` did not."""
    assert after.earliest is None or (before.earliest is not None and after.earliest >= before.earliest)


def no_earlier(before: Lawful, after: Lawful) -> None:
    no_bolder(before, after)
    assert before.bound is None or (after.bound is not None and after.bound >= before.bound)


def test_the_dates_the_properties_move_are_all_the_dates_there_are():
    assert set(DATED) == {f.name for f in fields(DemolitionFacts)} - {
        "track", "state", "remedies_told", "urged_days"
    }  # fmt: skip


@given(told=facts(known=True), filed=DATES, served=st.none() | DATES)
def test_adding_a_review_never_makes_the_day_earlier(told, filed, served):
    without = replace(told, review_filed=None, review_served=None)
    no_earlier(asked(without), asked(replace(without, review_filed=filed)))
    no_earlier(asked(without), asked(replace(without, review_filed=filed, review_served=served)))
    no_earlier(asked(without), asked(replace(without, review_served=served)))


@given(told=facts(known=True), filed=DATES, final=st.none() | DATES)
def test_adding_a_suit_never_makes_the_day_earlier(told, filed, final):
    without = replace(told, suit_filed=None, judgment_final=None)
    no_earlier(asked(without), asked(replace(without, suit_filed=filed)))
    no_earlier(asked(without), asked(replace(without, suit_filed=filed, judgment_final=final)))
    no_earlier(asked(without), asked(replace(without, judgment_final=final)))


FILINGS = {"review_served": "review_filed", "judgment_final": "suit_filed"}
REMOVABLE = sorted({*DATED, "urged_days", "remedies_told"} - set(FILINGS.values()))


@given(told=facts(known=True), name=st.sampled_from(REMOVABLE))
def test_removing_a_fact_other_than_a_filing_never_makes_the_engine_bolder(told, name):
    # An end that stands alone is itself the only trace of the filing.
    assume(name not in FILINGS or getattr(told, FILINGS[name]) is not None)
    less = replace(told, **{name: False if name == "remedies_told" else None})
    no_bolder(asked(told), asked(less))


@given(told=facts(), name=st.sampled_from(REMOVABLE))
def test_nor_where_something_else_is_unknown_already(told, name):
    assume(name not in FILINGS or getattr(told, FILINGS[name]) is not None)
    no_bolder(asked(told), asked(replace(told, **{name: False if name == "remedies_told" else None})))


@given(told=facts(), name=st.sampled_from(DATED), later=st.integers(1, 400))
def test_a_later_date_never_makes_the_day_earlier(told, name, later):
    on = getattr(told, name)
    assume(on is not None)
    no_earlier(asked(told), asked(replace(told, **{name: on + DAY * later})))


@given(told=facts(known=True), days=st.integers(1, 39))
def test_more_urged_days_never_come_sooner_within_one_way_of_counting(told, days):
    # Ten working days last longer than eleven calendar days: between the two ways nothing is promised.
    assume(days != 10)
    no_earlier(asked(replace(told, urged_days=days)), asked(replace(told, urged_days=days + 1)))


@given(told=facts())
def test_neither_day_is_ever_a_statutory_holiday(told):
    answer = asked(told)
    assert answer.bound not in DAYS.statutory
    assert answer.bound is None or not DAYS.holiday(answer.bound)


@given(told=facts() | facts(known=True))
def test_the_day_is_told_exactly_when_nothing_is_missing_and_is_then_the_bound(told):
    answer = asked(told)
    if told.track == "land":
        assert answer.earliest is None
    else:
        assert (answer.earliest is None) == bool(answer.missing)
    assert answer.earliest in (None, answer.bound)
    assert answer.bound is not None or answer.missing
    assert len(set(answer.missing)) == len(answer.missing)
    assert all(getattr(told, name) is None for name in answer.missing)


@given(told=facts() | facts(known=True))
def test_the_derivation_leads_to_the_bound_and_to_no_later_day(told):
    answer = asked(told)
    assert bool(answer.derivation) == (answer.bound is not None)
    # A suit filed after its own judgment is told as told: the gates, not the engine, mind the order.
    assert all(line.start <= line.end for line in answer.derivation if line.law != "suit.pending")
    if answer.derivation:
        assert max(line.end for line in answer.derivation) in (answer.bound, answer.bound - DAY)


@given(told=facts() | facts(known=True))
def test_facts_and_answer_come_back_from_json_as_they_went(told):
    written = orjson.loads(orjson.dumps({f.name: getattr(told, f.name) for f in fields(told)}))
    assert factsfile.told(written) == told
    public = Answer(asked(told)).public()
    assert orjson.loads(orjson.dumps(public)) == public
    assert set(public) == {"earliest", "bound", "route", "missing", "warnings", "derivation"}
    assert all(set(line) == {"law", "from", "to", "because"} for line in public["derivation"])


# ------------------------------------------------- a second engine, from the product's sentences alone
def same_number(start: date, months: int) -> date:
    """The same-numbered day so many months on, or the month's last."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for number in (start.day, 30, 29, 28):
        if number <= start.day:
            try:
                return date(year, month + 1, number)
            except ValueError:
                continue
    raise AssertionError("every month has a 28th")


def roll(on: date) -> date:
    return on if DAYS.works(on) else roll(on + DAY)


def oracle(f: DemolitionFacts) -> tuple[date | None, date | None, set[str], set[str]]:
    """(earliest, bound, missing, warnings), without a look at the engine."""
    court, passed, done, missing = f.track == "land", [], [], set()
    served, name = f.decision_served, "decision_served"
    if f.state == "ownerless":
        served, name = f.ownerless_announced, "ownerless_announced"
        if served:
            served = roll(served + 30 * DAY)
            passed.append(served)
    if served is None:
        missing.add(name)
    elif court:
        passed.append(roll(served + 15 * DAY))
    else:
        passed.append(roll(same_number(served, 6 if f.remedies_told else 12)))
    if f.review_served:
        passed.append(roll(f.review_served + 15 * DAY))
    elif f.review_filed:
        missing.add("review_served")
    if f.judgment_final:
        passed.append(f.judgment_final)
    elif f.suit_filed:
        missing.add("judgment_final")
    if not court:
        missing |= {one for one in ACTS if getattr(f, one) is None}
        passed += [day for day in (f.self_removal_by, f.moving_out_by) if day]
        done += [day for day in (f.enforcement_served, f.demolition_announced) if day]
        if f.urged_served and f.urged_days:
            end = f.urged_served
            if f.urged_days > 10:
                end = roll(end + f.urged_days * DAY)
            for _ in range(f.urged_days if f.urged_days <= 10 else 0):
                end = roll(end + DAY)
            passed.append(end)
    warns = {"stop-order-only-new-part"} if f.state == "under-construction" else set()
    if not passed and not done:
        return None, None, missing, warns
    bound = max([day + DAY for day in passed] + done)
    while DAYS.holiday(bound):
        bound += DAY
    warns |= {"weekend"} if bound.isoweekday() in (6, 7) else set()
    warns |= {"provisional"} if bound.year > 2026 else set()
    return (None if court or missing else bound), bound, missing, warns


@given(told=facts() | facts(known=True))
def test_a_second_engine_agrees_on_any_facts(told):
    answer = asked(told)
    mine = (answer.earliest, answer.bound, set(answer.missing), set(answer.warnings))
    assert mine == oracle(told)
    assert answer.route == ("court" if told.track == "land" else "organ")
