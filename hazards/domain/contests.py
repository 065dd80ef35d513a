"""Review and suit: their kinds, how they may end, and which ends are a loss (败诉)."""

from dataclasses import dataclass, fields

from hazards.domain.rates import Rate

KINDS = {"review": "行政复议", "suit": "行政诉讼"}
ENDS = {
    "review": ("维持", "驳回申请", "终止", "撤销", "部分撤销", "变更", "确认违法", "责令履行", "调解"),
    "suit": (
        "驳回诉讼请求",
        "裁定驳回起诉",
        "准许撤诉",
        "撤销",
        "部分撤销",
        "变更",
        "确认违法",
        "确认无效",
        "责令履行",
        "调解",
    ),
}
LOST = frozenset({"撤销", "部分撤销", "变更", "确认违法", "确认无效", "责令履行"})
"""What a court or review organ set aside, changed or declared unlawful counts as lost."""
UNDECIDED = frozenset({"终止", "准许撤诉", "调解"})
"""Ended without a decision: counted in no loss rate."""


def lost(outcome: str) -> bool | None:
    """Whether the organ lost; None where nothing was decided."""
    return None if outcome in UNDECIDED else outcome in LOST


@dataclass(frozen=True, slots=True)
class Score:
    """Contests that ended, counted: those decided, those lost, and who came to court."""

    ended: int = 0
    decided: int = 0
    lost: int = 0
    heads: int = 0
    """Suits of which it is known whether the head of the organ came; ``came``: those where he did."""
    came: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Score)))

    @property
    def rate(self) -> Rate:
        """败诉率: lost by decided; what ended without a decision is in neither."""
        return Rate(self.lost, self.decided)

    @property
    def presence(self) -> Rate:
        """行政机关负责人出庭率."""
        return Rate(self.came, self.heads)


def score(kind: str, outcome: str, head_came: bool | None) -> Score:
    """One contest that has ended."""
    how = lost(outcome)
    heard = kind == "suit" and head_came is not None
    return Score(1, int(how is not None), int(bool(how)), int(heard), int(heard and bool(head_came)))
