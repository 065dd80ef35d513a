"""Something that waits (待办): for whom, since when, until when."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that waits: for whom, since when, until when. ``what`` is a verb an official uses."""

    case: int
    number: str
    unit: str
    street: str
    stage: str
    what: str
    holder: str
    since: date | None
    until: date | None
    today: date
    kind: str = "step"
    """step, sign, confirm, extension, batch, building: which page does it."""
    ref: int = 0
    office: str = ""
    """The street or department it lies with, where that is known beyond the role."""
    close: date | None = None
    """The last end that counts as close today (domain/pace); without it three days are."""

    @property
    def days(self) -> int:
        """The how-manieth day it lies with its holder (第几天)."""
        return (self.today - self.since).days + 1 if self.since else 0

    @property
    def left(self) -> int | None:
        return (self.until - self.today).days if self.until else None

    @property
    def soon(self) -> bool:
        """Whether its end is close; never of what has no end."""
        if self.until is None:
            return False
        return self.until <= (self.close or self.today + timedelta(days=3))

    @property
    def due(self) -> date:
        """Where it stands in a list: what lacks its deadline first, what the law sets none for last."""
        return self.until or (date.max if self.kind == "building" else date.min)

    @property
    def clock(self) -> str:
        if self.left is None:
            return "未定时限" if self.kind == "building" else "期限缺失"
        if self.left < 0:
            return f"超期 {-self.left} 天"
        return "今日到期" if self.left == 0 else f"还有 {self.left} 天"
