"""采集包 (packages): photographs taken where no network reaches, brought in later as one zip."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hazards.domain.errors import Refusal, Unreadable
from hazards.domain.evidence import NotTaken
from hazards.domain.roles import CASEWORK
from hazards.formats import packages
from hazards.services import evidence
from hazards.services.access import Scope, operation
from hazards.services.receipts import Told
from hazards.storage import blobs
from hazards.storage.store import Store

PIECE = 1024 * 1024


@operation("交入采集包", CASEWORK)
def hold(store: Store, scope: Scope) -> blobs.Part:
    """A place for bytes that are looked at and not kept; whoever asks closes it."""
    return blobs.store().part()


@operation("交入采集包", CASEWORK)
def take(store: Store, scope: Scope, path: Path) -> list[dict[str, Any]]:
    """Each file of a package becomes evidence of its case, by the rules of any other upload.

    Every file is answered for itself: its receipt, or why it was not taken. A package handed in
    twice gives the same receipts.

    Raises:
        NotTaken: it is no package, damaged, or altered since it was saved; nothing was taken.
    """
    try:
        files = packages.read(path)
    except Unreadable as refusal:
        facts = refusal.facts
        raise NotTaken(refusal.code, facts["why"], facts["cure"], refusal.value) from refusal
    return [_one(store, scope, path, file) for file in files]


def _one(store: Store, scope: Scope, path: Path, file: dict[str, Any]) -> dict[str, Any]:
    item = int(file["item"]) if file["item"].isascii() and file["item"].isdigit() else None
    told = Told(
        file["name"], file["kind"], item, file["note"], file["viewpoint"], "package", f"p{file['key'][:60]}"
    )
    try:
        receipt = evidence.add(store, scope, file["case"], _bytes(path, file), told)
    except Refusal as refusal:
        return {"name": file["name"], "case": file["case"], "code": refusal.code, "message": str(refusal)}
    return {"name": file["name"], **receipt.public()}


def _bytes(path: Path, file: dict[str, Any]) -> Iterator[bytes]:
    with path.open("rb") as package:
        package.seek(file["offset"])
        left = file["size"]
        while left:
            chunk = package.read(min(left, PIECE))
            left -= len(chunk)
            yield chunk
