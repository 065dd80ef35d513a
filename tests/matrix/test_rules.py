"""The rules of permission one by one, without a store: what test_mutation breaks, these notice."""

from datetime import date

import pytest

from hazards.domain import roles
from hazards.domain.calendar import WorkingDays
from hazards.domain.competence import UPWARDS, decider, open_to, takers
from hazards.domain.lifecycle import STEPS, Action, Part
from hazards.domain.roles import Role
from hazards.domain.stages import Stage
from hazards.domain.stepfacts import Actor, Facts
from hazards.domain.steps import (
    BadDate,
    LateEntry,
    NotTheLead,
    NotTheTaker,
    Rules,
    SamePerson,
    StepLacks,
    StepNotOpen,
    apart,
    dated,
    may_take,
    needs_leader,
    take,
)
from tests.matrix.expected import ROLES
from tests.matrix.judging import ALLOWED, LEAD, ROLE, STAGE, step_expected, steps

LETTER = dict(zip(Role, ROLES, strict=True))
FRIDAY = date(2026, 11, 20)
RULES = Rules(lambda key: f"《{key}》", WorkingDays(published=2026), FRIDAY)
LEVELS = ("街镇级", "区级", "市级", "省级", "国家级")


def letters(held) -> str:
    return "".join(LETTER[role] for role in Role if role in held)


def facts(stage: Stage = Stage.RECTIFYING, **values) -> Facts:
    return Facts(**{"stage": stage, "level": "区级", "body": "区安委办", "last_on": None, **values})


def actor(role: Role, *persons: int, leads: bool = True) -> Actor:
    return Actor(role, frozenset(persons), leads)


# ------------------------------------------------------------------ roles and bodies
@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("STREET", "CH"),
        ("OFFICES", "DL"),
        ("CASEWORK", "CHDL"),
        ("KEEPERS", "LM"),
        ("SETTERS", "SM"),
        ("EVERYONE", "CHDLEASM"),
        ("ACCOUNTS", "CHDLEAS"),
    ],
)
def test_the_groups_of_roles_are_the_written_ones(name, written):
    assert letters(getattr(roles, name)) == written


@pytest.mark.parametrize(
    ("level", "body", "who"),
    [
        ("区级", "", ""),
        ("区级", "鹿城区安委办", ""),
        ("区级", "区安委会", ""),
        ("区级", "区安委", ""),
        ("区级", "安委办", ""),
        ("区级", "鹿城区安全生产委员会", ""),
        ("区级", "鹿城区人民政府", "鹿城区人民政府"),
        ("区级", "消安委", "消安委"),
        ("街镇级", "五马街道办事处", ""),
        ("市级", "", "市安委办"),
        ("市级", "市安委办", "市安委办"),
        ("市级", "市消安委", "市消安委"),
        ("省级", "", "省安委办"),
        ("国家级", "", "国家挂牌机关"),
        ("国家级", "应急管理部", "应急管理部"),
    ],
)
def test_whose_decision_it_is(level, body, who):
    assert decider(level, body) == who


@pytest.mark.parametrize("word", ["区安委", "安委办", "安全生产委员会", "安委会"])
def test_every_way_of_writing_the_office_is_the_office(word):
    assert decider("区级", f"鹿城{word}") == ""


def test_the_levels_go_upwards_and_up_listing_only_up():
    assert UPWARDS == LEVELS
    for now in LEVELS:
        for wanted in LEVELS:
            said = {"level": wanted, "body": "某机关", "document": "1号"}
            ask = (facts(level=now), Action.UPLIST, said)
            more = {"by": actor(Role.LISTING, 4), "on": FRIDAY, "rules": RULES, "confirmed": True}
            if LEVELS.index(wanted) > LEVELS.index(now):
                take(*ask, **more)
            else:
                with pytest.raises(StepLacks, match="须高于现级别"):
                    take(*ask, **more)


@pytest.mark.parametrize("action", [Action(name) for name in steps()])
@pytest.mark.parametrize("level", ["街镇级", "区级", "省级"])
def test_takers_are_the_written_roles(action, level):
    district, township, _ = steps()[action.value]
    assert letters(takers(action, level)) == (township if level == "街镇级" else district)


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("role", list(Role))
def test_the_steps_offered_are_those_that_may_be_tried(role, stage):
    for level in ("街镇级", "区级"):
        wanted = [a for a in steps() if step_expected(a, LETTER[role], "lead", stage.value, level) == ALLOWED]
        offered = [a.value for a in open_to(role, stage, level) if a is not Action.LIST]
        assert sorted(offered) == sorted(wanted)
    assert open_to(role, stage) == open_to(role, stage, "区级")


# ------------------------------------------------------------------ a step
@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("role", list(Role))
def test_who_may_try_a_step_where_and_in_which_words_he_is_refused(role, stage):
    kinds = {NotTheTaker: ROLE, NotTheLead: LEAD, StepNotOpen: STAGE, None: ALLOWED}
    for action in (Action(name) for name in steps()):
        for leads in (True, False):
            raised = None
            try:
                may_take(facts(stage), action, by=actor(role, 1, leads=leads), rules=RULES)
            except (NotTheTaker, NotTheLead, StepNotOpen) as refusal:
                raised = type(refusal)
            wanted = step_expected(action.value, LETTER[role], "lead" if leads else "co", stage.value, "区级")
            assert kinds[raised] == wanted, (action, role, stage, leads)


def test_a_refusal_by_role_names_exactly_those_who_may():
    with pytest.raises(NotTheTaker) as refused:
        may_take(facts(), Action.ACCIDENT, by=actor(Role.LEADER, 1), rules=RULES)
    assert "由街镇填报员、街镇审签人、督办部门、区安委办办理(《accident.seal》)" in str(refused.value)
    assert "您现在的身份是领导" in str(refused.value)


@pytest.mark.parametrize(("lead", "shown"), [("松台街道", "松台街道"), ("", "其他街镇")])
def test_a_co_street_is_told_the_lead_or_that_it_is_another(lead, shown):
    with pytest.raises(NotTheLead, match=f"主办为{shown}，"):
        may_take(facts(lead=lead), Action.SUBMIT, by=actor(Role.HEAD, 1, leads=False), rules=RULES)


def test_a_leader_is_needed_for_the_grave_acts_of_a_case_with_an_accident():
    wanted = {Action.WITHDRAW, Action.TRANSFER, Action.MOVE, Action.CORRECT}
    assert {a for a in Action if needs_leader(facts(accident=True), a)} == wanted
    assert not [a for a in Action if needs_leader(facts(), a)]


# ------------------------------------------------------------------ three persons
BEFORE = {Part.BRINGS: frozenset({1}), Part.VERIFIES: frozenset({2}), Part.DECIDES: frozenset({3})}


@pytest.mark.parametrize(
    ("action", "stage", "level", "barred"),
    [
        (Action.SUBMIT, Stage.RECTIFYING, "区级", {2}),
        (Action.FILE_PLAN, Stage.LISTED, "区级", set()),
        (Action.APPLY, Stage.LISTED, "区级", set()),
        (Action.START, Stage.PLANNED, "区级", {1}),
        (Action.CHECK, Stage.SUBMITTED, "区级", {1}),
        (Action.ACCEPT, Stage.CHECKED, "区级", {1}),
        (Action.RETURN, Stage.CHECKED, "街镇级", {1}),
        (Action.ACCEPT, Stage.CHECKED, "街镇级", {1}),
        (Action.SUBMIT, Stage.RECTIFYING, "街镇级", {2}),
        (Action.STRIKE_OFF, Stage.ACCEPTED, "区级", {1, 2}),
        (Action.STRIKE_OFF, Stage.ACCEPTED, "街镇级", {2}),
        (Action.SEND_BACK, Stage.ACCEPTED, "区级", {1, 2}),
        (Action.WITHDRAW, Stage.RECTIFYING, "区级", set()),
        (Action.MOVE, Stage.RECTIFYING, "区级", set()),
    ],
)
def test_three_parts_are_three_persons(action, stage, level, barred):
    """1 brought, 2 verified, 3 decided; 4 did nothing here yet."""
    held = facts(stage, level=level, parts=BEFORE, names={1: "甲", 2: "乙"})
    for person in (1, 2, 3, 4):
        by = actor(Role.LISTING, person)
        if person not in barred:
            apart(held, action, by=by, rules=RULES)
            continue
        with pytest.raises(SamePerson) as refused:
            apart(held, action, by=by, rules=RULES)
        assert f"{held.names[person]}已在本案" in str(refused.value)
        assert "《separation.three》" in str(refused.value)


def test_whoever_lends_a_post_answers_like_whoever_uses_it():
    held = facts(Stage.ACCEPTED, parts=BEFORE)
    with pytest.raises(SamePerson, match="该人"):
        apart(held, Action.STRIKE_OFF, by=actor(Role.LISTING, 4, 2), rules=RULES)


def test_nobody_took_a_part_yet_and_nobody_is_barred():
    assert apart(facts(Stage.ACCEPTED), Action.STRIKE_OFF, by=actor(Role.LISTING, 1), rules=RULES) is None
    assert apart(facts(), Action.SUSPEND, by=actor(Role.DEPARTMENT, 1), rules=RULES) is None
    assert [a for a in STEPS if STEPS[a].part is None]


# ------------------------------------------------------------------ the date of an act
@pytest.mark.parametrize(
    ("on", "last", "scan", "late"),
    [
        (date(2026, 11, 20), None, False, 0),
        (date(2026, 11, 19), None, False, 0),  # one working day later is in time
        (date(2026, 11, 18), None, True, 2),
        (date(2026, 11, 13), None, True, 5),
        (date(2026, 11, 20), date(2026, 11, 20), False, 0),
        (date(2026, 11, 19), date(2026, 11, 18), False, 0),
    ],
)
def test_an_act_is_so_many_working_days_late(on, last, scan, late):
    for paper in {scan, True}:
        assert dated(facts(last_on=last), Action.CHECK, on, scan=paper, rules=RULES) == late


@pytest.mark.parametrize(
    ("on", "last", "error", "why"),
    [
        (date(2026, 11, 21), None, BadDate, "晚于今天"),
        (date(2026, 11, 18), date(2026, 11, 19), BadDate, "早于上一步的办理日期2026-11-19"),
        (date(2026, 11, 18), None, LateEntry, "已2个工作日"),
    ],
)
def test_a_date_that_cannot_be_is_refused(on, last, error, why):
    with pytest.raises(error, match=why):
        dated(facts(last_on=last), Action.CHECK, on, scan=False, rules=RULES)
    if error is BadDate:
        with pytest.raises(error, match=why):
            dated(facts(last_on=last), Action.CHECK, on, scan=True, rules=RULES)
