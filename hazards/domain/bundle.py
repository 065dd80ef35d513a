"""What a binder (迎检台账) holds of one case: which papers, in which order, and from when one is lacking."""

from collections.abc import Iterator
from dataclasses import dataclass

from hazards.domain.stages import Stage

ORDER = tuple(Stage)
DRAFT, SEALED, HELD, LACKING, LATER, APART, OURS = (
    "系统稿，未见盖章件",
    "盖章件",
    "原件",
    "缺",
    "尚未办理",
    "另存，不装订",
    "系统台账",
)
"""What a paper in a binder is. 系统稿 is set from the file, 盖章件 is the scan of the real paper."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the order: its title, the document made for it, the evidence that may fill it.

    ``since`` is the stage at which its absence is a lack; None: only what is there is bound in.
    """

    title: str
    document: str = ""
    evidence: tuple[str, ...] = ()
    since: Stage | None = None


MEASURES, PHOTOS = "五落实", "整改前后照片"
SLOTS = (
    Slot("判定意见", evidence=("assessment",)),
    Slot("督办通知书", "notice", (), Stage.LISTED),
    Slot("督办通知书送达回证", "", ("notice-receipt",), Stage.LISTED),
    Slot("整治方案", "plan", ("plan",), Stage.PLANNED),
    Slot(MEASURES, since=Stage.RECTIFYING),
    Slot("五落实佐证材料", "", ("roster", "measure", "funds", "contingency")),
    Slot("整改进度表", "progress"),
    Slot("延期", "extension-opinion", ("extension",)),
    Slot(PHOTOS, "", ("before", "during", "after"), Stage.SUBMITTED),
    Slot("验收申请书", "acceptance-request", ("application",), Stage.SUBMITTED),
    Slot("整改评估报告", "", ("evaluation",)),
    Slot("现场核查记录", "site-check", ("site-check", "inspection"), Stage.CHECKED),
    Slot("验收意见书", "acceptance-opinion", ("acceptance",), Stage.ACCEPTED),
    Slot("销号通知书", "strike-off", (), Stage.STRUCK_OFF),
)
"""In the order of the procedure; what fits nowhere follows by its kind."""


def lacking(slot: Slot, stage: Stage) -> bool:
    """Whether a paper that is not there should be there by now.

    A case withdrawn or transferred lacks nothing beyond what its listing asked for.
    """
    if slot.since is None:
        return False
    if stage in (Stage.WITHDRAWN, Stage.TRANSFERRED):
        return slot.since is Stage.LISTED
    return ORDER.index(stage) >= ORDER.index(slot.since)


def rest(kinds: Iterator[str]) -> list[str]:
    """Kinds of evidence no slot asks for, each once, in the order met."""
    told = {kind for slot in SLOTS for kind in slot.evidence}
    return [kind for kind in dict.fromkeys(kinds) if kind not in told]
