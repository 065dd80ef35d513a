"""Addressing (收件单位): which office a step lies with, whom one may write to, and whose mail is mine."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from hazards.domain.errors import Refusal
from hazards.domain.jurisdiction import Register
from hazards.domain.offices import LEADERS, LISTING, Office, OfficeKind
from hazards.domain.roles import STREET, Role
from hazards.services import clock
from hazards.services.access import Scope, named, operation
from hazards.storage import register
from hazards.storage import tables as t
from hazards.storage.store import Store

Row = Mapping[str, Any]


class NoSuchOffice(Refusal):
    code = "no-such-office"
    says = "没有“{name}”这个收件单位。"
    remedy = "请从列出的街镇、部门和区安委办中选择。"


def holding(role: Role, case: Row, units: Register) -> Office:
    """The office of whoever holds a step; what nobody is named for lies with the listing office.

    Args:
        case: a row with ``lead_id`` and ``supervisor``.
    """
    if role in STREET and case["lead_id"]:
        return Office(OfficeKind.STREET, units[case["lead_id"]].name, jurisdiction=case["lead_id"])
    if role is Role.DEPARTMENT and (department := _first(case["supervisor"])):
        return Office(OfficeKind.DEPARTMENT, department, department=department)
    return LEADERS if role is Role.LEADER else LISTING


def _first(supervisor: str) -> str:
    """Of several supervising departments the one named first leads."""
    return min(named(supervisor), key=supervisor.index, default="")


def columns(office: Office) -> dict[str, Any]:
    """As orders and instructions keep it."""
    return {
        "office": office.kind.value,
        "jurisdiction_id": office.jurisdiction,
        "department": office.department,
        "addressee": office.name,
    }


def mine(scope: Scope, row: Row) -> bool:
    """Whether a row with these columns is addressed to the actor's own office."""
    kind = OfficeKind(row["office"])
    if kind is OfficeKind.STREET:
        return scope.role in STREET and row["jurisdiction_id"] in (scope.jurisdictions or ())
    if kind is OfficeKind.DEPARTMENT:
        return scope.role is Role.DEPARTMENT and row["department"] in (scope.departments or ())
    return scope.role is (Role.LISTING if kind is OfficeKind.LISTING else Role.LEADER)


@operation("查看收件单位", frozenset({Role.LISTING, Role.LEADER}))
def choices(store: Store, scope: Scope) -> dict[str, Office]:
    """Whom one may instruct, by a key for the form: streets, departments, the listing office."""
    with store.read() as connection:
        return known(connection)


def known(connection: Connection) -> dict[str, Office]:
    streets = register.load(connection).streets(clock.today())
    asked = select(t.posts.c.department).where(t.posts.c.role == Role.DEPARTMENT.value).distinct()
    departments = sorted(connection.execute(asked.where(t.posts.c.department != "")).scalars())
    found = [LISTING]
    found += [Office(OfficeKind.STREET, u.name, jurisdiction=u.key) for u in streets]
    found += [Office(OfficeKind.DEPARTMENT, name, department=name) for name in departments]
    return {f"{o.kind.value}:{o.jurisdiction or o.department}": o for o in found}
