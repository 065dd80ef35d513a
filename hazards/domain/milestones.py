"""Milestones scheduled backwards from the deadline (倒排工期)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)

USUAL = (("制定方案、落实资金", 15), ("组织整改施工", 60), ("自查自验", 15), ("申请验收、配合核查", 10))
"""Tasks and their share of the time, proposed for every case and edited in the file."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """One task, both days included. ``done`` is percent as told, ``done_on`` when it was 100."""

    position: int
    task: str
    starts: date
    ends: date
    person: str = ""
    done: int = 0
    done_on: date | None = None
    lag: str = ""
    next: str = ""

    def planned(self, on: date) -> int:
        """Percent that should be done at the end of a day, evenly over its days."""
        if on < self.starts:
            return 0
        whole = (self.ends - self.starts).days + 1
        return min(100, 100 * ((on - self.starts).days + 1) // whole)

    def late(self, on: date) -> int:
        """Days by which it is behind its end, 0 where it is not."""
        if self.done >= 100:
            return max((self.done_on - self.ends).days, 0) if self.done_on else 0
        return max((on - self.ends).days, 0)


def backwards(start: date, deadline: date, tasks: Sequence[tuple[str, int]] = USUAL) -> tuple[Milestone, ...]:
    """Milestones that end on the deadline, the last first, each with its share of the days.

    Every task gets at least one day; where there are fewer days than tasks the last ones share
    the deadline's day.
    """
    days = max((deadline - start).days + 1, 1)
    whole = sum(share for _, share in tasks)
    ends, out, left = deadline, [], days
    for n in range(len(tasks), 0, -1):
        name, share = tasks[n - 1]
        length = left if n == 1 else max(1, min(round(days * share / whole), left - (n - 1)))
        starts = max(ends - DAY * (length - 1), start)
        out.append(Milestone(n, name, min(starts, ends), ends))
        left -= length
        ends = max(starts - DAY, start)
    return tuple(reversed(out))
