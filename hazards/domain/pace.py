"""Pace (缓急): how urgent a case is, what is promised for each step, when a limit counts as close."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hazards.domain.calendar import WorkingDays
from hazards.domain.stages import Stage, Turn


class Urgency(StrEnum):
    SIMPLE = "simple"
    COMPLEX = "complex"
    SPECIAL = "special"


NAMES = {
    Urgency.SIMPLE: "简单事立即办",
    Urgency.COMPLEX: "复杂事限时办",
    Urgency.SPECIAL: "特殊事紧急办",
}
USUAL = Urgency.COMPLEX
"""What a case is until the listing office says otherwise."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Lengths in working days.

    ``lead``: before the deadline of a case, by urgency. ``step_lead``: before the end of one step.
    ``promised``: the lengths of steps by urgency and stage; a stage left out has its statutory one.
    """

    lead: Mapping[Urgency, int]
    step_lead: int
    promised: Mapping[Urgency, Mapping[Stage, int]]

    def close(self, on: date, days: WorkingDays, urgency: Urgency = USUAL) -> date:
        """The last deadline that counts as close on a day (临期)."""
        return days.after(on, self.lead[urgency])

    def step_close(self, on: date, days: WorkingDays) -> date:
        """The same for the end of a step."""
        return days.after(on, self.step_lead)

    def until(
        self,
        stage: Stage,
        turn: Turn,
        since: date | None,
        deadline: date | None,
        days: WorkingDays,
        urgency: Urgency = USUAL,
    ) -> date | None:
        """The last day of a turn: the shorter of statutory and promised, or the case's own deadline."""
        if turn.length == 0 or since is None:
            return deadline
        end = days.after(since, turn.length) if turn.working else since + timedelta(days=turn.length)
        promised = self.promised[urgency].get(stage)
        return end if promised is None else min(end, days.after(since, promised))
