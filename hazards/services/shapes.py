"""Shapes (占地图形): what was drawn, uploaded or typed, made into polygons that can be a building's ground."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geo.crs import CGCS2000, UnknownCrs, area_m2, geoms_to_cgcs2000, parse_crs
from hazards.domain import corners
from hazards.domain.cells import fold
from hazards.domain.errors import Refusal, Unreadable
from hazards.formats.geodata import Features, read_geodata
from hazards.formats.geojson import BadShape, shape

LEAST_M2, MOST_M2 = 1.0, 200_000.0
"""Below it is a slip of the hand; 200,000 m² (300 mu) is no building but a wrong unit or system."""
MOST_CORNERS = 2_000
MOST = 50
"""Outlines of one case."""
CHINA = (73.0, 3.0, 136.0, 54.0)
NUMBERS = frozenset({"编号", "案卷编号", "案件编号", "number", "bh", "ajbh"})
SYSTEMS = {
    CGCS2000: "CGCS2000 经纬度",
    "WGS84": "WGS84 经纬度(GPS、手机)",
    "GCJ-02": "GCJ-02 经纬度(高德、腾讯)",
    "BD-09": "BD-09 经纬度(百度)",
    "EPSG:4549": "CGCS2000 三度带 120°E，东坐标不带带号(米)",
    "EPSG:4528": "CGCS2000 三度带 40 带，东坐标带带号(米)",
}
"""What may be chosen; ``geo.crs.parse_crs`` reads more where a file declares it."""


class NoOutline(Refusal):
    code = "footprint-missing"
    says = "没有可用的占地图形。"
    remedy = "请画出、上传或填写至少一处占地。"


class NotAnArea(Refusal):
    code = "footprint-not-an-area"
    says = "第{n}处占地不是面：{why}。"
    remedy = "请重画该处，至少三个不在一条直线上的拐点。"


class CrossesItself(Refusal):
    code = "footprint-crosses-itself"
    says = "第{n}处占地的边线自相交{where}。"
    remedy = "请按顺时针或逆时针的次序重排拐点，使边线互不交叉。"


class TooSmall(Refusal):
    code = "footprint-too-small"
    says = "第{n}处占地只有 {m2:.2f} ㎡，不足 {least:g} ㎡。"
    remedy = "请核对坐标和单位后重画。"


class TooLarge(Refusal):
    code = "footprint-too-large"
    says = "第{n}处占地有 {m2:,.0f} ㎡，超过 {most:,.0f} ㎡(300亩)，不像一处建筑的占地。"
    remedy = "请核对坐标系、单位和拐点；确有这样大的，请分处登记。"


class TooManyCorners(Refusal):
    code = "footprint-too-many-corners"
    says = "第{n}处占地有 {count} 个拐点，超过 {most} 个。"
    remedy = "请在制图软件中简化边线后再上传。"


class TooManyOutlines(Refusal):
    code = "footprint-too-many"
    says = "本案占地共 {count} 处，超过 {most} 处。"
    remedy = "请核对是否夹带了其他案卷的图形。"


class OutOfRange(Refusal):
    code = "footprint-out-of-range"
    says = "第{n}处占地的坐标按“{system}”换算后不在我国范围内。"
    remedy = "{cure}"


class NotOfThisCase(Refusal):
    code = "footprint-of-another-case"
    says = "文件中的图形都写有编号，但没有本案的“{number}”。"
    remedy = "请核对文件；只取本案的图形时，编号列须与案卷编号一致。"


@dataclass(frozen=True, slots=True)
class Sketch:
    """Outlines as they were handed in, before anybody judged them.

    ``way``: "drawn", "file" or "typed". ``shapes``: (n,) WKB in ``crs``, x first.
    """

    way: str
    crs: str
    shapes: tuple[bytes, ...]


def drawn(told: Any) -> Sketch:
    """What came from the map: one GeoJSON geometry, CGCS2000.

    Raises:
        NotAnArea
    """
    try:
        wkb, _, code = shape(told)
    except BadShape as error:
        raise NotAnArea(n=1, why=str(error.args[2]).rstrip("。")) from error
    if code not in (3, 6):
        raise NotAnArea(n=1, why="这是点或线")
    return Sketch("drawn", CGCS2000, (wkb,))


def typed(text: str, crs: str) -> Sketch:
    """Corners as somebody typed them, in a system he chose.

    Raises:
        NoOutline, NotAnArea, CornersUnread, CornersTooLong, Unreadable
    """
    system = named(crs)
    rings = corners.read(text)
    if not rings:
        raise NoOutline
    for n, ring in enumerate(rings, 1):
        if len(set(ring)) < 3:
            raise NotAnArea(n=n, why=f"只有 {len(set(ring))} 个不同的拐点")
    return Sketch("typed", system, tuple(bytes(shapely.to_wkb(shapely.Polygon(ring))) for ring in rings))


def filed(path: Path, *, name: str, crs: str | None, number: str) -> Sketch:
    """The polygons of a file; where it tells numbers of cases, only those of ``number``.

    Raises:
        Unreadable: as a whole, or the shape that is meant. NotOfThisCase, NotAnArea, NoOutline.
    """
    told = read_geodata(path, name=name, crs=named(crs) if crs else None)
    if not told.crs and not crs:
        raise Unreadable("crs-unknown", "文件没有写明坐标系", "请在上传时选定坐标系。")
    mine = _mine(told, number)
    for problem in told.problems:
        if problem.refuses and (problem.row is None or problem.row - 1 in mine):
            raise NotAnArea(n=problem.row or 1, why=problem.remedy.rstrip("。"))
    shapes = tuple(wkb for n in mine if (wkb := told.geometry[n]) is not None)
    return Sketch("file", named(told.crs or crs or ""), shapes)


def _mine(told: Features, number: str) -> list[int]:
    """Which features are this case's: those with its number, all where no feature has one."""
    numbers = [
        next((str(v) for k, v in row.items() if str(k).casefold() in NUMBERS and v), "")
        for row in told.attributes
    ]
    if not any(numbers):
        return list(range(len(numbers)))
    wanted = fold(number)
    mine = [n for n, one in enumerate(numbers) if wanted and fold(one) == wanted]
    if not mine:
        raise NotOfThisCase(number=number or "未编号")
    return mine


def named(crs: str) -> str:
    """The canonical name of a reference system.

    Raises:
        Unreadable: unknown; we never guess.
    """
    try:
        return parse_crs(crs)
    except UnknownCrs as error:
        cure = "请从列表中选择，或写明 CGCS2000 的 EPSG 代码。"
        raise Unreadable("crs-unknown", f"不认识坐标系“{error.value}”", cure) from error


def polygons(sketch: Sketch) -> np.ndarray:
    """The outlines as simple polygons, lon/lat CGCS2000, shape (n,), several parts taken apart.

    Raises:
        NoOutline, NotAnArea, CrossesItself, TooSmall, TooLarge, TooManyCorners, TooManyOutlines,
        OutOfRange
    """
    told = shapely.force_2d(shapely.from_wkb(np.array(sketch.shapes, dtype=object)))
    if not len(told):
        raise NoOutline
    if any(one.geom_type not in ("Polygon", "MultiPolygon") for one in told):
        raise NotAnArea(n=1, why="图形是点或线")
    parts = shapely.get_parts(told)
    if len(parts) > MOST:
        raise TooManyOutlines(count=len(parts), most=MOST)
    for n, part in enumerate(parts, 1):
        if (count := int(shapely.get_num_coordinates(part))) > MOST_CORNERS:
            raise TooManyCorners(n=n, count=count, most=MOST_CORNERS)
    found = geoms_to_cgcs2000(parts, sketch.crs)
    for n, (before, one) in enumerate(zip(parts, found, strict=True), 1):
        _in_range(n, before, one, sketch.crs)
    found = shapely.remove_repeated_points(found)
    for n, one in enumerate(found, 1):
        _simple(n, one)
    for n, m2 in enumerate(area_m2(found), 1):
        if m2 < LEAST_M2:
            raise TooSmall(n=n, m2=m2, least=LEAST_M2)
        if m2 > MOST_M2:
            raise TooLarge(n=n, m2=m2, most=MOST_M2)
    return found


def _in_range(n: int, before: Any, one: Any, crs: str) -> None:
    west, south, east, north = CHINA
    left, low, right, high = shapely.bounds(one)
    if west <= left <= right <= east and south <= low <= high <= north:
        return
    swapped = shapely.transform(before, lambda xy: xy[:, ::-1])
    a, b, c, d = shapely.bounds(geoms_to_cgcs2000(np.array([swapped]), crs)[0])
    cure = "请核对坐标系、单位和数字。"
    if west <= a <= c <= east and south <= b <= d <= north:
        cure = "看来两个数的次序反了，请先写经度或东坐标，后写纬度或北坐标。"
    raise OutOfRange(n=n, system=SYSTEMS.get(crs, crs)[:60], cure=cure)


_AT = re.compile(r"\[(-?[\d.]+) (-?[\d.]+)\]")


def _simple(n: int, one: Any) -> None:
    if shapely.convex_hull(one).geom_type != "Polygon":
        raise NotAnArea(n=n, why="不同的拐点少于三个，或都在一条直线上")
    if shapely.is_valid(one):
        return
    why = shapely.is_valid_reason(one)
    if why.startswith(("Self-intersection", "Ring Self-intersection")):
        at = _AT.search(why)
        where = f"(约在经度 {float(at[1]):.6f}、纬度 {float(at[2]):.6f})" if at else ""
        raise CrossesItself(n=n, where=where)
    raise NotAnArea(n=n, why="边线重合，或内圈越出外圈")


def crossing(shapes: Any, others: Any) -> float:
    """Square metres that two sets of outlines share."""
    one, other = (shapely.union_all(np.array(list(s), dtype=object)) for s in (shapes, others))
    return float(area_m2(shapely.intersection(one, other))[0])
