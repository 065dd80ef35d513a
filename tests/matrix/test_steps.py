"""casework.take: every step × every stage × every role, at 区级 and at 街镇级, own, co and foreign."""

import pytest
from sqlalchemy import update

from hazards.domain.lifecycle import Action
from hazards.domain.stages import Stage
from hazards.services import casework
from hazards.storage import tables as t
from tests.matrix.judging import ALLOWED, ROLE, judged, sight, step_expected, steps

ACTORS = sight()
AT_DISTRICT = ("clerk", "head", "department", "listing", "head of co-street", "clerk elsewhere")
AT_TOWNSHIP = ("clerk", "head", "department", "listing")
STEPS = [a for a in Action if a is not Action.LIST]


def at(world, stage: str, level: str, body: str = "") -> None:
    values = {"stage": stage, "level": level, "body": body}
    world.set(update(t.cases).where(t.cases.c.id == world.cases["A"]).values(**values))


def test_every_step_of_the_code_has_a_row():
    assert set(steps()) == {a.value for a in STEPS}


@pytest.mark.parametrize(("level", "actors"), [("区级", AT_DISTRICT), ("街镇级", AT_TOWNSHIP)])
@pytest.mark.parametrize("stage", list(Stage))
def test_a_step_is_open_to_the_written_roles_at_the_written_stages(world, stage, level, actors):
    at(world, stage.value, level)
    wrong = []
    for actor in actors:
        letter, seen = ACTORS[actor]
        scope = world.scope(actor)
        for action in STEPS:
            told = judged(lambda s=scope, a=action: casework.take(world.store, s, world.cases["A"], a))
            wanted = step_expected(action.value, letter, seen["A"], stage.value, level)
            if told.kind != wanted or told.broken:
                wrong.append(f"{actor} × {action}: {told.kind} {told.text}{told.broken}, expected {wanted}")
    assert not wrong, "\n".join([f"{stage} {level}", *wrong])


@pytest.mark.parametrize("actor", [a for a in ACTORS if a not in AT_DISTRICT])
def test_the_other_actors_are_answered_as_written_too(world, actor):
    at(world, "accepted", "区级")
    letter, seen = ACTORS[actor]
    scope, wrong = world.scope(actor), []
    for case in ("A", "B", "missing"):
        for action in STEPS:
            told = judged(lambda a=action, c=case: casework.take(world.store, scope, world.cases[c], a))
            stage = "accepted" if case == "A" else "rectifying"
            wanted = step_expected(action.value, letter, seen[case], stage, "区级")
            if told.kind != wanted or told.broken:
                wrong.append(f"{case} × {action}: {told.kind} {told.text}{told.broken}, expected {wanted}")
    assert not wrong, "\n".join([actor, *wrong])


@pytest.mark.parametrize("action", [a.value for a in STEPS])
def test_what_an_upper_body_listed_nobody_here_ends(world, action):
    """An upper body's strike-off is entered by one and confirmed by another, never just done."""
    at(world, sorted(steps()[action][2])[0], "市级", "市安委办")
    told = judged(
        lambda: casework.take(world.store, world.scope("listing"), world.cases["A"], Action(action))
    )
    elsewhere = "市安委办" in told.text and "登记上级决定" in told.text
    ends = {"strike-off", "undo", "withdraw", "grant-extension", "refuse-extension"}
    assert elsewhere == (action in ends), told.text


SECONDS = [
    ("区级", 0, "L", "second listing", {"head", "leader", "delegate"}),
    ("街镇级", 0, "H", "head", {"second listing", "leader"}),
    ("区级", 1, "E", "leader", {"second listing", "head"}),
]
"""Level, an accident in the file, and whose second person confirms a withdrawal (C5)."""


@pytest.mark.parametrize(("level", "accident", "letter", "second", "others"), SECONDS)
@pytest.mark.parametrize("answer", ["confirm", "refuse"])
def test_the_second_person_is_of_the_written_office(world, level, accident, letter, second, others, answer):
    from hazards.services import proposals

    at(world, "rectifying", level)
    world.set(update(t.cases).where(t.cases.c.id == world.cases["A"]).values(accident=bool(accident)))
    reason = {"reason": "材料不全"} if answer == "refuse" else {}
    ask = getattr(proposals, answer)
    number = world.proposals["A"]
    try:
        told = {
            a: judged(lambda a=a: ask(world.store, world.scope(a), number, **reason)).kind for a in others
        }
        assert told == dict.fromkeys(others, ROLE)
        assert judged(lambda: ask(world.store, world.scope(second), number, **reason)).kind == ALLOWED
    finally:
        world.set(update(t.cases).where(t.cases.c.id == world.cases["A"]).values(accident=False))


@pytest.fixture(autouse=True)
def _as_before(world):
    yield
    at(world, "rectifying", "区级")


def test_a_lent_post_is_held_to_its_own_street(world):
    """The delegate's own street is 南汇; while he works at the post of 五马 its cases are out of sight."""
    told = judged(
        lambda: casework.take(world.store, world.scope("delegate"), world.cases["B"], Action.SUBMIT)
    )
    assert (
        told.text
        == judged(
            lambda: casework.take(world.store, world.scope("delegate"), world.cases["missing"], Action.SUBMIT)
        ).text
    )
