"""Streets through time: valid days half open, successors followed, forks left to a person."""

from datetime import date

from hazards.domain.jurisdiction import Jurisdiction, Lineage, Register

DAY = date(2015, 8, 15)
BEFORE, AFTER = date(2015, 8, 14), date(2016, 1, 1)


def a_register(
    *edges: tuple[int, int], ended: dict[int, date | None], born: dict[int, date | None]
) -> Register:
    keys = {k for e in edges for k in e} | set(ended) | set(born)
    units = [Jurisdiction(k, f"第{k}街道", "街道", None, born.get(k), ended.get(k)) for k in sorted(keys)]
    return Register(units, [Lineage(a, b, None) for a, b in edges])


def test_a_unit_is_valid_on_its_first_day_and_no_more_on_its_last():
    unit = Jurisdiction(1, "大南街道", "街道", None, DAY, AFTER)
    assert [unit.valid(d) for d in (BEFORE, DAY, date(2015, 12, 31), AFTER)] == [False, True, True, False]


def test_a_merged_street_is_followed_to_its_successor():
    held = a_register((1, 2), ended={1: DAY}, born={})
    assert (held.at(1, BEFORE), held.at(1, DAY), held.at(2, BEFORE)) == (1, 2, 2)


def test_before_its_birth_a_street_is_its_only_forerunner():
    held = a_register((1, 2), ended={1: DAY}, born={2: DAY})
    assert held.at(2, BEFORE) == 1


def test_a_split_asks_a_person_and_so_does_a_birth_from_several():
    split = a_register((1, 2), (1, 3), ended={1: DAY}, born={2: DAY, 3: DAY})
    assert split.at(1, DAY) is None
    joined = a_register((1, 3), (2, 3), ended={1: DAY, 2: DAY}, born={3: DAY})
    assert joined.at(3, BEFORE) is None
    assert (joined.at(1, DAY), joined.at(2, DAY)) == (3, 3)


def test_a_street_that_lost_a_piece_stays_itself():
    held = a_register((1, 2), ended={}, born={2: DAY})
    assert (held.at(1, AFTER), held.at(1, BEFORE)) == (1, 1)


def test_a_chain_of_renamings_is_followed_to_the_day():
    held = a_register((1, 2), (2, 3), ended={1: DAY, 2: AFTER}, born={2: DAY, 3: AFTER})
    assert (held.at(1, AFTER), held.at(1, DAY), held.at(3, BEFORE)) == (3, 2, 1)


def test_a_street_that_ended_without_successor_is_nobody():
    assert a_register(ended={1: DAY}, born={}).at(1, DAY) is None


def test_a_ring_in_the_lineage_ends_the_search():
    held = a_register((1, 2), (2, 1), ended={1: DAY, 2: DAY}, born={})
    assert held.at(1, AFTER) is None


def test_streets_come_in_code_order_and_the_district_itself_last():
    units = [
        Jurisdiction(1, "区直", "区直", None, codes={"own": "own:1"}),
        Jurisdiction(2, "双屿街道", "街道", None, codes={"nbs": "330302027000"}),
        Jurisdiction(3, "五马街道", "街道", None, codes={"nbs": "330302006000", "mca": "mca:330302018000"}),
        Jurisdiction(4, "高新区", "功能区", None, codes={"own": "own:0"}),
        Jurisdiction(5, "旧镇", "镇", None, valid_to=DAY),
    ]
    held = Register(units)
    assert [u.key for u in held.streets(AFTER)] == [3, 2, 4, 1]
    assert held.units[3].code == "330302006000"


def test_a_unit_within_which_a_street_lies_is_found_upwards():
    units = [
        Jurisdiction(1, "温州市", "市", None),
        Jurisdiction(2, "鹿城区", "区", 1),
        Jurisdiction(3, "五马街道", "街道", 2),
    ]
    held = Register(units)
    assert (held.above(3, "district"), held.above(3, "city"), held.above(3, "province")) == (2, 1, None)
    assert held.within(1) == {1, 2, 3}
