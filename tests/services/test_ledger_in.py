"""Ledger in (台账导入): what goes in, what stays out, and what a second file may change."""

import pytest

from hazards.services import intake, taking
from hazards.services.access import LOCAL_ADMIN
from hazards.storage import tables as t
from tests.services.district import row, total
from tests.services.ledgers import a_file, a_row, check, codes, counts, held, how_many, story, take


# ---------------------------------------------------------------------- identity
def test_the_same_identity_with_other_content_refuses_the_later_row(store, tmp_path):
    draft = take(store, tmp_path, a_row(), a_row(联系电话="0577-05551234"), a_row("另号"))
    assert counts(draft) == (2, 1, 0)
    assert [(f.row, f.code) for f in draft.findings if f.refuses] == [(2, "identity-repeated")]
    assert held(store)["phone"] == ""


def test_the_same_row_twice_in_one_file_is_one_case(store, tmp_path):
    draft = take(store, tmp_path, a_row(), a_row())
    assert counts(draft) == (1, 0, 1)
    assert codes(draft) == ["row-repeated"]
    assert how_many(store) == 1


def test_a_refused_row_does_not_take_the_number_from_its_correction(store, tmp_path):
    draft = take(store, tmp_path, a_row(整改期限="2026-02-30"), a_row(整改期限="2026-12-31"))
    assert counts(draft) == (1, 1, 0)
    assert held(store)["deadline"].isoformat() == "2026-12-31"


def test_without_numbers_four_cells_identify_and_the_running_number_never(store, tmp_path):
    told = {"整治单位(区域)": "海石仓库", "地址": "瓯江路1号", "隐患主要内容": "违规储存"}
    take(store, tmp_path, {"序号": "1", **told})
    assert counts(check(store, tmp_path, {"序号": "7", **told})) == (0, 0, 1)
    assert counts(check(store, tmp_path, {**told, "地址": "瓯江路2号"})) == (1, 0, 0)


# ------------------------------------------------------------------ the same again
def test_the_same_file_again_changes_nothing_not_even_an_event(store, tmp_path):
    path = a_file(
        tmp_path, a_row(整改期限="2008年底前完成"), a_row("二", 状态="已销号", 销号日期="2026-05-01")
    )
    for expected in ((2, 0, 0), (0, 0, 2)):
        draft = intake.check(store, LOCAL_ADMIN, path)
        taking.commit(store, LOCAL_ADMIN, draft)
        assert counts(draft) == expected
    told = how_many(store, t.events), how_many(store, t.imports), how_many(store)
    assert told == (1 + 1 + 1 + 1 + 1, 1, 2)  # the district; a case; a case, listed, struck off


def test_a_check_writes_nothing(store, tmp_path):
    before = how_many(store, t.events)
    assert counts(check(store, tmp_path, a_row())) == (1, 0, 0)
    assert (how_many(store), how_many(store, t.events), how_many(store, t.units)) == (0, before, 0)


# -------------------------------------------------------------------- a second file
def test_blank_cells_erase_nothing(store, tmp_path):
    take(store, tmp_path, a_row(联系电话="0577-05551234", 地址="瓯江路1号", 整改期限="2026-12-31"))
    draft = take(store, tmp_path, a_row(联系电话="", 地址=" ", 备注="新注"))
    assert counts(draft) == (1, 0, 0)
    now = held(store)
    assert (now["phone"], now["address"], now["note"]) == ("0577-05551234", "瓯江路1号", "新注")
    assert now["deadline"].isoformat() == "2026-12-31"


@pytest.mark.parametrize("cells", [{}, {"状态": ""}, {"状态": "看情况"}])
def test_a_file_silent_about_the_state_does_not_reopen_a_struck_off_case(store, tmp_path, cells):
    take(store, tmp_path, a_row(状态="已销号", 销号日期="2026-05-01"))
    take(store, tmp_path, a_row(联系电话="0577-05551234", **cells))
    assert held(store)["state"] == "struck-off"
    assert total(store)["struck_off"] == 1


def test_a_file_silent_about_the_kind_does_not_turn_a_building_into_a_hazard(store, tmp_path):
    take(store, tmp_path, a_row(案件类型="违法建筑"))
    take(store, tmp_path, a_row(联系电话="0577-05551234"))
    assert held(store)["kind"] == "building"


def test_a_file_silent_about_the_position_leaves_it_in_its_own_reference_system(store, tmp_path):
    take(store, tmp_path, a_row(经度="120.65", 纬度="28.01", 坐标系="GCJ-02"))
    take(store, tmp_path, a_row(联系电话="0577-05551234"))
    assert held(store)["crs"] == "GCJ-02"


def test_what_a_later_ledger_tells_exactly_replaces_the_words_of_the_earlier(store, tmp_path):
    take(store, tmp_path, a_row(整改期限="2026年底前", 挂牌级别="特级"))
    assert "2026年底前" in held(store)["texts"]
    take(store, tmp_path, a_row(整改期限="2026-12-15", 挂牌级别="省级"))
    now = held(store)
    assert (now["deadline"].isoformat(), now["level"], now["texts"]) == ("2026-12-15", "省级", "")


def test_imported_history_is_corrected_by_a_later_ledger_and_says_so(store, tmp_path):
    take(store, tmp_path, a_row(整改期限="2026-06-30", 挂牌日期="2026-01-10"))
    draft = take(store, tmp_path, a_row(状态="已销号", 销号日期="2026-06-30"))
    assert counts(draft) == (1, 0, 0)
    assert story(store)[-1] == ("amended", "imported", "2026-11-21")
    told = total(store)
    assert (told["struck_off"], told["imported_struck_off"], told["on_time"]) == (1, 1, 1)


def test_the_approval_of_an_extension_may_come_with_a_later_file(store, tmp_path):
    take(store, tmp_path, a_row(整改期限="2026-06-30", 延期至="2026-12-31"))
    assert total(store)["overdue"] == 1
    take(store, tmp_path, a_row(延期批准日期="2026-06-20"))
    assert (total(store)["overdue"], total(store)["extended"]) == (0, 1)


def test_a_later_file_naming_another_street_moves_imported_history(store, tmp_path):
    take(store, tmp_path, a_row(属地街道="五马街道"))
    take(store, tmp_path, a_row(属地街道="松台街道"))
    assert (row(store, "松台街道")["listed"], row(store, "五马街道")["listed"]) == (1, 0)


# ------------------------------------------------------------------ all or nothing
def test_accepted_rows_go_in_together_and_refused_ones_stay_out(store, tmp_path):
    draft = take(store, tmp_path, a_row("一"), a_row("二", 挂牌日期="2026-11-22"), a_row("三"))
    assert counts(draft) == (2, 1, 0)
    assert how_many(store) == 2


def test_a_store_that_moved_since_the_check_takes_nothing(store, tmp_path):
    one = check(store, tmp_path, a_row("一"), a_row("二"))
    other = check(store, tmp_path, a_row("二"), a_row("三"))
    taking.commit(store, LOCAL_ADMIN, one)
    with pytest.raises(taking.Moved):
        taking.commit(store, LOCAL_ADMIN, other)
    assert how_many(store) == 2
    assert how_many(store, t.imports) == 1


def test_a_difference_shown_against_older_content_is_not_taken(store, tmp_path):
    take(store, tmp_path, a_row(联系电话="1"))
    one = check(store, tmp_path, a_row(联系电话="2"))
    other = check(store, tmp_path, a_row(联系电话="3"))
    taking.commit(store, LOCAL_ADMIN, one)
    with pytest.raises(taking.Moved):
        taking.commit(store, LOCAL_ADMIN, other)
    assert held(store)["phone"] == "2"


def test_only_the_rows_a_person_ticked_are_taken(store, tmp_path):
    draft = check(store, tmp_path, a_row("一"), a_row("二"))
    taking.commit(store, LOCAL_ADMIN, draft, only={2})
    assert how_many(store) == 1
    assert held(store, "二")["number"] == "二"


# ------------------------------------------------------------------------- history
def test_history_becomes_events_marked_imported_on_the_days_of_the_acts(store, tmp_path):
    cells = {
        "发现日期": "2026-01-05",
        "挂牌日期": "2026-01-10",
        "整改期限": "2026-06-30",
        "延期至": "2026-09-30",
        "延期批准日期": "2026-06-20",
        "状态": "已销号",
        "销号日期": "2026-09-01",
    }
    take(store, tmp_path, a_row(**cells))
    assert story(store) == [
        ("registered", "imported", "2026-01-05"),
        ("listed", "imported", "2026-01-10"),
        ("extended", "imported", "2026-06-20"),
        ("struck-off", "imported", "2026-09-01"),
    ]


def test_an_extension_without_approval_leaves_the_deadline_and_no_event(store, tmp_path):
    draft = take(store, tmp_path, a_row(整改期限="2026-06-30", 延期至="2026-12-31"))
    assert codes(draft) == ["extension-unapproved"]
    assert [a for a, _, _ in story(store)] == ["registered"]
    assert (total(store)["overdue"], total(store)["extended"]) == (1, 0)


def test_struck_off_without_a_day_is_closed_and_counted_at_no_cut_off(store, tmp_path):
    draft = take(store, tmp_path, a_row(状态="已销号", 整改期限="2026-06-30"))
    assert codes(draft) == ["strike-off-undated"]
    told = total(store)
    assert (told["listed"], told["struck_off"], told["overdue"]) == (1, 0, 0)


def test_withdrawn_and_transferred_keep_their_day_and_reason(store, tmp_path):
    cells = {"状态": "已移送", "撤销或移送日期": "2026-05-01", "撤销或移送原因": "移送邻县"}
    take(store, tmp_path, a_row(**cells))
    assert story(store)[-1] == ("transferred", "imported", "2026-05-01")
    assert (total(store)["transferred"], held(store)["left_why"]) == (1, "移送邻县")


# --------------------------------------------------------------------------- streets
def test_an_unknown_street_is_taken_and_counts_as_unplaced(store, tmp_path):
    draft = take(store, tmp_path, a_row(属地街道="市属园区"))
    assert codes(draft) == ["unknown-street"]
    assert row(store, "未定属地")["listed"] == 1
    assert held(store)["street"] == "市属园区"


def test_a_named_street_decides_and_a_point_elsewhere_is_a_question(store, tmp_path):
    # The schematic outline only doubts; the street the ledger names keeps the case.
    draft = take(store, tmp_path, a_row(属地街道="藤桥镇", 经度="120.655", 纬度="28.012"))
    assert codes(draft) == ["place-contradicts"]
    assert row(store, "藤桥镇")["listed"] == 1


def test_a_schematic_boundary_suggests_and_never_decides(store, tmp_path):
    draft = take(store, tmp_path, a_row(属地街道="", 经度="120.655", 纬度="28.012"))
    assert codes(draft) == ["place-suggested"]
    assert row(store, "未定属地")["listed"] == 1


def test_a_point_two_hundred_kilometres_off_is_refused(store, tmp_path):
    draft = check(store, tmp_path, a_row(经度="116.40", 纬度="39.90"))
    assert codes(draft) == ["point-far"]
    assert counts(draft) == (0, 1, 0)


def test_reopened_by_a_later_ledger_imported_history_loses_the_day_it_was_closed(store, tmp_path):
    take(store, tmp_path, a_row(状态="已销号", 销号日期="2026-05-01"))
    take(store, tmp_path, a_row(状态="整改中"))
    now = held(store)
    assert (now["state"], now["struck_off_on"], now["struck_off_origin"]) == ("open", None, "")
    assert total(store)["struck_off"] == 0
