"""Orders, instructions, urgency and the outbox on PostgreSQL: the same answers."""

from datetime import date

import pytest

from hazards.domain.roles import Role
from hazards.services import (
    instructions,
    lateness,
    notifying,
    orders,
    outbox,
    pacing,
    pressing,
    register,
    trail,
)
from hazards.services.access import LOCAL_ADMIN
from hazards.storage import blobs
from hazards.storage.migrations import migrate
from hazards.storage.store import Store
from tests.services.district import add_case, ids, key_of
from tests.services.offices import office, street


@pytest.mark.postgres
def test_a_case_is_pressed_and_the_message_goes_once(postgres_url, today):
    store = Store(postgres_url)
    migrate(store)
    register.add_district(store, LOCAL_ADMIN, "330302")
    listing, leader = office(Role.LISTING, 5), office(Role.LEADER, 7)
    head = street(store, "双屿街道", Role.HEAD, 2)
    notifying.set_channel(store, LOCAL_ADMIN, "webhook", "json://127.0.0.1:9/in")
    notifying.turn(store, LOCAL_ADMIN, True)
    case = add_case(store, stage="rectifying", deadline=date(2026, 11, 13))
    soon = add_case(store, deadline=date(2026, 12, 4))
    pacing.set_urgency(store, listing, soon, "special", why="邻近学校")
    assert ids(store, measure="open", light="soon") == [soon]
    by = {"reply_by": date(2026, 11, 26)}
    pressing.send(store, listing, case, about="deadline", demand="三日内拿出安排", **by)
    orders.receive(store, head, orders.held(store, listing)[0].row["id"])
    to = f"street:{key_of(store, '双屿街道')}"
    number = instructions.give(store, leader, to, text="请速办", about=case, **by)
    instructions.reply(store, head, number, "已办")
    assert [one.unsent for one in lateness.held(store, leader)] == [False]
    sent: list[str] = []
    done = outbox.drain(store, lambda url, message: not sent.append(message["key"]))
    assert (done.sent, len(set(sent))) == (2, 2)
    assert outbox.drain(store, lambda url, message: False) == outbox.Round()
    assert trail.verify(store, LOCAL_ADMIN, blobs.store()).ok
