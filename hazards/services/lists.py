"""Lists of cases: the very cases a number counts, a page at a time, in an order officials expect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import orjson

from hazards.domain.counting import NEVER, as_date, day
from hazards.domain.roles import EVERYONE
from hazards.domain.signals import LIGHTS, MARKS, NAMES, Light
from hazards.services import words
from hazards.services.access import NoSuchCase, Scope, operation
from hazards.services.asked import Asked
from hazards.services.counted import Counted, count
from hazards.storage import cases, events
from hazards.storage.snapshot import LEVELS
from hazards.storage.store import Store

URGENCY = {
    Light.OVERDUE: 0,
    Light.TODAY: 1,
    Light.NO_DEADLINE: 2,
    Light.SOON: 3,
    Light.OPEN: 4,
    Light.STRUCK_OFF: 5,
    Light.LEFT: 6,
}


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in a list, at the cut-off of the question."""

    id: int
    number: str
    kind: str
    unit: str
    street: str
    address: str
    content: str
    level: str
    light: Light
    deadline: date | None
    days_left: int | None
    state: str
    supervisor: str
    listed_on: date | None

    @property
    def light_name(self) -> str:
        return NAMES[self.light]

    @property
    def mark(self) -> str:
        return MARKS[self.light]

    @property
    def clock(self) -> str:
        """How long is left, in words."""
        if self.light is Light.OVERDUE and self.days_left is not None:
            return f"逾期 {max(-self.days_left, 1)} 天"
        if self.light in (Light.TODAY, Light.NO_DEADLINE, Light.STRUCK_OFF, Light.LEFT):
            return NAMES[self.light]
        return f"还有 {self.days_left} 天"


@dataclass(frozen=True, slots=True)
class Page:
    total: int
    lines: list[CaseLine]
    ids: np.ndarray
    """All ids of the list in its order, shape (total,)."""


@operation("查看列表", EVERYONE)
def page(store: Store, scope: Scope, asked: Asked, *, start: int = 0, size: int | None = 50) -> Page:
    """The cases a question is about, most urgent first."""
    counted = count(store, scope, asked)
    at = positions(store, counted)
    chosen = at[start : None if size is None else start + size]
    return Page(len(at), lines(store, counted, chosen), counted.snapshot.columns.case[at])


def positions(store: Store, counted: Counted) -> np.ndarray:
    """Positions in the snapshot, most urgent first."""
    mask = counted.chosen
    if text := counted.asked.text.strip():
        with store.read() as connection:
            ids = cases.matching(connection, text)
        mask = mask & np.isin(counted.snapshot.columns.case, list(ids))
    at = np.flatnonzero(mask)
    urgency = np.array([URGENCY[light] for light in LIGHTS], np.int8)[counted.lights[at]]
    deadline = counted.standing.deadline[at]
    return at[np.lexsort((counted.snapshot.columns.case[at], deadline, urgency))]


_SAID = ("number", "kind", "unit", "address", "content", "state", "supervisor", "listed_on")


def lines(store: Store, counted: Counted, at: Sequence[int] | np.ndarray) -> list[CaseLine]:
    """The cases at these positions of the snapshot, in their order, as they stand at the cut-off."""
    snapshot, now = counted.snapshot, counted.standing
    ids = [int(snapshot.columns.case[n]) for n in at]
    with store.read() as connection:
        rows = cases.by_ids(connection, ids, _SAID)
    today = day(counted.asked.cutoff.on)
    out = []
    for n, case_id in zip(at, ids, strict=True):
        row = rows[case_id]
        deadline = int(now.deadline[n])
        lead = int(now.lead[n])
        light = LIGHTS[int(counted.lights[n])]
        out.append(
            CaseLine(
                id=case_id,
                number=row["number"],
                kind=row["kind"],
                unit=row["unit"],
                street=counted.register[lead].name if lead in counted.register else "未定属地",
                address=row["address"],
                content=row["content"],
                level=LEVELS[int(now.level[n])],
                light=light,
                deadline=None if deadline == NEVER else as_date(deadline),
                days_left=None if deadline == NEVER else deadline - today,
                state=words.STATE_NAMES[row["state"]],
                supervisor=row["supervisor"],
                listed_on=row["listed_on"],
            )
        )
    return out


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One case whole: its row, its items, its events; values as stored."""

    line: CaseLine
    row: Mapping[str, Any]
    items: list[Mapping[str, Any]]
    events: list[Mapping[str, Any]]
    texts: dict[str, str]
    extras: dict[str, str]


@operation("查看案卷", EVERYONE, case=True)
def case(store: Store, scope: Scope, case_id: int, asked: Asked | None = None) -> CaseRecord:
    """One case.

    Raises:
        NoSuchCase: there is none, or it is not in the actor's sight: the answer is the same.
    """
    counted = count(
        store, scope, (asked or Asked()).but(kind="all", level="", place="", measure="", light="", text="")
    )
    at = counted.snapshot.rows_of([case_id])
    if not len(at) or not counted.seen[at[0]]:
        raise NoSuchCase
    line = lines(store, counted, at)[0]
    with store.read() as connection:
        row = cases.by_ids(connection, [case_id])[case_id]
        told = cases.items_of(connection, case_id)
        happened = events.of_case(connection, case_id)
    return CaseRecord(
        line,
        row,
        list(told),
        happened,
        orjson.loads(row["texts"] or "{}"),
        orjson.loads(row["extras"] or "{}"),
    )
