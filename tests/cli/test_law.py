"""``period`` and ``lawful-date`` from the shell: exact keys, exit codes, and refusals in Chinese."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hazards.__main__ import main
from hazards.services import calendar
from hazards.services.access import LOCAL_ADMIN
from hazards.storage.tables import events
from tests.cli.test_commands import refused_usage, run
from tests.law.lessons import ready

ROOT = Path(__file__).parents[2]
KEYS = {"earliest", "bound", "route", "missing", "warnings", "derivation"}


def told_in(tmp_path, facts) -> Path:
    path = tmp_path / "facts.json"
    path.write_text(facts if isinstance(facts, str) else json.dumps(facts), encoding="utf-8")
    return path


def refused(capsys, path) -> dict:
    """The one finding about the file, which is all that ``--json`` prints."""
    answer = run(capsys, "lawful-date", path, code=1)
    assert set(answer) == {"findings"}
    (finding,) = answer["findings"]
    assert set(finding) == {"row", "column", "code", "value", "remedy"}
    assert any("\u4e00" <= c <= "\u9fff" for c in finding["remedy"])
    return finding


# ------------------------------------------------------------------------ period
@pytest.mark.parametrize(
    ("start", "length", "last", "provisional"),
    [
        ("2026-03-02", "15wd", "2026-03-23", False),
        ("2026-03-02", "30d", "2026-04-01", False),
        ("2025-08-31", "6m", "2026-02-28", False),
        ("2024-02-29", "1y", "2025-02-28", False),
        ("2026-10-15", "3m", "2027-01-15", True),
    ],
)
def test_a_period_prints_its_last_day_and_whether_it_is_provisional(
    store, capsys, start, length, last, provisional
):
    told = run(capsys, "period", "--from", start, "--length", length)
    assert told == {"last": last, "provisional": provisional}


def test_a_period_reads_in_chinese_and_says_when_it_is_provisional(store, capsys):
    assert main(["period", "--from", "2026-10-15", "--length", "3m"]) == 0
    out = capsys.readouterr().out
    assert "最后一日 2027-01-15" in out
    assert "暂定" in out


def test_a_day_the_district_set_is_counted(store, capsys):
    calendar.set_days(store, LOCAL_ADMIN, [date(2026, 3, 3)], "rest", "台风停工")
    assert run(capsys, "period", "--from", "2026-03-02", "--length", "1wd")["last"] == "2026-03-04"


@pytest.mark.parametrize("length", ["0d", "15", "6M", "十五日", "1.5m", ""])
def test_a_length_that_is_none_is_wrong_usage_and_says_how_to_write_one(store, capsys, length):
    told = refused_usage(capsys, "period", "--from", "2026-03-02", "--length", length)
    assert "用法不对" in told
    assert "15wd" in told


@pytest.mark.parametrize("command", [["--length", "6m"], ["--from", "2026-03-02"], []])
def test_a_period_without_its_start_or_length_is_wrong_usage(store, capsys, command):
    assert "缺少参数" in refused_usage(capsys, "period", *command)


@pytest.mark.parametrize("start", ["2026-02-30", "昨天", "2026-13-01"])
def test_a_start_that_is_no_day_is_wrong_usage(store, capsys, start):
    assert start in refused_usage(capsys, "period", "--from", start, "--length", "6m")


def test_a_period_that_leaves_the_calendar_is_refused(store, capsys):
    told = run(capsys, "period", "--from", "2026-03-02", "--length", "9999y", code=1)
    assert told["findings"][0]["code"] == "bad-period"


# ------------------------------------------------------------------- lawful-date
def test_the_lawful_date_prints_exactly_the_published_keys(store, tmp_path, capsys):
    told = run(capsys, "lawful-date", told_in(tmp_path, ready("2026-03-02")))
    assert set(told) == KEYS
    assert (told["earliest"], told["bound"], told["route"]) == ("2026-09-03", "2026-09-03", "organ")
    assert (told["missing"], told["warnings"]) == ([], [])
    assert all(set(line) == {"law", "from", "to", "because"} for line in told["derivation"])
    wait = [line for line in told["derivation"] if line["from"] == "2026-03-02"]
    assert [line["to"] for line in wait] == ["2026-09-02"]
    assert "行政诉讼法" in wait[0]["law"]


def test_what_is_missing_is_an_answer_not_a_refusal(store, tmp_path, capsys):
    told = run(capsys, "lawful-date", told_in(tmp_path, {"track": "planning-town", "decision_served": None}))
    assert (told["earliest"], told["bound"]) == (None, None)
    assert "decision_served" in told["missing"]
    assert told["derivation"] == []


def test_the_court_route_has_a_bound_and_no_day(store, tmp_path, capsys):
    told = run(capsys, "lawful-date", told_in(tmp_path, {"track": "land", "decision_served": "2026-03-02"}))
    assert (told["earliest"], told["bound"], told["route"]) == (None, "2026-03-18", "court")
    assert told["missing"] == []


def test_people_read_the_day_what_is_missing_and_each_link_in_chinese(store, tmp_path, capsys):
    facts = ready("2026-04-10", state="under-construction", suit_filed="2026-05-06")
    assert main(["lawful-date", str(told_in(tmp_path, facts))]) == 0
    out = capsys.readouterr().out
    assert "不得早于：2026-10-11" in out
    assert "还缺：裁判生效日期" in out
    assert out.count("注意：") == 2
    assert "judgment_final" not in out
    assert "weekend" not in out


@pytest.mark.parametrize("text", ["", "{", "{'track': 'land'}", "track: land", "NaN"])
def test_a_file_that_is_no_json_is_refused(store, tmp_path, capsys, text):
    finding = refused(capsys, told_in(tmp_path, text))
    assert (finding["code"], finding["value"]) == ("not-json", "facts.json")


@pytest.mark.parametrize("raw", [b"\xff\xfe{\x00}\x00", b'{"track": "\xb9\xe6"}', b"PK\x03\x04", b"[" * 5000])
def test_bytes_that_are_no_json_are_refused_too(store, tmp_path, capsys, raw):
    path = tmp_path / "facts.json"
    path.write_bytes(raw)
    assert refused(capsys, path)["code"] == "not-json"


@pytest.mark.parametrize("text", ["[]", "null", "3", '"land"'])
def test_json_that_is_no_object_is_refused(store, tmp_path, capsys, text):
    finding = refused(capsys, told_in(tmp_path, text))
    assert finding["code"] == "bad-facts"
    assert "JSON 对象" in finding["remedy"]


@pytest.mark.parametrize("key", ["decision_servd", "Track", "", "决定送达", "{key}"])
def test_an_unknown_key_is_refused_by_name_since_a_slip_would_make_the_engine_bolder(
    store, tmp_path, capsys, key
):
    finding = refused(capsys, told_in(tmp_path, {"track": "land", key: "2026-03-02"}))
    assert finding["code"] == "bad-facts"
    assert f"“{key}”" in finding["remedy"]
    assert "没有这一项" in finding["remedy"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("track", "planning"),
        ("track", None),
        ("track", ["land"]),
        ("state", "ruined"),
        ("remedies_told", "true"),
        ("remedies_told", 1),
        ("urged_days", 0),
        ("urged_days", -3),
        ("urged_days", "10"),
        ("urged_days", 10.0),
        ("urged_days", True),
        ("urged_days", 10**30),
        ("decision_served", "2026-02-30"),
        ("decision_served", "2026/03/02"),
        ("decision_served", "20260302"),
        ("decision_served", "2026-03-02T00:00:00"),
        ("decision_served", 20260302),
        ("decision_served", ""),
        ("judgment_final", {"on": "2026-03-02"}),
        ("review_filed", "２０２６-03-02"),
        ("suit_filed", False),
    ],
)
def test_a_value_that_its_key_does_not_hold_is_refused_by_key(store, tmp_path, capsys, key, value):
    finding = refused(capsys, told_in(tmp_path, {"track": "planning-town", key: value}))
    assert finding["code"] == "bad-facts"
    assert f"“{key}”" in finding["remedy"]


def test_facts_without_a_track_are_refused(store, tmp_path, capsys):
    assert "“track”" in refused(capsys, told_in(tmp_path, {}))["remedy"]


def test_a_file_that_is_not_there_and_a_folder_are_refused_with_their_path(store, tmp_path, capsys):
    for path in (tmp_path / "没有.json", tmp_path):
        finding = refused(capsys, path)
        assert (finding["code"], finding["value"]) == ("file-not-usable", str(path))


def test_facts_at_the_end_of_the_calendar_are_refused(store, tmp_path, capsys):
    finding = refused(capsys, told_in(tmp_path, {"track": "water", "judgment_final": "9999-12-31"}))
    assert finding["code"] == "bad-period"


def test_without_json_a_refusal_is_one_chinese_sentence_on_stderr(store, tmp_path, capsys):
    assert main(["lawful-date", str(told_in(tmp_path, {"track": "land", "stat": "standing"}))]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "没有这一项" in told.err
    assert "Traceback" not in told.err


def test_without_a_file_it_is_wrong_usage(store, capsys):
    assert "缺少参数" in refused_usage(capsys, "lawful-date")


@pytest.mark.parametrize(
    "command", [["period", "--from", "2026-03-02", "--length", "6m"], ["lawful-date", "x.json"]]
)
def test_an_unknown_account_is_refused(store, capsys, command):
    assert run(capsys, *command, "--as", "王某", code=1)["findings"][0]["code"] == "no-such-account"


def test_asking_leaves_no_trace_in_the_trail(store, tmp_path, capsys):
    def held() -> int:
        with store.read() as connection:
            return connection.execute(select(func.count()).select_from(events)).scalar_one()

    before = held()
    run(capsys, "lawful-date", told_in(tmp_path, ready("2026-03-02")))
    run(capsys, "period", "--from", "2026-03-02", "--length", "6m")
    assert held() == before


def test_in_a_process_of_its_own_the_object_is_all_there_is(store, tmp_path):
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TZ": "America/New_York"}
    ran = [sys.executable, "-m", "hazards", "lawful-date", str(told_in(tmp_path, ready("2026-03-02")))]
    done = subprocess.run([*ran, "--json"], env=env, cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["earliest"] == "2026-09-03"
