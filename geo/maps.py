"""Maps: one Leaflet page per district, rendered once by folium; the data arrives by itself."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import urlsplit

import folium
import folium.elements
import folium.plugins  # registers the classes whose remote links are replaced

from geo import palette

Bounds = tuple[float, float, float, float]  # west, south, east, north; degrees, CGCS2000


@dataclass(frozen=True, slots=True)
class Assets:
    """Where this server keeps what the map page needs.

    ``libraries`` maps folium's own names ("leaflet", "leaflet_css") to local addresses.
    ``scripts`` and ``styles`` are ours, in loading order, after the libraries.
    """

    libraries: tuple[tuple[str, str], ...]
    scripts: tuple[str, ...]
    styles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TileLayer:
    """A base map somebody configured: ``url`` with {z}/{x}/{y}, and the credit it demands."""

    name: str
    url: str
    credit: str
    max_zoom: int = 18

    def __post_init__(self) -> None:
        if any(sign in f"{self.name}{self.url}{self.credit}" for sign in ("{{", "{%", "{#")):
            raise ValueError("a base map's texts must not hold template signs")

    @property
    def origin(self) -> str:
        """Scheme and host (``{s}`` as a wildcard), as a content security policy names it."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"


def localise(libraries: Mapping[str, str]) -> None:
    """Point every folium class at our copies, and drop what we do not carry.

    Folium names seven content delivery hosts, and one that is out of reach leaves the whole
    map blank. Idempotent; call once before the first page is rendered.
    """
    for owner in _linked():
        owner.default_js = [(name, libraries[name]) for name, _ in owner.default_js if name in libraries]
        owner.default_css = [(name, libraries[name]) for name, _ in owner.default_css if name in libraries]


def remote_links() -> list[str]:
    """The addresses outside this server that a folium class would still load."""
    return sorted(
        {url for owner in _linked() for _, url in (*owner.default_js, *owner.default_css) if "//" in url}
    )


Linked = type[folium.elements.JSCSSMixin]


def _linked(base: Linked = folium.elements.JSCSSMixin) -> set[Linked]:
    """The class and all below it: whoever may put an address into a page."""
    below: set[Linked] = {kind for child in base.__subclasses__() for kind in _linked(child)}
    return {base} | below


@lru_cache(maxsize=32)
def page(
    *,
    streets_url: str,
    cases_url: str,
    prints_url: str = "",
    assets: Assets,
    bounds: Bounds,
    schematic: bool,
    title: str,
    tile_layers: tuple[TileLayer, ...] = (),
) -> str:
    """The map page as HTML; it holds no case and no street, only where to ask for them.

    Args:
        streets_url: answers GeoJSON polygons (lon/lat) with key, name, rate_text, step.
        cases_url: answers GeoJSON points with id, number, name, kind, level, light, street.
        prints_url: answers GeoJSON polygons of the footprints within ``bbox``.
        assets: local addresses of scripts and styles.
        bounds: what to show until the streets have arrived.
        schematic: whether the outlines are approximate and must say so.
        title: name of the page, for the browser and for readers of the screen.
        tile_layers: base maps, the first one shown; none is the normal case.

    Returns:
        A whole document. Filters come in and clicks go out by ``postMessage``
        (see hazards/web/assets/map.js).
    """
    localise(dict(assets.libraries))
    west, south, east, north = bounds
    view = folium.Map(
        tiles=None,
        location=((south + north) / 2, (west + east) / 2),
        zoom_start=11,
        min_zoom=6,
        max_zoom=18,
        prefer_canvas=True,
        minZoom=6,
        maxZoom=18,
        # Half steps frame a district better, but blur the pictures of a base map.
        zoomSnap=1 if tile_layers else 0.25,
        attributionControl=bool(tile_layers),
    )
    for layer in tile_layers:
        folium.TileLayer(layer.url, name=layer.name, attr=layer.credit, max_zoom=layer.max_zoom).add_to(view)
    # The title goes nowhere else: branca renders scripts twice, so "{{…}}" in one is executed.
    figure: Any = view.get_root()
    figure.title = escape(title)
    options = {
        "streets": streets_url,
        "cases": cases_url,
        "prints": prints_url,
        "bounds": [[south, west], [north, east]],
        "schematic": schematic,
        "steps": {step.key: asdict(step) for step in palette.STEPS},
        "lights": {light.key: asdict(light) for light in palette.LIGHTS},
        "kinds": dict(palette.KINDS),
    }
    _Layers(options, assets).add_to(view)
    return str(figure.render())


class _Layers(folium.elements.JSCSSMixin):
    """Hands the map to our script. ``tojson`` keeps a name from closing the script element."""

    _template = folium.template.Template(
        "{% macro script(this, kwargs) %}"
        "guapai.start({{ this._parent.get_name() }}, {{ this.options|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, options: Mapping[str, object], assets: Assets) -> None:
        super().__init__()
        self.options = options
        self.default_js = [(url, url) for url in assets.scripts]
        self.default_css = [(url, url) for url in assets.styles]
