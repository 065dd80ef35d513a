"""The ground of a building: measured beside the declared, held against everybody else's, never lost."""

import json

import pytest
import shapely
from sqlalchemy import select

from hazards.domain.roles import Role
from hazards.services import footprints, ground, sealing, shapes, signing, trail
from hazards.services.access import NoSuchCase, NotYours
from hazards.services.enforcing import CaseClosed
from hazards.services.footprints import AlreadyThere, NoSuchFootprint, OverlapsItself, ReasonWanted
from hazards.services.onfile import NotABuilding
from hazards.storage import cases as at_rest
from hazards.storage import tables as t
from tests.services.district import add_case, key_of
from tests.services.grounds import EAST, NORTH, another, close, metres, rectangle
from tests.services.offices import office, street
from tests.services.structures import found, officer


@pytest.fixture
def scope():
    return officer()


@pytest.fixture
def case(store, scope) -> int:
    return found(store, scope)


def whole(store) -> bool:
    sealing.seal(store, "test")
    with store.read() as connection:
        return trail._trail(connection, signing.key_path(store), {}).flaws == []


# ------------------------------------------------------------------ area
def test_twenty_metres_by_sixteen_are_320_square_metres_beside_the_declared(store, scope, case):
    footprints.add(store, scope, case, rectangle())
    held = footprints.of_case(store, scope, case)
    assert held.total == pytest.approx(320, abs=0.01)
    assert held.declared == 320
    assert held.difference == pytest.approx(0, abs=0.01)
    assert held.metric_crs == "EPSG:4549"


def test_a_triangle_in_degrees_has_the_area_a_hand_calculates(store, scope, case):
    """Legs of 0.001 degree: 98.31 m east at 28.01 north, 110.82 m north; half their product."""
    text = "120.650,28.010\n120.651,28.010\n120.650,28.011"
    checked = footprints.check(store, scope, case, shapes.typed(text, "CGCS2000"))
    assert checked.total == pytest.approx(98.31 * 110.82 / 2, rel=2e-3)


def test_several_footprints_add_up_and_the_difference_is_signed(store, scope, case):
    footprints.add(store, scope, case, rectangle(10, 10))
    footprints.add(store, scope, case, rectangle(10, 5, dx=40))
    held = footprints.of_case(store, scope, case)
    assert [one.position for one in held.footprints] == [1, 2]
    assert held.total == pytest.approx(150, abs=0.02)
    assert held.difference == pytest.approx(-170, abs=0.02)


def test_two_outlines_with_an_empty_line_between_are_two_footprints(store, scope, case):
    text = metres(EAST, NORTH, 10, 10) + "\n\n" + metres(EAST + 30, NORTH, 10, 10)
    assert len(footprints.add(store, scope, case, shapes.typed(text, "EPSG:4549")).areas) == 2


def test_a_courtyard_is_not_built_upon(store, scope, case):
    yard = shapely.Polygon(
        shapely.box(EAST, NORTH, EAST + 20, NORTH + 20).exterior,
        [shapely.box(EAST + 5, NORTH + 5, EAST + 15, NORTH + 15).exterior],
    )
    sketch = shapes.Sketch("file", "EPSG:4549", (shapely.to_wkb(yard),))
    assert footprints.check(store, scope, case, sketch).total == pytest.approx(300, abs=0.01)


def test_nothing_is_counted_twice(store, scope, case):
    footprints.add(store, scope, case, rectangle())
    with pytest.raises(AlreadyThere, match="重叠 160"):
        footprints.add(store, scope, case, rectangle(dx=10))
    twice = metres(EAST + 90, NORTH, 10, 10) + "\n\n" + metres(EAST + 95, NORTH, 10, 10)
    with pytest.raises(OverlapsItself, match="重叠 50"):
        footprints.check(store, scope, case, shapes.typed(twice, "EPSG:4549"))
    footprints.add(store, scope, case, rectangle(dx=20))  # a shared wall is no overlap


# ------------------------------------------------------------------ overlap, recurrence, sight
def test_ground_another_open_case_claims_is_pointed_out_to_both(store, scope, case):
    other = another(store, scope)
    footprints.add(store, scope, other, rectangle())
    (told,) = footprints.add(store, scope, case, rectangle(dx=15)).overlaps
    assert (told.kind, told.case) == ("open", other)
    assert told.m2 == pytest.approx(80, abs=0.1)
    assert told.share == pytest.approx(0.25, abs=0.001)
    assert "可能重复" in told.says
    assert [one.case for one in footprints.of_case(store, scope, other).overlaps] == [case]


def test_ground_of_a_struck_off_case_is_a_building_that_came_back(store, scope, case):
    other = another(store, scope)
    footprints.add(store, scope, other, rectangle())
    close(store, other)
    (told,) = footprints.check(store, scope, case, rectangle(dx=2)).overlaps
    assert told.kind == "struck-off"
    assert "原地重建" in told.says
    assert "288.0 ㎡，占本案占地的 90%" in told.says


def test_neighbours_that_share_a_wall_are_no_overlap(store, scope, case):
    other = another(store, scope)
    footprints.add(store, scope, other, rectangle())
    assert footprints.check(store, scope, case, rectangle(dx=20)).overlaps == ()


def test_a_case_out_of_sight_is_told_without_a_name(store, scope, case):
    hidden = another(store, scope, unit="隔墙有耳房屋", lead=key_of(store, "南汇街道"))
    footprints.add(store, scope, hidden, rectangle())
    close(store, hidden)
    clerk = street(store, "五马街道", Role.CLERK, 7)
    (told,) = footprints.check(store, clerk, case, rectangle()).overlaps
    assert (told.kind, told.case, told.told) == ("elsewhere", None, "另一案卷(不在您的辖区)")
    assert "隔墙有耳" not in told.says
    assert "销号" not in told.says


# ------------------------------------------------------------------ who, and what stays
def test_streets_and_the_enforcing_department_draw_and_nobody_else(store, scope, case):
    for allowed in (street(store, "五马街道", Role.CLERK, 7), street(store, "五马街道", Role.HEAD, 8)):
        footprints.check(store, allowed, case, rectangle())
    with pytest.raises(NotYours):
        footprints.add(store, office(Role.LEADER, 9), case, rectangle())
    with pytest.raises(NoSuchCase):
        footprints.add(store, street(store, "南汇街道", Role.CLERK, 10), case, rectangle())


def test_a_hazard_has_no_footprint(store):
    clerk = street(store, "五马街道", Role.CLERK, 7)
    hazard = add_case(store, street="五马街道")
    with pytest.raises(NotABuilding):
        footprints.add(store, clerk, hazard, rectangle())


def test_a_removed_shape_stays_in_the_trail_with_its_reason(store, scope, case):
    footprints.add(store, scope, case, rectangle())
    wkb = footprints.of_case(store, scope, case).footprints[0].wkb
    with pytest.raises(ReasonWanted):
        footprints.remove(store, scope, case, 1, "错")
    footprints.remove(store, scope, case, 1, "误画了相邻房屋")
    assert footprints.of_case(store, scope, case).footprints == ()
    with store.read() as connection:
        asked = select(t.events).where(t.events.c.action == "act-footprint-removed")
        event = connection.execute(asked).mappings().one()
    assert event["reason"] == "误画了相邻房屋"
    assert json.loads(event["data"])["wkb"] == wkb.hex()
    assert whole(store)


def test_a_number_once_given_is_never_given_to_another_shape(store, scope, case):
    footprints.add(store, scope, case, rectangle())
    footprints.remove(store, scope, case, 1, "误画了相邻房屋")
    footprints.add(store, scope, case, rectangle(dx=50))
    assert [one.position for one in footprints.of_case(store, scope, case).footprints] == [2]
    with pytest.raises(NoSuchFootprint):
        footprints.remove(store, scope, case, 1, "误画了相邻房屋")


def test_a_closed_case_gets_its_ground_but_loses_none(store, scope, case):
    close(store, case)
    footprints.add(store, scope, case, rectangle())
    with pytest.raises(CaseClosed):
        footprints.remove(store, scope, case, 1, "误画了相邻房屋")


def test_one_press_is_one_footprint(store, scope, case):
    footprints.add(store, scope, case, rectangle(), request="press")
    with pytest.raises(AlreadyThere):
        footprints.add(store, scope, case, rectangle(), request="press")
    assert len(footprints.of_case(store, scope, case).footprints) == 1


def test_a_case_without_a_position_gets_that_of_its_ground(store, scope, case):
    footprints.add(store, scope, case, rectangle())
    with store.read() as connection:
        row = at_rest.by_ids(connection, [case])[case]
    inside = shapely.Point(row["lon"], row["lat"])
    assert shapely.contains(shapes.polygons(rectangle())[0], inside)


def test_ground_far_from_the_position_told_or_in_another_street_is_asked_about(store, scope):
    case = another(store, scope, lon=120.70, lat=28.02)
    notes = footprints.check(store, scope, case, rectangle()).notes
    assert any("案卷所载坐标" in note for note in notes)


# ------------------------------------------------------------------ the ground in memory
def test_the_ground_follows_every_change(store, scope, case):
    assert len(ground.held(store).case) == 0
    footprints.add(store, scope, case, rectangle())
    assert ground.held(store).case.tolist() == [case]
    before = ground.held(store).tree
    another(store, scope)  # a change that moves no ground builds no tree
    assert ground.held(store).tree is before
    footprints.remove(store, scope, case, 1, "误画了相邻房屋")
    assert len(ground.held(store).case) == 0
