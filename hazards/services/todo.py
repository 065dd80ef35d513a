"""To-dos (我的待办): what waits for me, by clock; and whom I wait for (我在等谁)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select

from hazards.domain.competence import TOWNSHIP, turn_of
from hazards.domain.jurisdiction import Register
from hazards.domain.lifecycle import STEPS, Action
from hazards.domain.roles import NAMES, STREET, Role
from hazards.domain.stages import NAMES as STAGES
from hazards.domain.stages import OVER, Stage
from hazards.domain.waiting import Todo
from hazards.services import (
    accountability,
    addressing,
    bulletins,
    calendar,
    clock,
    complaints,
    duties,
    exposures,
    filed,
    instructed,
    monthduty,
    orders,
    pacing,
    proposals,
    publications,
    signatures,
    weekduty,
)
from hazards.services.access import Scope, operation
from hazards.services.onfile import ENFORCERS
from hazards.services.pacing import Clocks
from hazards.storage import cases, casework, register
from hazards.storage import tables as t
from hazards.storage.store import Store

Row = casework.Row
Asked = Mapping[tuple[int, Stage], Row]
SIGN_WITHIN = 2
"""Working days in which the head signs or sends back."""


@operation("查看我的待办", frozenset(Role))
def mine(store: Store, scope: Scope) -> list[Todo]:
    """What waits for this actor's post, the most urgent first; cases without a deadline on top."""
    todos = [todo for todo in _steps(store, scope) if todo.holder == NAMES[scope.role]]
    if scope.role is Role.HEAD:
        todos += _signatures(store, scope)
    if scope.role in (Role.LISTING, Role.LEADER, Role.HEAD):
        held = proposals.waiting(store, scope)
        struck = {row["case_id"] for row in held if row["action"] == Action.STRIKE_OFF.value}
        todos = [todo for todo in todos if todo.case not in struck] + _confirmations(store, scope, held)
    if scope.role is Role.LISTING:
        todos += _extensions(store, scope)
    if scope.role in ENFORCERS:
        todos += duties.steps(store, scope)
    todos += complaints.todos(store, scope) + orders.todos(store, scope) + instructed.todos(store, scope)
    todos += weekduty.todos(store, scope) + monthduty.todos(store, scope)
    todos += exposures.todos(store, scope) + accountability.todos(store, scope)
    todos += bulletins.todos(store, scope) + publications.todos(store, scope)
    return sorted(todos, key=lambda one: (one.due, one.case))


@operation("查看我在等谁", frozenset(Role))
def others(store: Store, scope: Scope) -> list[Todo]:
    """What lies with somebody else in the cases that count for this actor, the longest first."""
    own = {NAMES[scope.role]} | ({NAMES[Role.CLERK]} if scope.role in STREET else set())
    waiting = [todo for todo in _steps(store, scope) if todo.holder not in own]
    if scope.role is Role.CLERK:
        waiting += _signatures(store, scope)
    return sorted(waiting, key=lambda one: (one.since or date.max, one.case))


@operation("查看卡在谁手里", frozenset(Role))
def holders(store: Store, scope: Scope, ids: Sequence[int]) -> dict[int, Todo]:
    """The open step of each of these hazards that count for the actor, by case."""
    found = (todo for part in cases.chunks(ids) for todo in _steps(store, scope, part))
    return {todo.case: todo for todo in found}


def _steps(store: Store, scope: Scope, ids: Sequence[int] | None = None) -> list[Todo]:
    """Every open step in sight with its holder; of some cases only where ``ids`` are told."""
    columns = ("id", "number", "unit", "lead_id", "supervisor", "stage", "stage_on", "listed_on")
    more = ("level", "body", "found_on", "deadline", "live", "extended_to", "kind")
    wanted = select(*(t.cases.c[name] for name in (*columns, *more))).where(
        t.cases.c.stage.not_in([s.value for s in OVER]), t.cases.c.kind == "hazard"
    )
    if ids is not None:
        wanted = wanted.where(t.cases.c.id.in_(ids))
    if scope.jurisdictions is not None:
        wanted = wanted.where(t.cases.c.lead_id.in_(scope.jurisdictions))
    elif scope.departments is not None:
        wanted = wanted.where(or_(*(t.cases.c.supervisor.contains(name) for name in scope.departments)))
    with store.read() as connection:
        times = pacing.clocks(connection)
        units = register.load(connection)
        rows = [dict(r) for r in connection.execute(wanted).mappings()]
        late = _in_force(connection, [r["id"] for r in rows if r["extended_to"]])
        asked = _before_heads(connection)
        lifted = _lifted(connection, rows)
    told = (
        _step(
            row,
            lifted.get(row["id"], row["level"]),
            late.get(row["id"], row["deadline"]),
            units,
            times,
            asked,
        )
        for row in rows
        if scope.leads(row)
    )
    return [todo for todo in told if todo is not None]


def _step(
    row: Row, level: str, deadline: date | None, units: Register, times: Clocks, asked: Asked
) -> Todo | None:
    """The open step of one case; None where it is at an end. What was put before the head lies with him."""
    stage = Stage(row["stage"])
    turn = turn_of(stage, level)
    if turn is None:
        return None
    since = row["stage_on"] or row["listed_on"] or row["found_on"]
    step = Todo(
        case=row["id"],
        number=row["number"],
        unit=row["unit"],
        street=units[row["lead_id"]].name if row["lead_id"] else "未定属地",
        stage=STAGES[stage],
        what="补填整改期限" if deadline is None and stage is Stage.RECTIFYING else turn.does,
        holder=NAMES[turn.role],
        since=since,
        until=times.until(row["id"], stage, turn, since, deadline),
        today=times.today,
        close=times.close(row["id"], turn),
        office=addressing.holding(turn.role, row, units).name,
    )
    signature = asked.get((row["id"], stage))
    return step if signature is None else _to_sign(step, signature, times)


def _before_heads(connection: Connection) -> Asked:
    """What waits for a head's signature to move a case onward, by case and the stage it moves from."""
    rows = casework.where(
        connection, t.signatures, t.signatures.c.signed_at == "", t.signatures.c.returned == ""
    )
    steps = {a.value: STEPS[a] for a in signatures.SIGNED if STEPS[a].end is not None}
    return {
        (row["case_id"], s): row for row in rows if row["what"] in steps for s in steps[row["what"]].start
    }


def _to_sign(step: Todo, row: Row, times: Clocks) -> Todo:
    """The same step in the hands of the head; the end it had before holds where it is the earlier one."""
    since = date.fromisoformat(row["asked_at"][:10])
    limit = times.days.after(since, SIGN_WITHIN)
    return replace(
        step,
        what=f"审签：{STEPS[Action(row['what'])].title}",
        holder=NAMES[Role.HEAD],
        since=since,
        until=min(step.until or limit, limit),
        kind="sign",
        ref=row["id"],
        close=times.pace.step_close(times.today, times.days),
    )


@operation("查看办理时限", frozenset(Role))
def clocks(store: Store, scope: Scope) -> list[Todo]:
    """Every open step that counts for this actor, whoever holds it, by clock; of buildings too."""
    found = _steps(store, scope) + duties.steps(store, scope)
    return sorted(found, key=lambda one: (one.due, one.case))


@operation("查看案卷进展", frozenset(Role), case=True)
def standing(store: Store, scope: Scope, case_id: int) -> tuple[filed.Filed, Todo | None]:
    """One case as it stands, and with whom it lies (卡在谁手里)."""
    with store.read() as connection:
        held = filed.read(connection, scope, case_id, building=True)
        told = _step(
            held.row,
            held.level,
            held.deadline,
            register.load(connection),
            pacing.clocks(connection, case_id),
            _before_heads(connection),
        )
    return held, told


def _in_force(connection: Connection, ids: list[int]) -> dict[int, date | None]:
    return {i: casework.deadline(connection, row) for i, row in cases.by_ids(connection, ids).items()}


def _lifted(connection: Connection, rows: Sequence[Row]) -> dict[int, str]:
    """The level of what a street had listed and an office above it took up (提级)."""
    above = {row["case_id"] for row in casework.where(connection, t.uplistings)}
    own = (row for row in rows if row["id"] in above and row["level"] == TOWNSHIP)
    return {row["id"]: casework.listing(connection, row)[0] for row in own}


def _signatures(store: Store, scope: Scope) -> list[Todo]:
    """What waits for a signature beside the step of its case: an application for extension."""
    beside = (row for row in signatures.waiting(store, scope) if STEPS[Action(row["what"])].end is None)
    return [
        _todo(
            store,
            row,
            f"审签：{STEPS[Action(row['what'])].title}",
            Role.HEAD,
            row["asked_at"],
            "sign",
            SIGN_WITHIN,
        )
        for row in beside
    ]


def _confirmations(store: Store, scope: Scope, held: Sequence[Row]) -> list[Todo]:
    return [
        _todo(
            store,
            row,
            f"确认：{STEPS[Action(row['action'])].title}",
            scope.role,
            row["entered_at"],
            "confirm",
            3,
        )
        for row in held
        if not row["mine"]
    ]


def _extensions(store: Store, scope: Scope) -> list[Todo]:
    with store.read() as connection:
        rows = casework.waiting(connection, t.applications, t.applications.c.decision == "")
    told = []
    for row in rows:
        held: Any = {"lead_id": row["case_lead_id"], "supervisor": row["case_supervisor"]}
        if scope.leads(held) and row["case_stage"] in STEPS[Action.GRANT].start:
            at = row["received_on"].isoformat()
            told.append(_todo(store, row, f"审批延期至{row['until']}", Role.LISTING, at, "extension", 10))
    return told


def _todo(store: Store, row: Row, what: str, role: Role, at: str, kind: str, limit: int) -> Todo:
    since = date.fromisoformat(at[:10])
    with store.read() as connection:
        days, pace = calendar.held(connection), pacing.held(connection)
        units = register.load(connection)
    return Todo(
        case=row["case_id"],
        number=row["case_number"],
        unit=row["case_unit"],
        street=units[row["case_lead_id"]].name if row["case_lead_id"] else "未定属地",
        stage=STAGES[Stage(row["case_stage"])],
        what=what,
        holder=NAMES[role],
        since=since,
        until=days.after(since, limit),
        today=clock.today(),
        kind=kind,
        ref=row["id"],
        close=pace.step_close(clock.today(), days),
    )
