"""Placing (属地): which street answers for a case, and how we know. Order: product.md §4 "Placing"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import shapely

from geo.crs import UnknownCrs, area_m2, to_cgcs2000
from geo.gazetteer import Gazetteer, Place
from geo.locate import BORDER, INSIDE, NEAR, Areas, locate, locate_footprints
from hazards.domain.errors import Finding
from hazards.domain.findings import found
from hazards.domain.jurisdiction import Register
from hazards.domain.listing import Listing
from hazards.storage import register
from hazards.storage.store import Store

FAR_KM = 200
Decision = tuple[int | None, str, float | None, tuple[int, ...]]
"""(lead, how we know, metres outside, co-streets)."""


@dataclass(frozen=True, slots=True)
class Placement:
    """``by``: named, inside, near, text; "" when unplaced. Degrees are CGCS2000.

    ``co`` are the streets that see the case and sign their part (协办); it counts in ``lead`` only.
    """

    lead: int | None = None
    by: str = ""
    distance_m: float | None = None
    lon: float | None = None
    lat: float | None = None
    footprint: bytes | None = None
    area_m2: float | None = None
    co: tuple[int, ...] = ()


class Surveyor:
    """The register, the gazetteer and the boundaries of one day, ready for many rows."""

    def __init__(self, store: Store, on: date) -> None:
        with store.read() as connection:
            self.register = register.load(connection)
            shapes = register.shapes(connection, on)
            villages = register.villages(connection)
        self.on = on
        self.districts = self.register.districts()
        self.only = self.districts[0].key if len(self.districts) == 1 else None
        self.gazetteer = _gazetteer(self.register, villages)
        self.keys = [s[0] for s in shapes]
        self.schematic = np.array([s[2] for s in shapes], bool)
        geoms = np.array([shapely.from_wkb(s[1]) for s in shapes], dtype=object)
        self.areas = Areas(self.keys, geoms)
        self.hull = _extent(self.register, self.keys, geoms)

    def place(self, listings: Sequence[Listing | None]) -> tuple[list[Placement], list[Finding]]:
        """One placement a listing (rows already refused are None), and what was noticed."""
        notes: list[Finding] = []
        lon, lat = self._points(listings, notes)
        shapes = self._footprints(listings, notes)
        has_shape = np.array([s is not None for s in shapes], bool)
        centre = shapely.point_on_surface(shapes)
        lon = np.where(np.isnan(lon) & has_shape, shapely.get_x(centre), lon)
        lat = np.where(np.isnan(lat) & has_shape, shapely.get_y(centre), lat)
        located = locate(lon, lat, self.areas)
        at, basis, distance = located.key.copy(), located.basis.copy(), located.distance_m.copy()
        if has_shape.any():
            where = np.flatnonzero(has_shape)
            by_shape = locate_footprints(shapes[where], self.areas)
            at[where], basis[where], distance[where] = by_shape.key, by_shape.basis, by_shape.distance_m
        self._too_far(listings, lon, lat, notes)
        out: list[Placement] = []
        for n, listing in enumerate(listings):
            if listing is None:
                out.append(Placement())
                continue
            known = bool(lon[n] == lon[n])
            area = int(at[n])
            lead, by, metres, co = self._decide(listing, area, str(basis[n]), float(distance[n]), notes)
            shape = shapes[n]
            out.append(
                Placement(
                    lead,
                    by,
                    metres,
                    float(lon[n]) if known else None,
                    float(lat[n]) if known else None,
                    None if shape is None else shapely.to_wkb(shape),
                    None if shape is None else float(area_m2(np.array([shape]))[0]),
                    co,
                )
            )
        return out, notes

    # ------------------------------------------------------------ where
    def _points(
        self, listings: Sequence[Listing | None], notes: list[Finding]
    ) -> tuple[np.ndarray, np.ndarray]:
        lon, lat = np.full(len(listings), np.nan), np.full(len(listings), np.nan)
        by_crs: dict[str, list[int]] = {}
        told: dict[int, tuple[float, float]] = {}
        for n, listing in enumerate(listings):
            if listing is not None and listing.x is not None and listing.y is not None:
                by_crs.setdefault(listing.crs, []).append(n)
                told[n] = (listing.x, listing.y)
        for crs, rows in by_crs.items():
            x, y = np.array([told[n] for n in rows], float).T
            try:
                lon[rows], lat[rows] = to_cgcs2000(x, y, crs)
            except UnknownCrs:
                notes.extend(
                    found("crs-unknown", row.row, "坐标系", crs) for n in rows if (row := listings[n])
                )
                continue
            for n in rows:
                if not (73 <= lon[n] <= 136 and 3 <= lat[n] <= 54):
                    listing = listings[n]
                    assert listing is not None
                    notes.append(found("coordinate-range", listing.row, "经度", f"{listing.x},{listing.y}"))
                    lon[n] = lat[n] = np.nan
        return lon, lat

    def _footprints(self, listings: Sequence[Listing | None], notes: list[Finding]) -> np.ndarray:
        shapes = np.empty(len(listings), dtype=object)
        for n, listing in enumerate(listings):
            if listing is None or not listing.geometry:
                continue
            shape = shapely.force_2d(shapely.from_wkb(listing.geometry))
            if shapely.get_type_id(shape) == 0:
                continue  # a point layer: its position came with the row
            if shapely.get_type_id(shape) not in (3, 6) or not shapely.is_valid(shape):
                why = "不是面" if shapely.is_valid(shape) else "自相交或未闭合"
                notes.append(found("geometry-invalid", listing.row, None, why=why))
                continue
            shapes[n] = shape
        return shapes

    def _too_far(
        self, listings: Sequence[Listing | None], lon: np.ndarray, lat: np.ndarray, notes: list[Finding]
    ) -> None:
        if not self.hull or len(self.hull) < len(self.districts):
            return  # a district without an outline might be the near one
        known = np.flatnonzero(~np.isnan(lon))
        if not len(known):
            return
        nearest = np.full(len(known), np.inf)
        for west, south, east, north in self.hull:
            dx = np.maximum(np.maximum(west - lon[known], lon[known] - east), 0)
            dy = np.maximum(np.maximum(south - lat[known], lat[known] - north), 0)
            km = np.hypot(dx * 111.32 * np.cos(np.radians(lat[known])), dy * 110.57)
            nearest = np.minimum(nearest, km)
        for n, km in zip(known, nearest, strict=True):
            if km > FAR_KM:
                listing = listings[int(n)]
                assert listing is not None
                told = f"{lon[n]:.6f},{lat[n]:.6f}"
                notes.append(found("point-far", listing.row, "经度", told, km=round(float(km))))

    # ------------------------------------------------------------ whose
    def _decide(
        self, listing: Listing, area: int, basis: str, metres: float, notes: list[Finding]
    ) -> Decision:
        on = listing.listed_on or self.on
        county, elsewhere = self._county(listing)
        if listing.street:
            return self._named(listing, on, county, elsewhere, area, basis, notes)
        if basis == BORDER:
            notes.append(found("place-border", listing.row, "属地街道"))
            return None, "", None, ()
        if area >= 0 and basis in (INSIDE, NEAR):
            key = self.keys[area]
            if self.schematic[area]:
                other = self.register[key].name
                notes.append(found("place-suggested", listing.row, "属地街道", other=other))
            else:
                return key, basis, metres if basis == NEAR else 0.0, ()
        if not elsewhere and listing.address:
            match = self.gazetteer.find_in_text(listing.address, on=on, within=county)
            if match.key is not None:
                # A village keeps its street in the gazetteer; what an ended one became, the lineage knows.
                ended = self.register[match.key].valid_to
                now = self.register.at(match.key, on) if ended and ended <= on else None
                return match.key if now is None else now, "text", None, ()
        return None, "", None, ()

    def _county(self, listing: Listing) -> tuple[int | None, bool]:
        """(the district to look in, whether the row names a place that is not registered)."""
        if listing.county:
            key = self.gazetteer.county(listing.county)
            return key, key is None
        for header in ("市", "地市", "设区市"):
            told = listing.extras.get(header, "")
            if told and all(u.name != told for u in self.register.units.values()):
                return None, True
        return self.only, False

    def _named(
        self,
        listing: Listing,
        on: date,
        county: int | None,
        elsewhere: bool,
        area: int,
        basis: str,
        notes: list[Finding],
    ) -> Decision:
        if elsewhere:
            code = "county-unknown" if listing.county else "unknown-street"
            notes.append(found(code, listing.row, "属地街道", listing.county or listing.street))
            return None, "", None, ()
        keys, refused = self._streets(listing.street, on, county)
        if not keys:
            notes.append(found(refused, listing.row, "属地街道", listing.street))
            return None, "", None, ()
        lead, co = keys[0], tuple(keys[1:])
        if co:
            others = "、".join(self.register[k].name for k in co)
            notes.append(
                found(
                    "lead-presumed",
                    listing.row,
                    "属地街道",
                    listing.street,
                    lead=self.register[lead].name,
                    co=others,
                )
            )
        if area >= 0 and basis == INSIDE and not self._same(self.keys[area], keys, on):
            other = self.register[self.keys[area]].name + ("(示意图)" if self.schematic[area] else "")
            notes.append(found("place-contradicts", listing.row, "属地街道", listing.street, other=other))
        return lead, "named", None, co

    def _same(self, there: int, named: Sequence[int], on: date) -> bool:
        """Whether a point's street is one of those named, then or today."""
        told = {*named, *(self.register.at(k, self.on) for k in named)}
        return there in told or self.register.at(there, on) in told

    def _streets(self, text: str, on: date, county: int | None) -> tuple[list[int], str]:
        """The streets a cell names, the lead first; or none and the code of why."""
        if text in self.register.by_code:
            return [self.register.by_code[text]], ""
        if county is None and len(self.districts) > 1:
            return [], "county-missing"
        whole = self.gazetteer.match(text, on=on, within=county)
        if whole.key is not None:
            return [whole.key], ""
        parts = [p for p in _SEVERAL.split(text) if p]
        if len(parts) < 2:
            return [], "street-ambiguous" if whole.how == "ambiguous" else "unknown-street"
        parts.sort(key=lambda p: "主办" not in p)
        keys = [self.gazetteer.match(_ROLE.sub("", p), on=on, within=county).key for p in parts]
        if None in keys:
            return [], "unknown-street"
        return list(dict.fromkeys(k for k in keys if k is not None)), ""


_SEVERAL = re.compile("[、,\uff0c;\uff1b/\\s]+|和|与|及")
_ROLE = re.compile(r"[((\uff08]?(?:主办|协办|牵头|配合)[))\uff09]?[::\uff1a]?")


def _gazetteer(held: Register, villages: Sequence[tuple[int, str]]) -> Gazetteer:
    places = [
        Place(u.key, u.name, u.type, u.parent, u.valid_from, u.valid_to, u.names) for u in held.units.values()
    ]
    return Gazetteer(places, [(name, street) for street, name in villages])


def _extent(held: Register, keys: Sequence[int], geoms: Any) -> list[tuple[float, float, float, float]]:
    """The boxes of every registered district's boundaries, degrees."""
    boxes: dict[int, list[int]] = {}
    for n, key in enumerate(keys):
        district = held.above(key, "district")
        if district is not None:
            boxes.setdefault(district, []).append(n)
    return [tuple(map(float, shapely.total_bounds(geoms[rows]))) for rows in boxes.values()]  # type: ignore[misc]
