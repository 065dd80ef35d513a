"""Outlook (年底预计): the forecast of the rate, and the strike-offs of each month it is made of."""

import tomllib
from functools import lru_cache
from typing import Any

import numpy as np

from hazards.domain.counting import day
from hazards.domain.forecast import Forecast, forecast, whole_months
from hazards.services.counted import Counted
from hazards.services.stores import DATA


@lru_cache(maxsize=1)
def settings() -> dict[str, Any]:
    """What the leaders' desk counts by (data/rules/desk.toml)."""
    with open(DATA / "rules" / "desk.toml", "rb") as file:
        return tomllib.load(file)


def few() -> int:
    """Below how many listed cases a unit is marked as a small number (件数少)."""
    return int(settings()["few"]["cases"])


def of(counted: Counted) -> Forecast | None:
    """The rate of the year's end; None of another year than the cut-off's, or too early to tell."""
    on = counted.asked.cutoff.on
    if counted.asked.population != on.year:
        return None
    member = counted.masks.listed & counted.keep
    struck = member & counted.standing.struck
    on_days = counted.standing.struck_on[struck]
    starts = [*whole_months(on), on.replace(day=1)]
    edges = np.searchsorted(np.sort(on_days), [day(start) for start in starts])
    monthly = [(start, int(n)) for start, n in zip(starts[:-1], np.diff(edges), strict=True)]
    return forecast(int(struck.sum()), int(member.sum()), monthly, on)
