"""Effect: what a step changes besides the stage, as values the caller writes; and what it was told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hazards.domain.errors import Refusal


class CannotBe(Refusal):
    code = "cannot-be"
    says = "{what}。"
    remedy = "请核对后再办。"


def _nothing(event: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Effect:
    """``row`` changes the case, ``then`` is called with the event's id, ``data`` goes into the event."""

    row: Mapping[str, Any] = field(default_factory=dict)
    then: Callable[[int], None] = _nothing
    data: Mapping[str, Any] = field(default_factory=dict)
    notices: tuple[str, ...] = ()


Told = Mapping[str, Any]

DAYS = frozenset({"deadline", "until", "received_on", "listed_on", "struck_off_on", "found_on"})


def typed(told: Told) -> dict[str, Any]:
    """What was told, back from JSON: days are days again."""
    out: dict[str, Any] = {}
    for name, value in told.items():
        if isinstance(value, dict):
            out[name] = typed(value)
        else:
            is_day = name in DAYS and isinstance(value, str) and value
            out[name] = date.fromisoformat(value) if is_day else value
    return out
