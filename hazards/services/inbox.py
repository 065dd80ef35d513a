"""The inbox (导入箱): files handed in and corrections typed, kept until taken or thrown away.

They lie in ``var/inbox`` and not in a browser session, so a refresh or a lost link loses nothing.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import orjson

from hazards.domain.cells import fold
from hazards.domain.errors import Refusal, Unreadable
from hazards.domain.grid import Sheet, Workbook
from hazards.domain.roles import KEEPERS, STREET
from hazards.services import intake
from hazards.services.access import Scope, operation
from hazards.services.drafts import Draft
from hazards.services.intake import Progress, quiet
from hazards.services.stores import ROOT
from hazards.storage import cases
from hazards.storage.store import Store


class NoSuchUpload(Refusal):
    code = "no-such-upload"
    says = "没有这份待核对的文件。"
    remedy = "它可能已经入库或已放弃，请重新选择文件。"


@dataclass(frozen=True, slots=True)
class Upload:
    """One file in the inbox with what was said about it.

    ``edits`` maps "sheet,line,column" (0-based) to the corrected text, ``mapping`` header text to
    template column, ``answers`` "name told|name known" to whether they are one unit.
    """

    id: str
    name: str
    path: Path
    edits: dict[str, str] = field(default_factory=dict)
    mapping: dict[str, str] = field(default_factory=dict)
    answers: dict[str, bool] = field(default_factory=dict)
    items: bool = True


def _room(store: Store) -> Path:
    base = store.path.parent if store.path else ROOT / "var"
    room = base / "inbox"
    room.mkdir(parents=True, exist_ok=True)
    return room


@operation("上传台账", KEEPERS | STREET)
def put(store: Store, scope: Scope, name: str, data: bytes) -> Upload:
    """Keep a file; its name is only a text, never a path."""
    made = _room(store) / secrets.token_urlsafe(12)
    made.mkdir()
    (made / "file").write_bytes(data)
    upload = Upload(made.name, name[:200], made / "file")
    save(store, scope, upload)
    return upload


@operation("保存台账核对", KEEPERS | STREET)
def save(store: Store, scope: Scope, upload: Upload) -> None:
    told = {
        "name": upload.name,
        "actor": scope.actor,
        "account": scope.account,
        "edits": upload.edits,
        "mapping": upload.mapping,
        "answers": upload.answers,
        "items": upload.items,
    }
    part = upload.path.with_name("told.part")
    part.write_bytes(orjson.dumps(told))
    part.replace(upload.path.with_name("told.json"))


@operation("取回台账", KEEPERS | STREET)
def get(store: Store, scope: Scope, key: str) -> Upload:
    """An upload of this actor.

    Raises:
        NoSuchUpload: unknown, or somebody else's: the answer is the same.
    """
    known = {p.name: p for p in _room(store).iterdir()}
    try:
        told: Any = orjson.loads((known[key] / "told.json").read_bytes())
    except (KeyError, OSError) as error:
        raise NoSuchUpload from error
    # Two people may bear one name, so the account decides.
    if (told.pop("actor"), told.pop("account", None)) != (scope.actor, scope.account):
        raise NoSuchUpload
    return Upload(key, told.pop("name"), known[key] / "file", **told)


@operation("查看未入库台账", KEEPERS | STREET)
def waiting(store: Store, scope: Scope) -> list[Upload]:
    """What this actor handed in and neither took nor threw away, the latest first."""
    made = sorted(_room(store).iterdir(), key=lambda room: room.stat().st_mtime, reverse=True)
    found = []
    for room in made:
        try:
            found.append(get(store, scope, room.name))
        except NoSuchUpload:  # somebody else's, or thrown away this moment
            continue
    return found


@operation("放弃台账", KEEPERS | STREET)
def discard(store: Store, scope: Scope, key: str) -> None:
    upload = get(store, scope, key)
    for file in upload.path.parent.iterdir():
        file.unlink()
    upload.path.parent.rmdir()


def read(upload: Upload) -> Workbook:
    """The file as handed in; pasted cells are text."""
    from hazards.formats.tables import read_pasted, read_table

    if upload.name == PASTED:
        return read_pasted(upload.path.read_text("utf-8"))
    return read_table(upload.path, name=upload.name)


PASTED = "粘贴的单元格"


@operation("核对台账", KEEPERS | STREET)
def check(
    store: Store, scope: Scope, upload: Upload, book: Workbook | None = None, progress: Progress = quiet
) -> Draft:
    """Judge an upload with its corrections; the mapping used last for such a header is remembered."""
    import hashlib

    progress("读取文件", 0.02)
    try:
        book = book or read(upload)
    except Unreadable as error:
        return Draft.failure(upload.name, error)
    mapping = upload.mapping or remembered(store, book)
    digest = hashlib.sha256(upload.path.read_bytes()).hexdigest()
    return intake.check_book(
        store,
        scope,
        corrected(book, upload.edits),
        file_name=upload.name,
        sha256=digest,
        mapping=mapping,
        progress=progress,
    )


def corrected(book: Workbook, edits: Mapping[str, str]) -> Workbook:
    """The workbook with corrected cells; the file itself stays as it came."""
    if not edits:
        return book
    by_sheet: dict[int, list[tuple[int, int, str]]] = {}
    for place, text in edits.items():
        index, line, column = (int(part) for part in place.split(","))
        by_sheet.setdefault(index, []).append((line, column, text))
    sheets: list[Sheet] = []
    for index, sheet in enumerate(book.sheets):
        if index in by_sheet:
            rows = list(sheet.rows)
            for line, column, text in by_sheet[index]:
                row = list(rows[line])
                row += [""] * (column + 1 - len(row))
                row[column] = text
                rows[line] = row
            sheet = replace(sheet, rows=rows)
        sheets.append(sheet)
    return replace(book, sheets=tuple(sheets))


def remembered(store: Store, book: Workbook) -> dict[str, str]:
    """The mapping a person confirmed for a sheet with the same headers."""
    texts = {fold("|".join(row)) for sheet in book.sheets for row in sheet.rows[:40]}
    with store.read() as connection:
        for text in texts:
            if told := cases.mapping_for(connection, _key(text)):
                return told
    return {}


@operation("记住表头对应", KEEPERS | STREET)
def remember(store: Store, scope: Scope, draft: Draft, mapping: Mapping[str, str]) -> None:
    """Keep a confirmed mapping for files with the same header row."""
    if not mapping or draft.book is None or draft.tables is None:
        return
    keys = [
        _key(fold("|".join(draft.book.sheets[n].rows[header.last])))
        for n, header in draft.tables.headers.items()
    ]

    def job(connection: Any) -> None:
        for key in keys:
            cases.remember_mapping(connection, key, mapping)

    store.write(job)


def _key(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
