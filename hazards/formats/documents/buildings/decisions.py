"""责令限期拆除决定书 and 行政处罚决定书: facts, evidence, reasons, basis, what is decided, remedies."""

from dataclasses import dataclass
from datetime import date

from hazards.formats.documents.buildings import notices
from hazards.formats.documents.buildings.notices import Ordered
from hazards.formats.documents.layout import Paper, bound
from hazards.formats.documents.text import day, sentence, told

REMOVE, PENALTY = "责令限期拆除决定书", "行政处罚决定书"
COPIES = "本决定书一式两份，当事人和本机关各执一份。"
FINE = (
    "处以罚款的，应当自收到本决定书之日起十五日内缴至____________；到期不缴纳罚款的，"
    "每日按罚款数额的百分之三加处罚款，加处罚款的数额不超过罚款的数额。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(Ordered):
    """``evidence`` what proves it; ``finding`` the 规划认定; ``told_on`` when the party was told of its
    rights; ``heard`` what it said, and the hearing if there was one. Law: building.decision
    """

    evidence: tuple[str, ...] = ()
    finding: str = ""
    told_on: date | None = None
    heard: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Decided):
    """To be removed by the party until ``remove_by``; ``afterwards`` what follows if it does not."""

    remove_by: date | None = None
    afterwards: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalty(Decided):
    """``penalty`` what is imposed. Law: penalty.decision"""

    penalty: str = ""


def remove(*facts: Decision) -> bytes:
    """The decision as docx; several facts, several decisions in one file."""
    return bound(REMOVE, _remove, facts)


def penalize(*facts: Penalty) -> bytes:
    """The decision as docx; several facts, several decisions in one file."""
    return bound(PENALTY, _penalize, facts)


def _remove(paper: Paper, facts: Decision) -> None:
    _grounds(paper, facts)
    paper.point("四、决定")
    paper.say(
        f"根据{told(facts.law, 16)}的规定，责令你（单位）于{day(facts.remove_by)}前自行拆除上述违法建筑，"
        "清除建筑垃圾，恢复原状。"
    )
    paper.say(f"在法定期限内不申请行政复议、不提起行政诉讼，又不拆除的，{sentence(facts.afterwards, 16)}")
    paper.point("五、救济途径和期限")
    notices.remedies(paper, facts, "决定")
    notices.end(paper, facts, COPIES)


def _penalize(paper: Paper, facts: Penalty) -> None:
    _grounds(paper, facts)
    paper.point("四、处罚决定")
    paper.say(f"根据{told(facts.law, 16)}的规定，决定给予以下行政处罚：{sentence(facts.penalty, 16)}")
    paper.say(FINE)
    paper.point("五、救济途径和期限")
    notices.remedies(paper, facts, "决定")
    paper.say(
        "逾期不申请行政复议、不提起行政诉讼，又不履行本决定的，本机关将依法强制执行或者申请人民法院强制执行。"
    )
    notices.end(paper, facts, COPIES)


def _grounds(paper: Paper, facts: Decided) -> None:
    notices.begin(paper, facts)
    paper.point("一、违法事实")
    notices.finding(paper, facts)
    paper.point("二、证据")
    notices.listed(paper, "上述事实有以下证据证明：", facts.evidence)
    paper.say(f"规划认定意见：{sentence(facts.finding, 16)}")
    paper.point("三、告知、陈述申辩和理由")
    paper.say(
        f"本机关于{day(facts.told_on)}向你（单位）送达权利告知书，告知拟作处理的内容及事实、理由、依据，"
        "以及陈述、申辩和要求听证的权利。"
    )
    paper.say(f"你（单位）陈述、申辩及听证情况：{sentence(facts.heard, 20)}")
