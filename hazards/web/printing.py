"""Printing over HTTP: lists, one page a case, wall maps and binders as pdf, each scoped like its page."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from hazards.services import binders, onepage, sheets, wallmap
from hazards.web.evidence import SAFE, Handler, Visitor, number

PDF = "application/pdf"


class Printer:
    def __init__(self, visitor: Visitor, attachment: Callable[[str], str]) -> None:
        self.visitor, self.attachment = visitor, attachment

    def listed(self, request: Request) -> Response:
        """GET /print/cases.pdf?year=2026: the list that the page of this question shows."""
        told = dict(request.query_params)
        return self._pdf(*sheets.pdf(*self.visitor(request), request.path_params["list"], told))

    def one(self, request: Request) -> Response:
        """GET /onepage/3.pdf"""
        case = min(request.path_params["case"], 2**53)  # beyond it no database has a number
        home = str(request.base_url).rstrip("/")
        address = request.client.host if request.client else ""
        return self._pdf(*onepage.pdf(*self.visitor(request), case, home=home, address=address))

    def wall(self, request: Request) -> Response:
        """GET /wallmap.pdf?measure=open"""
        return self._pdf(*wallmap.pdf(*self.visitor(request), dict(request.query_params)))

    def binder(self, request: Request) -> Response:
        """GET /binders/7: the finished zip; the taking is recorded."""
        address = request.client.host if request.client else ""
        path, name = binders.take(*self.visitor(request), number(request), address=address)
        headers = {**SAFE, "Content-Disposition": self.attachment(name)}
        return FileResponse(path, media_type="application/zip", headers=headers)

    def _pdf(self, content: bytes, name: str) -> Response:
        """Shown in the browser, which prints it; a name for whoever saves it."""
        shown = self.attachment(name).replace("attachment", "inline", 1)
        headers = {"Content-Disposition": shown, "Cache-Control": "private, no-store"}
        return Response(content, media_type=PDF, headers={**headers, "X-Content-Type-Options": "nosniff"})


def routes(
    answering: Callable[[Handler], Handler], attachment: Callable[[str], str], visitor: Visitor
) -> list[BaseRoute]:
    printer = Printer(visitor, attachment)
    return [
        Route("/print/{list}.pdf", answering(printer.listed)),
        Route("/onepage/{case:int}.pdf", answering(printer.one)),
        Route("/wallmap.pdf", answering(printer.wall)),
        Route("/binders/{id:int}", answering(printer.binder)),
    ]
