"""Assessments (外部门考核率): sheets of other offices taken into one appendix, as given and with source."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from hazards.domain import assessment
from hazards.domain.assessment import Given
from hazards.domain.cells import fold
from hazards.domain.errors import Finding, Refusal, Unreadable
from hazards.domain.grid import Workbook
from hazards.domain.prose import prose
from hazards.domain.roles import EVERYONE, KEEPERS
from hazards.services import clock
from hazards.services.access import Scope, operation
from hazards.storage import casework, events, register
from hazards.storage import tables as t
from hazards.storage.store import Store


class NothingToTake(Refusal):
    code = "nothing-to-take"
    says = "没有可以入库的数值。"
    remedy = "请按提示改正表格后再核对。"


@dataclass(frozen=True, slots=True)
class Said:
    """What the form says once for the whole sheet."""

    period: str = ""
    source: str = ""
    received: date | None = None

    @property
    def texts(self) -> dict[str, str]:
        told = self.received.isoformat() if self.received else ""
        return {"period": self.period.strip(), "source": self.source.strip(), "received": told}


@dataclass(frozen=True, slots=True)
class Checked:
    """A sheet read and judged; nothing is stored yet. ``changed`` of the rows replace another value."""

    file_name: str
    rows: list[Given] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unchanged: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """The appendix of one office and period: streets down, rates across, texts as given."""

    source: str
    period: str
    received: date
    names: list[str]
    rows: list[tuple[str, list[str]]]


@operation("核对外部门考核率", KEEPERS)
def check(store: Store, scope: Scope, path: Path, said: Said, *, name: str | None = None) -> Checked:
    """Read a file (xlsx, xls, ods, csv, docx) and judge every cell."""
    from hazards.formats.tables import read_table

    try:
        book = read_table(path, name=name or path.name)
    except Unreadable as error:
        return Checked(name or path.name, findings=[error.finding()])
    return _checked(store, name or path.name, book, said)


@operation("核对外部门考核率", KEEPERS)
def check_pasted(store: Store, scope: Scope, text: str, said: Said) -> Checked:
    """The same of cells pasted from a spreadsheet."""
    from hazards.formats.tables import read_pasted

    try:
        return _checked(store, "粘贴", read_pasted(text), said)
    except Unreadable as error:
        return Checked("粘贴", findings=[error.finding()])


def _checked(store: Store, file_name: str, book: Workbook, said: Said) -> Checked:
    rows: list[Given] = []
    findings: list[Finding] = []
    for sheet in book.sheets:
        if sheet.hidden or not any(cell.strip() for line in sheet.rows for cell in line):
            continue
        try:
            told, wrong = assessment.understand(sheet.rows, said.texts, clock.today())
        except Unreadable as error:
            told, wrong = [], [error.finding()]
        rows += told
        findings += wrong
    with store.read() as connection:
        keys = _streets(connection)
        before = _held(connection, rows)
    for street in dict.fromkeys(one.street for one in rows if fold(one.street) not in keys):
        findings.append(assessment.unknown_street(street))
    same = sum(_same(before.get(one.key), one) for one in rows)
    return Checked(file_name, rows, findings, same, sum(one.key in before for one in rows) - same)


@operation("导入外部门考核率", KEEPERS)
def take(store: Store, scope: Scope, rows: Sequence[Given], *, file_name: str = "") -> int:
    """Keep what was checked; a value given before under the same head is replaced, and told in the trail.

    Returns:
        How many rows were added or replaced.

    Raises:
        NothingToTake
    """
    if not rows:
        raise NothingToTake
    name = prose("文件名", file_name, 200)

    def job(connection: Connection) -> int:
        before = _held(connection, rows)
        fresh = [one for one in rows if not _same(before.get(one.key), one)]
        if not fresh:
            return 0
        keys, stamp = _streets(connection), clock.stamp()
        data = {
            "file": name,
            "rows": [[*one.key, one.value, one.received] for one in fresh],
            "before": [[*one.key, before[one.key]["value"]] for one in fresh if one.key in before],
        }
        event = events.record(
            connection,
            subject="assessment",
            action="assessments-taken",
            entered_at=stamp,
            acted_on=max(one.received for one in fresh),
            data={key: value for key, value in data.items() if value},
            **scope.signature,
        )
        for one in fresh:
            street, rate, period, source = one.key
            values = {
                "jurisdiction_id": keys.get(fold(street)),
                "value": one.value,
                "received_on": one.received,
                "file_name": name,
                "entered_at": stamp,
                "actor": scope.actor,
                "event_id": event,
            }
            where = {"street": street, "name": rate, "period": period, "source": source}
            casework.put(connection, t.assessments, where, values)
        return len(fresh)

    return store.write(job)


@operation("查看外部门考核率", EVERYONE)
def tables(store: Store, scope: Scope) -> list[Table]:
    """The appendix, the latest received first; streets see their own line only."""
    a = t.assessments.c
    asked = select(t.assessments).order_by(a.received_on.desc(), a.source, a.period, a.id)
    if scope.jurisdictions is not None:
        asked = asked.where(a.jurisdiction_id.in_(sorted(scope.jurisdictions)))
    with store.read() as connection:
        found = [dict(row) for row in connection.execute(asked).mappings()]
        order = {key: n for n, key in enumerate(_streets(connection).values())}
    parts: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in found:
        parts.setdefault((row["source"], row["period"]), []).append(row)
    return [_table(source, period, rows, order) for (source, period), rows in parts.items()]


def _table(source: str, period: str, rows: list[dict[str, Any]], order: dict[int, int]) -> Table:
    names = list(dict.fromkeys(row["name"] for row in sorted(rows, key=lambda r: r["id"])))
    cells: dict[str, dict[str, str]] = {}
    at: dict[str, int] = {}
    for row in rows:
        cells.setdefault(row["street"], {})[row["name"]] = row["value"]
        at[row["street"]] = order.get(row["jurisdiction_id"], len(order))
    streets = sorted(cells, key=lambda street: (at[street], street))
    told = [(street, [cells[street].get(name, "—") for name in names]) for street in streets]
    return Table(source, period, max(row["received_on"] for row in rows), names, told)


def _streets(connection: Connection) -> dict[str, int]:
    """Folded names of today's streets, with and without 街道 or 镇, in the order of the register."""
    units = register.load(connection).streets(clock.today())
    full = {fold(unit.name): unit.key for unit in units}
    short = {fold(unit.name.removesuffix("街道").removesuffix("镇")): unit.key for unit in units}
    return {**short, **full}


def _held(connection: Connection, rows: Sequence[Given]) -> dict[tuple[str, ...], dict[str, Any]]:
    """What was given before under the same heads, by key."""
    a = t.assessments.c
    asked = select(t.assessments).where(a.period.in_({one.period for one in rows}))
    found: Any = connection.execute(asked).mappings() if rows else []
    return {(r["street"], r["name"], r["period"], r["source"]): dict(r) for r in found}


def _same(before: dict[str, Any] | None, one: Given) -> bool:
    return before is not None and (before["value"], before["received_on"]) == (one.value, one.received)
