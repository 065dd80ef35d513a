"""上报包 from a shell: made, checked, brought in; what is no package exits 1 and says so."""

import json

from hazards.__main__ import main
from tests.services.district import add_case


def told(capsys, *command: str) -> tuple[int, dict]:
    code = main([*command, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_package_is_made_checked_and_changes_nothing_where_it_came_from(store, tmp_path, capsys):
    add_case(store, street="五马街道", number="鹿挂〔2026〕1号", identity="n:鹿挂〔2026〕1号")
    path = str(tmp_path / "up.zip")
    code, made = told(capsys, "package", "make", "--out", path, "--as-of", "2026-11-20")
    assert (code, made["counts"]["cases"], made["cut_off"]) == (0, 1, "2026-11-20")
    code, checked = told(capsys, "package", "check", path)
    assert (code, checked["equal"], checked["different"]) == (0, True, [])


def test_what_is_no_package_is_refused(store, tmp_path, capsys):
    (tmp_path / "a.zip").write_bytes(b"no")
    code, answer = told(capsys, "package", "import", str(tmp_path / "a.zip"))
    assert (code, answer["findings"][0]["code"]) == (1, "zip-damaged")
