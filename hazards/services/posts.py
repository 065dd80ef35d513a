"""Posts (任职): given from–to, and ended."""

from datetime import date
from typing import Any

from hazards.domain.errors import Refusal
from hazards.domain.jurisdiction import PLACED_TYPES
from hazards.domain.roles import NAMES, SETTERS, STREET, Role
from hazards.services import clock
from hazards.services.access import Scope, operation
from hazards.services.accounts import add as new_account
from hazards.services.accounts import existing, prepare, record, refuse_last_admin
from hazards.services.sessions import NoSuchPost
from hazards.storage import accounts, register
from hazards.storage.accounts import Post
from hazards.storage.store import Store

APART = frozenset({Role.ADMIN, Role.AUDITOR})
"""三员分立: who keeps accounts or reads the trail holds no other post beside it."""


class PostsClash(Refusal):
    code = "posts-clash"
    says = "{one}与{other}不得由同一人同时担任。"
    remedy = "请由不同的人担任，或先终止原职务。"


class PostIncomplete(Refusal):
    code = "post-incomplete"
    says = "职务“{role}”没有写明{what}。"
    remedy = "街镇职务须选择现行街镇，督办部门须填写部门名称。"


class DatesReversed(Refusal):
    code = "dates-reversed"
    says = "起止日期不成立。"
    remedy = "止日须晚于起日；止日当天不再任职。"


class NoSuchUnit(Refusal):
    code = "no-such-place"
    says = "没有登记代码为“{code}”的单位。"
    remedy = "请先登记区划。"


def unit_of_code(store: Store, code: str) -> int:
    """The unit of an official code.

    Raises:
        NoSuchUnit
    """
    with store.read() as connection:
        by_code = register.load(connection).by_code
    key = by_code.get(code) or by_code.get(code.ljust(12, "0"))
    if key is None:
        raise NoSuchUnit(code=code)
    return key


@operation("新建账号", SETTERS)
def hire(
    store: Store,
    scope: Scope,
    name: str,
    person: str,
    role: Role,
    *,
    jurisdiction: int | None = None,
    department: str = "",
    title: str = "",
    since: date | None = None,
    until: date | None = None,
) -> tuple[int, str]:
    """Make an account with its first post; returns its id and its first password, told once.

    Raises:
        persons.BadName, NameTaken, PostIncomplete, DatesReversed
    """
    values, password = prepare(name, person)
    begins = since or clock.today()

    def job(connection: Any) -> int:
        account = new_account(connection, scope, values)
        add(
            connection,
            scope,
            account,
            Role(role),
            jurisdiction=jurisdiction,
            department=" ".join(department.split()),
            title=" ".join(title.split()),
            since=begins,
            until=until,
        )
        return account

    return store.write(job), password


@operation("任职", SETTERS)
def give(
    store: Store,
    scope: Scope,
    account: int,
    role: Role,
    *,
    jurisdiction: int | None = None,
    department: str = "",
    title: str = "",
    since: date | None = None,
    until: date | None = None,
    reason: str = "",
) -> int:
    """Give an account a post from a day on, until before another (None: open).

    Raises:
        NoSuchAccount, PostIncomplete, DatesReversed, PostsClash
    """
    begins = since or clock.today()

    def job(connection: Any) -> int:
        existing(connection, account)
        return add(
            connection,
            scope,
            account,
            Role(role),
            jurisdiction=jurisdiction,
            department=" ".join(department.split()),
            title=" ".join(title.split()),
            since=begins,
            until=until,
            reason=reason,
        )

    return store.write(job)


def add(
    connection: Any,
    scope: Scope,
    account: int,
    role: Role,
    *,
    jurisdiction: int | None = None,
    department: str = "",
    title: str = "",
    since: date,
    until: date | None = None,
    reason: str = "",
) -> int:
    """The same inside a transaction.

    Raises:
        PostIncomplete, DatesReversed, PostsClash
    """
    if role is Role.MACHINE:
        raise PostIncomplete(role=NAMES[role], what="可用的角色")
    if until is not None and until <= since:
        raise DatesReversed
    if role in STREET:
        units = register.load(connection).units
        if jurisdiction not in units or units[jurisdiction].type not in PLACED_TYPES:
            raise PostIncomplete(role=NAMES[role], what="街镇")
    if role is Role.DEPARTMENT and not department:
        raise PostIncomplete(role=NAMES[role], what="部门")
    for other in accounts.own_posts(connection, account):
        if overlap(since, until, other.since, other.until):
            refuse_clash(role, Role(other.role))
    told = {
        "role": role,
        "jurisdiction_id": jurisdiction,
        "department": department,
        "title": title,
        "since": since,
        "until": until,
    }
    key = accounts.add_post(connection, account_id=account, **told)
    record(connection, scope, "post-given", account, {"post": key, **told}, reason=reason)
    return key


def refuse_clash(one: Role, other: Role) -> None:
    """Raises PostsClash where one person may not hold both (三员分立)."""
    if one is not other and (one in APART or other in APART):
        raise PostsClash(one=NAMES[one], other=NAMES[other])


def overlap(since: date, until: date | None, from_: date, to: date | None) -> bool:
    """Whether two spans of days, each without its end, share a day."""
    return since < (to or date.max) and from_ < (until or date.max)


@operation("免职", SETTERS)
def end(store: Store, scope: Scope, post: int, *, until: date | None = None, reason: str = "") -> None:
    """End a post: ``until`` is the first day no longer held, today if not told.

    Raises:
        NoSuchPost, DatesReversed, LastAdmin
    """
    store.write(lambda c: close(c, scope, post, until or clock.today(), reason))


def close(connection: Any, scope: Scope, post: int, until: date, reason: str) -> Post:
    """The same inside a transaction. A post given by mistake this very day ends as it began.

    Raises:
        NoSuchPost, DatesReversed, LastAdmin
    """
    held = accounts.post(connection, post)
    if held is None or (held.until is not None and held.until <= clock.today()):
        raise NoSuchPost
    if until < held.since:
        raise DatesReversed
    if held.role == Role.ADMIN:
        refuse_last_admin(connection, held.account, until)
    accounts.end_post(connection, post, until)
    record(connection, scope, "post-ended", held.account, {"post": post, "until": until}, reason=reason)
    return held
