"""One run of all contests on a new store of either engine, ended by the verification of its trail."""

import contextlib
import io
import os
import time
from collections.abc import Callable
from pathlib import Path

from hazards.services import register, trail
from hazards.services.access import LOCAL_ADMIN
from hazards.storage import blobs
from hazards.storage.migrations import migrate
from hazards.storage.store import Store
from tests import postgres
from tests.races.contests import Contest, Tally
from tests.races.runners import running

ROUNDS_OF_A_CASE = 100
LIMITS = 20
"""Faults told of one run."""
Tell = Callable[[str], None]


def raced(
    room: Path, engine: str, sizes: dict[str, int], *, seed: int = 0, tell: Tell = lambda text: None
) -> tuple[dict[str, Tally], list[str]]:
    """(what came of each contest, what the trail shows) of ``sizes`` rounds by contest."""
    with contextlib.ExitStack() as held:
        url = f"sqlite:///{room / 'hazards.db'}"
        if engine == "postgres":
            url = held.enter_context(postgres.running()).database()
        held.enter_context(_settings(room, url))
        store = Store(url)
        with contextlib.redirect_stdout(io.StringIO()):
            migrate(store)
            register.add_district(store, LOCAL_ADMIN, "330302")
        runners = held.enter_context(running(url))
        cases = max(4, max(sizes.values()) // ROUNDS_OF_A_CASE)
        contest = Contest(store, runners, cases, seed)
        tallies = {}
        for name, rounds in sizes.items():
            begun = time.monotonic()
            tallies[name] = contest.run(name, rounds)
            tell(f"{engine} {figures(name, tallies[name])}, {time.monotonic() - begun:.0f} s")
        report = trail.verify(store, LOCAL_ADMIN, blobs.store())
        store.engine.dispose()
        return tallies, [report.says(flaw) for flaw in report.flaws]


@contextlib.contextmanager
def _settings(room: Path, url: str):
    wanted = {
        "HAZARDS_DATABASE_URL": url,
        "HAZARDS_EVIDENCE_URL": (room / "evidence").as_uri(),
        "HAZARDS_KEY": str(room / "signing.key"),
        "HAZARDS_TODAY": "2026-11-21",
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def figures(name: str, tally: Tally) -> str:
    won = ", ".join(f"{who} {n:,}" for who, n in sorted(tally.winners.items()))
    return f"{name}: {tally.rounds:,} rounds ({won}), {len(tally.wrong)} wrong"
