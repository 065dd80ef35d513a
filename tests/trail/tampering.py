"""Ten classes of tampering, seed by seed: each found, each located; clean trails raise no alarm.

python -m tests.trail.tampering [--seeds 100] [--first 0]
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from hazards.services import trail
from hazards.services.access import LOCAL_ADMIN
from hazards.storage.migrations import migrate
from hazards.storage.store import Store
from tests.trail import attacks, rooms
from tests.trail.worlds import Office


def an_office(room: Path, seed: int, *, acts: int = 12) -> Office:
    room.mkdir(parents=True, exist_ok=True)
    store = Store(f"sqlite:///{room / 'hazards.db'}")
    migrate(store)
    return rooms.lived(store, room, seed, acts)


def tried(office: Office, name: str, room: Path, seed: int) -> tuple[bool, bool, str]:
    """(found, located, what was said first) of one attack on a copy of the office."""
    held = rooms.held_by_witness(office) if name in attacks.WITNESSED else None
    twin, sealed = rooms.copied(office, room), rooms.spans(office)
    damage = attacks.ATTACKS[name](twin, random.Random(f"{name} {seed}"))
    report = trail.verify(twin.store, LOCAL_ADMIN, twin.blobs, against=held)
    twin.store.engine.dispose()
    said = report.says(report.flaws[0]) if report.flaws else ""
    return not report.ok, damage.located(report, sealed), said


def main() -> int:
    told = argparse.ArgumentParser()
    told.add_argument("--seeds", type=int, default=100)
    told.add_argument("--first", type=int, default=0)
    asked = told.parse_args()
    found, located = dict.fromkeys(attacks.ATTACKS, 0), dict.fromkeys(attacks.ATTACKS, 0)
    alarms, events, start = 0, 0, time.perf_counter()
    for seed in range(asked.first, asked.first + asked.seeds):
        home = Path(tempfile.mkdtemp(prefix="guapai-trail-"))
        try:
            office = an_office(home / "office", seed)
            clean = trail.verify(office.store, LOCAL_ADMIN, office.blobs)
            events += clean.events
            if clean.flaws:
                alarms += 1
                print(f"seed {seed}: false alarm: {clean.says(clean.flaws[0])}")
            for n, name in enumerate(attacks.ATTACKS):
                seen, named, said = tried(office, name, home / str(n), seed)
                found[name] += seen
                located[name] += named
                if not named:
                    print(f"seed {seed}: {name}: {'not located' if seen else 'NOT FOUND'}: {said}")
            office.store.engine.dispose()
        finally:
            shutil.rmtree(home, ignore_errors=True)
    for name in attacks.ATTACKS:
        print(f"{name:20} found {found[name]:4} of {asked.seeds}, located {located[name]:4}")
    seconds = time.perf_counter() - start
    print(f"clean trails: {alarms} false alarms of {asked.seeds}, {events} events; {seconds:.0f} s")
    whole = all(n == asked.seeds for counts in (found, located) for n in counts.values())
    return 0 if whole and not alarms else 1


if __name__ == "__main__":
    sys.exit(main())
