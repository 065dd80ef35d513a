"""笔录 of questioning and of the site: time, place, two officers, what was said or seen, who signs."""

from dataclasses import dataclass
from datetime import date

from docx.shared import Mm

from hazards.formats.documents.facts import Filed
from hazards.formats.documents.layout import Paper, bound
from hazards.formats.documents.tables import signatures, table
from hazards.formats.documents.text import day, flat, told

INQUIRY, SURVEY = "询问笔录", "勘验检查笔录"
RULE = (
    "执法人员不得少于两人，应当出示执法证件；笔录交当事人核对，逐页签名，修改处按指印；拒绝签名的，注明情况。"
)
COPIES = "本笔录一式一份，存入案卷。"
AGREED = "以上笔录我已看过（已向我宣读），与实际情况相符。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Filed):
    """Facts of any record.

    ``organ`` made it at ``place`` on ``on`` during ``hours`` ("9时30分至11时"); ``officers`` are "name card
    number", at least two; ``recorder`` writes; ``refusal`` why the party did not sign.
    Law: penalty.two-officers
    """

    organ: str = ""
    party: str = ""
    place: str = ""
    on: date | None = None
    hours: str = ""
    officers: tuple[str, ...] = ()
    recorder: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry(Record):
    """Who was asked (``asked``, with ``relation`` to the case, papers, ``phone``), and what was ``answered``."""

    asked: str = ""
    relation: str = ""
    phone: str = ""
    answered: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey(Record):
    """What was ``found``; the building's ``use``, ``structure``, ``floors`` and areas as printed; ``witness``."""

    found: str = ""
    use: str = ""
    structure: str = ""
    floors: str = ""
    ground_m2: str = ""
    floor_m2: str = ""
    m2: str = ""
    photos: str = ""
    witness: str = ""


def inquiry(*facts: Inquiry) -> bytes:
    """The record as docx; several facts, several records in one file."""
    return bound(INQUIRY, _inquiry, facts)


def survey(*facts: Survey) -> bytes:
    """The record as docx; several facts, several records in one file."""
    return bound(SURVEY, _survey, facts)


def head(paper: Paper, facts: Record, *more: tuple[str, str, str, str]) -> None:
    """Title and the table of time, place and persons; ``more`` rows of it come last."""
    paper.heading(facts.organ)
    paper.form(
        [
            ("案号", facts.case_number, "当事人", facts.party),
            ("日期", day(facts.on), "起止时间", facts.hours),
            ("地点", facts.place, "记录人", facts.recorder),
            ("执法人员\n（证号）", "\n".join(facts.officers), "笔录页数", "共____页"),
            *more,
        ]
    )
    paper.gap()


def shown(paper: Paper, facts: Record) -> None:
    """Who the officers are, and that they showed their cards."""
    names = "、".join(flat(one) for one in facts.officers if flat(one))
    paper.say(
        f"执法人员{told(names, 24)}已向当事人表明身份，出示执法证件，"
        "并告知依法享有的陈述、申辩和申请回避的权利以及配合调查的义务。"
    )


def signed(paper: Paper, facts: Record, *others: tuple[str, str]) -> None:
    """Confirmation, refusal line, signatures of the party, two officers and whoever else was there."""
    paper.say(f"当事人核对意见：{AGREED}（当事人抄写：____________________）")
    paper.say(f"当事人不到场或者拒绝签名的情况：{told(facts.refusal, 16)}")
    officers = [name for name in facts.officers if flat(name)]
    officers += [""] * (2 - len(officers))
    rows = [*others, *(("执法人员", name) for name in officers), ("记录人", facts.recorder)]
    signatures(paper.document, rows, paper.width)


def close(paper: Paper, facts: Record) -> None:
    paper.copies(RULE, COPIES)
    paper.foot(facts)


def _inquiry(paper: Paper, facts: Inquiry) -> None:
    head(
        paper,
        facts,
        ("被询问人", facts.asked, "与本案关系", facts.relation),
        ("身份证号", "", "联系电话", facts.phone),
    )
    shown(paper, facts)
    paper.say("问：以上是否听清楚？是否申请回避？")
    paper.say("答：________________________")
    paper.point("询问情况")
    if flat(facts.answered):
        paper.write(facts.answered)
    else:
        for _ in range(4):
            paper.say("问：________________________")
            paper.say("答：________________________")
    signed(paper, facts, ("被询问人", facts.asked))
    close(paper, facts)


def _survey(paper: Paper, facts: Survey) -> None:
    head(
        paper,
        facts,
        ("用途", facts.use, "结构", facts.structure),
        ("层数", facts.floors, "占地面积(㎡)", facts.ground_m2),
        ("建筑面积(㎡)", facts.floor_m2, "违法面积(㎡)", facts.m2),
        ("见证人", facts.witness, "附照片", facts.photos),
    )
    shown(paper, facts)
    paper.point("勘验检查情况")
    paper.write(facts.found)
    paper.gap()
    rows = [["平面位置示意图（标明四至、尺寸和方位）"], [""]]
    table(paper.document, [paper.width], rows, header=1, height=Mm(70), together=True)
    signed(paper, facts, ("当事人", facts.party), ("见证人", facts.witness))
    close(paper, facts)
