"""Placing points in polygons, beside ``geopandas.sjoin(predicate="within")`` in the same run.

python -m benchmarks.placing [--points N] [--repeats R] [--polygons 14 3000 40000]

Both sides start from raw coordinates and polygons nobody has indexed; the repeats alternate. The
polygons tile the ground of a district, a province, a nation with wavy edges, so that boxes overlap
as real ones do. Ours also finds border points; the peer does not look for them.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import geopandas as gpd
import numpy as np
import shapely

from geo.locate import INSIDE, Areas, locate

VERTICES = {14: 1_500, 3_000: 250, 40_000: 60}  # an outline as detailed as its map scale asks
EXTENT = {14: 0.4, 3_000: 8.0, 40_000: 30.0}  # degrees on a side


def wavy(x: np.ndarray, y: np.ndarray, cell: float) -> tuple[np.ndarray, np.ndarray]:
    """Bend the plane smoothly, so that straight shared edges become crooked shared edges."""
    k, size = 2 * np.pi / cell, cell * 0.06
    return (
        x + size * (np.sin(k * 0.7 * y) + 0.5 * np.sin(k * 3.1 * y + x / cell)),
        y + size * (np.sin(k * 0.6 * x + 1) + 0.5 * np.sin(k * 2.7 * x + y / cell)),
    )


def polygons(count: int, seed: int = 1) -> np.ndarray:
    """``count`` polygons tiling a square about 116 E 30 N, without gaps or overlaps."""
    rng, side = np.random.default_rng(seed), EXTENT.get(count, 8.0)
    west, south = 116 - side / 2, 30 - side / 2
    centres = shapely.MultiPoint(rng.uniform((west, south), (west + side, south + side), (count, 2)))
    frame = shapely.box(west, south, west + side, south + side)
    cells = shapely.intersection(shapely.get_parts(shapely.voronoi_polygons(centres, extend_to=frame)), frame)
    cell = side / count**0.5
    cells = shapely.segmentize(cells, 4 * cell / VERTICES.get(count, 100))
    bent = shapely.transform(cells, lambda xy: np.column_stack(wavy(xy[:, 0], xy[:, 1], cell)))
    return shapely.make_valid(bent)


def scatter(shapes: np.ndarray, count: int, seed: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """Points over the bounds of the layer; a few fall outside every polygon."""
    west, south, east, north = shapely.total_bounds(shapes)
    xy = np.random.default_rng(seed).uniform((west, south), (east, north), (count, 2))
    return xy[:, 0], xy[:, 1]


def by_sjoin(x: np.ndarray, y: np.ndarray, shapes: np.ndarray) -> np.ndarray:
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs=4490)
    areas = gpd.GeoDataFrame(geometry=shapes, crs=4490)
    joined = gpd.sjoin(points, areas, predicate="within")
    answer = np.full(len(x), -1)
    answer[joined.index] = joined["index_right"]
    return answer


def by_us(x: np.ndarray, y: np.ndarray, shapes: np.ndarray) -> np.ndarray:
    found = locate(x, y, Areas(range(len(shapes)), shapes))
    return np.where(found.basis == INSIDE, found.key, -1)


def timed(work: Callable[..., np.ndarray], *args: np.ndarray) -> tuple[float, np.ndarray]:
    # A fresh copy each time: preparation and indexes cling to geometries.
    fresh = shapely.from_wkb(shapely.to_wkb(args[-1]))
    start = time.perf_counter()
    answer = work(*args[:-1], fresh)
    return time.perf_counter() - start, answer


def compare(count: int, points: int, repeats: int) -> tuple[float, float, int, float]:
    """Median seconds of the peer and of us, differing answers, share of points placed."""
    shapes = polygons(count)
    x, y = scatter(shapes, points)
    theirs, ours = [], []
    for _ in range(repeats):
        seconds, expected = timed(by_sjoin, x, y, shapes)
        theirs.append(seconds)
        seconds, answer = timed(by_us, x, y, shapes)
        ours.append(seconds)
    differ = int((expected != answer).sum())
    return statistics.median(theirs), statistics.median(ours), differ, float((answer >= 0).mean())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--polygons", type=int, nargs="+", default=[14, 3_000, 40_000])
    args = parser.parse_args()
    print(f"{args.points:,} points, median of {args.repeats}, interleaved; must be 1.4x or more")
    print(f"{'polygons':>9} {'sjoin within':>13} {'geo.locate':>11} {'ratio':>6} {'differ':>7} {'placed':>7}")
    for count in args.polygons:
        peer, us, differ, placed = compare(count, args.points, args.repeats)
        line = f"{count:>9,} {peer:>11.2f} s {us:>9.2f} s {peer / us:>5.2f}x {differ:>7} {placed:>6.1%}"
        print(line, flush=True)


if __name__ == "__main__":
    main()
