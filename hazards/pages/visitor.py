"""Visitor: who looks at this page, asked of the database at every run."""

import streamlit as st

from hazards.domain.errors import Refusal
from hazards.services import sessions
from hazards.services.access import Scope
from hazards.services.sessions import Identity
from hazards.services.stores import ready_store
from hazards.storage.store import Store


class LoggedOut(Refusal):
    code = "login-expired"
    says = "登录已过期。"
    remedy = "请重新登录。"


def token() -> str:
    """The session's cookie as this page's socket brought it."""
    held = st.context.cookies
    told = held.get("__Host-sid") or held.get("sid")
    return told if isinstance(told, str) else ""


def identity() -> Identity:
    """Who is at work, and at which post.

    Raises:
        LoggedOut: no session, or one that ended since the page was opened.
        NotMigrated, Unreachable
    """
    found = sessions.identify(ready_store(), token())
    if found is None or found.must_change:
        raise LoggedOut
    return found


def here() -> tuple[Store, Scope]:
    """The store and the scope of the visitor, for the services."""
    return ready_store(), identity().scope
