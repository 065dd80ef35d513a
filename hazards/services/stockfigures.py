"""Figures of illegal buildings (违法建筑统计): per street in cases and m², and the cases behind each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import Connection, select

from hazards.domain import stock
from hazards.domain.enforcement import STOPPING
from hazards.domain.roles import EVERYONE
from hazards.domain.stock import IMPORTED, Building, Disposal, Row
from hazards.services import categories, lists, reporting
from hazards.services.access import Scope, operation
from hazards.services.asked import Asked
from hazards.services.counted import Counted, count
from hazards.storage import register
from hazards.storage import tables as t
from hazards.storage.store import Store


@dataclass(frozen=True, slots=True)
class Table:
    """Streets in the order of the register, 区直 and 未定属地 last; they add up to the total."""

    asked: Asked
    rows: list[Row]
    total: Row
    categories: list[str]
    """The district's list, and after it whatever else buildings were given."""

    @property
    def sentence(self) -> str:
        """Where the district stands, in one sentence a leader can pass on."""
        total = self.total
        if not total["found"].count:
            return "还没有登记在册的违法建筑。"
        told = f"在册违法建筑 {total['found'].count} 宗、{area(total['found'].m2)}"
        when = "历年" if self.asked.population is None else f"{self.asked.population} 年"
        done = f"{when}处置 {area(total['disposed_year'].m2)}"
        if total.task:
            done += f"，完成年度任务的 {total.completion}"
        return f"{told}；{done}；存量处置率 {total.disposal}。"


def area(m2: float) -> str:
    """Square metres as officials write them: 万㎡ from ten thousand on."""
    return f"{m2 / 10_000:,.2f} 万㎡" if m2 >= 10_000 else f"{m2:,.0f} ㎡"


@operation("查看违法建筑统计", EVERYONE)
def figures(store: Store, scope: Scope, asked: Asked) -> Table:
    """Every figure of domain/stock.py at the cut-off and for the year asked about."""
    counted = count(store, scope, _plain(asked))
    held = buildings(store, counted)
    year = counted.asked.population
    with store.read() as connection:
        tasks = register.area_targets(connection)
    at, keys = counted.places
    by_key: dict[int, list[Building]] = {}
    for position, one in held:
        by_key.setdefault(keys[int(at[position])], []).append(one)
    rows = []
    for unit in reporting.expected(counted):
        mine = by_key.pop(unit.key, [])
        aside = unit.type == "区直"
        task = tasks.get((unit.key, year)) if year and _whole(scope, unit.key) else None
        if mine or task or not aside:
            rows.append(Row(unit.name, unit.key, stock.figures(mine, year), task, aside))
    unplaced = by_key.pop(0, [])
    for key, mine in by_key.items():  # a lead outside the expected rows must still add up
        rows.append(Row(counted.register[key].name, key, stock.figures(mine, year)))
    rows.sort(key=lambda row: row.aside)
    if unplaced:
        rows.append(Row(reporting.UNPLACED, "-", stock.figures(unplaced, year), None, True))
    total = Row("合计", None, stock.figures((b for _, b in held), year), _task(counted, rows, tasks))
    return Table(counted.asked, rows, total, _categories(store, scope, total))


@operation("查看违法建筑统计明细", EVERYONE)
def members(store: Store, scope: Scope, asked: Asked, figure: str) -> list[lists.CaseLine]:
    """The very cases a figure counts; of one row where ``asked.place`` names it."""
    told = figures(store, scope, asked)
    row = next((r for r in told.rows if str(r.key) == asked.place), None) if asked.place else told.total
    if row is None:
        return []
    counted = count(store, scope, _plain(asked))
    at = counted.snapshot.rows_of(sorted(row[figure].cases))
    return lists.lines(store, counted, np.sort(at))


def _plain(asked: Asked) -> Asked:
    return asked.but(kind="building", by="street", place="", measure="", light="", text="")


def _whole(scope: Scope, key: int) -> bool:
    """Whether the actor sees all of a street, so that its task may stand beside what he sees."""
    return scope.everything or bool(scope.jurisdictions and key in scope.jurisdictions)


def _task(counted: Counted, rows: Iterable[Row], tasks: dict[tuple[int, int], float]) -> float | None:
    """The district's own task, else the sum of its streets'."""
    year, districts = counted.asked.population, counted.register.districts()
    if counted.scope.everything and year and len(districts) == 1 and (districts[0].key, year) in tasks:
        return tasks[districts[0].key, year]
    return sum(row.task or 0.0 for row in rows) or None


def _categories(store: Store, scope: Scope, total: Row) -> list[str]:
    used = sorted(k.removeprefix("category:") for k in total.told if k.startswith("category:"))
    return list(dict.fromkeys([*categories.names(store, scope), *used]))


def buildings(store: Store, counted: Counted) -> list[tuple[int, Building]]:
    """(position in the snapshot, building) of everything on the books at the cut-off and in sight."""
    now, columns = counted.standing, counted.snapshot.columns
    at = np.flatnonzero(counted.keep & now.known & ~now.left)
    on = counted.asked.cutoff.on
    with store.read() as connection:
        rows = _rows(connection)
        done = _disposals(connection, on)
        steps, served = _steps(connection, on)
        held = _held(connection, on)
    over = now.struck | columns.closed
    of_year = counted.masks.listed
    out = []
    for position in at.tolist():
        case = int(columns.case[position])
        if case not in rows:  # entered since the columns were read
            continue
        illegal, disposed, struck_on, kept, finder, category = rows[case]
        here, all_here = done.get(case, ([], 0.0))
        brought = round((disposed or 0.0) - all_here, 2)
        if brought > 0 and (struck_on is None or struck_on <= on):
            here = [*here, Disposal(IMPORTED, brought, struck_on)]
        out.append(
            (
                position,
                Building(
                    case,
                    illegal or 0.0,
                    bool(of_year[position]),
                    stock.stage(
                        frozenset(steps.get(case, ())),
                        served=case in served,
                        held=case in held,
                        closed=bool(over[position]),
                    ),
                    kept or "",
                    finder or "",
                    category or "",
                    tuple(here),
                ),
            )
        )
    return out


def _rows(connection: Connection) -> dict[int, tuple]:
    c, b = t.cases.c, t.buildings.c
    asked = (
        select(c.id, c.illegal_area, c.disposed_area, c.struck_off_on, b.stock, b.found_by, b.category)
        .outerjoin_from(t.cases, t.buildings, b.case_id == c.id)
        .where(c.kind == "building")
    )
    return {row[0]: tuple(row[1:]) for row in connection.execute(asked)}


def _disposals(connection: Connection, on: date) -> dict[int, tuple[list[Disposal], float]]:
    """Case to (disposals made by the day, m² of all of them): acts taken back count nowhere."""
    d = t.disposals.c
    asked = select(d.case_id, d.kind, d.m2, d.on_date).where(d.annulled_event.is_(None)).order_by(d.id)
    told: dict[int, tuple[list[Disposal], float]] = {}
    for case, kind, m2, done in connection.execute(asked):
        made, whole = told.get(case, ([], 0.0))
        told[case] = ([*made, Disposal(kind, m2, done)] if done <= on else made, whole + m2)
    return told


def _steps(connection: Connection, on: date) -> tuple[dict[int, set[str]], set[int]]:
    """Acts that count by the day, by case; and the cases whose removal decision was served by then."""
    p, s = t.proceedings.c, t.servings.c
    standing = (p.annulled_event.is_(None), p.on_date <= on)
    steps: dict[int, set[str]] = {}
    for case, step in connection.execute(select(p.case_id, p.step).where(*standing)):
        steps.setdefault(case, set()).add(step)
    asked = select(p.case_id).join_from(t.proceedings, t.servings, s.proceeding_id == p.id)
    asked = asked.where(*standing, p.step == "decision", s.on_date <= on)
    return steps, set(connection.execute(asked).scalars())


def _held(connection: Connection, on: date) -> set[int]:
    p = t.pauses.c
    asked = select(p.case_id).where(p.since <= on, (p.ended_on.is_(None)) | (p.ended_on > on))
    return set(connection.execute(asked.where(p.kind.in_(list(STOPPING)))).scalars())
