"""The figures of a weekly report (周报): counted from the ledger, each with the very list it counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import orjson
from sqlalchemy import select

from hazards.domain import trail
from hazards.domain.counting import NEVER, as_date, day
from hazards.domain.lifecycle import Action, event_of
from hazards.domain.rates import RULE, Rate
from hazards.domain.roles import Role
from hazards.domain.stock import DEMOLITIONS
from hazards.domain.weeks import Week
from hazards.services import clock
from hazards.services.access import Scope, street_and_forerunners
from hazards.services.asked import Asked
from hazards.services.counted import ALL_FIVE, Counted, count
from hazards.storage import cases, events, register
from hazards.storage import tables as t
from hazards.storage.store import Store

FORMAT = "guapai-weekly-1"
NAMES = {
    "listed": ("本周新增挂牌", "件", "挂牌日期在本周之内的隐患"),
    "submitted": ("本周整改报验", "件", "本周申请验收的案件"),
    "struck_off": ("本周核销", "件", "销号决定日期在本周之内"),
    "demolished": ("本周拆除", "㎡", "本周强制拆除、自行拆除、代履行拆除的违法建筑面积"),
    "open": ("未销号", "件", "截止时未销号的隐患，不分年度"),
    "overdue": ("逾期", "件", "未销号且整改期限已过，不分年度"),
    "due_next": ("下周到期", "件", "未销号且整改期限在下周之内"),
    "no_deadline": ("期限缺失", "件", "未销号且没有整改期限"),
    "verified": ("五落实已核实", "件", "未销号案件中五项措施均经核实"),
    "unverified": ("五落实未核实齐", "件", "未销号案件中五项措施未全部核实"),
    "backfilled": ("补录", "次", "本周录入、办理日期早一个工作日以上的办理"),
    "since": ("上期签后补计", "件", "日期在上周、上期周报签署时尚未计入的挂牌和核销"),
    "year_listed": ("本年挂牌", "件", "本年度有效挂牌数(含未到期)"),
    "year_struck_off": ("本年已销号", "件", "本年度挂牌中已销号的"),
}
"""Key to name, unit and rule, in the order of the report."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One case in the list of a figure; ``m2`` only where the figure is an area."""

    case: int
    number: str
    unit: str
    on: str = ""
    m2: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    key: str
    value: int | float
    entries: tuple[Entry, ...]

    @property
    def name(self) -> str:
        return NAMES[self.key][0]

    @property
    def unit(self) -> str:
        return NAMES[self.key][1]

    @property
    def rule(self) -> str:
        return NAMES[self.key][2]

    @property
    def printed(self) -> str:
        return f"{self.value:,.2f}".rstrip("0").rstrip(".") if self.unit == "㎡" else str(self.value)


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one street and week. ``as_of`` is a day that is over, or the moment of counting."""

    told: tuple[Figure, ...]
    as_of: str
    last_event: int
    rule: str = RULE

    def __getitem__(self, key: str) -> Figure:
        return next(one for one in self.told if one.key == key)

    @property
    def rate(self) -> Rate:
        return Rate(int(self["year_struck_off"].value), int(self["year_listed"].value))

    def plain(self) -> dict[str, Any]:
        """As kept with a report: value and list of every figure."""
        return {
            one.key: {
                "value": one.value,
                "entries": [[e.case, e.number, e.unit, e.on, e.m2, e.note] for e in one.entries],
            }
            for one in self.told
        }

    @property
    def digest(self) -> str:
        """What a head has seen: every value and every list, whenever they were counted."""
        return trail.sha256(trail.canonical(self.plain()))


def restored(facts: Mapping[str, Any]) -> Figures:
    """The figures as a kept report holds them."""
    told = tuple(
        Figure(key, one["value"], tuple(Entry(*entry) for entry in one["entries"]))
        for key, one in facts["figures"].items()
    )
    return Figures(told, facts["as_of"], facts["last_event"], facts["rule"])


def counted_now(store: Store, street: int, week: Week, before: Figures | None = None) -> Figures:
    """Count a street's week: up to this moment, or to its Sunday once that is over.

    Args:
        before: of the last signed report, where it is last week's.
    """
    with store.read() as connection:
        keys = street_and_forerunners(register.load(connection), street)
    scope = Scope("周报", Role.MACHINE, jurisdictions=keys)
    over = week.sunday < clock.today()
    counted = count(store, scope, Asked(as_of=week.sunday if over else None, year=0))
    last = counted.snapshot.last
    year = Counted(
        counted.asked.but(year=week.sunday.year if over else clock.today().year),
        counted.snapshot,
        counted.register,
        counted.targets,
        scope,
    )
    names = _Names(store, counted)
    now, columns, keep = counted.standing, counted.snapshot.columns, counted.keep
    open_ = now.open & keep
    five = counted.snapshot.verified == ALL_FIVE
    coming = now.deadline - day(week.sunday)
    lists = {
        "listed": _listed(counted, week, names),
        "submitted": _submitted(store, counted, week, names),
        "struck_off": _struck(counted, week, names),
        "demolished": _demolished(store, keys, week),
        "open": names.of(open_, now.deadline),
        "overdue": names.of(open_ & now.due, now.deadline),
        "due_next": names.of(open_ & ~now.due & (coming > 0) & (coming <= 7), now.deadline),
        "no_deadline": names.of(open_ & (now.deadline == NEVER), now.deadline),
        "verified": names.of(open_ & five, now.deadline),
        "unverified": names.of(open_ & ~five, now.deadline),
        "backfilled": _backfilled(store, counted, week, names),
        "since": _since(counted, week, names, before) if before else (),
        "year_listed": names.of(year.masks.listed & keep, columns.listed),
        "year_struck_off": names.of(year.masks.struck_off & keep, now.struck_on),
    }
    as_of = f"{week.sunday.isoformat()} 24:00" if over else f"{clock.now():%Y-%m-%d %H:%M}"
    return Figures(tuple(_figure(key, lists[key]) for key in NAMES), as_of, last)


def _figure(key: str, entries: Iterable[Entry]) -> Figure:
    told = tuple(entries)
    if NAMES[key][1] == "㎡":
        return Figure(key, round(sum(e.m2 or 0 for e in told), 2), told)
    return Figure(key, len(told), told)


class _Names:
    """The cases in sight by position, with what a list says of each."""

    def __init__(self, store: Store, counted: Counted) -> None:
        self.snapshot = counted.snapshot
        ids = counted.snapshot.columns.case[counted.keep].tolist()
        with store.read() as connection:
            self.rows = cases.by_ids(connection, ids)

    def of(self, mask: np.ndarray, days: np.ndarray, note: str = "") -> tuple[Entry, ...]:
        """The cases of a mask; ``days`` is the column whose day the list shows."""
        out = []
        for n in np.flatnonzero(mask).tolist():
            case = int(self.snapshot.columns.case[n])
            if case in self.rows:  # else entered since the columns were read
                on = int(days[n])
                out.append(self.entry(case, as_date(on).isoformat() if abs(on) < NEVER else "", note))
        return tuple(out)

    def entry(self, case: int, on: str, note: str = "") -> Entry:
        return Entry(case, self.rows[case]["number"], self.rows[case]["unit"], on, None, note)


def _week(days: np.ndarray, week: Week) -> np.ndarray:
    return (days >= day(week.monday)) & (days <= day(week.sunday))


def _listed(counted: Counted, week: Week, names: _Names) -> tuple[Entry, ...]:
    now, listed = counted.standing, counted.snapshot.columns.listed
    told = names.of(now.known & ~now.left & counted.keep & _week(listed, week), listed)
    # A case whose listing day nobody told counts from 1 January; it is no week's news.
    return tuple(e for e in told if names.rows[e.case]["listed_on"] is not None)


def _struck(counted: Counted, week: Week, names: _Names) -> tuple[Entry, ...]:
    now = counted.standing
    return names.of(now.struck & ~now.left & counted.keep & _week(now.struck_on, week), now.struck_on)


def _since(counted: Counted, week: Week, names: _Names, before: Figures) -> tuple[Entry, ...]:
    """What bears a date of last week and came after last week's report was signed."""
    out = []
    for key, find, note in (("listed", _listed, "挂牌"), ("struck_off", _struck, "核销")):
        held = {entry.case for entry in before[key].entries}
        for entry in find(counted, week.but(-1), names):
            if entry.case not in held:
                out.append(Entry(entry.case, entry.number, entry.unit, entry.on, None, note))
    return tuple(out)


def _submitted(store: Store, counted: Counted, week: Week, names: _Names) -> tuple[Entry, ...]:
    e = t.events.c
    asked = (
        select(e.case_id, e.acted_on)
        .where(e.action == event_of(Action.SUBMIT), e.origin == events.HERE)
        .where(e.acted_on.between(week.monday, week.sunday), e.id <= counted.snapshot.last)
        .order_by(e.id)
    )
    with store.read() as connection:
        told = {case: on for case, on in connection.execute(asked) if case in names.rows}
    return tuple(names.entry(case, on.isoformat()) for case, on in told.items())


def _backfilled(store: Store, counted: Counted, week: Week, names: _Names) -> tuple[Entry, ...]:
    """Acts entered this week more than one working day after their date; one entry an act."""
    e = t.events.c
    end = week.sunday + timedelta(days=1)
    asked = (
        select(e.case_id, e.acted_on, e.data)
        .where(e.case_id.is_not(None), e.origin == events.HERE, e.data.contains('"late":'))
        .where(e.entered_at >= week.monday.isoformat(), e.entered_at < end.isoformat())
        .where(e.id <= counted.snapshot.last)
        .order_by(e.id)
    )
    out = []
    with store.read() as connection:
        for case, on, data in connection.execute(asked):
            late = orjson.loads(data).get("late")
            if case in names.rows and late:
                out.append(names.entry(case, on.isoformat() if on else "", f"迟{late}个工作日"))
    return tuple(out)


def _demolished(store: Store, keys: frozenset[int], week: Week) -> tuple[Entry, ...]:
    d, c = t.disposals.c, t.cases.c
    asked = (
        select(d.case_id, c.number, c.unit, d.on_date, d.m2, d.kind)
        .join_from(t.disposals, t.cases, c.id == d.case_id)
        .where(d.annulled_event.is_(None), d.kind.in_(sorted(DEMOLITIONS)), c.lead_id.in_(sorted(keys)))
        .where(d.on_date.between(week.monday, min(week.sunday, clock.today())))
        .order_by(d.id)
    )
    with store.read() as connection:
        return tuple(
            Entry(case, number, unit, on.isoformat(), m2, kind)
            for case, number, unit, on, m2, kind in connection.execute(asked)
        )
