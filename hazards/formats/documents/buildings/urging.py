"""拆除催告通知书: the four items of 行政强制法 art 35, before a decision to enforce or an application to court."""

from dataclasses import dataclass
from datetime import date

from hazards.formats.documents.buildings import notices
from hazards.formats.documents.buildings.notices import Served
from hazards.formats.documents.layout import Paper, bound
from hazards.formats.documents.text import day, sentence, told

TITLE = "拆除催告通知书"
COPIES = "本催告通知书一式两份，当事人和本机关各执一份。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Urging(Served):
    """``decision`` number of the decision, ``decided_on`` its day, ``decision_served`` when it was served;
    ``within`` the period, ``how`` the way to comply; ``money`` what is to be paid; ``afterwards`` what
    follows. Law: urging.period, court.urging, substitute.three-days
    """

    decision: str = ""
    decided_on: date | None = None
    decision_served: date | None = None
    within: str = ""
    how: str = "自行拆除违法建筑，清除建筑垃圾，恢复原状"
    money: str = "无"
    afterwards: str = ""


def write(*facts: Urging) -> bytes:
    """The notice as docx; several facts, several notices in one file."""
    return bound(TITLE, _compose, facts)


def _compose(paper: Paper, facts: Urging) -> None:
    notices.begin(paper, facts)
    notices.finding(paper, facts)
    paper.say(
        f"本机关于{day(facts.decided_on)}作出责令限期拆除决定（{told(facts.decision, 16)}），"
        f"于{day(facts.decision_served)}送达，你（单位）至今未履行。"
        f"根据{told(facts.law, 16)}的规定，现催告如下："
    )
    paper.say(f"一、履行义务的期限：自收到本催告通知书之日起{told(facts.within, 4)}内。")
    paper.say(f"二、履行义务的方式：{sentence(facts.how, 16)}")
    paper.say(f"三、涉及金钱给付的，金额和给付方式：{sentence(facts.money, 16)}")
    paper.say(
        "四、你（单位）收到本催告通知书后有权进行陈述和申辩。本机关充分听取意见，"
        "对提出的事实、理由和证据进行记录、复核；成立的，予以采纳。"
    )
    paper.say(f"逾期仍不履行且无正当理由的，{sentence(facts.afterwards, 16)}")
    notices.end(paper, facts, COPIES)
