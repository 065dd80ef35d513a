"""The table of steps: its diagram, its stages, and what the steps say when they refuse."""

from dataclasses import replace
from datetime import date

import pytest

from hazards.domain.calendar import WorkingDays
from hazards.domain.competence import turn_of
from hazards.domain.diagram import page
from hazards.domain.kinds import KINDS, SCANS
from hazards.domain.lifecycle import STEPS, Action, Part
from hazards.domain.roles import Role
from hazards.domain.stages import OVER, TURNS, Stage
from hazards.domain.stepfacts import Actor, Facts
from hazards.domain.steps import (
    BadDate,
    ElsewhereDecided,
    LateEntry,
    NeedsSecond,
    NotTheLead,
    NotTheTaker,
    Rules,
    SamePerson,
    StepLacks,
    StepNotOpen,
    take,
)
from hazards.domain.steptold import FIELDS
from tests.domain.diagram import PATH

TODAY = date(2026, 11, 20)  # a Friday
RULES = Rules(lambda key: f"《{key}》", WorkingDays(published=2026), TODAY)
LI = Actor(Role.DEPARTMENT, frozenset({3}))
OFFICE = Actor(Role.LISTING, frozenset({4}))
HEAD = Actor(Role.HEAD, frozenset({2}))
OFFICERS = {"officers": ["李 001", "王 002"]}
STRIKE = {"how": "整改完成", "document": "销〔2026〕1号"}


def a_case(stage: Stage, **values) -> Facts:
    return Facts(
        **{"stage": stage, "level": "区级", "body": "区安委办", "last_on": date(2026, 11, 2), **values}
    )


def taken(facts: Facts, action: Action, told=None, *, by=OFFICE, on=TODAY, **more):
    return take(facts, action, told or {}, by=by, on=on, rules=RULES, **more)


def test_the_diagram_in_docs_is_drawn_from_the_table():
    assert PATH.read_text("utf-8") == page()


def test_every_stage_but_the_last_ones_has_a_holder_and_a_way_onward():
    for stage in set(Stage) - OVER:
        assert stage in TURNS
        assert any(stage in step.start and step.end not in (None, stage) for step in STEPS.values())


def test_at_street_level_the_head_holds_the_strike_off_and_every_other_turn_is_the_same():
    for stage in Stage:
        for level in ("国家级", "省级", "市级", "区级", "街镇级", ""):
            turn = turn_of(stage, level)
            if (stage, level) == (Stage.ACCEPTED, "街镇级"):
                assert turn == replace(TURNS[stage], role=Role.HEAD)
            else:
                assert turn == TURNS.get(stage)


def test_every_field_and_every_paper_of_a_step_has_its_word():
    for step in STEPS.values():
        assert set(step.fields) <= set(FIELDS)
        assert set(step.proof) <= set(KINDS)
    assert set(KINDS) >= SCANS


def test_acceptance_without_a_site_check_is_refused():
    with pytest.raises(StepLacks, match="现场核查记录"):
        taken(a_case(Stage.SUBMITTED), Action.CHECK, OFFICERS, by=LI)


def test_one_officer_is_not_two():
    with pytest.raises(StepLacks, match="两名以上核查人员"):
        taken(
            a_case(Stage.SUBMITTED, proof=frozenset({"site-check"})),
            Action.CHECK,
            {"officers": ["李", " "]},
            by=LI,
        )


def test_a_refusal_names_everything_missing_in_one_list_with_its_article():
    facts = a_case(Stage.RECTIFYING, lacking={"measures": ("资金：来源",), "items": ("整治明细第3项未完成",)})
    with pytest.raises(StepLacks) as refusal:
        taken(facts, Action.SUBMIT, by=HEAD)
    for text in ("整改后照片", "资金：来源", "整治明细第3项未完成", "《rectification.report》"):
        assert text in str(refusal.value)


def test_only_the_listed_role_takes_a_step():
    with pytest.raises(NotTheTaker, match="区安委办"):
        taken(a_case(Stage.ACCEPTED), Action.STRIKE_OFF, STRIKE, by=LI)


def test_a_co_street_is_told_who_leads():
    co = Actor(Role.HEAD, frozenset({8}), leads=False)
    with pytest.raises(NotTheLead, match="松台街道"):
        taken(a_case(Stage.RECTIFYING, lead="松台街道"), Action.SUBMIT, by=co)


def test_whoever_comes_too_late_is_told_by_whom():
    with pytest.raises(StepNotOpen, match="周某已于2026-11-20 09:00办理"):
        taken(
            a_case(Stage.STRUCK_OFF, last="周某已于2026-11-20 09:00办理“销号”。"), Action.STRIKE_OFF, STRIKE
        )


@pytest.mark.parametrize(("part", "person"), [(Part.BRINGS, 4), (Part.VERIFIES, 4)])
def test_uploader_and_verifier_do_not_strike_off(part, person):
    facts = a_case(Stage.ACCEPTED, parts={part: frozenset({person})}, names={4: "吴某"})
    with pytest.raises(SamePerson, match="吴某"):
        taken(facts, Action.STRIKE_OFF, STRIKE)


def test_a_lent_post_carries_its_lender_s_parts():
    facts = a_case(Stage.ACCEPTED, parts={Part.VERIFIES: frozenset({9})}, names={9: "周某"})
    with pytest.raises(SamePerson):
        taken(facts, Action.STRIKE_OFF, STRIKE, by=Actor(Role.LISTING, frozenset({4, 9})))


def test_at_street_level_the_head_strikes_off_what_others_uploaded_and_verified():
    facts = a_case(Stage.ACCEPTED, level="街镇级", body="五马街道", parts={Part.BRINGS: frozenset({2})})
    assert taken(facts, Action.STRIKE_OFF, STRIKE, by=HEAD).end is Stage.STRUCK_OFF
    with pytest.raises(NotTheTaker):
        taken(facts, Action.STRIKE_OFF, STRIKE)


@pytest.mark.parametrize(
    ("level", "body", "who"),
    [("省级", "", "省安委办"), ("市级", "市消安委", "市消安委"), ("区级", "区政府", "区政府")],
)
def test_the_body_that_listed_decides_and_the_office_registers(level, body, who):
    facts = a_case(Stage.ACCEPTED, level=level, body=body)
    with pytest.raises(ElsewhereDecided, match=who):
        taken(facts, Action.STRIKE_OFF, STRIKE)
    with pytest.raises(StepLacks, match="上级决定扫描件"):
        taken(facts, Action.STRIKE_OFF, STRIKE, registered=True)
    assert taken(facts, Action.STRIKE_OFF, STRIKE, registered=True, scan=True).end is Stage.STRUCK_OFF


@pytest.mark.parametrize("action", [Action.UNDO, Action.WITHDRAW, Action.UPLIST, Action.CORRECT])
def test_grave_acts_need_a_second_person(action):
    stage = Stage.STRUCK_OFF if action is Action.UNDO else Stage.RECTIFYING
    with pytest.raises(NeedsSecond, match="另一人"):
        taken(a_case(stage), action)


def test_after_an_accident_a_leader_is_needed_and_strike_off_waits():
    with pytest.raises(NeedsSecond, match="领导"):
        taken(a_case(Stage.RECTIFYING, accident=True), Action.MOVE, {"lead": 4, "why": "区划调整"})
    facts = a_case(Stage.ACCEPTED, accident=True, lacking={"accident": ("事故调查结论",)})
    with pytest.raises(StepLacks, match="事故调查结论"):
        taken(facts, Action.STRIKE_OFF, STRIKE)


def test_an_act_is_never_dated_after_today_nor_before_the_step_it_follows():
    facts = a_case(Stage.ACCEPTED)
    with pytest.raises(BadDate, match="晚于今天"):
        taken(facts, Action.STRIKE_OFF, STRIKE, on=date(2026, 11, 21))
    with pytest.raises(BadDate, match="早于上一步"):
        taken(facts, Action.STRIKE_OFF, STRIKE, on=date(2026, 11, 1), scan=True)


def test_more_than_one_working_day_later_is_a_late_entry_and_needs_its_paper():
    facts = a_case(Stage.ACCEPTED)
    assert taken(facts, Action.STRIKE_OFF, STRIKE, on=date(2026, 11, 19)).late_days == 0
    with pytest.raises(LateEntry, match="2个工作日"):
        taken(facts, Action.STRIKE_OFF, STRIKE, on=date(2026, 11, 18))
    assert taken(facts, Action.STRIKE_OFF, STRIKE, on=date(2026, 11, 18), scan=True).late_days == 2


def test_up_listing_goes_up():
    told = {"level": "区级", "body": "区安委办", "document": "x"}
    with pytest.raises(StepLacks, match="须高于现级别区级"):
        taken(a_case(Stage.RECTIFYING), Action.UPLIST, told, confirmed=True)


def test_strike_off_says_how():
    with pytest.raises(StepLacks, match="销号方式只能是"):
        taken(a_case(Stage.ACCEPTED), Action.STRIKE_OFF, {**STRIKE, "how": "已处理"})
