"""The data dictionary (数据字典): shipped in data/dictionary, added to per district."""

import csv
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import delete, insert, select

from hazards.domain.cells import fold
from hazards.domain.headers import bare
from hazards.domain.roles import EVERYONE, KEEPERS, SETTERS
from hazards.domain.template import Words
from hazards.services import clock
from hazards.services.access import Scope, operation
from hazards.services.stores import DATA
from hazards.storage import events
from hazards.storage.store import Store
from hazards.storage.tables import words as table

LISTS = {
    "headers": "表头",
    "levels": "挂牌级别",
    "kinds": "案件类型",
    "states": "状态",
    "sectors": "行业类别",
}
STATES = {
    "rectifying": "open",
    "struck-off": "struck-off",
    "withdrawn": "withdrawn",
    "transferred": "transferred",
}
STATE_NAMES = {"open": "整改中", "struck-off": "已销号", "withdrawn": "已撤销", "transferred": "已移送"}
KIND_NAMES = {"hazard": "重大隐患", "building": "违法建筑"}


def rows(name: str) -> list[dict[str, str]]:
    """One file of the shipped dictionary."""
    with open(DATA / "dictionary" / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=1)
def shipped() -> Words:
    headers: dict[str, str] = {}
    for row in rows("columns"):
        for spelling in row["synonyms"].split(";"):
            if spelling:
                headers.setdefault(bare(spelling), row["column"])
    return Words(
        headers=headers,
        levels=_spellings("levels", lambda r: r["name"]),
        kinds=_spellings("kinds", lambda r: r["code"]),
        states=_spellings("states", lambda r: STATES[r["code"]]),
        sectors=_spellings("sectors", lambda r: r["name"]),
    )


def _spellings(name: str, means: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows(name):
        for spelling in (row["name"], *row["synonyms"].split(";")):
            if spelling:
                found.setdefault(fold(spelling), means(row))
    return found


def known(store: Store) -> Words:
    """Shipped words and those this district added; the district's win."""
    added: dict[str, dict[str, str]] = {name: {} for name in LISTS}
    with store.read() as connection:
        for row in connection.execute(select(table)):
            if row.list in added:  # other lists of words have services of their own
                added[row.list][row.spelling] = row.means
    base = shipped()
    return Words(**{name: {**getattr(base, name), **added[name]} for name in LISTS})


@operation("查看数据字典", EVERYONE)
def added(store: Store, scope: Scope) -> list[dict[str, str]]:
    with store.read() as connection:
        asked = select(table).order_by(table.c.list, table.c.spelling)
        return [dict(r) for r in connection.execute(asked).mappings()]


@operation("增补数据字典", SETTERS | KEEPERS)
def add(store: Store, scope: Scope, name: str, spellings: Mapping[str, str]) -> None:
    """Teach the dictionary further spellings of one list."""
    key = bare if name == "headers" else fold

    def job(connection: Any) -> None:
        for spelling, means in spellings.items():
            chosen = (table.c.list == name) & (table.c.spelling == key(spelling))
            connection.execute(delete(table).where(chosen))
            connection.execute(insert(table).values(list=name, spelling=key(spelling), means=means))
        events.record(
            connection,
            subject="dictionary",
            action="words-added",
            **scope.signature,
            entered_at=clock.stamp(),
            acted_on=clock.today(),
            data={"list": name, **spellings},
        )

    store.write(job)
