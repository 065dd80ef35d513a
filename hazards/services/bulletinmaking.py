"""Making a bulletin (编制通报): its cases, its rows, what it restates, its drawings; then its papers."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Connection

from hazards.domain import bulletin as frozen
from hazards.domain.bulletin import ALL, Before, Bulletin, Member
from hazards.domain.bulletinareas import restated
from hazards.domain.bulletinforms import OFFICES
from hazards.domain.bulletinlists import overdue
from hazards.domain.bulletinpaper import Rules, composed
from hazards.domain.bulletinprose import Terse
from hazards.domain.issues import Kind, Period
from hazards.domain.rates import RULE
from hazards.domain.returned import COLUMNS, added
from hazards.formats.drawings import Pin, curve, street_map
from hazards.services import (
    bulletinareas,
    bulletinfacts,
    clock,
    drawing,
    outlook,
    overview,
    reporting,
    restatements,
    returned,
)
from hazards.services.access import Scope
from hazards.services.asked import Asked
from hazards.services.counted import Counted
from hazards.services.stores import DATA
from hazards.storage import bulletins
from hazards.storage.store import Store

MONTHS = 24
AREAS = (Kind.MONTH, Kind.QUARTER, Kind.YEAR)
"""Issues that tell of illegal buildings too."""
RED = "#B42318"
PINS = 60
"""Numbered as in the overdue list; more would hide the streets."""


@lru_cache(maxsize=1)
def rules() -> Rules:
    with open(DATA / "rules" / "bulletin.toml", "rb") as file:
        told = tomllib.load(file)
    with open(DATA / "rules" / "counting.toml", "rb") as file:
        counting = tomllib.load(file)
    prose, least = told["prose"], outlook.few()
    terse = Terse(prose["most"], prose["praised"], prose["blamed"], prose["listed"], least)
    few = str(outlook.settings()["few"]["says"]).format(cases=least)
    forms = (tuple(told["forms"]["industry"]), returned.sectors())
    return Rules(terse, counting["figures"], counting["headings"], few, *forms)


def made(store: Store, scope: Scope, period: Period, boundaries: str = "then") -> Bulletin:
    """The bulletin of a period as the ledger tells it now, without a number."""
    asked = bulletinfacts.question(period, boundaries)
    counted = bulletinfacts.counted_of(store, scope, asked)
    cut = asked.cutoff
    held = bulletinfacts.members(store, counted, period.first)
    with store.read() as connection:
        last = bulletins.before(connection, period.kind.value, cut.on)
        told = _returned(connection, counted, cut.on)
    before: Before | None = None
    undone: tuple[tuple[str, str, str], ...] = ()
    earlier: Bulletin | None = None
    if last is not None:
        earlier = thawed(last)

        def row(key: int) -> int:
            return counted.register.at(key, cut.on) or key

        before = restatements.before(store, scope, earlier, held, row)
        undone = restatements.undone(store, earlier.last_event)
    districts = counted.register.districts()
    district = districts[0].name if len(districts) == 1 else "全部辖区"
    year = counted.asked.population or cut.on.year
    targets = counted.targets.get((districts[0].key, year)) if len(districts) == 1 else None
    now = clock.stamp()
    rows = bulletinfacts.streets(counted)
    areas: dict[str, Any] = {}
    if period.kind in AREAS:
        one = districts[0].key if len(districts) == 1 else None
        areas = _areas(store, scope, asked, earlier)
        areas["tasks"] = bulletinareas.tasks(store, year, [row.key for row in rows], one)
    whole = Bulletin(
        kind=period.kind,
        told=period.told,
        cutoff=cut.on.isoformat(),
        ended=cut.ended,
        moment=now,
        dated=clock.today().isoformat(),
        rule=RULE,
        boundaries=boundaries,
        year=year,
        district=district,
        organ=f"{district}安全生产委员会办公室" if len(districts) == 1 else "安全生产委员会办公室",
        target=reporting.target(counted, None),
        listed_target=targets[0] if targets else None,
        streets=rows,
        members=held,
        objects=_objects(held),
        returned=told,
        before=before,
        undone=undone,
        **areas,
        last_event=counted.snapshot.last,
    )
    return _drawn(store, scope, counted, whole)


def _areas(store: Store, scope: Scope, asked: Asked, earlier: Bulletin | None) -> dict[str, Any]:
    """The illegal buildings, and what of the last issue's areas is told otherwise today."""
    now = bulletinareas.structures(store, scope, asked)
    if earlier is None or not earlier.structures:
        return {"structures": now}
    again = asked.but(as_of=day(earlier), year=earlier.year)
    then = bulletinareas.structures(store, scope, again)
    return {"structures": now, "areas": restated(earlier.structures, then, earlier.cutoff)}


def _objects(held: tuple[Member, ...]) -> dict[str, int]:
    """挂牌 90(企业 78 家、道路 9 处、区域 3 片)."""
    units, told = overview.object_units(), dict.fromkeys(("家", "处", "片"), 0)
    for member in held:
        if member.has("listed"):
            unit = units.get(member.sector, "处")
            told[unit] = told.get(unit, 0) + 1
    return told


def _returned(connection: Connection, counted: Counted, on: date) -> dict[str, dict[str, int]]:
    """The figures of the monthly forms, by sector, by street and in all; what nobody reported is absent."""
    told = returned.figures(connection, on.year, on.month)
    out: dict[str, dict[str, int]] = {}
    for column in COLUMNS:
        for sector in returned.sectors():
            if (number := added(told, column.key, sector)) is not None:
                out.setdefault(f"sector:{column.key}", {})[sector] = int(number)
        for (kind, who, _, key), number in told.items():
            if key != column.key:
                continue
            every = out.setdefault(f"{ALL}:{key}", {})
            every[ALL] = every.get(ALL, 0) + int(number)
            at = str(counted.register.at(int(who), on) or who) if kind == returned.STREET else OFFICES
            rows = out.setdefault(f"street:{key}", {})
            rows[at] = rows.get(at, 0) + int(number)
    return out


def _drawn(store: Store, scope: Scope, counted: Counted, whole: Bulletin) -> Bulletin:
    """With the map of the streets and the curve of the last two years, as they stand now."""
    lines = {line.key: line for line in reporting.table(counted).rows}
    outlines = drawing.outlined(store, counted, lines)
    pins = []
    for n, member in enumerate(overdue(whole)[:PINS], 1):
        at = counted.snapshot.rows_of([member.id])
        lon, lat = float(counted.snapshot.lon[at[0]]), float(counted.snapshot.lat[at[0]])
        if lon == lon:
            pins.append(Pin(str(n), lon, lat, RED))
    points = reporting.curve(store, scope, counted.asked, MONTHS)
    told = tuple((on.isoformat(), line.rate.part, line.rate.whole) for on, line in points)
    drawn = curve([(on, line.rate.percent) for on, line in points], whole.target, width=640, height=240)
    note = f"示意图　截至{whole.cutoff}　数字为逾期清单序号"
    plan = street_map(outlines, pins, note=note) if outlines else ""
    return replace(whole, map=plan, curve=drawn, points=told)


def papers(whole: Bulletin) -> dict[str, Any]:
    """What is frozen: the bulletin and its papers, as JSON."""
    return {"bulletin": whole.public(), "paper": composed(whole, rules())}


def thawed(row: Mapping[str, Any]) -> Bulletin:
    """The bulletin of a stored row."""
    return frozen.thawed(orjson.loads(row["facts"])["bulletin"])


def day(whole: Bulletin) -> date:
    """The cut-off of a bulletin as a date."""
    return date.fromisoformat(whole.cutoff)
