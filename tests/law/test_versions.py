"""A case follows the version of the rules in force at each step (rules change in mid-procedure)."""

from dataclasses import replace
from datetime import date

import pytest

from hazards.domain import enforcement
from hazards.domain.procedure import read
from hazards.domain.proceedings import Act, Proceedings
from hazards.domain.service import effective
from hazards.services.procedurepaper import page
from hazards.services.statutes import book
from tests.law.dutiful import PAPERS, told
from tests.law.lessons import shipped_days as days
from tests.law.procedure_page import PATH

D = date.fromisoformat


def at_the_decision(filed: str, noticed: str, served: str) -> Proceedings:
    acts = [Act("filing", D(filed))]
    acts += [Act(key, D(filed), told(D(filed))) for key in ("survey", "inquiry", "opinion")]
    acts += [
        Act("notice", D(noticed), {}, D(served)),
        Act("legal-review", D(served)),
        Act("discussion", D(served)),
    ]
    return Proceedings("planning-town", "standing", tuple(acts), papers=PAPERS)


def gates(held: Proceedings, key: str, on: str) -> list[str]:
    return [one.law for one in enforcement.lacks(held, book(), key, D(on), days()) if one.grave]


def test_the_right_to_a_hearing_ran_three_days_before_15_july_2021_and_five_working_days_since():
    # Served Wednesday 14 July 2021: three days, Saturday 17 July, rolls to Monday the 19th.
    before = at_the_decision("2021-06-01", "2021-07-13", "2021-07-14")
    assert gates(before, "decision", "2021-07-19") == ["penalty.hearing-before"]
    assert gates(before, "decision", "2021-07-20") == []
    # Served a day later: five working days, 16, 19, 20, 21, 22 July.
    since = at_the_decision("2021-06-01", "2021-07-13", "2021-07-15")
    assert gates(since, "decision", "2021-07-22") == ["penalty.hearing"]
    assert gates(since, "decision", "2021-07-23") == []


def test_ninety_days_bind_what_was_filed_since_15_july_2021():
    # Filed 1 June 2021, under the old law: no limit. Filed 15 July: 13 October.
    step = book().by_key["decision"]
    old = at_the_decision("2021-06-01", "2021-07-13", "2021-07-15")
    assert enforcement.late(old, book(), step, D("2021-12-01"), days()) == ()
    new = at_the_decision("2021-07-15", "2021-08-02", "2021-08-03")
    assert enforcement.late(new, book(), step, D("2021-10-13"), days()) == ()
    (late,) = enforcement.late(new, book(), step, D("2021-10-14"), days())
    assert late.law == "penalty.ninety-days"


@pytest.mark.parametrize(("on", "needed"), [("2017-12-29", False), ("2018-01-02", True)])
def test_legal_review_is_asked_of_acts_since_2018(on, needed):
    held = at_the_decision("2017-10-09", "2017-11-01", "2017-11-02")
    held = replace(held, acts=tuple(a for a in held.acts if a.step != "legal-review"))
    found = enforcement.lacks(held, book(), "decision", D(on), days())
    assert any("法制审核" in one.text for one in found) == needed


def test_the_demolition_is_announced_since_the_provincial_rule_of_2013():
    keys = {s.key for s in book().of("planning-town", "standing", D("2013-09-30"))}
    assert "announcement" not in keys
    assert "announcement" in {s.key for s in book().of("planning-town", "standing", D("2013-10-01"))}


def test_service_by_announcement_took_sixty_days_until_2021():
    assert effective("公告送达", D("2021-12-31")) == D("2022-03-01")
    assert effective("公告送达", D("2022-01-01")) == D("2022-01-31")
    assert effective("直接送达", D("2021-12-31")) == D("2021-12-31")


def test_a_side_state_and_an_inapplicable_finding_name_their_articles():
    held = at_the_decision("2026-01-05", "2026-01-15", "2026-01-16")
    assert gates(held, "correction", "2026-02-02") == ["building.outcomes"]
    paused = replace(held, pauses=frozenset({"suspended"}))
    assert "enforcement.suspension" in gates(paused, "execution", "2026-02-02")


def test_on_land_the_court_is_asked_after_urging_and_within_three_months():
    acts = (
        Act("filing", D("2026-01-05")),
        Act("survey", D("2026-01-06")),
        Act("inquiry", D("2026-01-06")),
        Act("notice", D("2026-01-08"), {}, D("2026-01-08")),
        Act("legal-review", D("2026-01-20")),
        Act("discussion", D("2026-01-21")),
        Act("decision", D("2026-01-22"), told(D("2026-01-22")), D("2026-01-22")),
    )
    held = Proceedings("land", "standing", acts, papers=PAPERS)
    # Fifteen days end on Friday 6 February.
    assert gates(held, "court-urging", "2026-02-06") == ["land.fifteen-days"]
    assert gates(held, "court-urging", "2026-02-07") == []
    urged = replace(held, acts=(*acts, Act("court-urging", D("2026-02-09"), {}, D("2026-02-09"))))
    # Ten working days after 9 February, over the Spring Festival (15 to 23 rest, 14 and 28 worked): 28 February.
    assert gates(urged, "court-application", "2026-02-28") == ["court.urging"]
    assert gates(urged, "court-application", "2026-03-01") == []
    step = book().by_key["court-application"]
    assert enforcement.late(urged, book(), step, D("2026-05-06"), days()) == ()
    (late,) = enforcement.late(urged, book(), step, D("2026-05-07"), days())
    assert late.law == "court.three-months"


@pytest.mark.parametrize(
    "told_",
    [
        {"version": "1", "step": [{"key": "a", "title": "甲", "law": "x", "after": ["b"]}]},
        {"version": "1", "step": [{"key": "a", "title": "甲", "law": "x"}] * 2},
    ],
)
def test_a_book_that_points_nowhere_is_not_read(told_):
    with pytest.raises(ValueError, match=r"step|steps"):
        read(told_)


def test_the_printed_procedure_is_the_one_in_force():
    assert PATH.read_text("utf-8") == page(), "run: python -m tests.law.procedure_page"
