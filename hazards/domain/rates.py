"""Rates (整改率): of the cases in one population, the share brought to an end."""

from dataclasses import dataclass

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
