"""现场核查记录: what two officers saw on the site (安全生产法 art 68: signed, a refusal noted)."""

from dataclasses import dataclass
from datetime import date

from hazards.formats.documents.facts import Filed
from hazards.formats.documents.layout import Paper, bound
from hazards.formats.documents.tables import signatures, table
from hazards.formats.documents.text import day, flat, tick, told

TITLE = "现场核查记录"
COPIES = "本记录一式两份，被核查单位和核查机关各执一份。"
RULE = "检查人员不得少于两人，应当出示证件；本记录由检查人员和被检查单位负责人签字，拒绝签字的，记录在案。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One point looked at: what was required, what was seen, whether it is in order (None: not said)."""

    item: str = ""
    seen: str = ""
    passed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCheck(Filed):
    """Facts of the record.

    ``organ`` checked ``unit`` at ``place`` on ``checked_on`` from ``hours`` ("9时30分至11时"); ``officers``
    are "name(card number)", at least two; ``experts`` may be none; ``findings`` point by point;
    ``passed`` the conclusion, None for the pen; ``opinion`` its words; ``comment`` what the unit says;
    ``refusal`` why it did not sign.
    """

    organ: str = ""
    number: str = ""
    unit: str = ""
    place: str = ""
    checked_on: date | None = None
    hours: str = ""
    officers: tuple[str, ...] = ()
    experts: tuple[str, ...] = ()
    hazard: str = ""
    findings: tuple[Finding, ...] = ()
    passed: bool | None = None
    opinion: str = ""
    head: str = ""
    comment: str = ""
    refusal: str = ""


def write(*facts: SiteCheck) -> bytes:
    """The record as docx; several facts, several records in one file."""
    return bound(TITLE, _compose, facts)


def _compose(paper: Paper, facts: SiteCheck) -> None:
    paper.heading(facts.organ)
    paper.form(
        [
            ("记录文号", facts.number, "案号", facts.case_number),
            ("被核查单位", facts.unit, "核查地点", facts.place),
            ("核查日期", day(facts.checked_on), "核查时间", facts.hours),
            ("检查人员\n（证件号）", "\n".join(facts.officers), "参加专家", "\n".join(facts.experts)),
        ]
    )
    paper.gap()
    paper.point("核查的隐患")
    paper.write(facts.hazard)
    paper.point("核查情况")
    findings = facts.findings or (Finding(), Finding(), Finding())
    rows = [[str(at), one.item, one.seen, _verdict(one.passed)] for at, one in enumerate(findings, 1)]
    header = ["序号", "整改要求", "现场情况", "是否合格"]
    table(paper.document, [12, 52, 66, 26], [header, *rows], height=paper.LOW)
    paper.point("核查意见")
    paper.say(f"{tick('合格', facts.passed is True)}　　　　{tick('不合格', facts.passed is False)}")
    paper.write(facts.opinion)
    paper.say(f"被核查单位意见：{told(facts.comment, 16)}")
    paper.say(f"拒绝签字的情况：{told(facts.refusal, 16)}")
    officers = [name for name in facts.officers if flat(name)]
    officers += [""] * (2 - len(officers))
    experts = [("参加专家", name) for name in facts.experts if flat(name)]
    head = ("被核查单位负责人", facts.head)
    signatures(paper.document, [*(("检查人员", name) for name in officers), *experts, head], paper.width)
    paper.copies(RULE, COPIES)
    paper.foot(facts)


def _verdict(passed: bool | None) -> str:
    return f"{tick('是', passed is True)}　{tick('否', passed is False)}"
