"""整改进度表: milestones scheduled backwards from the deadline, planned against done, and the Gantt strip."""

from dataclasses import dataclass
from datetime import date

from docx.shared import Mm

from hazards.formats.documents.facts import Filed
from hazards.formats.documents.gantt import Bar, strip
from hazards.formats.documents.layout import Paper, bound
from hazards.formats.documents.tables import table
from hazards.formats.documents.text import day, flat, told

TITLE = "整改进度表"
COPIES = "本表由责任单位填报，报属地街道（镇）和督办单位各一份。"
HEADER = [
    "序号",
    "阶段",
    "任务",
    "倒排起止",
    "责任人",
    "计划%",
    "实际%",
    "资金/万元\n计划/到位",
    "滞后原因",
    "下步措施",
]
SEAL = Mm(44)  # a seal measures 42
WIDTHS = [10, 16, 40, 33, 16, 13, 13, 24, 30, 30]  # 225 mm


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """One task of the schedule; percents and funds as text, ``done`` darkens its bar."""

    phase: str = ""
    task: str = ""
    starts: date | None = None
    ends: date | None = None
    person: str = ""
    planned: str = ""
    actual: str = ""
    funds_planned: str = ""
    funds_paid: str = ""
    lag: str = ""
    next: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressTable(Filed):
    """Facts of the table.

    ``as_of`` is the day the progress stands for; ``funds_planned`` and ``funds_paid`` the totals in
    万元, added up elsewhere; ``head``, ``filled_by``, ``phone`` and ``dated`` sign it.
    """

    unit: str = ""
    hazard: str = ""
    street: str = ""
    supervisor: str = ""
    finish_by: date | None = None
    as_of: date | None = None
    milestones: tuple[Milestone, ...] = ()
    funds_planned: str = ""
    funds_paid: str = ""
    head: str = ""
    filled_by: str = ""
    phone: str = ""
    dated: date | None = None


def write(*facts: ProgressTable) -> bytes:
    """The table as docx, A4 on its side; several facts, several tables in one file."""
    return bound(TITLE, _compose, facts, wide=True)


def _compose(paper: Paper, facts: ProgressTable) -> None:
    paper.heading()
    paper.form(
        [
            ("责任单位", facts.unit, "案号", facts.case_number),
            ("隐患内容", facts.hazard, "整改期限", day(facts.finish_by)),
            ("属地", facts.street, "督办单位", facts.supervisor),
        ]
    )
    paper.gap()
    milestones = facts.milestones or tuple(Milestone() for _ in range(6))
    rows = [_row(at, one) for at, one in enumerate(milestones, 1)]
    funds = f"{told(facts.funds_planned, 4)}/{told(facts.funds_paid, 4)}"
    total = ["", "合计", "", "", "", "", "", funds, "", ""]
    table(paper.document, WIDTHS, [HEADER, *rows, total], size=10.5, height=paper.LOW)
    paper.gap()
    bars = [
        Bar(one.task, one.starts, one.ends, one.done) for one in facts.milestones if one.starts and one.ends
    ]
    strip(paper, bars, facts.as_of, facts.finish_by)
    people = (told(facts.head), told(facts.filled_by), told(facts.phone), day(facts.dated))
    labels = "单位负责人\n填表人\n联系电话\n填报日期"
    paper.form([("填报单位\n（盖章）", facts.unit, labels, "\n".join(people))], height=SEAL)
    paper.copies(COPIES)
    paper.foot(facts)


def _row(at: int, one: Milestone) -> list[str]:
    span = f"{day(one.starts)}\n{day(one.ends)}" if one.starts or one.ends else ""
    told_any = flat(one.funds_planned + one.funds_paid)
    funds = f"{told(one.funds_planned, 4)}/{told(one.funds_paid, 4)}" if told_any else ""
    facts = [one.phase, one.task, span, one.person, one.planned, one.actual, funds, one.lag, one.next]
    return [str(at), *facts]
