"""Somebody's empty form (套表): which figure each of its columns asks for, and of whom each of its rows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hazards.domain.cells import fold
from hazards.domain.grid import Sheet

NAME_COLUMNS = 5
"""Names of rows stand in one of these first columns."""
TALLEST = 5
GENERIC = frozenset({"总数", "数量", "件数", "个数", "小计", "数", "合计", "总计"})
_BRACKETS = re.compile(r"\([^()]{0,6}\)")
_NOISE = re.compile("[%‰*※:、“”\"'‘’《》/]+")
_NUMERAL = re.compile(r"(?:栏次|序号)?[\d甲乙丙丁]*")

RowKey = tuple[str, str]
"""(street, department, sector or whole; key or name)."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One way a figure is headed; ``after`` names the figures it must follow to mean this one."""

    code: str
    spelling: str
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormColumn:
    index: int
    text: str
    code: str | None


@dataclass(frozen=True, slots=True)
class FormRow:
    line: int
    text: str
    key: RowKey | None


@dataclass(frozen=True, slots=True)
class Form:
    """One sheet understood: its columns right of the names, its rows below the header."""

    sheet: int
    name: str
    columns: tuple[FormColumn, ...]
    rows: tuple[FormRow, ...]

    @property
    def headers(self) -> str:
        return "|".join(column.text for column in self.columns)


def bare(text: str) -> str:
    """A header without units, percent signs, quotes and blanks."""
    return _NOISE.sub("", _BRACKETS.sub("", fold(text)))


class Reader:
    """Understands sheets by the spellings of figures, the names of rows and what was set by hand."""

    def __init__(
        self, meanings: Iterable[Meaning], names: Mapping[str, RowKey], given: Mapping[str, str]
    ) -> None:
        self.plain: dict[str, str] = {}
        self.following: dict[tuple[str, str], str] = {}
        for one in meanings:
            if one.after:
                self.following.update({(bare(one.spelling), code): one.code for code in one.after})
            else:
                self.plain.setdefault(bare(one.spelling), one.code)
        self.names = {bare(name): key for name, key in names.items()}
        self.given = given

    def read(self, sheet: Sheet, index: int) -> Form | None:
        """The form a sheet is; None where none of its rows is known."""
        found = self._name_column(sheet)
        if found is None:
            return None
        at, lines = found
        heads = _header(sheet, lines[0])
        columns: list[FormColumn] = []
        seen: dict[str, int] = {}  # 整改率 may head three columns, and means three things
        for column in range(at + 1, max(map(len, sheet.rows))):
            stack = [_cell(sheet.rows[line], column) for line in heads]
            text = "/".join(dict.fromkeys(t.strip() for t in stack if t.strip()))
            if text:
                seen[text] = seen.get(text, 0) + 1
                told = text if seen[text] == 1 else f"{text}(第{seen[text]}处)"
                columns.append(FormColumn(column, told, self._code(told, stack, columns)))
        rows = [
            FormRow(line, text, self.names.get(bare(text)))
            for line in range(lines[0], len(sheet.rows))
            if (text := _cell(sheet.rows[line], at).strip())
        ]
        return Form(index, sheet.name, tuple(columns), tuple(rows))

    def _name_column(self, sheet: Sheet) -> tuple[int, list[int]] | None:
        """(column, lines) where most names of rows stand; the first of equals."""
        best: tuple[int, list[int]] | None = None
        for column in range(NAME_COLUMNS):
            lines = [n for n, row in enumerate(sheet.rows) if bare(_cell(row, column)) in self.names]
            # A title merged over all columns may be a district's name; a row has something beside it.
            lines = [n for n in lines if n > 0 and not _title(sheet.rows[n])]
            if lines and (best is None or len(lines) > len(best[1])):
                best = column, lines
        return best

    def _code(self, text: str, stack: Sequence[str], before: Sequence[FormColumn]) -> str | None:
        if text in self.given:
            return self.given[text] or None
        texts = [told for told in dict.fromkeys(bare(t) for t in stack) if not _NUMERAL.fullmatch(told)]
        if not texts:
            return None
        joined, last = "".join(texts), texts[-1]
        if len(texts) > 1 and joined in self.plain:
            return self.plain[joined]
        parents = [self.plain[t] for t in texts[:-1] if t in self.plain]
        # What stands above decides before what stands beside; beside, the nearest figure that fits.
        beside = [column.code for column in reversed(before) if column.code]
        for code in [*reversed(parents), *beside]:
            if (last, code) in self.following:
                return self.following[last, code]
        if last in self.plain:
            return self.plain[last]
        return parents[-1] if parents and last in GENERIC else None


def _header(sheet: Sheet, first: int) -> list[int]:
    """The lines of the header above the first row, top to bottom: titles of one text are none of it."""
    lines: list[int] = []
    for line in range(first - 1, max(-1, first - 1 - TALLEST), -1):
        told = {cell.strip() for cell in sheet.rows[line] if cell.strip()}
        if len(told) < 2:
            break
        lines.append(line)
    return lines[::-1]


def _title(row: Sequence[str]) -> bool:
    told = [cell.strip() for cell in row if cell.strip()]
    return len(told) > 1 and len(set(told)) == 1


def _cell(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""
