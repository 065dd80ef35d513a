"""The disk refuses one call after the other (D3): a clear word, no false receipt, and it works again."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hazards.services import evidence
from hazards.storage import blobs
from tests.evidence.samples import LISTING, photo, told

ROOT = Path(__file__).resolve().parents[2]

BRING = """
import io, sys
from tests.evidence.samples import LISTING, told
from hazards.domain.errors import Refusal
from hazards.services import evidence
from hazards.services.stores import ready_store
try:
    receipt = evidence.add(ready_store(), LISTING, {case}, io.BytesIO(open({photo!r}, "rb").read()), told())
    print("RECEIPT", receipt.number, receipt.sha256)
except Refusal as refusal:
    print("REFUSED", refusal)
"""


def bring(case: int, path: Path, *faults: str) -> subprocess.CompletedProcess:
    code = BRING.format(case=case, photo=str(path))
    command = ["strace", "-f", "-o", "/dev/null", *faults, sys.executable, "-c", code]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )


@pytest.mark.skipif(shutil.which("strace") is None, reason="injected faults need strace")
@pytest.mark.parametrize(
    ("call", "when", "error"),
    [
        *[("fsync", n, "EIO") for n in (1, 2, 3)],
        ("rename", 1, "EIO"),
        *[("fdatasync", n, "EIO") for n in (1, 2)],
        ("fsync", 1, "ENOSPC"),
        ("fdatasync", 1, "ENOSPC"),
    ],
)
def test_a_refused_call_gives_no_false_receipt_and_nothing_is_half_there(
    store, case, tmp_path, call, when, error
):
    path = tmp_path / "a.jpg"
    path.write_bytes(photo())
    store.engine.dispose()
    ran = bring(case, path, "-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={when}")
    if "ptrace" in ran.stderr:
        pytest.skip("this machine lets nobody trace")
    rows = evidence.of_case(store, LISTING, case)
    if "RECEIPT" in ran.stdout:
        digest = ran.stdout.split()[2]
        assert [r["sha256"] for r in rows] == [digest]
        assert blobs.store().digest(digest) == digest
    else:
        # The route tells of a refusal what it says, and of the database's own failure that it failed.
        assert "REFUSED" in ran.stdout or "OperationalError" in ran.stderr, ran.stderr[-2000:]
        assert rows == []
    with path.open("rb") as again:  # it works again when the disk does
        evidence.add(store, LISTING, case, again, told())
    evidence.sweep(store)
    assert len(list(blobs.store().digests())) == 1
    assert not list(blobs.store().arriving.iterdir())
