"""Vendor: Leaflet as installed from the package registry, served from this machine only."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from geo.maps import Assets

OWN = Path(__file__).parent / "assets"


@dataclass(frozen=True, slots=True)
class Library:
    """One installed wheel of static files, and folium's names for those we load."""

    name: str
    wheel: str
    package: str
    files: tuple[tuple[str, str], ...]

    @property
    def folder(self) -> Path:
        return Path(str(files(self.package))) / "data"

    @property
    def address(self) -> str:
        return f"/assets/vendor/{self.name}-{version(self.wheel)}"

    def links(self) -> tuple[tuple[str, str], ...]:
        return tuple((name, f"{self.address}/{file}") for name, file in self.files)


LEAFLET = Library(
    "leaflet",
    "XStatic-Leaflet",
    "xstatic.pkg.leaflet",
    (("leaflet", "leaflet.js"), ("leaflet_css", "leaflet.css")),
)
CLUSTERS = Library(
    "markercluster",
    "XStatic-Leaflet-MarkerCluster",
    "xstatic.pkg.leaflet_markercluster",
    (
        ("markerclusterjs", "leaflet.markercluster.js"),
        ("markerclustercss", "MarkerCluster.css"),
        ("markerclusterdefaultcss", "MarkerCluster.Default.css"),
    ),
)
KEPT = Path(__file__).parent / "vendored"
GEOMAN = "leaflet-geoman-2.20.2"
"""For drawing; in no wheel, so its two files and its licence lie beside us (docs/decisions/0011)."""


@cache
def own_address() -> str:
    """Where our own files stand: a digest of them, so that a new release is a new address."""
    digest = sha256()
    for file in sorted(OWN.iterdir()):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return f"/assets/own/{digest.hexdigest()[:12]}"


@cache
def assets() -> Assets:
    """The local addresses the map page loads, in order."""
    clusters = dict(CLUSTERS.links())
    own = own_address()
    return Assets(
        libraries=LEAFLET.links() + CLUSTERS.links(),
        scripts=(f"{own}/leaflet-fix.js", clusters["markerclusterjs"], f"{own}/labels.js", f"{own}/map.js"),
        styles=(clusters["markerclustercss"], f"{own}/map.css"),
    )


@cache
def drawing() -> Assets:
    """What the page loads on which a footprint is drawn; ``libraries`` in loading order."""
    own, geoman = own_address(), f"/assets/vendor/{GEOMAN}"
    return Assets(
        libraries=LEAFLET.links(),
        scripts=(f"{own}/leaflet-fix.js", f"{geoman}/leaflet-geoman.min.js", f"{own}/footprint.js"),
        styles=(f"{geoman}/leaflet-geoman.css", f"{own}/map.css", f"{own}/footprint.css"),
    )


class Lasting(StaticFiles):
    """Files whose address changes with their content: a browser never asks twice."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    async def get_response(self, path: str, scope: Scope) -> Response:
        # Wheels carry Python beside their scripts; only what a page can use is handed out.
        if Path(path).suffix not in {".js", ".css", ".png", ".svg", ".map"}:
            path = ""
        return await super().get_response(path, scope)


def mounts() -> list[Mount]:
    """The routes under /assets/."""
    served = [(item.address, item.folder) for item in (LEAFLET, CLUSTERS)] + [(own_address(), OWN)]
    served.append((f"/assets/vendor/{GEOMAN}", KEPT / GEOMAN))
    return [Mount(address, Lasting(directory=folder)) for address, folder in served]
