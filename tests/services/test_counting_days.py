"""Cut-offs, deadlines, extensions, strike-offs and withdrawals, edge by edge, over a real store."""

from datetime import date

import pytest

from tests.services.district import add_case, ids, total


def day(text: str) -> date:
    return date.fromisoformat(text)


DEADLINE = day("2026-11-21")  # today, in these tests


# ------------------------------------------------------------------ the cut-off
def test_at_the_end_of_its_deadline_day_an_open_case_is_due_and_overdue(store):
    add_case(store, deadline=DEADLINE)
    told = total(store, as_of=DEADLINE)
    assert (told["due"], told["overdue"]) == (1, 1)


def test_during_its_deadline_day_a_case_is_neither_due_nor_overdue(store, monkeypatch):
    add_case(store, deadline=DEADLINE)
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-21T09:00")
    told = total(store)
    assert (told["due"], told["overdue"]) == (0, 0)
    assert ids(store, measure="due_today")


def test_one_minute_into_the_next_day_it_is_overdue(store, monkeypatch):
    add_case(store, deadline=DEADLINE)
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-22T00:01")
    assert total(store)["overdue"] == 1
    assert not ids(store, measure="due_today")


def test_the_day_before_its_deadline_nothing_is_due(store):
    add_case(store, deadline=DEADLINE)
    assert total(store, as_of=day("2026-11-20"))["due"] == 0


def test_today_is_the_day_in_shanghai_whatever_zone_the_moment_is_written_in(store, monkeypatch):
    add_case(store, deadline=DEADLINE)
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-21T16:30:00+00:00")  # 00:30 on the 22nd there
    assert total(store)["overdue"] == 1


def test_a_case_listed_on_the_cut_off_counts_and_one_listed_later_does_not(store):
    add_case(store, listed_on=day("2026-06-30"))
    add_case(store, listed_on=day("2026-07-01"))
    assert total(store, as_of=day("2026-06-30"))["listed"] == 1


def test_a_strike_off_counts_from_the_day_of_the_decision(store):
    add_case(store, state="struck-off", struck_off_on=day("2026-06-30"))
    assert total(store, as_of=day("2026-06-29"))["struck_off"] == 0
    assert total(store, as_of=day("2026-06-30"))["struck_off"] == 1


# ------------------------------------------------------------- due and on time
def test_struck_off_on_the_deadline_is_on_time(store):
    add_case(store, deadline=day("2026-06-30"), state="struck-off", struck_off_on=day("2026-06-30"))
    told = total(store)
    assert (told["due"], told["due_struck_off"], told["on_time"], told["overdue"]) == (1, 1, 1, 0)


def test_struck_off_the_day_after_the_deadline_is_due_and_done_but_not_on_time(store):
    add_case(store, deadline=day("2026-06-30"), state="struck-off", struck_off_on=day("2026-07-01"))
    told = total(store)
    assert (told["due_struck_off"], told["on_time"], told["overdue"]) == (1, 0, 0)


def test_a_late_strike_off_was_overdue_until_the_day_before_it(store):
    add_case(store, deadline=day("2026-06-30"), state="struck-off", struck_off_on=day("2026-07-02"))
    assert total(store, as_of=day("2026-07-01"))["overdue"] == 1
    assert total(store, as_of=day("2026-07-02"))["overdue"] == 0


def test_struck_off_before_its_deadline_is_not_due_until_the_deadline_ends(store):
    add_case(store, deadline=day("2026-12-31"), state="struck-off", struck_off_on=day("2026-05-01"))
    told = total(store)
    assert (told["struck_off"], told["due"], told["on_time"], told["due_rate"]) == (1, 0, 0, None)


def test_a_case_without_deadline_is_never_due_and_is_told_apart(store):
    add_case(store)
    told = total(store)
    assert (told["no_deadline"], told["due"], told["overdue"]) == (1, 0, 0)


# ------------------------------------------------------------------- extensions
OLD, NEW = day("2026-06-30"), day("2026-12-31")


def test_an_extension_approved_on_the_last_day_moves_the_deadline(store):
    add_case(store, deadline=OLD, extensions=[(OLD, NEW)])
    told = total(store)
    assert (told["due"], told["overdue"], told["extended"]) == (0, 0, 1)


def test_an_extension_approved_a_day_late_cures_nothing(store):
    add_case(store, deadline=OLD, extensions=[(day("2026-07-01"), NEW)])
    told = total(store)
    assert (told["due"], told["overdue"], told["extended"]) == (1, 1, 0)


def test_before_its_approval_an_extension_does_not_exist(store):
    add_case(store, deadline=OLD, extensions=[(day("2026-06-20"), NEW)])
    assert total(store, as_of=day("2026-06-19"))["extended"] == 0
    assert total(store, as_of=day("2026-06-20"))["extended"] == 1


def test_chained_extensions_each_need_approval_before_the_deadline_then_in_force(store):
    second = day("2026-09-30")
    add_case(store, deadline=OLD, extensions=[(day("2026-06-01"), second), (second, NEW)])
    add_case(store, deadline=OLD, extensions=[(day("2026-06-01"), second), (day("2026-10-01"), NEW)])
    told = total(store)
    assert (told["overdue"], told["extended"]) == (1, 2)


def test_after_one_that_came_late_a_further_extension_comes_late_too(store):
    add_case(
        store, deadline=OLD, extensions=[(day("2026-07-01"), day("2026-09-30")), (day("2026-09-01"), NEW)]
    )
    assert total(store)["overdue"] == 1


def test_an_extension_to_an_earlier_day_is_none(store):
    add_case(store, deadline=OLD, extensions=[(day("2026-05-01"), day("2026-06-01"))])
    assert total(store)["extended"] == 0
    assert total(store, as_of=day("2026-06-15"))["overdue"] == 0


def test_struck_off_within_its_extension_is_on_time_once_that_ends(store):
    add_case(
        store,
        deadline=OLD,
        extensions=[(day("2026-06-15"), day("2026-09-30"))],
        state="struck-off",
        struck_off_on=day("2026-08-01"),
    )
    assert total(store, as_of=day("2026-08-31"))["due"] == 0
    told = total(store, as_of=day("2026-09-30"))
    assert (told["due"], told["on_time"]) == (1, 1)


def test_an_extension_approved_after_the_strike_off_does_not_make_it_late_or_timely(store):
    struck = {"state": "struck-off", "struck_off_on": day("2026-06-10")}
    add_case(store, deadline=OLD, extensions=[(day("2026-06-20"), day("2026-09-30"))], **struck)
    told = total(store, as_of=day("2026-09-30"))
    assert (told["due"], told["on_time"]) == (1, 1)


def test_struck_off_late_and_extended_later_stays_late(store):
    # The approval lies after the old deadline's day, so the deadline in force never moved.
    struck = {"state": "struck-off", "struck_off_on": day("2026-07-10")}
    add_case(store, deadline=OLD, extensions=[(day("2026-07-20"), NEW)], **struck)
    assert total(store)["on_time"] == 0


# --------------------------------------------------------- leaving, closed undated
def test_a_strike_off_without_a_day_is_closed_and_counted_at_no_cut_off(store):
    add_case(store, deadline=OLD, state="struck-off")
    told = total(store, as_of=day("2026-12-31"))
    assert (told["listed"], told["struck_off"], told["overdue"], told["rate"]) == (1, 0, 0, 0.0)
    assert not ids(store, measure="open")


@pytest.mark.parametrize("how", ["withdrawn", "transferred"])
def test_who_left_counts_until_the_day_before_and_stands_beside_from_then_on(store, how):
    add_case(store, state=how, left_on=OLD)
    before, after = total(store, as_of=day("2026-06-29")), total(store, as_of=OLD)
    assert (before["listed"], before[how]) == (1, 0)
    assert (after["listed"], after[how]) == (0, 1)


def test_withdrawn_and_transferred_are_two_figures(store):
    add_case(store, state="withdrawn", left_on=OLD)
    told = total(store)
    assert (told["withdrawn"], told["transferred"]) == (1, 0)


def test_who_left_without_a_day_stays_in_the_population_but_is_not_overdue(store):
    add_case(store, deadline=OLD, state="withdrawn")
    told = total(store)
    assert (told["listed"], told["withdrawn"], told["overdue"]) == (1, 0, 0)
