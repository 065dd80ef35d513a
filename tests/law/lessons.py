"""A lesson of the textbook: one situation, the article it teaches, and the answer worked out by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from hazards.domain import factsfile
from hazards.domain.calendar import WorkingDays
from hazards.domain.lawful import Lawful, earliest
from hazards.services import calendar

ACTS = {"self_removal_by", "urged_served", "urged_days", "enforcement_served", "demolition_announced"} | {
    "moving_out_by"
}
"""What an organ that demolishes by its own power must have done; each is missing while unknown."""
ON_THE_WAY = frozenset(
    {"suit.six-months", "suit.untold", "suit.after-review", "land.fifteen-days", "ownerless.announcement"}
    | {"demolition.notice", "demolition.announcement", "urging.period", "enforcement.decision"}
    | {"enforcement.no-holiday"}
)
"""Articles that a derivation quotes; the others a lesson may teach stand behind the counting."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """``how`` is the working by hand. ``bound`` is told only where it is not ``earliest``."""

    tells: str
    law: str
    how: str
    facts: Mapping[str, Any]
    earliest: str | None = None
    bound: str | None = None
    missing: frozenset[str] | set[str] = frozenset()
    warns: frozenset[str] | set[str] = frozenset()
    route: str = "organ"

    def __str__(self) -> str:
        return self.tells


@cache
def shipped_days() -> WorkingDays:
    """The State Council's arrangement as shipped: 2004 to 2026."""
    return WorkingDays.of((day, kind) for day, kind, _ in calendar.shipped())


def ready(served: str, **changes: Any) -> dict[str, Any]:
    """A town building: told its remedies, and every act done within fifty days of service.

    So the wait alone decides, until ``changes`` say otherwise; None takes a fact away.
    """
    day = date.fromisoformat(served)
    facts = {
        "track": "planning-town",
        "decision_served": served,
        "remedies_told": True,
        "self_removal_by": _after(day, 15),
        "urged_served": _after(day, 16),
        "urged_days": 10,
        "enforcement_served": _after(day, 40),
        "demolition_announced": _after(day, 41),
        "moving_out_by": _after(day, 50),
    }
    return {key: value for key, value in {**facts, **changes}.items() if value is not None}


def _after(day: date, count: int) -> str:
    return (day + timedelta(days=count)).isoformat()


def answer(facts: Mapping[str, Any]) -> Lawful:
    return earliest(factsfile.told(facts), shipped_days())


def learnt(lesson: Lesson) -> None:
    """The engine answers what the book worked out, no more and no less."""
    told = answer(lesson.facts)
    bound = lesson.bound or lesson.earliest
    assert (told.earliest and told.earliest.isoformat()) == lesson.earliest, lesson.how
    assert (told.bound and told.bound.isoformat()) == bound, lesson.how
    assert told.route == lesson.route
    assert sorted(told.missing) == sorted(lesson.missing)
    assert sorted(told.warnings) == sorted(lesson.warns)
    if lesson.law in ON_THE_WAY and not lesson.missing:
        assert lesson.law in [line.law for line in told.derivation]
