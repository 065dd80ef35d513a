"""What every notice and decision to a party has in common: the finding, the remedies, the proof of service."""

from dataclasses import dataclass

from docx.shared import Mm

from hazards.formats.documents.facts import Issued
from hazards.formats.documents.layout import Paper
from hazards.formats.documents.tables import table
from hazards.formats.documents.text import day, flat, sentence, told

REVIEW_WITHIN, SUE_WITHIN = "60日", "6个月"
RECEIPT = [22, 34, 28, 26, 18, 28]  # millimetres


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Issued):
    """What stands where, and who is told.

    ``party`` the 当事人; ``place`` and ``matter`` what was built where; ``m2`` the illegal area as
    printed; ``breach`` the provision broken, ``law`` the one relied on; ``contact`` a person and telephone.
    """

    party: str = ""
    place: str = ""
    matter: str = ""
    m2: str = ""
    breach: str = ""
    law: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served(Notice):
    """A notice that takes effect when served; ``way`` is the 送达方式."""

    way: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered(Served):
    """An act that review and suit are open against.

    ``review`` the 复议机关, ``court`` the court, ``sue_within`` its period (6个月, of land orders 15日).
    Law: suit.six-months, land.fifteen-days
    """

    review: str = ""
    court: str = ""
    sue_within: str = SUE_WITHIN


def begin(paper: Paper, facts: Notice, whom: str = "") -> None:
    """Organ, title, number; the party, or ``whom`` where nobody is known."""
    paper.heading(facts.organ)
    paper.number(facts.number, facts.signer)
    paper.address(whom or facts.party)


def finding(paper: Paper, facts: Notice, *, you: str = "你（单位）") -> None:
    """What was found, and which provision it breaks."""
    paper.say(f"经查，{you}在{told(facts.place, 12)}有以下建设行为：{sentence(facts.matter, 20)}")
    paper.say(f"涉及违法建筑面积{told(facts.m2, 4)}平方米，违反了{told(facts.breach, 16)}的规定。")


def listed(paper: Paper, intro: str, points: tuple[str, ...]) -> None:
    """Points, one paragraph each, numbered where there are several; one blank where there are none."""
    paper.say(intro)
    known = [text for text in points if flat(text)] or [""]
    for at, text in enumerate(known, 1):
        paper.say(f"{at}. {sentence(text, 24)}" if len(known) > 1 else sentence(text, 24))


def remedies(paper: Paper, facts: Ordered, act: str) -> None:
    """The paragraph that makes the period six months instead of a year: 60日复议, 6个月诉讼."""
    paper.say(
        f"如不服本{act}，可以自收到本{act}之日起{REVIEW_WITHIN}内向{told(facts.review, 10)}申请行政复议，"
        f"也可以自收到本{act}之日起{told(facts.sue_within)}内直接向{told(facts.court, 10)}提起行政诉讼。"
    )


def end(paper: Paper, facts: Served, *copies: str) -> None:
    """Contact, seal, receipt (送达回证), copies, foot."""
    paper.say(f"联系人及电话：{sentence(facts.contact, 16)}")
    paper.seal(facts.organ, facts.dated)
    paper.gap()  # the wet seal reaches below the date
    received = day(facts.received_on) if facts.received_on else ""
    rows = [
        [
            "送达人\n（两名）",
            flat(facts.served_by),
            "受送达人签收",
            flat(facts.received_by),
            "日期",
            received,
        ],
        ["送达方式", flat(facts.way), "见证人\n（留置送达）", "", "拒收\n事由", ""],
    ]
    table(paper.document, RECEIPT, rows, header=0, height=Mm(13), together=True)
    paper.copies(*copies, to=facts.copies_to)
    paper.foot(facts)


def posted(paper: Paper, facts: Notice, *copies: str) -> None:
    """The same of an announcement: it is put up, not handed over."""
    paper.say(f"联系人及电话：{sentence(facts.contact, 16)}")
    paper.seal(facts.organ, facts.dated)
    paper.gap()  # the wet seal reaches below the date
    put_up = day(facts.received_on) if facts.received_on else ""
    rows = [
        ["张贴人\n（两名）", flat(facts.served_by), "见证人", flat(facts.received_by), "张贴\n日期", put_up],
        ["张贴地点", "", "照片编号", "", "撤下\n日期", ""],
    ]
    table(paper.document, RECEIPT, rows, header=0, height=Mm(13), together=True)
    paper.copies(*copies, to=facts.copies_to)
    paper.foot(facts)
