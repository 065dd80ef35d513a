"""Who asks, and what they may see and do. No query and no act can be called without saying so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from hazards.domain.errors import Refusal
from hazards.domain.roles import NAMES, Role
from hazards.services.stores import ready_store
from hazards.storage import cases
from hazards.storage.store import Store


class NoSuchAccount(Refusal):
    code = "no-such-account"
    says = "没有账号“{name}”。"
    remedy = "请核对账号名称。"


class NoSuchCase(Refusal):
    code = "no-such-case"
    says = "没有这个案卷。"
    remedy = "它可能不在您的辖区，请核对编号。"


class NotYours(Refusal):
    code = "not-yours"
    says = "“{what}”不由{who}办理。"
    remedy = "请由{by}办理。"


@dataclass(frozen=True, slots=True)
class Scope:
    """An actor at one post, and the cases in sight.

    A case is in sight when its lead or a co-street is among ``jurisdictions``, or its supervisor
    names one of ``departments``; where both are None everything is. ``behalf`` is the person
    whose post is lent (A/B岗): both answer for the act.
    """

    actor: str
    role: Role
    account: int | None = None
    jurisdictions: frozenset[int] | None = None
    departments: frozenset[str] | None = None
    as_whom: str = ""
    behalf: str = ""
    behalf_id: int | None = None

    @property
    def everything(self) -> bool:
        return self.jurisdictions is None and self.departments is None

    @property
    def persons(self) -> frozenset[int]:
        """The accounts that answer for what is done now."""
        return frozenset(i for i in (self.account, self.behalf_id) if i is not None)

    def leads(self, row: Mapping[str, Any]) -> bool:
        """Whether the case counts for this actor: lead street, or supervising department."""
        if self.everything:
            return True
        if self.jurisdictions is not None and row["lead_id"] in self.jurisdictions:
            return True
        return self.departments is not None and bool(self.departments & named(row["supervisor"]))

    def sees(self, row: Mapping[str, Any], co: frozenset[int] = frozenset()) -> bool:
        return self.leads(row) or bool(self.jurisdictions and self.jurisdictions & co)

    @property
    def signature(self) -> dict[str, Any]:
        """What every event says about who did it (columns of ``events``)."""
        return {
            "actor": self.actor,
            "account_id": self.account,
            "as_whom": self.as_whom,
            "behalf_id": self.behalf_id,
            "behalf": self.behalf,
        }


def named(supervisor: str) -> frozenset[str]:
    """The departments a cell names: "区应急管理局、区住建局" are two."""
    for sign in ",，、;；/／":
        supervisor = supervisor.replace(sign, " ")
    return frozenset(supervisor.split())


LOCAL_ADMIN = Scope("本机管理员", Role.MACHINE, as_whom="本机管理员")
"""Acts from this machine's shell; the trail says so."""

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Operation:
    """A service function as the permission table knows it."""

    name: str
    title: str
    roles: frozenset[Role]
    case: bool
    """Whether its third argument is a case id, which must be in the actor's sight."""
    lead: bool
    """Whether co-streets, who see the case, may not do it."""
    function: Callable[..., Any]


OPERATIONS: dict[str, Operation] = {}
"""Every service function that asks or acts for somebody; filled as the services are imported."""


def operation(
    title: str, roles: frozenset[Role], *, case: bool = False, lead: bool = False
) -> Callable[[F], F]:
    """Guard a service function ``(store, scope, …)``: role, and where told that the case is in sight.

    A case out of sight answers like a missing one, before anything is said about roles.

    Raises (from the guarded function):
        NoSuchCase, NotYours
    """

    def guard(function: F) -> F:
        module = function.__module__.removeprefix("hazards.services.")
        name = f"{module}.{function.__name__}"

        @wraps(function)
        def guarded(store: Store, scope: Scope, *args: Any, **kwargs: Any) -> Any:
            if case:
                row = in_sight(store, scope, args[0])
            if scope.role not in roles:
                raise NotYours(what=title, who=NAMES[scope.role], by=told(roles))
            if case and lead and not scope.leads(row):
                raise NotYours(what=title, who="协办单位", by="主办单位")
            return function(store, scope, *args, **kwargs)

        OPERATIONS[name] = Operation(name, title, roles, case, lead, function)
        return guarded  # type: ignore[return-value]

    return guard


def told(roles: frozenset[Role]) -> str:
    return "、".join(NAMES[r] for r in Role if r in roles and r is not Role.MACHINE) or NAMES[Role.MACHINE]


def in_sight(store: Store, scope: Scope, case_id: int) -> Mapping[str, Any]:
    """The row of a case.

    Raises:
        NoSuchCase: there is none, or it is not in the actor's sight: the answer is the same.
    """
    with store.read() as connection:
        return seen(connection, scope, case_id)


def seen(connection: Any, scope: Scope, case_id: int) -> Mapping[str, Any]:
    """The same inside a transaction, so that what is decided is what is written."""
    row = cases.by_ids(connection, [case_id]).get(case_id)
    if row is None:
        raise NoSuchCase
    if not scope.everything and not scope.sees(row, cases.co_streets(connection, case_id)):
        raise NoSuchCase
    return row


def acting_as(name: str | None) -> Scope:
    """The scope of an account, at its first post of today.

    Raises:
        NoSuchAccount
    """
    if name in (None, LOCAL_ADMIN.actor):
        return LOCAL_ADMIN
    raise NoSuchAccount(name=name)


def local() -> tuple[Store, Scope]:
    """The ready store and the local administrator, for a command from this machine's shell."""
    return ready_store(), LOCAL_ADMIN
