"""Runs hostile files through the real command line and compares verdicts.

    python -m tests.hostile.verdicts [--seed N] [--only L13]

Every file meets a store of its own with district 330302 registered.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests import commandline

MAKER = Path(__file__).with_name("make_hostile.py")
FORBIDDEN = ("Traceback", "Error:", "Exception", "root:x:0")


@dataclass
class Outcome:
    id: str
    why: str
    expected: str
    verdict: str
    seconds: float
    faults: list[str] = field(default_factory=list)
    answer: dict = field(default_factory=dict)


STREET = "nanhui"
"""The clerk of 南汇街道, who uploads the one file whose rows are partly another street's."""


def make(seed: int, out: Path) -> dict:
    subprocess.run(
        [sys.executable, str(MAKER), str(out), "--seed", str(seed)], check=True, capture_output=True
    )
    return json.loads((out / "expected.json").read_text(encoding="utf-8"))


def prepare(room: Path) -> Path:
    """An empty store that knows the district, copied for every file."""
    store = room / "empty.db"
    _run(store, "migrate")
    _run(store, "district", "add", "330302")
    _run(store, "user", "add", STREET, "--role", "clerk", "--jurisdiction", "330302025000")
    return store


def _run(store: Path, *args: str) -> subprocess.CompletedProcess:
    return commandline.run(args, {"HAZARDS_DATABASE_URL": f"sqlite:///{store}"})


def judge(room: Path, empty: Path, folder: Path, told: dict, decoy: str, columns: dict[str, str]) -> Outcome:
    store = room / f"{told['id']}.db"
    shutil.copy(empty, store)
    shutil.copy(f"{empty}-wal", f"{store}-wal") if Path(f"{empty}-wal").exists() else None
    kind = "ledger" if told["kind"] == "ledger" else "boundaries"
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    started = time.monotonic()
    who = ["--as", STREET] if told["checks"].get("as_user") else []
    ran = _run(store, kind, "import", str(folder / told["file"]), "--json", *who)
    seconds = time.monotonic() - started
    del before
    outcome = Outcome(told["id"], told["why"], told["verdict"], "?", seconds)
    try:
        outcome.answer = json.loads(ran.stdout)
    except ValueError:
        outcome.faults.append(f"no JSON: {ran.stdout[:200]!r} {ran.stderr[-300:]!r}")
        return outcome
    _verdict(outcome, kind, ran.returncode)
    _check(outcome, told, ran, decoy)
    if told["checks"].get("twice_adds") == 0:
        again = json.loads(_run(store, kind, "import", str(folder / told["file"]), "--json").stdout)
        if again["accepted"]:
            outcome.faults.append("the second time something was added")
    if kind == "ledger" and told["checks"].get("values") and outcome.verdict != "reject":
        _values(outcome, told, store, room, columns)
    return outcome


def _verdict(outcome: Outcome, kind: str, code: int) -> None:
    answer = outcome.answer
    total = answer["rows"] if kind == "ledger" else answer["features"]
    taken = answer["accepted"] + answer.get("unchanged", 0)
    if taken == 0:
        outcome.verdict = "reject"
    else:
        outcome.verdict = "accept" if taken == total else "partial"
    if kind == "ledger" and answer["accepted"] + answer["refused"] + answer["unchanged"] != total:
        outcome.faults.append("the counts do not add up")
    if (code == 0) != (outcome.verdict == "accept"):
        outcome.faults.append(f"exit code {code} for {outcome.verdict}")


def _check(outcome: Outcome, told: dict, ran: subprocess.CompletedProcess, decoy: str) -> None:
    allowed = {told["verdict"], *told.get("also_ok", ())}
    if outcome.verdict not in allowed:
        outcome.faults.append(f"{outcome.verdict} instead of {'/'.join(sorted(allowed))}")
    said = ran.stdout + ran.stderr
    outcome.faults += [
        f"said {w!r}" for w in FORBIDDEN if w in ran.stderr or (w == FORBIDDEN[0] and w in said)
    ]
    if decoy in said or "root:x:0" in said:
        outcome.faults.append("a server file leaked")
    findings = outcome.answer["findings"]
    refused = {f["row"] for f in findings if f["row"]}
    bad = told["checks"].get("bad_rows")
    if outcome.verdict == "partial" and bad:
        missing = [r for r in bad if r not in refused]
        if missing:
            outcome.faults.append(f"rows {missing} have no finding")
        if told["kind"] == "ledger" and outcome.answer["refused"] != len(bad):
            outcome.faults.append(f"{outcome.answer['refused']} rows refused, expected {bad}")
    if outcome.verdict == "reject" and not any(
        any("\u4e00" <= c <= "\u9fff" for c in f["remedy"]) for f in findings
    ):
        outcome.faults.append("no Chinese message")
    limit = told["checks"].get("seconds")
    if limit and outcome.seconds > limit:
        outcome.faults.append(f"{outcome.seconds:.1f} s, allowed {limit}")


def _values(outcome: Outcome, told: dict, store: Path, room: Path, columns: dict[str, str]) -> None:
    out = room / f"{told['id']}.csv"
    _run(store, "export", "csv", "--out", str(out))
    import csv

    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    wanted = told["checks"]["values"]
    if isinstance(wanted, int) and len(rows) != wanted:
        outcome.faults.append(f"{len(rows)} cases in the export, expected {wanted}")
    if isinstance(wanted, list):
        dates = sorted(r["发现日期"] for r in rows)
        for value in set(wanted):
            if dates.count(value) < wanted.count(value):
                outcome.faults.append(f"dates {dates}, expected {wanted}")
                break
    if isinstance(wanted, dict):
        seen = {round(float(r["经度"]), 6) for r in rows if r["经度"]}
        if not set(wanted.values()) <= seen:
            outcome.faults.append(f"longitudes {seen}, expected {wanted}")


def run(
    seed: int,
    only: str | None = None,
    kinds: tuple[str, ...] = ("ledger", "boundary"),
    workers: int = 1,
    patience: float = 1.0,
) -> list[Outcome]:
    """Judge the files of a seed, ``workers`` at a time; each meets a store of its own.

    ``patience`` stretches the allowed seconds where other work shares the processor.
    """
    with tempfile.TemporaryDirectory() as room_:
        room = Path(room_)
        folder = room / "files"
        expected = make(seed, folder)
        empty = prepare(room)
        chosen = [e for e in expected["files"] if e["kind"] in kinds and (only is None or e["id"] == only)]

        def one(told: dict) -> Outcome:
            if limit := told["checks"].get("seconds"):
                told = {**told, "checks": {**told["checks"], "seconds": limit * patience}}
            return judge(room, empty, folder, told, expected["decoy"], expected["columns"])

        with ThreadPoolExecutor(workers) as pool:
            return list(pool.map(one, chosen))


def main() -> int:
    told = argparse.ArgumentParser()
    told.add_argument("--seed", type=int, default=0)
    told.add_argument("--only")
    asked = told.parse_args()
    outcomes = run(asked.seed, asked.only)
    for o in outcomes:
        print(f"{o.id} {o.verdict:8s} {o.seconds:5.1f}s {'; '.join(o.faults) or 'ok'}   ({o.why})")
        if asked.only:
            print(json.dumps(o.answer, ensure_ascii=False, indent=1)[:4000])
    wrong = [o for o in outcomes if o.faults]
    print(f"{len(outcomes)} files, {len(wrong)} wrong")
    return bool(wrong)


if __name__ == "__main__":
    raise SystemExit(main())
