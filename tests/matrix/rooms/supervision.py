"""What the matrix knows of this room: who may do what, its routes, what it shows, how it is called."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import insert, select

from hazards.domain.offices import OfficeKind
from hazards.storage import tables as t
from tests.matrix.asking import ON, Arguments, given, nothing, of_case
from tests.matrix.world import MARK, World

OPERATIONS = """
addressing.choices           ...LE...
extending.warned             CH......  case
instructed.held              CHDLEA..
instructed.of_case           CHDLEASM  case
instructions.accept          ....E...
instructions.again           ....E...
instructions.give            ...LE...
instructions.reply           .HDL....
lateness.held                CHDLEA..
notifying.again              ......SM
notifying.read               ......SM
notifying.set_channel        ......SM
notifying.turn               ......SM
orders.held                  CHDLEA..
orders.of_case               CHDLEASM  case
orders.receive               CHDLE...
orders.reply                 .HDLE...
pacing.read                  CHDLEASM
pacing.set_lead              ...L..SM
pacing.set_urgency           ...L....  case
pacing.urgency               CHDLEASM  case
pressing.send                ..DL....  case
supervision.counts           CHDLEA..
todo.clocks                  CHDLEASM
"""

ROUTES = """
"""

SHOWS = """
instructed.held
lateness.held
orders.held
todo.clocks
"""

BESIDE: dict[str, str] = {
    "instructed.todos": "part of todo.mine, narrowed to the actor's own office",
    "orders.todos": "part of todo.mine, narrowed to the actor's own office",
}

SOON = date(2026, 12, 1)
OFFICE = {"office": OfficeKind.LISTING.value, "addressee": "区安委办"}


def _told(world: World) -> None:
    """An instruction and an order about case B, which whoever does not see B must not read of."""
    with world.store.read() as connection:
        if connection.execute(select(t.instructions.c.id)).first():
            return
    about = {"case_id": world.cases["B"], "entered_at": "2026-11-20T10:00:00+08:00", "event_id": 1, **OFFICE}
    said = {"told": f"{MARK}限期整改", "leader": "孙怀民", "given_on": ON, "reply_by": SOON, "state": "open"}
    world.set(insert(t.instructions).values(**about, **said))
    order = {"rung": "handler", "about": "deadline", "until": date(2026, 11, 2), "told": f"{MARK}限期"}
    order |= {"reply_by": SOON, "dated": ON, "document_id": world.papers["B"]}
    world.set(insert(t.orders).values(**about, **order))


def _after(*positional: object, **named: object) -> Callable[[World, str, str], Arguments]:
    def arguments(world: World, actor: str, case: str) -> Arguments:
        _told(world)
        return positional, named

    return arguments


def _late(world: World, actor: str, case: str) -> Arguments:
    """Case B was to be rectified by yesterday, for as long as this is asked."""
    world.set(t.cases.update().where(t.cases.c.id == world.cases["B"]).values(deadline=ON))
    return (), {}


CALLS: dict[str, Callable[[World, str, str], Arguments]] = {
    "addressing.choices": nothing,
    "extending.warned": of_case(ON),
    "instructed.held": _after(),
    "instructed.of_case": of_case(),
    "instructions.accept": given(1),
    "instructions.again": given(1, why="说明原因", reply_by=SOON),
    "instructions.give": given("listing:", text="限期办结", reply_by=SOON, leader="孙怀民"),
    "instructions.reply": given(1, "已办结"),
    "lateness.held": _late,
    "notifying.again": given(1),
    "notifying.read": nothing,
    "notifying.set_channel": given("webhook", "json://127.0.0.1:9/hook"),
    "notifying.turn": given(False),
    "orders.held": _after(),
    "orders.of_case": of_case(),
    "orders.receive": given(1),
    "orders.reply": given(1, "已安排整改"),
    "pacing.read": nothing,
    "pacing.set_lead": given({"complex": 6}),
    "pacing.set_urgency": of_case("special", why="汛期将至"),
    "pacing.urgency": of_case(),
    "pressing.send": of_case(about="deadline", demand="限期办结", reply_by=SOON),
    "supervision.counts": nothing,
    "todo.clocks": nothing,
}
