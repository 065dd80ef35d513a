"""Blobs: in which order things reach the disk, what is swept and what never is."""

import os
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from hazards.storage.blobs import Blobs
from tests.evidence.samples import photo

ROOT = Path(__file__).resolve().parents[2]
NOBODY: set[str] = set()


@pytest.fixture
def kept(tmp_path) -> Blobs:
    return Blobs(tmp_path / "evidence")


def put(kept: Blobs, data: bytes) -> str:
    part = kept.part()
    part.write(data)
    digest = part.finish()
    kept.keep(part)
    part.close()
    return digest


def nobody(digests: list[str]) -> set[str]:
    return set()


def everybody(digests: list[str]) -> set[str]:
    return set(digests)


def test_bytes_lie_once_under_their_digest_and_cannot_be_written_to(kept):
    digest = put(kept, b"abc")
    assert put(kept, b"abc") == digest == sha256(b"abc").hexdigest()
    assert list(kept.digests()) == [digest]
    assert not os.stat(kept.place(digest)).st_mode & 0o222
    with kept.open(digest) as file:
        assert file.read() == b"abc"
    assert not list(kept.arriving.iterdir())


def test_a_flipped_bit_is_seen_and_healed_by_the_next_honest_copy(kept):
    digest = put(kept, b"abc")
    path = kept.place(digest)
    path.chmod(0o640)
    path.write_bytes(b"abb")
    assert kept.digest(digest) != digest
    put(kept, b"abc")
    assert kept.digest(digest) == digest


def test_the_sweep_takes_what_nobody_holds_and_no_row_speaks_of(kept):
    digest = put(kept, b"abc")
    left = kept.part()
    left.write(b"half")
    shutil.copy(left.path, kept.arriving / "dead.part")
    assert kept.sweep(nobody) == (1, 1)
    assert not kept.exists(digest)
    assert list(kept.swept.rglob(digest)), "moved aside, not destroyed"
    assert left.path.exists()
    left.close()


def test_the_sweep_leaves_alone_what_a_row_speaks_of(kept):
    digest = put(kept, b"abc")
    assert kept.sweep(everybody) == (0, 0)
    assert kept.exists(digest)


def test_the_sweep_leaves_alone_what_has_its_name_but_not_yet_its_row(kept):
    first, second = kept.part(), kept.part()
    for part in (first, second):  # two senders of the same bytes
        part.write(b"abc")
        digest = part.finish()
        kept.keep(part)
    assert kept.sweep(nobody) == (0, 0)
    first.close()
    assert kept.sweep(nobody) == (0, 0), "the second sender still holds them"
    second.close()
    assert kept.sweep(nobody) == (0, 1)
    assert not kept.exists(digest)


def test_another_process_sweeping_leaves_alone_what_is_arriving_here(kept):
    part = kept.part()
    part.write(b"abc")
    part.finish()
    kept.keep(part)
    code = (
        "from pathlib import Path; from hazards.storage.blobs import Blobs; "
        f"print(Blobs(Path({str(kept.root)!r})).sweep(lambda d: set()))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "(0, 0)"
    part.close()


def test_a_store_full_of_unknown_files_is_another_databases_and_nothing_is_moved(kept, monkeypatch):
    monkeypatch.setattr("hazards.storage.blobs.TOO_MANY", 2)
    digests = [put(kept, bytes([n])) for n in range(4)]
    with pytest.raises(RuntimeError, match="nothing moved"):
        kept.sweep(nobody)
    assert all(map(kept.exists, digests))


@pytest.mark.parametrize("digest", ["../../etc/passwd", "", "A" * 64, "0" * 63])
def test_a_name_that_is_no_digest_leads_nowhere(kept, digest):
    with pytest.raises(ValueError, match="digest"):
        kept.exists(digest)


BRING = """
import io, sys
from tests.evidence.samples import LISTING, told
from hazards.services import evidence
from hazards.services.stores import ready_store
receipt = evidence.add(ready_store(), LISTING, {case}, io.BytesIO(open({photo!r}, "rb").read()), told())
sys.stdout.write("RECEIPT " + receipt.number); sys.stdout.flush()
"""


@pytest.mark.skipif(shutil.which("strace") is None, reason="the order of system calls needs strace")
def test_file_then_name_then_folder_then_row_then_receipt(store, case, tmp_path):
    """What kill -9 cannot show: the order in which the kernel was asked to make things last."""
    (tmp_path / "a.jpg").write_bytes(photo())
    log = tmp_path / "calls"
    calls = "trace=fsync,fdatasync,rename,write"
    code = BRING.format(case=case, photo=str(tmp_path / "a.jpg"))
    command = ["strace", "-f", "-y", "-e", calls, "-o", str(log), sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True)
    if done.returncode and b"ptrace" in done.stderr:
        pytest.skip("this machine lets nobody trace")
    assert done.returncode == 0, done.stderr[-2000:]
    said = log.read_text("utf-8", "replace").splitlines()

    def first(pattern: str, after: int = 0) -> int:
        return next(n for n, line in enumerate(said) if n >= after and re.search(pattern, line))

    written = first(r"fsync\(\d+<.*arriving/\w+\.part>")
    named = first(r"rename\(.*arriving/.*\.part.*sha256/")
    folder = first(r"fsync\(\d+<.*/sha256/[0-9a-f]{2}>", after=named)
    committed = first(r"f(data)?sync\(\d+<.*hazards\.db-wal>", after=folder)
    told = first(r"write\(1<.*RECEIPT")
    assert written < named < folder < committed < told
    assert not [n for n in range(folder) if re.search(r"f(data)?sync\(\d+<.*hazards\.db-wal>", said[n])]
