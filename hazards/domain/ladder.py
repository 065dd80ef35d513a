"""The ladder (督办阶梯): who is pressed when a limit has passed. Where one stands is computed, never stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hazards.domain.calendar import WorkingDays
from hazards.domain.pace import USUAL, Urgency


@dataclass(frozen=True, slots=True)
class Rung:
    """``office``: holder, listing or leader; ``after``: working days past the limit, by urgency."""

    key: str
    name: str
    office: str
    post: str
    after: Mapping[Urgency, int]


@dataclass(frozen=True, slots=True)
class Ladder:
    """Rungs, the lowest first; each is reached later than the one below."""

    rungs: tuple[Rung, ...]

    def __post_init__(self) -> None:
        for urgency in Urgency:
            after = [rung.after[urgency] for rung in self.rungs]
            if after != sorted(set(after)):
                raise ValueError(f"rungs of {urgency} are not in order: {after}")

    def __getitem__(self, key: str) -> Rung:
        return next(rung for rung in self.rungs if rung.key == key)

    def height(self, key: str) -> int:
        return next(n for n, rung in enumerate(self.rungs) if rung.key == key)

    def reached(
        self, until: date | None, on: date, days: WorkingDays, urgency: Urgency = USUAL
    ) -> Rung | None:
        """The highest rung reached on a day; None while the limit has not passed.

        A limit holds to the end of its day, so the day itself reaches nothing.
        """
        if until is None or on <= until:
            return None
        late = days.between(until, on)
        return max((r for r in self.rungs if r.after[urgency] <= late), key=lambda r: r.after[urgency])
