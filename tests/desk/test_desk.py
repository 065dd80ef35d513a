"""What changed today, and which cases are nearest to done."""

from datetime import date, timedelta

import pytest

from hazards.domain.roles import Role
from hazards.domain.stages import Stage
from hazards.services import brief, gap, indicators, overview, targets, wall
from hazards.services.access import LOCAL_ADMIN
from hazards.services.asked import Asked
from hazards.services.demo_people import LISTING
from hazards.storage import events
from tests import people
from tests.services.district import add_case
from tests.services.offices import street

TODAY = date(2026, 11, 21)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def happened(store):
    """An act in a case: dated on a day, entered on a day."""

    def tell(case: int, action: str, on: date, entered: date = TODAY) -> None:
        stamp = f"{entered.isoformat()}T09:00:00+08:00"
        store.write(
            lambda c: events.record(
                c, action=action, case_id=case, actor="测试", entered_at=stamp, acted_on=on
            )
        )

    return tell


def units(lines) -> list[str]:
    return [line.unit for line in lines]


def test_the_wall_tells_what_happened_or_was_entered_today(store, happened):
    late = timedelta(days=3)
    happened(add_case(store, unit="今日挂牌", listed_on=TODAY), "listed", TODAY)
    happened(add_case(store, unit="早先挂牌"), "listed", YESTERDAY, YESTERDAY)
    struck = {"state": "struck-off", "stage": "struck-off"}
    happened(
        add_case(store, unit="补录销号", struck_off_on=TODAY - late, **struck), "struck-off", TODAY - late
    )
    happened(
        add_case(store, unit="昨日销号", struck_off_on=YESTERDAY, **struck),
        "struck-off",
        YESTERDAY,
        YESTERDAY,
    )
    happened(add_case(store, unit="今日退回"), "return", TODAY)
    add_case(store, unit="昨日到期", deadline=YESTERDAY)
    add_case(store, unit="今日到期", deadline=TODAY)
    add_case(store, unit="前日到期", deadline=YESTERDAY - timedelta(days=1))
    told = wall.changes(store, LOCAL_ADMIN, Asked())
    assert {sort: units(lines) for sort, lines in told.items()} == {
        "新增": ["今日挂牌"],
        "销号": ["补录销号"],
        "逾期": ["昨日到期"],
        "退回": ["今日退回"],
    }


def test_the_wall_says_whose_numbers_it_shows(store):
    add_case(store, street="五马街道")
    clerk = street(store, "五马街道", Role.CLERK, 1)
    assert [wall.wall(store, who, Asked()).whose for who in (LOCAL_ADMIN, clerk)] == ["", "五马街道"]


def test_a_street_sees_its_own_row_and_neither_ranks_nor_targets_of_the_whole(store):
    targets.set_target(store, LOCAL_ADMIN, "330302", 2026, listed=90, rate=95)
    for name in ("五马街道", "双屿街道"):
        add_case(store, street=name)
    told = overview.overview(store, street(store, "五马街道", Role.CLERK, 1), Asked())
    assert [(rank, line.name) for rank, line in told.table.ranked()] == [(None, "五马街道")]
    assert (told.listed_target, told.departments.whole) == (None, False)
    whole = overview.overview(store, LOCAL_ADMIN, Asked())
    assert whole.listed_target == 90
    assert [rank for rank, _ in whole.table.ranked()][:3] == [1, 1, None]


def test_of_the_cases_that_would_close_the_gap_the_nearest_to_done_comes_first(store):
    for stage, deadline in (
        (Stage.RECTIFYING, date(2026, 12, 1)),
        (Stage.RECTIFYING, date(2026, 11, 30)),
        (Stage.SUBMITTED, date(2027, 1, 1)),
        (Stage.ACCEPTED, date(2027, 2, 1)),
        (Stage.LISTED, date(2026, 10, 1)),
    ):
        add_case(
            store, unit=f"{stage.value} {deadline}", stage=stage.value, deadline=deadline, stage_on=TODAY
        )
    told = gap.gap(store, LOCAL_ADMIN, Asked())
    assert units(one.line for one in told.cases) == [
        "accepted 2027-02-01",
        "submitted 2027-01-01",
        "rectifying 2026-11-30",
        "rectifying 2026-12-01",
        "listed 2026-10-01",
    ]
    assert told.sentence == "距95%还差5件，其中1件已核查待销号、1件已报验待核查。"
    assert [one.stuck for one in told.cases[:3]] == [
        "卡在区安委办 1 天",
        "卡在督办部门 1 天",
        "卡在双屿街道 1 天",
    ]
    then = gap.gap(store, LOCAL_ADMIN, Asked(as_of=date(2026, 6, 30)))
    assert {one.holder for one in then.cases} == {""}  # who held them then is not known


def test_evidence_is_good_with_a_pair_and_no_photograph_from_elsewhere():
    def photo(number: int, kind: str, flags: str = "") -> dict:
        told = {"id": number, "kind": kind, "item": None, "viewpoint": "正门", "voided_at": ""}
        return {**told, "flags": flags}

    pair = [photo(1, "before"), photo(2, "after")]
    assert indicators.proves(pair)
    assert not indicators.proves(pair[:1])
    assert not indicators.proves([*pair, photo(3, "during", '["far"]')])
    assert indicators.proves([*pair, photo(3, "during", '["older"]')])


def test_self_found_and_recurring_cases_are_shares_of_what_was_told(store):
    again = add_case(store, state="struck-off", stage="struck-off", struck_off_on=date(2026, 3, 1))
    for source in ("巡查发现", "上级交办", ""):
        add_case(store, source=source, recurs_id=again if source else None)
    told = {one.title: one for one in indicators.indicators(store, LOCAL_ADMIN, Asked()).shares}
    assert (told["自查发现占比"].share.part, told["自查发现占比"].share.whole) == (1, 2)
    assert told["自查发现占比"].beside == (("来源未填写", "no_source", 2),)
    assert (told["反弹率"].share.part, told["反弹率"].share.whole) == (2, 4)
    for figure, number in (("self", 1), ("source", 2), ("no_source", 2), ("recurs", 2), ("struck_here", 1)):
        assert len(indicators.members(store, LOCAL_ADMIN, Asked(), figure)) == number


def test_a_brief_has_at_most_three_hundred_signs_and_every_street_is_urged_once(store):
    people.enter(store)
    office = people.scope_of(store, LISTING)
    for n in range(30):
        unit = f"名称特别特别长的整治单位第{n}车间及其附属仓库与宿舍楼有限责任公司"
        street = "双屿街道" if n % 2 else "五马街道"
        add_case(store, unit=unit, street=street, stage="accepted", stage_on=TODAY, deadline=YESTERDAY)
    text = brief.text(store, office, Asked())
    assert len(text) <= 300
    assert "还差29件" in text
    told = brief.urgings(store, office, Asked())
    assert {one.street: (one.open, one.overdue) for one in told} == {
        "双屿街道": (15, 15),
        "五马街道": (15, 15),
    }
    assert "等15件" in told[0].text
    assert told[0].text.count("逾期1天") == brief.NAMED


def test_what_is_passed_on_says_of_which_year_and_where_its_numbers_part(store):
    """Elsewhere nobody sees what was asked for; a street told 2 open of 1 listed would not believe it."""
    people.enter(store)
    office = people.scope_of(store, LISTING)
    for year in (2025, 2026):
        add_case(store, year=year, listed_on=date(year, 1, 10), deadline=date(2026, 12, 31))
    assert "2025年度挂牌1件" in brief.text(store, office, Asked(year=2025))
    assert "2026年度省级还没有挂牌案件" in brief.text(store, office, Asked(level="省级"))
    assert "合并仅供查询，不作考核" in brief.text(store, office, Asked(kind="all"))
    (told,) = brief.urgings(store, office, Asked(year=2025))
    assert "本年挂牌1件" in told.text
    assert "未销号2件(含以前年度1件)" in told.text
    assert told.text.splitlines()[-2].endswith("天。")


def test_equals_at_the_end_of_the_ranking_are_named_together(store):
    people.enter(store)
    for name in ("双屿街道", "五马街道", "松台街道", "广化街道"):
        add_case(store, street=name)
    assert "排名靠后" in (told := brief.text(store, people.scope_of(store, LISTING), Asked()))
    assert told.count("0.00%(0/1)") == 4


def test_a_case_whose_deadline_ends_with_the_cut_off_is_a_day_late(store):
    """As its own line says, and not 0 days."""
    add_case(store, deadline=date(2026, 6, 30))
    assert overview.overview(store, LOCAL_ADMIN, Asked(as_of=date(2026, 6, 30))).longest_overdue == 1
