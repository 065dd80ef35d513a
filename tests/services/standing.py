"""Random illegal buildings for tests, and their figures counted once more: slow, over plain dicts."""

from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert

from hazards.storage import tables as t
from hazards.storage.store import Store
from tests.services.district import add_case, key_of

STREETS = ("五马街道", "双屿街道", "南汇街道", None)
DONE = ("强制拆除", "自行拆除", "没收", "限期改正")
WALKS = {
    "未立案": (),
    "调查": ("filing", "survey"),
    "决定": ("filing", "decision"),
    "等待期": ("filing", "decision", "removal-notice"),
    "执行": ("filing", "decision", "removal-notice", "urging", "enforcement"),
}


def a_building(random: Random) -> dict[str, Any]:
    listed = date(2025, 1, 1) + timedelta(random.randrange(680))
    imported = random.random() < 0.3
    struck = listed + timedelta(random.randrange(1, 200)) if random.random() < 0.4 else None
    done = [
        {
            "kind": random.choice(DONE),
            "m2": float(random.randrange(1, 200)),
            "on": listed + timedelta(random.randrange(300)),
            "annulled": random.random() < 0.2,
        }
        for _ in range(random.randrange(3))
    ]
    held = random.random() < 0.15
    return {
        "street": random.choice(STREETS),
        "listed": listed,
        "m2": float(random.randrange(10, 900)),
        "stock": random.choice(["new", "old", ""]),
        "found_by": random.choice(["above", "street", "public", ""]),
        "category": random.choice(["", "沿街搭建"]),
        "struck": struck,
        "brought": float(random.randrange(1, 300)) if imported else 0.0,
        "done": done,
        "walk": random.choice(list(WALKS)),
        "acted": listed + timedelta(random.randrange(60)),
        "held": (listed, listed + timedelta(90) if random.random() < 0.5 else None) if held else None,
        "left": listed + timedelta(30) if random.random() < 0.1 else None,
    }


def settle(store: Store, world: list[dict[str, Any]]) -> None:
    for one in world:
        here = sum(d["m2"] for d in one["done"] if not d["annulled"])
        gone = one["left"] is not None
        closed = one["struck"] is not None and not gone
        one["id"] = add_case(
            store,
            street=one["street"],
            kind="building",
            listed_on=one["listed"],
            year=one["listed"].year,
            illegal_area=one["m2"],
            disposed_area=round(one["brought"] + here, 2) or None,
            state="withdrawn" if gone else "struck-off" if closed else "open",
            left_on=one["left"],
            struck_off_on=one["struck"] if closed else None,
            struck_off_origin="imported" if closed else "",
        )
        store.write(lambda c, b=one: _rows(c, b))


def _rows(connection: Any, one: dict[str, Any]) -> None:
    case = {"case_id": one["id"]}
    told = {name: one[name] for name in ("stock", "found_by", "category")}
    connection.execute(insert(t.buildings).values(**case, **told))
    for n, step in enumerate(WALKS[one["walk"]]):
        act = {"step": step, "on_date": one["acted"] + timedelta(n), "event_id": 1}
        key = connection.execute(insert(t.proceedings).values(**case, **act)).inserted_primary_key[0]
        if step == "decision" and one["walk"] != "决定":
            served = {"proceeding_id": key, "on_date": act["on_date"], "way": "直接送达", "event_id": 1}
            connection.execute(insert(t.servings).values(**case, **served))
    for done in one["done"]:
        row = {"kind": done["kind"], "m2": done["m2"], "on_date": done["on"], "event_id": 1}
        annulled = 1 if done["annulled"] else None
        connection.execute(insert(t.disposals).values(**case, **row, annulled_event=annulled))
    if one["held"]:
        since, ended = one["held"]
        row = {"kind": "suspended", "since": since, "ended_on": ended, "event_id": 1}
        connection.execute(insert(t.pauses).values(**case, **row))


def expected(world: list[dict[str, Any]], on: date, year: int | None) -> dict[str, dict[str, list]]:
    """Row to figure to [(case, m²)], from the printed rules alone."""
    rows: dict[str, dict[str, list]] = {}
    for one in world:
        if one["listed"] > on or (one["left"] and one["left"] <= on):
            continue
        told = rows.setdefault(one["street"] or "未定属地", {})

        def put(name: str, m2: float, told=told, case=one["id"]) -> None:
            told.setdefault(name, []).append((case, m2))

        put("found", one["m2"])
        if year is None or one["listed"].year == year:
            put("found_year", one["m2"])
        put(f"stock:{one['stock']}", one["m2"])
        put(f"finder:{one['found_by']}", one["m2"])
        put(f"stage:{stage(one, on)}", one["m2"])
        if one["category"]:
            put(f"category:{one['category']}", one["m2"])
        struck = None if one["left"] else one["struck"]
        done = [d for d in one["done"] if not d["annulled"] and d["on"] <= on]
        if one["brought"]:
            done.append({"kind": "导入", "m2": one["brought"], "on": struck})
        for d in done:
            if d["on"] is None:
                put("undated", d["m2"])
            elif d["on"] <= on:
                put("disposed", d["m2"])
                put(f"stock_disposed:{one['stock']}", d["m2"])
                if year is None or d["on"].year == year:
                    put("disposed_year", d["m2"])
                    put(f"kind:{d['kind']}", d["m2"])
                    if d["kind"].endswith("拆除"):
                        put("demolished_year", d["m2"])
    return rows


def stage(one: dict[str, Any], on: date) -> str:
    if one["struck"] and not one["left"] and one["struck"] <= on:
        return "closed"
    if one["held"] and one["held"][0] <= on and (one["held"][1] is None or one["held"][1] > on):
        return "held"
    steps = {s for n, s in enumerate(WALKS[one["walk"]]) if one["acted"] + timedelta(n) <= on}
    if "enforcement" in steps:
        return "enforcing"
    if steps & {"removal-notice", "urging"}:
        return "waiting"
    if "decision" in steps:
        return "decision" if one["walk"] == "决定" else "waiting"
    return "inquiry" if "filing" in steps else "unfiled"


def place(store: Store, name: str) -> str:
    return "-" if name == "未定属地" else str(key_of(store, name))
