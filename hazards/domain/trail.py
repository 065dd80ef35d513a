"""The trail: every act one line in its chain, all chains under signed seals. Anybody can recompute it.

A line is the UTF-8 text of a JSON array of texts and whole numbers, without blanks; its SHA-256 is
the hash of the event and stands in the next line of the same chain. ``hazards/verifier`` computes
the same with nothing but the standard library.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

EVENT, SEAL = "guapai-event-1", "guapai-seal-1"
"""Formats of a line and of a seal's statement; a change of fields is a new format."""

COMMON = 0
"""The chain of whatever is about no case; every other chain is named by the case id."""

FIELDS = (
    "subject",
    "action",
    "origin",
    "acted_on",
    "entered_at",
    "actor",
    "account_id",
    "as_whom",
    "behalf_id",
    "behalf",
    "import_id",
    "reason",
    "data",
    "sums",
)
"""What a line holds of its event, in order, after format, chain, seq and prev."""


def sha256(told: bytes) -> str:
    return hashlib.sha256(told).hexdigest()


def canonical(told: Any) -> bytes:
    """Equal to ``json.dumps(told, ensure_ascii=False, separators=(",", ":"))``, but faster."""
    return orjson.dumps(told)


def line(event: Mapping[str, Any], chain: int, seq: int, prev: str) -> bytes:
    """The line of an event at its place in a chain. ``acted_on`` is a date, ISO text or None."""
    return canonical([EVENT, chain, seq, prev, *[event[name] for name in FIELDS]])


def sums(facts: Mapping[str, bytes]) -> str:
    """Digests of what a case consists of: ``"cases:… extensions:…"``, one for each part by name."""
    return " ".join(f"{name}:{sha256(facts[name])}" for name in sorted(facts))


def parted(told: str) -> dict[str, str]:
    """``sums`` read back: part to digest."""
    return dict(part.split(":", 1) for part in told.split(" ") if ":" in part)


# ------------------------------------------------------------------ Merkle trees (RFC 6962, 2.1)
def leaf(told: str) -> bytes:
    """The leaf of an event, from the hex of its hash."""
    return hashlib.sha256(b"\x00" + bytes.fromhex(told)).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _above(row: Sequence[bytes]) -> list[bytes]:
    """One row up: neighbours joined; a last one without a neighbour rises as it is."""
    pairs = [_node(row[n], row[n + 1]) for n in range(0, len(row) - 1, 2)]
    return [*pairs, row[-1]] if len(row) % 2 else pairs


def root(leaves: Sequence[bytes]) -> str:
    """The Merkle root over at least one leaf, hex."""
    row = leaves
    while len(row) > 1:
        row = _above(row)
    return row[0].hex()


def path(leaves: Sequence[bytes], index: int) -> list[str]:
    """The proof that the leaf at ``index`` lies under the root: the other halves, bottom up, hex."""
    row, told = leaves, []
    while len(row) > 1:
        other = index ^ 1
        if other < len(row):
            told.append(row[other].hex())
        row, index = _above(row), index // 2
    return told


# ------------------------------------------------------------------ seals
@dataclass(frozen=True, slots=True)
class Seal:
    """One signed statement over every event entered since the seal before.

    ``key`` is the public key that signs it, ``next_key`` the one it hands over to, or "".
    """

    number: int
    at: str
    why: str
    first_event: int
    last_event: int
    events: int
    root: str
    prev: str
    key: str
    next_key: str = ""

    def statement(self) -> bytes:
        """What is signed; its SHA-256 is the hash of the seal."""
        told = (self.number, self.at, self.why, self.first_event, self.last_event, self.events)
        return canonical([SEAL, *told, self.root, self.prev, self.key, self.next_key])

    @property
    def hash(self) -> str:
        return sha256(self.statement())
