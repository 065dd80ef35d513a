"""A ledger understood but not yet taken: every row with its verdict, its reasons and its place."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from hazards.domain.errors import Finding, Unreadable
from hazards.domain.grid import Workbook
from hazards.domain.listing import Listing
from hazards.domain.tables import Tables
from hazards.services.placing import Placement


class Verdict(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(slots=True)
class Row:
    """One data row. For a known case ``changes`` maps a field to (value held, value told), and
    ``version`` is the one they were compared with."""

    number: int
    verdict: Verdict
    listing: Listing | None = None
    placement: Placement = field(default_factory=Placement)
    case_id: int | None = None
    live: bool = False
    version: int = 0
    identity: str = ""
    digest: str = ""
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    items: tuple[tuple[str, str], ...] = ()
    same_unit: str | None = None


@dataclass(slots=True)
class Draft:
    """What ``check`` found in a file. Nothing is written until it is committed."""

    file_name: str
    sha256: str
    rows: list[Row]
    findings: list[Finding]
    tables: Tables | None = None
    book: Workbook | None = None
    failed: Unreadable | None = None

    def count(self, *verdicts: Verdict) -> int:
        return sum(r.verdict in verdicts for r in self.rows)

    @property
    def accepted(self) -> int:
        return self.count(Verdict.NEW, Verdict.CHANGED)

    @property
    def refused(self) -> int:
        return self.count(Verdict.REFUSED)

    @property
    def unchanged(self) -> int:
        return self.count(Verdict.UNCHANGED)

    @property
    def same_unit_questions(self) -> list[tuple[str, str]]:
        """Pairs (name told, name known) a person should judge, each once."""
        pairs = {(r.listing.unit, r.same_unit) for r in self.rows if r.listing and r.same_unit}
        return sorted(pairs)

    def public(self) -> dict[str, Any]:
        return {
            "rows": len(self.rows),
            "accepted": self.accepted,
            "refused": self.refused,
            "unchanged": self.unchanged,
            "findings": [f.public() for f in self.findings],
        }

    @classmethod
    def failure(cls, file_name: str, error: Unreadable) -> "Draft":
        return cls(file_name, "", [], [error.finding()], failed=error)
