"""Binding: pages of received pdf put into the frames our own pages keep for them; parts joined to a volume.

A frame is a link to ``frame:KEY:PAGE`` over the room it keeps (typst/casefile.typ). What was received
comes in as a picture of its page: neither links nor fields of it stay.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path

import pikepdf

FRAME = re.compile(r"frame:(\w+):(\d+)")


def count(content: bytes | Path) -> int:
    """Pages of a pdf."""
    with pikepdf.open(BytesIO(content) if isinstance(content, bytes) else content) as document:
        return len(document.pages)


def fill(content: bytes, originals: Mapping[str, Path], out: Path) -> int:
    """Write ``content`` with every frame filled; returns its pages.

    Args:
        originals: pdf by the key of their frames.
    """
    with ExitStack() as stack:
        document = stack.enter_context(pikepdf.open(BytesIO(content)))
        opened = {key: stack.enter_context(pikepdf.open(path)) for key, path in originals.items()}
        for page in document.pages:
            for link in page.obj.get("/Annots", pikepdf.Array()):
                told = FRAME.fullmatch(str(link.get("/A", pikepdf.Dictionary()).get("/URI", "")))
                if told and told[1] in opened:
                    _lay(document, page, opened[told[1]].pages[int(told[2])], link.Rect)
            if "/Annots" in page.obj:
                del page.obj["/Annots"]
        pages = len(document.pages)
        document.save(out, deterministic_id=True)
    return pages


def _lay(document: pikepdf.Pdf, page: pikepdf.Page, received: pikepdf.Page, frame: pikepdf.Object) -> None:
    """Shrunk or grown into the frame, upright; under a name of its own, so that the bytes repeat."""
    form = document.copy_foreign(received.as_form_xobject())
    name = page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name("/Received"))
    left, low, right, top = (float(edge) for edge in pikepdf.Array(frame))
    placed = page.calc_form_xobject_placement(
        form,
        name,
        pikepdf.Rectangle(left, low, right, top),
        invert_transformations=True,
        allow_shrink=True,
        allow_expand=True,
    )
    page.contents_add(b"q", prepend=True)
    page.contents_add(b"Q " + placed)


def join(parts: Sequence[Path], out: Path) -> int:
    """One pdf of several, in their order; returns its pages."""
    with ExitStack() as stack, pikepdf.new() as whole:
        for part in parts:
            whole.pages.extend(stack.enter_context(pikepdf.open(part)).pages)
        pages = len(whole.pages)
        whole.save(out, deterministic_id=True)
    return pages
