"""Callers (投诉举报人): what they bring is taken in for them, and who they are is shown only on record."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from hazards.domain import complaints as rules
from hazards.domain.prose import prose
from hazards.domain.roles import CASEWORK, STREET
from hazards.services import clock, complaints, matters, scans
from hazards.services.access import Scope, operation
from hazards.services.complaintsteps import unnamed
from hazards.services.matters import COMPLAINT, MatterLacks
from hazards.services.newcases import NotYourStreet
from hazards.services.pressed import once
from hazards.storage import casework, register
from hazards.storage import tables as t
from hazards.storage.store import Store

WORDS = {"caller": "投诉举报人", "phone": "联系电话", "content": "反映内容", "address": "地址"}
_LONGEST = {"caller": 50, "phone": 30, "content": 4000, "address": 200}


@operation("登记投诉举报", CASEWORK)
def receive(
    store: Store,
    scope: Scope,
    told: Mapping[str, Any],
    *,
    files: Sequence[scans.File] = (),
    request: str = "",
) -> int:
    """Take a complaint in; its periods run from the date received. Returns its id.

    Args:
        told: ``kind`` (hazard, building), ``received_on``, ``way``, ``content``, and where known
            ``caller``, ``phone`` (both empty: anonymous), ``address``, ``street`` (its key),
            ``promised_on``, ``same_as`` (the earlier complaint about the same place).

    Raises:
        MatterLacks, CallerTold, BadDay, NotYourStreet, NoSuchMatter and what ``scans.settled`` refuses.
    Law: complaint.duty
    """
    said = {name: prose(WORDS[name], str(told.get(name) or ""), _LONGEST[name]) for name in WORDS}
    _complete(told, said)
    unnamed(said, said["content"], said["address"])
    on = matters.lawful_day("收件", told.get("received_on"), date(clock.today().year - 5, 1, 1))

    def job(connection: Connection) -> int:
        street = _street(connection, scope, told.get("street"))
        if told.get("same_as"):
            matters.one(connection, scope, COMPLAINT, int(told["same_as"]))
        number = matters.serial(connection, t.complaints, "诉", on.year)
        values = {
            "number": number,
            "kind": told["kind"],
            "received_on": on,
            "way": told["way"],
            "jurisdiction_id": street,
            "promised_on": told.get("promised_on"),
            "same_as": told.get("same_as"),
        }
        data = {**values, "content": said["content"], "address": said["address"]}
        data["scans"] = scans.digests(kept)
        event = matters.record(connection, scope, COMPLAINT, "received", data, on=on)
        key = casework.add(
            connection,
            t.complaints,
            **values,
            **said,
            department="、".join(sorted(scope.departments or ())),
            account_id=scope.behalf_id or scope.account,
            owner=scope.behalf or scope.actor,
            organ=scope.as_whom or scope.actor,
            entered_at=clock.stamp(),
            event_id=event,
        )
        scans.add(connection, scope, COMPLAINT, key, kept, event)
        matters.deed(connection, scope, COMPLAINT, key, "收件登记", event, on=on, told=told["way"])
        return key

    with scans.settled(files) as kept:
        return store.write(once(scope, request, job))


def _complete(told: Mapping[str, Any], said: Mapping[str, str]) -> None:
    missing = [] if told.get("kind") in complaints.periods() else ["反映事项的类别"]
    if told.get("way") not in rules.WAYS:
        missing.append("来源方式")
    if not said["content"]:
        missing.append("反映内容")
    received, promised = told.get("received_on"), told.get("promised_on")
    if promised and received and promised < received:
        missing.append("不早于收件日期的承诺办结日期")
    if missing:
        raise MatterLacks(what="登记投诉举报", missing="、".join(missing))


def _street(connection: Connection, scope: Scope, told: Any) -> int | None:
    """The street a complaint is about; a street takes in its own only, an office any or none."""
    units = {u.key for u in register.load(connection).streets(clock.today())}
    own = sorted(units & scope.jurisdictions) if scope.jurisdictions is not None else []
    if told is None and scope.role in STREET and own:
        return own[0]
    if told is not None and (
        int(told) not in units or (scope.jurisdictions is not None and int(told) not in own)
    ):
        raise NotYourStreet
    return None if told is None else int(told)


@operation("查看投诉举报人", CASEWORK)
def reveal(store: Store, scope: Scope, number: int) -> tuple[str, str]:
    """The caller's name and number unmasked; every look is on record.

    Raises:
        NoSuchMatter
    """

    def job(connection: Connection) -> tuple[str, str]:
        row = matters.one(connection, scope, COMPLAINT, number)
        data = {"complaint": number, "number": row["number"]}
        event = matters.record(connection, scope, COMPLAINT, "caller-seen", data, on=clock.today())
        matters.deed(connection, scope, COMPLAINT, number, "查看投诉举报人", event, on=clock.today())
        return str(row["caller"]), str(row["phone"])

    return store.write(job)
