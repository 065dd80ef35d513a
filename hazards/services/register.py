"""Registering districts, their streets, codes, names and lineage (属地)."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from hazards.domain.dates import Told, read_day
from hazards.domain.errors import Unreadable
from hazards.domain.jurisdiction import Register
from hazards.domain.roles import EVERYONE, KEEPERS, SETTERS
from hazards.services import boundaries, clock
from hazards.services.access import Scope, operation
from hazards.services.stores import DATA
from hazards.storage import events, register
from hazards.storage.store import Store

COLUMNS = ("code", "scheme", "name", "type", "parent", "valid_from", "valid_to", "aliases", "successors")
TYPES = {
    "province": "省",
    "city": "市",
    "district": "区",
    "county": "县",
    "street": "街道",
    "town": "镇",
    "township": "乡",
    "zone": "功能区",
    "direct": "区直",
}


@operation("查看区划", EVERYONE)
def read(store: Store, scope: Scope) -> Register:
    """All jurisdictions; they are public names, so every actor sees them."""
    with store.read() as connection:
        return register.load(connection)


@operation("登记区划", SETTERS | KEEPERS)
def add_district(store: Store, scope: Scope, told: str) -> dict[str, Any]:
    """Register a district by its six-digit code or from a csv file.

    Units already registered under one of their codes gain what is new; the same file again
    changes nothing.

    Raises:
        Unreadable: no such shipped district, or a row of the file cannot be used.
    """
    path = Path(told)
    shipped = DATA / "jurisdictions" / f"{told}.csv"
    if path.is_file():
        rows = _read(path)
        code = ""
    elif told.isdigit() and shipped.is_file():
        rows, code = _read(shipped), told
    else:
        raise Unreadable(
            "district-unknown",
            f"没有随产品提供代码为“{told}”的区划资料，也没有名为“{told}”的文件",
            "请提供 csv 文件，列为 " + ",".join(COLUMNS) + "。",
            told,
        )
    added = store.write(lambda c: add_rows(c, scope, rows))
    if code and added:
        _add_villages(store, code)
        boundaries.add_shipped(store, scope, code)
    return {"units": added, "rows": len(rows)}


def _read(path: Path) -> list[dict[str, str]]:
    from hazards.formats.delimited import decode

    text = decode(path.read_bytes())
    rows = [{k: (v or "").strip() for k, v in r.items() if k} for r in csv.DictReader(io.StringIO(text))]
    missing = [c for c in ("code", "name", "type") if rows and c not in rows[0]]
    if not rows or missing:
        raise Unreadable(
            "header-missing", f"区划文件缺少列：{'、'.join(missing) or '全部'}", "请按说明补齐各列后重试。"
        )
    return rows


def _day(row: dict[str, str], column: str, line: int) -> date | None:
    span = read_day(row.get(column, ""))
    if span.told is Told.NOTHING:
        return None
    if span.refused or span.first is None:
        raise Unreadable(
            "date-impossible",
            f"第 {line} 行“{column}”的值“{row[column]}”不是日期",
            "请写成 2015-08-15 的形式。",
        )
    return span.first


def _many(text: str) -> list[str]:
    return [t for t in text.replace("\uff1b", ";").split(";") if t]


def add_rows(connection: Any, scope: Scope, rows: Sequence[dict[str, str]]) -> int:
    """Add what is new of rows as in data/jurisdictions, inside a transaction; how many units were new."""
    held = register.load(connection)
    keys: dict[str, int] = dict(held.by_code)
    same = {(u.name, u.type, u.valid_from, _county(u.code or "")): u.key for u in held.units.values()}
    parents: dict[str, str] = {}
    fresh: dict[int, dict[str, str]] = {}
    ends: dict[int, date | None] = {}
    # Parents may stand below their children, so units come first and ties after.
    for line, row in enumerate(rows, 1):
        type_ = TYPES.get(row["type"], row["type"])
        since, until = _day(row, "valid_from", line), _day(row, "valid_to", line)
        code = row["code"]
        identity = (row["name"], type_, since, _county(code))
        key = keys.get(code) or same.get(identity) or same.get((*identity[:3], ""))
        if key is None:
            key = register.add_unit(connection, row["name"], type_, None, since, until)
            fresh[key] = row
            ends[key] = until
        same[identity] = key
        if code and code not in keys:
            register.add_code(connection, key, row.get("scheme") or _scheme(code), code)
            keys[code] = key
        if code and row.get("parent"):
            parents[code] = row["parent"]
    _tie(connection, rows, keys, parents, fresh, ends)
    if fresh:
        events.record(
            connection,
            subject="jurisdiction",
            action="district-added",
            **scope.signature,
            entered_at=clock.stamp(),
            acted_on=clock.today(),
            data={"units": [r["name"] for r in fresh.values()]},
        )
    return len(fresh)


def _county(code: str) -> str:
    """The six digits of county, city or province in a code of any scheme: names repeat beyond it."""
    found = re.search(r"\d{6}", code)
    return found[0] if found else ""


def _scheme(code: str) -> str:
    return "mca" if code.startswith("mca:") else "own" if code.startswith("own:") else "nbs"


def _tie(
    connection: Any,
    rows: Sequence[dict[str, str]],
    keys: dict[str, int],
    parents: dict[str, str],
    fresh: dict[int, dict[str, str]],
    ends: dict[int, date | None],
) -> None:
    from sqlalchemy import update

    from hazards.storage.tables import jurisdictions

    edges: set[tuple[int, int]] = set()
    names: dict[int, list[str]] = {}
    for row in rows:
        key = keys.get(row["code"])
        if key is None or key not in fresh:
            continue
        parent = keys.get(parents.get(row["code"], ""))
        if parent and parent != key:
            connection.execute(
                update(jurisdictions).where(jurisdictions.c.id == key).values(parent_id=parent)
            )
        names.setdefault(key, []).extend(_many(row.get("aliases", "")))
        edges.update((key, keys[code]) for code in _many(row.get("successors", "")) if code in keys)
    for key, told in names.items():
        register.add_names(connection, key, told, "alias")
    for old, new in sorted(edges):
        register.add_lineage(connection, old, new, ends.get(old))


def _add_villages(store: Store, code: str) -> None:
    path = DATA / "jurisdictions" / f"{code}_villages.csv"
    if not path.is_file():
        return
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))

    def job(connection: Any) -> None:
        held = register.load(connection)
        by_street: dict[int, list[str]] = {}
        for row in rows:
            street = row.get("streetCode") or row.get("street_code") or row.get("parent", "")
            key = held.by_code.get(street.ljust(12, "0"))
            if key:
                by_street.setdefault(key, []).append(row["name"])
        for key, names in by_street.items():
            register.add_names(connection, key, names, "village")

    store.write(job)
