"""20,000 footprints: one held against all, the layers of the map, and the map drawn in a real browser.

python -m benchmarks.footprints [--count N] [--browser]

There is no peer here: limits are told beside what was measured. The map's time is from asking for
the page to all layers drawn, in headless Chromium without a graphics card.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from hazards.services import clock, ground, layers, register
from hazards.services.access import LOCAL_ADMIN
from hazards.storage import cases as at_rest
from hazards.storage import events
from hazards.storage import footprints as outlines
from hazards.storage import tables as t
from hazards.storage.migrations import migrate
from hazards.storage.store import Store

BOX = (120.62, 27.99, 120.70, 28.03)
"""The town of 鹿城: some 35 square kilometres."""
STREET = "120.655,28.014,120.665,28.019"
"""What a screen shows at the scale of a street."""
DAY = date(2026, 11, 20)
LIMITS = {"held against all": 0.05, "layer of cases": 2.0, "layer of footprints": 0.2, "map drawn": 8.0}
"""Seconds at 20,000."""


def outline(x: float, y: float, turn: float, width: float, depth: float) -> Any:
    """An L-shaped building about (x, y), degrees; a real one has six corners, not four."""
    corners = np.array([(0, 0), (1, 0), (1, 0.6), (0.5, 0.6), (0.5, 1), (0, 1)]) - 0.5
    corners = corners * (width, depth)
    cos, sin = np.cos(turn), np.sin(turn)
    moved = corners @ np.array([(cos, sin), (-sin, cos)]) / (98_300, 110_800)
    return shapely.Polygon(moved + np.array([x, y]))


def fill(store: Store, count: int) -> None:
    """``count`` open buildings with one footprint each, evenly over the town."""
    rng = np.random.default_rng(7)
    west, south, east, north = BOX
    x, y = rng.uniform(west, east, count), rng.uniform(south, north, count)
    turn, width, depth = rng.uniform(0, 6, count), rng.uniform(8, 40, count), rng.uniform(6, 25, count)
    shapes = [outline(*one) for one in zip(x, y, turn, width, depth, strict=True)]

    def job(connection: Any) -> None:
        lead = register_key(connection)
        unit = {"id": 1, "name": "某户", "core": "某户", "credit_code": ""}
        at_rest.add(connection, t.units, [unit])
        rows, prints, told = [], [], []
        for n, shape in enumerate(shapes, 1):
            where = {"lon": float(x[n - 1]), "lat": float(y[n - 1]), "lead_id": lead}
            row = {**at_rest.BLANK, "id": n, "identity": f"b:{n}", "kind": "building", "unit_id": 1}
            rows.append(
                {
                    **row,
                    "unit": f"某巷{n}号",
                    "number": f"鹿违〔2026〕{n}号",
                    "year": 2026,
                    "state": "open",
                    "listed_on": DAY,
                    **where,
                }
            )
            prints.append(
                {
                    "case_id": n,
                    "position": 1,
                    "wkb": shapely.to_wkb(shape),
                    "area_m2": 300.0,
                    "source_crs": "CGCS2000",
                    "way": "",
                    "event_id": None,
                }
            )
            told.append(events.row("registered", actor="测试", entered_at=f"{DAY}T09:00:00+08:00", case_id=n))
        for start in range(0, count, at_rest.BULK):
            part = slice(start, start + at_rest.BULK)
            at_rest.add(connection, t.cases, rows[part])
            outlines.add(connection, prints[part])
            at_rest.add(connection, t.events, told[part])

    store.write(job)


def register_key(connection: Any) -> int:
    from hazards.storage import register as held

    return next(u.key for u in held.load(connection).units.values() if u.name == "五马街道")


def seconds(work: Callable[[], Any], repeats: int = 5) -> tuple[float, Any]:
    told, answer = [], None
    for _ in range(repeats):
        start = time.perf_counter()
        answer = work()
        told.append(time.perf_counter() - start)
    return statistics.median(told), answer


def measure(store: Store) -> dict[str, tuple[float, str]]:
    """What → (seconds, bytes or answer)."""
    cold, _ = seconds(lambda: ground.held(store), 1)
    mine = [outline(120.66, 28.012, 0.3, 60, 60)]
    against, found = seconds(lambda: ground.overlaps(store, LOCAL_ADMIN, mine, 0))
    asked = {"kind": "building", "year": "all"}
    layers.cases(store, LOCAL_ADMIN, asked)  # the snapshot is warm in a running server
    cases, dots = seconds(lambda: layers.cases(store, LOCAL_ADMIN, asked))
    prints, near = seconds(lambda: layers.footprints(store, LOCAL_ADMIN, {**asked, "bbox": STREET}))
    return {
        "first reading of all": (cold, f"{len(ground.held(store).case):,} footprints"),
        "held against all": (against, f"{len(found)} overlaps"),
        "layer of cases": (cases, f"{len(dots) / 1e6:.1f} MB"),
        "layer of footprints": (prints, f"{len(near) / 1e3:.0f} kB"),
    }


def drawn(store: Store, room: Path) -> dict[str, tuple[float, str]]:
    """The map in Chromium: whole, and after looking close; the page's own heap."""
    from playwright.sync_api import sync_playwright

    from hazards.domain.roles import Role
    from tests.browser.conftest import QUIET, log_in, serving
    from tests.people import LISTING, hire

    hire(store, LISTING, Role.LISTING)
    path = next(p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n)))
    with serving(str(store.url), room, clock.today().isoformat()) as address, sync_playwright() as playing:
        browser = playing.chromium.launch(executable_path=path, args=[*QUIET, "--enable-precise-memory-info"])
        context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900})
        log_in(context, address)
        page = context.new_page()
        page.goto("/map/view?kind=building&year=all")
        page.wait_for_selector("[aria-busy='false']", timeout=60_000)  # the server is warm now
        start = time.perf_counter()
        page.goto("/map/view?kind=building&year=all")
        page.wait_for_selector("[aria-busy='false']", timeout=60_000)
        page.wait_for_selector(".gp-cluster", timeout=60_000)
        whole = time.perf_counter() - start
        heap = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
        start = time.perf_counter()
        box = page.locator(".gp-cluster").first.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        with page.expect_response(lambda r: "footprints.geojson" in r.url, timeout=60_000):
            for _ in range(8):
                page.mouse.wheel(0, -240)
                page.wait_for_timeout(400)
        page.wait_for_function("document.querySelectorAll('path').length > 20", timeout=60_000)
        close = time.perf_counter() - start
        browser.close()
    return {
        "map drawn": (whole, f"{heap:.0f} MB of page heap"),
        "looking close": (close, "footprints of a street"),
    }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--browser", action="store_true", help="the map in Chromium too")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as room:
        store = made(Path(room), asked.count)
        told = measure(store)
        if asked.browser:
            told |= drawn(store, Path(room))
    failed = False
    for what, (took, note) in told.items():
        most = LIMITS.get(what)
        missed = most is not None and took > most
        failed |= missed
        limit = f" of {most:g} s {'MISSED' if missed else 'ok'}" if most else ""
        print(f"{what:<22} {took * 1000:8.1f} ms{limit}; {note}", flush=True)
    return 1 if failed else 0


def made(room: Path, count: int) -> Store:
    store = Store(f"sqlite:///{room / 'hazards.db'}")
    migrate(store)
    register.add_district(store, LOCAL_ADMIN, "330302")
    fill(store, count)
    return store


if __name__ == "__main__":
    raise SystemExit(main())
