"""Login (登录): names and passwords checked slowly, guesses counted in the database."""

import hashlib
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hazards.domain import passwords, persons
from hazards.domain.errors import Refusal
from hazards.services import clock, sessions
from hazards.services.access import NoPost, Scope, operation
from hazards.services.sessions import PERSONS
from hazards.storage import accounts, events
from hazards.storage import sessions as at_rest
from hazards.storage.store import Store

FAILURES = 5
FAILURES_OF_ADDRESS = 50
"""An office behind one address has many people who mistype; a sprayer has more."""
LOCKED_FOR = timedelta(minutes=30)
ATTEMPTS_KEPT = timedelta(days=1)

HASHER = PasswordHasher()
"""argon2id, RFC 9106 (low memory): 64 MiB, so only a few at once."""
_SLOTS = threading.BoundedSemaphore(4)


class WrongLogin(Refusal):
    code = "wrong-login"
    says = "账号或密码不对。"
    remedy = "请重新输入；连续错 5 次将锁定 30 分钟。"


class WrongOld(Refusal):
    code = "wrong-old-password"
    says = "原密码不对。"
    remedy = "请重新输入原密码。"


class Locked(Refusal):
    code = "login-locked"
    says = "登录失败次数过多，已锁定到 {until}。"
    remedy = "请届时再试，或请系统管理员重置密码。"


@dataclass(frozen=True, slots=True)
class Entered:
    """A new session: its cookie, told once, and whether the password must be changed first."""

    token: str
    must_change: bool


def hashed(password: str) -> str:
    with _SLOTS:
        return HASHER.hash(passwords.normal(password))


@lru_cache(maxsize=1)
def _nobody() -> str:
    return hashed("the password of nobody")


def fits(stored: str, password: str) -> bool:
    """Whether a password is the one stored; takes as long for a wrong one."""
    try:
        with _SLOTS:
            return HASHER.verify(stored, passwords.normal(password)[: passwords.LONGEST])
    except (VerificationError, InvalidHashError):
        return False


def enter(store: Store, name: str, password: str, address: str, old: str = "") -> Entered:
    """Check name and password and open a session; an earlier one of this browser (``old``) ends.

    The attempt is counted before it is judged, so that a thousand guesses at once are still five.
    An unknown name costs the same time and locks in the same way as a known one. Where its owner
    has been let in before the name is counted apart: a stranger elsewhere cannot lock him out there.

    Raises:
        Locked, WrongLogin, NoPost
    """
    folded = persons.folded(name)
    with store.read() as connection:
        row = accounts.by_folded(connection, folded)
        by_name = _by_name(connection, row, folded, address)
    keys = {by_name: FAILURES, _key("address", address): FAILURES_OF_ADDRESS}
    until = store.write(lambda c: _count(c, keys, address))
    if until is not None:
        raise Locked(until=f"{until:%H:%M}")
    known = row is not None and not row["disabled_at"]
    right = fits(row["password"] if row is not None and known else _nobody(), password)
    if row is None or not right or not known:
        raise WrongLogin
    return store.write(lambda c: _open(c, row["id"], keys, address, old))


def _key(kind: str, told: str) -> str:
    return f"{kind}:{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()}"


def _by_name(connection: Any, row: Any, folded: str, address: str) -> str:
    """The key a name is counted under: one for all the world, and one of its own where it was let in."""
    if row is not None and at_rest.been_at(connection, row["id"], address):
        return f"{_key('home', folded)}:{hashlib.sha256(address.encode()).hexdigest()}"
    return _key("name", folded)


def _count(connection: Any, keys: dict[str, int], address: str) -> datetime | None:
    """Count one more attempt under every key; until when the door is locked, if it is."""
    now = clock.now()
    at_rest.forget_attempts(connection, (now - ATTEMPTS_KEPT).isoformat(timespec="seconds"))
    held = {key: at_rest.attempt(connection, key) for key in keys}
    ends = [datetime.fromisoformat(r["locked_until"]) for r in held.values() if r and r["locked_until"]]
    if any(end > now for end in ends):
        return max(ends)
    for key, most in keys.items():
        row = held[key]
        fresh = row is None or row["locked_until"] or now - datetime.fromisoformat(row["since"]) > LOCKED_FOR
        failed = 1 if fresh or row is None else row["failed"] + 1
        since = clock.stamp() if fresh or row is None else row["since"]
        end = (now + LOCKED_FOR).isoformat(timespec="seconds") if failed >= most else ""
        at_rest.set_attempt(connection, key, failed, since, end)
        if end:
            _note(connection, "login-locked", None, {"failures": failed, "from": address, "which": key[:21]})
    return None


def unlock(connection: Any, folded: str) -> None:
    """Let a name try again at once, everywhere."""
    at_rest.clear_attempt(connection, _key("name", folded))
    at_rest.clear_attempts(connection, f"{_key('home', folded)}:")


def _forgive(connection: Any, keys: dict[str, int]) -> None:
    """The attempt was right: the name starts anew, the address is spared this one only.

    Otherwise a sprayer with one account of his own would wipe his slate whenever he liked.
    """
    name, *others = keys  # the name comes first
    at_rest.clear_attempt(connection, name)
    for key in others:
        if row := at_rest.attempt(connection, key):
            at_rest.set_attempt(connection, key, row["failed"] - 1, row["since"], "")


def _open(connection: Any, account: int, keys: dict[str, int], address: str, old: str) -> Entered:
    row = accounts.by_id(connection, account)
    if row is None or row["disabled_at"]:
        raise WrongLogin
    by_name = at_rest.attempt(connection, next(iter(keys)))
    failed = (by_name["failed"] - 1) if by_name else 0
    _forgive(connection, keys)
    if not sessions.has_post(connection, account):
        raise NoPost(name=row["name"])
    if old:
        at_rest.change(connection, sessions.digest(old), ended_at=clock.stamp())
    token = sessions.begin(connection, account, address)
    told = {"account": account, "from": address, **({"failed_before": failed} if failed else {})}
    _note(connection, "logged-in", row, told)
    return Entered(token, bool(row["must_change"]))


def _note(connection: Any, action: str, row: Any, data: dict[str, Any]) -> None:
    events.record(
        connection,
        subject="account",
        action=action,
        actor=row["person"] if row else "未登录",
        account_id=row["id"] if row else None,
        entered_at=clock.stamp(),
        acted_on=clock.today(),
        data=data,
    )


@operation("修改本人密码", PERSONS)
def change_password(store: Store, scope: Scope, old: str, new: str, address: str = "") -> str:
    """Change one's own password; every session ends, and a new one's cookie is returned.

    Raises:
        WrongOld, Locked, passwords.WeakPassword
    """
    assert scope.account is not None
    account = scope.account
    with store.read() as connection:
        row = accounts.by_id(connection, account)
        assert row is not None
        keys = {_by_name(connection, row, row["folded"], address): FAILURES}
    until = store.write(lambda c: _count(c, keys, address))
    if until is not None:
        raise Locked(until=f"{until:%H:%M}")
    if not fits(row["password"], old):
        raise WrongOld
    passwords.check(new, row["name"], row["person"])
    if passwords.normal(new) == passwords.normal(old):
        raise passwords.WeakPassword(why="与原密码相同")
    made = hashed(new)

    def job(connection: Any) -> str:
        accounts.change(connection, account, password=made, must_change=False)
        _forgive(connection, keys)
        at_rest.end_all(connection, account, clock.stamp())
        events.record(
            connection,
            subject="account",
            action="password-changed",
            entered_at=clock.stamp(),
            acted_on=clock.today(),
            data={"account": account},
            **scope.signature,
        )
        return sessions.begin(connection, account, address)

    return store.write(job)
