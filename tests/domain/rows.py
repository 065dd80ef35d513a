"""Ledger rows in one line, judged with the shipped dictionary."""

from datetime import date

from hazards.domain.errors import Finding
from hazards.domain.ledger import RowTold, read_row
from hazards.domain.listing import Listing
from hazards.domain.template import BY_HEADER
from hazards.services import words

TODAY = date(2026, 11, 21)


def told(**cells: str) -> RowTold:
    """Row 1 with a unit, and cells under template headers (dots for brackets: see ``cell``)."""
    row = {"整治单位(区域)": "晨岚模具厂", **cells}
    return RowTold(1, {BY_HEADER[h].field: text for h, text in row.items()}, {})


def read(cells: dict[str, str] | None = None, **more: str) -> tuple[Listing | None, list[Finding]]:
    return read_row(told(**{**(cells or {}), **more}), words.shipped(), TODAY)


def taken(cells: dict[str, str] | None = None, **more: str) -> Listing:
    listing, notes = read(cells, **more)
    assert listing is not None, notes
    return listing


def codes(cells: dict[str, str] | None = None, **more: str) -> list[str]:
    return [n.code for n in read(cells, **more)[1]]


def refused_for(cells: dict[str, str] | None = None, **more: str) -> list[str]:
    """The codes that keep a row out; empty when it is taken."""
    listing, notes = read(cells, **more)
    out = [n.code for n in notes if n.refuses]
    assert (listing is None) == bool(out)
    assert all(n.row == 1 and n.remedy for n in notes)
    return out
