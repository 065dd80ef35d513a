"""Complaints in one line each."""

from datetime import date
from typing import Any

from hazards.services import answering, callers, complaints
from hazards.services.access import Scope
from hazards.storage.store import Store

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
