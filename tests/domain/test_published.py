"""Published figures: parts that add up, and rates that do not follow from their own figures."""

import csv
from pathlib import Path

import pytest

from hazards.domain.published import compared, covered, summed
from hazards.domain.stock import printed

HEFEI = {  # 合肥市 2023-08-15 公布，自2020-11-02累计拆除违法建设，㎡
    "瑶海区": 2_368_175,
    "庐阳区": 2_302_381,
    "蜀山区": 2_375_680,
    "包河区": 2_385_030,
    "高新区": 813_258,
    "经开区": 986_764,
    "新站区": 857_113,
    "肥东县": 598_129,
    "肥西县": 611_401,
    "长丰县": 702_039,
    "庐江县": 577_807,
    "巢湖市": 441_863,
    "安巢经开区": 26_510,
}


def test_the_total_of_hefei_is_the_sum_of_its_thirteen_parts():
    assert len(HEFEI) == 13
    assert summed(15_046_150, HEFEI.values()).agrees


def test_a_total_whose_parts_fall_short_says_by_how_much():
    told = summed(14_774_157, [13_090_359])  # 合肥市 2023-04-28: nine parts were kept
    assert not told.agrees
    assert told.apart == 1_683_798


def test_luoyuan_prints_63_75_and_is_flagged_beside_the_published_63_68():
    told = compared("63.68", "20.4", "32")  # 罗源县 2014-07-22, 万㎡
    assert told.computed == "63.75"
    assert not told.agrees
    assert str(told) == "63.75%(公布数 63.68%，不一致)"
    assert printed(20.4, 32) == "63.75%"  # and so it stands in our own table


@pytest.mark.parametrize(
    ("published", "part", "whole"),
    [
        ("98.4", 620, 630),  # compared at the precision it was printed in
        ("100", 82, 82),
        ("109.85", "164.77", 150),  # a task may be exceeded
        ("75.95", "303797.27", 400_000),
        ("0.13", 1, 800),  # 0.125: half up
    ],
)
def test_what_follows_from_its_figures_agrees(published, part, whole):
    told = compared(published, part, whole)
    assert told.agrees
    assert str(told) == f"{published}%"


with open(Path(__file__).with_name("published_rates.csv"), encoding="utf-8-sig", newline="") as _file:
    TABLE = list(csv.DictReader(_file))


@pytest.mark.parametrize(
    "row",
    [row for row in TABLE if row["agrees"] == "yes"],
    ids=lambda row: f"{row['area']} {row['group']} {row['measure']}",
)
def test_a_published_table_that_follows_from_its_counts_prints_exactly_as_published(row):
    """Half up, to as many decimals as were published: twenty-seven rows of nine publications."""
    assert str(compared(row["rate"], row["done"], row["total"])) == f"{row['rate']}%"


def test_the_published_tables_are_all_there():
    assert sum(row["agrees"] == "yes" for row in TABLE) == 27
    assert all(row["source"] for row in TABLE)


def test_the_parts_of_bozhou_are_one_more_than_its_total_and_said_so():
    major = [row for row in TABLE if row["area"] == "亳州市" and row["measure"] == "重大隐患"]
    (total,) = [row for row in TABLE if row["area"] == "亳州市" and row["measure"] == "挂牌重大隐患"]
    found = summed(total["total"], [row["total"] for row in major])
    done = summed(total["done"], [row["done"] for row in major])
    assert (found.agrees, found.apart, found.parts) == (False, -1, 631)
    assert (done.agrees, done.apart, done.parts) == (False, -3, 623)
    common = [r for r in TABLE if r["area"] == "亳州市" and r["measure"] == "一般隐患"]
    assert summed(common[0]["total"], [row["total"] for row in common[1:]]).apart == 2839


def test_shibi_published_100_of_39_and_is_flagged_beside_the_54_of_all_72():
    (row,) = [row for row in TABLE if "石壁" in row["area"]]
    told = covered("100", row["done"], 39, row["total"])
    assert told.partial
    assert str(told) == "54.17%(公布数 100% 只计72中的39)"
    assert not covered("100", 82, 82, 82).partial
    with pytest.raises(ValueError, match="is no part"):
        covered("100", 1, 2, 1)


def test_nothing_to_divide_by_prints_a_stroke():
    assert compared("50.00", 1, 0).computed == "/"
