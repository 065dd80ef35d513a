"""``python -m hazards``: one object on stdout, exit codes 0, 1 and 2, Chinese for people."""

import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from hazards.__main__ import main
from hazards.domain.template import HEADERS
from tests.services.ledgers import a_file, a_row, held, how_many

ROOT = Path(__file__).parents[2]
KEYS = {
    "code", "name", "listed", "struck_off", "rate", "due", "due_struck_off", "due_rate", "on_time",
    "on_time_rate", "overdue", "extended", "withdrawn", "transferred", "no_deadline", "imported_struck_off",
    "carried_over", "carried_over_open", "carried_over_overdue", "target", "met", "needed",
}  # fmt: skip


def run(capsys, *command: str, code: int = 0) -> dict:
    """The one object a command prints with ``--json``; nothing may stand beside it."""
    capsys.readouterr()
    assert main([*map(str, command), "--json"]) == code
    told = capsys.readouterr()
    assert told.err == ""
    return json.loads(told.out)


def refused_usage(capsys, *command: str) -> str:
    with pytest.raises(SystemExit) as caught:
        main(list(map(str, command)))
    assert caught.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    return told.err


# ------------------------------------------------------------------------- ledger
def test_a_clean_ledger_exits_zero_with_the_published_keys(store, tmp_path, capsys):
    told = run(capsys, "ledger", "import", a_file(tmp_path, a_row()))
    assert set(told) == {"rows", "accepted", "refused", "unchanged", "findings"}
    assert (told["rows"], told["accepted"], told["refused"], told["unchanged"]) == (1, 1, 0, 0)
    assert all(set(f) == {"row", "column", "code", "value", "remedy"} for f in told["findings"])
    assert how_many(store) == 1


def test_a_refused_row_exits_one_and_its_neighbours_go_in(store, tmp_path, capsys):
    path = a_file(tmp_path, a_row("一"), a_row("二", 整改期限="2011-02-30"))
    assert run(capsys, "ledger", "check", path, code=1)["refused"] == 1
    assert how_many(store) == 0
    told = run(capsys, "ledger", "import", path, code=1)
    assert (told["accepted"], told["refused"]) == (1, 1)
    mine = [f for f in told["findings"] if f["row"] == 2]
    assert [(f["column"], f["code"], f["value"]) for f in mine] == [
        ("整改期限", "date-impossible", "2011-02-30")
    ]
    assert how_many(store) == 1


def test_the_same_file_again_is_all_unchanged_and_exits_zero(store, tmp_path, capsys):
    path = a_file(tmp_path, a_row())
    run(capsys, "ledger", "import", path)
    told = run(capsys, "ledger", "import", path)
    assert (told["accepted"], told["unchanged"]) == (0, 1)


def test_a_file_that_cannot_be_read_is_one_finding_about_the_file(store, tmp_path, capsys):
    path = tmp_path / "空.xlsx"
    path.write_bytes(b"")
    told = run(capsys, "ledger", "import", path, code=1)
    assert told["rows"] == told["accepted"] == 0
    assert [f["row"] for f in told["findings"]] == [None]
    assert told["findings"][0]["remedy"]


def test_without_json_people_read_chinese_naming_row_and_remedy(store, tmp_path, capsys):
    assert main(["ledger", "check", str(a_file(tmp_path, a_row(整改期限="01/02/03")))]) == 1
    out = capsys.readouterr().out
    assert "第 1 行" in out
    assert "整改期限" in out


def test_a_map_tells_what_the_headers_of_ones_own_mean(store, tmp_path, capsys):
    path = a_file(tmp_path, {"户头": "晨岚模具厂", "归谁": "五马街道", "啥时候改完": "2026-12-31"})
    assert run(capsys, "ledger", "import", path, code=1)["findings"][0]["code"] == "header-missing"
    told = tmp_path / "map.json"
    pairs = {"户头": "整治单位(区域)", "归谁": "属地街道", "啥时候改完": "整改期限"}
    told.write_text(json.dumps(pairs), encoding="utf-8")
    assert run(capsys, "ledger", "import", path, "--map", told)["accepted"] == 1
    assert how_many(store) == 1


@pytest.mark.parametrize("text", ["[1]", "{", '{"户头": 3}'])
def test_a_map_that_is_none_is_refused_before_anything_is_read(store, tmp_path, capsys, text):
    told = tmp_path / "map.json"
    told.write_text(text, encoding="utf-8")
    answer = run(capsys, "ledger", "import", a_file(tmp_path, a_row()), "--map", told, code=1)
    assert answer["findings"][0]["code"] == "map-unreadable"
    assert how_many(store) == 0


@pytest.mark.parametrize(
    ("crs", "x", "y"),
    [("GCJ-02", "120.661900", "28.013100"), ("EPSG:4549", "565205.0", "3100205.0")],
)
def test_a_reference_system_given_once_holds_for_rows_that_name_none(store, tmp_path, capsys, crs, x, y):
    path = a_file(
        tmp_path, a_row("一", 经度=x, 纬度=y), a_row("二", 经度="120.66", 纬度="28.01", 坐标系="WGS84")
    )
    run(capsys, "ledger", "import", path, "--crs", crs)
    one, other = held(store, "一"), held(store, "二")
    assert (one["crs"], other["crs"]) == (crs, "WGS84")
    assert (one["x"], one["y"]) == (float(x), float(y))
    assert other["lon"] == pytest.approx(120.66, abs=1e-9)
    # GCJ-02 lies some 0.0045° east and -0.0028° of here; the metric grid is the same place.
    assert one["lon"] == pytest.approx(120.66, abs=0.006)
    assert one["lat"] == pytest.approx(28.015, abs=0.006)
    assert one["lon"] != other["lon"]


def test_an_unknown_reference_system_is_said(store, tmp_path, capsys):
    path = a_file(tmp_path, a_row(经度="120.66", 纬度="28.01"))
    told = run(capsys, "ledger", "import", path, "--crs", "温州城建")
    assert "crs-unknown" in {f["code"] for f in told["findings"]}
    assert held(store)["lon"] is None


def test_the_template_has_the_columns_in_their_order_and_imports_when_filled(store, tmp_path, capsys):
    path = tmp_path / "模板.xlsx"
    run(capsys, "ledger", "template", "--out", path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    rows = [[c.value for c in r] for r in sheet.iter_rows()]
    at = next(n for n, r in enumerate(rows) if "整治单位(区域)" in r)
    assert tuple(rows[at][: len(HEADERS)]) == HEADERS
    cells = a_row()
    for column, header in enumerate(HEADERS, 1):
        sheet.cell(at + 2, column, cells.get(header))
    book.save(path)
    assert run(capsys, "ledger", "import", path)["accepted"] == 1


def test_exports_import_again_as_unchanged(store, tmp_path, capsys):
    first = a_file(
        tmp_path,
        a_row("一", 整改期限="2008年底前完成", 挂牌级别="特级", 经度="120.66", 纬度="28.01", 网格员="何临汀"),
        a_row("二", 状态="已销号", 挂牌日期="2026-01-10", 销号日期="2026-05-01", 违法面积="320.5"),
        a_row("三", 状态="已移送", 撤销或移送日期="2026-05-01", 案件类型="违法建筑"),
    )
    run(capsys, "ledger", "import", first)
    for kind in ("csv", "xlsx"):
        out = tmp_path / f"out.{kind}"
        assert run(capsys, "export", kind, "--out", out)["cases"] == 3
        told = run(capsys, "ledger", "check", out)
        assert (told["rows"], told["accepted"], told["unchanged"]) == (3, 0, 3), kind


# ------------------------------------------------------------------------ accounts
@pytest.mark.parametrize("command", [["rates"], ["ledger", "check", "x.csv"], ["demo"]])
def test_an_unknown_account_is_refused_by_every_command(store, capsys, command):
    told = run(capsys, *command, "--as", "王某", code=1)
    assert told["findings"][0]["code"] == "no-such-account"
    assert how_many(store) == 0


def test_the_local_administrator_may_be_named(store, capsys):
    assert "rows" in run(capsys, "rates", "--as", "本机管理员")


# ------------------------------------------------------------------------- rates
def test_rates_have_the_published_shape(store, tmp_path, capsys):
    run(capsys, "ledger", "import", a_file(tmp_path, a_row(属地街道="")))
    told = run(capsys, "rates")
    assert set(told) == {"as_of", "rule", "rows", "total"}
    assert told["as_of"] == "2026-11-21"
    assert all(set(r) == KEYS for r in [*told["rows"], told["total"]])
    assert told["rows"][-1]["code"] is None
    assert told["rows"][-1]["name"] == "未定属地"


def test_as_of_a_day_is_its_end_and_without_one_it_is_now(store, tmp_path, capsys):
    run(capsys, "ledger", "import", a_file(tmp_path, a_row(整改期限="2026-11-21")))
    assert run(capsys, "rates")["total"]["overdue"] == 0
    assert run(capsys, "rates", "--as-of", "2026-11-21")["total"]["overdue"] == 1


def test_a_level_may_be_named_in_chinese_or_by_its_code(store, tmp_path, capsys):
    path = a_file(tmp_path, a_row("一", 挂牌级别="省级"), a_row("二", 挂牌级别="区级"))
    run(capsys, "ledger", "import", path)
    for level in ("省级", "省", "province"):
        assert run(capsys, "rates", "--level", level)["total"]["listed"] == 1


@pytest.mark.parametrize(
    "option", [["--as-of", "2026-02-30"], ["--as-of", "昨天"], ["--year", "今年"], ["--level", "特级"]]
)
def test_a_question_that_cannot_be_meant_is_wrong_usage_and_names_the_value(store, capsys, option):
    told = run(capsys, "rates", *option, code=2)
    assert told["findings"][0]["code"] == "bad-question"
    assert option[1] in told["findings"][0]["remedy"]


# ------------------------------------------------------------------ usage and state
@pytest.mark.parametrize(
    "command",
    [[], ["ledger"], ["ledger", "check"], ["rates", "--by", "village"], ["nonsense"], ["export", "pdf"],
     ["ledger", "template"], ["rates", "--nonsense"]],
)  # fmt: skip
def test_wrong_usage_exits_two_and_says_so_in_chinese(store, capsys, command):
    assert "用法" in refused_usage(capsys, *command)


def test_a_store_without_tables_says_to_migrate(tmp_path, today, capsys, monkeypatch):
    monkeypatch.setenv("HAZARDS_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    told = run(capsys, "rates", code=1)
    assert told["findings"][0]["code"] == "not-migrated"
    assert "migrate" in told["findings"][0]["remedy"]


def test_a_day_that_is_none_in_the_environment_is_refused(store, capsys, monkeypatch):
    monkeypatch.setenv("HAZARDS_TODAY", "2026-13-01")
    assert run(capsys, "rates", code=1)["findings"][0]["code"] == "bad-clock"


# ---------------------------------------------------------------- a process of its own
def test_demo_then_rates_in_processes_of_their_own(tmp_path):
    # In a zone where it is still yesterday: local time is Shanghai's, whatever the machine's.
    env = {**os.environ, "TZ": "America/New_York", "HAZARDS_TODAY": "2026-11-21"}
    env |= {"HAZARDS_DATABASE_URL": f"sqlite:///{tmp_path / 'demo.db'}", "PYTHONPATH": str(ROOT)}

    def hazards(*command: str) -> dict:
        ran = [sys.executable, "-m", "hazards", *command, "--json"]
        done = subprocess.run(ran, env=env, cwd=tmp_path, capture_output=True, check=True)
        assert done.stderr == b""
        return json.loads(done.stdout)

    assert hazards("demo") == {"filled": True, "cases": 300}
    assert hazards("demo") == {"filled": False, "cases": 0}
    told = hazards("rates")
    assert told["total"]["listed"] == 92
    assert told["total"]["struck_off"] == 83
    assert (told["total"]["rate"], told["total"]["met"], told["total"]["needed"]) == (90.22, False, 5)
    for name in KEYS - {"code", "name", "rate", "due_rate", "on_time_rate", "target", "met", "needed"}:
        assert sum(r[name] for r in told["rows"]) == told["total"][name]
