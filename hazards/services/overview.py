"""The figures of 总览, and the cases that would close the gap."""

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from hazards.domain.counting import day
from hazards.domain.forecast import Forecast
from hazards.domain.rates import Line
from hazards.domain.roles import EVERYONE, Role
from hazards.domain.signals import LIGHTS, Light
from hazards.domain.template import CLAIMS
from hazards.services import clock, gap, outlook, progress, reporting, words
from hazards.services.access import Scope, operation
from hazards.services.asked import Asked
from hazards.services.counted import Counted, count
from hazards.services.stores import DATA
from hazards.storage import casework, tables
from hazards.storage.store import Store

MEASURES = ("责任", "措施", "资金", "时限", "预案")


@dataclass(frozen=True, slots=True)
class Overview:
    """One district at one cut-off; every number here has a list of the same length."""

    table: reporting.Table
    listed_target: int | None
    objects: dict[str, int]
    overdue: int
    longest_overdue: int
    due_today: int
    soon: int
    no_deadline: int
    claimed: int
    verified: int
    funds: tuple[str, str]
    """万元 planned and paid."""
    claims_missing: dict[str, int]
    gap: gap.Gap
    departments: reporting.Table
    outlook: Forecast | None
    district: str

    @property
    def total(self) -> Line:
        return self.table.total

    @property
    def sentence(self) -> str:
        """Where the district stands, in one sentence a leader can pass on."""
        return self.gap.sentence

    @property
    def told(self) -> str:
        """The same with what it rests on, to be copied: elsewhere nobody sees what was asked for."""
        line, asked = self.total, self.table.asked
        on, year = asked.cutoff.on, asked.population
        about = f"{year}年度" if year else "历年"
        about += asked.level + ("" if asked.kind == "hazard" else words.KIND_NAMES.get(asked.kind, ""))
        rate = (
            f"挂牌{line.rate.whole}件，已销号{line.rate.part}件，整改率{line.rate}，"
            if line.rate.whole
            else ""
        )
        both = "隐患与违法建筑合并仅供查询，不作考核。" if asked.kind == "all" else ""
        return f"截至{on.year}年{on.month}月{on.day}日，{self.district}{about}{rate}{self.sentence}{both}"

    @property
    def reach(self) -> str:
        """Which years 逾期 counts, beside its number."""
        asked = self.table.asked
        return "含以前年度" if asked.population == asked.cutoff.on.year else "不分年度"


@operation("查看总览", EVERYONE)
def overview(store: Store, scope: Scope, asked: Asked) -> Overview:
    """The numbers of one question, all counted from one snapshot at one cut-off."""
    counted = count(store, scope, asked)
    table = reporting.table(counted)
    now, keep = counted.standing, counted.keep
    member = counted.masks.listed & keep
    open_ = now.open & keep
    late = open_ & now.due
    lights = counted.lights
    today = day(asked.cutoff.on)
    missing = {
        name: int((member & (counted.snapshot.claims >> n & 1 == 0)).sum()) for n, name in enumerate(MEASURES)
    }
    return Overview(
        table=table,
        listed_target=listed_target(counted),
        objects=_objects(counted, member),
        overdue=int(late.sum()),
        longest_overdue=max(int(today - now.deadline[late].min()), 1) if late.any() else 0,
        due_today=int((open_ & (lights == LIGHTS.index(Light.TODAY))).sum()),
        soon=int((open_ & (lights == LIGHTS.index(Light.SOON))).sum()),
        no_deadline=table.total.counts["no_deadline"],
        claimed=int((member & (counted.snapshot.claims == (1 << len(CLAIMS)) - 1)).sum()),
        verified=int((member & (counted.snapshot.verified == (1 << len(CLAIMS)) - 1)).sum()),
        funds=progress.funds(store, scope, counted.snapshot.columns.case[member].tolist()),
        claims_missing={name: n for name, n in missing.items() if n},
        gap=gap.of(store, counted, table.total),
        departments=reporting.table(counted.again(by="department")),
        outlook=outlook.of(counted),
        district=district_name(counted),
    )


def listed_target(counted: Counted) -> int | None:
    """The district's target of listed hazards for the year; None where none is set, or of a part."""
    districts = counted.register.districts()
    year = counted.asked.population
    part = not counted.scope.everything or counted.asked.level or counted.asked.place
    if part or len(districts) != 1 or year is None or counted.asked.kind != "hazard":
        return None
    return counted.targets.get((districts[0].key, year), (None, 0))[0]


def _objects(counted: Counted, member: np.ndarray) -> dict[str, int]:
    """挂牌 90(企业 78 家、道路 9 处、区域 3 片): what the total counts, by its own unit."""
    units = object_units()
    coded = counted.snapshot.groups["sector"]
    told: dict[str, int] = {}
    for code, number in zip(*np.unique(coded.codes[member], return_counts=True), strict=True):
        unit = units.get(coded.words[int(code)], "处")
        told[unit] = told.get(unit, 0) + int(number)
    return {u: told[u] for u in ("家", "处", "片") if u in told}


@lru_cache(maxsize=1)
def object_units() -> dict[str, str]:
    """家, 处 or 片 by sector (data/dictionary/sectors.csv)."""
    with open(DATA / "dictionary" / "sectors.csv", encoding="utf-8-sig", newline="") as file:
        return {r["name"]: r["unit"] for r in csv.DictReader(file)}


def district_name(counted: Counted) -> str:
    districts = counted.register.districts()
    return districts[0].name if len(districts) == 1 else "全部辖区"


@dataclass(frozen=True, slots=True)
class Accident:
    """An accident at a listed place, and whether strike-off still waits for its investigation."""

    case: int
    unit: str
    happened_at: str
    dead: int
    injured: int
    open: bool


@operation("查看事故", frozenset({Role.LISTING, Role.LEADER}))
def accidents(store: Store, scope: Scope) -> list[Accident]:
    """Accidents of this year and those not yet investigated, in sight, the latest first."""
    year = str(clock.today().year)
    with store.read() as connection:
        rows = casework.waiting(
            connection,
            tables.accidents,
            tables.accidents.c.happened_at.startswith(year),
            tables.accidents.c.investigated_on.is_(None),
        )
    return [
        Accident(
            r["case_id"],
            r["case_unit"],
            r["happened_at"],
            r["dead"],
            r["injured"],
            r["investigated_on"] is None,
        )
        for r in reversed(rows)
        if scope.leads({"lead_id": r["case_lead_id"], "supervisor": r["case_supervisor"]})
    ]


@lru_cache(maxsize=1)
def rules() -> dict[str, Any]:
    """The printed counting rules (口径): ``figures`` and ``headings``, one line each."""
    with open(DATA / "rules" / "counting.toml", "rb") as file:
        return tomllib.load(file)


def rule_line(asked: Asked) -> str:
    """The grey line under the page: what is counted, until when, by which rule."""
    cut = asked.cutoff
    until = f"{cut.on.isoformat()} 24:00" if cut.ended else f"{clock.now():%Y-%m-%d %H:%M}"
    return f"口径：总整改率=已销号÷有效挂牌数(含未到期)；截止 {until}；规则 {reporting.RULE}"


@operation("查看曲线", EVERYONE)
def month_points(store: Store, scope: Scope, asked: Asked) -> list[tuple[date, float | None]]:
    return [(on, line.rate.percent) for on, line in reporting.curve(store, scope, asked)]
