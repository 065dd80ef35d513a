"""Review and suit: their kinds, how they may end, and which ends are a loss (败诉)."""

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
