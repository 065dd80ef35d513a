"""督办单: which limit has passed, by how much, who is pressed and by when to answer."""

from dataclasses import dataclass
from datetime import date

from hazards.formats.documents.facts import Issued
from hazards.formats.documents.layout import Paper, bound
from hazards.formats.documents.text import day, flat, sentence, told

TITLE = "督办单"
COPIES = "本督办单一式两份，收件单位和发出单位各执一份。"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionOrder(Issued):
    """Facts of the order.

    ``addressee`` is pressed, ``post`` whom within it; ``rung`` names the step of the ladder; ``limit``
    the limit that passed (整改期限, 现场核查 …) on ``until``, ``late`` days ago; ``demand`` what is to be
    done, one line each; ``reply_by`` the day of the written answer.
    """

    addressee: str = ""
    post: str = ""
    rung: str = ""
    unit: str = ""
    street: str = ""
    hazard: str = ""
    limit: str = ""
    until: date | None = None
    late: int = 0
    demand: str = ""
    reply_by: date | None = None
    contact: str = ""


def write(*facts: SupervisionOrder) -> bytes:
    """The order as docx; several facts, several orders in one file."""
    return bound(TITLE, _compose, facts)


def _compose(paper: Paper, facts: SupervisionOrder) -> None:
    paper.heading(facts.organ)
    paper.number(facts.number, facts.signer)
    post = f"（{flat(facts.post)}）" if flat(facts.post) else ""
    paper.address(f"{told(facts.addressee, 12)}{post}")
    late = f"已超过{facts.late}天" if facts.late else "已经届满"
    limit = told(facts.limit)
    limit = f"{limit}为" if limit.endswith("期限") else f"“{limit}”的时限为"
    paper.say(
        f"{told(facts.street)}{told(facts.unit, 12)}（案号{told(facts.case_number)}）一案，{limit}"
        f"{day(facts.until)}，{late}。按督办阶梯已到“{told(facts.rung, 4)}”一级，现予以督办。"
    )
    paper.say(f"案情：{sentence(facts.hazard, 24)}")
    paper.point("一、督办要求")
    paper.write(facts.demand)
    paper.point("二、回复")
    paper.say(
        f"请于收到之日签收，并于{day(facts.reply_by)}前书面回复办理情况、未能按时办结的原因和完成时间。"
        "逾期不回复的，按督办阶梯逐级上报。"
    )
    if flat(facts.contact):
        paper.say(f"联系人及电话：{sentence(facts.contact)}")
    paper.seal(facts.organ, facts.dated)
    paper.receipt(facts)
    paper.copies(COPIES, to=facts.copies_to)
    paper.foot(facts)
