"""Facts: a whole case as it stands, as canonical text, the same on SQLite and PostgreSQL.

Of each row only what differs from the column's default is told, so that a column added later
changes no digest of before; floats are told as text, since two languages may print one float
differently; blobs by their digest. The order of rows is that of their primary keys.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Boolean, Connection, Date, Float, Integer, LargeBinary, Table

from hazards.domain import trail
from hazards.storage import tables as t

CHUNK = 500

_ONLY = {"signatures": "event_id IS NOT NULL", "batch_cases": "issued"}
"""What is not decided yet is no fact of the case."""

_APART = frozenset({"version", "length", "head", "case_id"})
"""Counters of ours, and the case itself, which its line names."""


def _whole(value: Any) -> int:
    return int(value)


def _number(value: Any) -> str:
    return repr(float(value) + 0.0)  # minus zero is zero


def _digest(value: Any) -> str:
    return trail.sha256(bytes(value))


def _as_is(value: Any) -> Any:
    return value


def _told(column: Any) -> Callable[[Any], Any]:
    for kind, how in (
        (Float, _number),
        (Boolean, _whole),
        (Integer, _whole),
        (Date, str),
        (LargeBinary, _digest),
    ):
        if isinstance(column.type, kind):
            return how
    return _as_is


def _blank(column: Any) -> Any:
    if column.server_default is None:
        return None
    text = str(column.server_default.arg)
    return int(text) if isinstance(column.type, Boolean | Integer) else text


Columns = list[tuple[str, Any, Callable[[Any], Any]]]
"""Name, default and how it is told, by name."""


def columns(table: Table, apart: Collection[str] = ()) -> Columns:
    kept = sorted((c for c in table.columns if c.name not in apart), key=lambda c: c.name)
    return [(str(c.name), _blank(c), _told(c)) for c in kept]


def told(held: Columns, values: Mapping[str, Any]) -> dict[str, Any]:
    """A row as it is told: what differs from its defaults."""
    get = values.get
    return {n: how(v) for n, blank, how in held if (v := get(n)) is not None and v != blank}


class _Part:
    """One table of which a case holds rows."""

    def __init__(self, table: Table) -> None:
        self.name = table.name
        self.key = "id" if table is t.cases else "case_id"
        self.columns = columns(table, _APART)
        self.order = [c.name for c in table.primary_key.columns if c.name != "case_id"]
        names = ",".join(f'"{name}"' for name, _, _ in self.columns)  # names of ours, nobody's words
        only = f" AND {_ONLY[self.name]}" if self.name in _ONLY else ""
        self.asked = f"SELECT {self.key},{names} FROM {self.name} WHERE {self.key} %s{only}"  # noqa: S608

    def row(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return told(self.columns, values)

    def text(self, rows: Iterable[dict[str, Any]]) -> bytes:
        return trail.canonical(sorted(rows, key=lambda r: [r.get(n, 0) for n in self.order]))

    def of(self, connection: Connection, where: str) -> dict[int, list[dict[str, Any]]]:
        found: dict[int, list[dict[str, Any]]] = {}
        for case_id, *values in connection.exec_driver_sql(self.asked % where):
            told = {
                name: how(value)
                for (name, blank, how), value in zip(self.columns, values, strict=True)
                if value is not None and value != blank
            }
            found.setdefault(case_id, []).append(told)
        return found


PARTS = {
    table.name: _Part(table)
    for table in (
        t.cases,
        t.accidents,
        t.applications,
        t.batch_cases,
        t.buildings,
        t.case_jurisdictions,
        t.charges,
        t.contests,
        t.disposals,
        t.documents,
        t.evidence,
        t.extensions,
        t.footprints,
        t.instruction_turns,
        t.instructions,
        t.items,
        t.leads,
        t.measures,
        t.milestones,
        t.orders,
        t.overrides,
        t.pauses,
        t.payments,
        t.plans,
        t.proceedings,
        t.proposals,
        t.servings,
        t.signatures,
        t.stoppages,
        t.strikes,
        t.uplistings,
        t.urgencies,
    )
}
"""Everything a figure, a gate or a document of a case may follow from."""

Facts = dict[str, bytes]
"""Part to the canonical text of its rows; parts without rows are left out."""


def of_row(case: Mapping[str, Any], sides: Mapping[str, Sequence[Mapping[str, Any]]]) -> Facts:
    """The facts of a case about to be inserted; ``sides`` are its rows by table."""
    told = {name: PARTS[name].text(map(PARTS[name].row, rows)) for name, rows in sides.items() if rows}
    return {"cases": trail.canonical([PARTS["cases"].row(case)]), **told}


def of_cases(connection: Connection, ids: Sequence[int]) -> dict[int, Facts]:
    """The facts of cases by id; one that does not exist has none."""
    found: dict[int, Facts] = {i: {} for i in ids}
    for start in range(0, len(ids), CHUNK):
        listed = ",".join(str(int(i)) for i in ids[start : start + CHUNK])
        _gather(connection, f"IN ({listed})", found)
    return found


def between(connection: Connection, first: int, last: int) -> dict[int, Facts]:
    """The facts of all cases whose id lies in a range, both ends included."""
    found: dict[int, Facts] = {}
    _gather(connection, f"BETWEEN {int(first)} AND {int(last)}", found)
    return found


def as_of(connection: Connection, case_id: int, event: int) -> Facts:
    """The facts of a case as far as rows still tell how it stood after an event.

    Rows that came later are left out, and what later events said of earlier rows. The caller
    compares with the digests of that event: a part that was overwritten since does not match.
    """
    told: Facts = {}
    for name, part in PARTS.items():
        rows = [_unlearned(r, event) for r in part.of(connection, f"= {int(case_id)}").get(case_id, [])]
        kept = [r for r in rows if r.get("event_id", 0) <= event]
        if kept:
            told[name] = part.text(kept)
    return told


def _unlearned(row: dict[str, Any], event: int) -> dict[str, Any]:
    for later, columns in _LATER.items():
        if row.get(later, 0) > event:
            row = {n: v for n, v in row.items() if n not in columns}
    return row


_LATER = {
    "void_event": ("void_event", "voided_at", "void_reason"),
    "decided_event": ("decided_event", "decision", "decided_on", "decided_by", "decider", "granted"),
    "ended_event": ("ended_event", "ended_on", "outcome", "lost", "head_came"),
    "annulled_event": ("annulled_event", "annulled_why"),
    "used_event": ("used_event",),
    "received_event": ("received_event", "received_on", "receiver"),
    "replied_event": ("replied_event", "replied_on", "reply", "replier"),
}


def _gather(connection: Connection, where: str, found: dict[int, Facts]) -> None:
    for name, part in PARTS.items():
        for case_id, rows in part.of(connection, where).items():
            found.setdefault(case_id, {})[name] = part.text(rows)
