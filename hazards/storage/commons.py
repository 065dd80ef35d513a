"""Commons: what is about no case, so that its events vouch for it as a case's events do for the case.

An event about no case carries the digest of every row it wrote, by table and key
("bulletins.3"), or of a small table whole ("targets"). Of each the latest digest must fit what stands there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table

from hazards.domain import trail
from hazards.storage import facts
from hazards.storage import tables as t

_OWN = "event_id IN ({ids})"
_DEED = "SELECT subject_id FROM deeds WHERE subject = '{subject}' AND event_id IN ({ids})"
_SCANNED = "SELECT scan_id FROM weeklies WHERE {own} UNION SELECT scan_id FROM monthlies WHERE {own}"
_PASSING = frozenset({"logged-in", "logged-out", "login-locked"})
"""Acts of accounts that change none of their rows, and are many."""

MATTERS = ("complaint", "inquiry", "exposure")


class Kept:
    """A table held by row: which of its rows an event wrote is told by ``written``."""

    def __init__(self, table: Table, *subjects: str, written: str = _OWN, only: str = "") -> None:
        self.name, self.subjects, self._written = table.name, frozenset(subjects), written
        self._keys = [c.name for c in table.primary_key.columns]
        self._columns = facts.columns(table)
        names = ",".join(f'"{name}"' for name, _, _ in self._columns)  # names of ours, nobody's words
        self._asked = f"SELECT {names} FROM {table.name} WHERE {only or '1 = 1'}"  # noqa: S608

    def now(self, connection: Connection) -> Iterator[tuple[str, str]]:
        """(name, digest) of what stands in the table."""
        yield from self._told(connection, self._asked)

    def written(self, connection: Connection, ids: Sequence[int]) -> Iterator[tuple[str, str]]:
        """The same, of what these events wrote."""
        listed = ",".join(str(int(i)) for i in ids)
        which = self._written.format(ids=listed, own=_OWN.format(ids=listed))
        yield from self._told(connection, f"{self._asked} AND ({which})")

    def _told(self, connection: Connection, asked: str) -> Iterator[tuple[str, str]]:
        for row in self._rows(connection, asked):
            key = "-".join(str(row[name]) for name in self._keys)
            yield f"{self.name}.{key}", trail.sha256(trail.canonical(facts.told(self._columns, row)))

    def _rows(self, connection: Connection, asked: str) -> Iterator[dict[str, Any]]:
        names = [name for name, _, _ in self._columns]
        for values in connection.exec_driver_sql(asked):
            yield dict(zip(names, values, strict=True))


class Whole(Kept):
    """A small table held as one: any event of its subjects states it anew."""

    def written(self, connection: Connection, ids: Sequence[int]) -> Iterator[tuple[str, str]]:
        yield from self._told(connection, self._asked)

    def _told(self, connection: Connection, asked: str) -> Iterator[tuple[str, str]]:
        rows = [facts.told(self._columns, row) for row in self._rows(connection, asked)]
        rows.sort(key=lambda row: [str(row.get(name, "")) for name in self._keys])
        if rows:
            yield self.name, trail.sha256(trail.canonical(rows))


def _matter(table: Table, subject: str, *events: str) -> Kept:
    ways = [f"{name} IN ({{ids}})" for name in ("event_id", *events)]
    deeds = _DEED.replace("{subject}", subject)
    return Kept(table, subject, written=" OR ".join([*ways, f"id IN ({deeds})"]))


_TURNED = "SELECT instruction_id FROM instruction_turns WHERE {own}"
TABLES = {
    one.name: one
    for one in (
        Kept(t.bulletins, "bulletin"),
        Kept(t.bulletin_files, "bulletin", written="bulletin_id IN (SELECT id FROM bulletins WHERE {own})"),
        Kept(t.publications, "publication", written="{own} OR decided_event IN ({ids})"),
        Kept(t.weeklies, "weekly"),
        Kept(t.monthlies, "monthly"),
        Kept(t.return_scans, "weekly", "monthly", written=f"id IN ({_SCANNED})"),
        Kept(t.closings, "closing"),
        _matter(t.complaints, "complaint"),
        _matter(t.inquiries, "inquiry", "closed_event"),
        _matter(t.exposures, "exposure", "closed_event"),
        Kept(t.deeds, *MATTERS, written="{own} OR done_event IN ({ids})"),
        Kept(t.scans, *MATTERS),
        Kept(t.instructions, "instruction", written=f"{{own}} OR id IN ({_TURNED})", only="case_id IS NULL"),
        Kept(t.instruction_turns, "instruction", only="case_id IS NULL"),
        Kept(t.assessments, "assessment"),
        Kept(t.patrols, "patrol"),
        Kept(t.patrol_finds, "patrol", written="patrol_id IN (SELECT id FROM patrols WHERE {own})"),
        Whole(t.batches, "batch"),
        Whole(t.return_starts, "return"),
        Whole(t.targets, "target"),
        Whole(t.kept_settings, "settings", only="key <> 'notify.cursor'"),
        Whole(t.calendar_days, "calendar"),
        Whole(t.accounts, "account"),
        Whole(t.posts, "account"),
        Whole(t.delegations, "account"),
    )
}


def vouched(connection: Connection, events: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """What each of these events about no case says of the rows it wrote: ``"bulletins.3:…"``, or "".

    Asked where their write ends, so that the rows are as it leaves them.
    """
    by_subject: dict[str, list[int]] = {}
    for event in events:
        if event["action"] not in _PASSING:
            by_subject.setdefault(event["subject"], []).append(event["id"])
    said: dict[int, str] = {}
    for subject, ids in by_subject.items():
        held = [one for one in TABLES.values() if subject in one.subjects]
        for key in ids if held else ():
            found = [pair for one in held for pair in one.written(connection, [key])]
            said[key] = " ".join(f"{name}:{digest}" for name, digest in sorted(found))
    return said


def now(connection: Connection) -> dict[str, str]:
    """Everything that stands there: name to digest."""
    return {name: digest for one in TABLES.values() for name, digest in one.now(connection)}
