"""周报, 月报, 年度结账, 套表 on 通报: drawn for everybody they are for; each number opens its list."""

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qsl

import pytest

from hazards.domain.weeks import Week
from hazards.services import weekreports
from hazards.services.access import acting_as
from hazards.storage.store import Store
from tests.pages.conftest import redraw, seen
from tests.pages.pressing import press
from tests.pages.test_numbers_are_lists import markup
from tests.services.district import key_of

LINK = r'<a class="[^"]*" href="/reports\?([^"]*list=[^"]*)" target="_self">([\d,.]+) (件|次|㎡)</a>'


@pytest.mark.parametrize(
    ("view", "person"),
    [("weekly", "lingdao"), ("monthly", "wumatb"), ("closing", "shenji"), ("forms", "yingji1")],
)
def test_a_view_draws_for_those_it_is_for(demo_store, draw, view, person):
    at = draw("reports", by=person, view=view)
    assert not at.error
    assert "None" not in seen(at)


@pytest.mark.parametrize("view", ["weekly", "closing"])
def test_a_view_draws_on_an_empty_store(empty_store, draw, view):
    assert not draw("reports", view=view).error


def test_every_figure_of_a_weekly_report_opens_a_list_of_that_length(demo_store, draw):
    """Every list is counted as it stands behind the page; some are opened."""
    page = markup(draw("reports", by="shuangyutb", view="weekly", week="2026-11-16"))
    found = re.findall(LINK, unescape(page))
    assert len(found) == 14
    store, scope = Store(demo_store), acting_as("shuangyutb")
    figures = weekreports.report(store, scope, key_of(store, "双屿街道"), Week.of(date(2026, 11, 16))).figures
    for n, (query, number, unit) in enumerate(found):
        figure = figures[dict(parse_qsl(query))["list"]]
        told = sum(e.m2 for e in figure.entries) if unit == "㎡" else len(figure.entries)
        assert told == float(number.replace(",", "")), query
        if unit == "件" and n % 5 == 4:
            listed = markup(draw("reports", by="shuangyutb", **dict(parse_qsl(query))))
            assert f'gp-count"><b>{number}</b>' in listed, query


def test_the_board_says_how_many_owe_and_each_number_opens_those_streets(demo_store, draw):
    at = draw("reports", view="weekly", week="2026-11-09")
    assert "应报 14" in seen(at)
    assert "已报 12 迟报 1 未报 1" in " ".join(seen(at).split())
    page = markup(draw("reports", view="weekly", week="2026-11-09", standing="late"))
    assert 'gp-count"><b>1</b>' in page
    assert "南郊街道" in page


def test_a_clerk_fills_in_and_the_head_signs(demo_store, draw):
    at = draw("reports", by="wumatb", view="weekly", week="2026-11-16")
    for area, text in zip(at.text_area, ("一处资金未到位", "督促报验"), strict=True):
        area.set_value(text)
    press(at, "送审签")
    assert "已送审签人" in seen(at)
    at = draw("reports", by="wumasq", view="weekly", week="2026-11-16")
    press(at, "签报")
    assert "自签报起不再变动" in seen(at)


def test_a_department_declares_a_zero_and_signs_it(demo_store, draw):
    at = draw("reports", by="yingji1", view="monthly", month="2026-09")
    at.radio[0].set_value("零报告(本月没有发生)")
    redraw(at)
    press(at, "保存")
    press(at, "签报")
    assert "声明本月各行业各项均为 0" in seen(at)


def test_the_closing_of_last_year_says_what_stands_open_or_that_nothing_does(demo_store, draw):
    told = seen(draw("reports", view="closing"))
    assert "2025年度" in told
    assert "未了事项" in told
