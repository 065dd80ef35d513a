"""What a cell reader keeps to itself about an xlsx sheet: far cells, hidden rows, empty formulas.

calamine gives values only, and lays a sheet out as a full rectangle; one stray cell in the last
corner would ask for 17 billion. So the XML is looked at first, as it is unpacked for the zip
check anyway, with patterns over whole rows rather than a parser: it must be cheap.
"""

import re
from collections.abc import Iterator

from hazards.domain.errors import Unreadable
from hazards.formats.limits import COLUMNS, ROWS

AREA = 30_000_000  # cells of the full rectangle: about one gigabyte in calamine
SPARSE_FROM = 2_000_000  # below this area a thinly filled sheet does no harm
SPARSENESS = 50
ROW_BYTES = 32_000_000
CELLS_NAMED = 50

# The first two begin with a literal, which makes them six times as fast; PREFIXED is for the few
# programs that write <x:row>.
ROW = re.compile(rb'<row\b[^>]*?\sr="(\d+)"([^>]*)')
COLUMN = re.compile(rb' r="([A-Z]{1,3})[1-9]')
PREFIXED = re.compile(rb'<\w+:row\b[^>]*?\sr="(\d+)"([^>]*)')
HIDDEN = re.compile(rb'\shidden="(?:1|true)"')
FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\sr="([A-Z]{1,3})(\d+)"[^>]*(?<!/)>')
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)(?<!/)>(.*?)</(?:\w+:)?c>", re.S)
REFERENCE = re.compile(rb'\sr="([A-Z]{1,3}\d+)"')
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)(?:\s[^>]*)?>[^<]")
ERROR = re.compile(rb'\st="e"')


class SheetScan:
    """What one pass over a sheet's XML found out. Rows are counted from 0, cells named as in Excel."""

    def __init__(self) -> None:
        self.hidden_rows: list[int] = []
        self.without_value: list[str] = []
        self.errors: list[str] = []
        self.last_row = 0
        self.cells = 0
        self.columns: set[bytes] = set()
        self.far = ""

    def feed(self, chunks: Iterator[bytes]) -> None:
        """Look at the sheet, whole rows at a time."""
        kept = b""
        for chunk in chunks:
            kept += chunk
            cut = kept.rfind(b"row>") + 4
            if cut > 4:
                self._look(kept[:cut])
                kept = kept[cut:]
            elif len(kept) > ROW_BYTES:
                why = "工作表中有一行异常庞大"
                raise Unreadable(
                    "row-too-long", why, "请把数据复制到新的工作簿后再导入。", str(self.last_row)
                )
        self._look(kept)

    def check_area(self, sheet: str, reread: Iterator[bytes]) -> None:
        """Refuse a sheet whose used rectangle is too large; ``reread`` unpacks it once more.

        Formatting alone reaches to the last row in many honest files, so only filled cells
        count, and those are looked at one by one only when the quick look was alarming.
        """
        right = max((_number(c) for c in self.columns), default=0)
        area = right * self.last_row
        if right <= COLUMNS and self.last_row <= ROWS and area <= _bearable(self.cells):
            return
        filled, down, right, corner = 0, 0, 0, b""
        for name, number in _filled(reread):
            filled += 1
            column, row = _number(name), int(number)
            if column > COLUMNS or row > ROWS:
                where = (name + number).decode()
                code = "too-many-columns" if column > COLUMNS else "too-many-rows"
                raise _far(code, sheet, where)
            if column > right or row > down:
                corner = name + number
            right, down = max(right, column), max(down, row)
        if right * down > _bearable(filled):
            raise _far("far-cell", sheet, corner.decode())

    def notes(self, sheet: str) -> Iterator[tuple[str, str, str]]:
        """(code, value, remedy) for what the cells do not tell."""
        for where in self.without_value[:CELLS_NAMED]:
            remedy = f"“{sheet}”{where} 是公式而没有算好的结果，按空白读取。请用 Excel 打开并保存一次，或改填数值。"
            yield "formula-without-value", where, remedy
        if len(self.without_value) > CELLS_NAMED:
            count = len(self.without_value)
            remedy = f"“{sheet}”共有 {count} 个公式没有算好的结果，均按空白读取。请用 Excel 打开并保存一次。"
            yield "formula-without-value", str(count), remedy
        if self.errors:
            shown = "、".join(self.errors[:10])
            remedy = (
                f"“{sheet}”有 {len(self.errors)} 个单元格显示错误值(如 #N/A)，按空白读取。请改填正确内容。"
            )
            yield "cell-shows-error", shown, remedy
        if self.hidden_rows:
            shown = "、".join(str(row + 1) for row in self.hidden_rows[:10])
            remedy = f"“{sheet}”有 {len(self.hidden_rows)} 个隐藏行，已一并读取。不需要的行请删除后再导入。"
            yield "hidden-rows-read", shown, remedy

    def _look(self, text: bytes) -> None:
        rows = (PREFIXED if b":row" in text else ROW).findall(text)
        if rows:
            self.last_row = max(self.last_row, max(int(number[:9]) for number, _ in rows))
        columns = COLUMN.findall(text)
        self.cells += len(columns)
        self.columns.update(columns)
        if b'hidden="' in text:
            self.hidden_rows += [int(number[:9]) - 1 for number, rest in rows if HIDDEN.search(rest)]
        if b"<f" in text or b":f" in text or b't="e"' in text:
            self._look_at_cells(text)

    def _look_at_cells(self, text: bytes) -> None:
        for match in CELL.finditer(text):
            attributes, inside = match.groups()
            where = REFERENCE.search(attributes)
            name = where.group(1).decode() if where else "?"
            if FORMULA.search(inside) and not VALUE.search(inside):
                self.without_value.append(name)
            elif ERROR.search(attributes):
                self.errors.append(name)


def _filled(chunks: Iterator[bytes]) -> Iterator[tuple[bytes, bytes]]:
    kept = b""
    for chunk in chunks:
        kept += chunk
        cut = kept.rfind(b"<")
        yield from FILLED.findall(kept[:cut])
        kept = kept[cut:]
    yield from FILLED.findall(kept)


def _bearable(filled: int) -> int:
    return min(AREA, max(SPARSE_FROM, filled * SPARSENESS))


def _number(letters: bytes) -> int:
    value = 0
    for letter in letters:
        value = value * 26 + letter - 64
    return value


def _far(code: str, sheet: str, where: str) -> Unreadable:
    why = f"“{sheet}”的内容一直延伸到 {where} 单元格，表格范围异常大"
    cure = f"请删去台账以外的零散内容(一张表最多 {ROWS // 10_000} 万行、{COLUMNS} 列)后再导入。"
    return Unreadable(code, why, cure, where)
