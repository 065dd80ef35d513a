"""What the matrix knows of this room: who may do what, its routes, what it shows, how it is called."""

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.matrix.asking import Arguments, given, nothing
from tests.matrix.world import MISSING, World

OPERATIONS = """
bulletins.counted_in         ...LEA.M
bulletins.file               CHDLEA.M
bulletins.issues             CHDLEA.M
bulletins.look               ...LEA.M
bulletins.regenerated        ...LEA.M
bulletins.today              ...LEA.M
publishing.discard           ...L....
publishing.draft             ...L...M
publishing.note              ...L....
publishing.publish           ...LE..M
"""

ROUTES = """
GET  /bulletins/{bulletin:int}/{kind}  CHDLEA..
"""

SHOWS = """
bulletins.counted_in
bulletins.look
"""

BESIDE: dict[str, str] = {
    "bulletinareas.structures": "part of publishing.draft and publish, who see every case",
    "bulletinfacts.counted_of": "the masks behind a bulletin; asked by publishing.draft and publish",
    "bulletinmaking.made": "part of publishing.draft and publish, who see every case",
    "bulletins.held": "the rule itself: a draft out of sight answers like a missing one",
    "bulletins.of_period": "the line of bulletins.issues for one period",
    "bulletins.todos": "part of todo.mine, for those who may publish",
    "restatements.before": "part of publishing.draft and publish, who see every case",
    "restatements.now_of": "part of bulletins.today and publishing.draft, who see every case",
}


def put(world: Any) -> None:
    """A draft in which both cases count, for those who see both; and an issue that everybody may read."""
    from hazards.domain import trail
    from hazards.services import publishing
    from hazards.storage import bulletins, events

    publishing.draft(world.store, world.scope("listing"), "week", "2026-W46")

    def job(connection: Any) -> None:
        draft = bulletins.get(connection, 1)
        told = {"kind": "month", "period": "2026-10", "year": 2026, "issue": 1, "state": "published"}
        told |= {"cutoff": date(2026, 10, 31), "facts": draft["facts"], "sha256": draft["sha256"]}
        data = {"sha256": draft["sha256"], "files": {"docx": trail.sha256(b"docx")}}
        about = {"subject": "bulletin", "action": "bulletin-published", "data": data}
        event = events.record(connection, actor="别人", entered_at="2026-11-02T09:00:00+08:00", **about)
        told |= {"last_event": 1, "event_id": event, "drafted_at": "2026-11-02T09:00:00+08:00"}
        number = bulletins.add(connection, **told)
        bulletins.keep(connection, number, "docx", trail.sha256(b"docx"), b"docx")

    world.store.write(job)


CALLS: dict[str, Callable[[World, str, str], Arguments]] = {
    "bulletins.counted_in": given(1, "ranking", "*", 2),
    "bulletins.file": given(2, "docx"),
    "bulletins.issues": nothing,
    "bulletins.look": given(1),
    "bulletins.regenerated": given(1),
    "bulletins.today": given(1),
    "publishing.discard": given(1),
    "publishing.draft": given("week", "2026-W46"),
    "publishing.note": given(1, typical="", next="逐件落实"),
    "publishing.publish": given(MISSING),
}
