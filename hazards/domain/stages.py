"""Stages of a hazard under supervision (挂牌督办), who holds each and for how long."""

from dataclasses import dataclass
from enum import StrEnum

from hazards.domain.roles import Role


class Stage(StrEnum):
    FOUND = "found"
    ASSESSED = "assessed"
    LISTED = "listed"
    PLANNED = "planned"
    RECTIFYING = "rectifying"
    SUBMITTED = "submitted"
    CHECKED = "checked"
    ACCEPTED = "accepted"
    STRUCK_OFF = "struck-off"
    WITHDRAWN = "withdrawn"
    TRANSFERRED = "transferred"


NAMES = {
    Stage.FOUND: "排查登记",
    Stage.ASSESSED: "待挂牌",
    Stage.LISTED: "已挂牌",
    Stage.PLANNED: "方案待备案",
    Stage.RECTIFYING: "整改中",
    Stage.SUBMITTED: "已报验",
    Stage.CHECKED: "已核查",
    Stage.ACCEPTED: "待销号",
    Stage.STRUCK_OFF: "已销号",
    Stage.WITHDRAWN: "已撤销",
    Stage.TRANSFERRED: "已移送",
}

UNLISTED = frozenset({Stage.FOUND, Stage.ASSESSED})
"""Not yet listed: counted in no figure."""
OVER = frozenset({Stage.STRUCK_OFF, Stage.WITHDRAWN, Stage.TRANSFERRED})
OPEN = frozenset(Stage) - UNLISTED - OVER
"""Listed and not at an end: each of them counts as open."""

STEPPER = (
    ("挂牌", Stage.LISTED),
    ("方案", Stage.PLANNED),
    ("整改", Stage.RECTIFYING),
    ("报验", Stage.SUBMITTED),
    ("核查", Stage.CHECKED),
    ("销号", Stage.STRUCK_OFF),
)
"""The six words above a case file, each with the stage it stands for."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Who has to move next, and within how many days.

    ``working`` tells working days; ``length`` 0 is the deadline of the case itself. Limits without
    a ``law`` are customary and set here until the district names its own (domain.md §8).
    """

    role: Role
    does: str
    length: int
    working: bool = True
    law: str = ""


TURNS = {
    Stage.FOUND: Turn(Role.DEPARTMENT, "评估认定", 5),
    Stage.ASSESSED: Turn(Role.LISTING, "挂牌", 5),
    Stage.LISTED: Turn(Role.CLERK, "制定并报送整治方案", 30, working=False, law="listing.notice"),
    Stage.PLANNED: Turn(Role.DEPARTMENT, "方案备案", 5),
    Stage.RECTIFYING: Turn(Role.CLERK, "整改并报验", 0),
    Stage.SUBMITTED: Turn(Role.DEPARTMENT, "现场核查", 10, working=False, law="acceptance.ten-days"),
    Stage.CHECKED: Turn(Role.DEPARTMENT, "出具验收意见", 3),
    Stage.ACCEPTED: Turn(Role.LISTING, "销号", 5),
}


def state_of(stage: Stage) -> str:
    """The coarse state that figures are counted over: open, struck-off, withdrawn, transferred."""
    return stage.value if stage in OVER else "open"


def stage_of(state: str) -> str:
    """Where a ledger's case stands in the procedure: its open ones are being rectified."""
    return Stage.RECTIFYING.value if state == "open" else state
