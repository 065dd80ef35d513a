"""套表: an empty xlsx of somebody's, filled by its headers with the figures in the actor's sight."""

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from hazards.domain.cells import fold
from hazards.domain.errors import Refusal, Unreadable
from hazards.domain.formheads import ROW, Form, Reader
from hazards.domain.grid import Workbook
from hazards.domain.roles import CASEWORK, Role
from hazards.formats import fillform
from hazards.formats.fillform import Cell
from hazards.formats.limits import letters
from hazards.formats.tables import read_table
from hazards.services import clock, formvalues
from hazards.services.access import Scope, operation
from hazards.services.asked import Asked
from hazards.services.monthduty import Month
from hazards.storage import cases
from hazards.storage.store import Store

FILLERS = CASEWORK | {Role.LEADER, Role.AUDITOR}
MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 3000, 90
"""Far above any office's form; every column is a choice on the page."""


class NoForm(Refusal):
    code = "form-not-understood"
    says = "“{name}”没有认出可填的行和列。"
    remedy = "前几列中应有街镇、部门、行业或者“合计”，上方应有表头；文件不超过 10 MB。"


class FormTooLarge(Refusal):
    code = "form-too-large"
    says = "“{name}”有 {rows} 行、{columns} 列要填，太多。"
    remedy = "一份表最多 {most_rows} 行、{most_columns} 列，请分成几份。"


@dataclass(frozen=True, slots=True)
class Draft:
    """An uploaded form with what was understood of it.

    ``given`` maps header text to figure, and ``ROW`` with the text of a row to one of ``choices``.
    """

    name: str
    data: bytes
    book: Workbook
    forms: tuple[Form, ...]
    given: Mapping[str, str]
    choices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Blank:
    """A cell left empty, or left as it was, and why."""

    sheet: str
    cell: str
    row: str
    column: str
    why: str


@dataclass(frozen=True, slots=True)
class Filled:
    name: str
    data: bytes
    count: int
    blanks: tuple[Blank, ...]


@operation("读取空表", FILLERS)
def read(store: Store, scope: Scope, name: str, data: bytes, given: Mapping[str, str] | None = None) -> Draft:
    """Understand an empty form; a mapping confirmed before for the same headers is remembered.

    Args:
        given: header text to figure, "" to leave the column empty, and rows (``Draft.given``);
            what was set by hand this time.

    Raises:
        Unreadable: of the file. NoForm: nothing in it can be filled.
    """
    if len(data) > MOST_BYTES:
        raise NoForm(name=name)
    if data and not data.startswith(b"PK"):  # an xls or csv of another name: said before any work is done
        raise Unreadable("format-not-offered", fillform.NO_XLSX, fillform.RESAVE)
    with tempfile.TemporaryDirectory(prefix="guapai-form-") as room:
        path = Path(room) / "form"
        path.write_bytes(data)
        book = read_table(path, name=name)
    return understood(store, scope, name, data, book, given)


def understood(
    store: Store, scope: Scope, name: str, data: bytes, book: Workbook, given: Mapping[str, str] | None = None
) -> Draft:
    """The same of a workbook read before, under another mapping. Raises NoForm, FormTooLarge."""
    names, spellings = formvalues.names(store, scope), formvalues.meanings()
    options = formvalues.choices(names)
    plain = _forms(book, Reader(spellings, names, {}))
    if not plain:
        raise NoForm(name=name)
    rows, columns = (sum(map(len, told)) for told in ([f.rows for f in plain], [f.columns for f in plain]))
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        most = {"most_rows": MOST_ROWS, "most_columns": MOST_COLUMNS}
        raise FormTooLarge(name=name, rows=rows, columns=columns, **most)
    with store.read() as connection:
        held = cases.mapping_for(connection, _key(plain))
    told = formvalues.known({**held, **(given or {})}, options)
    return Draft(name, data, book, _forms(book, Reader(spellings, names, told)), told, options)


def _forms(book: Workbook, reader: Reader) -> tuple[Form, ...]:
    sheets = [(sheet, n) for n, sheet in enumerate(book.sheets) if sheet.rows]
    return tuple(form for sheet, n in sheets for form in reader.read(sheet, n) if form.columns)


def _key(forms: tuple[Form, ...]) -> str:
    told = "套表|" + "||".join(fold(form.headers) for form in forms)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


@operation("套表填数", FILLERS)
def fill(
    store: Store, scope: Scope, draft: Draft, *, on: date | None = None, year: int | None = None, month: Month
) -> Filled:
    """Fill every empty cell whose row and column are known; the mapping is remembered.

    Args:
        on: the cut-off, None for now. ``year``: of the cases counted, the cut-off's if not told.
        month: of the monthly forms.

    Raises:
        Unreadable: the file is no xlsx, or openpyxl cannot keep it.
    """
    on = None if on is None or on >= clock.today() else on
    values = formvalues.Values(store, scope, Asked(as_of=on, year=year), month)
    cells, blanks = _cells(draft, values)
    data, left = _written(draft.data, cells)
    told = {(b.sheet, b.cell): b for b in blanks}
    for (sheet, line, column), why in left.items():
        place = f"{letters(column)}{line + 1}"
        row, head = _names(draft, sheet, line, column)
        told[sheet, place] = Blank(sheet, place, row, head, why)
    _remember(store, draft)
    stem = Path(draft.name).stem[:80]
    return Filled(f"{stem}_已填.xlsx", data, len(cells) - len(left), tuple(told.values()))


def _written(data: bytes, cells: Sequence[Cell]) -> tuple[bytes, dict[tuple[str, int, int], str]]:
    if not cells:
        return data, {}
    with tempfile.TemporaryDirectory(prefix="guapai-form-") as room:
        original, out = Path(room) / "form", Path(room) / "out.xlsx"
        original.write_bytes(data)
        left = fillform.fill(original, cells, out)
        return out.read_bytes(), left


def _cells(draft: Draft, values: formvalues.Values) -> tuple[list[Cell], list[Blank]]:
    cells: list[Cell] = []
    blanks: list[Blank] = []
    for form in draft.forms:
        sheet = draft.book.sheets[form.sheet]
        for row in form.rows:
            if row.key is None:
                why = "认不出这一行是哪个单位或者行业"
                blanks.append(Blank(form.name, f"第{row.line + 1}行", row.text[:60], "整行", why))
                continue
            for column in form.columns:
                place = f"{letters(column.index)}{row.line + 1}"
                if column.index < len(sheet.rows[row.line]) and sheet.rows[row.line][column.index].strip():
                    continue  # somebody's own text or result: not ours to list either
                why = ""
                if column.code is None:
                    why = "没有对应的数"
                else:
                    value = values.of(row.key, column.code)
                    why = value.why
                    if value.number is not None:
                        told = (form.name, row.line, column.index, value.number)
                        cells.append(Cell(*told, percent=value.percent))
                        continue
                blanks.append(Blank(form.name, place, row.text[:60], column.text[:60], why))
    return cells, blanks


def _names(draft: Draft, sheet: str, line: int, column: int) -> tuple[str, str]:
    forms = [one for one in draft.forms if one.name == sheet]
    row = next((r.text for form in forms for r in form.rows if r.line == line), "")
    return row, next((c.text for form in forms for c in form.columns if c.index == column), "")


def _remember(store: Store, draft: Draft) -> None:
    """What each column and each row set by hand meant, by its text, for the next form with these headers."""
    told = {column.text: column.code for form in draft.forms for column in form.columns if column.code}
    told |= {text: code for text, code in draft.given.items() if not code or text.startswith(ROW)}

    def job(connection: Connection) -> None:
        cases.remember_mapping(connection, _key(draft.forms), told)

    store.write(job)
