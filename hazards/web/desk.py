"""Desk: the few questions the routes ask the services, in one place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from geo.maps import Bounds, TileLayer
from hazards.services import access, export, layers

Asked = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Frame:
    """What the empty map shows: extent in degrees, whether outlines are approximate, a name."""

    bounds: Bounds
    schematic: bool
    title: str
    tile_layers: tuple[TileLayer, ...] = ()


class Desk(Protocol):
    """Answers for one request. ``asked`` is the query string, one value a name."""

    def frame(self) -> Frame: ...

    def streets(self, asked: Asked) -> bytes: ...

    def cases(self, asked: Asked) -> bytes: ...

    def download(self, name: str, asked: Asked) -> tuple[bytes, str, str]: ...


class Services:
    """The desk of the running product, under the built-in account of this machine."""

    def frame(self) -> Frame:
        found = layers.frame(*access.local())
        return Frame(found.bounds, found.schematic, f"{found.title}挂牌一张图")

    def streets(self, asked: Asked) -> bytes:
        return layers.streets(*access.local(), asked)

    def cases(self, asked: Asked) -> bytes:
        return layers.cases(*access.local(), asked)

    def download(self, name: str, asked: Asked) -> tuple[bytes, str, str]:
        return export.download(*access.local(), name, asked)
