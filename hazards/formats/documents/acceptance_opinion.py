"""验收意见书: passed or not, and every reason at once."""

from dataclasses import dataclass
from datetime import date

from hazards.formats.documents.facts import Issued
from hazards.formats.documents.layout import Paper, bound
from hazards.formats.documents.text import day, flat, sentence, tick, told

TITLE = "验收意见书"
COPIES = "本意见书一式三份，申请单位、挂牌机关和同级安委办各执一份。"


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceOpinion(Issued):
    """Facts of the opinion.

    ``unit`` asked on ``applied_on``; ``notice_number`` is the notice; ``hazard`` its matter;
    ``checked_on`` and ``checkers`` the site check (two officers or more, experts); ``passed`` True,
    False or None (left to the pen); ``reasons`` all defects at once (一次性告知); ``next`` what
    follows, with its date, in words.
    """

    unit: str = ""
    matter: str = "重大事故隐患"
    notice_number: str = ""
    hazard: str = ""
    applied_on: date | None = None
    checked_on: date | None = None
    checkers: tuple[str, ...] = ()
    passed: bool | None = None
    reasons: tuple[str, ...] = ()
    next: str = ""


def write(*facts: AcceptanceOpinion) -> bytes:
    """The opinion as docx; several facts, several opinions in one file."""
    return bound(TITLE, _compose, facts)


def _compose(paper: Paper, facts: AcceptanceOpinion) -> None:
    paper.heading(facts.organ)
    paper.number(facts.number, facts.signer)
    paper.address(facts.unit)
    checkers = "、".join(flat(name) for name in facts.checkers if flat(name))
    paper.say(
        f"你单位{day(facts.applied_on)}提交的验收申请书收悉。{day(facts.checked_on)}，"
        f"{told(checkers, 16)}对挂牌督办通知书（{told(facts.notice_number, 12)}）"
        f"所列的{told(facts.matter)}进行了现场核查："
    )
    paper.write(facts.hazard)
    paper.say("经验收，意见如下：")
    paper.say(f"{tick('合格', facts.passed is True)}　　　　{tick('不合格', facts.passed is False)}")
    reasons = [text for text in facts.reasons if flat(text)]
    if reasons or not facts.passed:
        paper.say("理由：" if reasons else f"理由：{'_' * 24}")
    for at, text in enumerate(reasons, 1):
        paper.say(f"{at}. {sentence(text)}")
    if flat(facts.next) or not facts.passed:
        paper.write(facts.next)
    paper.seal(facts.organ, facts.dated)
    paper.receipt(facts)
    paper.copies(COPIES, to=facts.copies_to)
    paper.foot(facts)
