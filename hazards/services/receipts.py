"""Receipts (回执): what is said with a file, and the proof handed back once it is kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection

from hazards.domain import evidence as rules
from hazards.domain.kinds import KINDS
from hazards.services.access import Scope
from hazards.storage import evidence as rows

SHOWN = frozenset({"image/jpeg", "image/png", "image/webp"})
"""What a copy for viewing is made of."""
WAYS = ("phone", "desk", "package", "command")


@dataclass(frozen=True, slots=True)
class Told:
    """What is said with a file. ``request_key`` names one choice of one file, however often it is sent."""

    file_name: str
    kind: str
    item: int | None = None
    note: str = ""
    viewpoint: str = ""
    way: str = "phone"
    request_key: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that the bytes are on disk and the row is committed. ``again``: it was here already."""

    id: int
    number: str
    case_id: int
    sha256: str
    size: int
    file_name: str
    kind: str
    entered_at: str
    words: tuple[str, ...] = ()
    elsewhere: int = 0
    after_accident: bool = False
    again: bool = False

    def public(self) -> dict[str, Any]:
        return {
            "id": self.id, "receipt": self.number, "case": self.case_id, "sha256": self.sha256,
            "size": self.size, "file_name": self.file_name, "kind": self.kind, "kind_name": KINDS[self.kind],
            "entered_at": self.entered_at, "flags": list(self.words), "elsewhere": self.elsewhere,
            "after_accident": self.after_accident, "again": self.again,
        }  # fmt: skip


def of_row(connection: Connection, row: rows.Row, *, again: bool = False) -> Receipt:
    same = rows.same_bytes(connection, row["sha256"])
    elsewhere = {r["case_id"] for r in same} - {row["case_id"]}
    flags = orjson.loads(row["flags"] or "[]")
    return Receipt(
        row["id"], row["receipt"], row["case_id"], row["sha256"], row["size"], row["file_name"], row["kind"],
        row["entered_at"], tuple(rules.words(flags, row["distance_m"])), len(elsewhere),
        bool(row["after_accident"]), again,
    )  # fmt: skip


def public(row: rows.Row, scope: Scope, elsewhere: int) -> dict[str, Any]:
    """One file of a case as lists and pages show it; ``request_key`` only to who sent it."""
    at = datetime.fromisoformat(row["captured_at"]) if row["captured_at"] else None
    flags = orjson.loads(row["flags"] or "[]")
    plain = ("id", "receipt", "kind", "item", "file_name", "media_type", "size", "sha256", "captured_at")
    more = ("device", "distance_m", "note", "viewpoint", "actor", "entered_at", "way", "after_accident")
    key = row["request_key"] or ""
    own = f"{scope.account or 0}:"
    return {
        **{name: row[name] for name in (*plain, *more, "voided_at", "void_reason")},
        "kind_name": KINDS.get(row["kind"], row["kind"]),
        "shown": row["media_type"] in SHOWN,
        "flags": flags,
        "words": rules.words(flags, row["distance_m"]),
        "gap": rules.gap_text(at, datetime.fromisoformat(row["entered_at"])),
        "elsewhere": elsewhere,
        "request_key": key.removeprefix(own) if key.startswith(own) else "",
    }
