"""From the sheets of a file to rows told: titles, sections, totals and merged cells understood."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hazards.domain.cells import fold, tidy
from hazards.domain.errors import Finding, Unreadable
from hazards.domain.findings import found
from hazards.domain.grid import Sheet, Workbook
from hazards.domain.headers import Header, HeaderReader, MappedColumn, county_column
from hazards.domain.ledger import RowTold
from hazards.domain.template import BY_HEADER, HEADERS, Words

_SECTION = re.compile(
    r"^(?:([一二三四五六七八九十]+)\s*[、.．]|[(\uff08]([一二三四五六七八九十]+)[)\uff09]|第[一二三四五六七八九十]+[类部])"
)
_TOTAL = re.compile(
    r"^(?:小计|合计|总计|共计|累计|填表人|填报人|制表|审核|负责人|单位负责人|填报单位|填报日期|联系人|注[:\uff1a]|备注[:\uff1a]|说明[:\uff1a])"
)
_SUM = re.compile(r"^(?:小计|合计|总计|共计|累计)(?:[(:\d].*)?$")
_STREET = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:街道|镇|乡)(?![路巷村])")
_TITLE_YEAR = re.compile(r"((?:19|20)\d{2})\s*年(?:度|第|.{0,12}(?:级|挂牌))")
_TITLE_BATCH = re.compile(r"(第[一二三四五六七八九十\d]+批)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a data row stands in the file: sheet and line as its reader sees them."""

    sheet: int
    line: int  # 0-based row of the sheet


@dataclass(frozen=True, slots=True)
class Tables:
    """All data rows of a file, in order; row n is ``rows[n-1]`` and stands at ``places[n-1]``."""

    rows: list[RowTold]
    places: list[Place]
    headers: dict[int, Header]
    notes: list[Finding]


def understand(book: Workbook, words: Words, mapping: Mapping[str, str] | None = None) -> Tables:
    """Find the ledger in a file.

    Raises:
        Unreadable: no sheet has a column for the unit, two columns bear one name, or no row
            holds data.
    """
    reader = HeaderReader(words, mapping)
    tables = Tables([], [], {}, [Finding(None, None, code, value, cure) for code, value, cure in book.notes])
    nearest: Header | None = None
    for index, sheet in enumerate(book.sheets):
        header = reader.find(sheet)
        if header is None or "整治单位(区域)" not in header.meant:
            nearest = nearest or header
            if any(any(c.strip() for c in r) for r in sheet.rows):
                tables.notes.append(found("sheet-skipped", None, None, sheet.name))
            continue
        tables.headers[index] = header
        _SheetReader(index, sheet, header, words, tables).read()
    if not tables.headers:
        raise _no_header(nearest)
    if not tables.rows:
        raise Unreadable("no-rows", "表头下没有数据行", "请填写案卷后重新导入。")
    _note_columns(tables)
    return tables


def _no_header(nearest: Header | None) -> Unreadable:
    seen = "、".join(c.text for c in nearest.columns if c.text)[:120] if nearest else ""
    return Unreadable(
        "header-missing",
        "没有找到“整治单位(区域)”列" + (f"(读到的列：{seen})" if seen else ""),
        "请在表头写明“整治单位(区域)”或“名称”，或下载模板填写，也可在核对时指定对应列。",
        seen,
    )


def _note_columns(tables: Tables) -> None:
    meant = {h for header in tables.headers.values() for h in header.meant}
    tables.notes.extend(found("column-missing", None, h) for h in HEADERS if h not in meant)
    extra = dict.fromkeys(
        c.text for header in tables.headers.values() for c in header.columns if _is_extra(c)
    )
    if extra:
        tables.notes.append(found("extra-columns", None, None, "、".join(extra)))


def _is_extra(column: MappedColumn) -> bool:
    """Columns of their own are kept, save the running number: renumbered rows are no news."""
    return bool(column.text) and not column.means and fold(column.text) not in ("序号", "序", "no.")


class _SheetReader:
    def __init__(self, index: int, sheet: Sheet, header: Header, words: Words, tables: Tables) -> None:
        self.index, self.sheet, self.header, self.words, self.tables = index, sheet, header, words, tables
        self.fields = [(c.index, BY_HEADER[c.means].field) for c in header.columns if c.means]
        self.extras = [(c.index, c.text) for c in header.columns if _is_extra(c)]
        self.unit_at = header.meant["整治单位(区域)"]
        self.county_at = county_column(header)
        self.title = self._title()
        self.sections: dict[int, dict[str, str]] = {}
        self.context: dict[str, str] = dict(self.title)
        self.skipped = 0

    def read(self) -> None:
        header_row = self.sheet.rows[self.header.last]
        for line in range(self.header.last + 1, len(self.sheet.rows)):
            row = self.sheet.rows[line]
            told = [c for c in row if c and not c.isspace()]
            if not told:
                continue
            if len(told) <= 8 or told[0] == told[-1] or row[self.unit_at : self.unit_at + 1] == [""]:
                if self._section(row, told):
                    continue
                if self._total(row, told):
                    self.skipped += 1
                    continue
            if row == header_row:
                continue  # the header printed again on the next page
            self._take(line, row)
        if self.skipped:
            self.tables.notes.append(found("rows-skipped", None, None, count=self.skipped))

    def _take(self, line: int, row: list[str]) -> None:
        width = len(row)
        cells = {field: row[at] for at, field in self.fields if at < width and row[at]}
        for field, text in self.context.items():
            if not tidy(cells.get(field, "")):
                cells[field] = text
        extras = {header: row[at] for at, header in self.extras if at < width and row[at]}
        county = row[self.county_at] if self.county_at is not None and self.county_at < width else ""
        shape = self.sheet.geometry[line] if self.sheet.geometry else None
        number = len(self.tables.rows) + 1
        self.tables.rows.append(RowTold(number, cells, extras, county, shape))
        self.tables.places.append(Place(self.index, line))

    def _title(self) -> dict[str, str]:
        """年度, 批次 and 级别 of the lines above the header, for columns the sheet lacks."""
        above = " ".join(
            dict.fromkeys(c.strip() for r in self.sheet.rows[: self.header.first] for c in r if c.strip())
        )
        told: dict[str, str] = {}
        if found_ := _TITLE_YEAR.search(above):
            told["year"] = found_[1]
        if found_ := _TITLE_BATCH.search(above):
            told["batch"] = found_[1]
        told = {f: v for f, v in told.items() if f not in {field for _, field in self.fields}}
        for field, value in told.items():
            name = {"year": "年度", "batch": "批次"}[field]
            self.tables.notes.append(found("title-read", None, name, value, taken=name))
        return told

    def _section(self, row: list[str], told: list[str]) -> bool:
        """Whether a row only opens a section ("一、省级挂牌(2处)"); its words hold below."""
        if len(set(told)) != 1:
            return False
        text = told[0].strip()
        mark = _SECTION.match(text)
        if not mark:
            return False
        rank = 1 if mark[1] else 2 if mark[2] else 3
        self.sections = {r: s for r, s in self.sections.items() if r < rank}
        self.sections[rank] = self._words_of(text[mark.end() :])
        self.context = dict(self.title)
        for _, words in sorted(self.sections.items()):
            self.context.update(words)
        if words := self.sections[rank]:
            names = "、".join(_NAMES[f] for f in words)
            self.tables.notes.append(found("section-read", None, None, text, taken=names))
        return True

    def _words_of(self, text: str) -> dict[str, str]:
        told: dict[str, str] = {}
        plain = fold(re.sub(r"[(\uff08].*?[)\uff09]", "", text))
        for spelling, level in sorted(self.words.levels.items(), key=lambda kv: -len(kv[0])):
            # "(一)双屿街道" and "三、农贸市场" name no level, though 街道 and 市 may do so in a cell.
            if re.search(re.escape(spelling) + ("" if spelling.endswith("级") else "(?:挂牌|督办)"), plain):
                told["level"] = level
                break
        if street := _STREET.search(re.sub(r"[(\uff08].*?[)\uff09]", "", text)):
            told["street"] = street[0]
        if "违法建" in plain or "违建" in plain:
            told["kind"] = "违法建筑"
        return told

    def _total(self, row: list[str], told: list[str]) -> bool:
        unit = row[self.unit_at] if self.unit_at < len(row) else ""
        first = fold(told[0])
        if _SUM.match(first):
            return True  # "小计 | 12家": what stands under the unit is a count
        if _TOTAL.match(first):
            return not unit.strip() or bool(_TOTAL.match(fold(unit))) or unit == told[0]
        return bool(_TOTAL.match(fold(unit))) and len(told) <= 4


_NAMES = {"level": "挂牌级别", "street": "属地街道", "kind": "案件类型"}
