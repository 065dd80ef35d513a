"""Routing complaints (立案、转办、不立案): what becomes of each once it was accepted."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from hazards.domain.prose import prose
from hazards.domain.roles import CASEWORK
from hazards.services import clock, matters, newcases, patrols, scans
from hazards.services.access import Scope, operation, seen
from hazards.services.complaintsteps import act, unanswered, unnamed, unrouted
from hazards.services.matters import MatterLacks, MatterSettled, Row
from hazards.services.pressed import once
from hazards.storage import cases, casework, events
from hazards.storage import tables as t
from hazards.storage.store import Store


@operation("并入案卷", CASEWORK)
def link(store: Store, scope: Scope, number: int, case: int, *, on: date | None, why: str = "") -> None:
    """Say that a complaint is about a case that is there.

    Raises:
        NoSuchMatter, NoSuchCase, MatterSettled, MatterLacks, BadDay
    """
    reason = prose("说明", why, 1000)

    def job(connection: Connection) -> None:
        row, day = unrouted(connection, scope, number, on)
        held = seen(connection, scope, case)
        _to_case(connection, scope, row, case, f"并入{held['number'] or held['unit']}", reason, day)

    store.write(job)


@operation("据投诉举报立案", CASEWORK)
def open_case(
    store: Store, scope: Scope, number: int, told: Mapping[str, Any], *, on: date | None, request: str = ""
) -> int:
    """Register the case a complaint is about, found on the day it was looked into; returns its id.

    Args:
        told: ``unit``, ``content``, ``lead``, and where known ``address``, ``supervisor``, and of a
            building ``illegal_area`` in m². The source is 投诉举报; the caller is not named in it.

    Raises:
        NoSuchMatter, MatterSettled, MatterLacks, BadDay, Incomplete, NotYourStreet
    """

    def job(connection: Connection) -> int:
        row, day = unrouted(connection, scope, number, on)
        place = {"source": "投诉举报", "source_from": row["number"], "received_on": row["received_on"]}
        said = {"address": row["address"], "content": row["content"], **told, **place, "found_on": day}
        newcases.complete(said)
        unnamed(row, *(str(said.get(name) or "") for name in ("unit", "content", "address")))
        case_id = _new(connection, scope, said, row["kind"])
        _to_case(connection, scope, row, case_id, f"立案：{said['unit']}", "", day)
        return case_id

    return store.write(once(scope, request, job))


@operation("转其他机关", CASEWORK)
def refer(store: Store, scope: Scope, number: int, *, to: str, on: date | None, why: str = "") -> None:
    """Hand a complaint to the body it belongs to; it stays open until that body's receipt is here.

    Raises:
        NoSuchMatter, MatterSettled, MatterLacks, BadDay
    """
    body, reason = prose("转往机关", to, 100), prose("理由", why, 1000)

    def job(connection: Connection) -> None:
        row, day = unrouted(connection, scope, number, on)
        if not body:
            raise MatterLacks(what="转其他机关", missing="转往机关")
        values = {"route": "referred", "routed_on": day, "routed_why": reason, "referred_to": body}
        act(connection, scope, row, "转办", values, on=day, told=f"转{body}。{reason}".rstrip("。"))

    store.write(job)


@operation("登记转办回执", CASEWORK)
def receipt(
    store: Store,
    scope: Scope,
    number: int,
    *,
    told: str,
    on: date | None,
    files: Sequence[scans.File] = (),
) -> None:
    """The other body's receipt: its number or who took it.

    Raises:
        NoSuchMatter, MatterSettled, MatterLacks, BadDay and what ``scans.settled`` refuses.
    """
    said = prose("回执", told, 200)

    def job(connection: Connection) -> None:
        row = unanswered(connection, scope, number)
        if row["route"] != "referred" or row["receipt_on"]:
            raise MatterSettled(what=f"{row['number']}没有等待回执的转办")
        if not said:
            raise MatterLacks(what="登记转办回执", missing="回执文号或签收人")
        day = matters.lawful_day("回执", on, row["routed_on"])
        values = {"receipt": said, "receipt_on": day}
        act(connection, scope, row, "转办回执", values, on=day, told=said, files=kept)

    with scans.settled(files) as kept:
        store.write(job)


@operation("不立案直接答复", CASEWORK)
def direct(store: Store, scope: Scope, number: int, *, why: str, on: date | None) -> None:
    """What was looked into opens no case, and why.

    Raises:
        NoSuchMatter, MatterSettled, MatterLacks, BadDay
    """
    reason = prose("核查情况和不立案的理由", why, 2000)

    def job(connection: Connection) -> None:
        row, day = unrouted(connection, scope, number, on)
        if not reason:
            raise MatterLacks(what="不立案", missing="核查情况和不立案的理由")
        values = {"route": "direct", "routed_on": day, "routed_why": reason}
        act(connection, scope, row, "不立案", values, on=day, told=reason)

    store.write(job)


def _new(connection: Connection, scope: Scope, said: Mapping[str, Any], kind: str) -> int:
    if kind == "hazard":
        return newcases.add(connection, scope, said, None)
    area = patrols.area_told(said.get("illegal_area"))
    case_id = newcases.add(connection, scope, said, None, kind="building", area=area)
    casework.put(connection, t.buildings, {"case_id": case_id}, {"found_by": "public"})
    return case_id


def _to_case(
    connection: Connection, scope: Scope, row: Row, case: int, told: str, why: str, day: date
) -> None:
    values = {"route": "case", "routed_on": day, "routed_why": why, "case_id": case}
    act(connection, scope, row, "立案", values, on=day, told=f"{told}。{why}".rstrip("。"))
    events.record(
        connection,
        action="complaint-joined",
        case_id=case,
        entered_at=clock.stamp(),
        acted_on=day,
        data={"complaint": row["number"]},
        **scope.signature,
    )
    cases.change(connection, [{"id": case, "live": True}])
