"""Rates (整改率): of the cases in one population, the share brought to an end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
RULE = "2026.1"
"""Version of the counting rules; printed with every table (data/rules/counting.toml)."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A part of a whole, both counted from one population."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ValueError(f"{self.part} of {self.whole} is no share")

    def meets(self, percent: int) -> bool | None:
        """Whether the share reaches ``percent``; None of an empty population.

        Integers only: 94.96 % prints as 95.0 and still fails.
        """
        return 100 * self.part >= percent * self.whole if self.whole else None

    def needed(self, percent: int) -> int:
        """The fewest further members that would reach ``percent``."""
        return max(0, -(-percent * self.whole // 100) - self.part)

    @property
    def percent(self) -> float | None:
        """Percent rounded half up to two decimals, in integers until the last step."""
        return percent(self.part, self.whole)

    def __str__(self) -> str:
        return "/" if self.percent is None else f"{self.percent:.2f}%"


def percent(part: float, whole: float) -> float | None:
    """``part`` per hundred of ``whole``, half up to two decimals; None of nothing.

    Also prints task completion (任务完成率), which is no share and may exceed 100.
    """
    if not whole:
        return None
    if isinstance(part, int) and isinstance(whole, int):
        return (part * 20000 + whole) // (2 * whole) / 100
    from decimal import ROUND_HALF_UP, Decimal

    exact = Decimal(str(part)) * 100 / Decimal(str(whole))
    return float(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def through(rows: Sequence[T], most: int, worth: Callable[[T], object]) -> list[T]:
    """The first ``most`` and whoever is worth the same as the last of them: equals are named together."""
    last = worth(rows[most - 1]) if len(rows) > most else None
    return [row for n, row in enumerate(rows) if n < most or worth(row) == last]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table of rates: the counted figures and what follows from them.

    ``counts`` holds every figure of counting.MEASURES; ``key`` is ours (a jurisdiction or a word),
    ``code`` the published one.
    """

    code: str | None
    name: str
    counts: dict[str, int]
    target: int
    key: int | str | None = None
    aside: bool = False  # 区直, 未定属地, 未填写: counted, not ranked

    @property
    def rate(self) -> Rate:
        return Rate(self.counts["struck_off"], self.counts["listed"])

    @property
    def due_rate(self) -> Rate:
        return Rate(self.counts["due_struck_off"], self.counts["due"])

    @property
    def on_time_rate(self) -> Rate:
        return Rate(self.counts["on_time"], self.counts["due"])

    @property
    def met(self) -> bool | None:
        return self.rate.meets(self.target)

    @property
    def needed(self) -> int:
        return self.rate.needed(self.target)

    @property
    def step(self) -> str:
        """The five steps around the target of 95 (design.md): none, lt80, lt90, lt95, met."""
        if self.met is None:
            return "none"
        if self.met:
            return "met"
        return "lt80" if not self.rate.meets(80) else "lt90" if not self.rate.meets(90) else "lt95"

    def public(self) -> dict[str, object]:
        c = self.counts
        return {
            "code": self.code,
            "name": self.name,
            "listed": c["listed"],
            "struck_off": c["struck_off"],
            "rate": self.rate.percent,
            "due": c["due"],
            "due_struck_off": c["due_struck_off"],
            "due_rate": self.due_rate.percent,
            "on_time": c["on_time"],
            "on_time_rate": self.on_time_rate.percent,
            "overdue": c["overdue"],
            "extended": c["extended"],
            "withdrawn": c["withdrawn"],
            "transferred": c["transferred"],
            "no_deadline": c["no_deadline"],
            "imported_struck_off": c["imported_struck_off"],
            "carried_over": c["carried_over"],
            "carried_over_open": c["carried_over_open"],
            "carried_over_overdue": c["carried_over_overdue"],
            "target": self.target,
            "met": self.met,
            "needed": self.needed,
        }
