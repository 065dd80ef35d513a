"""Who asks, and what they may see. No query can be called without saying so."""

from dataclasses import dataclass

from hazards.domain.errors import Refusal
from hazards.services.stores import ready_store
from hazards.storage.store import Store


class NoSuchAccount(Refusal):
    code = "no-such-account"
    says = "没有账号“{name}”。"
    remedy = "请核对账号名称。"


@dataclass(frozen=True, slots=True)
class Scope:
    """An actor and the lead jurisdictions in sight; None means all of them."""

    actor: str
    jurisdictions: frozenset[int] | None = None


LOCAL_ADMIN = Scope("本机管理员")
"""Acts from this machine's shell, and of the one built-in account until accounts exist."""


def acting_as(name: str | None) -> Scope:
    """The scope of an account.

    Raises:
        NoSuchAccount: accounts other than the built-in one are not set up yet.
    """
    if name in (None, LOCAL_ADMIN.actor):
        return LOCAL_ADMIN
    raise NoSuchAccount(name=name)


def local() -> tuple[Store, Scope]:
    """The ready store and the built-in account, for a request from this machine."""
    return ready_store(), LOCAL_ADMIN
