"""Bulletins over HTTP: the files of an issue, byte for byte as they were published."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hazards.services import bulletins
from hazards.web.evidence import SAFE, Handler, Visitor


def routes(
    answering: Callable[[Handler], Handler], attachment: Callable[[str], str], visitor: Visitor
) -> list[BaseRoute]:
    def file(request: Request) -> Response:
        """GET /bulletins/3/pdf"""
        number = min(request.path_params["bulletin"], 2**53)  # beyond it no database has a number
        kind = request.path_params["kind"]
        content, name = bulletins.file(*visitor(request), number, kind)
        headers = {**SAFE, "Content-Disposition": attachment(name)}
        return Response(content, media_type=bulletins.FILES[kind], headers=headers)

    return [Route("/bulletins/{bulletin:int}/{kind}", answering(file))]
