"""Where an office lives: how one comes to be, its backups, copies to be damaged, its witness."""

import shutil
from pathlib import Path

from sqlalchemy import func, select, text

from hazards.domain.roles import Role
from hazards.services import dossier, sealing, signing
from hazards.services.access import Scope
from hazards.services.trail import Witness
from hazards.storage import trail as at_rest
from hazards.storage.store import Store
from hazards.storage.tables import evidence
from tests.trail.worlds import Office


def backed_up(office: Office) -> tuple[bytes, int]:
    """The database file as it is, and its last seal."""
    with office.store.engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        connection.rollback()
        last = at_rest.last_seal(connection)
    assert office.store.path is not None
    return office.store.path.read_bytes(), last["number"] if last else 0


def held_by_witness(office: Office) -> Witness:
    with office.store.read() as connection:
        return {s["number"]: s["hash"] for s in at_rest.all_seals(connection)}


def spans(office: Office) -> dict[int, tuple[int, int]]:
    with office.store.read() as connection:
        told = at_rest.all_seals(connection)
    return {s["number"]: (s["first_event"], s["last_event"]) for s in told}


def copied(office: Office, room: Path) -> Office:
    """The same office in a room of its own, to be damaged."""
    content, _ = backed_up(office)
    assert office.store.path is not None
    room.mkdir()
    (room / "hazards.db").write_bytes(content)
    shutil.copy(signing.key_path(office.store), room / "signing.key")
    shutil.copytree(office.room / "evidence", room / "evidence")
    twin = Office(Store(f"sqlite:///{room / 'hazards.db'}"), room, 0)
    twin.minute, twin.backups = office.minute, office.backups
    return twin


def lived(store: Store, room: Path, seed: int, acts: int) -> Office:
    """An office with about eighty events, four backups taken at seals, everything sealed."""
    office = Office(store, room, seed)
    for part in range(4):
        office.live(acts if part else acts + 8)
        if store.sqlite and part < 3:
            office.backups.append(backed_up(office))
    with store.read() as connection:
        none = connection.execute(select(func.count()).select_from(evidence)).scalar_one() == 0
    if none:
        office.bring()
        sealing.seal(store, "daily")
    return office


READER = Scope("区安委办甲", Role.LISTING, account=3, as_whom="区安委办")


def written(office, out: Path, case_id: int = 1, **more) -> dict:
    return dossier.write(office.store, READER, case_id, out, files=office.blobs, **more)


def enriched(office):
    """The first case gets files, one voided, an extension and a payment."""
    office.cases, all_cases = [1], office.cases
    for act in (office.bring, office.bring, office.extend, office.pay, office.void, office.strike_off):
        act()
    office.cases = all_cases
    return office
