"""The gap (差额案件): which cases would reach the target, the nearest to done first, and with whom they lie."""

from dataclasses import dataclass

import numpy as np
from sqlalchemy import select

from hazards.domain.rates import Line
from hazards.domain.roles import EVERYONE, STREET, Role
from hazards.domain.roles import NAMES as NAMES_OF
from hazards.domain.stages import NAMES, Stage
from hazards.services import clock, lists, reporting, todo
from hazards.services.access import Scope, operation
from hazards.services.asked import Asked
from hazards.services.counted import Counted, count
from hazards.storage import tables as t
from hazards.storage.cases import chunks
from hazards.storage.store import Store

NEAREST = (
    Stage.ACCEPTED,
    Stage.CHECKED,
    Stage.SUBMITTED,
    Stage.RECTIFYING,
    Stage.PLANNED,
    Stage.LISTED,
)
"""Stages by how little is left to do."""
NEARLY = {
    Stage.ACCEPTED: "已核查待销号",
    Stage.CHECKED: "已核查待验收意见",
    Stage.SUBMITTED: "已报验待核查",
}
"""What is told of a case that waits for an office only."""
MANY = 5000


@dataclass(frozen=True, slots=True)
class Near:
    """A case that would close the gap; ``stage`` and ``holder`` are "" at a past cut-off."""

    line: lists.CaseLine
    stage: str = ""
    holder: str = ""
    days: int = 0
    does: str = ""

    @property
    def stuck(self) -> str:
        """卡在谁手里，第几天."""
        if not self.holder:
            return ""
        return f"卡在{self.holder} {self.days} 天" if self.days > 0 else f"在{self.holder}"


@dataclass(frozen=True, slots=True)
class Gap:
    """The fewest cases that would reach ``target``; of an empty population none."""

    name: str
    target: int
    met: bool | None
    cases: list[Near]
    open: int
    """Open cases of the same population; fewer than needed there can never be."""

    @property
    def needed(self) -> int:
        return len(self.cases)

    @property
    def sentence(self) -> str:
        """Where one stands, in a sentence to pass on: 距95%还差3件，其中2件已核查待销号。"""
        if self.met is None:
            return "还没有挂牌案件，不计算整改率。"
        if self.met:
            return f"已达到{self.target}%的目标。"
        return f"距{self.target}%还差{self.needed}件{self.nearly}。"

    @property
    def nearly(self) -> str:
        """How many of them wait for the strike-off or the check only."""
        told = {word: sum(one.stage == NAMES[stage] for one in self.cases) for stage, word in NEARLY.items()}
        pieces = [f"{number}件{word}" for word, number in told.items() if number]
        return f"，其中{'、'.join(pieces)}" if pieces else ""


@operation("查看差额案件", EVERYONE)
def gap(store: Store, scope: Scope, asked: Asked) -> Gap:
    """Of the whole table, or of the row ``asked.place`` names."""
    return of(store, count(store, scope, asked.but(measure="listed", light="", text="")))


def of(store: Store, counted: Counted, line: Line | None = None) -> Gap:
    """The same of a question already counted; ``line`` where its table is at hand."""
    counted = counted.again(measure="listed", light="", text="")
    told = line or _line(counted)
    at = np.flatnonzero(counted.chosen & counted.standing.open)
    now = counted.asked.cutoff.on >= clock.today()
    ids = counted.snapshot.columns.case[at]
    rank = _ranks(store, ids) if now else np.zeros(len(at), np.int8)
    order = np.lexsort((ids, counted.standing.deadline[at], rank))[: told.needed]
    lines = lists.lines(store, counted, at[order])
    held = todo.holders(store, counted.scope, [line.id for line in lines]) if now else {}
    return Gap(told.name, told.target, told.met, [near(one, held) for one in lines], len(at))


def _line(counted: Counted) -> Line:
    table = reporting.table(counted)
    if not counted.asked.place:
        return table.total
    wanted = counted.asked.place
    found = (row for row in table.rows if str(row.key) == wanted)
    return next(found, Line(None, "", dict.fromkeys(table.total.counts, 0), table.total.target))


def _ranks(store: Store, ids: np.ndarray) -> np.ndarray:
    """How near each open case is to its end, int8 (n,); what nobody moved is being rectified."""
    c = t.cases.c
    moved = [stage.value for stage in NEAREST if stage is not Stage.RECTIFYING]
    asked = select(c.id, c.stage).where(c.stage.in_(moved))
    wanted = ids.tolist()
    parts = [asked] if len(wanted) > MANY else [asked.where(c.id.in_(part)) for part in chunks(wanted)]
    with store.read() as connection:
        told = {row.id: NEAREST.index(Stage(row.stage)) for part in parts for row in connection.execute(part)}
    usual = NEAREST.index(Stage.RECTIFYING)
    return np.fromiter((told.get(i, usual) for i in wanted), np.int8)


def near(line: lists.CaseLine, held: dict[int, todo.Todo]) -> Near:
    """A case with its open step, where ``held`` (todo.holders) knows it."""
    one = held.get(line.id)
    return Near(line) if one is None else Near(line, one.stage, _who(line, one.holder), one.days, one.what)


def _who(line: lists.CaseLine, holder: str) -> str:
    """The street or department itself where it holds the step, else the role."""
    if holder in (NAMES_OF[role] for role in STREET):
        return line.street
    return line.supervisor or holder if holder == NAMES_OF[Role.DEPARTMENT] else holder
