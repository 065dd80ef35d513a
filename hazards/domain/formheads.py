"""Somebody's empty form (套表): which figure each of its columns asks for, and of whom each of its rows."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hazards.domain.cells import fold
from hazards.domain.grid import Sheet

NAME_COLUMNS = 5
"""Names of rows stand in one of these first columns."""
TALLEST = 5
GENERIC = frozenset({"总数", "数量", "件数", "个数", "小计", "数", "合计", "总计"})
_BRACKETS = re.compile(r"\([^()]{0,6}\)")
_NOISE = re.compile("[%‰*※:、“”\"'‘’《》/]+")
_NUMERAL = re.compile(r"(?:栏次|序号)?[\d甲乙丙丁]*")
_CAPTION = re.compile(r"(?!其中).*:.*|\d{4}年(?:度|\d{1,2}月(?:份|\d{1,2}日)?)?")
_HEAD = re.compile(
    "(?:督办|责任|主管|牵头|填报|报送|所属|重点)?(?:街道|镇街|街镇|乡镇|镇|乡|单位|部门|属地|区域|行业|领域|地区|类别|项目)+(?:名称)?|"
)
"""What stands over the names of rows, or nothing."""
_FOOT = re.compile(
    "(?:填表|填报|制表|审核|审批|负责|联系|报送|分管|主管|注|备注|说明)[人员领导电话单位日期]*[:：]"
)
_NUMBERED = re.compile(r"(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十\d]+\)、?|\d+[、.])")

ROW = "行："
"""Begins the text of a row in what was set by hand; all else there heads a column."""
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
    """One table of a sheet understood: its columns right of the names, its rows below the header."""

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
        self.last = {spelling for spelling, _ in self.following}
        self.names = {bare(name): key for name, key in names.items()}
        self.given = given
        rows = ((text.removeprefix(ROW), told) for text, told in given.items() if text.startswith(ROW))
        self.set = {text: (kind, key) for text, told in rows for kind, _, key in [told.partition(":")]}

    def read(self, sheet: Sheet, index: int) -> list[Form]:
        """The tables of a sheet, below and beside one another; none where none of its rows is known."""
        found: list[Form] = []
        for top, end in self._tables(sheet):
            names = self._name_column(sheet, top, end)
            if names is None:
                continue
            at, lines = names
            heads = _header(sheet, top, lines[0], at)
            below = range(heads[-1] + 1 if heads else lines[0], end)
            starts = [at, *self._beside(sheet, heads, at, below)]
            for left, right in pairwise([*starts, max(map(len, sheet.rows))]):
                columns = self._columns(sheet, heads, range(left + 1, right))
                rows = self._rows(sheet, left, below)
                found.append(Form(index, sheet.name, tuple(columns), tuple(rows)))
        return found

    def _columns(self, sheet: Sheet, heads: Sequence[int], places: Iterable[int]) -> list[FormColumn]:
        columns: list[FormColumn] = []
        seen: dict[str, int] = {}  # 整改率 may head three columns, and means three things
        for column in places:
            stack = [_cell(sheet.rows[line], column) for line in heads]
            text = "/".join(dict.fromkeys(t.strip() for t in stack if t.strip()))
            if text:
                seen[text] = seen.get(text, 0) + 1
                told = text if seen[text] == 1 else f"{text}(第{seen[text]}处)"
                columns.append(FormColumn(column, told, self._code(told, stack, columns)))
        return columns

    def _rows(self, sheet: Sheet, at: int, lines: Iterable[int]) -> Iterator[FormRow]:
        for line in lines:
            text = _cell(sheet.rows[line], at).strip()
            if text and not _FOOT.match(fold(text)):
                yield FormRow(line, text, self._named(text))

    def _named(self, text: str) -> RowKey | None:
        """Whose row it is; "1.", "(一)" before the name are none of it."""
        told = bare(text)
        return (
            self.set.get(text.strip())
            or self.names.get(told)
            or self.names.get(bare(_NUMBERED.sub("", fold(text), count=1)))
        )

    def _tables(self, sheet: Sheet) -> Iterator[tuple[int, int]]:
        """(first line, line behind) of each table: heads of figures below rows begin the next one.

        Without this a second table would be filled by the header of the first.
        """
        names = self._name_column(sheet, 0, len(sheet.rows))
        if names is None:
            return
        at, lines = names[0], frozenset(names[1])
        top, last = 0, -1
        for line, row in enumerate(sheet.rows):
            if line in lines:
                last = line
            elif last >= top and self._heads(row, at):
                yield top, last + 1
                top = last + 1
        yield top, len(sheet.rows)

    def _heads(self, row: Sequence[str], at: int) -> bool:
        """Whether a line names figures: several, or one beside a word that stands over names."""
        told = {bare(cell) for cell in row[at + 1 :]}
        figures = sum(text in self.plain or text in self.last for text in told)
        return figures > 1 or (figures == 1 and _HEAD.fullmatch(bare(_cell(row, at))) is not None)

    def _beside(self, sheet: Sheet, heads: Sequence[int], at: int, lines: Iterable[int]) -> list[int]:
        """Further columns of names under the very head of the first: two tables side by side."""
        if not heads:
            return []
        head = sheet.rows[heads[-1]]
        name = bare(_cell(head, at))
        alike = [column for column in range(at + 1, len(head)) if name and bare(head[column]) == name]
        return [c for c in alike if any(self._named(_cell(sheet.rows[line], c)) for line in lines)]

    def _name_column(self, sheet: Sheet, top: int, end: int) -> tuple[int, list[int]] | None:
        """(column, lines) where most names of rows stand; the first of equals."""
        best: tuple[int, list[int]] | None = None
        for column in range(NAME_COLUMNS):
            lines = [n for n in range(top, end) if self._named(_cell(sheet.rows[n], column))]
            # A title merged over all columns may be a district's name; a row has something beside it.
            lines = [n for n in lines if n > top and not _title(sheet.rows[n])]
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


def _header(sheet: Sheet, top: int, first: int, at: int) -> list[int]:
    """The lines of the header above the first row, top to bottom: titles and 填报日期：are none of it."""
    lines: list[int] = []
    for line in range(first - 1, top - 1, -1):
        told = {cell.strip() for cell in sheet.rows[line] if cell.strip()}
        if not lines and not any(cell.strip() for cell in sheet.rows[line][at + 1 :]):
            continue  # a row whose name is not known, or an empty line
        if len(told) < 2 or len(lines) == TALLEST or all(_CAPTION.fullmatch(fold(text)) for text in told):
            break
        lines.append(line)
    return lines[::-1]


def _title(row: Sequence[str]) -> bool:
    told = [cell.strip() for cell in row if cell.strip()]
    return len(told) > 1 and len(set(told)) == 1


def _cell(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""
