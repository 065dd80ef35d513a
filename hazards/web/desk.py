"""Desk: the few questions the routes ask the services, in one place, each for its visitor."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from geo.maps import Bounds, TileLayer
from hazards.services import export, layers
from hazards.services.access import Scope
from hazards.storage.store import Store

Asked = Mapping[str, str]
Who = tuple[Store, Scope]


@dataclass(frozen=True, slots=True)
class Frame:
    """What the empty map shows: extent in degrees, whether outlines are approximate, a name."""

    bounds: Bounds
    schematic: bool
    title: str
    tile_layers: tuple[TileLayer, ...] = ()


class Desk(Protocol):
    """Answers for one request. ``asked`` is the query string, one value a name."""

    def frame(self, who: Who) -> Frame: ...

    def streets(self, who: Who, asked: Asked) -> bytes: ...

    def cases(self, who: Who, asked: Asked) -> bytes: ...

    def footprints(self, who: Who, asked: Asked) -> bytes: ...

    def download(self, who: Who, name: str, asked: Asked) -> tuple[bytes, str, str]: ...


class Services:
    """The desk of the running product."""

    def frame(self, who: Who) -> Frame:
        found = layers.frame(*who)
        return Frame(found.bounds, found.schematic, f"{found.title}挂牌一张图")

    def streets(self, who: Who, asked: Asked) -> bytes:
        return layers.streets(*who, asked)

    def cases(self, who: Who, asked: Asked) -> bytes:
        return layers.cases(*who, asked)

    def footprints(self, who: Who, asked: Asked) -> bytes:
        return layers.footprints(*who, asked)

    def download(self, who: Who, name: str, asked: Asked) -> tuple[bytes, str, str]:
        return export.download(*who, name, asked)
