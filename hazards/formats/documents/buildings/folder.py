"""卷内目录: what lies in an enforcement dossier, in its order, and what is lacking (缺)."""

from dataclasses import dataclass
from datetime import date

from docx.shared import Mm

from hazards.formats.documents.facts import Filed
from hazards.formats.documents.layout import Paper, bound
from hazards.formats.documents.tables import table
from hazards.formats.documents.text import day

TITLE = "卷内目录"
COPIES = "本目录一式一份，置于卷首；序号即文件名前的编号；备注为“缺”的，程序要求而案卷中没有。"
WIDTHS = [11, 48, 46, 25, 26]  # millimetres


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One paper: its name, the number of the document or of its receipt, its day, a remark."""

    name: str = ""
    number: str = ""
    on: date | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents(Filed):
    """The list of a dossier about ``party``'s building at ``place``, drawn up on ``made_on``."""

    organ: str = ""
    party: str = ""
    place: str = ""
    made_on: date | None = None
    entries: tuple[Entry, ...] = ()


def write(*facts: Contents) -> bytes:
    """The list as docx; several facts, several lists in one file."""
    return bound(TITLE, _compose, facts)


def _compose(paper: Paper, facts: Contents) -> None:
    paper.heading(facts.organ)
    paper.form(
        [
            ("案号", facts.case_number, "当事人", facts.party),
            ("建筑位置", facts.place, "编制日期", day(facts.made_on)),
        ]
    )
    paper.gap()
    rows = [
        [f"{at:03d}", one.name, one.number, one.on.isoformat() if one.on else "", one.remark]
        for at, one in enumerate(facts.entries or (Entry(),), 1)
    ]
    header = ["序号", "文书（材料）名称", "文号（回执号）", "日期", "备注"]
    table(paper.document, WIDTHS, [header, *rows], size=10.5, height=Mm(8))
    paper.gap()
    paper.form([("立卷人\n签名", "", "审核人\n签名", "")], Mm(15))
    paper.copies(COPIES)
    paper.foot(facts)
