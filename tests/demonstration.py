"""The demonstration district as ``hazards demo`` makes it, made once for all processes of a run."""

import atexit
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUN = "HAZARDS_TEST_RUN"
"""Names the folder of a run to the processes that it starts."""


def begin() -> None:
    """Make the folder of a run; whoever made it takes it away at his end."""
    if RUN not in os.environ:
        os.environ[RUN] = tempfile.mkdtemp(prefix="hazards-run-")
        atexit.register(shutil.rmtree, os.environ[RUN], ignore_errors=True)


def copied(folder: Path, today: str = "") -> str:
    """Ledger, evidence and key of a demonstration on a day (the clock's), as files of one's own.

    Returns:
        The URL of its store, ``hazards.db`` in the folder.
    """
    begin()
    made = Path(os.environ[RUN]) / f"demo-{today}"
    with open(f"{made}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _make(made, today)
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return f"sqlite:///{folder / 'hazards.db'}"


def _make(made: Path, today: str) -> None:
    room = made.with_suffix(".part")
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir()
    settings = {name: value for name, value in os.environ.items() if not name.startswith("HAZARDS_")}
    settings["HAZARDS_DATABASE_URL"] = f"sqlite:///{room / 'hazards.db'}"
    if today:
        settings["HAZARDS_TODAY"] = today
    subprocess.run([sys.executable, "-m", "hazards", "demo"], cwd=ROOT, env=settings, check=True)
    room.rename(made)
