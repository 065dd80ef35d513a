"""Accounts at rest: persons, the posts they hold, the posts lent to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Select, and_, insert, or_, select, update

from hazards.storage.tables import accounts, delegations, drafts, jurisdictions, posts

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Post:
    """A post an account works at, its own or lent (``delegation`` and whose it is)."""

    id: int
    account: int
    role: str
    jurisdiction: int | None
    place: str
    department: str
    title: str
    since: date
    until: date | None
    delegation: int | None = None
    behalf: str = ""
    behalf_id: int | None = None


def by_folded(connection: Connection, folded: str) -> Row | None:
    return _one(connection, select(accounts).where(accounts.c.folded == folded))


def by_id(connection: Connection, key: int) -> Row | None:
    return _one(connection, select(accounts).where(accounts.c.id == key))


def _one(connection: Connection, asked: Select) -> Row | None:
    row = connection.execute(asked).mappings().first()
    return None if row is None else cast(Row, dict(row))


def everybody(connection: Connection) -> list[Row]:
    asked = select(accounts).order_by(accounts.c.id)
    return [cast(Row, dict(r)) for r in connection.execute(asked).mappings()]


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(accounts).values(values).returning(accounts.c.id)).scalar_one()


def change(connection: Connection, key: int, **values: Any) -> None:
    connection.execute(update(accounts).where(accounts.c.id == key).values(values))


# ------------------------------------------------------------------ posts
_POST = (
    posts.c.id,
    posts.c.account_id,
    posts.c.role,
    posts.c.jurisdiction_id,
    jurisdictions.c.name,
    posts.c.department,
    posts.c.title,
    posts.c.since,
    posts.c.until,
)
_PLACED = posts.outerjoin(jurisdictions, jurisdictions.c.id == posts.c.jurisdiction_id)


def _held(on: date) -> ColumnElement[bool]:
    return and_(posts.c.since <= on, or_(posts.c.until.is_(None), posts.c.until > on))


def _post(row: Any) -> Post:
    return Post(row[0], row[1], row[2], row[3], row[4] or "", *row[5:9])


def own_posts(connection: Connection, account: int, on: date | None = None) -> list[Post]:
    """The posts of an account, all of them or those held on a day."""
    asked = select(*_POST).select_from(_PLACED).where(posts.c.account_id == account).order_by(posts.c.id)
    if on is not None:
        asked = asked.where(_held(on))
    return [_post(r) for r in connection.execute(asked)]


def lent_posts(connection: Connection, account: int, on: date) -> list[Post]:
    """Posts of others lent to an account on a day, while their owners hold them and are not disabled."""
    asked = (
        select(*_POST, delegations.c.id, accounts.c.person, accounts.c.id)
        .select_from(
            _PLACED.join(delegations, delegations.c.post_id == posts.c.id).join(
                accounts, accounts.c.id == posts.c.account_id
            )
        )
        .where(
            delegations.c.to_id == account,
            delegations.c.revoked_at == "",
            delegations.c.since <= on,
            delegations.c.until > on,
            accounts.c.disabled_at == "",
            _held(on),
        )
        .order_by(delegations.c.id)
    )
    return [
        Post(*r[:4], r[4] or "", *r[5:9], delegation=r[9], behalf=r[10], behalf_id=r[11])
        for r in connection.execute(asked)
    ]


def post(connection: Connection, key: int) -> Post | None:
    row = connection.execute(select(*_POST).select_from(_PLACED).where(posts.c.id == key)).first()
    return None if row is None else _post(row)


def all_posts(connection: Connection) -> list[Post]:
    return [_post(r) for r in connection.execute(select(*_POST).select_from(_PLACED).order_by(posts.c.id))]


def add_post(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(posts).values(values).returning(posts.c.id)).scalar_one()


def end_post(connection: Connection, key: int, until: date) -> None:
    connection.execute(update(posts).where(posts.c.id == key).values(until=until))


def holders(connection: Connection, role: str, on: date) -> set[int]:
    """Accounts not disabled that hold a post of this role on a day."""
    asked = (
        select(posts.c.account_id)
        .join(accounts, accounts.c.id == posts.c.account_id)
        .where(posts.c.role == role, accounts.c.disabled_at == "", _held(on))
    )
    return set(connection.execute(asked).scalars())


# ------------------------------------------------------------------ delegations
def lend(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(delegations).values(values).returning(delegations.c.id)).scalar_one()


def delegation(connection: Connection, key: int) -> Row | None:
    return _one(connection, select(delegations).where(delegations.c.id == key))


def delegations_of(connection: Connection, post_id: int | None = None) -> list[Row]:
    """Delegations never revoked, of one post or of all, the latest first."""
    asked = select(delegations).where(delegations.c.revoked_at == "").order_by(delegations.c.id.desc())
    if post_id is not None:
        asked = asked.where(delegations.c.post_id == post_id)
    return [cast(Row, dict(r)) for r in connection.execute(asked).mappings()]


def change_delegation(connection: Connection, key: int, **values: Any) -> None:
    connection.execute(update(delegations).where(delegations.c.id == key).values(values))


# ------------------------------------------------------------------ drafts
def move_drafts(connection: Connection, one: int, other: int) -> int:
    """Hand over what one account has not sent yet; texts the other keeps himself stay his."""
    theirs = set(connection.execute(select(drafts.c.key).where(drafts.c.account_id == other)).scalars())
    mine = connection.execute(select(drafts.c.key).where(drafts.c.account_id == one)).scalars()
    keys = [k for k in mine if k not in theirs]
    for key in keys:
        chosen = (drafts.c.account_id == one) & (drafts.c.key == key)
        connection.execute(update(drafts).where(chosen).values(account_id=other))
    return len(keys)
