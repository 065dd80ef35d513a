"""The long forms of the tests, one after the other: ``make drill``, some hours; ``--only WORD`` for one.

The same code as ``make test`` at full size: hostile files of other seeds through the real command
line, properties with 10,000 examples, 32 writers for half a minute, a ledger of 100,000 rows.
"""

import argparse
import os
import subprocess
import sys
import time

STEPS = [
    *(
        (f"hostile files, seed {seed}", [sys.executable, "-m", "tests.hostile.verdicts", "--seed", str(seed)])
        for seed in range(6)
    ),
    *(
        (
            f"hostile evidence, seed {seed}",
            [sys.executable, "-m", "tests.hostile.evidence", "--seed", str(seed)],
        )
        for seed in (0, 1, 7, 42)
    ),
    *(
        (f"32 uploaders, 50 kills {store}", [sys.executable, "-m", "tests.evidence.kills", *store])
        for store in ((), ("--postgres",))
    ),
    *(
        (
            f"10,000 races of reviewers, 10,000 of uploader and closer, 1,000 presses × 8, {engine}",
            [sys.executable, "-m", "tests.races", "--engine", engine],
        )
        for engine in ("sqlite", "postgres")
    ),
    ("mutants of the permission and scope modules", [sys.executable, "-m", "tests.mutation"]),
    (
        "properties, 10,000 examples each",
        [
            sys.executable,
            "-m",
            "pytest",
            "tests/domain",
            "tests/geo",
            "tests/formats",
            "tests/services",
            "tests/evidence",
        ],
    ),
    ("tampering, 100 seeds", [sys.executable, "-m", "tests.trail.tampering", "--seeds", "100"]),
    *(
        (
            f"stored scripts in every field, {texts}",
            [
                "env",
                f"HAZARDS_SCRIPTS={texts}",
                sys.executable,
                "-m",
                "pytest",
                "tests/browser/test_stored_scripts.py",
            ],
        )
        for texts in ("all", "naughty")
    ),
    ("50,000 texts through every export", [sys.executable, "-m", "tests.exports.trial"]),
    ("32 writers, 30 seconds", [sys.executable, "-m", "benchmarks.writing", "--seconds", "30"]),
    ("20,000 footprints", [sys.executable, "-m", "benchmarks.footprints"]),
    ("a binder of 90 cases", [sys.executable, "-m", "benchmarks.binder"]),
    ("import of 100,000 rows", [sys.executable, "-m", "benchmarks.importing", "--repeats", "1"]),
]


def main(wanted: str = "") -> int:
    """Run the steps whose name holds a word; 1 where one failed."""
    failed = []
    for name, command in STEPS:
        if wanted not in name:
            continue
        print(f"== {name}", flush=True)
        start = time.monotonic()
        code = subprocess.run(command, env={**os.environ, "HYPOTHESIS_PROFILE": "drill"}).returncode
        print(
            f"== {name}: {'passed' if code == 0 else 'FAILED'}, {time.monotonic() - start:.0f} s", flush=True
        )
        if code:
            failed.append(name)
    print("failed: " + ", ".join(failed) if failed else "all passed")
    return bool(failed)


if __name__ == "__main__":
    told = argparse.ArgumentParser()
    told.add_argument("--only", default="")
    raise SystemExit(main(told.parse_args().only))
