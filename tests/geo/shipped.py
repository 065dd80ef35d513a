"""What the product ships about 鹿城区, read as the tests need it."""

import csv
import json
from datetime import date
from pathlib import Path

import numpy as np
import shapely

from geo.gazetteer import Gazetteer, Place
from geo.outlines import load_outlines

DATA = Path(__file__).parents[2] / "data"
REGISTER = DATA / "jurisdictions" / "330302.csv"
VILLAGES = DATA / "jurisdictions" / "330302_villages.csv"
OUTLINE = DATA / "boundaries" / "330302_outline.geojson"
SCHEMATIC = DATA / "boundaries" / "330302_schematic.geojson"


def rows() -> list[dict[str, str]]:
    with REGISTER.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def gazetteer() -> tuple[Gazetteer, dict[str, int]]:
    """The gazetteer of the shipped register, and the key of each code."""
    keys: dict[str, int] = {}
    places = []
    for row in (row for row in rows() if row["scheme"] != "mca"):
        key = keys[row["code"]] = len(keys) + 1
        begun, ended = (
            date.fromisoformat(row[name]) if row[name] else None for name in ("valid_from", "valid_to")
        )
        names = tuple(name for name in row["aliases"].split(";") if name)
        places.append(Place(key, row["name"], row["type"], keys.get(row["parent"]), begun, ended, names))
    with VILLAGES.open(encoding="utf-8", newline="") as file:
        villages = [(row["name"], keys[row["street_code"]]) for row in csv.DictReader(file)]
    return Gazetteer(places, villages), keys


def outline():
    return load_outlines(OUTLINE)[0]


def schematic() -> tuple[np.ndarray, list[dict]]:
    features = json.loads(SCHEMATIC.read_text(encoding="utf-8"))["features"]
    shapes = np.array([shapely.from_geojson(json.dumps(f["geometry"])) for f in features], dtype=object)
    return shapes, [f["properties"] for f in features]
