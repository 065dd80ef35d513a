"""Boundaries (边界): checking a file, and importing it as one vintage."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geo.boundaries import Problem, area_m2, check, load_outlines, refused
from geo.crs import UnknownCrs, geoms_to_cgcs2000, parse_crs
from hazards.domain.errors import Finding, Unreadable
from hazards.domain.jurisdiction import Register
from hazards.domain.roles import KEEPERS, SETTERS
from hazards.services import clock
from hazards.services.access import Scope, operation
from hazards.services.stores import DATA
from hazards.storage import events, register
from hazards.storage.store import Store

NAMES = (
    "name",
    "名称",
    "街道",
    "街道名称",
    "乡镇",
    "乡镇名称",
    "镇街",
    "街镇",
    "xzqmc",
    "行政区名称",
    "mc",
    "nbs_name",
)
CODES = ("code", "代码", "区划代码", "行政区划代码", "统计代码", "xzqdm", "nbs_code", "code12", "adcode")
PARENTS = ("parentcode", "parent", "county_code", "上级代码", "县级代码", "区县代码")
SCHEMATIC = ("schematic", "示意")


@dataclass(frozen=True, slots=True)
class Layer:
    """A file read and checked, ready to become a vintage."""

    features: int
    shapes: np.ndarray  # (n,) CGCS2000 polygons, None where missing
    names: list[str]
    codes: list[str]
    parents: list[str]
    findings: list[Finding]
    out: set[int]
    crs: str = ""
    sha256: str = ""
    schematic: bool = False

    def public(self) -> dict[str, Any]:
        return {
            "features": self.features,
            "accepted": self.features - len(self.out),
            "findings": [f.public() for f in self.findings],
        }


@operation("检查边界", SETTERS | KEEPERS)
def check_file(
    store: Store, scope: Scope, path: Path, *, name: str | None = None, crs: str | None = None
) -> Layer:
    """Read and check a boundary file; nothing is written.

    Raises:
        Unreadable: the file as a whole cannot be used.
    """
    from hazards.formats.geodata import read_geodata

    source = read_crs(crs) if crs else None
    told = read_geodata(path, name=name or path.name, crs=source)
    declared = read_crs(told.crs) if told.crs else source or "CGCS2000"
    shapes = np.empty(len(told.geometry), dtype=object)
    shapes[:] = [None if g is None else shapely.from_wkb(g) for g in told.geometry]
    shapes = shapely.force_2d(geoms_to_cgcs2000(shapes, declared))
    names = _column(told.attributes, NAMES)
    codes = [c.split(".")[0] for c in _column(told.attributes, CODES)]
    parents = [c.split(".")[0] for c in _column(told.attributes, PARENTS)]
    with store.read() as connection:
        held = register.load(connection)
    known = {code: {held[k].name, *held[k].names} for code, k in held.by_code.items()}
    told_out = {f.row for f in told.problems if f.refuses}
    problems = [
        p
        for p in check(shapes, names, codes, outlines=outlines(), register=known)
        if not (p.code == "geometry-missing" and p.feature in told_out)  # the reader said why
    ]
    out = refused(problems, len(shapes)) | {row for row in told_out if row is not None}
    findings = [
        *told.problems,
        *(_finding(p, names) for p in problems),
        *(Finding(None, None, code, value, cure) for code, value, cure in told.notes),
    ]
    for n, (unit, code) in enumerate(zip(names, codes, strict=True), 1):
        if not unit and not code:
            findings.append(
                Finding(
                    n,
                    None,
                    "name-missing",
                    "",
                    "没有名称也没有代码，不知是哪个街镇，未采用。请补填名称或代码。",
                    True,
                )
            )
            out.add(n)
    flagged = _column(told.attributes, SCHEMATIC)
    return Layer(
        features=len(shapes),
        shapes=shapes,
        names=names,
        codes=codes,
        parents=parents,
        findings=findings,
        out=out,
        crs=declared,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        schematic=bool(flagged) and all(f.casefold() in ("true", "1", "是") for f in flagged),
    )


def read_crs(told: str) -> str:
    """The name of a reference system as our geo room knows it."""
    try:
        return parse_crs(told)
    except UnknownCrs as error:
        raise Unreadable(
            "crs-unknown", f"不认识坐标系“{error.value}”", "请写明 CGCS2000、GCJ-02 或如 EPSG:4549。"
        ) from error


@lru_cache(maxsize=1)
def outlines() -> np.ndarray:
    """County outlines shipped with the product, CGCS2000."""
    return load_outlines(*sorted((DATA / "boundaries").glob("*_outline.geojson")))


def _column(attributes: Sequence[dict[str, str]], wanted: Sequence[str]) -> list[str]:
    """The first attribute known under one of these names, as text per feature."""
    present = {str(k).casefold(): k for row in attributes for k in row}
    key = next((present[w.casefold()] for w in wanted if w.casefold() in present), None)
    return ["" if key is None or row.get(key) is None else str(row[key]).strip() for row in attributes]


def _finding(problem: Problem, names: Sequence[str]) -> Finding:
    told = problem.value
    if problem.feature is not None and names[problem.feature - 1]:
        told = f"{names[problem.feature - 1]} {problem.value}".strip()
    return Finding(problem.feature, None, problem.code, told, problem.remedy, problem.refuses)


@operation("导入边界", SETTERS | KEEPERS)
def import_layer(
    store: Store,
    scope: Scope,
    layer: Layer,
    *,
    source_name: str,
    valid_from: date | None = None,
    parent: str | None = None,
) -> dict[str, Any]:
    """Store the accepted features as one vintage; unknown codes create their units, parents too.

    The same bytes again change nothing.
    """
    if not layer.features - len(layer.out):
        return {**layer.public(), "vintage": None}

    def job(connection: Any) -> int | None:
        if register.has_vintage(connection, layer.sha256, valid_from):
            return None
        held = register.load(connection)
        keys = _units(connection, held, layer, parent, valid_from)
        chosen = [n for n in range(layer.features) if n + 1 not in layer.out]
        areas = area_m2(layer.shapes[chosen])
        shapes = [
            (keys[n], shapely.to_wkb(layer.shapes[n]), float(a)) for n, a in zip(chosen, areas, strict=True)
        ]
        vintage = register.add_vintage(
            connection,
            shapes,
            name=source_name,
            valid_from=valid_from,
            schematic=layer.schematic,
            crs=layer.crs,
            sha256=layer.sha256,
            entered_at=clock.stamp(),
        )
        events.record(
            connection,
            subject="boundaries",
            action="boundaries-imported",
            **scope.signature,
            entered_at=clock.stamp(),
            acted_on=clock.today(),
            data={"file": source_name, "sha256": layer.sha256, "vintage": vintage, "accepted": len(chosen)},
        )
        return vintage

    return {**layer.public(), "vintage": store.write(job)}


def _units(
    connection: Any, held: Register, layer: Layer, parent: str | None, valid_from: date | None
) -> dict[int, int]:
    """The unit of every accepted feature, created where it is not known."""
    keys: dict[int, int] = {}
    made: dict[str, int] = {}
    above = held.by_code.get(parent or "")
    if parent and above is None:
        above = made[parent] = _create(connection, parent, parent, "区", None, None)
    districts = held.districts()
    by_name: dict[str, list[int]] = {}
    for unit in held.units.values():
        if unit.valid_to is None and (above is None or unit.parent == above):
            by_name.setdefault(unit.name, []).append(unit.key)
    for n in range(layer.features):
        if n + 1 in layer.out:
            continue
        name, code = layer.names[n], layer.codes[n]
        key = held.by_code.get(code) or made.get(code) if code else None
        if key is None and not code and len(by_name.get(name, ())) == 1:
            key = by_name[name][0]
        if key is None:
            own = _parent_of(
                connection, held, made, layer, n, above, districts[0].key if len(districts) == 1 else None
            )
            key = _create(connection, name or code, code, _type(name), own, None)
            if code:
                made[code] = key
        keys[n] = key
    return keys


def _parent_of(
    connection: Any,
    held: Register,
    made: dict[str, int],
    layer: Layer,
    n: int,
    above: int | None,
    only: int | None,
) -> int | None:
    if above is not None:
        return above
    told = layer.parents[n]
    six = (told or layer.codes[n])[:6]
    if len(six) < 6 or not six.isdigit():
        return only
    code = told if len(told) == 12 else six.ljust(12, "0")
    return _upper(connection, held, made, code, six)


_UPPER = {6: "区", 4: "市", 2: "省"}


def _upper(connection: Any, held: Register, made: dict[str, int], code: str, digits: str) -> int:
    """The district, city or province of a code, made with the ones above it where unknown."""
    for spelling in (code, digits):
        if spelling in held.by_code:
            return held.by_code[spelling]
        if spelling in made:
            return made[spelling]
    shorter = digits[:-2]
    above = _upper(connection, held, made, shorter.ljust(12, "0"), shorter) if len(shorter) >= 2 else None
    made[code] = _create(connection, code, code, _UPPER[len(digits)], above, None)
    return made[code]


def _create(connection: Any, name: str, code: str, type_: str, parent: int | None, since: date | None) -> int:
    key = register.add_unit(connection, name, type_, parent, since, None)
    if code:
        register.add_code(connection, key, "mca" if code.startswith("mca:") else "nbs", code)
    return key


def _type(name: str) -> str:
    for ending, type_ in (("街道", "街道"), ("镇", "镇"), ("乡", "乡"), ("地区", "街道")):
        if name.endswith(ending):
            return type_
    return "功能区" if name.endswith(("园区", "开发区", "功能区", "新区")) else "街道"


@operation("登记示意边界", SETTERS | KEEPERS)
def add_shipped(store: Store, scope: Scope, code: str) -> None:
    """The schematic boundaries that come with a shipped district."""
    path = DATA / "boundaries" / f"{code}_schematic.geojson"
    if path.is_file():
        layer = check_file(store, scope, path)
        import_layer(store, scope, layer, source_name=path.name)
