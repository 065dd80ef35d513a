"""Refreshing the snapshot after one write, beside loading it anew, in a real SQLite store.

python -m benchmarks.refresh [--cases N] [--repeats R]
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
from sqlalchemy import update

from benchmarks import columns as made
from benchmarks.measure import Result
from hazards.domain.counting import ALWAYS, NEVER, Columns, History, as_date
from hazards.storage import cases, events, migrations, snapshot
from hazards.storage import tables as t
from hazards.storage.memory import keep_freed_memory, uncollected
from hazards.storage.store import Store

STAMP = "2026-11-21T09:00:00+08:00"


@uncollected()
def fill(store: Store, data: Columns) -> None:
    """Put made-up cases to rest, as importing them would."""
    migrations.migrate(store)

    def on(number: int) -> object:
        return None if number in (int(ALWAYS), int(NEVER)) else as_date(number)

    def rows(start: int, end: int) -> list[dict[str, object]]:
        out = []
        for n in range(start, min(end, len(data))):
            struck = on(int(data.struck[n]))
            out.append(
                {
                    **cases.BLANK,
                    "id": n + 1,
                    "identity": f"n:{n}",
                    "number": str(n),
                    "kind": "building" if data.kind[n] else "hazard",
                    "unit_id": 1,
                    "unit": "某厂",
                    "level": snapshot.LEVELS[data.level[n]],
                    "lead_id": int(data.lead[n]) or None,
                    "year": int(data.year[n]) or None,
                    "listed_on": on(int(data.listed[n])),
                    "deadline": on(int(data.deadline[n])),
                    "state": "struck-off" if struck else "open",
                    "struck_off_on": struck,
                    "struck_off_origin": "imported" if struck else "",
                    "address": f"某路{n}号",
                    "content": "疏散通道被占用",
                }
            )
        return out

    def write(connection: object) -> None:
        leads = range(1, int(data.lead.max()) + 1)
        cases.add(
            connection, t.jurisdictions, [{"id": n, "name": f"第{n}街道", "type": "街道"} for n in leads]
        )
        cases.add(connection, t.units, [{"id": 1, "name": "某厂", "core": "某厂", "credit_code": ""}])
        for start in range(0, len(data), cases.BULK):
            part = rows(start, start + cases.BULK)
            cases.add(connection, t.cases, part)
            told = [
                events.row(
                    "registered", actor="某人", entered_at=STAMP, case_id=r["id"], origin=events.IMPORTED
                )
                for r in part
            ]
            cases.add(connection, t.events, told)
        # One case in twenty was extended, as a city's ledger has it.
        some = np.flatnonzero(data.deadline < NEVER)[::20]
        until = [
            {
                "case_id": int(n) + 1,
                "until": as_date(int(data.deadline[n]) + 60),
                "approved_on": as_date(int(data.deadline[n]) - 5),
                "event_id": 0,
            }
            for n in some
        ]
        cases.add(connection, t.extensions, until)

    store.write(write)


def strike_off(store: Store, case_id: int) -> None:
    """One act: the row and its event in one transaction."""

    def write(connection: object) -> None:
        day = as_date(int(made.day(made.TODAY)))
        values = {"state": "struck-off", "struck_off_on": day, "struck_off_origin": "here"}
        connection.execute(update(t.cases).where(t.cases.c.id == case_id).values(values))
        events.record(
            connection, action="struck-off", actor="某人", entered_at=STAMP, case_id=case_id, acted_on=day
        )

    store.write(write)


def compare(count: int, repeats: int) -> tuple[Result, bool]:
    """Median seconds, and whether the refreshed snapshot equals one loaded anew."""
    keep_freed_memory()
    with tempfile.TemporaryDirectory() as room:
        store = Store(f"sqlite:///{Path(room) / 'hazards.db'}")
        fill(store, made.columns(count, 14))
        with store.read() as connection:
            held = snapshot.load(connection)
        anew, again = [], []
        for n in range(repeats):
            strike_off(store, 1 + n * (count // repeats))
            with store.read() as connection:
                start = time.perf_counter()
                held = snapshot.refresh(connection, held)
                again.append(time.perf_counter() - start)
                start = time.perf_counter()
                fresh = snapshot.load(connection)
                anew.append(time.perf_counter() - start)
    result = Result(
        f"snapshot after one write, {count:,} cases",
        "full reload",
        statistics.median(again),
        statistics.median(anew),
        must=100,
        aim=1000,
    )
    return result, equal(held, fresh)


def equal(one: snapshot.Snapshot, other: snapshot.Snapshot) -> bool:
    """Whether two snapshots tell the same of every case."""
    for name in Columns.__slots__:
        mine, theirs = getattr(one.columns, name), getattr(other.columns, name)
        if name in ("extensions", "moves", "uplistings", "strikes"):
            mine, theirs = _by_case(mine), _by_case(theirs)
        if not np.array_equal(mine, theirs):
            return False
    return np.array_equal(one.lon, other.lon, equal_nan=True) and one.last == other.last


def _by_case(history: History) -> np.ndarray:
    """Entries of different cases may stand in any order; those of one case may not."""
    order = np.argsort(history.row, kind="stable")
    return np.column_stack([history.row, history.since, history.value])[order]


def main() -> None:
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--cases", type=int, default=1_000_000)
    told.add_argument("--repeats", type=int, default=5)
    asked = told.parse_args()
    result, same = compare(asked.cases, asked.repeats)
    print(result.line(), "; equal" if same else "; DIFFERENT")


if __name__ == "__main__":
    main()
