"""Five issues of the demonstration year; a late withdrawal and a 补录 strike-off become restatements."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from hazards.domain import bulletinareas
from hazards.domain.bulletin import ALL
from hazards.services import bulletins, reporting, stockfigures
from hazards.services.access import LOCAL_ADMIN
from hazards.services.asked import Asked
from tests.bulletins import recount, recount_areas
from tests.bulletins.conftest import LEADER

ISSUES = [
    ("year", "2025"),
    ("quarter", "2026-Q3"),
    ("week", "2026-W46"),
    ("month", "2026-09"),
    ("month", "2026-10"),
]
ROOT = Path(__file__).parents[2]


def test_a_late_act_says_first_which_published_issues_it_changes(at_home):
    for warned in at_home.warned:
        assert "2026年9月通报第1期(截止2026-09-30)" in warned
        assert "2026年第三季度通报第1期" in warned
        assert "已知悉将列为重述" in warned
        assert "2025年度" not in warned


def test_the_next_issue_names_both_acts_with_both_dates(at_home):
    before = at_home.look("month", "2026-10").bulletin.before
    assert (before.name, before.issue) == ("2026年9月", 1)
    told = {one.id: one for one in before.restated}
    assert set(told) == {at_home.withdrawn, at_home.struck}
    ((what, on, at, who),) = told[at_home.withdrawn].acts
    assert (what, on, who) == ("撤销(与另案重复挂牌)", "2026-09-25", "郑安办")
    assert at.startswith("2026-11-21")
    ((what, on, at, who),) = told[at_home.struck].acts
    assert (what, on, who) == ("销号", "2026-09-28", "吴安办")
    assert told[at_home.withdrawn].left == ("listed", "listed-区级")
    assert told[at_home.withdrawn].entered == ("withdrawn",)
    assert told[at_home.struck].entered == ("struck_off",)
    assert before.now["listed"] == before.published["listed"] - 1
    assert before.now["struck_off"] == before.published["struck_off"] + 1


def test_the_text_says_what_was_restated_and_why(at_home):
    paper = at_home.look("month", "2026-10").paper
    text = "".join(p for s in paper["sections"] for p in s["paragraphs"])
    assert "2026年9月（第1期，截止2026年9月30日）有2件案卷因印发后录入的办理事项重新计算" in text
    assert "云帆纸箱厂" in text
    assert "屿岚打印社" in text
    assert "办理日期2026-09-25，录入时间2026-11-21" in text
    assert len(text) <= 3000


def test_the_way_from_the_last_issue_to_this_one_adds_up(at_home):
    bulletin = at_home.look("month", "2026-10").bulletin
    before, steps = bulletin.before, {w: len(i) for w, i in bulletin.before.steps.items()}
    come = steps.get("新增挂牌", 0) + steps.get("其他增加", 0)
    gone = steps.get("撤销", 0) + steps.get("移送", 0) + steps.get("其他减少", 0)
    assert bulletin.count("listed") == before.now["listed"] + come - gone
    struck = steps.get("新销号", 0) - steps.get("重新计为未销号", 0)
    assert bulletin.count("struck_off") == before.now["struck_off"] + struck


def test_what_was_published_stays_as_it_was_handed_out(at_home):
    september = at_home.numbers["month", "2026-09"]
    for kind, content in at_home.handed_out.items():
        assert bulletins.file(at_home.store, LEADER, september, kind)[0] == content
    told = bulletins.today(at_home.store, LEADER, september)
    assert {one.id for one in told.restated} == {at_home.withdrawn, at_home.struck}
    assert told.now["listed"] == told.published["listed"] - 1


def test_another_process_makes_the_same_bytes_anew(at_home, environment):
    number = at_home.numbers["month", "2026-09"]
    code = (
        "from hazards.services import access, bulletins\n"
        f"print(bulletins.regenerated(*access.local(), {number}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.stdout.strip() == "{'docx': True, 'xlsx': True, 'pdf': True}", done.stderr


@pytest.mark.parametrize(("kind", "period"), ISSUES)
def test_every_printed_number_is_as_long_as_its_list(at_home, kind, period):
    look = at_home.look(kind, period)
    counted = 0
    for sheet in look.paper["sheets"]:
        if sheet["key"] == bulletinareas.KEY:
            continue  # square metres: below
        for row in sheet["rows"]:
            for cell, figure in zip(row["cells"], sheet["figures"], strict=True):
                if figure:
                    found = look.bulletin.of(figure, sheet["by"], row["key"])
                    only = sheet.get("only")
                    assert int(cell) == len([m for m in found if not only or m.sector in only]), sheet[
                        "title"
                    ]
                    counted += 1
    assert counted > 100


@pytest.mark.parametrize(("kind", "period"), ISSUES)
def test_an_outsider_counts_every_table_again_from_the_lists(at_home, kind, period, tmp_path):
    content, name = bulletins.file(at_home.store, LEADER, at_home.numbers[kind, period], "xlsx")
    (tmp_path / name).write_bytes(content)
    cells, differ = recount.recount(tmp_path / name)
    assert differ == []
    assert cells > 150
    rows, differ = recount_areas.recount(tmp_path / name)
    assert differ == []
    assert rows == 0 if kind == "week" else rows > 10


@pytest.mark.parametrize(("kind", "period"), ISSUES[:1] + ISSUES[-1:])
def test_an_issue_says_what_the_table_of_rates_says(at_home, kind, period):
    bulletin = at_home.look(kind, period).bulletin
    told = reporting.rates(at_home.store, LOCAL_ADMIN, Asked(as_of=bulletin.period.last))
    for line in (*told.rows, told.total):
        key = ALL if line is told.total else str(line.key if isinstance(line.key, int) else 0)
        for figure, number in line.counts.items():
            assert bulletin.count(figure, "street", key) == number, (line.name, figure)


@pytest.mark.parametrize(("kind", "period"), [("year", "2025"), ("quarter", "2026-Q3"), ("month", "2026-10")])
def test_an_issue_says_of_illegal_buildings_what_their_page_says(at_home, kind, period):
    look = at_home.look(kind, period)
    asked = Asked(as_of=look.bulletin.period.last)
    told = stockfigures.figures(at_home.store, LOCAL_ADMIN, asked)
    (sheet,) = (s for s in look.paper["sheets"] if s["key"] == bulletinareas.KEY)
    cells = {row["cells"][0]: row["cells"] for row in sheet["rows"]}
    for row in (*told.rows, told.total):
        if not row.told and row.name not in cells:
            continue  # 区直 where nothing lies
        for at, (head, figure, _) in enumerate(bulletinareas.HEADS[:11]):
            if figure:
                is_count = head in bulletinareas.COUNTS
                assert cells[row.name][at] == (
                    str(row[figure].count) if is_count else bulletinareas.printed(row[figure].m2)
                )
        assert cells[row.name][6] == row.disposal.removesuffix("%")
    number = at_home.numbers[kind, period]
    for column, (_, figure, _) in enumerate(bulletinareas.HEADS[:11]):
        if figure:
            _, found = bulletins.counted_in(at_home.store, LEADER, number, bulletinareas.KEY, ALL, column)
            assert {one.id for one in found} == set(told.total[figure].cases)


def test_every_sign_of_the_paper_is_printed(at_home, tmp_path):
    """Whatever a font lacks would be missing from the text of the pdf, or stand there as 〓."""
    content, _ = bulletins.file(at_home.store, LEADER, at_home.numbers["month", "2026-10"], "pdf")
    (tmp_path / "b.pdf").write_bytes(content)
    done = subprocess.run(
        ["pdftotext", str(tmp_path / "b.pdf"), "-"], capture_output=True, text=True, check=True
    )
    paper = at_home.look("month", "2026-10").paper
    told = [s["title"] for s in paper["sheets"]] + [
        c for s in paper["sheets"] for r in s["rows"] for c in r["cells"]
    ]
    told += [p for s in paper["sections"] for p in (s["head"], *s["paragraphs"])]
    wanted = {sign for text in told for sign in text if not sign.isspace()}
    assert wanted <= set(done.stdout)
    assert not {"〓", "\ufffd", "\0"} & set(done.stdout)
    # A table short enough for one page stands on one with all that is said below it.
    for one in done.stdout.split("\f"):
        here = [paper["sheets"][int(number) - 1] for number in re.findall(r"附表 ?(\d+)", one)]
        assert one.count("注：") >= sum(len(sheet["notes"]) for sheet in here if len(sheet["rows"]) < 26)
