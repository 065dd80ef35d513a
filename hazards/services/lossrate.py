"""Loss rate (败诉率): per organ and year, reviews and suits apart and together, heads of organs in court."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from hazards.domain.contests import KINDS, Score, lost, score
from hazards.domain.roles import EVERYONE
from hazards.services.access import Scope, operation
from hazards.services.asked import Asked
from hazards.storage import tables as t
from hazards.storage.store import Store

UNTOLD = "未填写机关"


@dataclass(frozen=True, slots=True)
class Ended:
    """One contest that ended in the year: of which case, how, and whether it was lost."""

    case: int
    number: str
    unit: str
    organ: str
    kind: str
    on: date | None
    outcome: str
    lost: bool | None
    head_came: bool | None

    @property
    def verdict(self) -> str:
        return {None: "未作裁断", True: "败诉", False: "胜诉"}[self.lost]


@dataclass(frozen=True, slots=True)
class Organ:
    """One organ's contests: ``by`` kind (review, suit), those still ``pending`` at the cut-off."""

    name: str
    by: dict[str, Score] = field(default_factory=dict)
    pending: int = 0

    def __getitem__(self, kind: str) -> Score:
        return self.by.get(kind, Score())

    @property
    def both(self) -> Score:
        return sum(self.by.values(), Score())


@dataclass(frozen=True, slots=True)
class Table:
    rows: list[Organ]
    total: Organ
    ended: list[Ended]
    """The very contests the table counts, the latest first."""
    pending: list[Ended] = field(default_factory=list)
    """Those without an end at the cut-off; ``on`` is the day they were filed, if told."""


@operation("查看败诉率", EVERYONE)
def losses(store: Store, scope: Scope, asked: Asked) -> Table:
    """Contests decided in the year (all years) up to the cut-off, of cases that count for the actor.

    An organ is the one complained of; where none was told the deciding organ, then the supervisor.
    """
    on, year = asked.cutoff.on, asked.population
    by: dict[str, dict[str, Score]] = {}
    pending: dict[str, int] = {}
    ended, going = [], []
    for row in _rows(store):
        if not scope.leads(row):
            continue
        organ = row["respondent"] or row["decides"] or row["supervisor"] or UNTOLD
        if row["ended_on"] is None or row["ended_on"] > on:
            if row["filed_on"] is None or row["filed_on"] <= on:
                pending[organ] = pending.get(organ, 0) + 1
                about = (row["case_id"], row["number"], row["unit"], organ, row["kind"], row["filed_on"])
                going.append(Ended(*about, "", None, None))
            continue
        if year is not None and row["ended_on"].year != year:
            continue
        kinds = by.setdefault(organ, {})
        one = score(row["kind"], row["outcome"], row["head_came"])
        kinds[row["kind"]] = kinds.get(row["kind"], Score()) + one
        told = (row["case_id"], row["number"], row["unit"], organ, row["kind"], row["ended_on"])
        ended.append(Ended(*told, row["outcome"], lost(row["outcome"]), row["head_came"]))
    names = sorted({*by, *pending}, key=lambda name: (name == UNTOLD, name))
    rows = [Organ(name, by.get(name, {}), pending.get(name, 0)) for name in names]
    whole = {kind: sum((row[kind] for row in rows), Score()) for kind in KINDS}
    total = Organ("合计", whole, sum(pending.values()))
    ended.sort(key=lambda one: one.on or on, reverse=True)
    return Table(rows, total, ended, going)


def _rows(store: Store) -> list[dict]:
    c, case, b = t.contests.c, t.cases.c, t.buildings.c
    asked = (
        select(
            *(c.case_id, c.kind, c.filed_on, c.ended_on, c.outcome, c.head_came, c.respondent),
            *(case.number, case.unit, case.lead_id, case.supervisor, b.decides),
        )
        .join_from(t.contests, t.cases, case.id == c.case_id)
        .outerjoin(t.buildings, b.case_id == c.case_id)
        .order_by(c.id)
    )
    with store.read() as connection:
        return [dict(row) for row in connection.execute(asked).mappings()]
