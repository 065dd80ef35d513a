"""Two tables of rates held beside each other, cell by cell: equal, or which cells differ and how."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FIGURES = (
    *("listed", "struck_off", "rate", "due", "due_struck_off", "due_rate", "on_time", "on_time_rate"),
    *("overdue", "extended", "withdrawn", "transferred", "no_deadline", "imported_struck_off"),
    *("carried_over", "carried_over_open", "carried_over_overdue", "target", "met", "needed"),
)
"""The cells of a row, as ``rates --json`` names them."""

TOTAL = "合计"
Table = Mapping[str, Any]
"""A table as ``rates --json`` prints it: rows and total."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that differs: in which table, of which unit, which figure, told and counted."""

    table: str
    unit: str
    figure: str
    told: Any
    counted: Any

    def public(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Compared:
    cells: int
    different: tuple[Cell, ...]

    @property
    def equal(self) -> bool:
        return not self.different

    def public(self) -> dict[str, Any]:
        told = [cell.public() for cell in self.different]
        return {"equal": self.equal, "cells": self.cells, "different": told}


def compare(told: Mapping[str, Table], counted: Mapping[str, Table]) -> Compared:
    """Every cell of the tables told, and every unit counted that nobody told of.

    A unit with nothing in it is equal to one that is not there.
    """
    cells, different = 0, []
    for name, table in told.items():
        mine = _rows(counted[name]) if name in counted else {}
        theirs = _rows(table)
        for key in [*theirs, *(k for k in mine if k not in theirs)]:
            one, other = theirs.get(key), mine.get(key)
            if _empty(one) and _empty(other):
                cells += len(FIGURES) if one and other else 0
                continue
            unit = (one or other or {}).get("name", "")
            for figure in FIGURES:
                cells += 1
                a, b = (row.get(figure) if row else None for row in (one, other))
                if a != b:
                    different.append(Cell(name, unit, figure, a, b))
    return Compared(cells, tuple(different))


def _rows(table: Table) -> dict[str, Mapping[str, Any]]:
    """By code; units without one by name."""
    rows = {row["code"] or row["name"]: row for row in table["rows"]}
    return {**rows, TOTAL: table["total"]}


def _empty(row: Mapping[str, Any] | None) -> bool:
    return row is None or not any(
        row.get(name) for name in ("listed", "withdrawn", "transferred", "carried_over")
    )
