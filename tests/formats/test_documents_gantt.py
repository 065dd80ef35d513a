"""The Gantt strip: a cell a week, shaded exactly where the task runs."""

import io
from datetime import date, timedelta

import docx
from document_samples import SAMPLES
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from hazards.formats.documents.progress_table import Milestone, ProgressTable, write

DONE, PLANNED = "404040", "A6A6A6"


def strips(facts):
    """The tables with a cell for every week, as (first Mondays' days, rows of fills)."""
    document = docx.Document(io.BytesIO(write(facts)))
    found = []
    for table in document.tables:
        if table.rows[0].cells[0].text != "任务":
            continue
        days = [cell.text.split("\n")[-1] for cell in table.rows[1].cells[1:]]
        found.append((days, [[fill(cell) for cell in row.cells[1:]] for row in table.rows[2:]]))
    return found


def fill(cell):
    shade = cell._tc.tcPr.find(qn("w:shd"))
    return None if shade is None else shade.get(qn("w:fill"))


def test_the_weeks_of_a_task_are_shaded_and_done_ones_are_darker():
    ((days, rows),) = strips(SAMPLES["progress"])
    assert days[:5] == ["3", "10", "17", "24", "31"]
    assert rows[0] == [DONE] * 5 + [None] * 11
    assert rows[3] == [None] * 14 + [PLANNED, None]


def test_the_strip_reaches_the_deadline_unless_that_lies_years_away():
    task = Milestone(task="拆除", starts=date(2026, 10, 5), ends=date(2026, 10, 11))
    for deadline, weeks in ((date(2026, 10, 26), 4), (date(2036, 10, 26), 1), (date(2025, 1, 1), 1)):
        ((days, _),) = strips(ProgressTable(milestones=(task,), finish_by=deadline))
        assert len(days) == weeks


def test_the_week_of_the_report_and_of_the_deadline_are_marked():
    facts = ProgressTable(
        as_of=date(2026, 10, 9),
        finish_by=date(2026, 10, 11),
        milestones=(Milestone(task="拆除", starts=date(2026, 10, 1), ends=date(2026, 10, 20)),),
    )
    document = docx.Document(io.BytesIO(write(facts)))
    row = [cell.text for cell in document.tables[2].rows[1].cells]
    assert row == ["", "28", "▼\n★\n5", "12", "19"]


def test_a_schedule_of_a_century_is_not_drawn_but_said():
    facts = ProgressTable(milestones=(Milestone(starts=date(1926, 1, 1), ends=date(2026, 1, 1)),))
    assert strips(facts) == []
    document = docx.Document(io.BytesIO(write(facts)))
    assert any("不绘横道图" in paragraph.text for paragraph in document.paragraphs)


def test_a_task_that_ends_before_it_starts_is_no_bar():
    facts = ProgressTable(milestones=(Milestone(starts=date(2026, 5, 2), ends=date(2026, 5, 1)),))
    assert strips(facts) == []


@given(
    st.lists(
        st.tuples(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 400)), min_size=1, max_size=3
    )
)
def test_a_week_is_shaded_just_when_a_day_of_it_is_worked(spans):
    tasks = [(first, first + timedelta(days=length)) for first, length in spans]
    facts = ProgressTable(milestones=tuple(Milestone(task="施工", starts=a, ends=b) for a, b in tasks))
    drawn = strips(facts)
    rows = [[colour for _, part in drawn for colour in part[at]] for at in range(len(tasks))]
    monday = min(a for a, _ in tasks)
    while monday.weekday():
        monday -= timedelta(days=1)
    for (first, last), row in zip(tasks, rows, strict=True):
        worked = {first + timedelta(days=n) for n in range((last - first).days + 1)}
        for week, colour in enumerate(row):
            days = {monday + timedelta(days=7 * week + n) for n in range(7)}
            assert (colour is not None) == bool(days & worked)
        assert len(row) * 7 > (last - monday).days
