"""People for tests: accounts with one known password, and the cookies of their logins."""

from typing import Any

from hazards.domain.roles import Role
from hazards.services import accounts, login, posts
from hazards.services.access import LOCAL_ADMIN, Scope, acting_as
from hazards.services.demo_people import LISTING, PASSWORD
from hazards.storage.store import Store

__all__ = ["LISTING", "PASSWORD", "enter", "hire", "scope_of"]


def hire(store: Store, name: str, role: Role, **post: Any) -> int:
    """An account with one post from today on and ``PASSWORD``, which need not be changed."""
    key = accounts.add_demonstration(store, LOCAL_ADMIN, {name: name}, PASSWORD)[name]
    posts.give(store, LOCAL_ADMIN, key, role, **post)
    return key


def enter(store: Store, name: str = LISTING) -> str:
    """The cookie of a fresh login; a listing officer is hired where the store has nobody yet."""
    if name == LISTING and not accounts.everybody(store, LOCAL_ADMIN):
        hire(store, LISTING, Role.LISTING)
    return login.enter(store, name, PASSWORD, "127.0.0.1").token


def scope_of(store: Store, name: str) -> Scope:
    return acting_as(name, store)
