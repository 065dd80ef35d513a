"""A dossier: the same bytes each time, verified by a stranger's Python, and by nothing forged."""

import json
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from hazards.domain.roles import Role
from hazards.services import access, dossier, sealing, signing
from hazards.services.access import Scope
from hazards.services.trail import witness
from hazards.storage import tables as t
from hazards.verifier import SCRIPT, verify
from tests.trail.attacks import held_by_witness
from tests.trail.tampering import an_office

READER = Scope("区安委办甲", Role.LISTING, account=3, as_whom="区安委办")


def written(office, out: Path, case_id: int = 1, **more) -> dict:
    return dossier.write(office.store, READER, case_id, out, files=office.blobs, **more)


def enriched(office):
    """The first case gets files, one voided, an extension and a payment."""
    office.cases, all_cases = [1], office.cases
    for act in (office.bring, office.bring, office.extend, office.pay, office.void, office.strike_off):
        act()
    office.cases = all_cases
    return office


@pytest.fixture
def rich(office):
    return enriched(office)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """(the office's key, a dossier of it), only ever read."""
    room = tmp_path_factory.mktemp("shelf")
    office = enriched(an_office(room / "office", 5, acts=8))
    written(office, room / "卷宗.zip")
    return signing.load(signing.key_path(office.store)), room / "卷宗.zip"


@pytest.fixture
def pack(shelf) -> Path:
    return shelf[1]


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


# ------------------------------------------------------------------ the verifier under attack
def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as held:
        return {name: held.read(name) for name in held.namelist()}


def packed(told: dict[str, bytes], out: Path, *, more=(), compress=zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(out, "w", compress) as made:
        for name, data in [*told.items(), *more]:
            made.writestr(name, data)
    return out


def resigned(told: dict[str, bytes], key) -> dict[str, bytes]:
    """What a forger can do at best without the office's key: a manifest of his own."""
    listed = {n: verify.sha256(d) for n, d in told.items() if not n.startswith("manifest")}
    data = json.dumps({"format": verify.DOSSIER, "files": listed}).encode()
    return {**told, "manifest.json": data, "manifest.sig": key.sign(data).hex().encode()}


def lines(data: bytes) -> list[bytes]:
    return data.split(b"\n")[:-1]


def joined(told: list[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in told)


FORGERIES = {
    "an event changed": lambda m: (
        m | {"events.jsonl": m["events.jsonl"].replace("整".encode(), "未".encode())}
    ),
    "an event dropped": lambda m: m | {"events.jsonl": joined(lines(m["events.jsonl"])[1:])},
    "the last event dropped": lambda m: m | {"events.jsonl": joined(lines(m["events.jsonl"])[:-1])},
    "two events swapped": lambda m: m | {"events.jsonl": joined(lines(m["events.jsonl"])[::-1])},
    "an event twice": lambda m: (
        m | {"events.jsonl": m["events.jsonl"] + joined(lines(m["events.jsonl"])[-1:])}
    ),
    "no event": lambda m: m | {"events.jsonl": b""},
    "a row changed": lambda m: (
        m | {"rows/cases.json": m["rows/cases.json"].replace("晨".encode(), "辰".encode())}
    ),
    "a row of evidence dropped": lambda m: m | {"rows/evidence.json": b"[]"},
    "a part dropped": lambda m: {n: d for n, d in m.items() if n != "rows/payments.json"},
    "an original changed": lambda m: {n: d + b"x" if n.startswith("files/") else d for n, d in m.items()},
    "an original dropped": lambda m: {n: d for n, d in m.items() if not n.startswith("files/")},
    "a seal dropped": lambda m: m | {"seals.jsonl": joined(lines(m["seals.jsonl"])[1:])},
    "seals reordered": lambda m: m | {"seals.jsonl": joined(lines(m["seals.jsonl"])[::-1])},
    "the last seal dropped": lambda m: m | {"seals.jsonl": joined(lines(m["seals.jsonl"])[:-1])},
    "no seal": lambda m: m | {"seals.jsonl": b""},
    "a proof of another place": lambda m: m | {"proof.json": _proof(m, index=0)},
    "a proof beyond the end": lambda m: m | {"proof.json": _proof(m, index=10**30)},
    "a proof before the start": lambda m: m | {"proof.json": _proof(m, index=-1)},
    "a proof that is true": lambda m: m | {"proof.json": _proof(m, index=True)},
    "a proof under no seal": lambda m: m | {"proof.json": _proof(m, seal=0)},
    "a proof under another seal": lambda m: m | {"proof.json": _proof(m, seal=1)},
    "an endless proof": lambda m: m | {"proof.json": _proof(m, path=["00" * 32] * 10**5)},
    "an empty proof": lambda m: m | {"proof.json": _proof(m, path=[])},
    "a deep proof": lambda m: m | {"proof.json": b"[" * 10**6},
    "a huge number": lambda m: m | {"proof.json": b'{"index":' + b"9" * 10**6 + b"}"},
    "another case": lambda m: m | {"about.json": m["about.json"].replace(b'"case":1', b'"case":2')},
    "fewer events told": lambda m: m | {"about.json": m["about.json"].replace(b'"events":', b'"events":1')},
    "no manifest": lambda m: {n: d for n, d in m.items() if n != "manifest.json"},
    "no script": lambda m: {n: d for n, d in m.items() if n != "verify.py"},
}


def _proof(told: dict[str, bytes], **other) -> bytes:
    return json.dumps({**json.loads(told["proof.json"]), **other}).encode()


@pytest.mark.parametrize("name", FORGERIES)
@pytest.mark.parametrize("signer", ["nobody", "a forger", "the office"])
def test_no_forgery_is_accepted(shelf, tmp_path, name, signer):
    """Not even with a manifest signed by the office's own key: every part stands for itself."""
    office_key, pack = shelf
    told = FORGERIES[name](members(pack))
    if signer != "nobody" and "manifest.json" in told:
        told = resigned(told, office_key if signer == "the office" else Ed25519PrivateKey.generate())
    wrong, facts = verify.check(str(packed(told, tmp_path / "forged.zip")))
    assert wrong
    assert facts == {}


@pytest.mark.parametrize("name", ["index.html", "README.txt", "verify.py", "manifest.json", "manifest.sig"])
def test_what_people_read_is_signed_too(pack, tmp_path, name):
    told = members(pack)
    told[name] += b" "
    assert verify.check(str(packed(told, tmp_path / "forged.zip")))[0]


@pytest.mark.parametrize(
    "name", ["../x", "/etc/passwd", "files/../verify.py", "rows/..", "files/" + "A" * 64, "a\\b"]
)
def test_a_zip_with_a_foreign_name_is_refused(pack, tmp_path, name):
    forged = packed(members(pack), tmp_path / "forged.zip", more=[(name, b"x")])
    assert "不应有的文件" in verify.check(str(forged))[0]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_one_name_twice_is_refused(pack, tmp_path):
    forged = packed(members(pack), tmp_path / "forged.zip", more=[("events.jsonl", b"x")])
    assert "两个" in verify.check(str(forged))[0]


def test_a_zip_bomb_is_refused_before_it_is_opened(pack, tmp_path):
    told = members(pack) | {"README.txt": b"0" * 10**8}
    forged = packed(told, tmp_path / "forged.zip", compress=zipfile.ZIP_DEFLATED)
    assert "长度不实" in verify.check(str(forged))[0]


def test_a_compressed_or_encrypted_member_is_refused(pack, tmp_path):
    forged = packed(members(pack), tmp_path / "forged.zip", compress=zipfile.ZIP_DEFLATED)
    assert verify.check(str(forged))[0]


def test_what_is_no_zip_is_refused(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"PK\x05\x06 no")
    for path in (tmp_path / "x.zip", tmp_path / "none.zip", tmp_path):
        assert "不能读取" in verify.check(str(path))[0]


def test_no_flipped_bit_is_accepted(pack, tmp_path):
    """Every bit of what is told; bits of the zip's own frame may pass if the contents are the same."""
    whole, dice = pack.read_bytes(), random.Random(0)
    before = members(pack)
    for _ in range(150):
        at = dice.randrange(len(whole))
        forged = bytearray(whole)
        forged[at] ^= 1 << dice.randrange(8)
        (tmp_path / "forged.zip").write_bytes(forged)
        if not verify.check(str(tmp_path / "forged.zip"))[0]:
            assert members(tmp_path / "forged.zip") == before


@given(st.binary(max_size=200), st.binary(min_size=32, max_size=32))
def test_the_scripts_own_ed25519_agrees_with_the_library(message, seed):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert verify.signed(public, message, signature)
    assert not verify.signed(public, message + b"x", signature)
    assert not verify.signed(public, message, signature[:63] + bytes([signature[63] ^ 1]))
    high = int.from_bytes(signature[32:], "little") + verify.ORDER
    assert not verify.signed(public, message, signature[:32] + high.to_bytes(32, "little"))
