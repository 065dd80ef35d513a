"""投诉举报, 曝光追踪 and 问责线索 as drawn: who finds them, and every number opens its list."""

import re
from urllib.parse import parse_qsl

import pytest

from tests.pages.conftest import redraw, seen
from tests.pages.pressing import fill, press
from tests.pages.test_numbers_are_lists import markup

VIEWS = {"complaints": "投诉举报", "exposures": "曝光追踪", "accountability": "问责线索"}
TALLY = r'<a href="/supervision\?([^"]*)" target="_self"><span>([^<]*)</span><b[^>]*>(?:■ )?(\d+)</b></a>'


@pytest.mark.parametrize("view", VIEWS)
def test_every_number_opens_a_list_of_that_length(demo_store, draw, view):
    numbers = re.findall(TALLY, markup(draw("supervision", by="lingdao", view=view)))
    assert len(numbers) >= 3
    for query, title, number in numbers:
        told = markup(draw("supervision", by="lingdao", **dict(parse_qsl(query.replace("&amp;", "&")))))
        listed = re.search(r'gp-count"><b>[^<]* (\d+) 件', told)
        lines = len(re.findall(r'gp-title">[^<]* · ', told)) if view == "accountability" else 0
        assert int(number) == (int(listed[1]) if listed else lines), (title, query)


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_draws_on_an_empty_store(empty_store, draw, view):
    told = seen(draw("supervision", view=view))
    assert "没有" in told
    assert "None" not in told


def test_streets_and_departments_find_no_accountability(demo_store, draw):
    for person in ("wumatb", "wumasq", "zonghe1"):
        told = seen(draw("supervision", by=person, view="accountability"))
        assert "问责" not in told
    assert "问责线索" in seen(draw("supervision", by="shenji", view="accountability"))
    assert "核实后决定" not in [
        one.label for one in draw("supervision", by="shenji", view="accountability").expander
    ]


def test_a_leader_decides_and_the_line_is_gone(demo_store, draw):
    at = draw("supervision", by="lingdao", view="accountability")
    next(one for one in at.selectbox if one.label == "处理方式").set_value("约谈")
    redraw(at)
    press(at, "登记决定")
    assert "还缺：理由、对象、文号" in seen(at)
    fill(at, "对象(单位或人员)", "藤桥镇主要负责人")
    fill(at, "文号", "鹿安委约〔2026〕1号")
    fill(at, "核实情况和理由", "两案逾期月余无进展", kind="text_area")
    redraw(at)
    press(at, "登记决定")
    assert "已决定：藤桥镇，约谈" in seen(at)
    assert "目前没有问责线索" in seen(at)
    assert "约谈" in seen(draw("supervision", by="lingdao", view="accountability", show="open"))
