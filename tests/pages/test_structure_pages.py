"""违法建筑, 巡查 and 法定期限计算: their numbers, their lists, what they keep."""

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qsl

import pytest

from tests.pages.conftest import redraw, seen
from tests.pages.pressing import press
from tests.pages.test_numbers_are_lists import markup

LINK = r'<a class="[^"]*" href="/structures\?([^"]*figure=[^"]*)" target="_self">([\d,]+)</a>'


@pytest.mark.parametrize("person", ["lingdao", "anwei1", "wumatb", "zonghe1", "shenji"])
@pytest.mark.parametrize("page", ["structures", "patrols", "calculator"])
def test_a_page_draws_for_everybody_it_is_for(demo_store, draw, page, person):
    at = draw(page, by=person)
    assert not at.error
    assert "None" not in seen(at)


@pytest.mark.parametrize("page", ["structures", "patrols", "calculator"])
def test_a_page_draws_on_an_empty_store(empty_store, draw, page):
    assert not draw(page).error


def test_every_number_of_cases_opens_a_list_of_that_length(demo_store, draw):
    told = markup(draw("structures"))
    numbers = [
        (unescape(query), int(text))
        for cell in re.findall(r"<td[^>]*>.*?</td>", told)
        for query, text in re.findall(LINK, cell)
        if "," not in text
    ]
    assert len(numbers) > 60
    for query, number in numbers[::7]:
        listed = markup(draw("structures", **dict(parse_qsl(query))))
        assert f'gp-count"><b>{number}</b>' in listed, query


def test_the_overviews_card_and_the_page_say_one_thing(demo_store, draw):
    share = re.search(r"存量处置率 ([\d.]+%)", seen(draw("overview")))
    assert share
    assert share[1] in seen(draw("structures"))


def test_a_street_reads_its_own_row_only(demo_store, draw):
    told = seen(draw("structures", by="wumatb"))
    assert "五马街道" in told
    assert "山福镇" not in told


def test_the_task_and_the_categories_are_set_beside_the_other_targets(demo_store, draw):
    at = draw("settings")
    area = next(n for n in at.number_input if "处置任务" in n.label)
    area.set_value(10000.0)
    next(b for b in at.button if b.proto.form_id == area.proto.form_id).click()
    redraw(at)
    next(one for one in at.text_area if one.label == "每行一类").set_value("沿街搭建\n屋顶加层")
    press(at, "保存类别")
    told = seen(draw("structures"))
    assert "任务完成率" in told
    assert "未下达年度任务" not in told
    assert "沿街搭建" in told


def test_the_calculator_tells_the_last_day_and_why_it_rolled(demo_store, draw):
    at = draw("calculator")
    next(d for d in at.date_input if "开始日期" in d.label).set_value(date(2026, 9, 1))
    next(n for n in at.number_input if n.label == "长度").set_value(30)
    next(s for s in at.selectbox if s.label == "单位").set_value("d")
    redraw(at)
    told = seen(at)
    assert "2026年10月8日(周四)" in told
    assert "顺延至其后第一个工作日" in told


def test_the_calculator_argues_the_earliest_day_and_names_what_lacks(demo_store, draw):
    at = draw("calculator")
    next(d for d in at.date_input if "决定送达" in d.label).set_value(date(2026, 1, 29))
    next(c for c in at.checkbox if "权利和期限" in c.label).check()
    redraw(at)
    told = seen(at)
    assert "不得早于2026年7月30日" in told
    assert "催告书送达日期" in told
    assert "起诉期限六个月" in told


def test_a_patrol_is_kept_and_its_find_becomes_a_case(demo_store, draw):
    at = draw("patrols", by="wumatb")
    next(t for t in at.text_input if t.label == "巡查人员").set_value("陈知夏、王立")
    next(t for t in at.text_input if t.label == "巡查路线").set_value("沿解放街向北")
    next(n for n in at.number_input if n.label == "发现几处").set_value(1)
    redraw(at)
    next(t for t in at.text_input if "第 1 处" in t.label).set_value("屋顶新搭彩钢棚")
    next(s for s in at.selectbox if s.label == "处理").set_value("building")
    redraw(at)
    next(t for t in at.text_input if t.label == "当事人或者单位").set_value("解放街老字号")
    next(n for n in at.number_input if "违法面积" in n.label).set_value(36.0)
    press(at, "保存巡查")
    told = seen(at)
    assert "新建案卷 1 件" in told
    assert "沿解放街向北" in told
    assert "解放街老字号" in told


def test_a_patrol_that_lacks_something_is_refused_and_keeps_what_was_typed(demo_store, draw):
    at = draw("patrols", by="wumatb")
    next(t for t in at.text_input if t.label == "巡查人员").set_value("陈知夏")
    press(at, "保存巡查")
    assert "巡查路线" in at.error[0].value
    assert next(t for t in at.text_input if t.label == "巡查人员").value == "陈知夏"
