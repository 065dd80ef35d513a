"""Orders (督办单) once sent: received by the office pressed, answered in writing, listed until then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from hazards.domain.errors import Refusal
from hazards.domain.prose import prose
from hazards.domain.roles import EVERYONE, Role
from hazards.domain.waiting import Todo
from hazards.services import addressing, calendar, clock, lateness, pacing
from hazards.services.access import Scope, operation
from hazards.services.pressing import OrderIncomplete
from hazards.storage import casework, events, register
from hazards.storage import tables as t
from hazards.storage.store import Store

Row = Mapping[str, Any]
RECEIVERS = frozenset({Role.CLERK, Role.HEAD, Role.DEPARTMENT, Role.LISTING, Role.LEADER})
REPLIERS = RECEIVERS - {Role.CLERK}
RECEIPT_DAYS = 1
"""Working days within which an order is to be received."""


class NoSuchOrder(Refusal):
    code = "no-such-order"
    says = "没有发给本单位的这份督办单，或者已经办过。"
    remedy = "请刷新待办后核对。"


class NotReceived(Refusal):
    code = "order-not-received"
    says = "督办单尚未签收。"
    remedy = "请先签收，再回复。"


class SenderReceives(Refusal):
    code = "sender-receives"
    says = "督办单由您发出，不能由您签收或者回复。"
    remedy = "请由收件单位的另一人办理。"


@dataclass(frozen=True, slots=True)
class Order:
    """One order as it is listed; ``row`` is as stored, ``overdue`` of a reply that is late today."""

    row: Row
    unit: str
    case_number: str
    number: str
    state: str
    overdue: bool
    mine: bool

    @property
    def limit(self) -> str:
        return lateness.limit_name(self.row["about"])

    @property
    def rung(self) -> str:
        return pacing.ladder()[self.row["rung"]].name


@operation("签收督办单", RECEIVERS)
def receive(store: Store, scope: Scope, number: int) -> None:
    """The office pressed has it in hand. Of 主要负责人 of a street the head receives it himself.

    Raises:
        NoSuchOrder, SenderReceives
    """

    def job(connection: Connection) -> None:
        row = _mine(connection, scope, number)
        if row["received_on"] is not None or not may_receive(scope, row):
            raise NoSuchOrder
        event = _turn(connection, scope, row, "order-received", {})
        told = {"received_on": clock.today(), "receiver": scope.actor, "received_event": event}
        casework.set_row(connection, t.orders, number, **told)

    store.write(job)


def may_receive(scope: Scope, row: Row) -> bool:
    return scope.role is not Role.CLERK or row["post"] == pacing.ladder()["handler"].post


@operation("回复督办单", REPLIERS)
def reply(store: Store, scope: Scope, number: int, text: str) -> None:
    """The written answer; of a street its head gives it (一把手审签).

    Raises:
        NoSuchOrder, SenderReceives, NotReceived, OrderIncomplete
    """
    said = prose("回复内容", text, 2000)
    if not said:
        raise OrderIncomplete(missing="回复内容")

    def job(connection: Connection) -> None:
        row = _mine(connection, scope, number)
        if row["replied_on"] is not None:
            raise NoSuchOrder
        if row["received_on"] is None:
            raise NotReceived
        late = clock.today() > row["reply_by"]
        event = _turn(
            connection, scope, row, "order-replied", {"told": said, **({"late": True} if late else {})}
        )
        told = {"replied_on": clock.today(), "reply": said, "replier": scope.actor, "replied_event": event}
        casework.set_row(connection, t.orders, number, **told)

    store.write(job)


def _mine(connection: Connection, scope: Scope, number: int) -> Row:
    row = casework.get(connection, t.orders, number)
    if row is None or not addressing.mine(scope, row):
        raise NoSuchOrder
    if row["account_id"] in scope.persons:
        raise SenderReceives
    return row


def _turn(connection: Connection, scope: Scope, row: Row, action: str, data: Mapping[str, Any]) -> int:
    paper = casework.get(connection, t.documents, row["document_id"])
    return events.record(
        connection,
        action=action,
        case_id=row["case_id"],
        entered_at=clock.stamp(),
        acted_on=clock.today(),
        data={"document": paper["number"] if paper else "", **data},
        **scope.signature,
    )


@operation("查看督办单", lateness.READERS)
def held(store: Store, scope: Scope, state: str = "") -> list[Order]:
    """Orders about cases that count for the actor, or to his office; the latest first.

    Args:
        state: one of ``STATES``, "overdue" of replies that are late, or "" for all.
    """
    with store.read() as connection:
        found = [o for o in _orders(connection, scope) if o.mine or scope.leads(o.row)]
    return [o for o in found if not state or o.state == state or (state == "overdue" and o.overdue)]


@operation("查看案卷督办单", EVERYONE, case=True)
def of_case(store: Store, scope: Scope, case_id: int) -> list[Order]:
    with store.read() as connection:
        return _orders(connection, scope, t.orders.c.case_id == case_id)


def _orders(connection: Connection, scope: Scope, *conditions: Any) -> list[Order]:
    case, paper = t.cases.c, t.documents.c.number.label("number")
    asked = (
        select(t.orders, case.unit, case.number.label("case_number"), case.lead_id, case.supervisor, paper)
        .join(t.cases, case.id == t.orders.c.case_id)
        .join(t.documents, t.documents.c.id == t.orders.c.document_id)
        .where(*conditions)
        .order_by(t.orders.c.id.desc())
    )
    today = clock.today()
    return [_order(dict(row), scope, today) for row in connection.execute(asked).mappings()]


def _order(row: Row, scope: Scope, today: date) -> Order:
    state = "replied" if row["replied_on"] else "unreplied" if row["received_on"] else "unreceived"
    late = state != "replied" and row["reply_by"] < today
    told = (row["unit"], row["case_number"], row["number"], state, late)
    return Order(row, *told, mine=addressing.mine(scope, row))


def todos(store: Store, scope: Scope) -> list[Todo]:
    """Orders the actor's office has still to receive or to answer."""
    if scope.role not in RECEIVERS:
        return []
    open_ = t.orders.c.replied_on.is_(None)
    with store.read() as connection:
        found = [o for o in _orders(connection, scope, open_) if o.mine]
        units, days = register.load(connection), calendar.held(connection)
        pace = pacing.held(connection)
    out = []
    for order in found:
        row, receives = order.row, order.state == "unreceived"
        if row["account_id"] in scope.persons or not (
            may_receive(scope, row) if receives else scope.role in REPLIERS
        ):
            continue
        out.append(
            Todo(
                case=row["case_id"],
                number=order.case_number,
                unit=order.unit,
                street=units[row["lead_id"]].name if row["lead_id"] else "未定属地",
                stage=order.rung,
                what=f"{'签收' if receives else '回复'}督办单 {order.number}",
                holder=row["addressee"],
                since=row["dated"] if receives else row["received_on"],
                until=days.after(row["dated"], RECEIPT_DAYS) if receives else row["reply_by"],
                today=clock.today(),
                kind="order",
                ref=row["id"],
                close=pace.step_close(clock.today(), days),
            )
        )
    return out
