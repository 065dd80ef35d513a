"""Competence (权限): the body that listed a case decides its extension, strike-off and withdrawal."""

from dataclasses import replace

from hazards.domain.lifecycle import STEPS, Action
from hazards.domain.roles import Role
from hazards.domain.stages import TURNS, Stage, Turn

OWN_BODIES = ("区安委", "安委办", "安全生产委员会", "安委会")
"""Words in the name of a district body for which the listing office itself decides."""
UPPER = {"市级": "市安委办", "省级": "省安委办", "国家级": "国家挂牌机关"}
UPWARDS = ("街镇级", "区级", "市级", "省级", "国家级")
TOWNSHIP = "街镇级"


def decider(level: str, body: str) -> str:
    """Name of the body whose decision is registered here; "" where the actor decides himself.

    For province, city, the district government and the fire committee the listing office enters
    the decision, another of its officers confirms it (product.md C3).

    Law: listing.levels
    """
    if level in UPPER:
        return body or UPPER[level]
    if level == TOWNSHIP or any(word in body for word in OWN_BODIES):
        return ""
    return body


def takers(action: Action, level: str) -> frozenset[Role]:
    """The roles that take a step at a level: at 街镇级 the street itself is the listing body."""
    step = STEPS[action]
    if step.listing_body and level == TOWNSHIP:
        return frozenset({Role.HEAD})
    return step.by


def open_to(role: Role, stage: Stage, level: str = "区级") -> tuple[Action, ...]:
    """The steps a role may try at a stage, in the order of the table."""
    return tuple(a for a, s in STEPS.items() if stage in s.start and role in takers(a, level))


def turn_of(stage: Stage, level: str) -> Turn | None:
    """Who moves next; at 街镇级 the street itself decides the strike-off."""
    if stage is Stage.ACCEPTED and level == TOWNSHIP:
        return replace(TURNS[stage], role=Role.HEAD)
    return TURNS.get(stage)
