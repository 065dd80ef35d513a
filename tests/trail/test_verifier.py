"""The verifier under attack: no forged dossier is accepted, none makes it hang."""

import json
import random
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from hazards.verifier import verify


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
