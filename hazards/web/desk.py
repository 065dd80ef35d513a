"""Desk: the few questions the routes ask the services, in one place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from geo.maps import Bounds, TileLayer

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
    """The desk of the running product, under the built-in account of this machine.

    The services are imported at the first question: assets and health need no database.
    """

    def frame(self) -> Frame:
        from hazards.services import layers

        found = layers.frame(*self._access())
        return Frame(found.bounds, found.schematic, found.title)

    def streets(self, asked: Asked) -> bytes:
        from hazards.services import layers

        return layers.streets(*self._access(), asked)

    def cases(self, asked: Asked) -> bytes:
        from hazards.services import layers

        return layers.cases(*self._access(), asked)

    def download(self, name: str, asked: Asked) -> tuple[bytes, str, str]:
        from hazards.services import export

        return export.download(*self._access(), name, asked)

    def _access(self):
        from hazards.services import access

        return access.local()
