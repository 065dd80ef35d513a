"""Sessions (登录): who is asking, read from the database each time; ended at once when told."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hazards.domain.errors import Refusal
from hazards.domain.roles import EVERYONE, SETTERS, Role
from hazards.services import access, clock
from hazards.services.access import Scope, operation
from hazards.storage import accounts, events
from hazards.storage import sessions as at_rest
from hazards.storage.accounts import Post
from hazards.storage.store import Store

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
KEPT = timedelta(days=30)
PERSONS = EVERYONE - {Role.MACHINE}


class NoSuchPost(Refusal):
    code = "no-such-post"
    says = "没有这个职务。"
    remedy = "请在列表中选择在岗的职务。"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks, at which post, and by which session (its digest, never the cookie)."""

    account: int
    name: str
    person: str
    must_change: bool
    session: str
    scope: Scope
    posts: tuple[Post, ...]
    """Own posts first, then lent ones; one of them is the scope's."""


@dataclass(frozen=True, slots=True)
class Open:
    """One open session as its owner or an administrator sees it."""

    session: str
    since: str
    seen: str
    address: str


def digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def identify(store: Store, token: str) -> Identity | None:
    """Whose session this is; None of an unknown, ended, idle or worn-out one.

    Everything is read anew: a post taken away or an account disabled a moment ago already counts.
    """
    if not token:
        return None
    key = digest(token)
    now = clock.now()
    with store.read() as connection:
        row = at_rest.find(connection, key)
        if row is None or not _alive(row, now) or row["disabled_at"]:
            return None
        held = _posts(connection, row["account_id"])
        if not held:
            return None
        told = (row["post_id"], row["delegation_id"])
        chosen = next((p for p in held if (p.id, p.delegation) == told), held[0])
        scope = access.scope_of(connection, row["person"], row["account_id"], chosen)
    if now - datetime.fromisoformat(row["seen_at"]) >= SEEN_EVERY:
        store.write(lambda c: at_rest.change(c, key, seen_at=clock.stamp()))
    return Identity(
        row["account_id"], row["name"], row["person"], bool(row["must_change"]), key, scope, tuple(held)
    )


def _alive(row: Any, now: datetime) -> bool:
    seen, born = (datetime.fromisoformat(row[name]) for name in ("seen_at", "created_at"))
    return not row["ended_at"] and now - seen < IDLE and now - born < LONGEST


def _posts(connection: Any, account: int) -> list[Post]:
    today = clock.today()
    return [
        *accounts.own_posts(connection, account, today),
        *accounts.lent_posts(connection, account, today),
    ]


def has_post(connection: Any, account: int) -> bool:
    return bool(_posts(connection, account))


def begin(connection: Any, account: int, address: str) -> str:
    """Open a session and return its cookie: 256 random bits, told once."""
    token = secrets.token_urlsafe(32)
    now = clock.stamp()
    held = _posts(connection, account)
    at_rest.forget_before(connection, (clock.now() - KEPT).isoformat(timespec="seconds"))
    at_rest.add(
        connection,
        digest=digest(token),
        account_id=account,
        post_id=held[0].id if held else None,
        delegation_id=held[0].delegation if held else None,
        created_at=now,
        seen_at=now,
        address=address[:100],
    )
    return token


@operation("切换职务", PERSONS)
def work_at(store: Store, scope: Scope, session: str, post: int, delegation: int | None = None) -> None:
    """From now on this session works at another of one's posts, own or lent.

    Raises:
        NoSuchPost
    """

    def job(connection: Any) -> None:
        row = at_rest.find(connection, session)
        if row is None or row["account_id"] != scope.account:
            raise NoSuchPost
        assert scope.account is not None
        if (post, delegation) not in {(p.id, p.delegation) for p in _posts(connection, scope.account)}:
            raise NoSuchPost
        at_rest.change(connection, session, post_id=post, delegation_id=delegation)

    store.write(job)


@operation("查看本人登录", PERSONS)
def mine(store: Store, scope: Scope) -> list[Open]:
    assert scope.account is not None
    return _open(store, scope.account)


@operation("查看账号的登录", SETTERS)
def of_account(store: Store, scope: Scope, account: int) -> list[Open]:
    return _open(store, account)


def _open(store: Store, account: int) -> list[Open]:
    now = clock.now()
    with store.read() as connection:
        rows: Sequence[Any] = at_rest.open_of(connection, account)
    return [Open(r["digest"], r["created_at"], r["seen_at"], r["address"]) for r in rows if _alive(r, now)]


@operation("结束本人登录", PERSONS)
def end_mine(store: Store, scope: Scope, session: str | None = None) -> int:
    """End one of one's own sessions, or all of them; returns how many ended."""
    assert scope.account is not None
    return _end(store, scope, scope.account, session)


@operation("结束账号的登录", SETTERS)
def end_of_account(store: Store, scope: Scope, account: int) -> int:
    return _end(store, scope, account, None)


def _end(store: Store, scope: Scope, account: int, session: str | None) -> int:
    def job(connection: Any) -> int:
        at = clock.stamp()
        if session is None:
            ended = at_rest.end_all(connection, account, at)
        else:
            own = {r["digest"] for r in at_rest.open_of(connection, account)}
            ended = int(session in own)
            if ended:
                at_rest.change(connection, session, ended_at=at)
        if ended:
            events.record(
                connection,
                subject="account",
                action="logged-out",
                entered_at=at,
                acted_on=clock.today(),
                data={"account": account, "sessions": ended},
                **scope.signature,
            )
        return ended

    return store.write(job)
