"""``python -m hazards bulletin``: one object with --json, the bytes of the day, exit codes 0, 1 and 2."""

import json
from pathlib import Path

from hazards.__main__ import main


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
