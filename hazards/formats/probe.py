"""Probe: one file of evidence looked at and copied for viewing, always in the fenced child."""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hazards.domain.errors import Unreadable
from hazards.formats import fence, magic
from hazards.formats.limits import Emit

AT_ONCE = threading.BoundedSemaphore(3)
"""Children beside each other: a big picture takes some hundred megabytes."""


@dataclass(frozen=True, slots=True)
class Probed:
    """What a file is, and what it claims about itself.

    ``captured_at`` is ISO 8601 with its zone, ``lon`` and ``lat`` are WGS84 degrees; all three are
    the file's own words. ``shown`` tells whether a copy for viewing can be made. ``notes`` are
    codes: "tail" (more bytes behind the picture), "unread" (claims are not read from this kind).
    """

    media_type: str
    shown: bool
    captured_at: str = ""
    lon: float | None = None
    lat: float | None = None
    device: str = ""
    width: int = 0
    height: int = 0
    notes: tuple[str, ...] = ()


def probe(path: Path) -> Probed:
    """Look at a file.

    Raises:
        Unreadable: it is not taken, and why.
    """
    with path.open("rb") as file:
        kind = magic.family(file.read(magic.HEAD))
    for frame in _child("probe", str(path), kind=kind):
        return Probed(**{**frame, "notes": tuple(frame["notes"])})
    raise fence.crash("other")


def copy(path: Path, out: Path, longest: int) -> None:
    """Write a JPEG for viewing.

    Raises:
        Unreadable
    """
    _child("view", str(path), str(out), str(longest), kind=magic.PICTURE)


def read_codes(path: Path) -> list[str]:
    """The texts of the QR codes in a picture."""
    return [text for frame in _child("codes", str(path), kind=magic.PICTURE) for text in frame["codes"]]


def _child(work: str, *args: str, kind: str) -> list[dict[str, Any]]:
    seconds = 60 if kind == magic.PAPER else 30
    limits = fence.Limits(cpu_s=seconds, wall_s=2 * seconds, memory_mb=1024, written_mb=32)
    with AT_ONCE:
        try:
            return list(fence.frames(work, *args, limits=limits))
        except Unreadable as refusal:
            if refusal.code.startswith("reader-"):
                # The fence speaks of ledgers; the reader here has a photograph in hand.
                cure = "请在原设备上确认能打开，另存一份或重新拍摄后再上传。"
                raise Unreadable(refusal.code, refusal.facts["why"], cure) from refusal
            raise


def look(emit: Emit, path: str) -> None:
    """Runs inside the fence."""
    file = Path(path)
    with file.open("rb") as opened:
        head = opened.read(magic.HEAD)
    emit(_look(file, head))


def _look(file: Path, head: bytes) -> dict[str, Any]:
    kind = magic.family(head)
    if kind == magic.PICTURE:
        from hazards.formats import pictures

        return pictures.look(file)
    if head[4:8] == b"ftyp":
        from hazards.formats import films

        return films.look(file) if kind == magic.FILM else films.heic(file)
    from hazards.formats import papers

    if head.startswith(b"%PDF-"):
        return papers.pdf(file)
    return papers.package(file) if head.startswith(b"PK") else papers.ole(file)


def view(emit: Emit, path: str, out: str, longest: str) -> None:
    """Runs inside the fence."""
    from hazards.formats import pictures

    pictures.copy(Path(path), Path(out), int(longest))


def codes(emit: Emit, path: str) -> None:
    """Runs inside the fence."""
    import zxingcpp

    from hazards.formats import pictures

    picture = pictures._open(Path(path)).convert("L")
    picture.thumbnail((2000, 2000))
    emit({"codes": [found.text[:500] for found in zxingcpp.read_barcodes(picture)][:10]})
