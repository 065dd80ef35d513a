"""周报: a street's weekly report as it was signed, with the lists behind its figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from docx.shared import Mm

from hazards.formats.documents import package
from hazards.formats.documents.layout import Paper
from hazards.formats.documents.tables import table

TITLE = "重大隐患整治工作周报"
FIGURES = [40.0, 26.0, 90.0]  # 156 mm
LIST = [44.0, 62.0, 24.0, 26.0]


@dataclass(frozen=True, slots=True)
class List:
    """One figure with its cases: number, unit, day, remark of each."""

    name: str
    value: str
    rows: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class WeeklyReport:
    """Facts of one report. ``mark`` is 送审稿 before it is signed; ``foot`` says how it can be checked."""

    street: str
    week: str
    span: str
    figures: tuple[tuple[str, str, str], ...]
    problems: str
    plans: str
    lists: tuple[List, ...] = ()
    signer: str = ""
    dated: str = ""
    foot: str = ""
    mark: str = ""


def write(facts: WeeklyReport) -> bytes:
    """The report as docx, the same bytes every time."""
    paper = Paper(TITLE)
    paper.begin()
    paper.heading(facts.street, *([f"（{facts.mark}）"] if facts.mark else []))
    paper.say(f"{facts.week}（{facts.span}）", indent=0)
    rows: Sequence[Sequence[str]] = [["指标", "数值", "口径"], *facts.figures]
    table(paper.document, FIGURES, rows, size=10.5, height=Mm(7))
    paper.point("一、存在问题")
    paper.write(facts.problems)
    paper.point("二、下周计划")
    paper.write(facts.plans)
    if facts.lists:
        paper.point("三、本周明细")
    for one in facts.lists:
        paper.note(f"{one.name}（{one.value}）")
        cells = [["编号", "整治单位(区域)", "日期", "说明"], *one.rows]
        table(paper.document, LIST, cells, size=9)
    paper.gap()
    paper.form([("主要负责人", facts.signer, "签字日期", facts.dated)])
    paper.note(facts.foot)
    return package.sealed(paper.document, f"{facts.street}{facts.week}周报")
