"""A dossier: the same bytes each time, verified by a stranger's Python, and by nothing forged."""

import json
import subprocess
import sys
import zipfile

import pytest
from sqlalchemy import select, update

from hazards.domain.roles import Role
from hazards.services import access, dossier, sealing
from hazards.services.access import Scope
from hazards.services.trail import witness
from hazards.storage import tables as t
from hazards.verifier import SCRIPT, verify
from tests.trail.rooms import held_by_witness, written


def test_a_stranger_verifies_it_with_the_script_inside_and_python_alone(pack, tmp_path):
    with zipfile.ZipFile(pack) as held:
        (tmp_path / "verify.py").write_bytes(held.read("verify.py"))
    command = [sys.executable, "-I", "-S", str(tmp_path / "verify.py"), str(pack)]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("核验通过，未被改动：案卷“鹿挂〔2026〕001号”")


def test_the_script_is_short_and_imports_the_standard_library_only():
    text = SCRIPT.read_text()
    lines = [line for line in text.splitlines() if line.strip()]
    assert len(lines) <= 200
    imports = {line.split()[1] for line in lines if line.startswith(("import ", "from "))}
    assert imports <= sys.stdlib_module_names


def test_the_same_case_twice_gives_the_same_bytes(rich, tmp_path):
    for name in ("one.zip", "again.zip"):
        written(rich, tmp_path / name)
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "one.zip").read_bytes()


def test_originals_are_byte_exact_under_names_that_cannot_hurt(rich, tmp_path):
    with rich.store.read() as connection:
        files = connection.execute(select(t.evidence).where(t.evidence.c.case_id == 1)).mappings().all()
    told = {
        dossier.original({"file_name": n, "sha256": "a" * 64})
        for n in ("../../x", "a.b/c", "CON", "x.\u202e")
    }
    assert told == {f"files/{'a' * 64}"}
    answer = written(rich, tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "x.zip") as held:
        for row in files:
            with rich.blobs.open(row["sha256"]) as file:
                assert held.read(f"files/{row['sha256']}.jpg") == file.read()
    assert answer["files"] == len(files)


def test_who_took_it_is_recorded(rich, tmp_path):
    written(rich, tmp_path / "x.zip")
    with rich.store.read() as connection:
        told = connection.execute(select(t.openings)).mappings().all()
    assert [(o["what"], o["case_id"], o["actor"]) for o in told] == [("export", 1, "区安委办甲")]


@pytest.mark.parametrize("role", [Role.CLERK, Role.ADMIN, Role.MACHINE])
def test_it_is_not_for_everybody(rich, tmp_path, role):
    with pytest.raises(access.NotYours):
        dossier.write(rich.store, Scope("某人", role), 1, tmp_path / "x.zip", files=rich.blobs)


def test_a_case_out_of_sight_answers_like_a_missing_one(rich, tmp_path):
    other = Scope("外区部门", Role.DEPARTMENT, jurisdictions=frozenset(), departments=frozenset({"区住建局"}))
    for case_id in (1, 10**6):
        with pytest.raises(access.NoSuchCase):
            dossier.write(rich.store, other, case_id, tmp_path / "x.zip", files=rich.blobs)


def test_a_file_as_it_stood_at_a_seal_leaves_out_what_came_later(rich, tmp_path):
    before = sealing.seal(rich.store, "accident")
    as_then = written(rich, tmp_path / "then.zip")
    rich.cases = [1]
    for act in (rich.bring, rich.pay, rich.note, rich.void):
        act()
    later = written(rich, tmp_path / "later.zip", upto=before)
    assert (later["events"], later["files"]) == (as_then["events"], as_then["files"])
    assert verify.check(str(tmp_path / "later.zip"))[0] == ""
    rows = [
        json.loads(zipfile.ZipFile(tmp_path / n).read("rows/evidence.json"))
        for n in ("then.zip", "later.zip")
    ]
    assert rows[0] == rows[1]
    with pytest.raises(dossier.NoSuchSeal):
        written(rich, tmp_path / "x.zip", upto=99)


def test_a_changed_original_is_not_exported(rich, tmp_path):
    with rich.store.read() as connection:
        digest = (
            connection.execute(select(t.evidence.c.sha256).where(t.evidence.c.case_id == 1)).scalars().first()
        )
    path = rich.blobs.kept / digest[:2] / digest
    path.chmod(0o600)
    path.write_bytes(b"x")
    with pytest.raises(dossier.FileDamaged, match="改后"):
        written(rich, tmp_path / "x.zip")
    assert [p.name for p in tmp_path.glob("*.zip*")] == []


def test_it_verifies_after_a_change_of_key_and_against_a_witness(rich, tmp_path):
    head = held_by_witness(rich)
    sealing.hand_over(rich.store, access.LOCAL_ADMIN, reason="换届")
    written(rich, tmp_path / "x.zip")
    assert dossier.check(tmp_path / "x.zip", head)[0] == ""
    assert dossier.check(tmp_path / "x.zip", witness(sealing.printed(rich.store)))[0] == ""
    forged = {n: "0" * 64 if n == max(head) else h for n, h in head.items()}
    assert "改写或另起一支" in dossier.check(tmp_path / "x.zip", forged)[0]
    assert "无从比对" in dossier.check(tmp_path / "x.zip", {99: "0" * 64})[0]


def test_a_page_never_runs_what_somebody_typed(rich, tmp_path):
    evil = "<script>alert(1)</script>"

    def job(connection):
        connection.execute(update(t.cases).where(t.cases.c.id == 1).values(unit=evil))
        from hazards.storage import events

        about = {"entered_at": "2026-11-20T10:00:00", "actor": evil, "reason": evil}
        events.record(connection, action="described", case_id=1, **about)

    rich.store.write(job)
    written(rich, tmp_path / "x.zip")
    page = zipfile.ZipFile(tmp_path / "x.zip").read("index.html").decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
