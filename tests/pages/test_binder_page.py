"""The view 迎检台账: ordered with one press, watched, taken; streets choose among their own."""

import pytest

from hazards.services import binders
from hazards.services.access import acting_as
from hazards.services.stores import ready_store
from hazards.storage import jobs
from tests.pages.conftest import redraw, seen


def press(at):
    next(one for one in at.button if one.label == "编制迎检台账").click()
    return redraw(at)


def test_one_press_orders_a_binder_and_its_list_leads_to_the_file(demo_store, draw):
    at = draw("reports", view="binders")
    assert "还没有迎检台账" in seen(at)
    at.button_group[0].set_value("batch")
    redraw(at)
    press(at)
    assert "还没有选择批次" in seen(at)
    at.selectbox[1].set_value(at.selectbox[1].options[0])
    press(at)
    assert "已开始编制" in seen(at)
    store = ready_store()
    (held,) = binders.held(store, acting_as("anwei1", store))
    assert held.word == "排队中"
    assert "批次“" in held.title
    ended = {"state": jobs.DONE, "ended_at": "2026-11-21T10:00:00+08:00", "pages": 12}
    store.write(lambda c: jobs.change(c, held.id, **ended))
    redraw(at)
    assert "已编成" in seen(at)
    assert any(f'href="/binders/{held.id}"' in html.proto.body for html in at.get("html"))


def test_a_head_chooses_among_his_own_streets(demo_store, draw):
    at = draw("reports", by="wumasq", view="binders")
    at.button_group[0].set_value("street")
    redraw(at)
    assert at.selectbox[1].options == ["五马街道"]


PAGES = {"ledger": "anwei1", "structures": "anwei1", "patrols": "wumatb", "todo": "anwei1", "audit": "shenji"}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_leads_from_its_list_to_paper(demo_store, draw, page):
    drawn = draw(page, by=PAGES[page])
    assert any('href="/print/' in html.proto.body for html in drawn.get("html"))
