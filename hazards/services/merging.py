"""Merging streets (街镇合并、更名): looked at first, then one act that moves all that hangs on a street."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import orjson
from sqlalchemy import Connection, select

from hazards.domain.errors import Refusal
from hazards.domain.jurisdiction import PLACED_TYPES, Jurisdiction, Register
from hazards.domain.merging import Taken, taken_over
from hazards.domain.prose import prose
from hazards.domain.roles import NAMES, Role
from hazards.domain.waiting import Todo
from hazards.services import clock, following, todo
from hazards.services.access import Scope, operation
from hazards.storage import accounts, cases, events, register
from hazards.storage import tables as t
from hazards.storage.store import Store

MAY = frozenset({Role.LISTING})


class NoMerger(Refusal):
    code = "no-merger"
    says = "不能办理：{why}。"
    remedy = "请核对所选街镇、生效日期和批复文号；分设、部分划转请先登记新设街镇，再逐案办理变更主办。"


class MergerMoved(Refusal):
    code = "merger-moved"
    says = "预览之后，相关案卷、待办、人员或目标已有变化。"
    remedy = "请重新预览，核对后再确认。"


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit that comes into being with the act: 撤甲乙设丙, or a new name or kind of one street."""

    name: str
    type: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done: ``old`` units (by key) go over into a standing unit (its key) or a new one."""

    old: tuple[int, ...]
    into: int | NewUnit
    on: date
    document: str


@dataclass(frozen=True, slots=True)
class MovedCase:
    id: int
    number: str
    unit: str
    street: str
    open: bool


@dataclass(frozen=True, slots=True)
class MovedPost:
    id: int
    person: str
    title: str
    place: str
    after: str


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything one act would change; ``mark`` is told again on confirming."""

    plan: Plan
    names: tuple[str, ...]
    into: str
    cases: tuple[MovedCase, ...]
    todos: tuple[Todo, ...]
    posts: tuple[MovedPost, ...]
    targets: tuple[following.Goal, ...]
    duties: tuple[str, ...]
    outline: str
    mark: str = ""


@operation("预览街镇合并", MAY)
def preview(store: Store, scope: Scope, plan: Plan) -> Preview:
    """What the merger would change; nothing is written.

    Raises:
        NoMerger
    """
    waiting = _todos(store, plan)
    with store.read() as connection:
        return _preview(connection, plan, waiting)


@operation("办理街镇合并", MAY)
def merge(store: Store, scope: Scope, plan: Plan, *, mark: str) -> int:
    """Do what was previewed, as one act; returns the number of its event.

    Raises:
        NoMerger
        MergerMoved: what the person confirmed is no longer what would be done.
    """
    waiting = _todos(store, plan)
    return store.write(lambda connection: _merge(connection, scope, plan, mark, waiting))


def _merge(connection: Connection, scope: Scope, plan: Plan, mark: str, waiting: Sequence[Todo]) -> int:
    told = _preview(connection, plan, waiting)
    if told.mark != mark:
        raise MergerMoved
    held = register.load(connection)
    key = plan.into if isinstance(plan.into, int) else _create(connection, held, plan)
    moved = _moves(connection, plan, key)
    acted = {"entered_at": clock.stamp(), "acted_on": plan.on, **scope.signature}
    about = {
        "old": [held[k].name for k in plan.old],
        "old_keys": list(plan.old),
        "new": told.into,
        "new_key": key,
        "document": plan.document,
    }
    event = events.record(
        connection,
        subject="jurisdiction",
        action="streets-merged",
        reason=plan.document,
        data={**about, "cases": len(moved), "posts": [p.id for p in told.posts], "outline": told.outline},
        **acted,
    )
    following.outline(connection, plan.old, key, plan.on, told.into)  # while the old ones stand
    for old in plan.old:
        register.end_unit(connection, old, plan.on)
        register.add_lineage(connection, old, key, plan.on)
    for case_id, taken in moved.items():
        one = events.record(
            connection, action="street-merged", case_id=case_id, reason=plan.document, data=about, **acted
        )
        for since, lead in taken.rows:
            cases.set_lead(connection, case_id, 0 if since is None else one, lead, since)
        cases.change(connection, [{"id": case_id, "lead_id": taken.lead, "live": True}])
    following.posts(connection, scope, plan.old, key, plan.on, plan.document)
    following.targets(connection, scope, told.targets, key)
    return event


def _create(connection: Connection, held: Register, plan: Plan) -> int:
    new = plan.into
    assert isinstance(new, NewUnit)
    key = register.add_unit(connection, new.name, new.type, held[plan.old[0]].parent, plan.on, None)
    # Tables are keyed by code, so a unit whose official one is not told yet gets one of ours.
    code = new.code or f"own:{(held[plan.old[0]].code or '')[-12:][:6]}-{plan.on:%Y%m%d}-{key}"
    scheme = code.partition(":")[0] if ":" in code else "nbs"
    register.add_code(connection, key, scheme, code)
    return key


def _moves(connection: Connection, plan: Plan, key: int) -> dict[int, Taken]:
    """The cases that the old units lead on the day or later, and what becomes of each."""
    old = frozenset(plan.old)
    once = select(t.leads.c.case_id).where(t.leads.c.jurisdiction_id.in_(old))
    asked = select(t.cases.c.id, t.cases.c.lead_id).where(t.cases.c.lead_id.in_(old) | t.cases.c.id.in_(once))
    current: dict[int, int | None] = {}
    for case_id, lead in connection.execute(asked.order_by(t.cases.c.id)):
        current[case_id] = lead
    dated: dict[int, list[tuple[date | None, int | None]]] = {}
    columns = (t.leads.c.case_id, t.leads.c.since, t.leads.c.jurisdiction_id)
    for part in cases.chunks(list(current)):
        ever = select(*columns).where(t.leads.c.case_id.in_(part))
        order = (t.leads.c.since.nulls_first(), t.leads.c.event_id)
        for case_id, since, lead in connection.execute(ever.order_by(*order)):
            dated.setdefault(case_id, []).append((since, lead))
    told = {i: taken_over(lead, dated.get(i, []), old, key, plan.on) for i, lead in current.items()}
    return {i: taken for i, taken in told.items() if taken}


def _preview(connection: Connection, plan: Plan, waiting: Sequence[Todo]) -> Preview:
    held = register.load(connection)
    _refuse(held, plan)
    into = plan.into if isinstance(plan.into, int) else 0
    name = held[into].name if into else plan.into.name  # type: ignore[union-attr]
    rows = cases.by_ids(connection, list(_moves(connection, plan, into)))
    moved = tuple(
        MovedCase(i, r["number"], r["unit"], _name(held, r["lead_id"]), r["state"] == "open")
        for i, r in sorted(rows.items())
    )
    people = {row["id"]: row["person"] for row in accounts.everybody(connection)}
    posts = tuple(
        MovedPost(p.id, people[p.account], p.title or NAMES[Role(p.role)], p.place, name)
        for p in following.held_posts(connection, plan.old, plan.on)
    )
    goals = following.goals(connection, held, plan.old, into or None, plan.on)
    names = tuple(held[k].name for k in plan.old)
    duties = tuple(f"{n}自 {plan.on.isoformat()} 起不再报送周报和月报表，由{name}合并报送" for n in names)
    outline = following.outlined(connection, plan.old, into or None, plan.on, name)
    facts = [
        [plan.old, name, plan.on, plan.document],
        [c.id for c in moved],
        [[w.kind, w.case, w.ref] for w in waiting],
        [p.id for p in posts],
        [[g.year, g.listed, g.rate, g.area] for g in goals],
    ]
    mark = hashlib.sha256(orjson.dumps(facts)).hexdigest()
    return Preview(plan, names, name, moved, tuple(waiting), posts, goals, duties, outline, mark)


def _name(held: Register, key: int | None) -> str:
    return held[key].name if key in held and key is not None else "未定属地"


def _todos(store: Store, plan: Plan) -> list[Todo]:
    """What waits for the clerk and the head of the old units."""
    theirs = frozenset(plan.old)
    told = todo.mine(store, Scope("预览", Role.CLERK, jurisdictions=theirs))
    head = todo.mine(store, Scope("预览", Role.HEAD, jurisdictions=theirs))
    seen = {(one.kind, one.case, one.ref, one.what) for one in told}
    return told + [one for one in head if (one.kind, one.case, one.ref, one.what) not in seen]


def _refuse(held: Register, plan: Plan) -> None:
    """Raises NoMerger where the act cannot be meant."""
    why = ""
    chosen = [held.units.get(key) for key in plan.old]
    into = held.units.get(plan.into) if isinstance(plan.into, int) else None
    if not plan.old or len(set(plan.old)) != len(plan.old) or None in chosen:
        why = "没有选择被撤并的街镇，或重复选择"
    elif plan.on > clock.today():
        why = "生效日期晚于今天，请到生效当日办理"
    elif not prose("批复文号", plan.document, 100):
        why = "没有填写批复文号"
    elif not all(_placed(unit, plan.on) for unit in chosen if unit):
        why = "被撤并的单位在生效日不是现行街镇"
    elif isinstance(plan.into, int):
        if (
            into is None
            or plan.into in plan.old
            or not _placed(into, plan.on)
            or not into.valid(clock.today())
        ):
            why = "并入的单位不是现行街镇"
        elif any(unit and unit.parent != into.parent for unit in chosen):
            why = "不在同一个区"
    else:
        why = _unusable(held, plan.into, [unit for unit in chosen if unit])
    if why:
        raise NoMerger(why=why)


def _placed(unit: Jurisdiction, on: date) -> bool:
    """Whether a street stands on a day and did not end since."""
    stands = unit.valid(on) and unit.valid_to is None and unit.valid_from != on
    return unit.type in PLACED_TYPES and unit.type != "区直" and stands


def _unusable(held: Register, new: NewUnit, chosen: Collection[Jurisdiction]) -> str:
    name = prose("单位名称", new.name, 40)
    if not name or new.type not in PLACED_TYPES or new.type == "区直":
        return "没有写明新单位的名称和类别"
    if new.code and new.code in held.by_code:
        return f"代码“{new.code}”已属于{held[held.by_code[new.code]].name}"
    if any(u.name == name and u.valid_to is None and u not in chosen for u in held.units.values()):
        return f"已有名为“{name}”的现行单位"
    return ""
