"""Visitor: who a request to one of our own routes comes from."""

from starlette.requests import Request

from hazards.domain.errors import Refusal
from hazards.services.access import Scope
from hazards.services.stores import ready_store
from hazards.storage.store import Store


class NotLoggedIn(Refusal):
    code = "login-needed"
    says = "登录已过期。"
    remedy = "请重新登录。"


def asking(request: Request) -> tuple[Store, Scope]:
    """The ready store and the scope of the visitor, whom the gate identified for this request.

    Raises:
        NotLoggedIn, NotMigrated, Unreachable
    """
    who = request.scope.get("identity")
    if who is None:
        raise NotLoggedIn
    return ready_store(), who.scope
