"""Instructions (批示) as they are listed: by state, of a case, and to whom they are a thing to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from hazards.domain.roles import EVERYONE, Role
from hazards.domain.waiting import Todo
from hazards.services import addressing, calendar, clock, pacing
from hazards.services.access import Scope, operation
from hazards.services.instructions import REPLIERS
from hazards.services.lateness import READERS
from hazards.storage import register
from hazards.storage import tables as t
from hazards.storage.store import Store

Row = Mapping[str, Any]
STATES = {"open": "待回复", "replied": "已回复待审阅", "accepted": "已办结"}
READING_DAYS = 3
"""Working days within which a leader reads an answer."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What followed an instruction: reply, again or accepted."""

    kind: str
    told: str
    on: date
    actor: str
    reply_by: date | None


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction as it is listed; ``unit`` and ``number`` are of its case, if it is about one."""

    row: Row
    unit: str
    number: str
    turns: tuple[Turn, ...]
    today: date
    mine: bool

    @property
    def id(self) -> int:
        return int(self.row["id"])

    @property
    def state(self) -> str:
        return str(self.row["state"])

    @property
    def overdue(self) -> bool:
        """Unanswered after the reply date."""
        return self.state == "open" and self.row["reply_by"] < self.today


@operation("查看批示", READERS)
def held(store: Store, scope: Scope, state: str = "") -> list[Instruction]:
    """Instructions to the actor's office or about cases that count for him; leaders and the listing
    office see all. What is late comes first, then by reply date.

    Args:
        state: one of ``STATES``, "overdue", or "" for all.
    """
    with store.read() as connection:
        found = [one for one in _all(connection, scope) if one.mine or _counts(scope, one.row)]
    found = [one for one in found if not state or one.state == state or (state == "overdue" and one.overdue)]
    return sorted(found, key=lambda one: (list(STATES).index(one.state), one.row["reply_by"], -one.id))


def _counts(scope: Scope, row: Row) -> bool:
    return scope.everything or (row["case_id"] is not None and scope.leads(row))


@operation("查看案卷批示", EVERYONE, case=True)
def of_case(store: Store, scope: Scope, case_id: int) -> list[Instruction]:
    with store.read() as connection:
        return _all(connection, scope, t.instructions.c.case_id == case_id)


def _all(connection: Connection, scope: Scope, *conditions: Any) -> list[Instruction]:
    c, case = t.instructions.c, t.cases.c
    asked = (
        select(t.instructions, case.unit, case.number.label("number"), case.lead_id, case.supervisor)
        .outerjoin(t.cases, case.id == c.case_id)
        .where(*conditions)
        .order_by(c.id)
    )
    rows = [dict(row) for row in connection.execute(asked).mappings()]
    turns: dict[int, list[Turn]] = {}
    followed = select(t.instruction_turns).join(t.instructions, c.id == t.instruction_turns.c.instruction_id)
    followed = followed.where(*conditions).order_by(t.instruction_turns.c.id)
    for one in connection.execute(followed).mappings():
        told = Turn(one["kind"], one["told"], one["on_date"], one["actor"], one["reply_by"])
        turns.setdefault(one["instruction_id"], []).append(told)
    today = clock.today()
    return [
        Instruction(
            row,
            row["unit"] or "",
            row["number"] or "",
            tuple(turns.get(row["id"], ())),
            today,
            addressing.mine(scope, row),
        )
        for row in rows
    ]


def todos(store: Store, scope: Scope) -> list[Todo]:
    """Instructions the actor's office has to answer; of a leader the answers he has to read."""
    reads = scope.role is Role.LEADER
    if not reads and scope.role not in REPLIERS | {Role.CLERK}:
        return []
    wanted = t.instructions.c.state == ("replied" if reads else "open")
    with store.read() as connection:
        found = [one for one in _all(connection, scope, wanted) if reads or one.mine]
        units, days, pace = register.load(connection), calendar.held(connection), pacing.held(connection)
    today = clock.today()
    out = []
    for one in found:
        row = one.row
        since = max([row["given_on"], *(turn.on for turn in one.turns)])
        out.append(
            Todo(
                case=row["case_id"] or 0,
                number=one.number if row["case_id"] else "不涉案卷",
                unit=one.unit or row["told"][:24],
                street=units[row["lead_id"]].name if row["lead_id"] else row["addressee"],
                stage=STATES[one.state],
                what="审阅批示回复" if reads else f"回复批示({row['leader']})",
                holder=row["addressee"],
                since=since,
                until=days.after(since, READING_DAYS) if reads else row["reply_by"],
                today=today,
                kind="instruction",
                ref=one.id,
                close=pace.step_close(today, days),
            )
        )
    return out
