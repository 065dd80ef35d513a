"""Where the header of a sheet is and which template column each of its columns means."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hazards.domain.cells import fold
from hazards.domain.errors import Unreadable
from hazards.domain.grid import Sheet
from hazards.domain.template import BY_HEADER, COUNTY_HEADERS, HEADERS, Words

LOOK_AT = 40
TALLEST = 4
_MEASURES = {"责任", "措施", "资金", "时限", "预案"}
_UNITS = re.compile(r"\((?:度|万元|元|㎡|m2|平方米|个|处|家|\*|必填|选填|全称)\)")
_MARKS = re.compile(r"[*※:：\s]+$|^[*※]+")


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """``means`` is a template header, or None for a column kept as a note."""

    index: int
    text: str
    means: str | None


@dataclass(frozen=True, slots=True)
class Header:
    """Rows ``first`` .. ``last`` of the sheet (0-based, inclusive) are its header."""

    first: int
    last: int
    columns: tuple[MappedColumn, ...]

    @property
    def meant(self) -> dict[str, int]:
        return {c.means: c.index for c in self.columns if c.means}


def bare(text: str) -> str:
    """A header folded, without units in brackets and required-marks."""
    return _MARKS.sub("", _UNITS.sub("", fold(text)))


class HeaderReader:
    """Matches header texts by synonyms, or by a mapping the user gave or confirmed."""

    def __init__(self, words: Words, mapping: Mapping[str, str] | None = None) -> None:
        self.known = {bare(h): h for h in HEADERS}
        self.known.update({k: v for k, v in words.headers.items() if k not in self.known})
        self.given = {bare(k): v for k, v in (mapping or {}).items()}

    def means(self, stack: tuple[str, ...]) -> str | None:
        """The template header a stack of header cells (top to bottom) means."""
        # "(万元)" on a line of its own says nothing once its brackets are gone.
        texts = [told for told in dict.fromkeys(bare(t) for t in stack) if told]
        if not texts:
            return None
        joined = "".join(texts)
        for text in (joined, texts[-1], texts[0]):
            if text in self.given:
                told = self.given[text]
                return told if told in BY_HEADER else None
        if len(texts) > 1 and texts[-1] in _MEASURES and "落实" in "".join(texts[:-1]):
            return self.known.get(bare(texts[-1] + "落实" + ("(万元)" if texts[-1] == "资金" else "")))
        for text in (joined, texts[-1], texts[0]):
            if text in self.known:
                return self.known[text]
        return None

    def find(self, sheet: Sheet) -> Header | None:
        """The header with most columns understood; the shortest and first of equals.

        Raises:
            Unreadable: two columns bear the same header.
        """
        best: tuple[int, int, int] | None = None
        down = {row for top, _, bottom, _ in sheet.merges for row in range(top + 1, bottom + 1)}
        for first in range(min(LOOK_AT, len(sheet.rows))):
            before = -1
            for height in range(1, min(TALLEST, len(sheet.rows) - first) + 1):
                score = len(set(filter(None, self._meanings(sheet, first, height))))
                # A row that adds nothing is a case, and below it may stand "联系电话:" of the clerk.
                if score <= before and first + height - 1 not in down:
                    break
                before = score
                # Of equals the shorter: the taller one has only swallowed a title.
                if score >= 2 and (best is None or (score, -height) > (best[0], -best[2])):
                    best = (score, first, height)
        if best is None:
            return None
        _, first, height = best
        last = self._last(sheet, first, first + height - 1)
        return Header(first, last, self._columns(sheet, first, last))

    def _meanings(self, sheet: Sheet, first: int, height: int) -> list[str | None]:
        rows = sheet.rows[first : first + height]
        width = max(len(r) for r in rows)
        return [self.means(_stack(rows, i)) for i in range(width)]

    def _last(self, sheet: Sheet, first: int, last: int) -> int:
        """Header cells merged downwards, and a row of column numbers, belong to the header."""
        for top, _, bottom, _ in sheet.merges:
            if first <= top <= last < bottom <= first + TALLEST:
                last = bottom
        while last + 1 < len(sheet.rows):
            told = [c.strip() for c in sheet.rows[last + 1] if c.strip()]
            numbers = [c.strip("()（）") for c in told]
            if len(told) < 4 or numbers != [str(n) for n in range(1, len(told) + 1)]:
                break
            last += 1
        return last

    def _columns(self, sheet: Sheet, first: int, last: int) -> tuple[MappedColumn, ...]:
        rows = sheet.rows[first : last + 1]
        width = max(len(r) for r in rows)
        found: list[MappedColumn] = []
        taken: dict[str, str] = {}
        for index in range(width):
            stack = _stack(rows, index)
            text = "/".join(dict.fromkeys(t.strip() for t in stack if t.strip()))
            means = self.means(stack)
            if means in taken:
                if bare(taken[means]) == bare(text):
                    raise Unreadable(
                        "column-repeated",
                        f"有两列都叫“{text.strip()}”，不知以哪一列为准",
                        "请删去或改名其中一列后重新导入。",
                        text,
                    )
                means = None  # a second, differently named column stays as a note
            if means:
                taken[means] = text
            found.append(MappedColumn(index, text, means))
        return tuple(found)


def county_column(header: Header) -> int | None:
    wanted = {fold(h) for h in COUNTY_HEADERS}
    return next((c.index for c in header.columns if fold(c.text) in wanted), None)


def _stack(rows: list[list[str]], index: int) -> tuple[str, ...]:
    return tuple(r[index] if index < len(r) else "" for r in rows)
