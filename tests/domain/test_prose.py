"""What people type: kept as it is, except what no printer or database can hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hazards.domain.prose import ControlCharacter, TooLong, prose, spoken


@given(st.text(st.characters(blacklist_categories=("Cc", "Cs", "Cf", "Cn", "Co")), max_size=200))
def test_ordinary_text_comes_back_composed_and_trimmed(text):
    assert prose("内容", prose("内容", text)) == prose("内容", text)


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1b", "\u202e", "\u2066", "\ud800", "\ufffe", "\uffff"])
def test_what_breaks_exports_or_turns_text_around_is_refused_by_name(bad):
    with pytest.raises(ControlCharacter, match="隐患主要内容"):
        prose("隐患主要内容", f"甲{bad}乙")


def test_lines_and_tabs_stay_and_too_much_is_counted():
    assert prose("内容", " 甲\r\n乙\t丙 ") == "甲\n乙\t丙"
    with pytest.raises(TooLong, match="6个字，超过5字"):
        prose("内容", "一二三四五六", 5)


def test_everything_told_with_a_step_is_looked_at():
    with pytest.raises(ControlCharacter, match="退回理由"):
        spoken({"reasons": ["好", "坏\x00"]}, {"reasons": "退回理由"})
    assert spoken({"dead": 0, "changes": {"number": " 甲 "}}, {}) == {"dead": 0, "changes": {"number": "甲"}}
