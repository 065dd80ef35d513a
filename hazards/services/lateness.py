"""Lateness (应督办): every limit that has passed, whom it lies with, and how high it has climbed.

Computed at every question. Two clocks run in a case: its deadline, and the step it stands at.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select

from hazards.domain.competence import turn_of
from hazards.domain.ladder import Rung
from hazards.domain.offices import LEADERS, LISTING, Office
from hazards.domain.pace import Urgency
from hazards.domain.roles import CASEWORK, Role
from hazards.domain.stages import OVER, TURNS, UNLISTED, Stage
from hazards.services import addressing, pacing
from hazards.services.access import Scope, operation
from hazards.services.pacing import Clocks
from hazards.storage import cases, casework, register
from hazards.storage import tables as t
from hazards.storage.store import Store

Row = Mapping[str, Any]
READERS = CASEWORK | {Role.LEADER, Role.AUDITOR}
DEADLINE = "deadline"
"""The clock of the case itself; the other clocks are named by their stage."""
_ASKED = (
    *("id", "number", "unit", "lead_id", "supervisor", "kind", "level", "stage", "stage_on"),
    *("listed_on", "found_on", "deadline", "extended_to", "content"),
)


@dataclass(frozen=True, slots=True)
class Late:
    """One clock that has run out. ``sent`` is the highest rung an order for it was sent at, or ""."""

    case: int
    number: str
    unit: str
    street: str
    content: str
    about: str
    limit: str
    """What the limit was for: 整改期限, or the step (现场核查)."""
    until: date
    days: int
    """Calendar days since."""
    rung: Rung
    holder: Office
    urgency: Urgency
    sent: str

    @property
    def unsent(self) -> bool:
        """Whether the rung that is reached still wants its order (应督办未督办)."""
        ladder = pacing.ladder()
        return not self.sent or ladder.height(self.sent) < ladder.height(self.rung.key)

    def addressee(self, rung: Rung | None = None) -> Office:
        """Who is pressed at a rung (the one reached)."""
        rung = rung or self.rung
        return {"listing": LISTING, "leader": LEADERS}.get(rung.office, self.holder)


@operation("查看应督办事项", READERS)
def held(store: Store, scope: Scope) -> list[Late]:
    """Every limit that has passed in the cases that count for the actor, the highest and longest first."""
    with store.read() as connection:
        found = [late for late in _all(connection) if scope.leads(late[0])]
    return sorted((late for _, late in found), key=_order)


def of_case(connection: Connection, case_id: int) -> list[Late]:
    """The same of one case, inside a transaction."""
    return sorted((late for _, late in _all(connection, case_id)), key=_order)


def _order(late: Late) -> tuple[int, int, int]:
    return -pacing.ladder().height(late.rung.key), -late.days, late.case


def _all(connection: Connection, case_id: int | None = None) -> Iterator[tuple[Row, Late]]:
    times = pacing.clocks(connection, case_id)
    units = register.load(connection)
    rows = _rows(connection, times.today, case_id)
    moved = cases.by_ids(connection, [row["id"] for row in rows if row["extended_to"]])
    sent = _sent(connection, [row["id"] for row in rows])
    for row in rows:
        extended = moved.get(row["id"])
        deadline = casework.deadline(connection, extended) if extended else row["deadline"]
        for about, limit, until, role in _clocks(row, deadline, times):
            urgency = times.urgency(row["id"])
            rung = pacing.ladder().reached(until, times.today, times.days, urgency)
            if rung is None or until is None:
                continue
            yield (
                row,
                Late(
                    case=row["id"],
                    number=row["number"],
                    unit=row["unit"],
                    street=units[row["lead_id"]].name if row["lead_id"] else "未定属地",
                    content=row["content"],
                    about=about,
                    limit=limit,
                    until=until,
                    days=(times.today - until).days,
                    rung=rung,
                    holder=addressing.holding(role, row, units),
                    urgency=urgency,
                    sent=sent.get((row["id"], about, until), ""),
                ),
            )


def _rows(connection: Connection, today: date, case_id: int | None) -> Sequence[Row]:
    """Open cases of which a clock may have run out; while rectifying the deadline is the only one."""
    c = t.cases.c
    asked = select(*(c[name] for name in _ASKED)).where(
        c.stage.not_in([s.value for s in OVER]),
        c.state == "open",
        or_(c.deadline < today, (c.stage != Stage.RECTIFYING.value) & (c.kind == "hazard")),
    )
    if case_id is not None:
        asked = asked.where(c.id == case_id)
    return [dict(row) for row in connection.execute(asked.order_by(c.id)).mappings()]


def _clocks(row: Row, deadline: date | None, times: Clocks) -> Iterator[tuple[str, str, date | None, Role]]:
    """(which, what it is the limit of, its last day, who holds it) of each clock of a case."""
    if row["kind"] == "building":
        yield DEADLINE, "处置期限", deadline, Role.DEPARTMENT
        return
    stage = Stage(row["stage"])
    turn = turn_of(stage, row["level"])
    if turn is None:
        return
    if stage not in UNLISTED:
        yield DEADLINE, "整改期限", deadline, turn.role
    if turn.length:
        since = row["stage_on"] or row["listed_on"] or row["found_on"]
        if since is not None:
            yield stage.value, turn.does, times.until(row["id"], stage, turn, since, deadline), turn.role


def limit_name(about: str) -> str:
    """What a clock is the limit of, in words."""
    if about == DEADLINE:
        return "整改期限"
    return TURNS[Stage(about)].does if about in set(TURNS) else about[:12]


def _sent(connection: Connection, ids: Sequence[int]) -> dict[tuple[int, str, date], str]:
    """The highest rung at which an order was sent, by case, clock and limit."""
    told: dict[tuple[int, str, date], str] = {}
    o = t.orders.c
    for part in cases.chunks(ids):
        asked = select(o.case_id, o.about, o.until, o.rung).where(o.case_id.in_(part))
        for case, about, until, rung in connection.execute(asked):
            key = (case, about, until)
            told[key] = max(told.get(key, rung), rung, key=pacing.ladder().height)
    return told
