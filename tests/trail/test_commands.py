"""verify, head, dossier and key replace from the shell: exit 0, 1 or 2; --json one object."""

import json
import sqlite3

import pytest

from hazards.__main__ import main
from hazards.services import dossier, stores
from hazards.storage import blobs
from hazards.storage import trail as at_rest
from tests.services.ledgers import a_file, a_row
from tests.trail.rooms import READER


@pytest.fixture
def told(store, tmp_path, capsys):
    """Run a command with --json: (exit code, the object). One case lies in the store."""

    def run(*command: str):
        capsys.readouterr()
        code = main([*command, "--json"])
        return code, json.loads(capsys.readouterr().out)

    assert run("ledger", "import", str(a_file(tmp_path, a_row(挂牌日期="2026-03-01"))))[0] == 0
    return run


def touch(store, act: str) -> None:
    with sqlite3.connect(store.path) as raw:
        raw.execute(act)
    raw.close()


def test_a_command_that_wrote_has_sealed_before_it_ends(store, told):
    with store.read() as connection:
        last = at_rest.last_seal(connection)
        rest = list(at_rest.under(connection, last["last_event"] + 1))
    assert last["why"] == "command"
    assert rest == []


def test_verify_tells_what_it_looked_at(told):
    code, answer = told("verify")
    assert code == 0
    assert answer["ok"] is True
    assert (answer["cases"], answer["files"], answer["findings"]) == (1, 0, [])
    assert answer["head"]["number"] == answer["seals"]


def test_verify_names_the_case_and_exits_1(store, told, capsys):
    touch(store, "UPDATE cases SET deadline = '2030-01-01'")
    code, answer = told("verify")
    assert code == 1
    assert answer["ok"] is False
    [finding] = answer["findings"]
    assert set(finding) == {"code", "case", "event", "seal", "file", "says"}
    assert (finding["code"], finding["case"]) == ("case-differs", "鹿挂〔2026〕031号")
    assert main(["verify"]) == 1
    assert "案卷“鹿挂〔2026〕031号”的案卷登记与最后一条记录" in capsys.readouterr().out


def test_a_head_handed_to_a_witness_finds_the_database_put_back(store, told, tmp_path):
    touch(store, "PRAGMA wal_checkpoint(TRUNCATE)")
    before = store.path.read_bytes()
    assert told("ledger", "import", str(a_file(tmp_path, a_row("2"))))[0] == 0
    code, answer = told("head", "--out", str(tmp_path / "head.json"))
    assert (code, answer["seals"]) == (0, 2)
    assert told("verify", "--witness", str(tmp_path / "head.json"))[0] == 0
    stores.open_store().engine.dispose()
    for beside in ("-wal", "-shm"):
        store.path.with_name(store.path.name + beside).unlink(missing_ok=True)
    store.path.write_bytes(before)
    code, answer = told("verify", "--witness", str(tmp_path / "head.json"))
    assert code == 1
    assert [(f["code"], f["seal"]) for f in answer["findings"]] == [("witness-lost", 2)]
    assert "第 1 号封签之后" in answer["findings"][0]["says"]


def test_a_witness_that_is_none_is_a_refusal(told):
    code, answer = told("verify", "--witness", "没有这个文件")
    assert code == 1
    assert answer["findings"][0]["code"] == "witness-unreadable"


def test_verify_checks_a_dossier_with_the_same_script(told, tmp_path):
    store, out = stores.ready_store(), tmp_path / "x.zip"
    seal = dossier.write(store, READER, 1, out, files=blobs.store())["seal"]
    code, answer = told("verify", str(out), "--witness", seal)
    assert (code, answer["ok"], answer["events"]) == (0, True, 2)
    out.write_bytes(out.read_bytes().replace("晨岚".encode(), "晨兰".encode()))
    code, answer = told("verify", str(out))
    assert (code, answer["ok"]) == (1, False)
    assert answer["findings"][0]["says"]


def test_a_dossier_is_not_for_the_local_administrator(told, tmp_path):
    code, answer = told("dossier", "鹿挂〔2026〕031号", "--out", str(tmp_path / "x.zip"))
    assert (code, answer["findings"][0]["code"]) == (1, "not-yours")
    code, answer = told("dossier", "无此编号", "--out", str(tmp_path / "x.zip"))
    assert (code, answer["findings"][0]["code"]) == (1, "no-such-case")


def test_a_new_key_is_announced_and_the_trail_still_verifies(told):
    code, answer = told("key", "replace", "--reason", "换届")
    assert (code, len(answer["key"])) == (0, 64)
    assert told("verify")[1]["findings"] == []


def test_verify_without_a_database_says_what_to_do(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("HAZARDS_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    assert main(["verify"]) == 1
    assert "migrate" in capsys.readouterr().err
