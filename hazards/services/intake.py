"""Ledger in (台账导入): read, check, compare with the store. Taking it is ``commit``."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson

from hazards.domain.cells import fold
from hazards.domain.errors import Finding, Refusal, Unreadable
from hazards.domain.findings import found
from hazards.domain.grid import Workbook
from hazards.domain.items import propose
from hazards.domain.ledger import read_row
from hazards.domain.listing import Listing
from hazards.domain.roles import KEEPERS, STREET
from hazards.domain.tables import understand
from hazards.domain.template import BY_FIELD, Words
from hazards.domain.unit import core
from hazards.services import clock, foreign, published_cutoffs, words
from hazards.services.access import Scope, operation
from hazards.services.drafts import Draft, Row, Verdict
from hazards.services.placing import Surveyor
from hazards.storage import cases
from hazards.storage.memory import uncollected
from hazards.storage.store import Store

Progress = Callable[[str, float], None]


def quiet(_stage: str, _share: float) -> None:
    """A progress listener that does not listen."""


class WrongMap(Refusal):
    code = "map-unreadable"
    says = "列对应表 {file} 无法读取：{why}。"
    remedy = '请提供形如 {{"原表头": "模板列"}} 的 JSON 文件。'


@operation("核对台账", KEEPERS | STREET)
@uncollected()
def check(
    store: Store,
    scope: Scope,
    path: Path,
    *,
    name: str | None = None,
    crs: str | None = None,
    mapping: Mapping[str, str] | None = None,
    progress: Progress = quiet,
) -> Draft:
    """Read a file and judge every row; nothing is written, and nothing of ours is changed.

    A file that cannot be read as a whole gives a draft with no rows and one finding.
    """
    from hazards.formats.tables import read_table

    file_name = name or path.name
    progress("读取文件", 0.0)
    try:
        book = read_table(path, name=file_name)
    except Unreadable as error:
        return Draft.failure(file_name, error)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return check_book(
        store, scope, book, file_name=file_name, sha256=sha256, crs=crs, mapping=mapping, progress=progress
    )


@operation("核对台账", KEEPERS | STREET)
@uncollected()
def check_book(
    store: Store,
    scope: Scope,
    book: Workbook,
    *,
    file_name: str,
    sha256: str,
    crs: str | None = None,
    mapping: Mapping[str, str] | None = None,
    progress: Progress = quiet,
) -> Draft:
    """The same for a workbook already read (pasted cells, or a grid corrected on the page)."""
    known = words.known(store)
    today = clock.today()
    try:
        tables = understand(_on_the_ground(book, crs), known, mapping)
    except Unreadable as error:
        return Draft.failure(file_name, error)
    notes: list[Finding] = list(tables.notes)
    listings: list[Listing | None] = []
    total = len(tables.rows)
    for n, told in enumerate(tables.rows):
        if crs and not told.cells.get("crs"):
            told.cells["crs"] = crs  # type: ignore[index]
        listing, found_ = read_row(told, known, today)
        listings.append(listing)
        notes.extend(found_)
        if n % 2000 == 0:
            progress("核对各行", 0.1 + 0.4 * n / total)
    notes.extend(_unknown_sectors(listings, known))
    progress("确定属地", 0.5)
    surveyor = Surveyor(store, today)
    placements, placed = surveyor.place(listings)
    notes.extend(placed)
    out = {f.row for f in placed if f.refuses}
    rows = [
        Row(n + 1, Verdict.REFUSED if listing is None or n + 1 in out else Verdict.NEW, listing, placement)
        for n, (listing, placement) in enumerate(zip(listings, placements, strict=True))
    ]
    foreign.refuse_rows(scope, rows, notes, surveyor.register)
    progress("与库中比对", 0.65)
    _compare(store, scope, rows, notes, surveyor.register.place_names())
    with store.read() as connection:
        notes.extend(published_cutoffs.imported(connection, rows))
    progress("核对完毕", 0.75)
    notes.sort(key=lambda f: (f.row is not None, f.row or 0, not f.refuses))
    return Draft(file_name, sha256, rows, notes, tables, book)


def _unknown_sectors(listings: Sequence[Listing | None], known: Words) -> list[Finding]:
    """Sectors the dictionary does not know, each told once, at its first row; the text is kept."""
    seen: set[str] = set()
    notes = []
    for listing in listings:
        if listing is None or not listing.sector or listing.sector in seen:
            continue
        seen.add(listing.sector)
        if fold(listing.sector) not in known.sectors:
            notes.append(found("unknown-category", listing.row, "行业类别", listing.sector))
    return notes


def _on_the_ground(book: Workbook, crs: str | None) -> Workbook:
    """The same workbook with the shapes of geodata sheets in CGCS2000.

    Raises:
        Unreadable: the layer's reference system is not known.
    """
    if not any(s.geometry for s in book.sheets):
        return book
    import numpy as np
    import shapely

    from geo.crs import geoms_to_cgcs2000
    from hazards.services.boundaries import read_crs

    sheets = []
    for sheet in book.sheets:
        if sheet.geometry:
            shapes = np.array(
                [None if g is None else shapely.from_wkb(g) for g in sheet.geometry], dtype=object
            )
            moved = geoms_to_cgcs2000(shapes, read_crs(sheet.geometry_crs or crs or "CGCS2000"))
            sheet = replace(sheet, geometry=[None if g is None else shapely.to_wkb(g) for g in moved])
        sheets.append(sheet)
    return replace(book, sheets=tuple(sheets))


def digest(listing: Listing) -> str:
    """Of everything a row tells: equal digests bring no news."""
    told = orjson.dumps(listing.values(), default=_hex, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(told).hexdigest()[:32]


def _hex(value: Any) -> str:
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(type(value).__name__)


def _compare(
    store: Store, scope: Scope, rows: Sequence[Row], notes: list[Finding], places: frozenset[str]
) -> None:
    """Twins within the file, cases already known, units and duplicates to ask about."""
    first: dict[str, Row] = {}
    for row in rows:
        if row.verdict is Verdict.REFUSED or row.listing is None:
            continue
        row.digest = digest(row.listing)
        row.identity = row.listing.identity
        twin = first.setdefault(row.identity, row)
        if twin is row:
            row.items = propose(row.listing.content, row.listing.address, row.listing.unit)
        elif twin.digest == row.digest:
            row.verdict = Verdict.UNCHANGED
            notes.append(found("row-repeated", row.number, None, first=twin.number))
        else:
            row.verdict = Verdict.REFUSED
            told = row.listing.number or row.listing.unit
            notes.append(found("identity-repeated", row.number, "编号", told, first=twin.number))
    with store.read() as connection:
        known = cases.known(connection, list(first))
        again = {i: first[i] for i in known}
        news = [i for i, row in again.items() if known[i][1] != row.digest]
        held = cases.by_ids(connection, [known[i][0] for i in (news if scope.everything else again)])
        for identity, row in again.items():
            if not scope.everything and foreign.refuse_known(scope, row, held[known[identity][0]], notes):
                continue
            row.case_id, before, row.live, row.version = known[identity]
            if before == row.digest:
                row.verdict = Verdict.UNCHANGED
            else:
                _difference(row, held[row.case_id], notes)
        fresh = [r for r in rows if r.verdict is Verdict.NEW]
        _ask_about_units(connection, scope, fresh, notes, places)
    for row in rows:
        if row.items and row.verdict is Verdict.NEW:
            notes.append(found("items-proposed", row.number, row.items[0][0], count=len(row.items)))


def _difference(row: Row, held: Mapping[str, Any], notes: list[Finding]) -> None:
    """Cell by cell: what this file would change, and what a live case does not let it change."""
    listing = row.listing
    assert listing is not None
    blocked: list[str] = []
    for name, value in listing.values().items():
        if name in ("geometry", "texts"):
            continue
        before: Any = held[name] if name != "extras" else orjson.loads(held[name] or "{}")
        if name == "extras":
            value = {**before, **value}
        if before == value:
            continue
        descriptive = name == "extras" or (name in BY_FIELD and BY_FIELD[name].descriptive)
        if row.live and not descriptive:
            if name in BY_FIELD:
                blocked.append(name)
            continue
        row.changes[name] = (before, value)
    if not row.live:
        _words_of_fields(row, listing, orjson.loads(held["texts"] or "{}"))
    if row.changes:
        row.verdict = Verdict.CHANGED
    else:
        row.verdict = Verdict.REFUSED if blocked else Verdict.UNCHANGED
    code = "case-is-live-part" if row.changes else "case-is-live"
    for name in blocked:
        told = str(getattr(listing, name))
        notes.append(found(code, row.number, BY_FIELD[name].header, told))


def _words_of_fields(row: Row, listing: Listing, before: dict[str, str]) -> None:
    """What a file now tells exactly needs the words of an earlier one no more."""
    exact = listing.values().keys() - listing.texts.keys()
    texts = {**{n: w for n, w in before.items() if n not in exact}, **listing.texts}
    if texts != before:
        row.changes["texts"] = (before, texts)


def _ask_about_units(
    connection: Any, scope: Scope, rows: Sequence[Row], notes: list[Finding], own: frozenset[str]
) -> None:
    """Names that may be one unit, against the store and within the file."""
    names = {r.listing.unit for r in rows if r.listing}
    known = cases.unit_by_name(connection, list(names))
    unknown = [n for n in names if n not in known]
    # Units of other streets are not a street's to read, so only the district is asked about them.
    by_core = (
        cases.units_by_core(connection, list({core(n, own) for n in unknown})) if scope.everything else {}
    )
    said = cases.answers(connection)
    within: dict[str, str] = {}
    places: dict[tuple[str, str], Row] = {}
    for row in rows:
        assert row.listing is not None
        name, mark = row.listing.unit, core(row.listing.unit, own)
        if name not in known:
            others = [n for _, n in by_core.get(mark, ())] or [within.setdefault(mark, name)]
            open_ = [o for o in others if o != name and (name, o) not in said and (o, name) not in said]
            if open_:
                row.same_unit = open_[0]
                notes.append(found("same-unit", row.number, "整治单位(区域)", name, other=open_[0]))
        if row.listing.address:
            twin = places.setdefault((mark, row.listing.address), row)
            if twin is not row:
                other = f"第 {twin.number} 行"
                notes.append(found("likely-duplicate", row.number, "整治单位(区域)", name, other=other))


def read_map(path: Path) -> dict[str, str]:
    """A header-to-template-column map for files with headers of their own.

    Raises:
        WrongMap
    """
    try:
        told = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        why = "文件不存在" if isinstance(error, OSError) else "不是有效的 JSON"
        raise WrongMap(file=path.name, why=why) from error
    if not isinstance(told, dict) or not all(isinstance(v, str) for v in told.values()):
        raise WrongMap(file=path.name, why="内容不是“表头到模板列”的对应")
    return told
