"""Sealing (封签): a signed statement over everything entered so far, once a day and when it matters."""

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from hazards.domain import trail
from hazards.domain.roles import SETTERS, Role
from hazards.services import clock, signing
from hazards.services.access import Scope, operation
from hazards.storage import events
from hazards.storage import trail as at_rest
from hazards.storage.store import Store

HEAD = "guapai-head-1"
"""Format of the file a witness keeps."""


def seal(store: Store, why: str) -> int:
    """Seal what was entered since the last seal; with nothing new there is no new seal.

    Returns:
        The number of the seal that covers everything entered so far; 0 of an empty trail.

    Raises:
        signing.KeyUnusable: nothing is lost, and the next seal covers it too.
    """
    path = signing.key_path(store)
    return store.write(lambda c: seal_within(c, why, _key(c, path)))


def _key(connection: Connection, path: Path) -> Any:
    """The key to sign with; a hand-over that was cut short after its seal is finished first."""
    last, key = at_rest.last_seal(connection), signing.load(path)
    beside = _beside(path)
    due = last["next_key"] if last else ""
    if due in ("", signing.public(key)) or not beside.exists():
        return key
    if signing.public(signing.load(beside)) == due:
        _replace(path, signing.public(key))
    return signing.load(path)


def seal_within(connection: Connection, why: str, key: Any, next_key: str = "") -> int:
    """The same inside a transaction; what that transaction itself records is not covered yet."""
    before = at_rest.last_seal(connection)
    leaves, first, last = [], 0, 0
    for last, told in at_rest.under(connection, before["last_event"] + 1 if before else 0):
        first = first or last
        leaves.append(trail.leaf(told))
    if not leaves:
        return before["number"] if before else 0
    made = trail.Seal(
        number=before["number"] + 1 if before else 1,
        at=clock.stamp(),
        why=why,
        first_event=first,
        last_event=last,
        events=len(leaves),
        root=trail.root(leaves),
        prev=before["hash"] if before else "",
        key=signing.public(key),
        next_key=next_key,
    )
    at_rest.add_seal(connection, made, key.sign(made.statement()).hex())
    return made.number


def daily(store: Store) -> int | None:
    """Seal once a day: the first call of a day seals, later ones ask and do nothing."""
    with store.read() as connection:
        before = at_rest.last_seal(connection)
    if before and before["at"][:10] >= clock.today().isoformat():
        return None
    return seal(store, "daily")


def printed(store: Store) -> str:
    """The last seal as bulletins print it: ``"12:3f…"``; "" before the first."""
    with store.read() as connection:
        last = at_rest.last_seal(connection)
    return f"{last['number']}:{last['hash']}" if last else ""


_HEARERS = frozenset({Role.LISTING, Role.LEADER, Role.AUDITOR, Role.ADMIN, Role.MACHINE})


@operation("导出封签交见证单位", _HEARERS)
def head(store: Store, scope: Scope) -> dict[str, Any]:
    """Everything sealed, as a second office keeps it: number, time and hash of every seal."""
    seal(store, "head")
    with store.read() as connection:
        told = [{n: s[n] for n in ("number", "at", "hash")} for s in at_rest.all_seals(connection)]
    return {"format": HEAD, "seals": told}


@operation("更换签名钥", SETTERS)
def hand_over(store: Store, scope: Scope, *, reason: str) -> str:
    """Replace the signing key; the old one signs which key follows it. The new public key.

    Raises:
        signing.KeyUnusable
    """
    path = signing.key_path(store)
    old, beside = signing.load(path), _beside(path)
    beside.unlink(missing_ok=True)
    new = signing.public(signing.load(beside))
    about: dict[str, Any] = {"subject": "key", "action": "key-replaced", "reason": reason}
    told = {"before": signing.public(old), "after": new}
    now = {"entered_at": clock.stamp(), "acted_on": clock.today()}
    store.write(lambda c: events.record(c, **about, **now, data=told, **scope.signature))
    store.write(lambda c: seal_within(c, "handover", old, new))
    _replace(path, told["before"])
    return new


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".next")


def _replace(path: Path, old: str) -> None:
    os.replace(path, path.with_name(f"{path.name}.{old[:8]}"))
    os.replace(_beside(path), path)
