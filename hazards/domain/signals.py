"""Lights (预警): how a case stands against its deadline. Computed, never stored."""

from enum import StrEnum

import numpy as np

from hazards.domain.counting import NEVER, Columns, Cutoff, Standing, day


class Light(StrEnum):
    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    OPEN = "open"
    NO_DEADLINE = "no-deadline"
    STRUCK_OFF = "struck-off"
    LEFT = "left"


LIGHTS = tuple(Light)
NAMES = {
    Light.OVERDUE: "逾期",
    Light.TODAY: "今日到期",
    Light.SOON: "临期",
    Light.OPEN: "整改中",
    Light.NO_DEADLINE: "期限缺失",
    Light.STRUCK_OFF: "已销号",
    Light.LEFT: "已撤销或移送",
}
MARKS = {
    Light.OVERDUE: "■",
    Light.TODAY: "▲",
    Light.SOON: "▲",
    Light.OPEN: "○",
    Light.NO_DEADLINE: "◇",
    Light.STRUCK_OFF: "●",
    Light.LEFT: "／",
}


def lights(cases: Columns, cut: Cutoff, now: Standing, close: int | np.ndarray) -> np.ndarray:
    """Index into ``LIGHTS`` per case, uint8 (n,).

    ``close`` is the last day on which a deadline counts as close, one or int32 (n,). A case due today
    is 今日到期 until 24:00; at the end of that day it is overdue.
    """
    out = np.full(len(cases), LIGHTS.index(Light.OPEN), np.uint8)
    left = now.deadline - np.int32(day(cut.on))
    out[now.deadline == NEVER] = LIGHTS.index(Light.NO_DEADLINE)
    out[now.deadline <= close] = LIGHTS.index(Light.SOON)
    out[left == 0] = LIGHTS.index(Light.TODAY)
    out[now.due] = LIGHTS.index(Light.OVERDUE)
    out[now.struck | cases.closed] = LIGHTS.index(Light.STRUCK_OFF)
    out[now.left] = LIGHTS.index(Light.LEFT)
    return out
