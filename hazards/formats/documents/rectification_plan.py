"""治理方案: the six statutory items (16号令 art 15) and the table of the five measures (五落实)."""

from dataclasses import dataclass
from datetime import date

from hazards.formats.documents.facts import Filed
from hazards.formats.documents.layout import Paper, bound
from hazards.formats.documents.tables import table
from hazards.formats.documents.text import day, told

TITLE = "治理方案"
COPIES = "本方案由责任单位主要负责人负责制定，一式两份，报督办单位备案一份，责任单位留存一份。"
MEASURES = ("责任", "措施", "资金", "时限", "预案")
HEADER = ["五落实", "落实内容", "责任人", "完成日期", "证据材料", "核实人"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One of the five: what, who, until when, the evidence, and who confirmed it (somebody else)."""

    name: str = ""
    content: str = ""
    person: str = ""
    on: date | None = None
    evidence: str = ""
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RectificationPlan(Filed):
    """Facts of the plan: who and what, then the six items in the order of the law.

    ``measures`` in any order and number; a measure nobody told prints as an empty row, so that
    what is missing shows. ``head`` is the 主要负责人, ``version`` 第2版 and so on.
    """

    unit: str = ""
    hazard: str = ""
    notice_number: str = ""
    version: str = ""
    finish_by: date | None = None
    goals: str = ""
    methods: str = ""
    funds: str = ""
    persons: str = ""
    times: str = ""
    safety: str = ""
    measures: tuple[Measure, ...] = ()
    head: str = ""
    dated: date | None = None


def write(*facts: RectificationPlan) -> bytes:
    """The plan as docx; several facts, several plans in one file."""
    return bound(TITLE, _compose, facts)


def _compose(paper: Paper, facts: RectificationPlan) -> None:
    paper.heading()
    paper.form(
        [
            ("责任单位", facts.unit, "通知书文号", facts.notice_number),
            ("整改期限", day(facts.finish_by), "方案版次", facts.version),
        ]
    )
    paper.gap()
    paper.point("隐患内容")
    paper.write(facts.hazard)
    for heading, text in (
        ("一、治理的目标和任务", facts.goals),
        ("二、采取的方法和措施", facts.methods),
        ("三、经费和物资的落实", facts.funds),
        ("四、负责治理的机构和人员", facts.persons),
        ("五、治理的时限和要求", facts.times),
        ("六、安全措施和应急预案", facts.safety),
    ):
        paper.point(heading)
        paper.write(text)
    paper.point("五落实一览表")
    table(paper.document, [14, 48, 18, 33, 25, 18], [HEADER, *_rows(facts)], size=10.5, height=paper.LOW)
    paper.say(f"主要负责人（签字）：{told(facts.head)}")
    paper.seal(facts.unit, facts.dated)
    paper.copies(COPIES)
    paper.foot(facts)


def _rows(facts: RectificationPlan) -> list[list[str]]:
    """The five in their order, then whatever else was told."""
    given = {measure.name: measure for measure in facts.measures}
    ordered = [given.get(name, Measure(name=name)) for name in MEASURES]
    others = [measure for measure in facts.measures if measure.name not in MEASURES]
    return [
        [one.name, one.content, one.person, day(one.on) if one.on else "", one.evidence, one.confirmed_by]
        for one in (*ordered, *others)
    ]
