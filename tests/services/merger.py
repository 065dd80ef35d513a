"""大南 and 五马 on 30 June, the eve of their merger (scenario 7)."""

import shutil
from datetime import date
from pathlib import Path

from hazards.domain.lifecycle import Action
from hazards.domain.roles import Role
from hazards.services import accounts, posts
from hazards.services.access import LOCAL_ADMIN
from hazards.storage import casework, events
from hazards.storage import tables as t
from hazards.storage.store import Store
from tests.people import LISTING, PASSWORD
from tests.services.district import add_case, ids, key_of
from tests.services.offices import place

OLD, NEW = "大南街道", "五马街道"
PEOPLE = {LISTING: "林安", "danan": "邵南", "wuma": "吴马"}


def june(template: Path, path: Path) -> tuple[Store, int]:
    """A store with 大南 8 listed, 6 struck off, 五马 12 and 11; and the case at 大南's head to be signed."""
    shutil.copy(template, path)
    store = Store(f"sqlite:///{path}")
    made = accounts.add_demonstration(store, LOCAL_ADMIN, PEOPLE, PASSWORD)
    since = {"since": date(2026, 1, 1)}
    posts.give(store, LOCAL_ADMIN, made[LISTING], Role.LISTING, **since)
    for name, street in (("danan", OLD), ("wuma", NEW)):
        for role in (Role.HEAD, Role.CLERK):
            posts.give(store, LOCAL_ADMIN, made[name], role, jurisdiction=key_of(store, street), **since)
    struck = {"state": "struck-off", "stage": "struck-off", "struck_off_on": date(2026, 6, 1)}
    for street, listed, done in ((OLD, 8, 6), (NEW, 12, 11)):
        for n in range(listed):
            add_case(store, street=street, deadline=date(2026, 12, 1), **(struck if n < done else {}))
    waiting = ids(store, place=str(key_of(store, OLD)), measure="open")[0]
    place(store, waiting, "rectifying", stage_on=date(2026, 6, 20))
    asked = {
        "case_id": waiting,
        "what": Action.SUBMIT.value,
        "asked_by": made["danan"],
        "asked_at": "2026-06-29T10:00:00+08:00",
        "data": events.pack({"told": {}, "on": None, "shown": {}}),
    }
    store.write(lambda connection: casework.add(connection, t.signatures, **asked))
    return store, waiting
