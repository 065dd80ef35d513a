"""强制执行决定书: the five items of 行政强制法 art 37."""

from dataclasses import dataclass
from datetime import date

from hazards.formats.documents.buildings import notices
from hazards.formats.documents.buildings.notices import Ordered
from hazards.formats.documents.layout import Paper, bound
from hazards.formats.documents.text import day, flat, sentence, told

TITLE = "强制执行决定书"
COPIES = "本决定书一式两份，当事人和本机关各执一份。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enforcement(Ordered):
    """``domicile`` of the party; ``decision`` and ``decided_on`` what is enforced; ``urged_on`` when the
    urging notice was served, ``answered`` what the party said to it; ``charged_by`` and ``charged_on``
    the government that charged the organ (责成); ``acts`` who does it; ``how`` and ``starts`` in what
    way and when; ``not_before`` the earliest lawful day as reckoned. Law: enforcement.decision
    """

    domicile: str = ""
    decision: str = ""
    decided_on: date | None = None
    urged_on: date | None = None
    answered: str = ""
    charged_by: str = ""
    charged_on: date | None = None
    acts: str = ""
    how: str = "强制拆除违法建筑"
    starts: date | None = None
    not_before: date | None = None


def write(*facts: Enforcement) -> bytes:
    """The decision as docx; several facts, several decisions in one file."""
    return bound(TITLE, _compose, facts)


def _compose(paper: Paper, facts: Enforcement) -> None:
    notices.begin(paper, facts)
    paper.point("一、当事人")
    paper.say(f"姓名或者名称：{told(facts.party, 16)}　地址：{told(facts.domicile, 16)}")
    paper.point("二、强制执行的理由和依据")
    notices.finding(paper, facts)
    paper.say(
        f"本机关于{day(facts.decided_on)}作出责令限期拆除决定（{told(facts.decision, 16)}），"
        f"于{day(facts.urged_on)}送达催告通知书。你（单位）逾期仍不履行且无正当理由。"
        f"对催告的陈述、申辩及复核情况：{sentence(facts.answered, 16)}"
    )
    if flat(facts.charged_by):
        paper.say(f"{flat(facts.charged_by)}已于{day(facts.charged_on)}书面责成强制拆除。")
    paper.say(f"根据{told(facts.law, 16)}的规定，决定对上述违法建筑强制执行。")
    paper.point("三、强制执行的方式和时间")
    paper.say(
        f"方式：由{told(facts.acts, 12)}{told(facts.how, 8)}。时间：{day(facts.starts)}起，"
        f"不早于按案卷推算的最早可强拆日（{day(facts.not_before)}），不在夜间和法定节假日实施；"
        "具体时间另行公告。"
    )
    paper.point("四、救济途径和期限")
    notices.remedies(paper, facts, "决定")
    notices.end(paper, facts, COPIES)
