"""Periods, ranks and forms of a bulletin, from members made by hand."""

from dataclasses import replace
from datetime import date

import orjson
import pytest

from hazards.domain import bulletinareas, bulletinforms, bulletinranks
from hazards.domain.bulletin import Before, Bulletin, Member, Street, Structure, canonical, thawed
from hazards.domain.bulletinprose import Terse, sections
from hazards.domain.issues import Kind, latest, period
from hazards.domain.trail import canonical as plain

BLANK = Member(
    1, "", "厂", "", "", "甲街道", 1, "区应急局", "冶金", "区级", "", 2026, "2026-01-10", "2026-06-30",
    "", "", "", "", False, False, "00000", "00000", False, 0, ("listed",),
)  # fmt: skip


def a_bulletin(*counts: tuple[int, int], **more) -> Bulletin:
    """Streets 1, 2, … with (listed, struck off) each; the last is 区直."""
    members, streets = [], []
    for key, (listed, struck) in enumerate(counts, 1):
        streets.append(Street(key, f"街道{key}", 95, key == len(counts)))
        for n in range(listed):
            flags = ("listed", "struck_off") if n < struck else ("listed",)
            members.append(replace(BLANK, id=len(members) + 1, place=key, street=f"街道{key}", flags=flags))
    told = {
        "kind": Kind.MONTH,
        "told": "2026-10",
        "cutoff": "2026-10-31",
        "ended": True,
        "moment": "",
        "rule": "r",
    }
    told |= {
        "boundaries": "then",
        "year": 2026,
        "district": "区",
        "organ": "办",
        "target": 95,
        "listed_target": None,
    }
    told |= {"streets": tuple(streets), "members": tuple(members), "objects": {}, "dated": "2026-11-01"}
    return Bulletin(**{**told, **more})


def ranks(bulletin: Bulletin) -> list[list[str]]:
    told = bulletinranks.streets(bulletin, 5, [])
    return [row["cells"][:2] for row in told["rows"]]


def test_equal_rates_share_a_rank_and_more_cases_stand_first():
    assert ranks(a_bulletin((10, 9), (20, 18), (10, 10), (4, 4))) == [
        ["1", "街道3"],
        ["2", "街道2"],
        ["2", "街道1"],
        ["/", "街道4"],
        ["", "合计"],
    ]


def test_equals_are_praised_and_blamed_together():
    """Three are named, and whoever did as well or as badly as the third."""
    whole = a_bulletin((6, 6), (9, 9), (5, 5), (7, 7), (8, 1), (8, 1), (8, 2), (8, 2), (8, 4), (0, 0))
    good, poor = sections(whole, Terse(3000, 3, 3, 5, 5))[2][1]
    assert [f"街道{n}（" in good for n in (1, 2, 3, 4)] == [True] * 4
    assert [f"街道{n}（" in poor for n in (5, 6, 7, 8, 9)] == [True] * 4 + [False]


def test_who_has_nothing_listed_is_not_ranked_and_few_cases_are_marked():
    told = ranks(a_bulletin((0, 0), (2, 2), (9, 8), (0, 0)))
    assert told[0] == ["1", "街道2（件数少）"]
    assert told[2:4] == [["/", "街道1"], ["/", "街道4"]]


def test_a_whole_whose_share_prints_as_the_target_may_still_fail_it():
    bulletin = a_bulletin((2000, 1899), (0, 0))  # 94.95 %
    row = bulletinranks.streets(bulletin, 5, [])["rows"][0]["cells"]
    assert (row[8], row[14]) == ("94.95", "未达标")


def test_what_nobody_reported_prints_a_dash_and_a_declared_zero_prints_zero():
    told = {"sector:should": {"冶金": 0}, "*:should": {"*": 0}}
    rows = bulletinforms.fifteen(a_bulletin((3, 1), (0, 0), returned=told), [], [])[0]["rows"]
    assert rows[0]["cells"][:4] == ["合计", "0", "—", "—"]
    assert rows[1]["cells"][:4] == ["冶金", "0", "—", "—"]


def test_what_departments_report_has_a_row_of_its_own_and_the_rows_add_up():
    told = {"*:should": {"*": 7}, "street:should": {"1": 5, bulletinforms.OFFICES: 2}}
    rows = bulletinforms.fifteen(a_bulletin((3, 1), (0, 0), returned=told), [], [])[1]["rows"]
    assert [row["cells"][:2] for row in rows] == [
        ["合计", "7"],
        ["街道1", "5"],
        ["街道2", "—"],
        ["部门月报", "2"],
    ]


def test_the_last_issues_areas_are_restated_to_the_last_building():
    """One disposed of in September was entered in November, one was measured anew; the third is new."""

    def built(case: int, m2: float, *done: tuple[str, float, str]) -> Structure:
        return Structure(case, f"违{case}", "棚屋", "甲街道", 1, "old", m2, False, done)

    late, new = ("强制拆除", 80.0, "2026-09-20"), ("没收", 20.0, "2026-10-05")
    then = [built(1, 100.0), built(2, 50.0), built(3, 30.0)]
    now = (built(1, 100.0, late, new), built(2, 55.5), built(3, 30.0, new))
    told = bulletinareas.restated(then, now, "2026-09-30")
    assert [one[0] for one in told] == ["违1", "违2"]
    before = Before("2026年9月", 1, "2026-09-30", 2026, {}, {}, {}, (), {})
    whole = a_bulletin((0, 0), structures=now, areas=told, before=before)
    stands, moved = bulletinareas.paragraphs(whole)
    assert "本月处置40.00㎡，其中拆除0.00㎡" in stands
    assert (
        "违1棚屋（甲街道）累计处置由0.00㎡改为80.00㎡；违2棚屋（甲街道）认定在册由50.00㎡改为55.50㎡。"
        in moved
    )
    assert thawed(orjson.loads(canonical(whole.public()))) == whole


def test_a_bulletin_is_read_back_as_it_was_frozen():
    bulletin = a_bulletin((3, 1), (0, 0))
    frozen = canonical(bulletin.public())
    assert thawed(orjson.loads(frozen)) == bulletin
    assert plain(thawed(orjson.loads(frozen)).public()) == frozen


@pytest.mark.parametrize(
    ("kind", "told", "first", "last", "name"),
    [
        (Kind.WEEK, "2026-W53", date(2026, 12, 28), date(2027, 1, 3), "2026年第53周"),
        (Kind.MONTH, "2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024年2月"),
        (Kind.QUARTER, "2026-Q4", date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度"),
        (Kind.YEAR, "2025", date(2025, 1, 1), date(2025, 12, 31), "2025年度"),
    ],
)
def test_a_period_holds_its_days(kind, told, first, last, name):
    one = period(kind, told)
    assert (one.first, one.last, one.name) == (first, last, name)
    assert latest(kind, last) != one
    assert latest(kind, date.fromordinal(last.toordinal() + 1)) == one
