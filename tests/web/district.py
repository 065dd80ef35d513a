"""鹿城区 with made-up numbers, as the layer services would answer it; for tests without a store."""

import json
import math
from functools import cache
from pathlib import Path

from geo.maps import Bounds
from hazards.domain.errors import Refusal
from hazards.web.desk import Asked, Frame, Who

BOUNDS: Bounds = (120.38, 27.97, 120.81, 28.16)
BOUNDARIES = Path(__file__).parents[2] / "data" / "boundaries"

# listed, struck off, step; in the order of the boundary file
NUMBERS = [
    *((12, 12, "met"), (4, 4, "met"), (9, 8, "lt90"), (15, 14, "lt95"), (12, 11, "lt95")),
    *((10, 7, "lt80"), (6, 6, "met"), (20, 19, "met"), (10, 9, "lt95"), (11, 11, "met")),
    *((20, 17, "lt90"), (8, 8, "met"), (14, 12, "lt90"), (0, 0, "none")),
]
LIGHTS = ("green", "navy", "green", "amber", "green", "navy", "green", "red")
KINDS = ("hazard", "hazard", "road", "building", "hazard")


class NoSuchDownload(Refusal):
    code = "unknown-export"
    says = "没有名为“{name}”的导出。"
    remedy = "请回到台账重新导出。"


@cache
def shapes() -> list[dict]:
    """The 14 schematic polygons that ship with the product."""
    return json.loads((BOUNDARIES / "330302_schematic.geojson").read_text("utf-8"))["features"]


@cache
def centres() -> list[tuple[str, float, float]]:
    lines = (BOUNDARIES / "330302_centres.csv").read_text("utf-8-sig").splitlines()[1:]
    return [(name, float(lon), float(lat)) for _, name, lon, lat, *_ in (line.split(",") for line in lines)]


def streets() -> bytes:
    features = []
    for shape, (listed, struck_off, step) in zip(shapes(), NUMBERS, strict=True):
        rate = f"{100 * struck_off / listed:.2f}%" if listed else "/"
        code, name = shape["properties"]["code"], shape["properties"]["name"]
        told = {"key": code, "code": code, "name": name, "rate_text": rate, "step": step}
        features.append({**shape, "properties": {**told, "listed": listed, "struck_off": struck_off}})
    return _collection(features)


def cases(count: int = 240, kind: str | None = None, name: str = "晨岚模具厂") -> bytes:
    """Points on a sunflower around the centres, so that every run draws the same picture."""
    features = []
    for n in range(count):
        street, lon, lat = centres()[n % len(centres())]
        angle, far = n * 2.4, 0.0009 * math.sqrt(n)
        told = {
            "id": f"case-{n}",
            "number": f"鹿挂〔2026〕{n + 1:03d}号",
            "name": name,
            "kind": KINDS[n % len(KINDS)],
            "level": "区级",
            "light": LIGHTS[n % len(LIGHTS)],
            "street": street,
        }
        if kind in (None, told["kind"]):
            at = [lon + far * math.cos(angle), lat + far * math.sin(angle)]
            point = {"type": "Point", "coordinates": at}
            features.append({"type": "Feature", "properties": told, "geometry": point})
    return _collection(features)


class MadeUp:
    """A desk that answers from this file."""

    def __init__(self, count: int = 240, name: str = "晨岚模具厂") -> None:
        self.count, self.name = count, name

    def frame(self, who: Who) -> Frame:
        return Frame(BOUNDS, schematic=True, title="鹿城区挂牌一张图")

    def streets(self, who: Who, asked: Asked) -> bytes:
        return streets()

    def cases(self, who: Who, asked: Asked) -> bytes:
        return cases(self.count, asked.get("kind"), self.name)

    def footprints(self, who: Who, asked: Asked) -> bytes:
        return _collection([])

    def download(self, who: Who, name: str, asked: Asked) -> tuple[bytes, str, str]:
        if name != "ledger.csv":
            raise NoSuchDownload(name=name)
        return "编号\r\n".encode(), "text/csv", "鹿城区台账 2026-11-21.csv"


def _collection(features: list[dict]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()
