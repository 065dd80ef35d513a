"""Instructions (批示): a leader's word to an office, by when it answers, and whether the leader is content."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from hazards.domain.errors import Refusal
from hazards.domain.prose import prose
from hazards.domain.roles import Role
from hazards.services import addressing, clock
from hazards.services.access import Scope, operation, seen
from hazards.services.pressed import once
from hazards.storage import casework, events
from hazards.storage import tables as t
from hazards.storage.store import Store

Row = Mapping[str, Any]
GIVERS = frozenset({Role.LEADER, Role.LISTING})
REPLIERS = frozenset({Role.HEAD, Role.DEPARTMENT, Role.LISTING})


class InstructionIncomplete(Refusal):
    code = "instruction-incomplete"
    says = "批示还缺：{missing}。"
    remedy = "补齐后再办。"


class NoSuchInstruction(Refusal):
    code = "no-such-instruction"
    says = "没有这条批示，或者它现在不由您办理。"
    remedy = "请刷新后核对。"


@operation("批示", GIVERS)
def give(
    store: Store,
    scope: Scope,
    to: str,
    *,
    text: str,
    reply_by: date | None,
    about: int | None = None,
    leader: str = "",
    on: date | None = None,
    request: str = "",
) -> int:
    """Instruct an office, about a case or in general.

    Args:
        to: a key of ``addressing.choices``.
        about: the case, which must be in sight.
        leader: whose instruction it is, where the listing office registers one given on paper.
        on: the day it was given; today if not told.

    Raises:
        InstructionIncomplete, NoSuchOffice, NoSuchCase
    """
    said, who = prose("批示内容", text, 1000), prose("批示领导", leader, 50)
    on = on or clock.today()
    if scope.role is Role.LEADER:
        who = scope.behalf or scope.actor
    missing = [name for name, value in (("批示内容", said), ("批示领导", who)) if not value]
    if on > clock.today():
        missing.append("不晚于今天的批示日期")
    if reply_by is None or reply_by < max(on, clock.today()):
        missing.append("不早于今天的回复期限")
    if missing:
        raise InstructionIncomplete(missing="、".join(missing))

    def job(connection: Connection) -> int:
        office = addressing.known(connection).get(to)
        if office is None:
            raise addressing.NoSuchOffice(name=to[:50])
        if about is not None:
            seen(connection, scope, about)
        event = _event(connection, scope, "instructed", about, on, told=said, to=office.name, leader=who)
        return casework.add(
            connection,
            t.instructions,
            case_id=about,
            **addressing.columns(office),
            leader=who,
            told=said,
            given_on=on,
            reply_by=reply_by,
            state="open",
            account_id=scope.account,
            entered_at=clock.stamp(),
            event_id=event,
        )

    return store.write(once(scope, request, job))


def _event(connection: Connection, scope: Scope, action: str, case: int | None, on: date, **data: Any) -> int:
    return events.record(
        connection,
        subject="case" if case is not None else "instruction",
        action=action,
        case_id=case,
        entered_at=clock.stamp(),
        acted_on=on,
        data={k: v for k, v in data.items() if v not in (None, "")},
        **scope.signature,
    )


@operation("回复批示", REPLIERS)
def reply(store: Store, scope: Scope, number: int, text: str) -> None:
    """The written answer of the office; of a street its head gives it (一把手审签).

    Raises:
        NoSuchInstruction, InstructionIncomplete
    """
    said = _said("回复内容", text)

    def job(connection: Connection) -> None:
        row = _at(connection, number, "open")
        if not addressing.mine(scope, row):
            raise NoSuchInstruction
        _turn(connection, scope, row, "reply", said, state="replied")

    store.write(job)


@operation("批示办结", frozenset({Role.LEADER}))
def accept(store: Store, scope: Scope, number: int, *, note: str = "") -> None:
    """The leader is content with the answer.

    Raises:
        NoSuchInstruction
    """
    said = prose("审阅意见", note, 1000)

    def job(connection: Connection) -> None:
        _turn(connection, scope, _at(connection, number, "replied"), "accepted", said, state="accepted")

    store.write(job)


@operation("批示退回重办", frozenset({Role.LEADER}))
def again(store: Store, scope: Scope, number: int, *, why: str, reply_by: date | None) -> None:
    """The leader asks again, with another reply date.

    Raises:
        NoSuchInstruction, InstructionIncomplete
    """
    said = _said("退回意见", why)
    if reply_by is None or reply_by < clock.today():
        raise InstructionIncomplete(missing="不早于今天的回复期限")

    def job(connection: Connection) -> None:
        row = _at(connection, number, "replied")
        _turn(connection, scope, row, "again", said, state="open", reply_by=reply_by)

    store.write(job)


def _said(name: str, text: str) -> str:
    said = prose(name, text, 2000)
    if not said:
        raise InstructionIncomplete(missing=name)
    return said


def _at(connection: Connection, number: int, state: str) -> Row:
    row = casework.get(connection, t.instructions, number)
    if row is None or row["state"] != state:
        raise NoSuchInstruction
    return row


def _turn(connection: Connection, scope: Scope, row: Row, kind: str, said: str, **changes: Any) -> None:
    """The turn and what it changes, with its event."""
    case, on = row["case_id"], clock.today()
    told = {"told": said, "to": row["addressee"], "reply_by": changes.get("reply_by")}
    if kind == "reply" and on > row["reply_by"]:
        told["late"] = True
    event = _event(connection, scope, f"instruction-{kind}", case, on, **told)
    casework.add(
        connection,
        t.instruction_turns,
        instruction_id=row["id"],
        case_id=case,
        kind=kind,
        told=said,
        on_date=on,
        reply_by=changes.get("reply_by"),
        actor=scope.actor,
        account_id=scope.account,
        entered_at=clock.stamp(),
        event_id=event,
    )
    casework.set_row(connection, t.instructions, row["id"], **changes)
