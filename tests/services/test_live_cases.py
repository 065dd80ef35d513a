"""Scenario 2: a case that has lived here takes descriptive changes from a ledger, nothing else."""

import pytest

from hazards.services import decisions
from hazards.services.access import LOCAL_ADMIN
from hazards.storage import tables as t
from tests.services.district import row, table, total
from tests.services.ledgers import a_row, check, codes, counts, held, how_many, story, take

NUMBER = "鹿挂〔2026〕031号"
FACTS = {"挂牌级别": "区级", "挂牌日期": "2026-03-01", "整改期限": "2026-12-15", "联系电话": "0577-05550001"}


@pytest.fixture
def live(store, tmp_path):
    """鹿挂〔2026〕031号 in 五马街道, due 2026-12-15, its place confirmed by a person here."""
    take(store, tmp_path, a_row(NUMBER, **FACTS))
    decisions.confirm_places(store, LOCAL_ADMIN, [held(store)["id"]], reason="核对")
    return store


def test_only_the_telephone_changes_and_exactly_one_event_tells_of_it(live, tmp_path):
    before, events, figures = held(live), how_many(live, t.events), table(live).public()
    news = {
        "状态": "已销号",
        "销号日期": "2026-11-20",
        "整改期限": "2027-06-30",
        "联系电话": "0577-05559999",
    }
    draft = take(live, tmp_path, a_row(NUMBER, **news))
    assert counts(draft) == (1, 0, 0)
    blocked = {f.column: f.value for f in draft.findings if f.code == "case-is-live"}
    assert blocked == {"状态": "struck-off", "销号日期": "2026-11-20", "整改期限": "2027-06-30"}
    assert all("请在案卷中办理" in f.remedy for f in draft.findings if f.code == "case-is-live")
    after = held(live)
    assert {k for k in after if after[k] != before[k]} == {"phone", "version", "length", "head"}
    assert after["phone"] == "0577-05559999"
    assert how_many(live, t.events) == events + 1
    assert story(live)[-1][:2] == ("described", "imported")
    assert table(live).public() == figures


@pytest.mark.parametrize(
    "cells",
    [
        {"状态": "已撤销", "撤销或移送日期": "2026-11-01"},
        {"挂牌级别": "省级"},
        {"整改期限": "2027-01-01"},
        {"延期至": "2027-01-01", "延期批准日期": "2026-11-01"},
        {"属地街道": "松台街道"},
        {"挂牌日期": "2026-02-01"},
        {"年度": "2025"},
        {"案件类型": "违法建筑"},
        {"批次": "第九批"},
    ],
)
def test_a_row_that_would_only_change_what_is_decided_here_is_refused(live, tmp_path, cells):
    before, events, figures = held(live), how_many(live, t.events), table(live, kind="all").public()
    draft = take(live, tmp_path, a_row(NUMBER, **cells))
    assert counts(draft) == (0, 1, 0)
    assert set(codes(draft)) <= {"case-is-live"}
    assert {f.column for f in draft.findings if f.refuses} == set(cells)
    assert (held(live), how_many(live, t.events)) == (before, events)
    assert table(live, kind="all").public() == figures


def test_the_ledger_a_live_case_came_from_changes_nothing(live, tmp_path):
    events = how_many(live, t.events)
    assert counts(take(live, tmp_path, a_row(NUMBER, **FACTS))) == (0, 0, 1)
    assert how_many(live, t.events) == events


def test_a_file_silent_about_state_and_kind_is_no_attempt_to_change_them(live, tmp_path):
    assert counts(check(live, tmp_path, a_row(NUMBER))) == (0, 0, 1)


def test_columns_of_ones_own_are_description_and_add_up(live, tmp_path):
    take(live, tmp_path, a_row(NUMBER, 网格员="何临汀"))
    take(live, tmp_path, a_row(NUMBER, 网格号="G-7"))
    assert held(live)["extras"] == '{"网格员":"何临汀","网格号":"G-7"}'


def test_a_case_becomes_live_by_an_act_here_not_by_a_second_import(store, tmp_path):
    take(store, tmp_path, a_row(NUMBER, **FACTS))
    take(store, tmp_path, a_row(NUMBER, 整改期限="2026-12-20"))
    assert held(store)["live"] is False
    decisions.confirm_places(store, LOCAL_ADMIN, [held(store)["id"]], reason="核对")
    assert held(store)["live"] is True


# -------------------------------------------------------------- places overruled
def test_a_person_overrules_a_place_with_a_reason_from_the_beginning(live):
    key = held(live)["id"]
    from tests.services.district import key_of

    decisions.overrule_place(live, LOCAL_ADMIN, key, key_of(live, "松台街道"), reason="现场在松台")
    assert (row(live, "松台街道")["listed"], row(live, "五马街道")["listed"]) == (1, 0)
    assert story(live)[-1] == ("place-overruled", "here", "2026-11-21")
    assert held(live)["placed_by"] == "person"


def test_without_a_reason_or_to_no_street_nothing_is_overruled(live):
    key, events = held(live)["id"], how_many(live, t.events)
    with pytest.raises(decisions.ReasonMissing):
        decisions.overrule_place(live, LOCAL_ADMIN, key, 1, reason="  ")
    with pytest.raises(decisions.NotAStreet):
        decisions.overrule_place(live, LOCAL_ADMIN, key, 1, reason="给省里")
    assert how_many(live, t.events) == events
    assert total(live)["listed"] == 1
