"""Years, carried-over cases, levels, streets and targets in the table of rates, over a real store."""

from datetime import date

import pytest

from hazards.services import targets
from hazards.services.access import LOCAL_ADMIN
from hazards.storage.store import Store
from tests.services.district import add_case, ids, names, row, table, total


def day(text: str) -> date:
    return date.fromisoformat(text)


OLD, NEW = day("2026-06-30"), day("2026-12-31")


# ------------------------------------------------------------------------ years
def test_the_year_of_the_batch_decides_over_the_day_of_listing(store):
    add_case(store, year=2025, listed_on=day("2026-01-05"))
    assert total(store, year=2026)["listed"] == 0
    assert total(store, year=2025, as_of=day("2026-01-05"))["listed"] == 1


def test_without_a_batch_year_the_day_of_listing_decides(store):
    add_case(store, year=None, listed_on=day("2025-12-31"))
    assert total(store, year=2025)["listed"] == 1
    assert total(store, year=2026)["listed"] == 0


def test_with_neither_a_case_appears_under_all_years_only(store):
    case = add_case(store, year=None, listed_on=None)
    assert total(store, year=2026)["listed"] == 0
    assert total(store, year=2026)["carried_over"] == 0
    assert ids(store, year=0, measure="listed") == [case]


def test_with_a_year_but_no_day_a_case_counts_from_the_first_of_january(store):
    add_case(store, year=2026, listed_on=None)
    assert total(store, as_of=day("2026-01-01"))["listed"] == 1
    assert total(store, as_of=day("2025-12-31"), year=0)["listed"] == 0


def test_the_default_year_is_the_one_of_the_cut_off(store):
    add_case(store, year=2025, listed_on=day("2025-03-01"))
    assert total(store)["listed"] == 0
    assert total(store, as_of=day("2025-12-31"))["listed"] == 1


def test_up_listing_changes_neither_year_nor_number(store):
    add_case(store, year=2025, listed_on=day("2025-03-01"), uplistings=[(day("2026-02-01"), "省级")])
    assert total(store, year=2026)["listed"] == 0
    assert total(store, year=2025)["listed"] == 1


# ---------------------------------------------------------------- carried over
EARLIER = {"year": 2025, "listed_on": day("2025-03-01")}


def test_carried_over_stand_beside_the_year_with_their_own_open_and_overdue(store):
    add_case(store, **EARLIER, deadline=OLD)
    add_case(store, **EARLIER, deadline=NEW)
    add_case(store, **EARLIER, deadline=OLD, state="struck-off", struck_off_on=day("2026-02-01"))
    told = total(store)
    assert told["listed"] == told["overdue"] == 0
    assert (told["carried_over"], told["carried_over_open"], told["carried_over_overdue"]) == (3, 2, 1)


def test_struck_off_on_new_years_eve_is_not_carried_over_and_on_new_years_day_is(store):
    add_case(store, **EARLIER, state="struck-off", struck_off_on=day("2025-12-31"))
    add_case(store, **EARLIER, state="struck-off", struck_off_on=day("2026-01-01"))
    assert total(store)["carried_over"] == 1


@pytest.mark.parametrize("how", ["withdrawn", "transferred"])
def test_who_left_before_the_year_began_is_not_carried_over(store, how):
    add_case(store, **EARLIER, state=how, left_on=day("2025-12-31"))
    add_case(store, **EARLIER, state=how, left_on=day("2026-02-01"))
    told = total(store)
    assert (told["carried_over"], told["carried_over_open"]) == (1, 0)


def test_under_all_years_nothing_is_carried_over(store):
    add_case(store, **EARLIER, deadline=OLD)
    told = total(store, year=0)
    assert (told["listed"], told["carried_over"], told["overdue"]) == (1, 0, 1)


def test_the_headline_counts_every_open_overdue_case_whatever_its_year(store):
    add_case(store, **EARLIER, deadline=OLD)
    add_case(store, deadline=OLD)
    assert total(store)["overdue"] == 1
    assert len(ids(store, measure="open_overdue")) == 2


# ----------------------------------------------------------------- kind and level
def test_hazards_by_default_buildings_and_both_on_request(store):
    add_case(store)
    add_case(store, kind="building")
    told = {kind: total(store, kind=kind)["listed"] for kind in ("hazard", "building", "all")}
    assert told == {"hazard": 1, "building": 1, "all": 2}
    assert total(store) == total(store, kind="hazard")


def test_a_case_counts_once_at_its_level_at_the_cut_off(store):
    add_case(store, level="区级", uplistings=[(day("2026-05-01"), "市级"), (day("2026-08-01"), "省级")])
    assert total(store)["listed"] == 1
    assert names(store, by="level", as_of=day("2026-04-30")) == ["区级"]
    assert names(store, by="level", as_of=day("2026-05-01")) == ["市级"]
    assert names(store, by="level") == ["省级"]
    assert total(store, level="区级")["listed"] == 0


def test_a_later_listing_at_a_lower_level_does_not_lower_a_case(store):
    add_case(store, level="区级", uplistings=[(day("2026-05-01"), "省级"), (day("2026-06-01"), "市级")])
    assert names(store, by="level") == ["省级"]


def test_an_unknown_level_has_a_row_of_its_own_at_the_end(store):
    add_case(store, level="")
    add_case(store, level="省级")
    assert names(store, by="level") == ["省级", "未填写"]


# ----------------------------------------------------------------------- places
def test_a_case_counts_in_the_street_that_led_it_at_the_cut_off(store):
    add_case(store, street="双屿街道", moves=[(day("2026-07-01"), "五马街道")])
    assert names(store, as_of=OLD) == ["双屿街道"]
    assert names(store, as_of=day("2026-07-01")) == ["五马街道"]


def test_of_two_moves_on_one_day_the_later_entry_wins(store):
    moves = [(day("2026-07-01"), "五马街道"), (day("2026-07-01"), "松台街道")]
    add_case(store, moves=moves)
    assert names(store) == ["松台街道"]


def test_a_move_told_without_a_day_holds_from_the_beginning(store):
    add_case(store, moves=[(None, "五马街道")])
    assert names(store, as_of=day("2026-01-10")) == ["五马街道"]


def test_a_case_without_a_street_stands_in_a_row_of_its_own_at_the_end(store):
    add_case(store, street=None)
    rows = table(store).public()["rows"]
    assert (rows[-1]["code"], rows[-1]["name"], rows[-1]["listed"]) == (None, "未定属地", 1)


def test_the_row_of_the_unplaced_is_printed_only_where_needed(store):
    add_case(store)
    assert all(r["name"] != "未定属地" for r in table(store).public()["rows"])


def test_tables_end_with_the_district_itself_and_the_unplaced(store):
    add_case(store, street="区直")
    add_case(store, street=None)
    assert [r["name"] for r in table(store).public()["rows"]][-2:] == ["区直", "未定属地"]
    assert {rank for rank, line in table(store).ranked() if line.aside} == {None}


def test_every_street_has_a_row_even_with_nothing_listed(store):
    rows = table(store).public()["rows"]
    assert len(rows) == 14
    assert rows[0]["code"] == "330302006000"
    assert all((r["rate"], r["met"], r["needed"]) == (None, None, 0) for r in rows)


# ----------------------------------------------------------------------- judgement
def _a_street_with(store: Store, struck: int, listed: int) -> dict:
    for n in range(listed):
        done = {"state": "struck-off", "struck_off_on": OLD} if n < struck else {}
        add_case(store, **done)
    return row(store, "双屿街道")


def test_eighty_five_of_ninety_fail_the_target_and_need_one_more(store):
    told = _a_street_with(store, 85, 90)
    assert (told["rate"], told["met"], told["needed"]) == (94.44, False, 1)


def test_a_street_has_its_own_target_where_one_is_set(store):
    targets.set_target(store, LOCAL_ADMIN, "330302", 2026, listed=90, rate=90)
    targets.set_target(store, LOCAL_ADMIN, "330302027000", 2026, listed=None, rate=100)
    told = _a_street_with(store, 9, 10)
    assert (told["target"], told["met"], told["needed"]) == (100, False, 1)
    assert (total(store)["target"], total(store)["met"]) == (90, True)
    assert row(store, "五马街道")["target"] == 90


def test_a_target_is_of_one_year(store):
    targets.set_target(store, LOCAL_ADMIN, "330302", 2025, listed=90, rate=80)
    assert total(store)["target"] == 95
    assert total(store, year=2025)["target"] == 80
    assert total(store, as_of=day("2025-06-30"))["target"] == 80


def test_what_nobody_listed_prints_a_slash_and_has_no_rank(store):
    add_case(store, street="五马街道")
    ranked = {line.name: (rank, str(line.rate)) for rank, line in table(store).ranked()}
    assert ranked["五马街道"] == (1, "0.00%")
    assert ranked["双屿街道"] == (None, "/")


def test_equal_rates_share_a_rank(store):
    for street in ("五马街道", "双屿街道", "松台街道"):
        add_case(store, street=street, state="struck-off", struck_off_on=OLD)
    add_case(store, street="松台街道")
    ranks = {line.name: rank for rank, line in table(store).ranked() if line.rate.whole}
    assert ranks == {"五马街道": 1, "双屿街道": 1, "松台街道": 3}


def test_strike_offs_brought_by_a_ledger_are_a_figure_of_their_own(store):
    struck = {"state": "struck-off", "struck_off_on": OLD}
    add_case(store, **struck, struck_off_origin="imported")
    add_case(store, **struck, struck_off_origin="here")
    told = total(store)
    assert (told["struck_off"], told["imported_struck_off"]) == (2, 1)
    assert total(store, as_of=day("2026-06-29"))["imported_struck_off"] == 0


@pytest.mark.parametrize(
    ("by", "told", "blank"),
    [("department", "supervisor", "督办甲局"), ("sector", "sector", "危化"), ("leader", "leader", "苏砚舟"),
     ("batch", "batch", "第一批")],
)  # fmt: skip
def test_groups_of_words_add_up_with_a_row_for_what_was_left_blank(store, by, told, blank):
    add_case(store, **{told: blank})
    add_case(store, **{told: ""})
    add_case(store, **{told: "-"})
    rows = table(store, by=by).public()["rows"]
    assert [(r["code"], r["name"], r["listed"]) for r in rows] == [(blank, blank, 1), (None, "未填写", 2)]
    assert len(ids(store, by=by, measure="listed", place="-")) == 2


@pytest.mark.parametrize(("by", "name"), [("district", "鹿城区"), ("city", "温州市"), ("province", "浙江省")])
def test_streets_roll_up_to_the_units_above_them(store, by, name):
    add_case(store, street="五马街道")
    add_case(store, street="区直")
    add_case(store, street=None)
    told = {r["name"]: r["listed"] for r in table(store, by=by).public()["rows"]}
    assert told == {name: 2, "未定属地": 1}
