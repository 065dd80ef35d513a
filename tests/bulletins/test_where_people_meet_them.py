"""Issues where people meet them: the pages, the command line, and the question before a late act is saved."""

import html as markup
import json
import re
from datetime import date
from pathlib import Path

import pytest

from hazards.__main__ import main
from hazards.services import access, bulletins, evidence
from hazards.services.receipts import Told
from hazards.storage import cases
from tests.bulletins.conftest import LEADER
from tests.pages.conftest import seen
from tests.pages.pressing import press
from tests.people import LISTING
from tests.services.district import add_case
from tests.services.offices import place, tiny_png

LINK = re.compile(r'<a class="" href="/reports\?([^"]+)" target="_self">(\d+)</a>')
READER = "lingdao"


def body(at) -> str:
    return " ".join(one.proto.body for one in at.get("html"))


def test_a_leader_finds_the_issues_and_their_files(at_home, draw):
    at = draw("reports", by=READER, view="issues")
    assert "2026年10月通报第2期" in seen(at)
    for number in at_home.numbers.values():
        assert body(at).count(f'href="/bulletins/{number}/') == 3
    assert not at.button, "a leader drafts nothing"


def test_a_street_finds_the_letters_alone(at_home, draw):
    at = draw("reports", by="wumatb", view="issues")
    assert "2026年10月通报第2期" in seen(at)
    assert "/xlsx" not in body(at)
    assert "bulletin=" not in body(at)
    other = draw("reports", by="wumatb", view="issues", bulletin=str(at_home.numbers["month", "2026-10"]))
    assert "没有这期通报" in seen(other)
    assert "云帆纸箱厂" not in seen(other)


def test_every_number_of_an_issue_leads_to_its_list(at_home, draw):
    """Each link names a cell, and the service lists as many cases as stand in it; every ninth is asked."""
    number = at_home.numbers["week", "2026-W46"]
    links = LINK.findall(body(draw("reports", by=READER, view="issues", bulletin=str(number))))
    assert len(links) > 100
    for query, printed in links[::9]:
        told = dict(part.split("=", 1) for part in markup.unescape(query).split("&"))
        _, members = bulletins.counted_in(
            at_home.store, LEADER, number, told["sheet"], told["row"], int(told["column"])
        )
        assert len(members) == int(printed)


def test_the_list_behind_a_number_is_drawn_with_its_length(at_home, draw):
    number = at_home.numbers["month", "2026-10"]
    at = draw(
        "reports", by=READER, view="issues", bulletin=str(number), sheet="ranking", row="*", column="13"
    )
    assert "合计　撤销" in seen(at)
    assert "3 件" in re.sub(r"\s+", " ", seen(at))
    assert "云帆纸箱厂" in seen(at)


@pytest.mark.parametrize(("row", "column"), [("*", 8), ("*", 99), ("*", -1), ("999", 2)])
def test_what_counts_nothing_has_no_list(at_home, row, column):
    number = at_home.numbers["month", "2026-10"]
    with pytest.raises(bulletins.NoSuchBulletin):
        bulletins.counted_in(at_home.store, LEADER, number, "ranking", row, column)


def test_an_issue_beside_the_ledger_of_today_names_the_late_acts(at_home, draw):
    at = draw(
        "reports", by=READER, view="issues", bulletin=str(at_home.numbers["month", "2026-09"]), today="1"
    )
    told = seen(at)
    assert "2 件与印发时不同" in re.sub(r"\s+", " ", told)
    assert "退出挂牌；计入撤销" in told
    assert "销号 2026-09-28(录入 2026-11-21" in told


# ------------------------------------------------------------------ the command line
def run(capsys, *command: str, code: int = 0) -> dict:
    capsys.readouterr()
    assert main(["bulletin", *command, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_a_published_issue_is_written_out_as_it_was_handed_out(at_home, tmp_path, capsys):
    told = run(capsys, "month", "2026-09", "--out", str(tmp_path))
    assert (told["state"], told["issue"], told["cutoff"]) == ("published", 1, "2026-09-30")
    assert {kind: Path(path).read_bytes() for kind, path in told["files"].items()} == at_home.handed_out
    assert Path(told["files"]["pdf"]).name == "2026年9月通报第1期.pdf"


def test_a_street_takes_the_letters_of_an_issue_only(at_home, tmp_path, capsys):
    told = run(capsys, "month", "2026-09", "--out", str(tmp_path), "--as", "wumatb")
    assert set(told["files"]) == {"docx", "pdf"}


def test_a_period_that_runs_is_not_published(at_home, tmp_path, capsys):
    told = run(capsys, "month", "2026-11", "--out", str(tmp_path), "--publish", code=1)
    assert [one["code"] for one in told["findings"]] == ["period-not-over"]
    assert list(tmp_path.iterdir()) == []


def test_a_street_makes_no_bulletin(at_home, tmp_path, capsys):
    told = run(capsys, "quarter", "2026-Q2", "--out", str(tmp_path), "--as", "wumatb", code=1)
    assert [one["code"] for one in told["findings"]] == ["not-yours"]


def test_what_is_no_period_is_wrong_usage(at_home, tmp_path, capsys):
    told = run(capsys, "week", "2026-W60", "--out", str(tmp_path), code=2)
    assert [one["code"] for one in told["findings"]] == ["bad-question"]


# ------------------------------------------------------------------ asking first
def test_a_late_strike_off_asks_whether_its_restatement_is_known(at_home, draw, tmp_path, monkeypatch):
    monkeypatch.setenv("HAZARDS_EVIDENCE_URL", (tmp_path / "evidence").as_uri())
    store, listing = at_home.store, access.acting_as(LISTING, at_home.store)
    case_id = add_case(store, street="五马街道", listed_on=date(2026, 11, 2), deadline=date(2026, 12, 31))
    place(store, case_id, "accepted", stage_on=date(2026, 11, 10))
    told = Told("销号决定.png", "decision", way="desk")
    scan = evidence.add(store, listing, case_id, [tiny_png(case_id)], told).id
    at = draw("ledger", by=LISTING, case=str(case_id))
    key = next(box.key for box in at.date_input if box.key.startswith("on_strike-off_")).removeprefix("on_")
    at.date_input(key=f"on_{key}").set_value(date(2026, 11, 13))
    at.selectbox(key=f"how_{key}").set_value("整改完成")
    at.text_input(key=f"document_{key}").set_value("鹿安委办销〔2026〕50号")
    at.selectbox(key=f"scan_{key}").set_value(scan)
    press(at, "销号")
    assert "2026年第46周通报第1期(截止2026-11-15)" in seen(at)
    assert at.text_input(key=f"document_{key}").value == "鹿安委办销〔2026〕50号"
    with store.read() as connection:
        assert cases.by_ids(connection, [case_id])[case_id]["state"] == "open"
    at.checkbox(key=f"knows_{key}").set_value(True)
    press(at, "销号")
    assert "本件将在下一期通报列为重述" in seen(at)
    with store.read() as connection:
        assert cases.by_ids(connection, [case_id])[case_id]["state"] == "struck-off"
