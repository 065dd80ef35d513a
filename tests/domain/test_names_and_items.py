"""Units that may be one, and lists inside one case."""

import pytest

from hazards.domain.cells import in_order
from hazards.domain.items import chainages, numbered, propose
from hazards.domain.unit import core

OURS = frozenset({"浙江省", "浙江", "温州市", "温州", "鹿城区", "鹿城", "双屿街道"})


@pytest.mark.parametrize(
    "name",
    [
        "温州市鹿城区晨岚模具厂",
        "晨岚模具厂(双屿)",
        "晨岚模具厂（双屿）",
        "浙江温州晨岚模具厂有限公司",
        "晨岚 模具厂",
    ],
)
def test_place_names_brackets_and_company_forms_do_not_make_another_unit(name):
    assert core(name, OURS) == "晨岚模具厂"


def test_hospitals_of_two_other_cities_are_two_units():
    assert core("杭州市第一医院", OURS) != core("宁波市第一医院", OURS)


def test_too_short_a_rest_proves_nothing():
    assert core("温州市鹿城区一厂", OURS) != core("温州市一厂", OURS)


def test_numbered_parts_are_items_when_they_count_from_one():
    assert numbered("1.通道堵塞;2.无应急照明;3、电线私拉") == ("通道堵塞", "无应急照明", "电线私拉")
    assert numbered("（1）通道堵塞。（2）无应急照明") == ("通道堵塞", "无应急照明")


@pytest.mark.parametrize("text", ["1.通道堵塞", "2.甲;3.乙", "高1.5米;宽2.0米", "1.甲;3.乙", ""])
def test_what_does_not_count_one_two_is_no_list(text):
    assert numbered(text) == ()


def test_road_points_are_items_and_a_range_is_one_point():
    told = "G330 K12+300—K12+800、K13+100、K14+250"
    assert chainages(told) == ("K12+300—K12+800", "K13+100", "K14+250")
    assert chainages("G330 K12+300—K12+800") == ()


def test_an_address_of_points_comes_before_numbered_content():
    assert propose("1.甲;2.乙", "K1+100、K2+200", "G330") == (("地址", "K1+100"), ("地址", "K2+200"))
    assert propose("1.甲;2.乙", "瓯江路1号", "厂") == (("隐患主要内容", "甲"), ("隐患主要内容", "乙"))


def test_batches_follow_each_other_by_their_number():
    told = ["", "2026年第十一批", "2026年第三批", "2026年第2批", "2026年第十批", "2026年第一批"]
    assert [word[5:] for word in sorted(told, key=in_order)] == [
        "第一批",
        "第2批",
        "第三批",
        "第十批",
        "第十一批",
        "",
    ]
