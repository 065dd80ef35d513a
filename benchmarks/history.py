"""24 month-ends for every street, beside DuckDB's 24 x ``arg_max`` over the event log.

python -m benchmarks.history [--cases N] [--repeats R] [--leads N]

The log holds the life of a case: found, listed, extended, moved, six steps of its treatment, struck
off or left. Each row carries the state, deadline and street that hold from then on, so that the
last row before a cut-off tells all; the peer keeps it in its own native table. All years and both
kinds are counted. Compared are listed, struck off, due and overdue of every street and month.
"""

from __future__ import annotations

import argparse
from datetime import date, timedelta

import duckdb
import numpy as np
import pyarrow as pa

from benchmarks import columns as made
from benchmarks.measure import Result, interleaved
from hazards.domain.counting import ALWAYS, NEVER, Columns, Cutoff, day
from hazards.domain.series import Counts, series
from hazards.storage.memory import keep_freed_memory

MONTHS = 24
STEPS = 6
UNTOLD = np.int64(-(2**31))
FIGURES = ("listed", "struck_off", "due", "overdue")
FOUND, OPEN, STRUCK, LEFT, CLOSED = range(5)


def month_ends(today: date = made.TODAY, months: int = MONTHS) -> list[date]:
    ends, first = [], today.replace(day=1)
    for _ in range(months):
        ends.append(first - timedelta(days=1))
        first = ends[-1].replace(day=1)
    return ends[::-1]


def by_us(cases: Columns, ends: list[date]) -> list[Counts]:
    """Every figure of the table of rates, per street and month-end."""
    cuts = [(Cutoff(end, True), None) for end in ends]
    return series(cases, cuts, lambda some, _: np.ones(len(some), bool))


def event_log(cases: Columns) -> pa.Table:
    """The acts of all cases, in order of their days, with what held after each."""
    acts: list[tuple[np.ndarray, np.ndarray, str, object]] = []
    every = np.arange(len(cases))
    dated = cases.listed != ALWAYS
    found = np.where(dated, cases.listed - 10, day(made.FIRST)).astype(np.int32)
    acts.append((every, found, "state", FOUND))
    acts.append((every, np.where(dated, cases.listed, found), "state", np.where(cases.closed, CLOSED, OPEN)))
    rng = np.random.default_rng(7)
    for _ in range(STEPS):  # plan, measures, report, site check …: they leave the state as it is
        acts.append((every, found + rng.integers(0, 200, len(cases), np.int32), "step", 0))
    for value, days in ((STRUCK, cases.struck), (LEFT, cases.left)):
        rows = np.flatnonzero(days < NEVER)
        acts.append((rows, days[rows], "state", value))
    for name, history in (("deadline", cases.extensions), ("lead", cases.moves)):
        acts.append((history.row, history.since, name, history.value))
    case = np.concatenate([a[0] for a in acts])
    on = np.concatenate([a[1] for a in acts])
    changed = {n: np.full(len(case), UNTOLD) for n in ("state", "deadline", "lead", "step")}
    start = 0
    for rows, _, name, values in acts:
        changed[name][start : start + len(rows)] = values
        start += len(rows)
    # Within a case by day; the last known value of each attribute is carried along.
    order = np.lexsort((on, case))
    case, on = case[order], on[order]
    first = np.flatnonzero(np.r_[True, case[1:] != case[:-1]])
    told = {}
    for name, at_first in (
        ("state", np.full(len(cases), FOUND)),
        ("deadline", cases.deadline),
        ("lead", cases.lead),
    ):
        values = changed[name][order]
        values[first] = np.where(values[first] == UNTOLD, at_first[case[first]], values[first])
        known = np.maximum.accumulate(np.where(values != UNTOLD, np.arange(len(values)), 0))
        told[name] = values[known].astype(np.int32)
    by_day = np.argsort(on, kind="stable")
    columns = {
        "id": np.arange(len(case)),
        "case_id": case[by_day].astype(np.int32),
        "day": on[by_day],
        **{n: v[by_day] for n, v in told.items()},
    }
    return pa.table(columns)


def prepared(log: pa.Table) -> duckdb.DuckDBPyConnection:
    engine = duckdb.connect()
    engine.register("arrow", log)
    engine.execute("CREATE TABLE log AS SELECT * FROM arrow")
    engine.unregister("arrow")
    return engine


QUERY = f"""
    WITH now AS (
        SELECT case_id, arg_max(state, id) AS state, arg_max(deadline, id) AS deadline,
               arg_max(lead, id) AS lead
        FROM log WHERE day <= $on GROUP BY case_id
    )
    SELECT lead,
           count(*) FILTER (state <> {LEFT}),
           count(*) FILTER (state = {STRUCK}),
           count(*) FILTER (state <> {LEFT} AND deadline < $due),
           count(*) FILTER (state = {OPEN} AND deadline < $due)
    FROM now WHERE state <> {FOUND} GROUP BY lead
"""


def by_duckdb(engine: duckdb.DuckDBPyConnection, ends: list[date]) -> list[np.ndarray]:
    """Per month-end an array (streets, 5): lead and the compared figures."""
    out = []
    for end in ends:
        told = engine.execute(QUERY, {"on": day(end), "due": Cutoff(end, True).due_before}).fetchnumpy()
        out.append(np.column_stack(list(told.values())))
    return out


def differences(ours: list[Counts], theirs: list[np.ndarray]) -> int:
    """How many of all compared figures differ."""
    wrong = 0
    for counts, told in zip(ours, theirs, strict=True):
        peer = np.zeros((len(counts["listed"]), len(FIGURES)), np.int64)
        peer[told[:, 0]] = told[:, 1:]
        wrong += int((np.column_stack([counts[f] for f in FIGURES]) != peer).sum())
    return wrong


def compare(cases: int, leads: int, repeats: int) -> tuple[Result, int]:
    keep_freed_memory()  # as the process that serves the pages does
    data, ends = made.columns(cases, leads), month_ends()
    log = event_log(data)
    engine = prepared(log)
    ours, theirs, answer, expected = interleaved(
        lambda: by_us(data, ends), lambda: by_duckdb(engine, ends), repeats
    )
    work = f"{MONTHS} month-ends of {leads:,} streets, {cases:,} cases"
    peer = f"DuckDB {MONTHS} x arg_max, {log.num_rows / 1e6:.1f}M events"
    return Result(work, peer, ours, theirs, must=40, aim=100), differences(answer, expected)


def main() -> None:
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--cases", type=int, default=1_000_000)
    told.add_argument("--repeats", type=int, default=5)
    told.add_argument("--leads", type=int, nargs="+", default=[14, 40_000])
    asked = told.parse_args()
    for leads in asked.leads:
        result, wrong = compare(asked.cases, leads, asked.repeats)
        print(result.line(), f"; {wrong} figures differ", flush=True)


if __name__ == "__main__":
    main()
