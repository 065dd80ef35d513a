"""权利告知书: before a decision, what is going to be decided and what the party may do about it."""

from dataclasses import dataclass

from hazards.formats.documents.buildings import notices
from hazards.formats.documents.buildings.notices import Served
from hazards.formats.documents.layout import Paper, bound
from hazards.formats.documents.text import sentence, told

TITLE = "权利告知书"
COPIES = "本告知书一式两份，当事人和本机关各执一份。"


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsNotice(Served):
    """``evidence`` what proves it; ``proposed`` what is going to be decided; ``hearing`` the period to ask
    for a hearing as the law of that day has it. Law: penalty.notice, penalty.hearing
    """

    evidence: tuple[str, ...] = ()
    proposed: str = ""
    hearing: str = "五个工作日"


def write(*facts: RightsNotice) -> bytes:
    """The notice as docx; several facts, several notices in one file."""
    return bound(TITLE, _compose, facts)


def _compose(paper: Paper, facts: RightsNotice) -> None:
    notices.begin(paper, facts)
    paper.say(
        "本机关对你（单位）涉嫌违法建设一案已经调查终结，现将拟作处理的内容及事实、理由、依据告知如下："
    )
    notices.finding(paper, facts)
    notices.listed(paper, "上述事实有以下证据证明：", facts.evidence)
    paper.say(f"根据{told(facts.law, 16)}的规定，本机关拟作出以下处理：{sentence(facts.proposed, 16)}")
    paper.say(
        "根据《中华人民共和国行政处罚法》第四十四条、第四十五条的规定，你（单位）有权进行陈述和申辩，"
        "本机关不因陈述、申辩而给予更重的处罚。"
    )
    paper.say(
        "根据《中华人民共和国行政处罚法》第六十三条、第六十四条的规定，你（单位）对上述处理要求听证的，"
        f"应当在收到本告知书后{told(facts.hearing)}内向本机关提出；逾期不提出的，视为放弃听证权利。"
    )
    paper.say("当事人意见：☐放弃陈述、申辩　☐要求陈述、申辩　☐要求听证　☐不要求听证")
    notices.end(paper, facts, COPIES)
