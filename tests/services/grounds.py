"""Grounds for tests: rectangles in metres, and buildings to put on them."""

from itertools import count

import shapely

from hazards.services import shapes
from tests.services.offices import place
from tests.services.structures import found

EAST, NORTH = 564_400.0, 3_100_000.0  # metres of EPSG:4549, in 五马街道's part of the world
_NAMES = count(1)


def metres(x: float, y: float, width: float, height: float) -> str:
    """A rectangle in EPSG:4549, as somebody would type it."""
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    return "\n".join(f"{e:.3f}, {n:.3f}" for e, n in corners)


def rectangle(width=20.0, height=16.0, *, dx=0.0, dy=0.0) -> shapes.Sketch:
    return shapes.typed(metres(EAST + dx, NORTH + dy, width, height), "EPSG:4549")


def degrees(sketch: shapes.Sketch) -> list[list[float]]:
    return shapely.get_coordinates(shapes.polygons(sketch)[0]).tolist()


def another(store, scope, **more) -> int:
    told = {"unit": f"邻家搭建{next(_NAMES)}", "address": f"五马街道试验巷{next(_NAMES)}号", **more}
    return found(store, scope, **told)


def close(store, case_id: int) -> None:
    place(store, case_id, "struck-off", state="struck-off", struck_off_origin="here")


def number(store, case_id: int, told: str) -> None:
    place(store, case_id, "rectifying", number=told)
