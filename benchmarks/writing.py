"""32 writers at once on SQLite: the fair writer, beside ``busy_timeout`` with the same statements.

python -m benchmarks.writing [--writers N] [--seconds S] [--slower-ms M]

A write is one act: the case's row and its event in one durable transaction. Told are writes a
second, the longest wait of any writer and how evenly they were served. Disks here may acknowledge
faster than a server's, so a millisecond is added to every fsync where a C compiler is at hand.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, bindparam, create_engine, event, update

from benchmarks import columns as made
from benchmarks.measure import Result
from benchmarks.refresh import STAMP, fill
from hazards.storage import events
from hazards.storage import tables as t
from hazards.storage.store import Store

WAIT_S = 0.5
SHIM = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
static int later(const char *name, int fd) {
    int (*real)(int) = dlsym(RTLD_NEXT, name);
    usleep(SLOWER_US);
    return real(fd);
}
int fsync(int fd) { return later("fsync", fd); }
int fdatasync(int fd) { return later("fdatasync", fd); }
"""


NOTE = (
    update(t.cases)
    .where(t.cases.c.id == bindparam("_id"))
    .values(note=bindparam("_note"), version=t.cases.c.version + 1)
)


def act(connection: Connection, case_id: int) -> None:
    connection.execute(NOTE, {"_id": case_id, "_note": "已现场核查"})
    events.record(connection, action="described", actor="某人", entered_at=STAMP, case_id=case_id)


def rush(write: Callable[[int], None], writers: int, seconds: float) -> dict[str, float]:
    """All writers write as fast as they may; writes a second, longest wait, least and most served."""
    served, longest = [0] * writers, [0.0] * writers
    end = time.perf_counter() + seconds

    def one(n: int) -> None:
        while (start := time.perf_counter()) < end:
            write(1 + n)
            served[n] += 1
            longest[n] = max(longest[n], time.perf_counter() - start)

    threads = [threading.Thread(target=one, args=(n,)) for n in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = {"rate": sum(served) / seconds, "wait": max(longest), "least": min(served), "most": max(served)}
    return {k: float(v) for k, v in told.items()}


def by_us(path: Path, writers: int, seconds: float) -> dict[str, float]:
    store = Store(f"sqlite:///{path}")
    return rush(lambda n: store.write(lambda c: act(c, n)), writers, seconds)


def by_busy_timeout(path: Path, writers: int, seconds: float) -> dict[str, float]:
    engine = create_engine(
        f"sqlite:///{path}",
        connect_args={"timeout": 30, "check_same_thread": False},
        pool_size=writers,
        max_overflow=0,
    )

    @event.listens_for(engine, "connect")
    def configure(connection, _record) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def write(n: int) -> None:
        with engine.begin() as connection:
            act(connection, n)

    return rush(write, writers, seconds)


def shim(room: Path, slower_ms: float) -> str:
    """A library that makes every fsync slower; "" without a compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not compiler or not slower_ms:
        return ""
    source, library = room / "slower.c", room / "slower.so"
    source.write_text(SHIM.replace("SLOWER_US", str(int(slower_ms * 1000))))
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return str(library)


def compare(writers: int, seconds: float, slower_ms: float) -> tuple[Result, dict[str, dict[str, float]]]:
    told = {}
    with tempfile.TemporaryDirectory() as room_:
        room = Path(room_)
        slower = shim(room, slower_ms)
        for side in ("peer", "ours"):
            path = room / f"{side}.db"
            fill(Store(f"sqlite:///{path}"), made.columns(1_000, 14))
            command = [sys.executable, "-m", "benchmarks.writing", "--alone", side, str(path)]
            ran = subprocess.run(
                [*command, "--writers", str(writers), "--seconds", str(seconds)],
                env={**os.environ, "LD_PRELOAD": slower},
                capture_output=True,
                text=True,
                check=True,
            )
            told[side] = json.loads(ran.stdout)
    mine, theirs = told["ours"], told["peer"]
    result = Result(
        f"one write among {writers} writers" + (f", fsync +{slower_ms:g} ms" if slower else ""),
        "busy_timeout",
        1 / mine["rate"],
        1 / theirs["rate"],
        must=4 if slower else 1,
        aim=8 if slower else 4,
        note=f"peer's worst wait {theirs['wait']:.2f} s; served {mine['least']:.0f} to {mine['most']:.0f} "
        f"each, peer {theirs['least']:.0f} to {theirs['most']:.0f}",
        limits=(("worst wait s", mine["wait"], WAIT_S),),
    )
    return result, told


def main() -> None:
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--writers", type=int, default=32)
    told.add_argument("--seconds", type=float, default=5)
    told.add_argument("--slower-ms", type=float, default=1)
    told.add_argument("--alone", nargs=2, metavar=("SIDE", "FILE"), help=argparse.SUPPRESS)
    asked = told.parse_args()
    if asked.alone:
        side, path = asked.alone
        run = by_us if side == "ours" else by_busy_timeout
        print(json.dumps(run(Path(path), asked.writers, asked.seconds)))
        return
    result, _ = compare(asked.writers, asked.seconds, asked.slower_ms)
    print(result.line())
    raise SystemExit(not result.within)


if __name__ == "__main__":
    main()
