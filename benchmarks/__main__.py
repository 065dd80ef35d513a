"""All workloads, each beside its peer, as one table: printed, and written to docs/bench.md.

python -m benchmarks [--quick]

The file keeps ratios only: seconds tell more about the machine than about us.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

from benchmarks import history, importing, placing, rates, refresh, writing
from benchmarks.measure import Result

PAGE = Path(__file__).resolve().parents[1] / "docs" / "bench.md"


def results(quick: bool) -> Iterator[tuple[Result, str]]:
    """Every workload at full size (quick: at a hundredth), and whether the answers agreed."""
    scale, repeats = (100, 2) if quick else (1, 5)
    million = 1_000_000 // scale
    for polygons in (14, 3_000, 40_000)[: 1 if quick else 3]:
        peer, ours, differ, _ = placing.compare(polygons, million, repeats)
        work = f"place {million:,} points in {polygons:,} polygons"
        yield Result(work, "geopandas sjoin within", ours, peer, must=1.4, aim=3), _differ(differ)
    for streets in (14, 40_000 // scale):
        told, differ = rates.compare(million, streets, 2 * repeats - 1)
        yield told, _differ(differ)
    for streets in (14, 40_000 // scale):
        told, differ = history.compare(million, streets, 2 if quick else 5)
        yield told, _differ(differ)
    told, same = refresh.compare(million, repeats)
    yield told, _differ(0 if same else 1)
    yield importing.compare(100_000 // scale, min(repeats, 3))[0], "every row accepted"
    yield writing.compare(32, 5 / min(scale, 5), 1)[0], "–"
    yield writing.compare(32, 5 / min(scale, 5), 0)[0], "–"


def _differ(count: int) -> str:
    return "equal" if count == 0 else f"{count} DIFFER"


def page(told: list[tuple[Result, str]]) -> str:
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`: how many times faster than a named peer in the same run, on the same",
        "data, turn by turn, medians. “Must” is the bar below which a change is not taken, “aim” where",
        "we want to be. A missed bar stays in the table until it is met.",
        "",
        "| work | peer | ratio | must | aim | | answers | limits |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for result, answers in told:
        mark = "reached" if result.ratio >= result.aim else "passed" if result.passed else "**missed**"
        limits = "; ".join(
            f"{what} {value:.2g} of {most:g}" for what, value, most in result.limits if what != "seconds"
        )
        lines.append(
            f"| {result.work} | {result.peer} | {result.ratio:.2f}× | {result.must:g}× | {result.aim:g}× "
            f"| {mark} | {answers} | {limits} |"
        )
    cores = len(os.sched_getaffinity(0))
    lines += [
        "",
        f"Last run on {cores} cores. Each line can be run alone: `python -m benchmarks.rates --help`.",
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="a hundredth of the size, nothing written")
    asked = parser.parse_args()
    told = []
    for result, answers in results(asked.quick):
        told.append((result, answers))
        print(f"{result.line()}; {answers}", flush=True)
    if not asked.quick:
        PAGE.write_text(page(told), encoding="utf-8")
        print(f"written: {PAGE.name}")
    return 0 if all("DIFFER" not in answers for _, answers in told) else 1


if __name__ == "__main__":
    raise SystemExit(main())
