"""Delegation (委托, A/B岗): a post lent from–to. Owner and borrower both answer for what is done."""

from datetime import date
from typing import Any

from hazards.domain.errors import Refusal
from hazards.domain.roles import NAMES, SETTERS, Role
from hazards.services import clock
from hazards.services.access import Scope, operation, post_name
from hazards.services.accounts import existing, record
from hazards.services.posts import APART, DatesReversed, PostsClash, overlap, refuse_clash
from hazards.services.sessions import PERSONS, NoSuchPost
from hazards.storage import accounts
from hazards.storage.accounts import Post
from hazards.storage.store import Store


class NoSuchDelegation(Refusal):
    code = "no-such-delegation"
    says = "没有这项委托。"
    remedy = "它可能已撤回，请刷新后核对。"


@operation("委托职务", PERSONS | SETTERS)
def lend(
    store: Store, scope: Scope, post: int, to: int, *, since: date, until: date, reason: str = ""
) -> int:
    """Lend a post: one's own, or anybody's where the administrator arranges it.

    ``until`` is the first day no longer lent. The trail names both, and both answer.

    Raises:
        NoSuchPost: unknown, ended, or not one's own: the answer is the same.
        NoSuchAccount, DatesReversed, PostsClash
    """

    def job(connection: Any) -> int:
        held = accounts.post(connection, post)
        ended = held is not None and held.until is not None and held.until <= clock.today()
        if held is None or ended or not _may_lend(scope, held):
            raise NoSuchPost
        taker = existing(connection, to)
        if to == held.account or taker["disabled_at"]:
            raise NoSuchPost
        if until <= since or until <= clock.today():
            raise DatesReversed
        for other in accounts.own_posts(connection, to):
            if overlap(since, until, other.since, other.until):
                refuse_clash(Role(held.role), Role(other.role))
        if held.role in APART:
            raise PostsClash(one=NAMES[Role(held.role)], other="他人")
        told = {"post_id": post, "to_id": to, "since": since, "until": until}
        key = accounts.lend(connection, reason=reason.strip(), **told)
        data = {"delegation": key, "post_name": post_name(held), **told}
        record(connection, scope, "post-lent", held.account, data, reason=reason)
        return key

    return store.write(job)


def _may_lend(scope: Scope, held: Post) -> bool:
    # A lent post is not its borrower's to lend on.
    return scope.role in SETTERS or held.account == scope.account


@operation("撤回委托", PERSONS | SETTERS)
def take_back(store: Store, scope: Scope, delegation: int, *, reason: str = "") -> None:
    """Take a lent post back at once; owner, borrower and administrator may.

    Raises:
        NoSuchDelegation
    """

    def job(connection: Any) -> None:
        row = accounts.delegation(connection, delegation)
        held = None if row is None else accounts.post(connection, row["post_id"])
        if row is None or held is None or row["revoked_at"]:
            raise NoSuchDelegation
        if scope.role not in SETTERS and scope.account not in (held.account, row["to_id"]):
            raise NoSuchDelegation
        accounts.change_delegation(connection, delegation, revoked_at=clock.stamp())
        record(connection, scope, "post-taken-back", held.account, {"delegation": delegation}, reason=reason)

    store.write(job)


@operation("查看委托", PERSONS | SETTERS)
def current(store: Store, scope: Scope) -> list[dict[str, Any]]:
    """Delegations in force or to come: all for the administrator, else those from or to oneself.

    Each has id, post (its name), from, to (printed names), since, until, reason.
    """
    today = clock.today()
    with store.read() as connection:
        people = {r["id"]: r["person"] for r in accounts.everybody(connection)}
        posts = {p.id: p for p in accounts.all_posts(connection)}
        rows = [r for r in accounts.delegations_of(connection) if r["until"] > today]
    out = []
    for row in rows:
        held = posts[row["post_id"]]
        if scope.role in SETTERS or scope.account in (held.account, row["to_id"]):
            out.append(
                {
                    "id": row["id"],
                    "post": post_name(held),
                    "from": people[held.account],
                    "to": people[row["to_id"]],
                    "since": row["since"],
                    "until": row["until"],
                    "reason": row["reason"],
                }
            )
    return out
