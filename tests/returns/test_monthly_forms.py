"""月报: a declared zero is 0, silence is not; corrections after signing are new versions."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hazards.domain.returned import COLUMNS, BadFigures, added, read, wrong
from hazards.domain.roles import Role
from hazards.services import monthduty, monthforms, monthly, returned
from hazards.services import returnsigned as signed
from hazards.services.monthduty import Month
from hazards.storage.store import Store
from tests import people
from tests.services.district import key_of
from tests.services.offices import DEPARTMENT, office, street

OCTOBER = Month(2026, 10)
SHUANGYU = "双屿街道"
TOLD = {
    "机械制造": {"should": "40", "inspected": "38", "common": "12", "common_fixed": "9", "funds": "12.50"}
}


@pytest.fixture
def who(store):
    return str(key_of(store, SHUANGYU))


@pytest.fixture
def clerk(store):
    return street(store, SHUANGYU, Role.CLERK, 11)


@pytest.fixture
def head(store):
    return street(store, SHUANGYU, Role.HEAD, 12)


@pytest.fixture
def officer():
    return office(Role.DEPARTMENT, 14)


def figures(store: Store, month: Month = OCTOBER):
    with store.read() as connection:
        return returned.figures(connection, month.year, month.month)


def signed_form(store, clerk, head, who, **told) -> int:
    number = monthly.save(store, clerk, "street", who, OCTOBER, **told)
    monthly.ask(store, clerk, number)
    sha = monthforms.form(store, head, "street", who, OCTOBER).row["sha256"]
    monthly.sign(store, head, number, seen=sha)
    return number


def test_only_a_signed_form_counts_and_an_empty_cell_has_no_figure(store, clerk, head, who):
    monthly.save(store, clerk, "street", who, OCTOBER, told=TOLD)
    assert figures(store) == {}
    signed_form(store, clerk, head, who, told=TOLD)
    told = figures(store)
    assert told["street", int(who), "机械制造", "funds"] == Decimal("12.50")
    assert ("street", int(who), "机械制造", "planned") not in told
    assert added(told, "inspected", "机械制造") == 38
    assert added(told, "inspected", "学校") is None


def test_a_zero_report_is_zero_in_every_sector_and_silence_is_none(store, clerk, head, who):
    signed_form(store, clerk, head, who, told={}, zero=True)
    told = figures(store)
    assert len(told) == len(returned.sectors()) * len(COLUMNS)
    assert set(told.values()) == {Decimal(0)}
    assert added(figures(store, OCTOBER.but(-1)), "common", "学校") is None


def test_a_zero_report_says_nothing_else_and_an_empty_form_is_no_report(store, clerk, who):
    with pytest.raises(BadFigures, match="零报告"):
        monthly.save(store, clerk, "street", who, OCTOBER, told=TOLD, zero=True)
    number = monthly.save(store, clerk, "street", who, OCTOBER, told={"学校": {"common": ""}})
    with pytest.raises(signed.ReturnIncomplete, match="零报告"):
        monthly.ask(store, clerk, number)


def test_every_cell_that_is_no_figure_is_named_at_once():
    with pytest.raises(BadFigures) as refused:
        read({"学校": {"common": "-1", "funds": "1.234"}, "医院": {"should": "三家", "inspected": "2.5"}})
    assert refused.value.facts["count"] == 4


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_more_put_right_than_found_is_refused_and_nothing_else(common, fixed):
    told = {"学校": {"common": Decimal(common), "common_fixed": Decimal(fixed)}}
    assert bool(wrong(told)) == (fixed > common)


def test_what_may_be_doubted_is_pointed_out_and_taken(store, clerk, who):
    told = {"机械制造": {"should": "10", "inspected": "12", "funds": "3"}}
    monthly.save(store, clerk, "street", who, OCTOBER, told=told)
    doubts = monthforms.form(store, clerk, "street", who, OCTOBER).doubts
    assert any("覆盖率将超过" in one for one in doubts)
    assert any("按未报处理" in one for one in doubts)


def test_a_signed_form_changes_only_by_a_new_version_with_its_reason(store, clerk, head, who):
    first = signed_form(store, clerk, head, who, told=TOLD)
    other = {"机械制造": {**TOLD["机械制造"], "common": "13"}}
    with pytest.raises(signed.ReturnIncomplete, match="更正理由"):
        monthly.save(store, clerk, "street", who, OCTOBER, told=other)
    second = monthly.save(store, clerk, "street", who, OCTOBER, told=other, reason="漏报一项")
    assert second != first
    assert figures(store)["street", int(who), "机械制造", "common"] == 12  # until it is signed
    signed_form(store, clerk, head, who, told=other, reason="漏报一项")
    assert figures(store)["street", int(who), "机械制造", "common"] == 13
    assert len(monthforms.form(store, clerk, "street", who, OCTOBER).versions) == 1


def test_a_department_signs_its_own_and_sees_no_streets(store, officer, who):
    people.hire(store, "应急", Role.DEPARTMENT, department=DEPARTMENT, since=date(2026, 1, 1))
    number = monthly.save(store, officer, "department", DEPARTMENT, OCTOBER, told=TOLD)
    sha = monthforms.form(store, officer, "department", DEPARTMENT, OCTOBER).row["sha256"]
    monthly.sign(store, officer, number, seen=sha)
    assert figures(store)["department", DEPARTMENT, "机械制造", "should"] == 40
    assert [o.name for o in monthforms.board(store, officer, OCTOBER).rows] == [DEPARTMENT]
    with pytest.raises(signed.NoSuchReturn):
        monthforms.form(store, officer, "street", who, OCTOBER)


def test_a_head_signs_only_the_version_he_saw(store, clerk, head, who):
    number = monthly.save(store, clerk, "street", who, OCTOBER, told=TOLD)
    monthly.ask(store, clerk, number)
    sha = monthforms.form(store, head, "street", who, OCTOBER).row["sha256"]
    monthly.save(store, clerk, "street", who, OCTOBER, told={"学校": {"common": "1"}})
    monthly.ask(store, clerk, number)
    with pytest.raises(signed.ReturnMoved):
        monthly.sign(store, head, number, seen=sha)


def test_forms_are_owed_from_the_month_the_office_names(store, clerk, who):
    listing = office(Role.LISTING, 13)
    assert monthduty.todos(store, clerk) == []
    monthly.begin(store, listing, OCTOBER)
    assert [(o.what, o.number, o.until) for o in monthduty.todos(store, clerk)] == [
        ("填报月报", "2026年10月", date(2026, 11, 5))
    ]
