"""Scans over HTTP: the original of a complaint, a decision or an exposure, to be saved and never rendered."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hazards.services import scans
from hazards.web import evidence
from hazards.web.evidence import Handler, Visitor


def routes(
    answering: Callable[[Handler], Handler], attachment: Callable[[str], str], visitor: Visitor
) -> list[BaseRoute]:
    def original(request: Request) -> Response:
        """GET /scans/7: byte for byte."""
        store, scope = visitor(request)
        found = scans.get(store, scope, evidence.number(request))
        headers = {
            **evidence.SAFE,
            "Content-Disposition": attachment(found.row["file_name"]),
            "X-Sha256": found.row["sha256"],
        }
        with found.open() as file:
            return Response(file.read(), media_type=found.row["media_type"], headers=headers)

    return [Route("/scans/{id:int}", answering(original))]
