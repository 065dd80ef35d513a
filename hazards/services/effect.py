"""Effect: what a step changes besides the stage, as values the caller writes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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
