"""An organ that does every step on the first day it may."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from hazards.domain import enforcement
from hazards.domain.proceedings import Act, Proceedings
from hazards.services.statutes import book
from tests.law.lessons import shipped_days as days

PAPERS = frozenset({"before", "after", "video", "opinion", "decision", "ruling"})


@cache
def walked(track: str, start: date = date(2025, 1, 6)) -> tuple[Proceedings, date]:
    """From filing to the demolition, everything served the day after it was made."""
    held, on = Proceedings(track, "standing", papers=PAPERS), start
    while True:
        for step in enforcement.following(held, book(), on):
            if step.optional or enforcement.lacks(held, book(), step.key, on, days(), told(on)):
                continue
            act = Act(step.key, on, told(on), on + timedelta(days=1) if step.serve else None)
            held = replace(held, acts=(*held.acts, act))
            if step.lawful:
                return held, on
            break
        else:
            on += timedelta(days=1)
        if on > start + timedelta(days=900):
            raise AssertionError([act.step for act in held.acts])


def told(on: date) -> dict:
    texts = (
        "basis",
        "found",
        "answered",
        "organ",
        "proposed",
        "result",
        "reviewer",
        "witness",
        "goods",
        "penalty",
    )
    return {
        **dict.fromkeys(texts, "某"),
        "officers": ["甲 1", "乙 2"],
        "finding": "不能改正",
        "remedies_told": True,
        "self_removal_by": on + timedelta(days=15),
        "moving_out_by": on + timedelta(days=7),
        "urged_days": 10,
        "started_at": "09:00",
        "m2": 12.5,
        "correct_by": on + timedelta(days=15),
    }
