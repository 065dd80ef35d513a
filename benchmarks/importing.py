"""Importing a large ledger, beside openpyxl merely reading the file.

python -m benchmarks.importing [--rows N] [--repeats R]

Ours is everything a user waits for: read in the fenced child, every row judged and placed, compared
with the store, and committed with its events to SQLite on disk. Each run starts from an empty store
in a process of its own, so that the greatest memory told is that of one import.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl

from benchmarks import ledgers
from benchmarks.measure import Result
from hazards.services import intake, register, taking
from hazards.services.access import LOCAL_ADMIN
from hazards.storage import migrations
from hazards.storage.store import Store

SECONDS, GIGABYTES = 60.0, 1.5


def by_us(path: Path, room: Path) -> dict[str, float]:
    """Import into an empty store of the demonstration district; seconds and gigabytes used."""
    store = Store(f"sqlite:///{room / 'hazards.db'}")
    migrations.migrate(store)
    register.add_district(store, LOCAL_ADMIN, "330302")
    stages: dict[str, float] = {}
    start = last = time.perf_counter()
    stage = ""

    def progress(name: str, _share: float) -> None:
        nonlocal stage, last
        now = time.perf_counter()
        if stage:
            stages[stage] = stages.get(stage, 0.0) + now - last
        stage, last = name, now

    draft = intake.check(store, LOCAL_ADMIN, path, progress=progress)
    taking.commit(store, LOCAL_ADMIN, draft, progress=progress)
    progress("", 1.0)
    return {
        "seconds": time.perf_counter() - start,
        "gigabytes": greatest_memory(),
        "accepted": draft.accepted,
        "findings": len(draft.findings),
        **stages,
    }


def greatest_memory() -> float:
    """Gigabytes this process held at most; ru_maxrss would count what our parent held before."""
    told = Path("/proc/self/status").read_text()
    return int(told.split("VmHWM:")[1].split()[0]) / 2**20


def by_openpyxl(path: Path) -> float:
    start = time.perf_counter()
    book = openpyxl.load_workbook(path, read_only=True)
    for row in book.worksheets[0].iter_rows(values_only=True):
        assert row
    book.close()
    return time.perf_counter() - start


def run_alone(path: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as room:
        told = subprocess.run(
            [sys.executable, "-m", "benchmarks.importing", "--alone", str(path), room],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "HAZARDS_TODAY": "2026-11-21"},
        )
    return json.loads(told.stdout.splitlines()[-1])


def compare(rows: int, repeats: int) -> tuple[Result, list[dict[str, float]]]:
    with tempfile.TemporaryDirectory() as room:
        path = ledgers.write(Path(room) / "台账.xlsx", rows)
        ours, theirs = [], []
        for _ in range(repeats):
            theirs.append(by_openpyxl(path))
            ours.append(run_alone(path))
    seconds = statistics.median(o["seconds"] for o in ours)
    most = max(o["gigabytes"] for o in ours)
    assert all(o["accepted"] == rows for o in ours), "rows of a ledger without mistakes were refused"
    result = Result(
        f"import of {rows:,} rows x {len(ledgers.HEADERS)} columns",
        "openpyxl read-only, reading only",
        seconds,
        statistics.median(theirs),
        must=3,
        aim=8,
        limits=(("seconds", seconds, SECONDS), ("GB", most, GIGABYTES)),
    )
    return result, ours


def main() -> None:
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--rows", type=int, default=100_000)
    told.add_argument("--repeats", type=int, default=3)
    told.add_argument("--alone", nargs=2, metavar=("FILE", "ROOM"), help=argparse.SUPPRESS)
    asked = told.parse_args()
    if asked.alone:
        print(json.dumps(by_us(Path(asked.alone[0]), Path(asked.alone[1])), ensure_ascii=False))
        return
    result, runs = compare(asked.rows, asked.repeats)
    print(result.line())
    print({k: round(v, 2) for k, v in runs[-1].items()})
    raise SystemExit(not result.within)


if __name__ == "__main__":
    main()
