"""The wall (挂图作战): one district on the screen of the meeting room, and what changed there today."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import Connection, and_, or_, select

from hazards.domain.counting import day
from hazards.domain.lifecycle import Action, event_of
from hazards.domain.roles import EVERYONE
from hazards.formats.drawings import Area
from hazards.services import askedwords, clock, drawing, gap, lists, overview, reporting
from hazards.services.access import Scope, operation
from hazards.services.asked import Asked
from hazards.services.counted import Counted, count
from hazards.storage import events
from hazards.storage import tables as t
from hazards.storage.store import Store

LISTED, STRUCK, LATE, BACK = "新增", "销号", "逾期", "退回"
ACTS = {
    LISTED: (event_of(Action.LIST),),
    STRUCK: (event_of(Action.STRIKE_OFF),),
    BACK: tuple(event_of(a) for a in (Action.RETURN_PLAN, Action.RETURN, Action.SEND_BACK)),
}
TODAY = (LISTED, STRUCK, LATE, BACK)
RULES = {
    LISTED: "今日挂牌：挂牌日期为今日，或者今日录入的。",
    STRUCK: "今日销号：销号日期为今日或者今日录入，且至今有效的。",
    LATE: "今日逾期：整改期限到昨日 24 时届满而没有销号的。",
    BACK: "今日退回：方案、报验或者验收意见今日被退回的，以办理日期或者录入日期为今日计。",
}


@dataclass(frozen=True, slots=True)
class Wall:
    """What the screen shows at ``at``; ``changes`` by sort, each the very cases it counts."""

    district: str
    whose: str
    """The street or department whose cases alone are in sight; "" where all are."""
    at: datetime
    table: reporting.Table
    gap: gap.Gap
    overdue: int
    longest: int
    areas: list[Area]
    schematic: bool
    changes: dict[str, list[lists.CaseLine]]


@operation("查看大屏", EVERYONE)
def wall(store: Store, scope: Scope, asked: Asked) -> Wall:
    """What the full screen shows now: three numbers, the ranking, the map and what changed today."""
    asked = _now(asked)
    counted = count(store, scope, asked)
    table = reporting.table(counted)
    late = counted.standing.open & counted.standing.due & counted.keep
    first = counted.standing.deadline[late].min() if late.any() else 0
    return Wall(
        overview.district_name(counted),
        "" if scope.everything else askedwords.sight(counted.register, scope),
        clock.now(),
        table,
        gap.of(store, counted, table.total),
        int(late.sum()),
        int(day(clock.today()) - first) if late.any() else 0,
        drawing.outlined(store, counted, {line.key: line for line in table.rows}),
        drawing.schematic(store, asked),
        _changes(store, counted),
    )


@operation("查看今日变化", EVERYONE)
def changes(store: Store, scope: Scope, asked: Asked) -> dict[str, list[lists.CaseLine]]:
    """The cases that were listed, struck off, became overdue or were returned today, by sort."""
    return _changes(store, count(store, scope, _now(asked)))


def _now(asked: Asked) -> Asked:
    """The wall shows this moment, whatever cut-off was looked at before."""
    return asked.but(as_of=None, by="street", place="", measure="", light="", text="")


def _changes(store: Store, counted: Counted) -> dict[str, list[lists.CaseLine]]:
    now, held = counted.standing, counted.snapshot
    with store.read() as connection:
        told = {sort: _acted(connection, actions) for sort, actions in ACTS.items()}
    yesterday = day(clock.today() - timedelta(days=1))
    masks = {
        LISTED: np.isin(held.columns.case, told[LISTED]) & now.known & ~now.left,
        STRUCK: np.isin(held.columns.case, told[STRUCK]) & now.struck,
        LATE: now.open & (now.deadline == yesterday),
        BACK: np.isin(held.columns.case, told[BACK]) & now.known,
    }
    return {sort: lists.lines(store, counted, np.flatnonzero(masks[sort] & counted.keep)) for sort in TODAY}


def _acted(connection: Connection, actions: tuple[str, ...]) -> list[int]:
    """Cases of which such an act is dated today, or was entered here today."""
    e, today = t.events.c, clock.today()
    entered = and_(e.origin == events.HERE, e.entered_at.startswith(today.isoformat()))
    asked = select(e.case_id).where(e.action.in_(actions), e.case_id.is_not(None))
    return list(connection.execute(asked.where(or_(e.acted_on == today, entered)).distinct()).scalars())
