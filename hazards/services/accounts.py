"""Accounts (账号): made, disabled and given new passwords by the administrator; never deleted."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hazards.domain import persons
from hazards.domain.errors import Refusal
from hazards.domain.roles import EVERYONE, SETTERS, Role
from hazards.services import clock, login
from hazards.services.access import NoSuchAccount, Scope, operation
from hazards.storage import accounts, events
from hazards.storage import sessions as at_rest
from hazards.storage.accounts import Post
from hazards.storage.store import Store

WORDS = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that reads like something else


class NameTaken(Refusal):
    code = "name-taken"
    says = "账号名“{name}”已有人使用。"
    remedy = "请换一个名称；停用的账号也占用名称。"


class LastAdmin(Refusal):
    code = "last-admin"
    says = "这是最后一个系统管理员。"
    remedy = "请先让另一人担任系统管理员。"


@dataclass(frozen=True, slots=True)
class Account:
    """One account as the administrator sees it; the password is nowhere."""

    id: int
    name: str
    person: str
    disabled: bool
    must_change: bool
    posts: tuple[Post, ...]
    """All it ever held; ``held`` are those of today."""

    @property
    def held(self) -> tuple[Post, ...]:
        today = clock.today()
        return tuple(p for p in self.posts if p.since <= today and (p.until is None or p.until > today))


def first_password() -> str:
    """Three groups of four, easy to read out: about 59 bits."""
    return "-".join("".join(secrets.choice(WORDS) for _ in range(4)) for _ in range(3))


def prepare(name: str, person: str) -> tuple[dict[str, Any], str]:
    """Values of a new account, hashed outside of any transaction, and its first password.

    Raises:
        persons.BadName
    """
    shown, folded = persons.account_name(name)
    password = first_password()
    told = {"name": shown, "folded": folded, "person": persons.printed_name(person or shown)}
    return {**told, "password": login.hashed(password), "must_change": True}, password


def add(connection: Any, scope: Scope, values: Mapping[str, Any]) -> int:
    """Make an account inside a transaction.

    Raises:
        NameTaken
    """
    if accounts.by_folded(connection, values["folded"]) is not None:
        raise NameTaken(name=values["name"])
    key = accounts.add(connection, **values, created_at=clock.stamp())
    told = {"name": values["name"], "person": values["person"]}
    record(connection, scope, "account-created", key, told)
    return key


@operation("建立演示账号", frozenset({Role.MACHINE}))
def add_demonstration(store: Store, scope: Scope, people: Mapping[str, str], password: str) -> dict[str, int]:
    """Accounts (name to person) that share one known password; for fictitious districts only."""
    made = login.hashed(password)

    def job(connection: Any) -> dict[str, int]:
        found = {}
        for name, person in people.items():
            shown, folded = persons.account_name(name)
            told = {"name": shown, "folded": folded, "person": person, "password": made}
            found[name] = add(connection, scope, {**told, "must_change": False})
        return found

    return store.write(job)


@operation("停用账号", SETTERS)
def disable(store: Store, scope: Scope, account: int) -> None:
    """Close an account; its sessions end at once. What it did stays in the trail.

    Raises:
        NoSuchAccount, LastAdmin
    """

    def job(connection: Any) -> None:
        row = existing(connection, account)
        if row["disabled_at"]:
            return
        refuse_last_admin(connection, account)
        accounts.change(connection, account, disabled_at=clock.stamp())
        at_rest.end_all(connection, account, clock.stamp())
        record(connection, scope, "account-disabled", account)

    store.write(job)


@operation("启用账号", SETTERS)
def enable(store: Store, scope: Scope, account: int) -> None:
    def job(connection: Any) -> None:
        if existing(connection, account)["disabled_at"]:
            accounts.change(connection, account, disabled_at="")
            record(connection, scope, "account-enabled", account)

    store.write(job)


@operation("重置密码", SETTERS)
def reset(store: Store, scope: Scope, account: int) -> str:
    """Give a first password again, to be changed at the next login; all sessions end.

    Raises:
        NoSuchAccount
    """
    password = first_password()
    made = login.hashed(password)

    def job(connection: Any) -> None:
        row = existing(connection, account)
        accounts.change(connection, account, password=made, must_change=True)
        login.unlock(connection, row["folded"])
        at_rest.end_all(connection, account, clock.stamp())
        record(connection, scope, "password-reset", account)

    store.write(job)
    return password


@operation("查看账号", SETTERS | {Role.AUDITOR})
def everybody(store: Store, scope: Scope, text: str = "") -> list[Account]:
    """Accounts whose name, person, place or department holds the text."""
    with store.read() as connection:
        rows = accounts.everybody(connection)
        posts = accounts.all_posts(connection)
    held: dict[int, list[Post]] = {}
    for post in posts:
        held.setdefault(post.account, []).append(post)
    told = [_account(r, held.get(r["id"], [])) for r in rows]
    wanted = text.strip().casefold()
    return [a for a in told if not wanted or wanted in _words(a)]


@operation("查看同事", EVERYONE)
def colleagues(store: Store, scope: Scope) -> dict[int, str]:
    """Whom a post can be lent or handed to: enabled accounts, id to printed name and name."""
    with store.read() as connection:
        rows = accounts.everybody(connection)
    return {
        r["id"]: f"{r['person']}({r['name']})"
        for r in rows
        if not r["disabled_at"] and r["id"] != scope.account
    }


def _account(row: Mapping[str, Any], posts: list[Post]) -> Account:
    return Account(
        row["id"],
        row["name"],
        row["person"],
        bool(row["disabled_at"]),
        bool(row["must_change"]),
        tuple(posts),
    )


def _words(account: Account) -> str:
    posts = " ".join(f"{p.place} {p.department} {p.title}" for p in account.posts)
    return f"{account.name} {account.person} {posts}".casefold()


def find(store: Store, name: str) -> int:
    """The id of an account by the name it logs in with.

    Raises:
        NoSuchAccount
    """
    with store.read() as connection:
        row = accounts.by_folded(connection, persons.folded(name))
    if row is None:
        raise NoSuchAccount(name=name)
    return row["id"]


# ------------------------------------------------------------------ shared with services.posts
def existing(connection: Any, account: int) -> Mapping[str, Any]:
    row = accounts.by_id(connection, account)
    if row is None:
        raise NoSuchAccount(name=account)
    return row


def refuse_last_admin(connection: Any, account: int, on: date | None = None) -> None:
    if accounts.holders(connection, Role.ADMIN, on or clock.today()) == {account}:
        raise LastAdmin


def record(
    connection: Any,
    scope: Scope,
    action: str,
    account: int,
    data: Mapping[str, Any] | None = None,
    **more: Any,
) -> int:
    """One event about an account. No case may ever hide behind it, so it names none."""
    return events.record(
        connection,
        subject="account",
        action=action,
        entered_at=clock.stamp(),
        acted_on=more.pop("acted_on", clock.today()),
        data={"account": account, **(data or {})},
        **scope.signature,
        **more,
    )
