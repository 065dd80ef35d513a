"""Random small districts for the oracle: a fixed register with a history, and cases in it."""

import shutil
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import insert

from hazards.services import register as registering
from hazards.services.access import LOCAL_ADMIN
from hazards.storage import cases, events, register
from hazards.storage import tables as t
from hazards.storage.migrations import migrate
from hazards.storage.store import Store
from tests.services import oracle

TODAY = date(2026, 11, 21)
MERGED, SPLIT, TOWNED = date(2026, 7, 1), date(2026, 3, 1), date(2025, 7, 1)

REGISTER = f"""code,scheme,name,type,parent,valid_from,valid_to,aliases,successors
own:p,own,试省,省,,,,,
own:c,own,试市,市,own:p,,,,
own:d,own,试区,区,own:c,,,,
own:e,own,邻县,县,own:c,,,,
own:jia,own,甲街道,街道,own:d,,,,
own:yi,own,乙街道,街道,own:d,,{MERGED},,own:jia
own:bing,own,丙街道,街道,own:d,,{SPLIT},,own:ding;own:wu
own:ding,own,丁街道,街道,own:d,{SPLIT},,,
own:wu,own,戊街道,街道,own:d,{SPLIT},,,
own:oldtown,own,己乡,乡,own:e,,{TOWNED},,own:town
own:town,own,己镇,镇,own:e,{TOWNED},{MERGED},,own:newtown
own:newtown,own,己街道,街道,own:e,{MERGED},,,
own:direct,own,区直,区直,own:d,,,,
"""
UNITS = [line.split(",")[2] for line in REGISTER.splitlines()[1:]]
TARGETS = {("own:d", 2026): 90, ("own:jia", 2026): 100, ("own:c", 2025): 80}


def a_register(path: Path) -> Path:
    """A migrated file with the register above and some targets."""
    from hazards.services import targets

    (path / "units.csv").write_text(REGISTER, encoding="utf-8")
    store = Store(f"sqlite:///{path / 'world.db'}")
    migrate(store)
    registering.add_district(store, LOCAL_ADMIN, str(path / "units.csv"))
    for (code, year), rate in TARGETS.items():
        targets.set_target(store, LOCAL_ADMIN, code, year, listed=None, rate=rate)
    store.engine.dispose()
    return path / "world.db"


# Days cluster where rules change: year ends, the days of lineage, and each other.
_EDGES = [date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1), TODAY, MERGED, SPLIT, TOWNED]
days = st.one_of(
    st.builds(lambda d, n: d + timedelta(n), st.sampled_from(_EDGES), st.integers(-1, 1)),
    st.dates(date(2024, 6, 1), date(2026, 12, 31)),
)
maybe = st.one_of(st.none(), days)
words = st.sampled_from(["", "-", "甲局", "乙局"])
leads = st.one_of(st.none(), st.integers(1, len(UNITS)))


@st.composite
def a_case(draw: Any) -> dict[str, Any]:
    """One case as the oracle sees it; deadlines and extensions lie close, so that they meet."""
    deadline = draw(maybe)
    near = st.builds(lambda n: (deadline or TODAY) + timedelta(n), st.integers(-2, 2))
    state = draw(st.sampled_from(["open", "open", "struck-off", "struck-off", "withdrawn", "transferred"]))
    told = {
        "kind": draw(st.sampled_from(["hazard", "hazard", "building"])),
        "level": draw(st.sampled_from(oracle.LEVELS)),
        "uplistings": draw(
            st.lists(
                st.tuples(days, st.sampled_from(oracle.LEVELS[1:])), max_size=2, unique_by=lambda u: u[1]
            )
        ),
        "lead": draw(leads),
        "moves": draw(st.lists(st.tuples(st.one_of(st.none(), days), leads), max_size=2)),
        "year": draw(st.sampled_from([None, 2025, 2026, 2026])),
        "listed_on": draw(maybe),
        "deadline": deadline,
        "extensions": draw(
            st.lists(st.tuples(st.one_of(near, days), st.one_of(near, days)), max_size=3, unique=True)
        ),
        "state": state,
        "struck_off_on": draw(st.one_of(st.none(), near, days)) if state == "struck-off" else None,
        "imported": draw(st.booleans()),
        "left_on": draw(st.one_of(st.none(), days)) if state in ("withdrawn", "transferred") else None,
        **{name: draw(words) for name in ("supervisor", "sector", "leader", "batch")},
    }
    return {**oracle.CASE, **told}


worlds = st.lists(a_case(), min_size=1, max_size=12)


def settle(template: Path, path: Path, world: list[dict[str, Any]]) -> Store:
    """A store of its own holding the world; every case gets its ``id``."""
    shutil.copy(template, path)
    store = Store(f"sqlite:///{path}")
    with store.engine.begin() as connection:
        write(connection, world)
    return store


def write(connection: Any, world: list[dict[str, Any]]) -> None:
    first = cases.next_id(connection, t.cases)
    if not connection.execute(t.units.select()).first():
        connection.execute(insert(t.units).values(id=1, name="试点厂", core="试点厂"))
    for number, case in enumerate(world, first):
        case["id"] = number
        order = count(1)
        row = {name: case[name] for name in case.keys() & cases.BLANK.keys()}
        row.update(identity=f"n:{number}", unit_id=1, unit="试点厂", lead_id=case["lead"])
        row.update(struck_off_origin="imported" if case["imported"] else "")
        connection.execute(insert(t.cases).values({**cases.BLANK, **row}))
        for approved, until in case["extensions"]:
            told = {"case_id": number, "approved_on": approved, "until": until, "event_id": next(order)}
            connection.execute(insert(t.extensions).values(told))
        for since, key in case["moves"]:
            cases.set_lead(connection, number, next(order), key, since)
        for on, level in case["uplistings"]:
            told = {"case_id": number, "level": level, "listed_on": on, "event_id": next(order)}
            connection.execute(insert(t.uplistings).values(told))
        events.record(connection, action="registered", case_id=number, actor="测试", entered_at="")


def lineage(store: Store) -> tuple[dict[int, Any], dict[int, tuple[Any, Any]], list[tuple[int, int]]]:
    """(units, their valid days, edges) as the oracle reads them."""
    with store.read() as connection:
        units = register.load(connection).units
        edges = [(r.old_id, r.new_id) for r in connection.execute(t.lineage.select())]
    return units, {k: (u.valid_from, u.valid_to) for k, u in units.items()}, edges
