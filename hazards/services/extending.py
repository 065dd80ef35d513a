"""Extensions (延期): applied for, warned about when late, granted or refused by the listing body."""

from datetime import date

from sqlalchemy import Connection

from hazards.domain.calendar import WorkingDays
from hazards.domain.roles import STREET
from hazards.services import calendar, clock
from hazards.services.access import Scope, operation, seen
from hazards.services.effect import CannotBe, Effect, Told
from hazards.services.filed import Filed
from hazards.storage import casework
from hazards.storage import tables as t
from hazards.storage.store import Store


def apply(connection: Connection, held: Filed, on: date, told: Told) -> Effect:
    """A street asks for another deadline.

    Raises:
        CannotBe: no deadline, one not later than it, or received after today.
    Law: extension.application
    """
    until, received = told["until"], told["received_on"]
    if held.deadline is None:
        raise CannotBe(what="本案没有整改期限，无从延期")
    if until <= held.deadline:
        raise CannotBe(what=f"延期后的期限不晚于现期限{held.deadline.isoformat()}")
    if received > clock.today():
        raise CannotBe(what="收件日期晚于今天")

    def then(event: int) -> None:
        casework.add(
            connection,
            t.applications,
            case_id=held.row["id"],
            received_on=received,
            until=until,
            reason=told["reason"],
            meanwhile=told["meanwhile"],
            account_id=told.get("account") or 0,
            event_id=event,
        )

    return Effect(then=then, notices=late_application(calendar.held(connection), received, held.deadline))


AHEAD = 15
"""Working days before expiry by which an extension is applied for (Law: extension.application)."""


def late_application(days: WorkingDays, received: date, deadline: date) -> tuple[str, ...]:
    """A warning where the application came late; it is taken all the same."""
    left = days.between(received, deadline)
    if left >= AHEAD:
        return ()
    if left < 0:
        return (f"申请收件时整改期限({deadline.isoformat()})已过，批准也不消除逾期。",)
    return (f"申请距期满只有{left}个工作日，少于{AHEAD}个工作日；期满当日及以前未获批准的，按逾期计。",)


@operation("查看延期申请提醒", STREET, case=True)
def warned(store: Store, scope: Scope, case_id: int, received: date | None) -> tuple[str, ...]:
    """What whoever types an application should know before it goes to the head: that it came late."""
    with store.read() as connection:
        held = casework.deadline(connection, seen(connection, scope, case_id))
        if received is None or held is None:
            return ()
        return late_application(calendar.held(connection), received, held)


def grant(connection: Connection, held: Filed, on: date, told: Told) -> Effect:
    """The listing body grants it; after the old deadline it moves nothing and says so.

    Raises:
        CannotBe: granted before it was received.
    """
    application, case_id = held.application, held.row["id"]
    assert application is not None
    until = application["until"]
    if on < application["received_on"]:
        raise CannotBe(what=f"批准日期早于申请收件日期{application['received_on'].isoformat()}")

    def then(event: int) -> None:
        values = {"case_id": case_id, "until": until, "approved_on": on, "event_id": event}
        connection.execute(t.extensions.insert().values(**values))
        _decide(connection, application["id"], "granted", on, event)

    cures = held.deadline is None or on <= held.deadline
    notices = () if cures else (f"批准日期晚于原期限{held.deadline}，期限不顺延，逾期不消除。",)
    row = {"extended_to": until, "extension_approved_on": on} if cures else {}
    return Effect(row=row, then=then, data={"until": until, "was": held.deadline}, notices=notices)


def refuse(connection: Connection, held: Filed, on: date, told: Told) -> Effect:
    """The listing body refuses it; the deadline stands."""
    application = held.application
    assert application is not None
    return Effect(
        then=lambda event: _decide(connection, application["id"], "refused", on, event),
        data={"until": application["until"]},
    )


def _decide(connection: Connection, key: int, decision: str, on: date, event: int) -> None:
    casework.set_row(connection, t.applications, key, decision=decision, decided_on=on, decided_event=event)
