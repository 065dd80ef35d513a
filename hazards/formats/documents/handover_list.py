"""移交清单: what one holder of a post hands to the next, signed by both before a witness (监交人)."""

from dataclasses import dataclass
from datetime import date

from docx.shared import Mm

from hazards.formats.documents.facts import Filed
from hazards.formats.documents.layout import Paper, bound
from hazards.formats.documents.tables import signatures, table
from hazards.formats.documents.text import day, sentence

TITLE = "移交清单"
COPIES = "本清单一式三份，移交人、接收人和所在单位各执一份。自签字之日起，所列案卷和事项由接收人负责。"
NONE = "无"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """An open case: its number, unit, stage, deadline, and who holds the step now."""

    number: str = ""
    unit: str = ""
    stage: str = ""
    deadline: date | None = None
    holder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A to-do: the case it belongs to, what is to be done, until when."""

    case_number: str = ""
    text: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverList(Filed):
    """Facts of the list.

    ``by`` hands ``post`` of ``organ`` to ``to`` on ``dated``; ``drafts`` are the names of unfinished
    papers; ``paper_files`` what is handed over besides (seals, scans, paper files), in words.
    """

    case_number: str = "见本清单"
    organ: str = ""
    number: str = ""
    post: str = ""
    by: str = ""
    to: str = ""
    witness: str = ""
    dated: date | None = None
    reason: str = ""
    cases: tuple[OpenCase, ...] = ()
    tasks: tuple[Task, ...] = ()
    drafts: tuple[str, ...] = ()
    paper_files: str = ""


def write(*facts: HandoverList) -> bytes:
    """The list as docx; several facts, several lists in one file."""
    return bound(TITLE, _compose, facts)


def _compose(paper: Paper, facts: HandoverList) -> None:
    paper.heading(facts.organ)
    paper.form(
        [
            ("清单编号", facts.number, "移交日期", day(facts.dated)),
            ("移交岗位", facts.post, "移交原因", facts.reason),
            ("移交人", facts.by, "接收人", facts.to),
        ]
    )
    paper.gap()
    paper.point(f"一、未办结案卷（{len(facts.cases)}件）")
    cases = [[one.number, one.unit, one.stage, _on(one.deadline), one.holder] for one in facts.cases]
    header = ["序号", "案号", "单位", "所处环节", "整改期限", "经办人"]
    _numbered(paper, [10, 35, 40, 20, 33, 18], header, cases)
    paper.point(f"二、待办事项（{len(facts.tasks)}项）")
    tasks = [[one.case_number, one.text, _on(one.due)] for one in facts.tasks]
    _numbered(paper, [10, 35, 78, 33], ["序号", "案号", "事项", "办理期限"], tasks)
    paper.point(f"三、未提交的草稿（{len(facts.drafts)}份）")
    _numbered(paper, [10, 146], ["序号", "草稿"], [[name] for name in facts.drafts])
    paper.point("四、随同移交的纸质材料和物品")
    paper.say(sentence(facts.paper_files, 24))
    people = [("移交人", facts.by), ("接收人", facts.to), ("监交人", facts.witness)]
    signatures(paper.document, people, paper.width)
    paper.copies(COPIES)
    paper.foot(facts)


def _numbered(paper: Paper, widths: list[float], header: list[str], rows: list[list[str]]) -> None:
    """A table with a running number; of an empty one it is said that there is nothing."""
    counted = [[str(at), *row] for at, row in enumerate(rows, 1)] or [[NONE, *[""] * (len(header) - 1)]]
    table(paper.document, widths, [header, *counted], size=10.5, height=Mm(8))


def _on(when: date | None) -> str:
    return day(when) if when else "期限缺失"
