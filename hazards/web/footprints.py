"""Footprints over HTTP: the page on which a building's ground is drawn, and what it shows."""

from collections.abc import Callable
from dataclasses import asdict
from html import escape

import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from geo.maps import TileLayer
from hazards.services import neighbours
from hazards.web import gate, vendor
from hazards.web.desk import Desk
from hazards.web.evidence import Handler, Visitor


class Ground:
    def __init__(self, visitor: Visitor, desk: Desk) -> None:
        self.visitor, self.desk = visitor, desk

    def view(self, request: Request) -> Response:
        """GET /footprints/3/view: the page; whether it may be drawn on, its frame tells it."""
        case, who = number(request), self.visitor(request)
        neighbours.around(*who, case)  # a case out of sight has no page either
        tiles = self.desk.frame(who).tile_layers
        pictures = " ".join(sorted({one.origin for one in tiles}))
        headers = {"Content-Security-Policy": map_policy(pictures), "Cache-Control": "private, no-cache"}
        return HTMLResponse(page(case, tiles), headers=headers)

    def shapes(self, request: Request) -> Response:
        """GET /footprints/3.geojson"""
        content = neighbours.around(*self.visitor(request), number(request))
        headers = {"Cache-Control": "private, no-store"}
        return Response(content, media_type="application/geo+json", headers=headers)


def page(case: int, tiles: tuple[TileLayer, ...] = ()) -> str:
    """The document; it holds no outline, only where to ask for them."""
    held = vendor.drawing()
    links = dict(held.libraries)
    styles = "".join(f'<link rel="stylesheet" href="{s}">' for s in (links["leaflet_css"], *held.styles))
    scripts = "".join(f'<script src="{s}"></script>' for s in (links["leaflet"], *held.scripts))
    told = {
        "own": f"/footprints/{case}.geojson",
        "near": "/layers/footprints.geojson",
        "case": case,
        "tiles": [asdict(one) for one in tiles],
    }
    options = escape(orjson.dumps(told).decode(), quote=True)
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>占地图</title>'
        f'{styles}</head><body><div id="map" data-options="{options}" aria-busy="true"></div>'
        f"{scripts}</body></html>"
    )


def map_policy(pictures: str) -> str:
    """The gate's policy for a page without Streamlit: no eval, and only its own base map."""
    policy = gate.POLICY.replace(" 'unsafe-eval' blob:", "", 1)
    return policy.replace("img-src 'self'", f"img-src 'self' {pictures}".rstrip(), 1)


def number(request: Request) -> int:
    return min(request.path_params["case"], 2**53)  # beyond it no database has a number


def routes(answering: Callable[[Handler], Handler], visitor: Visitor, desk: Desk) -> list[BaseRoute]:
    ground = Ground(visitor, desk)
    return [
        Route("/footprints/{case:int}/view", answering(ground.view)),
        Route("/footprints/{case:int}.geojson", answering(ground.shapes)),
    ]
