"""Drill D1: 32 uploaders, the server killed at random moments and started again.

    python -m tests.evidence.kills [--rounds 50] [--uploaders 32] [--postgres] [--seed 0]

Each uploader keeps a journal of its own of what it was given a receipt for, and sends again, under
the same key, what it was not. After each round the journal is held against rows, bytes and trail.
"""

import argparse
import contextlib
import http.client
import json
import random
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from sqlalchemy import create_engine, select

from hazards.storage import blobs
from hazards.storage import tables as t
from tests import postgres
from tests.evidence.samples import photo
from tests.evidence.serving import Server, login, send, serving

MB = 1024 * 1024
SIZES = [(0, 60), (100_000, 25), (MB, 10), (8 * MB, 4), (49 * MB, 1)]
"""(bytes behind the picture, how often in a hundred)."""


@dataclass
class Journal:
    """What the clients know, outside the server. key to (sha256, size, receipt)."""

    acknowledged: dict[str, tuple[str, int, str]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    attempts: int = 0
    guard: threading.Lock = field(default_factory=threading.Lock)


@dataclass
class Found:
    """One round's check; every list must be empty."""

    lost: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)
    trail: str = ""
    sweep_s: float = 0.0

    @property
    def wrong(self) -> list[str]:
        return [*self.lost, *self.half, *self.doubled, *self.left_over, *([self.trail] if self.trail else [])]


class Uploader(threading.Thread):
    def __init__(
        self,
        number: int,
        server: Server,
        cookie: str,
        cases: list[int],
        journal: Journal,
        stop: threading.Event,
        seed: str,
    ) -> None:
        super().__init__(daemon=True)
        self.number, self.server, self.cookie, self.cases, self.journal = (
            number,
            server,
            cookie,
            cases,
            journal,
        )
        self.stop, self.random, self.waiting = stop, random.Random(f"{seed}/{number}"), []

    def run(self) -> None:
        serial = 0
        while not self.stop.is_set():
            if not self.waiting:
                serial += 1
                tail = self.random.choices([s for s, _ in SIZES], [w for _, w in SIZES])[0]
                data = photo(self.number * 100_000 + self.random.randrange(10**9)) + self.random.randbytes(
                    tail
                )
                key = f"{self.number}-{serial}-{self.random.randrange(10**9)}"
                self.waiting.append((key, self.random.choice(self.cases), data))
            self._send(*self.waiting[0])

    def _send(self, key: str, case: int, data: bytes) -> None:
        self.journal.attempts += 1
        try:
            status, told = send(self.server.port, self.cookie, case, f"{key}.jpg", data, "after", key)
        except (OSError, http.client.HTTPException, ValueError):
            time.sleep(0.1)  # killed under us; the same key goes again
            return
        with self.journal.guard:
            if status in (200, 201):
                self.journal.acknowledged[key] = (told["sha256"], told["size"], told["receipt"])
                if told["sha256"] != sha256(data).hexdigest():
                    self.journal.refused.append(f"{key}: another digest")
            elif told.get("code") not in ("too-many-at-once", "fault"):
                self.journal.refused.append(f"{key}: {status} {told}")
            else:
                return
        self.waiting.clear()


def check(server: Server, journal: Journal) -> Found:
    """Hold the journal against the store, a few seconds after the restart."""
    found = Found()
    kept = blobs.Blobs(server.folder / "evidence")
    began = time.monotonic()
    while time.monotonic() - began < 60:
        unknown = set(kept.digests()) - {row.sha256 for row in rows(server)}
        left = [p.name for p in kept.arriving.glob("*")] if kept.arriving.exists() else []
        if not unknown and not left:
            break
        time.sleep(0.1)
    found.sweep_s = time.monotonic() - began
    found.left_over = [f"left over: {name}" for name in (*unknown, *left)]
    ours = [row for row in rows(server) if row.request_key]  # the demonstration has files of its own
    held = {row.request_key.partition(":")[2]: row for row in ours}
    for key, (digest, size, receipt) in journal.acknowledged.items():
        row = held.get(key)
        if row is None or (row.sha256, row.size, row.receipt) != (digest, size, receipt):
            found.lost.append(f"lost: {key} {receipt}")
    for key, row in held.items():
        if not kept.exists(row.sha256) or kept.size(row.sha256) != row.size:
            found.half.append(f"half: {key}")
    for what in ("request_key", "receipt", "event_id"):
        many = Counter(getattr(row, what) for row in ours)
        found.doubled += [f"doubled: {k}" for k, n in many.items() if n > 1]
    return found


def thorough(server: Server, found: Found) -> Found:
    """Every byte read again, and the whole trail verified; at the end, and in the short form."""
    kept = blobs.Blobs(server.folder / "evidence")
    found.half += [f"rotten: {r.receipt}" for r in rows(server) if kept.digest(r.sha256) != r.sha256]
    done = server.command("verify", "--json")
    if done.returncode:
        found.trail = f"verify: {done.stdout[-1000:]}{done.stderr[-1000:]}"
    return found


def rows(server: Server) -> list:
    engine = create_engine(server.url)
    try:
        with engine.connect() as connection:
            return list(connection.execute(select(t.evidence)).all())
    finally:
        engine.dispose()


def open_cases(server: Server, most: int = 24) -> list[int]:
    engine = create_engine(server.url)
    try:
        with engine.connect() as connection:
            asked = select(t.cases.c.id).where(t.cases.c.state == "open").order_by(t.cases.c.id).limit(most)
            return list(connection.execute(asked).scalars())
    finally:
        engine.dispose()


def run(
    rounds: int, uploaders: int, seed: int, url: str | None = None, seconds: float = 3.0, quiet: bool = False
):
    """(journal, what was found in each round)"""
    draw, journal, results = random.Random(seed), Journal(), []
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), url) as server:
        # One session each of two accounts that see every case: as many as the office has people.
        cookies = [login(server.port, name) for name in ("anwei1", "anwei2")]
        cases = open_cases(server)
        for number in range(1, rounds + 1):
            stop = threading.Event()
            crew = [
                Uploader(n, server, cookies[n % 2], cases, journal, stop, f"{seed}/{number}")
                for n in range(uploaders)
            ]
            for one in crew:
                one.start()
            time.sleep(draw.uniform(0.3, seconds))
            server.kill()
            server.start()
            time.sleep(draw.uniform(0.2, 0.8))
            stop.set()
            for one in crew:
                one.join()
            found = check(server, journal)
            if number == rounds:
                thorough(server, found)
            results.append(found)
            if not quiet:
                print(
                    f"round {number:3d}: {len(journal.acknowledged):6d} acknowledged, {journal.attempts:6d} sent, "
                    f"swept in {found.sweep_s:4.1f} s, wrong: {found.wrong or 'nothing'}",
                    flush=True,
                )
    return journal, results


def main() -> int:
    told = argparse.ArgumentParser()
    told.add_argument("--rounds", type=int, default=50)
    told.add_argument("--uploaders", type=int, default=32)
    told.add_argument("--seed", type=int, default=0)
    told.add_argument("--postgres", action="store_true")
    asked = told.parse_args()
    with contextlib.ExitStack() as held:
        url = held.enter_context(postgres.running()).database() if asked.postgres else None
        journal, results = run(asked.rounds, asked.uploaders, asked.seed, url)
    wrong = [w for found in results for w in found.wrong] + journal.refused
    told_ = {
        "store": "PostgreSQL" if asked.postgres else "SQLite",
        "rounds": len(results),
        "acknowledged": len(journal.acknowledged),
        "sent": journal.attempts,
        "lost": sum(len(f.lost) for f in results),
        "half": sum(len(f.half) for f in results),
        "doubled": sum(len(f.doubled) for f in results),
        "slowest_sweep_s": round(max(f.sweep_s for f in results), 1),
        "wrong": wrong[:20],
    }
    print(json.dumps(told_, ensure_ascii=False))
    return bool(wrong)


if __name__ == "__main__":
    raise SystemExit(main())
