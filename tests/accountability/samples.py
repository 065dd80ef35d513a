"""Complaints, overdue cases and decisions in one line each."""

from datetime import date, timedelta
from typing import Any

from hazards.domain.accountability import Candidate
from hazards.domain.roles import Role
from hazards.services import accountability, answering, callers, complaints
from hazards.services.access import Scope
from hazards.storage import events
from hazards.storage.store import Store
from tests.services.district import add_case
from tests.services.offices import office

RECEIVED = date(2026, 11, 2)
ON = date(2026, 11, 10)
CALLER = {"caller": "柳如烟", "phone": "13800005678"}


def take_in(store: Store, scope: Scope, **told: Any) -> int:
    """A call about a workshop, received on Monday 2 November 2026."""
    said = {
        "kind": "hazard",
        "received_on": RECEIVED,
        "way": "来电",
        "content": "楼道堆满纸箱，夜里有人吸烟",
        "address": "望瓯里17号",
        **CALLER,
        **told,
    }
    return callers.receive(store, scope, said)


def accepted(store: Store, scope: Scope, **told: Any) -> int:
    number = take_in(store, scope, **told)
    answering.decide(store, scope, number, accepted=True, on=date(2026, 11, 4))
    return number


def one(store: Store, scope: Scope, number: int) -> complaints.Complaint:
    return complaints.file(store, scope, number).told


TODAY = date(2026, 11, 21)
TOLD = {
    "measure": "约谈",
    "why": "逾期未办",
    "whom": "街道主要负责人",
    "document": "鹿安委约〔2026〕1号",
    "on": TODAY,
}


def found(store: Store, rule: str, scope: Scope | None = None) -> list[Candidate]:
    return [
        one for one in accountability.lines(store, scope or office(Role.LEADER, 5)) if one.rule.key == rule
    ]


def overdue(store: Store, days: int, **more: Any) -> int:
    values = {"street": "五马街道", "stage": "rectifying", "deadline": TODAY - timedelta(days=days), **more}
    return add_case(store, **values)


def happened(store: Store, case: int, action: str, on: str, **more: Any) -> int:
    told = {"actor": "某人", "as_whom": "五马街道 填报员", "entered_at": f"{on}T10:00:00+08:00", **more}
    return store.write(lambda c: events.record(c, action=action, case_id=case, **told))


def decided(
    store: Store, leader: Scope, rule: str = "overdue-idle", organ: str = "五马街道", **more: Any
) -> int:
    (line,) = [one for one in found(store, rule, leader) if one.organ == organ]
    return accountability.decide(store, leader, rule, organ, {**TOLD, **more}, seen=line.seen)
