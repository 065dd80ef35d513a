"""Who asks, and what they may see and do. No query and no act can be called without saying so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from hazards.domain import persons
from hazards.domain.errors import Refusal
from hazards.domain.jurisdiction import Register
from hazards.domain.roles import NAMES, STREET, Role
from hazards.services import clock
from hazards.services.stores import ready_store
from hazards.storage import accounts, cases, register
from hazards.storage.accounts import Post
from hazards.storage.store import Store


class NoSuchAccount(Refusal):
    code = "no-such-account"
    says = "没有账号“{name}”。"
    remedy = "请核对账号名称。"


class NoPost(Refusal):
    code = "no-post"
    says = "账号“{name}”今天没有在岗的职务。"
    remedy = "请系统管理员在“账号”中为其任职。"


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
    post: int | None = None
    delegation: int | None = None

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
    """The same inside a transaction, so that what is decided is what is written. Raises NoSuchCase."""
    row = visible(connection, scope, case_id)
    if row is None:
        raise NoSuchCase
    return row


def visible(connection: Any, scope: Scope, case_id: int) -> Mapping[str, Any] | None:
    """The same; None where ``seen`` refuses."""
    row = cases.by_ids(connection, [case_id]).get(case_id)
    if row is None:
        return None
    if not scope.everything and not scope.sees(row, cases.co_streets(connection, case_id)):
        return None
    return row


def scope_of(connection: Any, person: str, account: int, post: Post) -> Scope:
    """What an account may see and do while it works at a post, own or lent."""
    role = Role(post.role)
    held = register.load(connection)
    districts = held.districts()
    jurisdictions: frozenset[int] | None = None
    departments: frozenset[str] | None = None
    if role is Role.DEPARTMENT:
        departments = department_names(post.department, [d.name for d in districts])
    elif role in STREET and post.jurisdiction is not None:
        jurisdictions = street_and_forerunners(held, post.jurisdiction)
    elif role in STREET:
        jurisdictions = frozenset()  # a street post of no street sees nothing
    elif post.jurisdiction is not None and [d.key for d in districts] != [post.jurisdiction]:
        jurisdictions = frozenset(held.within(post.jurisdiction))
    return Scope(
        person,
        role,
        account=account,
        jurisdictions=jurisdictions,
        departments=departments,
        as_whom=post_name(post),
        behalf=post.behalf,
        behalf_id=post.behalf_id,
        post=post.id,
        delegation=post.delegation,
    )


def street_and_forerunners(held: Register, key: int) -> frozenset[int]:
    """A unit and those that went over into it whole; what a split left behind asks a person."""
    today = clock.today()
    return frozenset(k for k in held.units if k == key or held.at(k, today) == key)


def department_names(name: str, districts: list[str]) -> frozenset[str]:
    """The ways ledgers name a department: 鹿城区应急管理局, 区应急管理局, 应急管理局."""
    found = {name}
    if len(districts) == 1 and name.startswith(districts[0]):
        rest = name.removeprefix(districts[0])
        found |= {rest, districts[0][-1] + rest}
    return frozenset(found - {""})


def post_name(post: Post) -> str:
    """A post as the trail prints it: 五马街道 填报员."""
    role = Role(post.role)
    where = post.place if role in STREET else post.department
    what = post.title or ("" if role is Role.DEPARTMENT else NAMES[role].removeprefix("街镇"))
    return f"{where} {what}".strip() or NAMES[role]


def acting_as(name: str | None, store: Store | None = None) -> Scope:
    """The scope of an account, at its first post of today; None is this machine's administrator.

    Raises:
        NoSuchAccount, NoPost
    """
    if name in (None, LOCAL_ADMIN.actor):
        return LOCAL_ADMIN
    assert name is not None
    with (store or ready_store()).read() as connection:
        row = accounts.by_folded(connection, persons.folded(name))
        if row is None or row["disabled_at"]:
            raise NoSuchAccount(name=name)
        for post in accounts.own_posts(connection, row["id"], clock.today()):
            return scope_of(connection, row["person"], row["id"], post)
    raise NoPost(name=name)


def local() -> tuple[Store, Scope]:
    """The ready store and the local administrator, for a command from this machine's shell."""
    return ready_store(), LOCAL_ADMIN
