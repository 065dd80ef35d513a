"""延期审批意见书: granted to a day, or refused with the reason."""

from dataclasses import dataclass
from datetime import date

from hazards.formats.documents.facts import Issued
from hazards.formats.documents.layout import Paper, bound
from hazards.formats.documents.text import day, tick, told

TITLE = "延期审批意见书"
COPIES = "本意见书一式三份，申请单位、挂牌机关和同级安委办各执一份。"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionOpinion(Issued):
    """Facts of the opinion.

    ``unit`` asked on ``applied_on`` to move ``deadline``; ``granted`` True, False or None (left to the
    pen); ``until`` the new deadline, only where granted; ``reason`` of either; ``meanwhile`` the
    measures to be kept up.
    """

    unit: str = ""
    matter: str = "重大事故隐患"
    notice_number: str = ""
    hazard: str = ""
    applied_on: date | None = None
    deadline: date | None = None
    granted: bool | None = None
    until: date | None = None
    reason: str = ""
    meanwhile: str = ""


def write(*facts: ExtensionOpinion) -> bytes:
    """The opinion as docx; several facts, several opinions in one file."""
    return bound(TITLE, _compose, facts)


def _compose(paper: Paper, facts: ExtensionOpinion) -> None:
    paper.heading(facts.organ)
    paper.number(facts.number, facts.signer)
    paper.address(facts.unit)
    paper.say(
        f"你单位{day(facts.applied_on)}提交的延期申请表收悉，申请延长挂牌督办通知书"
        f"（{told(facts.notice_number, 12)}）所列{told(facts.matter)}的整改期限，"
        f"原期限为{day(facts.deadline)}："
    )
    paper.write(facts.hazard)
    paper.say("经审查，意见如下：")
    until = facts.until if facts.granted else None
    paper.say(f"{tick('同意', facts.granted is True)}，延期至{day(until)}")
    paper.say(tick("不同意", facts.granted is False))
    paper.say("理由：")
    paper.write(facts.reason)
    if facts.granted is False:
        paper.say("整改期限不变，请按原期限完成治理，期间应当落实以下防范措施：")
    else:
        paper.say("延期期间应当落实以下防范措施，并继续按期报告治理进展：")
    paper.write(facts.meanwhile)
    paper.seal(facts.organ, facts.dated)
    paper.receipt(facts)
    paper.copies(COPIES, to=facts.copies_to)
    paper.foot(facts)
