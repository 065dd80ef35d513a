"""Every known figure by row and column of somebody's form (套表): of streets, departments, sectors, the whole."""

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import numpy as np

from hazards.domain.formheads import ROW, Meaning, RowKey
from hazards.domain.rates import Rate, percent
from hazards.domain.returned import BY_KEY
from hazards.domain.stock import Row
from hazards.services import clock, monthduty, register, reporting, returned, stockfigures, words
from hazards.services.access import Scope, department_names, named
from hazards.services.asked import Asked
from hazards.services.counted import ALL_FIVE, count
from hazards.services.monthduty import Month
from hazards.services.returnsigned import NoSuchReturn
from hazards.services.stores import DATA
from hazards.storage.snapshot import RANK
from hazards.storage.store import Store

STREET, DEPARTMENT, SECTOR, WHOLE = "street", "department", "sector", "whole"
SUMS = ("合计", "总计", "共计", "累计")
DISTRICT = ("全区", "区合计", "全区合计")
UNPLACED: RowKey = (STREET, "0")
OFFICES = ("", "办事处", "办", "人民政府", "政府")
"""Ends under which the office of a street is written for the street."""
LESS = {"open": ("listed", "struck_off"), "common_open": ("common", "common_fixed")}
PERCENTS = {
    "rate": ("struck_off", "listed"),
    "due_rate": ("due_struck_off", "due"),
    "on_time_rate": ("on_time", "due"),
    "coverage": ("inspected", "should"),
    "common_rate": ("common_fixed", "common"),
}
BUILDINGS = ("found", "found_m2", "disposed_m2", "completion")


@dataclass(frozen=True, slots=True)
class Value:
    """One figure; ``number`` None says ``why`` there is none."""

    number: int | float | None
    why: str = ""
    percent: bool = False


@lru_cache(maxsize=1)
def meanings() -> tuple[Meaning, ...]:
    """Every spelling of every figure, from data/dictionary/figures.csv."""
    out = []
    with open(DATA / "dictionary" / "figures.csv", encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            after = tuple(filter(None, row["after"].split(";")))
            spellings = row["synonyms"].split(";") if after else [row["name"], *row["synonyms"].split(";")]
            out += [Meaning(row["code"], spelling, after) for spelling in spellings if spelling]
    return tuple(out)


@lru_cache(maxsize=1)
def codes() -> dict[str, str]:
    """Code to name, in the order a list offers them."""
    with open(DATA / "dictionary" / "figures.csv", encoding="utf-8-sig", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def names(store: Store, scope: Scope) -> dict[str, RowKey]:
    """What a row may be called: streets with and without 街道, departments, sectors, sums, the district."""
    held = register.read(store, scope)
    found: dict[str, RowKey] = {}
    for spelling, sector in words.known(store).sectors.items():
        found[spelling] = (SECTOR, sector)
    found |= {name: (SECTOR, name) for name in returned.sectors()}
    districts = [unit.name for unit in held.districts()]
    with store.read() as connection:
        for kind, who, name in monthduty.due(connection, Month.of(clock.today())):
            if kind == DEPARTMENT:
                found |= dict.fromkeys(department_names(name, districts), (DEPARTMENT, who))
    for unit in held.streets(clock.today()):
        for one in (unit.name, unit.name.removesuffix(unit.type), *unit.names):
            for whole in (one, *(f"{district}{one}" for district in districts)) if len(one) > 1 else ():
                found |= {whole + end: (STREET, str(unit.key)) for end in OFFICES}
    found |= {"未定属地": UNPLACED, "属地未定": UNPLACED} | dict.fromkeys(SUMS, (WHOLE, ""))
    return found | dict.fromkeys([*DISTRICT, *districts], (WHOLE, "district"))


class Values:
    """The figures in the actor's sight at one cut-off, and those returned for one month."""

    def __init__(self, store: Store, scope: Scope, asked: Asked, month: Month) -> None:
        self.scope = scope
        self.counted = count(store, scope, asked)
        self.masks: dict[RowKey, np.ndarray] = {}
        told = stockfigures.figures(store, scope, asked)
        self.buildings: dict[RowKey, Row] = {(STREET, str(r.key or 0)): r for r in told.rows}
        self.buildings[WHOLE, ""] = told.total
        with store.read() as connection:
            self.returned = {
                key: value
                for key, value in returned.figures(connection, month.year, month.month).items()
                if self._sees(key[0], str(key[1]))
            }

    def of(self, row: RowKey, code: str) -> Value:
        """The figure a cell asks for."""
        if not self._sees(*row):
            return Value(None, "不在您的范围之内")
        if row[0] == WHOLE:
            row = (WHOLE, "")
        if code in LESS:
            whole, part = (self.of(row, one) for one in LESS[code])
            if part.number is None or whole.number is None:
                return Value(None, part.why or whole.why)
            return Value(whole.number - part.number)
        if code in PERCENTS:
            part, whole = (self.of(row, one) for one in PERCENTS[code])
            if part.number is None or whole.number is None:
                return Value(None, part.why or whole.why)
            share = percent(part.number, whole.number)
            return Value(share, "" if share is not None else "分母为 0，不计算", True)
        if code in BY_KEY:
            return self._reported(row, code)
        if code in BUILDINGS:
            return self._building(row, code)
        return self._counted(row, code)

    def _counted(self, row: RowKey, code: str) -> Value:
        """A figure of cases, by the very masks of the overview."""
        counted = self.counted
        mask = self._mask(row) & counted.keep
        goal = reporting.target(counted, (int(row[1]) or None) if row[0] == STREET else None)
        if code == "target":
            return Value(goal, "", True)
        if code == "needed":
            struck = int(np.count_nonzero(mask & counted.masks.struck_off))
            return Value(Rate(struck, int(np.count_nonzero(mask & counted.masks.listed))).needed(goal))
        if "@" in code:
            chosen = counted.masks.listed & (counted.standing.level == RANK[code.partition("@")[2]])
        elif code == "verified":
            chosen = counted.masks.listed & (counted.snapshot.verified == ALL_FIVE)
        else:
            chosen = counted.masks[code]
        return Value(int(np.count_nonzero(mask & chosen)))

    def _mask(self, row: RowKey) -> np.ndarray:
        if row not in self.masks:
            self.masks[row] = self._of_row(*row)
        return self.masks[row]

    def _of_row(self, kind: str, key: str) -> np.ndarray:
        """Which cases a row is about."""
        held = self.counted
        if kind == WHOLE:
            return np.ones(len(held.snapshot.columns), bool)
        if kind == STREET:
            at, rows = held.places
            return at == rows.index(int(key)) if int(key) in rows else np.zeros(len(at), bool)
        group = held.snapshot.groups["supervisor" if kind == DEPARTMENT else "sector"]
        ours = {key}
        if kind == DEPARTMENT:
            ours = set(department_names(key, [d.name for d in held.register.districts()]))
        wanted = [
            n
            for n, word in enumerate(group.words)
            if word in ours or (kind == DEPARTMENT and ours & named(word))
        ]
        return np.isin(group.codes, wanted)

    def _building(self, row: RowKey, code: str) -> Value:
        held = self.buildings.get(row)
        if held is None:
            return Value(None, "违法建筑只有分街镇和全区的数")
        if code == "found":
            return Value(held["found"].count)
        if code == "found_m2":
            return Value(held["found"].m2)
        if code == "disposed_m2":
            return Value(held["disposed_year"].m2)
        share = percent(held["disposed_year"].m2, held.task) if held.task else None
        return Value(share, "" if share is not None else "未下达处置任务", True)

    def _sees(self, kind: str, who: str) -> bool:
        """A sum is of what the actor sees; the district's own figure is for those who see all of it."""
        if self.scope.everything or kind == SECTOR or (kind, who) == (WHOLE, ""):
            return True
        if kind == WHOLE:
            return False
        try:
            monthduty.own(self.scope, kind, who)
        except NoSuchReturn:
            return False
        return True

    def _reported(self, row: RowKey, column: str) -> Value:
        """What signed monthly forms say; nobody having said anything is no zero."""
        found: list[Decimal] = [
            value
            for (kind, who, sector, key), value in self.returned.items()
            if key == column and (row[0] == WHOLE or row in ((kind, str(who)), (SECTOR, sector)))
        ]
        if not found:
            return Value(None, "月报未报")
        total = sum(found, Decimal(0))
        return Value(float(total) if BY_KEY[column].places else int(total))


def choices(names: Mapping[str, RowKey]) -> dict[str, str]:
    """What an unknown row may be set to by hand, as it is remembered, each under its first name."""
    found: dict[RowKey, str] = {}
    for name, key in names.items():
        found.setdefault(key, key[1] if key[0] in (DEPARTMENT, SECTOR) else name)
    order = [STREET, WHOLE, DEPARTMENT, SECTOR]
    return {f"{kind}:{who}": found[kind, who] for kind, who in sorted(found, key=lambda k: order.index(k[0]))}


def known(told: Mapping[str, str], rows: Collection[str]) -> dict[str, str]:
    """A mapping set by hand, without figures and rows that do not exist; "" leaves a column empty."""
    return {
        text: code
        for text, code in told.items()
        if (code in rows if text.startswith(ROW) else not code or code in codes())
    }
