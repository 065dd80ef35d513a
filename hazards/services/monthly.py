"""Monthly forms (月报) of streets and departments: declared, signed; corrected only by a new version."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from hazards.domain import trail
from hazards.domain.prose import prose
from hazards.domain.returned import BadFigures, read, wrong
from hazards.domain.roles import STREET, Role
from hazards.services import clock, monthduty, monthforms, returned
from hazards.services import returnsigned as signed
from hazards.services.access import Scope, operation
from hazards.services.monthduty import Month
from hazards.services.returnsigned import ASKED, DRAFT, MONTH, RETURNED, SIGNED, STATES, Paper
from hazards.storage import casework
from hazards.storage import tables as t
from hazards.storage.store import Store

Row = casework.Row
FILLERS = STREET | {Role.DEPARTMENT}
SIGNERS = frozenset({Role.HEAD, Role.DEPARTMENT})
FORMAT = "guapai-monthly-1"
WHAT = "月报"


@operation("填报月报", FILLERS)
def save(
    store: Store,
    scope: Scope,
    kind: str,
    who: str,
    month: Month,
    *,
    told: Mapping[str, Mapping[str, object]],
    zero: bool = False,
    note: str = "",
    reason: str = "",
) -> int:
    """Keep what was typed; returns the number. A signed form stays, and this becomes its correction.

    Args:
        told: sector to column to cell as typed; empty cells are unreported.
        zero: 零报告; nothing else may then be told.
        reason: why a signed form is corrected.

    Raises:
        NoSuchReturn, BadFigures, ReturnIncomplete
    """
    monthduty.own(scope, kind, who)
    figures = read({sector: cells for sector, cells in told.items() if sector in returned.sectors()})
    found = wrong(figures)
    if zero and figures:
        found = ["声明了零报告，又填了数"]
    if found:
        raise BadFigures(count=len(found), what="；".join(found))
    plain = {s: {key: str(value) for key, value in cells.items()} for s, cells in sorted(figures.items())}
    said = {"note": prose("说明", note, 500), "reason": prose("更正理由", reason, 500)}

    def job(connection: Connection) -> int:
        monthforms.named(connection, kind, who, month)
        if month.first > clock.today():
            raise signed.NoSuchReturn
        versions = monthduty.rows(connection, month).get((kind, who), [])
        row = versions[-1] if versions else None
        again = row is not None and row["state"] in (SIGNED, RETURNED)
        corrects = bool(versions) and any(v["state"] == SIGNED for v in versions)
        if corrects and not said["reason"]:
            raise signed.ReturnIncomplete(what="更正月报", missing="更正理由")
        version = len(versions) + 1 if again or row is None else row["version"]
        event = _tell(connection, scope, "monthly-saved", (kind, who, month), {"version": version})
        values: dict[str, Any] = {
            "state": DRAFT,
            "zero": zero,
            "told": trail.canonical(plain).decode(),
            "entered_at": clock.stamp(),
            "event_id": event,
            **said,
            **facts(kind, who, month, version, plain, zero, said),
        }
        if row is not None and not again:
            casework.set_row(connection, t.monthlies, row["id"], **values)
            return int(row["id"])
        keys = {"kind": kind, "who": who, "year": month.year, "month": month.month, "version": version}
        who_ = {"account_id": scope.account, "actor": scope.actor}
        return casework.add(connection, t.monthlies, **keys, **who_, **values)

    return store.write(job)


@operation("送审月报", STREET)
def ask(store: Store, scope: Scope, number: int) -> None:
    """Put a street's form before its head.

    Raises:
        NoSuchReturn, NotWaiting, ReturnIncomplete
    """

    def job(connection: Connection) -> None:
        row = _row(connection, scope, number, (DRAFT, ASKED), "送审")
        _whole(row)
        event = _tell(connection, scope, "monthly-asked", _about(row), {"sha256": row["sha256"]})
        values = {"state": ASKED, "asked_by": scope.actor, "asked_at": clock.stamp(), "sent_back": ""}
        casework.set_row(connection, t.monthlies, number, event_id=event, **values)

    store.write(job)


@operation("签报月报", SIGNERS)
def sign(store: Store, scope: Scope, number: int, *, seen: str) -> None:
    """The head signs what was put before him; a department signs its own as it stands.

    Args:
        seen: ``sha256`` of the version looked at.

    Raises:
        NoSuchReturn, NotWaiting, ReturnIncomplete
        ReturnMoved: it was changed since.
    """
    states = (ASKED,) if scope.role is Role.HEAD else (DRAFT,)

    def job(connection: Connection) -> None:
        row = _row(connection, scope, number, states, "签署")
        _whole(row)
        if row["sha256"] != seen:
            raise signed.ReturnMoved(what=WHAT)
        event = _tell(connection, scope, "monthly-signed", _about(row), {"sha256": seen})
        casework.set_row(connection, t.monthlies, number, event_id=event, **signed.on_screen(scope))

    store.write(job)


@operation("退回月报送审", frozenset({Role.HEAD}))
def send_back(store: Store, scope: Scope, number: int, *, reason: str) -> None:
    """The head does not sign; the clerk sees why."""
    why = prose("退回理由", reason, 500)
    _back(store, scope, number, (ASKED,), "monthly-sent-back", why, {"state": DRAFT, "sent_back": why})


@operation("退回月报", frozenset({Role.LISTING}))
def give_back(store: Store, scope: Scope, number: int, *, reason: str) -> None:
    """The listing office returns a signed form: its figures count no longer, and it is owed anew."""
    why = prose("退回理由", reason, 500)
    values = {"state": RETURNED, "returned": why, "returned_at": clock.stamp()}
    _back(store, scope, number, (SIGNED,), "monthly-returned", why, values)


@operation("登记月报纸质审签", STREET)
def on_paper(store: Store, scope: Scope, number: int, paper: Paper) -> None:
    """The head signed the printed form.

    Raises:
        NoSuchReturn, NotWaiting, PaperIncomplete, ScanNotTaken
    """
    media_type = signed.examined(paper.scan)

    def job(connection: Connection) -> None:
        row = _row(connection, scope, number, (ASKED,), "登记纸质审签")
        held = signed.heads(connection, int(row["who"]), paper.signed_on or clock.today())
        values = signed.by_hand(connection, scope, paper, media_type, held)
        told = {"sha256": row["sha256"], "paper": values["paper"], "signer": values["signer"]}
        event = _tell(connection, scope, "monthly-signed", _about(row), told, on=values["signed_on"])
        casework.set_row(connection, t.monthlies, number, event_id=event, **values)

    store.write(job)


@operation("设定月报起始月", frozenset({Role.LISTING}))
def begin(store: Store, scope: Scope, month: Month) -> None:
    """From this month on every street and department owes a form."""
    store.write(lambda connection: signed.begin(connection, scope, MONTH, month.first))


def _back(
    store: Store,
    scope: Scope,
    number: int,
    states: tuple[str, ...],
    action: str,
    why: str,
    values: Mapping[str, Any],
) -> None:
    if not why:
        raise signed.ReturnIncomplete(what="退回", missing="退回理由")

    def job(connection: Connection) -> None:
        row = _row(connection, scope, number, states, "退回")
        event = _tell(connection, scope, action, _about(row), {}, reason=why)
        casework.set_row(connection, t.monthlies, number, event_id=event, **values)

    store.write(job)


def _row(connection: Connection, scope: Scope, number: int, states: tuple[str, ...], does: str) -> Row:
    row = casework.get(connection, t.monthlies, number)
    if row is None:
        raise signed.NoSuchReturn
    monthduty.own(scope, row["kind"], row["who"])
    if row["state"] not in states:
        raise signed.NotWaiting(what=WHAT, state=STATES[row["state"]], does=does)
    return row


def _whole(row: Row) -> None:
    if not row["zero"] and row["told"] in ("", "{}"):
        raise signed.ReturnIncomplete(what=WHAT, missing="数字(本月没有发生的，请作零报告)")


About = tuple[str, str, Month]


def _about(row: Row) -> About:
    return row["kind"], row["who"], Month(row["year"], row["month"])


def facts(
    kind: str,
    who: str,
    month: Month,
    version: int,
    plain: Mapping[str, Any],
    zero: bool,
    said: Mapping[str, str],
) -> dict[str, str]:
    """What a form says, canonical, and its digest."""
    keys = {"kind": kind, "who": who, "year": month.year, "month": month.month, "version": version}
    told = trail.canonical({"format": FORMAT, **keys, "zero": zero, "figures": plain, **said})
    return {"facts": told.decode(), "sha256": trail.sha256(told)}


def _tell(
    connection: Connection,
    scope: Scope,
    action: str,
    about: About,
    data: Mapping[str, Any],
    *,
    on: date | None = None,
    reason: str = "",
) -> int:
    kind, who, month = about
    told = {"kind": kind, "who": who, "month": f"{month.year}-{month.month:02d}", **data}
    return signed.record(connection, scope, "monthly", action, told, on=on, reason=reason)
