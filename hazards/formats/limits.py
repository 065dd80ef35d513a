"""How much one file may hold, and the stream of rows that keeps to it."""

from collections.abc import Callable
from typing import Any

from hazards.domain.errors import Unreadable

FILE_MB = 64
ROWS = 1_000_000
COLUMNS = 500
CELL_CHARACTERS = 32_767
TEXT_CHARACTERS = 200_000_000  # a full ledger of 100,000 rows holds about 30 million
CHUNK = 1_000

Emit = Callable[[dict[str, Any]], None]


def letters(column: int) -> str:
    """0 is A, 26 is AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


class RowStream:
    """Sends the rows of one sheet on in chunks, each row without its empty tail.

    Blank rows at the end are dropped, those between others are kept: row numbers must be the
    ones the user sees in his own file.
    """

    def __init__(self, emit: Emit, sheet: str, **facts: Any) -> None:
        self.emit = emit
        self.sheet = sheet
        self.facts = facts
        self.seen = 0
        self.blank = 0
        self.characters = 0
        self.chunk: list[list[str]] = []
        self.begun = False

    def add(self, row: list[str]) -> None:
        self.seen += 1
        while row and not row[-1]:
            row.pop()
        if not row:
            self.blank += 1
            return
        self._check(row)
        if self.blank:
            self._put([[] for _ in range(self.blank)])
            self.blank = 0
        self._put([row])

    def finish(self) -> bool:
        """Send the rest; False when the sheet held nothing at all."""
        if self.chunk:
            self._send()
        return self.begun

    def _put(self, rows: list[list[str]]) -> None:
        self.chunk.extend(rows)
        if len(self.chunk) >= CHUNK:
            self._send()

    def _send(self) -> None:
        if not self.begun:
            self.emit({"sheet": self.sheet, **self.facts})
            self.begun = True
        self.emit({"rows": self.chunk})
        self.chunk = []

    def _check(self, row: list[str]) -> None:
        where = f"“{self.sheet}”第 {self.seen} 行"
        if self.seen > ROWS:
            cure = f"请把台账分成几个文件，每个不超过 {ROWS // 10_000} 万行，逐个导入。"
            raise Unreadable(
                "too-many-rows", f"“{self.sheet}”超过 {ROWS // 10_000} 万行", cure, str(self.seen)
            )
        if len(row) > COLUMNS:
            cure = f"请删去多余的列(一张表最多 {COLUMNS} 列)后再导入。"
            raise Unreadable("too-many-columns", f"{where}有 {len(row)} 列", cure, str(len(row)))
        lengths = [len(cell) for cell in row]
        if max(lengths) > CELL_CHARACTERS:
            column = lengths.index(max(lengths))
            why = (
                f"{where}第 {letters(column)} 列有 {lengths[column]} 个字，超过 {CELL_CHARACTERS} 个字的上限"
            )
            raise Unreadable(
                "cell-too-long", why, "请缩短该单元格的文字，长材料另行上传为附件。", row[column][:200]
            )
        self.characters += sum(lengths)
        if self.characters > TEXT_CHARACTERS:
            cure = "请把台账分成几个文件后逐个导入。"
            raise Unreadable("too-much-text", f"“{self.sheet}”的文字总量超过上限", cure, str(self.characters))
