"""现场执行笔录: the demolition as it happened, with the reckoning of its earliest lawful day as annex."""

from dataclasses import dataclass
from datetime import date

from hazards.formats.documents.buildings import derivation, records
from hazards.formats.documents.buildings.derivation import Reckoning
from hazards.formats.documents.buildings.records import Record
from hazards.formats.documents.layout import Paper, bound
from hazards.formats.documents.text import day, told

TITLE = "现场执行笔录"


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution(Record):
    """``basis`` what is executed, its number and day (``enforcement``, ``enforced_on``); ``acts`` the organ
    that does it; ``witness`` who was there for the party, ``witnesses`` their names; ``goods`` the list of
    things; ``m2`` taken down; ``course`` how it went. Law: demolition.execution, enforcement.no-holiday
    """

    basis: str = ""
    enforcement: str = ""
    enforced_on: date | None = None
    acts: str = ""
    witness: str = ""
    witnesses: str = ""
    goods: str = ""
    m2: str = ""
    course: str = ""
    reckoning: Reckoning = Reckoning()  # noqa: RUF009  # frozen


def write(*facts: Execution) -> bytes:
    """The record as docx; several facts, several records in one file."""
    return bound(TITLE, _compose, facts)


def _compose(paper: Paper, facts: Execution) -> None:
    records.head(
        paper,
        facts,
        ("执行文书", facts.enforcement, "文书日期", day(facts.enforced_on)),
        ("实施机关", facts.acts, "拆除面积(㎡)", facts.m2),
        ("当事人到场\n或见证情况", facts.witness, "见证人姓名\n（单位）", facts.witnesses),
        ("录音录像\n编号", "", "照片编号", ""),
    )
    paper.point("执行依据")
    paper.say(f"{told(facts.basis, 16)}。")
    records.shown(paper, facts)
    paper.point("财物清点登记")
    paper.write(facts.goods)
    paper.point("执行过程")
    paper.write(facts.course)
    paper.say(
        "执行中未在夜间和法定节假日实施，未对居民生活停止供水、供电、供热、供气：☐属实　☐有例外，情况为____________。"
    )
    records.signed(paper, facts, ("当事人", facts.party), ("见证人", facts.witnesses))
    paper.point("附：最早可强拆日推算表")
    paper.document.paragraphs[-1].paragraph_format.page_break_before = True
    derivation.argue(paper, facts.reckoning)
    records.close(paper, facts)
