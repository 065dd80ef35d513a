"""Papers over HTTP: documents as docx, the evidence dossier and the enforcement dossier of a case as zips."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from hazards.services import casefolder, dossier, papers
from hazards.web.evidence import SAFE, Handler, Visitor

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
AT_ONCE = 200
"""Documents in one file: more than any batch holds."""


class Shelf:
    def __init__(self, visitor: Visitor, attachment: Callable[[str], str]) -> None:
        self.visitor, self.attachment = visitor, attachment

    def documents(self, request: Request) -> Response:
        """GET /papers/12 or /papers/12,13,14: several of one kind as one file."""
        told = request.path_params["numbers"].split(",")
        numbers = [int(n) for n in told[:AT_ONCE] if n.isdecimal() and len(n) < 16]
        if len(numbers) != len(told):
            raise papers.NoSuchPaper
        content, name = papers.print_(*self.visitor(request), numbers)
        headers = {**SAFE, "Content-Disposition": self.attachment(name)}
        return Response(content, media_type=DOCX, headers=headers)

    def dossier(self, request: Request) -> Response:
        """GET /dossier/3, with ?upto=SEAL or ?upto=accident as it stood then; the taking is recorded."""
        upto = request.query_params.get("upto", "")
        number = int(upto) if upto.isdecimal() else None
        told = {"upto": number, "accident": upto == "accident"}
        return self._zip(request, dossier.write, "证据包", **told)

    def folder(self, request: Request) -> Response:
        """GET /folder/3: the enforcement dossier of a building; the taking is recorded."""
        return self._zip(request, casefolder.write, "执法案卷")

    def _zip(self, request: Request, write: Callable[..., Any], what: str, **told: Any) -> Response:
        case = min(request.path_params["case"], 2**53)  # beyond it no database has a number
        folder = tempfile.TemporaryDirectory(prefix="guapai-dossier-")
        out = Path(folder.name) / "dossier.zip"
        address = request.client.host if request.client else ""
        try:
            write(*self.visitor(request), case, out, address=address, **told)
        except BaseException:
            folder.cleanup()
            raise
        headers = {**SAFE, "Content-Disposition": self.attachment(f"案卷{case}{what}.zip")}
        return FileResponse(
            out, media_type="application/zip", headers=headers, background=BackgroundTask(folder.cleanup)
        )


def routes(
    answering: Callable[[Handler], Handler], attachment: Callable[[str], str], visitor: Visitor
) -> list[BaseRoute]:
    shelf = Shelf(visitor, attachment)
    return [
        Route("/papers/{numbers}", answering(shelf.documents)),
        Route("/dossier/{case:int}", answering(shelf.dossier)),
        Route("/folder/{case:int}", answering(shelf.folder)),
    ]
