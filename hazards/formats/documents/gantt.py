"""The Gantt strip (横道图): a row a task, a cell a week, shaded; a table, so no picture is needed."""

from dataclasses import dataclass
from datetime import date, timedelta

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell

from hazards.formats.documents import package
from hazards.formats.documents.layout import Paper
from hazards.formats.documents.tables import table
from hazards.formats.documents.text import day

LABEL = 43.0  # millimetres for the task
WIDEST = 8.0  # millimetres of a week
WEEKS = 52  # cells of one strip; a longer schedule goes on in the next
STRIPS = 4
LONGEST = 7 * WEEKS * STRIPS  # days
PLANNED, DONE = "A6A6A6", "404040"
TOO_LONG = "进度跨度超过{years}年，不绘横道图，请核对倒排起止日期。"
LEGEND = "横道图：一格为一周，首行为月份，次行为该周星期一的日期；浅色为计划，深色为已完成。{marks}"


@dataclass(frozen=True, slots=True)
class Bar:
    """A task from ``starts`` to ``ends``, both days included."""

    task: str
    starts: date
    ends: date
    done: bool = False


def strip(paper: Paper, bars: list[Bar], as_of: date | None, finish_by: date | None) -> None:
    """Draw the bars week by week; nothing is drawn of a schedule too long to be one."""
    bars = [bar for bar in bars if bar.starts <= bar.ends]
    if not bars:
        return
    first = _monday(min(bar.starts for bar in bars))
    last = max(bar.ends for bar in bars)
    if (last - first).days >= LONGEST:
        paper.note(TOO_LONG.format(years=STRIPS))
        return
    if finish_by and last < finish_by < first + timedelta(days=LONGEST):
        last = finish_by  # the room left until the deadline shows
    weeks = [first + timedelta(days=7 * at) for at in range((last - first).days // 7 + 1)]
    marks = f"▼为截至{day(as_of)}。" if as_of else ""
    marks += f"★为整改期限{day(finish_by)}。" if finish_by else ""
    paper.note(LEGEND.format(marks=marks))
    for at in range(0, len(weeks), WEEKS):
        _draw(paper, bars, weeks[at : at + WEEKS], as_of, finish_by)
        paper.gap()


def _draw(
    paper: Paper, bars: list[Bar], weeks: list[date], as_of: date | None, finish_by: date | None
) -> None:
    width = min((paper.width - LABEL) / len(weeks), WIDEST)
    months = ["任务", *(f"{week.month}月" if _opens(weeks, at) else "" for at, week in enumerate(weeks))]
    days = ["", *(f"{_mark(week, as_of, finish_by)}{week.day}" for week in weeks)]
    blank = [""] * len(weeks)
    made = table(
        paper.document,
        [LABEL, *[width] * len(weeks)],
        [months, days, *([bar.task, *blank] for bar in bars)],
        header=2,
        size=9,
        height=Mm(6),
    )
    rows = [row.cells for row in made.rows]
    for row in rows[:2]:
        for cell in row[1:]:
            _small(cell)
    for bar, row in zip(bars, rows[2:], strict=True):
        for week, cell in zip(weeks, row[1:], strict=True):
            if bar.starts < week + timedelta(days=7) and bar.ends >= week:
                _shade(cell, DONE if bar.done else PLANNED)


def _opens(weeks: list[date], at: int) -> bool:
    """Whether a new month is named above this week."""
    return at == 0 or weeks[at].month != weeks[at - 1].month


def _mark(week: date, as_of: date | None, finish_by: date | None) -> str:
    here = [sign for sign, on in (("▼", as_of), ("★", finish_by)) if on and _monday(on) == week]
    return "".join(f"{sign}\n" for sign in here)


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def _small(cell: _Cell) -> None:
    """Two digits fit a week of three millimetres only without margins and in 6.5 point."""
    margins = OxmlElement("w:tcMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "0")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    cell._tc.get_or_add_tcPr().insert_element_before(margins, "w:textDirection", "w:vAlign", "w:hideMark")
    for paragraph in cell.paragraphs:
        paragraph.alignment = package.CENTER
        for run in paragraph.runs:
            run.font.size = Pt(6.5)


def _shade(cell: _Cell, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().insert_element_before(
        shade, "w:noWrap", "w:tcMar", "w:textDirection", "w:vAlign", "w:hideMark"
    )
