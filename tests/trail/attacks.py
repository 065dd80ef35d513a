"""What somebody with the database in hand may do, and what verify must then name.

Each attack gets the office and dice, does its damage past the program as a database administrator
would (triggers and foreign keys off), and returns where the damage lies.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text, update

from hazards.domain import trail
from hazards.services import signing
from hazards.services.trail import Report
from hazards.storage import trail as at_rest
from hazards.storage.store import Store
from hazards.storage.tables import cases, chains, events, evidence, seals
from tests.trail.worlds import Office


@dataclass
class Damage:
    """Where it lies: ids of events touched, cases, files; or the last seal before it."""

    events: set[int] = field(default_factory=set)
    cases: set[int | None] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    after: int | None = None

    def located(self, report: Report, spans: dict[int, tuple[int, int]]) -> bool:
        """Whether the first thing named is the damage, as exactly as it can be told."""
        if report.ok:
            return False
        first = report.flaws[0]
        if self.after is not None:
            said = f"第 {self.after} 号封签之后" if self.after else "自始"
            return first.code.startswith("witness") and said in report.says(first)
        if first.code.startswith("seal") and first.seal in spans:
            low, high = spans[first.seal]
            return any(low <= e <= high for e in self.events)
        if first.file is not None:
            return first.file in self.files
        if first.code.startswith("event"):
            return first.event in self.events
        return first.case in self.cases


@contextmanager
def past_the_program(store: Store) -> Iterator[Connection]:
    """A connection on which nothing of ours keeps watch."""
    with store.engine.connect() as connection, connection.begin():
        if store.sqlite:
            found = connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).scalars()
            for name in found.all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield connection


def pick(connection: Connection, dice: random.Random, *, at_least: int = 1) -> dict[str, Any]:
    """Some event of a chain that has at least so many."""
    asked = select(events.c.case_id).group_by(events.c.case_id).having(func.count() >= at_least)
    chain = dice.choice(sorted(connection.execute(asked).scalars(), key=lambda c: c or 0))
    return dice.choice(of_chain(connection, chain)[: None if at_least == 1 else 1 - at_least])


def of_chain(connection: Connection, case_id: int | None) -> list[dict[str, Any]]:
    asked = select(events).where(
        events.c.case_id.is_(None) if case_id is None else events.c.case_id == case_id
    )
    return [dict(r) for r in connection.execute(asked.order_by(events.c.seq, events.c.id)).mappings()]


def rechain(connection: Connection, case_id: int | None) -> None:
    """Make a chain agree with itself again: what a patient forger does."""
    end = (0, "")
    for row in of_chain(connection, case_id):
        end = at_rest.linked(row, case_id or 0, end)
        told = {n: row[n] for n in ("seq", "prev", "hash")}
        connection.execute(update(events).where(events.c.id == row["id"]).values(told))
    table, key = (chains, 0) if case_id is None else (cases, case_id)
    connection.execute(update(table).where(table.c.id == key).values(length=end[0], head=end[1]))


def edit(office: Office, dice: random.Random) -> Damage:
    with past_the_program(office.store) as connection:
        row = pick(connection, dice)
        told = dice.choice(
            [
                {"reason": "改过"},
                {"actor": "别人"},
                {"data": '{"x":1}'},
                {"entered_at": "2020"},
                {"sums": "x"},
            ]
        )
        connection.execute(update(events).where(events.c.id == row["id"]).values(told))
        if dice.random() < 0.5:
            rechain(connection, row["case_id"])
        return Damage({row["id"]}, {row["case_id"]})


def remove(office: Office, dice: random.Random) -> Damage:
    with past_the_program(office.store) as connection:
        row = pick(connection, dice, at_least=2)
        later = {e["id"] for e in of_chain(connection, row["case_id"]) if e["seq"] >= row["seq"]}
        connection.execute(delete(events).where(events.c.id == row["id"]))
        if dice.random() < 0.5:
            rechain(connection, row["case_id"])
        return Damage(later, {row["case_id"]})


def add(office: Office, dice: random.Random) -> Damage:
    """A forged act slipped into what is sealed already, or left outside every chain."""
    with past_the_program(office.store) as connection:
        row = pick(connection, dice)
        last = connection.execute(select(func.max(events.c.id))).scalar_one()
        how = dice.choice(["foreign", "copied", "between"])
        if how == "between":
            for key in range(last, row["id"], -1):
                connection.execute(update(events).where(events.c.id == key).values(id=key + 1))
        key = row["id"] + 1 if how == "between" else last + 1
        forged = {**row, "id": key, "actor": "别人", **({"hash": ""} if how == "foreign" else {})}
        connection.execute(insert(events).values(forged))
        if how == "between":
            rechain(connection, row["case_id"])
        return Damage({key, row["id"]}, {row["case_id"]})


def swap(office: Office, dice: random.Random) -> Damage:
    """Two acts change places: of one case or of two, with or without their places in the chain."""
    with past_the_program(office.store) as connection:
        one = pick(connection, dice, at_least=2)
        rest = [e for e in of_chain(connection, one["case_id"]) if e["id"] != one["id"]]
        other = dice.choice(rest)
        kept = ("id",) if dice.random() < 0.5 else ("id", "seq", "prev", "hash")
        for row, told in ((one, other), (other, one)):
            values = {n: v for n, v in told.items() if n not in kept}
            connection.execute(update(events).where(events.c.id == row["id"]).values(values))
        return Damage({one["id"], other["id"]}, {one["case_id"]})


def cut(office: Office, dice: random.Random) -> Damage:
    """The last acts of a case never happened; the patient forger also sets its head back."""
    with past_the_program(office.store) as connection:
        row = pick(connection, dice, at_least=2)
        told = of_chain(connection, row["case_id"])
        gone = told[dice.randrange(1, len(told)) :]
        connection.execute(delete(events).where(events.c.id.in_([e["id"] for e in gone])))
        if dice.random() < 0.5:
            rechain(connection, row["case_id"])
        return Damage({e["id"] for e in gone}, {row["case_id"]})


def reseal(connection: Connection, store: Store, first: int) -> None:
    """Every seal from ``first`` on made anew with the true key, over what now stands there."""
    key = signing.load(signing.key_path(store))
    rows = at_rest.all_seals(connection)
    connection.execute(delete(seals).where(seals.c.number >= first))
    prev = {r["number"]: r["hash"] for r in rows}.get(first - 1, "")
    for row in rows[first - 1 :]:
        leaves = [trail.leaf(h) for _, h in at_rest.under(connection, row["first_event"], row["last_event"])]
        made = at_rest.stated({**row, "root": trail.root(leaves), "events": len(leaves), "prev": prev})
        at_rest.add_seal(connection, made, key.sign(made.statement()).hex())
        prev = made.hash


def rewrite(office: Office, dice: random.Random) -> Damage:
    """Everything from one act on written anew and sealed with the stolen key."""
    with past_the_program(office.store) as connection:
        row = pick(connection, dice)
        connection.execute(update(events).where(events.c.id == row["id"]).values(reason="改过"))
        rechain(connection, row["case_id"])
        number = next(s["number"] for s in at_rest.all_seals(connection) if s["last_event"] >= row["id"])
        reseal(connection, office.store, number)
        return Damage(after=number - 1)


def rollback(office: Office, dice: random.Random) -> Damage:
    """An old backup put in place of the database."""
    assert office.backups
    content, number = dice.choice(office.backups)
    _put_back(office, content)
    return Damage(after=number)


def fork(office: Office, dice: random.Random) -> Damage:
    """An old backup put in place, and another story lived and sealed on it."""
    damage = rollback(office, dice)
    later = Office(office.store, office.room, dice.randrange(10**6))
    later.cases, later.minute = _ids(office.store), office.minute + 100
    later.live(40, seal_each=4)
    return damage


def _put_back(office: Office, content: bytes) -> None:
    path = office.store.path
    assert path is not None
    office.store.engine.dispose()
    for beside in ("-wal", "-shm"):
        Path(f"{path}{beside}").unlink(missing_ok=True)
    path.write_bytes(content)
    office.store = Store(str(office.store.url))


def _ids(store: Store) -> list[int]:
    with store.read() as connection:
        return list(connection.execute(select(cases.c.id).order_by(cases.c.id)).scalars())


def _a_file(connection: Connection, dice: random.Random) -> dict[str, Any]:
    return dict(dice.choice(connection.execute(select(evidence)).mappings().all()))


def swap_blob(office: Office, dice: random.Random) -> Damage:
    with past_the_program(office.store) as connection:
        row = _a_file(connection, dice)
    path = office.blobs.kept / row["sha256"][:2] / row["sha256"]
    told = bytearray(path.read_bytes())
    path.unlink()
    if dice.random() < 0.7:
        told[dice.randrange(len(told))] ^= 1 << dice.randrange(8)
        path.write_bytes(told)
    return Damage(cases={row["case_id"]}, files={row["sha256"]})


def swap_blob_and_row(office: Office, dice: random.Random) -> Damage:
    with past_the_program(office.store) as connection:
        row = _a_file(connection, dice)
        part = office.blobs.part()
        part.write(dice.randbytes(99))
        digest = part.finish()
        office.blobs.keep(part)
        part.close()
        told = {"sha256": digest, "size": part.size}
        connection.execute(update(evidence).where(evidence.c.id == row["id"]).values(told))
        if dice.random() < 0.5:
            event = events.c.id == row["event_id"]
            connection.execute(update(events).where(event).values(data=f'{{"sha256":"{digest}"}}'))
            rechain(connection, row["case_id"])
        return Damage({row["event_id"]}, {row["case_id"]}, {digest})


ATTACKS: dict[str, Callable[[Office, random.Random], Damage]] = {
    "edit": edit,
    "delete": remove,
    "insert": add,
    "swap": swap,
    "truncate": cut,
    "rewrite all": rewrite,
    "backup rollback": rollback,
    "blob swap": swap_blob,
    "blob and row swap": swap_blob_and_row,
    "fork": fork,
}
WITNESSED = {"rewrite all", "backup rollback", "fork"}
