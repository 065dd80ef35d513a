"""The loss rate per organ and year, and what the leaders' page counts of the procedure."""

from datetime import date

import pytest

from hazards.domain.roles import Role
from hazards.services import contesting, irregular, lossrate, oddities, overriding, pausing
from hazards.services.access import LOCAL_ADMIN, NotYours
from hazards.services.asked import Asked
from tests.services.offices import office, street
from tests.services.structures import ENFORCEMENT, D, found, officer, papers, walk

OTHER = "市自然资源和规划局鹿城分局"
CONTESTS = [
    # kind, filed, ended, outcome, head came, respondent
    ("review", "2026-02-02", "2026-04-01", "维持", None, ""),
    ("review", "2026-02-02", "2026-04-02", "撤销", None, ""),
    ("review", "2026-02-02", "2026-04-03", "终止", None, ""),
    ("suit", "2026-03-02", "2026-06-01", "驳回诉讼请求", True, ""),
    ("suit", "2026-03-02", "2026-06-02", "确认违法", False, ""),
    ("suit", "2026-03-02", "2026-06-03", "准许撤诉", True, ""),
    ("suit", "2026-03-02", "2026-06-04", "部分撤销", None, OTHER),
    ("suit", "2025-03-02", "2025-12-31", "撤销", True, ""),
    ("suit", "2026-11-02", None, "", None, OTHER),
]


@pytest.fixture
def case(store):
    return found(store, officer())


@pytest.fixture
def contested(store, case):
    scan = papers(store, officer(), case)["decision"]
    for kind, filed, ended, outcome, came, organ in CONTESTS:
        told = {"filed_on": D(filed), "forum": "温州市人民政府", "respondent": organ}
        number = contesting.file(store, officer(), case, kind, **told)
        if ended:
            end = {"on": D(ended), "outcome": outcome, "head_came": came, "scan": scan}
            contesting.end(store, officer(), case, number, **end)
    return case


def test_lost_by_decided_per_organ_kinds_apart_and_together(store, contested):
    told = lossrate.losses(store, LOCAL_ADMIN, Asked())
    rows = {row.name: row for row in told.rows}
    ours, other = rows[ENFORCEMENT], rows[OTHER]
    assert str(ours["review"].rate) == "50.00%"  # 终止 is decided neither way
    assert (ours["suit"].lost, ours["suit"].decided, ours["suit"].ended) == (1, 2, 3)
    assert str(ours.both.rate) == "50.00%"
    assert str(ours.both.presence) == "66.67%"  # came, did not, came
    assert (other.both.lost, other.both.decided, other.pending) == (1, 1, 1)
    assert str(told.total.both.rate) == "60.00%"  # three of five
    assert len(told.ended) == told.total.both.ended == 7


def test_the_day_it_ended_decides_the_year(store, contested):
    last = lossrate.losses(store, LOCAL_ADMIN, Asked(as_of=date(2025, 12, 31)))
    assert (last.total.both.lost, last.total.both.decided) == (1, 1)
    spring = lossrate.losses(store, LOCAL_ADMIN, Asked(as_of=date(2026, 4, 1)))
    assert spring.total.both.decided == 1
    assert spring.total.pending == 6
    assert lossrate.losses(store, LOCAL_ADMIN, Asked(year=0)).total.both.ended == 8


def test_nothing_decided_prints_a_stroke_and_a_foreign_street_reads_nothing(store, contested):
    none = lossrate.losses(store, street(store, "南汇街道", Role.HEAD, 8), Asked())
    assert none.rows == []
    assert str(none.total.both.rate) == "/"


# ------------------------------------------------------------------ overrides, periods, side states
def test_overrides_overstepped_periods_and_side_states_are_counted_and_listed(store, case):
    walk(store, officer(), case, until="announcement")
    scan = papers(store, officer(), case)["legal-opinion"]
    told = {"lawyer": "周律", "licence": "1330", "reason": "即将坍塌", "opinion": scan}
    pausing.pause(store, officer(), case, "suspended", since=D("2026-08-05"), why="病重", scan=scan)
    first = overriding.ask(store, officer(), case, "execution", **told)
    overriding.decide(store, office(Role.LEADER, 41), first, grant=False)
    second = overriding.ask(store, officer(), case, "execution", **told)
    overriding.decide(store, office(Role.LEADER, 41), second, grant=True)
    counts = irregular.counts(store, office(Role.LEADER, 41))
    assert (counts.asked, counts.granted, counts.refused, counts.used, counts.waiting) == (2, 1, 1, 0, 0)
    assert (counts.held, counts.held_now) == (1, 1)
    lists = oddities.found(store, office(Role.LEADER, 41))
    assert len(lists[irregular.OVERRIDES]) == counts.asked
    assert len(lists[irregular.OVERSTEPPED]) == counts.overstepped
    assert len(lists[irregular.HELD]) == counts.held
    assert "周律" in lists[irregular.OVERRIDES][0].why


def test_a_step_taken_after_its_period_is_counted_as_overstepped(store, case):
    from tests.services.structures import act

    scan = papers(store, officer(), case)["decision"]
    done = walk(store, officer(), case, until="discussion")
    assert done
    act(store, officer(), case, "decision", scan, on="2026-05-20")  # ninety days after filing are over
    counts = irregular.counts(store, LOCAL_ADMIN)
    assert counts.overstepped == 1
    (one,) = oddities.found(store, LOCAL_ADMIN)[irregular.OVERSTEPPED]
    assert one.what == "责令限期拆除决定"


def test_only_those_who_answer_for_it_read_the_counts(store):
    with pytest.raises(NotYours):
        irregular.counts(store, officer())
    assert not irregular.counts(store, LOCAL_ADMIN).any
