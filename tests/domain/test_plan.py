"""The plan: six items, five measures, amounts in 万元, milestones backwards from the deadline."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hazards.domain.milestones import USUAL, Milestone, backwards
from hazards.domain.plan import (
    FROM_ITEM,
    ITEMS,
    MEASURES,
    Measure,
    changes,
    measures_lack,
    plan_lacks,
    wan,
    words_changed,
    yuan,
)

DUE = date(2026, 12, 15)
WHOLE = {name: Measure(name, "有", "王", DUE, 125000, "自筹", 1, False, 1, 2, "李") for name in MEASURES}


def test_five_of_five_is_a_gate_and_four_are_named():
    assert measures_lack(WHOLE, DUE) == ()
    held = {**WHOLE, "funds": Measure("funds", "有", "王", DUE, None, "", 1, False, 1, 2)}
    assert measures_lack(held, DUE) == ("资金：计划金额(万元)", "资金：来源")


def test_no_measure_at_all_names_everything_once():
    missing = measures_lack({}, None)
    assert len(missing) == len(set(missing)) == 5 * 5 + 2 + 1
    assert missing[-1] == "时限：整改期限"


def test_a_voided_file_opens_its_measure_again():
    held = {**WHOLE, "plan": Measure("plan", "有", "王", DUE, None, "", 1, True, 1, 2)}
    assert measures_lack(held, DUE) == ("预案：证据已作废，须重新上传",)


def test_each_measure_is_read_from_a_statutory_item():
    assert set(FROM_ITEM) == set(MEASURES)
    assert set(FROM_ITEM.values()) <= set(ITEMS)
    assert plan_lacks({}) == tuple(f"方案第{n}项：{name}" for n, name in enumerate(ITEMS.values(), 1))


@pytest.mark.parametrize(("told", "amount"), [("12.5", 125000), ("0.0001", 1), ("3 万元", 30000), ("", None)])
def test_amounts_are_yuan_inside_and_ten_thousands_outside(told, amount):
    assert yuan(told) == amount


@pytest.mark.parametrize("told", ["-1", "1e400", "nan", "0.00001", "十二", "1,5"])
def test_what_is_no_amount_is_refused(told):
    with pytest.raises(ValueError, match=r".*"):
        yuan(told)


@given(st.integers(0, 10**12))
def test_an_amount_reads_back_as_itself(amount):
    assert yuan(wan(amount)) == amount


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_difference_holds_both_texts_whole(before, after):
    parts = words_changed(before, after)
    assert "".join(text for how, text in parts if how != "new") == before
    assert "".join(text for how, text in parts if how != "gone") == after


def test_versions_differ_in_the_items_that_changed():
    (change,) = changes({"goals": "甲"}, {"goals": "乙"})
    assert (change.title, change.before, change.after) == ("治理的目标和任务", "甲", "乙")


@given(st.dates(date(2025, 1, 1), date(2026, 1, 1)), st.integers(0, 400))
def test_milestones_end_on_the_deadline_and_begin_no_earlier_than_the_start(start, days):
    deadline = start + timedelta(days=days)
    told = backwards(start, deadline)
    assert [m.position for m in told] == [1, 2, 3, 4]
    assert told[-1].ends == deadline
    assert told[0].starts >= start
    assert all(m.starts <= m.ends for m in told)
    if days >= len(USUAL):
        assert told[0].starts == start
        assert all(b.starts == a.ends + timedelta(days=1) for a, b in pairwise(told))


def test_what_should_be_done_grows_evenly_and_lateness_counts_days():
    one = Milestone(1, "施工", date(2026, 11, 1), date(2026, 11, 10), done=50)
    assert [one.planned(date(2026, 10, 31)), one.planned(date(2026, 11, 5)), one.planned(DUE)] == [0, 50, 100]
    assert one.late(date(2026, 11, 10)) == 0
    assert one.late(date(2026, 11, 13)) == 3
