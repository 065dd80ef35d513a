"""Exposures: where and when it was told, the cases concerned, followed up until nothing is left."""

from datetime import date

import pytest

from hazards.domain.roles import Role
from hazards.services import exposures, lists
from hazards.services.access import NoSuchCase, NotYours
from hazards.services.matters import BadDay, MatterLacks, MatterSettled, NoSuchMatter
from tests.services.district import add_case, key_of
from tests.services.offices import office, street, tiny_png

TODAY = date(2026, 11, 21)


@pytest.fixture
def listing():
    return office(Role.LISTING, 3)


def expose(store, scope, *, files=(), **told) -> int:
    said = {
        "medium": "报纸",
        "outlet": "某晚报",
        "title": "旧楼消防通道被堵",
        "published_on": date(2026, 11, 18),
        "link": "https://example.org/1",
        "street": key_of(store, "五马街道"),
        **told,
    }
    return exposures.register_exposure(store, scope, said, files=files)


def test_an_exposure_names_where_it_stood_and_shows_it(store, listing):
    for more, why in (
        ({"medium": ""}, "刊播方式"),
        ({"outlet": "", "title": ""}, "刊播单位、标题"),
        ({"link": ""}, "网址或者扫描件"),
        ({"link": "javascript:alert(1)"}, "http"),
    ):
        with pytest.raises(MatterLacks, match=why):
            expose(store, listing, **more)
    with pytest.raises(BadDay):
        expose(store, listing, published_on=date(2026, 11, 22))
    number = expose(store, listing, link="", files=[("报纸.png", tiny_png(3))])
    assert len(exposures.file(store, listing, number).scans) == 1


def test_the_case_concerned_tells_of_it_in_its_own_trail(store, listing):
    case = add_case(store, street="五马街道")
    number = expose(store, listing, cases=[case])
    assert [row["id"] for row in exposures.file(store, listing, number).cases] == [case]
    assert "exposure-joined" in [event["action"] for event in lists.case(store, listing, case).events]
    other = add_case(store, street="南汇街道")
    exposures.join(store, listing, number, other)
    with pytest.raises(NoSuchCase):
        exposures.join(store, listing, number, 999)
    head = street(store, "五马街道", Role.HEAD, 8)
    assert [row["id"] for row in exposures.file(store, head, number).cases] == [case]


def test_the_street_concerned_sees_it_and_others_do_not(store, listing):
    number = expose(store, listing)
    assert exposures.held(store, street(store, "五马街道", Role.CLERK, 7))
    with pytest.raises(NoSuchMatter):
        exposures.file(store, street(store, "南汇街道", Role.CLERK, 9), number)
    with pytest.raises(NotYours):
        expose(store, street(store, "五马街道", Role.CLERK, 7))


def test_it_is_followed_up_until_every_step_is_done(store, listing, monkeypatch):
    number = expose(store, listing)
    clerk = street(store, "五马街道", Role.CLERK, 7)
    step = exposures.follow(store, listing, number, told="清通道并报照片", whom="五马街道", due=TODAY)
    assert [one.ref for one in exposures.todos(store, clerk)] == [number]
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-23")
    assert [count.number for count in exposures.counts(store, listing)] == [1, 1, 1]
    assert len(exposures.held(store, clerk, show="late")) == 1
    with pytest.raises(MatterLacks, match="清通道"):
        exposures.close(store, listing, number, on=date(2026, 11, 23), why="已整改")
    exposures.followed(store, clerk, number, step, on=date(2026, 11, 23), outcome="已清通")
    exposures.close(store, listing, number, on=date(2026, 11, 23), why="已整改并回访")
    assert [count.number for count in exposures.counts(store, listing)] == [1, 0, 0]
    with pytest.raises(MatterSettled):
        exposures.follow(store, listing, number, told="再查", whom="五马街道", due=date(2026, 11, 30))
