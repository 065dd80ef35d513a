"""销号通知: the hazard is off the list, on what grounds, and what that means."""

from dataclasses import dataclass
from datetime import date

from hazards.formats.documents.facts import Issued
from hazards.formats.documents.layout import Paper, bound
from hazards.formats.documents.text import day, flat, sentence, told

TITLE = "销号通知"
COPIES = "本通知一式三份，被督办单位、挂牌机关和督办单位各执一份。"


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeOffNotice(Issued):
    """Facts of the notice.

    ``unit`` and ``others`` (属地, 督办单位) are told; ``hazard`` is struck off as of ``struck_off_on``;
    ``how`` is 整改完成, 关停取缔, 搬迁 or 拆除; ``opinion_number`` and ``accepted_on`` the acceptance;
    ``publication`` where and when the public reads it, in words.
    """

    unit: str = ""
    others: tuple[str, ...] = ()
    matter: str = "重大事故隐患"
    level: str = ""
    notice_number: str = ""
    hazard: str = ""
    opinion_number: str = ""
    accepted_on: date | None = None
    how: str = ""
    struck_off_on: date | None = None
    publication: str = ""


def write(*facts: StrikeOffNotice) -> bytes:
    """The notice as docx; several facts, several notices in one file."""
    return bound(TITLE, _compose, facts)


def _compose(paper: Paper, facts: StrikeOffNotice) -> None:
    paper.heading(facts.organ)
    paper.number(facts.number, facts.signer)
    paper.address("、".join([told(facts.unit, 16), *(flat(name) for name in facts.others if flat(name))]))
    paper.say(
        f"挂牌督办通知书（{told(facts.notice_number, 12)}）所列的{told(facts.level)}挂牌督办{told(facts.matter)}："
    )
    paper.write(facts.hazard)
    paper.say(
        f"已于{day(facts.accepted_on)}经验收合格（验收意见书{told(facts.opinion_number, 12)}），"
        f"治理结果为{told(facts.how)}。经审核，决定自{day(facts.struck_off_on)}起予以销号（摘牌），解除挂牌督办。"
    )
    paper.say(
        "销号后，你单位仍应当履行安全生产主体责任，落实日常排查治理，防止反弹；"
        "同一隐患再次出现，或者查实整改不实的，将重新挂牌或者撤销本销号决定，恢复督办。"
    )
    paper.say(f"本次销号结果的公布：{sentence(facts.publication, 16)}")
    paper.seal(facts.organ, facts.dated)
    paper.receipt(facts)
    paper.copies(COPIES, to=facts.copies_to)
    paper.foot(facts)
