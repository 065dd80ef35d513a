"""Drawings: the streets with their pins, and the curve of the rate, as SVG for papers, pages and the wall."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

FONT = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"
INK, LIGHT, GREY, RULE, NAVY, GREEN = "#1D2939", "#E6EDF5", "#667085", "#E4E7EC", "#0B3A6F", "#1B7F4B"
STEEP = 10
"""Places a pin tries around its point before it lies on another."""

Ring = Sequence[tuple[float, float]]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Area:
    """A street as drawn: outline in CGCS2000 degrees, and what its colour says.

    ``rings`` are exteriors and holes alike; ``at`` is where its name stands; ``hatched`` means
    nothing to judge; ``told`` is read aloud and shown on hovering.
    """

    key: int
    name: str
    rings: tuple[Ring, ...]
    fill: str
    at: tuple[float, float]
    hatched: bool = False
    told: str = ""


@dataclass(frozen=True, slots=True)
class Pin:
    """A case as drawn: its number in the list beside the map, and its point in CGCS2000 degrees."""

    number: str
    lon: float
    lat: float
    colour: str = NAVY


class Sheet:
    """Degrees to drawing units: north up, true to shape around the middle of the areas."""

    def __init__(self, areas: Sequence[Area], pins: Sequence[Pin], width: int, margin: int) -> None:
        points = [p for area in areas for ring in area.rings for p in ring] or [
            (pin.lon, pin.lat) for pin in pins
        ]
        points = points or [(0.0, 0.0), (1.0, 1.0)]
        self.west, self.north = min(p[0] for p in points), max(p[1] for p in points)
        east, south = max(p[0] for p in points), min(p[1] for p in points)
        self.narrow = math.cos(math.radians((self.north + south) / 2))
        self.scale = (width - 2 * margin) / max((east - self.west) * self.narrow, 1e-9)
        self.margin, self.width = margin, width
        self.height = round((self.north - south) * self.scale) + 2 * margin

    def at(self, point: tuple[float, float]) -> tuple[float, float]:
        x = self.margin + (point[0] - self.west) * self.narrow * self.scale
        return x, self.margin + (self.north - point[1]) * self.scale

    def holds(self, box: Box) -> bool:
        return box[0] >= 0 and box[1] >= 0 and box[2] <= self.width and box[3] <= self.height


def street_map(
    areas: Sequence[Area],
    pins: Sequence[Pin] = (),
    *,
    width: int = 900,
    dark: bool = False,
    note: str = "示意图",
) -> str:
    """The streets with their names, pins over them, and in a corner what kind of map this is.

    Names and pins give way to each other: what was moved is tied to its place by a thin line.
    """
    sheet = Sheet(areas, pins, width, 12)
    size = max(11, round(width / 65))
    line, ink = ("#0B1F3A", LIGHT) if dark else ("#FFFFFF", INK)
    taken: list[Box] = []
    drawn = [_area(area, sheet, line) for area in areas]
    marks = _pins(pins, sheet, size * 0.72, taken)
    # The largest first: where room is short, the small street's name is the one to move.
    names = [_name(area, sheet, size, taken) for area in sorted(areas, key=_spread, reverse=True)]
    corner = f'<text x="12" y="{sheet.height - 8}" fill="{ink if dark else GREY}">{escape(note)}</text>'
    hatch = (
        '<defs><pattern id="none" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{RULE}"/>'
        '<line x1="0" x2="0" y1="0" y2="6" stroke="#B8C0CC" stroke-width="1.5"/></pattern></defs>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {sheet.height}" '
        f'font-family="{FONT}" font-size="{size}" fill="{ink}">'
        f"{hatch}{''.join(drawn)}{''.join(marks)}{''.join(names)}{corner}</svg>"
    )


def _spread(area: Area) -> float:
    xs = [x for ring in area.rings for x, _ in ring] or [0]
    ys = [y for ring in area.rings for _, y in ring] or [0]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))


def _area(area: Area, sheet: Sheet, line: str) -> str:
    path = "".join(
        "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in map(sheet.at, ring)) + "Z" for ring in area.rings
    )
    fill = "url(#none)" if area.hatched else area.fill
    told = f"<title>{escape(area.told or area.name)}</title>"
    return (
        f'<path d="{path}" fill="{fill}" fill-rule="evenodd" stroke="{line}" stroke-width="1.5">{told}</path>'
    )


def _name(area: Area, sheet: Sheet, size: int, taken: list[Box]) -> str:
    x, y = sheet.at(area.at)
    wide, high = size * len(area.name) + 4, size * 1.3
    # Beside, above and below, ever farther, until it lies on no other name or pin.
    tries = [(0.0, 0.0)] + [
        (dx * wide * far, dy * high * far)
        for far in (0.6, 0.9, 1.2, 1.6, 2.0, 2.6, 3.2, 4.0)
        for dx, dy in ((0, -1), (0, 1), (1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1))
    ]
    for dx, dy in tries:
        box = (x + dx - wide / 2, y + dy - high / 2, x + dx + wide / 2, y + dy + high / 2)
        if sheet.holds(box) and not any(_meet(box, other) for other in taken):
            break
    else:
        dx = dy = 0.0
        box = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
    taken.append(box)
    tie = ""
    if (dx, dy) != (0.0, 0.0):
        tie = (
            f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{x + dx:.1f}" y2="{y + dy:.1f}" '
            f'stroke="{GREY}" stroke-width="0.8"/>'
        )
    return (
        f'{tie}<text x="{x + dx:.1f}" y="{y + dy + size * 0.35:.1f}" text-anchor="middle" fill="{INK}" '
        f'stroke="#FFFFFF" stroke-width="2.5" stroke-linejoin="round" paint-order="stroke">{escape(area.name)}</text>'
    )


def _pins(pins: Sequence[Pin], sheet: Sheet, radius: float, taken: list[Box]) -> list[str]:
    marks = []
    for pin in pins:
        x, y = sheet.at((pin.lon, pin.lat))
        cx, cy = x, y
        for n in range(STEEP * 8):
            turn, far = n * math.tau / 8, radius * 2.2 * (n // 8)
            cx, cy = x + math.cos(turn) * far, y + math.sin(turn) * far
            box = (cx - radius, cy - radius, cx + radius, cy + radius)
            if sheet.holds(box) and not any(_meet(box, other) for other in taken):
                break
        taken.append((cx - radius, cy - radius, cx + radius, cy + radius))
        tie = (
            f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{cx:.1f}" y2="{cy:.1f}" stroke="{pin.colour}"/>'
            if (cx, cy) != (x, y)
            else ""
        )
        small = radius * (1.15 if len(pin.number) < 3 else 0.9)
        marks.append(
            f'{tie}<circle cx="{cx:.1f}" cy="{cy:.1f}" r="{radius:.1f}" fill="{pin.colour}" '
            f'stroke="#FFFFFF"/><text x="{cx:.1f}" y="{cy + small * 0.36:.1f}" text-anchor="middle" '
            f'font-size="{small:.1f}" fill="#FFFFFF">{escape(pin.number)}</text>'
        )
    return marks


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def curve(
    points: Sequence[tuple[date, float | None]], target: int, *, width: int = 400, height: int = 200
) -> str:
    """A rate in percent over month-ends, with the target as a line.

    A year's rate starts anew in January (the figure is cumulative within its year), so each year
    is a line of its own.
    """
    left, top, bottom, right = 32, 16, 28, width - 8
    known = [rate for _, rate in points if rate is not None]
    low = max(0, min([*known, target]) // 10 * 10 - 10)

    def x(n: int) -> float:
        return left + (right - left) * n / max(len(points) - 1, 1)

    def y(rate: float) -> float:
        return top + (height - top - bottom) * (100 - rate) / (100 - low)

    marks = []
    for level in range(int(low), 101, 10 if 100 - low <= 50 else 20):
        marks.append(
            f'<line x1="{left}" x2="{right}" y1="{y(level):.1f}" y2="{y(level):.1f}" stroke="{RULE}"/>'
        )
        marks.append(f'<text x="{left - 6}" y="{y(level) + 4:.1f}" text-anchor="end">{level}</text>')
    last = len(points) - 1
    for n, (on, _) in enumerate(points):
        if n == last or (on.month in (1, 7) and last - n >= 6):
            anchor = "end" if n == last else "middle"
            marks.append(f'<text x="{x(n):.1f}" y="{height - 8}" text-anchor="{anchor}">{on:%Y-%m}</text>')
    lines = []
    for year in dict.fromkeys(on.year for on, _ in points):
        drawn = [(x(n), y(r)) for n, (on, r) in enumerate(points) if on.year == year and r is not None]
        told = " ".join(f"{a:.1f},{b:.1f}" for a, b in drawn)
        lines.append(f'<polyline points="{told}" fill="none" stroke="{NAVY}" stroke-width="2"/>')
        lines += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="2.5" fill="{NAVY}"/>' for a, b in drawn]
    aim = (
        f'<line x1="{left}" x2="{right}" y1="{y(target):.1f}" y2="{y(target):.1f}" stroke="{GREEN}" '
        f'stroke-dasharray="4 4"/><text x="{right}" y="{y(target) - 5:.1f}" text-anchor="end" '
        f'fill="{GREEN}">目标 {target}%</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-size="12" '
        f'font-family="{FONT}" fill="{GREY}">{"".join(marks)}{aim}{"".join(lines)}</svg>'
    )
