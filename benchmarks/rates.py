"""Rates of every street at one cut-off, beside polars ``group_by`` in memory in the same run.

python -m benchmarks.rates [--cases N] [--repeats R] [--leads 14 40000]

Both sides count all the figures of a table of rates for the hazards of one year, from the same
columns already in memory. Ours starts where a page starts: the warm snapshot and the question.
"""

from __future__ import annotations

import argparse

import numpy as np
import polars as pl

from benchmarks import columns as made
from benchmarks.measure import Result, interleaved
from hazards.domain import counting
from hazards.domain.counting import MEASURES, NEVER, TRANSFERRED, WITHDRAWN, Columns, Cutoff, day
from hazards.services.access import LOCAL_ADMIN
from hazards.services.asked import Asked
from hazards.services.counted import Counted
from hazards.storage.memory import keep_freed_memory
from hazards.storage.snapshot import Snapshot

AS_OF = made.TODAY.replace(month=9, day=30)


def by_us(held: Snapshot, register: object) -> dict[str, np.ndarray]:
    """Figure to counts per row of the table; row 0 is 未定属地, row n the n-th lead that occurs."""
    counted = Counted(Asked(as_of=AS_OF), held, register, {}, LOCAL_ADMIN)  # type: ignore[arg-type]
    at, rows = counted.places
    counts = counting.tally(counted.masks, at, len(rows), counted.keep)
    return {"lead": np.array(rows), **counts}


def figures(cut: Cutoff, year: int) -> dict[str, pl.Expr]:
    """The counting rules once more, as polars expressions."""
    c, on, began = pl.col, day(cut.on), day(cut.on.replace(month=1, day=1))
    known, left, struck = c("listed") <= on, c("left") <= on, c("struck") <= on
    deadline = pl.when(c("extended_on") <= on).then(c("extended_to")).otherwise(c("deadline"))
    due = deadline < cut.due_before
    open_ = known & ~struck & ~left & ~c("closed")
    member = known & ~left & (c("year") == year)
    gone = known & left & (c("year") == year)
    was_open = (c("struck") >= began) & (c("left") >= began) & ~c("closed")
    carried = known & (c("year") > 0) & (c("year") < year) & was_open
    return {
        "listed": member,
        "struck_off": member & struck,
        "due": member & due,
        "due_struck_off": member & due & struck,
        "on_time": member & due & struck & (c("struck") <= c("deadline_at_strike")),
        "overdue": member & due & open_,
        "extended": member & (c("extended_on") <= on),
        "withdrawn": gone & (c("left_how") == WITHDRAWN),
        "transferred": gone & (c("left_how") == TRANSFERRED),
        "no_deadline": member & (deadline == int(NEVER)),
        "imported_struck_off": member & struck & c("imported"),
        "carried_over": carried,
        "carried_over_open": carried & open_,
        "carried_over_overdue": carried & open_ & due,
    }


def by_polars(frame: pl.DataFrame) -> pl.DataFrame:
    cut = Cutoff(AS_OF, True)
    lead = pl.when(pl.col("moved_on") <= day(cut.on)).then(pl.col("moved_to")).otherwise(pl.col("lead"))
    told = figures(cut, AS_OF.year)
    return (
        frame.lazy()
        .filter(pl.col("kind") == counting.HAZARD)
        .group_by(lead.alias("lead"))
        .agg(**{name: expression.sum() for name, expression in told.items()})
        .collect()
    )


def differences(ours: dict[str, np.ndarray], theirs: pl.DataFrame) -> int:
    """How many of all counted figures differ."""
    theirs = theirs.sort("lead")
    order = np.argsort(ours["lead"])
    seen = np.isin(ours["lead"][order], theirs["lead"].to_numpy())
    wrong = int(sum(ours[m][order][~seen].sum() for m in MEASURES))
    return wrong + sum(int((ours[m][order][seen] != theirs[m].to_numpy()).sum()) for m in MEASURES)


def compare(cases: int, leads: int, repeats: int) -> tuple[Result, int]:
    keep_freed_memory()  # as the process that serves the pages does
    data: Columns = made.columns(cases, leads)
    held, register, frame = made.snapshot(data), made.register(leads), pl.DataFrame(made.flat(data))
    ours, theirs, answer, expected = interleaved(
        lambda: by_us(held, register), lambda: by_polars(frame), repeats
    )
    work = f"rates of {leads:,} streets, {cases:,} cases"
    return Result(work, "polars group_by", ours, theirs, must=0.5, aim=1), differences(answer, expected)


def main() -> None:
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--cases", type=int, default=1_000_000)
    told.add_argument("--repeats", type=int, default=9)
    told.add_argument("--leads", type=int, nargs="+", default=[14, 40_000])
    asked = told.parse_args()
    for leads in asked.leads:
        result, wrong = compare(asked.cases, leads, asked.repeats)
        print(result.line(), f"; {wrong} figures differ", flush=True)


if __name__ == "__main__":
    main()
