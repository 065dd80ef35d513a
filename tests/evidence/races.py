"""Drill D5: a clerk's upload against the listing office striking the case off; histories checked.

    python -m tests.evidence.races [--rounds 10000] [--postgres]

Either the file came first and stands before the strike-off, or the case was closed first and the
clerk is told by whom. Never a file behind the end of its case, never bytes without a row.
"""

import argparse
import contextlib
import io
import os
import random
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from hazards.domain.evidence import CaseClosed
from hazards.domain.lifecycle import Action
from hazards.domain.roles import Role
from hazards.services import evidence, register
from hazards.services.access import LOCAL_ADMIN
from hazards.storage import blobs, events
from hazards.storage.migrations import migrate
from hazards.storage.store import Store
from tests import postgres
from tests.evidence.samples import told
from tests.services.district import add_case
from tests.services.offices import office, place, street, take, tiny_png

CLOSER = "吴安办"
HEAD_START = 0.03
"""Seconds the closer, who has more to read, may be given: so that either wins about half the time."""


def one(store: Store, pool: ThreadPoolExecutor, number: int) -> tuple[str, list[str]]:
    """(who won, faults)"""
    case = add_case(store, street="双屿街道")
    place(store, case, "accepted")
    clerk, closer = street(store, "双屿街道", Role.CLERK, 1), office(Role.LISTING, 4, CLOSER)
    together = Barrier(2)

    def bring() -> str:
        with evidence.begin(store, clerk, case, told()) as upload:
            upload.write(tiny_png(number))
            upload.settle()
            together.wait()
            time.sleep(random.choice((0.0, random.uniform(0, HEAD_START))))
            try:
                upload.enter()
            except CaseClosed as closed:
                return str(closed)
            return ""

    def close() -> None:
        together.wait()
        take(store, closer, case, Action.STRIKE_OFF, how="整改完成", document=f"销〔2026〕{number}号")

    brought, closed = pool.submit(bring), pool.submit(close)
    refused = brought.result()
    closed.result()
    with store.read() as connection:
        acts = [e["action"] for e in events.of_case(connection, case)]
    rows = evidence.of_case(store, closer, case)
    return ("closer" if refused else "uploader"), _faults(acts, rows, refused)


def _faults(acts: list[str], rows: list[dict], refused: str) -> list[str]:
    faults = []
    added = acts.index("evidence-added") if "evidence-added" in acts else None
    if len(rows) != acts.count("evidence-added") or bool(rows) == bool(refused):
        faults.append(f"rows {len(rows)}, acts {acts}, refused {refused!r}")
    if added is not None and added > acts.index("struck-off"):
        faults.append(f"a file behind the end: {acts}")
    if refused and CLOSER not in refused:
        faults.append(f"not told by whom: {refused}")
    if acts.count("struck-off") != 1:
        faults.append(f"struck off {acts.count('struck-off')} times")
    faults += [f"no bytes for {r['receipt']}" for r in rows if not blobs.store().exists(r["sha256"])]
    return faults


def run(store: Store, rounds: int) -> tuple[Counter, list[str]]:
    winners: Counter = Counter()
    faults: list[str] = []
    with ThreadPoolExecutor(2) as pool:
        for number in range(rounds):
            winner, wrong = one(store, pool, number)
            winners[winner] += 1
            faults += wrong
    return winners, faults


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rounds", type=int, default=10_000)
    asked.add_argument("--postgres", action="store_true")
    wanted = asked.parse_args()
    with contextlib.ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite:///{folder / 'hazards.db'}"
        if wanted.postgres:
            url = held.enter_context(postgres.running()).database()
        os.environ.update(
            HAZARDS_DATABASE_URL=url,
            HAZARDS_EVIDENCE_URL=(folder / "evidence").as_uri(),
            HAZARDS_KEY=str(folder / "signing.key"),
            HAZARDS_TODAY="2026-11-21",
        )
        store = Store(url)
        with contextlib.redirect_stdout(io.StringIO()):
            migrate(store)
            register.add_district(store, LOCAL_ADMIN, "330302")
        winners, faults = run(store, wanted.rounds)
        left = [d for d in blobs.store().digests() if d not in evidence.known(store)([d])]
        store.engine.dispose()
    faults += [f"bytes without a row: {d}" for d in left]
    print(f"{sum(winners.values())} races, {dict(winners)}, {len(faults)} wrong {faults[:5]}")
    return bool(faults)


if __name__ == "__main__":
    raise SystemExit(main())
