"""What a district tells a higher office: its cases, their dated changes, items, units and targets."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from hazards.domain.errors import Refusal
from hazards.domain.jurisdiction import Jurisdiction
from hazards.domain.template import HEADERS
from hazards.services import export
from hazards.storage import cases, histories, register, retold
from hazards.storage import tables as t

OMITTED = ("联系电话",)
"""Columns a higher office does not need (PIPL art 6)."""
COLUMNS = tuple(h for h in HEADERS if h not in OMITTED)
UNLISTED = ("found", "assessed")
ITEMS = ("position", "text", "line_from", "line_to", "wanted", "finished", "counted_in", "done_on")


class WhichDistrict(Refusal):
    code = "district-not-told"
    says = "本库登记了 {count} 个区，没有写明报送哪个区。"
    remedy = "请写明区的代码。"


class Told:
    """What one consistent moment says about a district."""

    def __init__(self, connection: Any, code: str) -> None:
        self.register = register.load(connection)
        self.district = self._district(code)
        within = self.register.within(self.district.key)
        above = {self.register.above(self.district.key, kind) for kind in ("city", "province")} - {None}
        keys = sorted(within | above)  # type: ignore[type-var]
        self.codes = {k: self.register[k].code or f"own:{k}" for k in keys if k is not None}
        edges = connection.execute(select(t.lineage)).all()
        self.units = [self._unit(self.register[k], edges) for k in self.codes]
        goals = register.all_targets(connection)
        self.goals = [
            {"code": self.codes[k], "year": year, "listed": goal[0], "rate": goal[1]}
            for (k, year), goal in sorted(goals.items())
            if k in self.codes
        ]
        mine = t.cases.c.lead_id.in_(within)
        alone = len(self.register.districts()) == 1
        wanted = or_(mine, t.cases.c.lead_id.is_(None)) if alone else mine
        asked = select(t.cases).where(wanted, t.cases.c.stage.not_in(UNLISTED)).order_by(t.cases.c.id)
        self.rows = [dict(row) for row in connection.execute(asked).mappings()]
        self.number = {row["id"]: n for n, row in enumerate(self.rows, 1)}
        self.cases = [
            {name: self._code(row[name]) if name == "lead_id" else row[name] for name in retold.TOLD}
            for row in self.rows
        ]
        self.histories = self._histories(connection)
        self.items = [
            (self.number[row["case_id"]], *(row[name] for name in ITEMS))
            for part in cases.chunks(list(self.number))
            for row in connection.execute(
                select(t.items)
                .where(t.items.c.case_id.in_(part))
                .order_by(t.items.c.case_id, t.items.c.position)
            ).mappings()
        ]

    def _district(self, code: str) -> Jurisdiction:
        districts = self.register.districts()
        if code:
            districts = [d for d in districts if code in d.codes.values() or d.code == code.ljust(12, "0")]
        if len(districts) != 1:
            raise WhichDistrict(count=len(self.register.districts()))
        return districts[0]

    def _code(self, key: int | None) -> str | None:
        return self.codes.get(key) if key is not None else None

    def _unit(self, unit: Jurisdiction, edges: Sequence[Any]) -> dict[str, Any]:
        codes = [{"scheme": s, "code": c} for s, c in unit.codes.items() if c != unit.code]
        first = {"scheme": next((s for s, c in unit.codes.items() if c == unit.code), "own")}
        return {
            "codes": [{**first, "code": self.codes[unit.key]}, *codes],
            "name": unit.name,
            "type": unit.type,
            "parent": self.codes.get(unit.parent or 0, ""),
            "valid_from": unit.valid_from.isoformat() if unit.valid_from else None,
            "valid_to": unit.valid_to.isoformat() if unit.valid_to else None,
            "names": sorted(unit.names),
            "lineage": [
                {"into": self.codes[e.new_id], "on": e.on_date.isoformat() if e.on_date else None}
                for e in edges
                if e.old_id == unit.key and e.new_id in self.codes
            ],
        }

    def _histories(self, connection: Any) -> dict[str, list[tuple[int, date | None, Any]]]:
        told = histories.read(connection)
        return {
            kind: [
                (self.number[case], on, self._code(value) if kind == "moves" else value)
                for case, on, value in rows
                if case in self.number
            ]
            for kind, rows in told.items()
        }

    def tables(self) -> dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]]:
        """Part to (columns, rows)."""
        at = [HEADERS.index(h) for h in COLUMNS]
        words = [export.cells(row) for row in self.rows]
        listed = [
            (*(one[n] for n in retold.TOLD), n, *(cells[k] for k in at))
            for n, (one, cells) in enumerate(zip(self.cases, words, strict=True), 1)
        ]
        dated = [
            (kind, case, on, value.isoformat() if isinstance(value, date) else value)
            for kind, rows in self.histories.items()
            for case, on, value in rows
        ]
        return {
            "cases": ((*retold.TOLD, "case", *COLUMNS), listed),
            "histories": (("kind", "case", "on", "value"), dated),
            "items": (("case", *ITEMS), self.items),
        }
