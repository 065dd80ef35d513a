"""Reading a layer: boundaries or buildings from GeoJSON, GeoPackage or a zipped Shapefile."""

from binascii import a2b_base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hazards.domain.errors import Finding, Unreadable
from hazards.formats import fence


@dataclass(frozen=True, slots=True)
class Features:
    """A layer as it was drawn. ``attributes[i]``, ``geometry[i]`` belong to feature i + 1.

    ``geometry`` is little-endian WKB in the file's own coordinates, two dimensions, x (or
    longitude) first; None where missing or refused. ``crs`` is "EPSG:nnnn", a WKT, the user's
    own word, or None where nobody said. Rings are closed and numbers finite; whether polygons
    are valid is not looked at here. ``problems`` count features from 1 in ``row``.
    """

    attributes: list[dict[str, str]]
    geometry: list[bytes | None]
    crs: str | None
    problems: tuple[Finding, ...]
    notes: tuple[tuple[str, str, str], ...]


def read_geodata(path: Path, *, name: str, crs: str | None = None) -> Features:
    """Read one layer in a fenced child.

    Args:
        path: the file; its content decides what it is.
        name: what the user calls it.
        crs: what the user says about it; wins over the file's own, with a note.

    Raises:
        Unreadable: not a layer, damaged, dangerous, empty, incomplete, or more than one layer.
    """
    from hazards.formats.tables import checked_size

    size = checked_size(path, name)
    reader = FeatureReader()
    limits = fence.Limits.for_size(size)
    try:
        for frame in fence.frames("read-geodata", str(path.resolve()), crs or "", limits=limits):
            reader.take(frame)
    except Unreadable as refusal:
        refusal.value = refusal.value or name
        raise
    return reader.features()


class FeatureReader:
    """Puts the frames of a child together again."""

    def __init__(self) -> None:
        self.attributes: list[dict[str, str]] = []
        self.geometry: list[bytes | None] = []
        self.crs: str | None = None
        self.problems: list[Finding] = []
        self.notes: list[tuple[str, str, str]] = []

    def take(self, frame: dict[str, Any]) -> None:
        if "features" in frame:
            for attributes, wkb in frame["features"]:
                self.attributes.append(attributes)
                self.geometry.append(a2b_base64(wkb) if wkb else None)
        elif "layer" in frame:
            self.crs = frame["layer"]
        elif "problem" in frame:
            self.problems.append(Finding(*frame["problem"]))
        elif "note" in frame:
            self.notes.append(tuple(frame["note"]))

    def features(self) -> Features:
        return Features(self.attributes, self.geometry, self.crs, tuple(self.problems), tuple(self.notes))
