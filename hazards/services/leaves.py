"""Leaves: the papers of one case as a binder takes them in, in the order of the procedure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection

from hazards.domain import bundle
from hazards.domain.bundle import Slot
from hazards.domain.evidence import pairs
from hazards.domain.kinds import KINDS, PHOTOS
from hazards.domain.plan import MEASURES, five, wan
from hazards.formats.documents.facts import restored
from hazards.formats.documents.index import DOCUMENTS
from hazards.services import clock, filed
from hazards.services.access import Scope
from hazards.services.paperfacts import FACTS, Case
from hazards.storage import casework
from hazards.storage import tables as t

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One paper: ``draft`` is a docx of ours to be set, ``files`` lie in the evidence, ``rows`` a table."""

    title: str
    mark: str
    number: str = ""
    on: date | None = None
    draft: bytes = b""
    files: tuple[Row, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case as a binder holds it."""

    row: Row
    level: str
    deadline: date | None
    stage: str
    leaves: tuple[Leaf, ...]
    lacking: tuple[str, ...] = field(default=())


def of(connection: Connection, scope: Scope, case_id: int) -> CaseFile:
    """The file of one hazard.

    Raises:
        NoSuchCase, NotAHazard
    """
    held = filed.read(connection, scope, case_id)
    case = Case(connection, held)
    leaves = tuple(_Filing(case).leaves())
    lacking = tuple(leaf.title for leaf in leaves if leaf.mark == bundle.LACKING)
    return CaseFile(held.row, held.level, held.deadline, held.stage.value, leaves, lacking)


class _Filing:
    """Each received file lies in a binder once: where the procedure first asks for it."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.files = [f for f in case.files if not f["voided_at"]]
        self.by_id = {int(f["id"]): f for f in self.files}
        self.placed: set[int] = set()
        made = casework.of_case(case.connection, t.documents, case.case_id, "id")
        self.made = {d["kind"]: d for d in made}  # the last of each kind

    def leaves(self) -> Iterator[Leaf]:
        scans = {d["scan_id"] for d in self.made.values() if d["scan_id"]}
        for slot in bundle.SLOTS:
            if slot.title == bundle.MEASURES:
                yield self._measures(slot)
            elif slot.title == bundle.PHOTOS:
                yield self._photos(slot)
            else:
                yield from self._slot(slot, scans)
        for kind in bundle.rest(f["kind"] for f in self.files if int(f["id"]) not in self.placed | scans):
            rest = self._take(kind)
            if rest:
                yield Leaf(KINDS[kind], bundle.HELD, files=rest, on=_day(rest[0]))

    def _take(self, *kinds: str) -> tuple[Row, ...]:
        found = [f for f in self.files if f["kind"] in kinds and int(f["id"]) not in self.placed]
        self.placed |= {int(f["id"]) for f in found}
        return tuple(found)

    def _slot(self, slot: Slot, scans: set[int]) -> Iterator[Leaf]:
        """The sealed paper where there is one, else what was received, else our own draft, else a lack."""
        made = self.made.get(slot.document)
        if made is not None and (scan := self.by_id.get(made["scan_id"] or 0)) is not None:
            self.placed.add(int(scan["id"]))
            more = self._take(*slot.evidence)
            yield Leaf(slot.title, bundle.SEALED, made["number"], made["dated"], files=(scan, *more))
            return
        # A scan tied to another document waits for its own place.
        tied = scans - self.placed
        self.placed |= tied
        held = self._take(*slot.evidence)
        self.placed -= tied
        if held:
            number = made["number"] if made is not None else held[0]["receipt"]
            yield Leaf(slot.title, bundle.HELD, number, _day(held[0]), files=held)
        elif draft := self._draft(slot.document):
            yield Leaf(slot.title, bundle.DRAFT, *(self._numbered(slot.document)), draft=draft)
        elif bundle.lacking(slot, self.case.held.stage):
            yield Leaf(slot.title, bundle.LACKING)
        elif slot.since is not None:
            yield Leaf(slot.title, bundle.LATER)

    def _numbered(self, kind: str) -> tuple[str, date | None]:
        made = self.made.get(kind)
        return (made["number"], made["dated"]) if made is not None else ("", None)

    def _draft(self, kind: str) -> bytes:
        """A document as it was made; the plan as it stands, since it is written here before it is printed."""
        if not kind:
            return b""
        form = DOCUMENTS[kind]
        made = self.made.get(kind)
        if made is not None:
            return form.write(restored(form.facts, orjson.loads(made["facts"])))
        if kind == "plan" and self.case.held.plans:
            values = orjson.loads(orjson.dumps(FACTS[kind](self.case, clock.today())))
            return form.write(restored(form.facts, values))
        return b""

    def _measures(self, slot: Slot) -> Leaf:
        held = self.case.held
        if not any(one.claimed for one in held.measures.values()):
            missing = bundle.lacking(slot, held.stage)
            return Leaf(slot.title, bundle.LACKING if missing else bundle.LATER)
        names = {int(f["id"]): f["receipt"] for f in self.case.files}
        rows = tuple(
            (
                MEASURES[one.name],
                one.told or "缺",
                one.person or "缺",
                one.on.isoformat() if one.on else "缺",
                f"{wan(one.planned)} 万元" if one.planned else "—",
                names.get(one.evidence or 0, "缺"),
                one.verifier or "未核验",
            )
            for one in five(held.measures)
        )
        return Leaf(slot.title, bundle.OURS, rows=rows)

    def _photos(self, slot: Slot) -> Leaf:
        """Pairs of one viewpoint first, then the rest; films are listed apart."""
        taken = self._take(*slot.evidence)
        order: list[Row] = []
        for pair in pairs(taken):
            order += [one for one in (pair.before, pair.after) if one is not None]
        order += [f for f in taken if f not in order]
        if not order:
            missing = bundle.lacking(slot, self.case.held.stage)
            return Leaf(slot.title, bundle.LACKING if missing else bundle.LATER)
        kinds = {f["kind"] for f in order}
        lacks = "、".join(KINDS[k] for k in PHOTOS if k not in kinds and k != "during")
        return Leaf(slot.title, bundle.HELD + (f"，缺{lacks}" if lacks else ""), files=tuple(order))


def _day(row: Row) -> date:
    return date.fromisoformat((row["captured_at"] or row["entered_at"])[:10])
