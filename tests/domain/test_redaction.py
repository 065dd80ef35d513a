"""What the public may read of persons: a surname, and nothing one could ring, visit or look up."""

import pytest

from hazards.domain.redaction import leaks, masked, named_in, persons, public_name
from hazards.services.publicvalue import names

NAMES = names()


@pytest.mark.parametrize(
    ("unit", "public"),
    [
        ("张三", "张某"),
        ("欧阳修远", "欧阳某"),
        ("李四海户", "李某户"),
        ("王立的房屋", "王某的房屋"),
        ("陈阿大违法建筑", "陈某违法建筑"),
        ("王建国、李红", "王某、李某"),
        ("户主王建国", "户主王某"),
        ("王建国(农房)", "王某(农房)"),
        ("王建国等3户", "王某等3户"),
        ("王建国违章搭建", "王某违章搭建"),
        ("陈宅村张三丰农房加建", "陈宅村张某农房加建"),
        ("水心12幢301室李四户", "水心12幢301室李某户"),
        ("行业主管部门宿舍", "行业主管部门宿舍"),
        ("戴宅村连片出租房", "戴宅村连片出租房"),
        ("王建国服装店", "王建国服装店"),
        ("晨岚模具厂", "晨岚模具厂"),
        ("海川印刷公司", "海川印刷公司"),
        ("金山村", "金山村"),
        ("江心屿", "江心屿"),
        ("水心片连片出租房", "水心片连片出租房"),
        ("G330 K12+300—K12+800", "G330 K12+300—K12+800"),
        ("", ""),
    ],
)
def test_a_persons_name_becomes_a_surname_and_a_units_name_stays(unit, public):
    assert public_name(unit, NAMES) == public


@pytest.mark.parametrize(
    "told",
    [
        "联系人13800138000",
        "联系人 138 0013 8000",
        "联系人138-0013-8000",
        "+86 13800138000",
        "１３８００１３８０００",
        "0577-88123456",
        "(0577)88123456",
        "电话：88123456",
        "身份证330302199001011234",
        "身份证33030219900101123X",
        "3303 0219 9001 0112 34",
        "卡号6222021202012345678",
        "微信 wang_li88",
        "微信号wang_li88",
        "联系电话 8812 3456",
        "一三八〇〇一三八〇〇〇",
        "坐标120.6512,28.0123",
        "QQ：12345678",
        "wangli@example.org",
        "浙C12345",
    ],
)
def test_what_one_could_ring_or_look_up_is_masked(told):
    text, count = masked(f"消防通道堵塞，{told}，已告知", (), NAMES)
    assert count == 1
    assert text.startswith("消防通道堵塞，")
    assert text.endswith("，已告知")
    assert "***" in text
    assert leaks(told, ())
    assert not leaks(text, ())


@pytest.mark.parametrize(
    "told",
    ["桩号K12+300至K12+800", "面积1234.5平方米", "2026年11月21日", "GB 35181—2017第6.2条"],
)
def test_figures_that_tell_of_no_person_stay(told):
    assert masked(told, (), NAMES) == (told, 0)


def test_the_persons_of_a_case_are_named_by_their_surnames():
    people = persons(["王立、李四(厂长)", "区应急管理局", "欧阳修远"], NAMES)
    assert people == {"王立", "李四", "欧阳修远"}
    assert masked("王立签收，欧阳修远在场", people, NAMES) == ("王某签收，欧阳某在场", 2)


def test_whom_a_unit_names_is_masked_wherever_the_case_speaks_of_him():
    people = named_in("陈宅村王建国、李红住宅", NAMES)
    assert people == {"王建国", "李红"}
    assert named_in("王建国", NAMES) == {"王建国"}
    assert masked("王建国在二层加盖铁皮", people, NAMES)[0] == "王某在二层加盖铁皮"


@pytest.mark.parametrize(
    ("told", "public"),
    [
        ("业主张三丰，拒不整改", "业主张某，拒不整改"),
        ("房东王强将房屋出租", "房东王某将房屋出租"),
        ("法定代表人：张三；安全员：李四", "法定代表人：张某；安全员：李某"),
        ("租户刘二、赵六共5人", "租户刘某、赵某共5人"),
        ("振瓯村王大力擅自搭建", "振瓯村王某擅自搭建"),
        ("业主方未履行职责，业主单位未整改", "业主方未履行职责，业主单位未整改"),
        ("负责人安全意识淡薄，经营者应当改正", "负责人安全意识淡薄，经营者应当改正"),
        ("已搬离两户，余一户待安置", "已搬离两户，余一户待安置"),
    ],
)
def test_a_person_named_in_passing_is_named_by_the_surname(told, public):
    assert masked(told, (), NAMES)[0] == public


def test_the_door_of_a_home_is_not_told_and_that_of_a_works_is():
    assert masked("振瓯路12号3幢", (), NAMES, home=True)[0] == "振瓯路×号×幢"
    assert masked("出租房位于水心路8-2号", (), NAMES)[0] == "出租房位于水心路×号"
    assert masked("塘下路14至20号老旧居民楼三单元", (), NAMES)[0] == "塘下路×号老旧居民楼×单元"
    assert masked("3号车间未设疏散门", (), NAMES)[0] == "3号车间未设疏散门"
