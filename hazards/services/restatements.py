"""Restatements (重述): what a published issue would count today, which cases changed, and by which acts."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from hazards.domain.bulletin import ALL, LEVELS, Before, Bulletin, Member, Restated
from hazards.domain.bulletinlists import FIGURES
from hazards.domain.bulletintables import percent
from hazards.domain.rates import Rate
from hazards.services.access import Scope
from hazards.services.asked import Asked
from hazards.services.bulletinfacts import counted_of, members
from hazards.services.eventwords import ACTIONS
from hazards.storage import tables as t
from hazards.storage.events import IMPORTED
from hazards.storage.store import Store

COMPARED = (*FIGURES, *(f"listed-{name}" for name in LEVELS))
MOVING = (
    "registered",
    "listed",
    "struck-off",
    "undo",
    "withdrawn",
    "transferred",
    "move",
    "uplist",
    "extended",
    "correct",
    "amended",
    "place-confirmed",
    "place-overruled",
)
"""Events that can change a figure of an earlier cut-off."""


def now_of(store: Store, scope: Scope, frozen: Bulletin) -> tuple[Member, ...]:
    """The members of an issue's cut-off as the ledger tells them now."""
    asked = Asked(
        as_of=date.fromisoformat(frozen.cutoff), year=frozen.year or 0, boundaries=frozen.boundaries
    )
    return members(store, counted_of(store, scope, asked), frozen.period.first)


def restated(store: Store, frozen: Bulletin, now: tuple[Member, ...]) -> tuple[Restated, ...]:
    """Every case that counts otherwise now, by number, with the acts entered since that may say why."""
    then, today = {m.id: m for m in frozen.members}, {m.id: m for m in now}
    told: list[tuple[Member, tuple[str, ...], tuple[str, ...], str]] = []
    for case_id in sorted(then.keys() | today.keys()):
        was, is_ = then.get(case_id), today.get(case_id)
        before, after = _figures(was), _figures(is_)
        moved = f"{was.street}改为{is_.street}" if was and is_ and was.place != is_.place else ""
        if before == after and not moved:
            continue
        left = tuple(f for f in COMPARED if f in before - after)
        entered = tuple(f for f in COMPARED if f in after - before)
        one = is_ or was
        assert one is not None
        told.append((one, left, entered, moved))
    with store.read() as connection:
        acts = _acts(connection, [one.id for one, *_ in told], frozen.last_event)
    return tuple(
        Restated(one.id, one.number, one.unit, one.street, left, entered, moved, tuple(acts.get(one.id, ())))
        for one, left, entered, moved in told
    )


def _figures(member: Member | None) -> set[str]:
    return {f for f in member.flags if f in COMPARED} if member else set()


def _acts(connection: Connection, ids: list[int], since: int) -> dict[int, list[tuple[str, str, str, str]]]:
    e = t.events.c
    asked = select(e.case_id, e.action, e.origin, e.acted_on, e.entered_at, e.actor, e.reason)
    told = (e.case_id.in_(ids), e.id > since, e.action.in_(MOVING))
    out: dict[int, list[tuple[str, str, str, str]]] = {}
    for row in connection.execute(asked.where(*told).order_by(e.id)):
        what = ACTIONS.get(row.action, "办理") + ("(台账导入)" if row.origin == IMPORTED else "")
        if row.reason:
            what += f"({row.reason[:60]})"
        on = row.acted_on.isoformat() if row.acted_on else "未载"
        at = row.entered_at[:16].replace("T", " ")
        out.setdefault(row.case_id, []).append((what, on, at, row.actor))
    return out


def before(
    store: Store,
    scope: Scope,
    frozen: Bulletin,
    current: tuple[Member, ...],
    at: Callable[[int], int],
) -> Before:
    """The previous issue beside what it would say today, and the way from there to this one.

    ``at`` tells which row of this issue a street of that one has become.
    """
    assert frozen.issue is not None
    now = now_of(store, scope, frozen)
    then = {m.id: m for m in now}
    return Before(
        name=frozen.period.name,
        issue=frozen.issue,
        cutoff=frozen.cutoff,
        year=frozen.year,
        published={f: frozen.count(f) for f in FIGURES},
        now={f: sum(m.has(f) for m in now) for f in FIGURES},
        rates=_rates(frozen, at),
        restated=restated(store, frozen, now),
        steps=_steps(then, {m.id: m for m in current}, frozen.cutoff),
    )


def _rates(frozen: Bulletin, at: Callable[[int], int]) -> dict[str, str]:
    """Rates as published, by the rows of today: streets that have merged stand together."""
    listed = Counter(str(at(m.place)) for m in frozen.of("listed"))
    struck = Counter(str(at(m.place)) for m in frozen.of("struck_off"))
    listed[ALL], struck[ALL] = listed.total(), struck.total()
    return {key: percent(Rate(struck[key], whole)) for key, whole in listed.items()}


def _steps(then: dict[int, Member], now: dict[int, Member], cutoff: str) -> dict[str, tuple[int, ...]]:
    """From the last issue to this one: word to the cases that came or went."""
    steps: dict[str, list[int]] = {}

    def went(figure: str) -> tuple[set[int], set[int]]:
        was = {i for i, m in then.items() if m.has(figure)}
        is_ = {i for i, m in now.items() if m.has(figure)}
        return is_ - was, was - is_

    came, gone = went("listed")
    for case_id in sorted(came):
        steps.setdefault("新增挂牌" if now[case_id].listed_on > cutoff else "其他增加", []).append(case_id)
    for case_id in sorted(gone):
        how = now[case_id].left_how if case_id in now else ""
        steps.setdefault(how or "其他减少", []).append(case_id)
    came, gone = went("struck_off")
    for word, ids in (("新销号", came), ("重新计为未销号", gone)):
        if ids:
            steps[word] = sorted(ids)
    return {word: tuple(ids) for word, ids in steps.items()}


def undone(store: Store, since: int) -> tuple[tuple[str, str, str], ...]:
    """Strike-offs undone since an event: number, unit, day of the decision."""
    e, c = t.events.c, t.cases.c
    asked: Any = select(c.number, c.unit, e.acted_on).select_from(t.events.join(t.cases, e.case_id == c.id))
    told = (e.id > since, e.action == "undo", c.kind == "hazard")
    with store.read() as connection:
        rows = connection.execute(asked.where(*told).order_by(e.id)).all()
    return tuple((r.number or "未编号", r.unit, (r.acted_on or date.min).isoformat()) for r in rows)
