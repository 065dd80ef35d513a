"""The demonstration district: fictitious cases, their dates shifted so that today is today."""

import csv
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import func, select

from hazards.domain.grid import Sheet, Workbook
from hazards.domain.roles import Role
from hazards.services import (
    access,
    clock,
    decisions,
    demo_accountability,
    demo_buildings,
    demo_casework,
    demo_desk,
    demo_people,
    demo_returns,
    demo_supervision,
    intake,
    register,
    taking,
    targets,
)
from hazards.services.access import Scope, operation
from hazards.services.asked import Asked
from hazards.services.stores import DATA
from hazards.storage import tables as t
from hazards.storage.store import Store

DISTRICT = "330302"
NOMINAL_TODAY = date(2026, 11, 21)
"""The day the shipped ledger was written for (data/demo/README.md)."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR = re.compile(r"20\d{2}")
_YEARLY = ("编号", "挂牌文号", "年度", "批次")


def is_empty(store: Store) -> bool:
    with store.read() as connection:
        return not any(
            connection.execute(select(func.count()).select_from(x)).scalar_one() for x in (t.cases, t.imports)
        )


def is_demo(store: Store) -> bool:
    with store.read() as connection:
        asked = select(t.imports.c.id).where(t.imports.c.file_name == _file().name, t.imports.c.id == 1)
        return connection.execute(asked).first() is not None


def _file() -> Path:
    return DATA / "demo" / "ledger.csv"


@operation("建立演示区", frozenset({Role.MACHINE}))
def fill(store: Store, scope: Scope) -> int:
    """Fill an empty store; returns the number of cases, 0 where it was not empty."""
    if not is_empty(store):
        return 0
    register.add_district(store, scope, DISTRICT)
    demo_people.add(store, scope)
    rows = shifted(clock.today())
    cells = [list(rows[0]), *(list(r.values()) for r in rows)]
    sheet = Sheet(_file().stem, cells, geometry=[None, *_footprints()], geometry_crs="CGCS2000")
    book = Workbook((sheet,))
    draft = intake.check_book(store, scope, book, file_name=_file().name, sha256="demo")
    taking.commit(store, scope, draft, same_units=dict.fromkeys(draft.same_unit_questions, False))
    year = clock.today().year
    for n in range(3):
        targets.set_target(store, scope, DISTRICT, year - n, listed=90, rate=95)
    _make_some_live(store, access.acting_as(demo_people.LISTING, store))
    demo_casework.fill(store)
    demo_buildings.fill(store)
    demo_returns.fill(store)
    demo_desk.fill(store)
    demo_accountability.fill(store)
    demo_supervision.fill(store)
    return draft.accepted


def shifted(today: date) -> list[dict[str, str]]:
    """The shipped rows with days moved to today, and years by whole years.

    年度 decides which year a case counts in, so the story holds on any day, January included.
    """
    with open(_file(), encoding="utf-8-sig", newline="") as file:
        return [_shift(row, today) for row in csv.DictReader(file)]


def _footprints() -> list[bytes | None]:
    """The outline of each row's building, WKB, in the order of the ledger."""
    import shapely

    told = orjson.loads((DATA / "demo" / "footprints.geojson").read_bytes())
    shapes = {
        f["properties"]["编号"]: shapely.to_wkb(shapely.from_geojson(orjson.dumps(f["geometry"]).decode()))
        for f in told["features"]
    }
    with open(_file(), encoding="utf-8-sig", newline="") as file:
        return [shapes.get(row["编号"]) for row in csv.DictReader(file)]


def _shift(row: dict[str, str], today: date) -> dict[str, str]:
    by, years = today - NOMINAL_TODAY, today.year - NOMINAL_TODAY.year
    out = {k: _DAY.sub(lambda m: _moved(m[0], by), v) for k, v in row.items()}
    for name in _YEARLY:
        out[name] = _YEAR.sub(lambda m: str(int(m[0]) + years), out[name])
    return out


def _moved(text: str, by: timedelta) -> str:
    try:
        return (date.fromisoformat(text) + by).isoformat()
    except ValueError:
        return text


def _make_some_live(store: Store, scope: Scope) -> None:
    """Open cases of this year whose place the listing office has confirmed live here."""
    from hazards.services import lists

    open_: Any = lists.page(store, scope, Asked(measure="open"), size=None)
    chosen = [line for line in open_.lines if line.kind == "hazard" and line.street != "未定属地"]
    decisions.confirm_places(store, scope, [line.id for line in chosen], reason="区安委办核对台账时确认属地")
