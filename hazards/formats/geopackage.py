"""Writing a GeoPackage, inside the fence."""

from binascii import a2b_base64

import numpy as np
import orjson
import pyogrio.raw

RESERVED = {"fid", "geom", "ogc_fid"}
POINT, POLYGON, MULTIPOLYGON = 1, 3, 6


def write(source: str, target: str) -> None:
    """``source``: a line with columns, layer and crs, then one line [texts, WKB in base64] per row."""
    with open(source, "rb") as lines:
        head = orjson.loads(next(lines))
        records = [orjson.loads(line) for line in lines]
    wkb = np.empty(len(records), dtype=object)
    wkb[:] = [a2b_base64(shape) if shape else None for _, shape in records]
    columns = [f"{name}_" if name.lower() in RESERVED else name for name in head["columns"]]
    cells = []
    for at in range(len(columns)):
        column = np.empty(len(records), dtype=object)
        column[:] = [texts[at] or None for texts, _ in records]
        cells.append(column)
    pyogrio.raw.write(
        target,
        geometry=wkb,
        field_data=cells,
        fields=columns,
        layer=head["layer"],
        driver="GPKG",
        geometry_type=_type(wkb),
        crs=head["crs"],
        encoding="UTF-8",
    )


def _type(wkb: "np.ndarray") -> str:
    kinds = {int.from_bytes(shape[1:5], "little") for shape in wkb if shape}
    if kinds == {POINT}:
        return "Point"
    return "Polygon" if kinds == {POLYGON} else "MultiPolygon" if kinds == {MULTIPOLYGON} else "Unknown"
