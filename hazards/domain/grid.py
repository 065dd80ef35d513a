"""A table as somebody filled it in: sheets of text cells, before anything is understood."""

from dataclasses import dataclass, field

Merge = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. ``rows[i][j]`` is the text a reader sees, "" where empty.

    Dates are ISO text, whole numbers have no ".0". ``merges`` are inclusive
    (first row, first column, last row, last column), 0-based, and already filled with their
    top-left text. ``geometry`` holds WKB per row for geodata files (None
    beside the header), in ``geometry_crs``: "EPSG:nnnn", a WKT, or None where nobody said.
    """

    name: str
    rows: list[list[str]]
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    geometry: list[bytes | None] | None = None
    geometry_crs: str | None = None


@dataclass(frozen=True, slots=True)
class Workbook:
    """A whole file: its sheets and what the reader noticed on the way (code, value, remedy)."""

    sheets: tuple[Sheet, ...]
    notes: tuple[tuple[str, str, str], ...] = field(default=())
