"""Patrols, and the buildings found from above of which the street had said nothing."""

from datetime import date

import orjson
import pytest

from hazards.domain.roles import Role
from hazards.services import buildings, patrols, unreported
from hazards.services.access import LOCAL_ADMIN, NoSuchCase, NotYours
from hazards.services.asked import Asked
from hazards.services.newcases import Incomplete, NotYourStreet
from hazards.services.patrols import Find, PatrolIncomplete
from tests.services import structures
from tests.services.district import add_case, key_of
from tests.services.offices import office, street

ON = date(2026, 1, 3)
TRACK = orjson.dumps({"type": "LineString", "coordinates": [[120.65, 28.01], [120.66, 28.01]]})


@pytest.fixture
def clerk(store):
    return street(store, "五马街道", Role.CLERK, 7)


def walk(store, scope, *finds, **more):
    told = {"street": key_of(store, "五马街道"), "on": ON, "persons": "王立", "route": "沿河", **more}
    return patrols.record(store, scope, finds=finds, **told)


def test_a_patrol_is_kept_with_its_way_and_its_finds(store, clerk):
    done = walk(store, clerk, Find("堆放砂石", 120.65, 28.01), track=TRACK)
    (kept,) = patrols.recent(store, clerk)
    assert (kept.street, kept.on, kept.persons, kept.route) == ("五马街道", ON, "王立", "沿河")
    assert kept.length_m == done.length_m == pytest.approx(983.6, abs=1)
    assert [spot.note for spot in kept.finds] == ["堆放砂石"]


def test_a_find_opens_its_case_or_names_one_that_is_there(store, clerk):
    told = {"unit": "河埠头加层", "address": "河埠路2号", "illegal_area": 60}
    known = add_case(store, street="五马街道")
    hazard = {"unit": "临河仓库", "address": "河埠路9号"}
    done = walk(
        store,
        clerk,
        Find("屋顶新搭", opens="building", told=told),
        Find("通道堵塞", opens="hazard", told=hazard),
        Find("仍未整改", case=known),
    )
    assert len(done.opened) == 2
    file = buildings.file(store, clerk, done.opened[0])
    assert file.row["illegal_area"] == 60
    assert file.row["found_on"] == ON
    assert file.building["found_by"] == "street"
    (kept,) = patrols.recent(store, clerk)
    assert [spot.case for spot in kept.finds] == [*done.opened, known]


def test_one_press_is_one_patrol(store, clerk):
    first = walk(store, clerk, request="once")
    assert walk(store, clerk, request="once").patrol == first.patrol
    assert len(patrols.recent(store, clerk)) == 1


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"persons": " "}, "巡查人员"),
        ({"route": ""}, "巡查路线"),
        ({"street": None}, "巡查街镇"),
        ({"on": date(2026, 11, 22)}, "不晚于今天"),
    ],
)
def test_what_lacks_is_named(store, clerk, more, why):
    with pytest.raises(PatrolIncomplete, match=why):
        walk(store, clerk, **more)


def test_a_find_that_cannot_be_kept_keeps_nothing(store, clerk):
    with pytest.raises(Incomplete, match="违法面积"):
        walk(store, clerk, Find("新搭", opens="building", told={"unit": "某户"}))
    with pytest.raises(NoSuchCase):
        walk(store, clerk, Find("他街", case=add_case(store, street="南汇街道")))
    with pytest.raises(PatrolIncomplete, match="第 1 处"):
        walk(store, clerk, Find("", 120.65))
    assert patrols.recent(store, clerk) == []


def test_a_street_walks_and_reads_its_own_ground(store, clerk):
    with pytest.raises(NotYourStreet):
        walk(store, clerk, street=key_of(store, "南汇街道"))
    with pytest.raises(NotYours):
        walk(store, office(Role.LEADER, 5))
    walk(store, clerk)
    assert patrols.recent(store, street(store, "南汇街道", Role.CLERK, 8)) == []
    assert patrols.recent(store, structures.officer()) == []
    assert len(patrols.recent(store, office(Role.LEADER, 5))) == 1
    walk(store, structures.officer())
    assert len(patrols.recent(store, structures.officer())) == 1


# ------------------------------------------------------------------ found from above
def unknown(store, scope=LOCAL_ADMIN) -> list[int]:
    return [one.case for one in unreported.places(store, scope, Asked())]


@pytest.fixture
def above(store):
    """Found from above on 4 January in 五马街道, with a point."""
    place = {"lon": 120.65, "lat": 28.01}
    return structures.found(store, structures.officer(), found_by="above", **place)


def test_a_building_found_from_above_that_nobody_told_of_is_listed(store, above):
    structures.found(store, structures.officer(), unit="另一处", address="另路", found_by="street")
    assert unknown(store) == [above]
    assert unknown(store, street(store, "五马街道", Role.HEAD, 7)) == [above]
    assert unknown(store, street(store, "南汇街道", Role.HEAD, 8)) == []


def test_an_earlier_find_within_fifty_metres_shows_that_the_street_knew(store, clerk, above):
    walk(store, clerk, Find("旁边搭建", 120.6510, 28.01))  # 98 m off
    assert unknown(store) == [above]
    walk(store, clerk, Find("搭建", 120.6504, 28.01))  # 39 m off
    assert unknown(store) == []


def test_a_find_after_the_day_comes_too_late(store, clerk, above):
    walk(store, clerk, Find("补记", case=above), on=date(2026, 1, 5))
    assert unknown(store) == [above]
    walk(store, clerk, Find("当日", case=above), on=date(2026, 1, 4))
    assert unknown(store) == []


def test_a_case_the_street_registered_before_shows_that_it_knew(store, clerk, above):
    told = {"unit": "别名", "lead": key_of(store, "五马街道"), "found_by": "street"}
    structures.found(store, clerk, **told, found_on=date(2026, 1, 2))
    assert unknown(store) == []  # the same address


def test_a_patrol_of_another_street_tells_nothing_for_this_one(store, above):
    other = street(store, "南汇街道", Role.CLERK, 8)
    told = {"street": key_of(store, "南汇街道"), "on": ON, "persons": "李", "route": "界线"}
    patrols.record(store, other, finds=[Find("界外", 120.65, 28.01)], **told)
    assert unknown(store) == [above]
