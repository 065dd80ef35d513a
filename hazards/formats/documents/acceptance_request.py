"""验收申请书: the unit says its hazard is removed and asks to be checked."""

from dataclasses import dataclass
from datetime import date

from hazards.formats.documents.facts import Filed
from hazards.formats.documents.layout import Paper, bound
from hazards.formats.documents.text import day, flat, sentence, told

TITLE = "验收申请书"
COPIES = "本申请书一式两份，受理机关和申请单位各执一份。"


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceRequest(Filed):
    """Facts of the request.

    ``body`` is whom it is for; ``unit`` who asks; ``notice_number`` and ``notice_dated`` the notice it
    answers; ``hazard`` what was to be removed; ``done`` what was done; ``report`` the evaluation
    (16号令 art 18 for sites under a stop order); ``attachments`` their names in order; ``head`` the
    主要负责人; ``opinion`` and ``opinion_by`` the street's signature (一把手审签); ``received_by`` and
    ``received_on`` who took it in and when, from which periods run.
    """

    body: str = ""
    unit: str = ""
    matter: str = "重大事故隐患"
    notice_number: str = ""
    notice_dated: date | None = None
    hazard: str = ""
    done: str = ""
    report: str = ""
    attachments: tuple[str, ...] = ()
    head: str = ""
    contact: str = ""
    dated: date | None = None
    opinion: str = ""
    opinion_by: str = ""
    received_by: str = ""
    received_on: date | None = None


def write(*facts: AcceptanceRequest) -> bytes:
    """The request as docx; several facts, several requests in one file."""
    return bound(TITLE, _compose, facts)


def _compose(paper: Paper, facts: AcceptanceRequest) -> None:
    paper.heading()
    paper.address(facts.body)
    paper.say(
        f"贵单位{day(facts.notice_dated)}发出的挂牌督办通知书（{told(facts.notice_number, 12)}）"
        f"所列的以下{told(facts.matter)}："
    )
    paper.write(facts.hazard)
    paper.say("现已治理完毕，特申请验收。治理情况如下：")
    paper.write(facts.done)
    paper.say(f"治理情况的评估：{sentence(facts.report, 16)}")
    attachments = [flat(name) for name in facts.attachments if flat(name)]
    for at, name in enumerate(attachments, 1):
        paper.say(f"{'附件：' if at == 1 else ''}{at}. {name}", indent=2 if at == 1 else 5)
    paper.say(f"主要负责人（签字）：{told(facts.head)}")
    paper.say(f"联系人及电话：{told(facts.contact)}")
    paper.seal(facts.unit, facts.dated)
    received = day(facts.received_on) if facts.received_on else ""
    paper.form(
        [
            ("街道（镇）\n审签意见", facts.opinion, "审签人", facts.opinion_by),
            ("收件人", facts.received_by, "收件日期", received),
        ]
    )
    paper.copies(COPIES)
    paper.foot(facts)
