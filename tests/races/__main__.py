"""Races at full size; ``make drill`` runs it on both engines.

    python -m tests.races --rounds 10000 --uploads 10000 --doubles 1000 --engine sqlite|postgres

Two reviewers, from two threads and from two processes: exactly one wins, the other is told by whom.
An uploader against who closes the case: the file stands before the end, or the clerk is told.
The same press eight times at one moment: one event and one row. At the end the whole trail verifies.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.races.running import LIMITS, raced


def _print(text: str) -> None:
    print(text, flush=True)


def main() -> int:
    told = argparse.ArgumentParser()
    told.add_argument("--rounds", type=int, default=10_000)
    told.add_argument("--uploads", type=int, default=10_000, help="rounds of uploader against closer")
    told.add_argument("--doubles", type=int, default=1_000)
    told.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    told.add_argument("--seed", type=int, default=0)
    asked = told.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="guapai-races-") as room:
        sizes = {"reviewers": asked.rounds, "doubles": asked.doubles, "uploader": asked.uploads}
        tallies, trail = raced(Path(room), asked.engine, sizes, seed=asked.seed, tell=_print)
    wrong = [*trail, *(w for tally in tallies.values() for w in tally.wrong)]
    print(f"{asked.engine}: {time.monotonic() - begun:.0f} s, seed {asked.seed}, {len(wrong)} wrong")
    print("\n".join(wrong[:LIMITS]), file=sys.stderr)
    return bool(wrong)


if __name__ == "__main__":
    raise SystemExit(main())
