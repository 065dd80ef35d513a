"""Weekly reports of streets (周报): prefilled from the ledger, signed by the head, frozen as signed."""

from datetime import date
from typing import Any

from sqlalchemy import Connection

from hazards.domain.errors import Refusal
from hazards.domain.prose import prose
from hazards.domain.roles import STREET, Role
from hazards.domain.weeks import Week
from hazards.services import calendar, clock, weekduty, weekfigures, weekreports
from hazards.services import returnsigned as signed
from hazards.services.access import Scope, operation
from hazards.services.returnsigned import ASKED, DRAFT, RETURNED, SIGNED, STATES, WEEK, Paper
from hazards.services.weekduty import due
from hazards.services.weekfigures import Figures
from hazards.storage import casework, register
from hazards.storage import tables as t
from hazards.storage.store import Store

Row = casework.Row
LONGEST = 2000
WHAT = "周报"


class NoneDue(Refusal):
    code = "weekly-none-due"
    says = "{who}{week}不须报周报：{why}。"
    remedy = "请核对是哪一周；单位合并、撤销的，由承继单位填报。"


@operation("填报周报", STREET)
def save(store: Store, scope: Scope, street: int, week: Week, *, problems: str, plans: str) -> int:
    """Keep the two texts; returns the number. One put before the head comes back by it.

    Raises:
        NoSuchReturn, NoneDue, NotWaiting: it is signed already.
    """
    signed.own(scope, street)
    told = {"problems": prose("存在问题", problems, LONGEST), "plans": prose("下周计划", plans, LONGEST)}

    def job(connection: Connection) -> int:
        _owed(connection, street, week)
        versions = weekduty.rows(connection, week).get(street, [])
        row = versions[-1] if versions else None
        if row and row["state"] == SIGNED:
            raise signed.NotWaiting(what=WHAT, state=STATES[SIGNED], does="改写")
        event = _tell(connection, scope, "weekly-saved", street, week, {})
        values = {"state": DRAFT, "entered_at": clock.stamp(), "event_id": event, **told}
        if row and row["state"] != RETURNED:
            casework.set_row(connection, t.weeklies, row["id"], **values, facts="", sha256="")
            return int(row["id"])
        who = {"account_id": scope.account, "actor": scope.actor}
        keys = {"jurisdiction_id": street, "monday": week.monday, "version": len(versions) + 1}
        return casework.add(connection, t.weeklies, **keys, **who, **values)

    return store.write(job)


def _owed(connection: Connection, street: int, week: Week) -> None:
    units = register.load(connection)
    if street not in units:
        raise signed.NoSuchReturn
    why = ""
    if week.monday > clock.today():
        why = "这一周还没有开始"
    elif week.due(calendar.held(connection)) is None:
        why = "本周没有工作日"
    elif street not in {unit.key for unit in due(connection, week)}:
        why = "该单位在报送日已不存在或者不是街镇"
    if why:
        raise NoneDue(who=units[street].name, week=week.title, why=why)


@operation("送审周报", STREET)
def ask(store: Store, scope: Scope, number: int) -> None:
    """Put a report before the head, with its figures as they stand; asked again it is brought up to date.

    Raises:
        NoSuchReturn, NotWaiting, ReturnIncomplete
    """
    street, week, before = _about(store, scope, number)
    figures = weekfigures.counted_now(store, street, week, before)

    def job(connection: Connection) -> None:
        row = _row(connection, scope, number, (DRAFT, ASKED), "送审")
        names = {"problems": "存在问题", "plans": "下周计划"}
        if absent := [name for key, name in names.items() if not row[key]]:
            raise signed.ReturnIncomplete(what=WHAT, missing="、".join(absent))
        facts = weekreports.facts(connection, row, figures)
        event = _tell(connection, scope, "weekly-asked", street, week, {"sha256": facts["sha256"]})
        who = {"asked_by": scope.actor, "asked_at": clock.stamp(), "sent_back": ""}
        casework.set_row(connection, t.weeklies, number, state=ASKED, event_id=event, **who, **facts)

    store.write(job)


@operation("签报周报", frozenset({Role.HEAD}))
def sign(store: Store, scope: Scope, number: int, *, seen: str) -> None:
    """The head signs on screen; figures and lists stay as they stand now.

    Args:
        seen: ``Figures.digest`` of what the head looked at.

    Raises:
        NoSuchReturn, NotWaiting
        ReturnMoved: the ledger moved on since; what counts now is on the page.
    """
    street, week, before = _about(store, scope, number)
    figures = weekfigures.counted_now(store, street, week, before)

    def job(connection: Connection) -> None:
        row = _row(connection, scope, number, (ASKED,), "签署")
        if figures.digest != seen:
            raise signed.ReturnMoved(what=WHAT)
        facts = weekreports.facts(connection, row, figures)
        event = _tell(connection, scope, "weekly-signed", street, week, {"sha256": facts["sha256"]})
        values = signed.on_screen(scope)
        casework.set_row(connection, t.weeklies, number, event_id=event, **values, **facts)

    store.write(job)


@operation("退回周报送审", frozenset({Role.HEAD}))
def send_back(store: Store, scope: Scope, number: int, *, reason: str) -> None:
    """The head does not sign; the clerk sees why."""
    _back(store, scope, number, reason, (ASKED,), "weekly-sent-back")


@operation("登记周报纸质审签", STREET)
def on_paper(store: Store, scope: Scope, number: int, paper: Paper) -> None:
    """The head signed the printed sheet: its figures, those put before him, are the report's.

    Raises:
        NoSuchReturn, NotWaiting, PaperIncomplete, ScanNotTaken
    """
    street, week, _ = _about(store, scope, number)
    media_type = signed.examined(paper.scan)

    def job(connection: Connection) -> None:
        row = _row(connection, scope, number, (ASKED,), "登记纸质审签")
        on = paper.signed_on or clock.today()
        values = signed.by_hand(connection, scope, paper, media_type, signed.heads(connection, street, on))
        told = {"sha256": row["sha256"], "paper": values["paper"], "signer": values["signer"]}
        event = _tell(connection, scope, "weekly-signed", street, week, told, on=values["signed_on"])
        casework.set_row(connection, t.weeklies, number, event_id=event, **values)

    store.write(job)


@operation("退回周报", frozenset({Role.LISTING}))
def give_back(store: Store, scope: Scope, number: int, *, reason: str) -> None:
    """The listing office returns a signed report; it stays as a version, and the street owes it anew."""
    _back(store, scope, number, reason, (SIGNED,), "weekly-returned")


def _back(store: Store, scope: Scope, number: int, reason: str, states: tuple[str, ...], action: str) -> None:
    why = prose("退回理由", reason, 500)
    if not why:
        raise signed.ReturnIncomplete(what="退回", missing="退回理由")
    street, week, _ = _about(store, scope, number)

    def job(connection: Connection) -> None:
        _row(connection, scope, number, states, "退回")
        event = _tell(connection, scope, action, street, week, {}, reason=why)
        if states == (SIGNED,):
            values = {"state": RETURNED, "returned": why, "returned_at": clock.stamp()}
        else:
            values = {"state": DRAFT, "sent_back": why}
        casework.set_row(connection, t.weeklies, number, event_id=event, **values)

    store.write(job)


@operation("设定周报起始周", frozenset({Role.LISTING}))
def begin(store: Store, scope: Scope, week: Week) -> None:
    """From this week on every street owes a report."""
    store.write(lambda connection: signed.begin(connection, scope, WEEK, week.monday))


def _about(store: Store, scope: Scope, number: int) -> tuple[int, Week, Figures | None]:
    with store.read() as connection:
        row = _row(connection, scope, number, tuple(STATES), "")
        week = Week(row["monday"])
        return row["jurisdiction_id"], week, weekreports.before(connection, row["jurisdiction_id"], week)


def _row(connection: Connection, scope: Scope, number: int, states: tuple[str, ...], does: str) -> Row:
    row = casework.get(connection, t.weeklies, number)
    if row is None:
        raise signed.NoSuchReturn
    signed.own(scope, row["jurisdiction_id"])
    if row["state"] not in states:
        raise signed.NotWaiting(what=WHAT, state=STATES[row["state"]], does=does)
    return row


def _tell(
    connection: Connection,
    scope: Scope,
    action: str,
    street: int,
    week: Week,
    data: dict[str, Any],
    *,
    on: date | None = None,
    reason: str = "",
) -> int:
    told = {"street": street, "week": week.monday, **data}
    return signed.record(connection, scope, "weekly", action, told, on=on, reason=reason)
