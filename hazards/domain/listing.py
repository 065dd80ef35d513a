"""One ledger row, understood: the values of a listing, and how much of them was really told."""

import hashlib
import unicodedata
from dataclasses import dataclass, field, fields
from datetime import date
from operator import attrgetter
from typing import Any

from hazards.domain.template import FIELDS


@dataclass(frozen=True, slots=True)
class Listing:
    """A row of a ledger as values.

    Dates told only in part keep the reading that never flatters the rate: a listing counts from
    the first day it can mean, a deadline, strike-off or approval from the last. ``texts`` keeps
    the words of every field that is provisional or could not be typed; ``extras`` the columns
    that are not ours. ``untold`` names fields that only hold what a new case starts with.
    """

    row: int
    number: str = ""
    kind: str = "hazard"
    sector: str = ""
    unit: str = ""
    street: str = ""
    address: str = ""
    x: float | None = None
    y: float | None = None
    crs: str = "CGCS2000"
    content: str = ""
    basis: str = ""
    level: str = ""
    document: str = ""
    batch: str = ""
    year: int | None = None
    listed_on: date | None = None
    found_on: date | None = None
    responsible_unit: str = ""
    responsible_person: str = ""
    phone: str = ""
    credit_code: str = ""
    supervisor: str = ""
    leader: str = ""
    claim_responsibility: str = ""
    claim_measures: str = ""
    claim_funds: str = ""
    claim_deadline: str = ""
    claim_plan: str = ""
    deadline: date | None = None
    extended_to: date | None = None
    extension_approved_on: date | None = None
    state: str = "open"
    struck_off_on: date | None = None
    left_on: date | None = None
    left_why: str = ""
    illegal_area: float | None = None
    disposed_area: float | None = None
    note: str = ""
    county: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    extras: dict[str, str] = field(default_factory=dict)
    geometry: bytes | None = None
    untold: frozenset[str] = frozenset()

    @property
    def identity(self) -> str:
        """编号, else a digest of (文号, 整治单位, 地址, 隐患主要内容); never the 序号."""
        if self.number:
            return "n:" + _folded(self.number)
        parts = (self.document, self.unit, self.address, self.content)
        told = "\x1f".join(_folded(p) for p in parts)
        return "d:" + hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def values(self) -> dict[str, Any]:
        """What the row tells, without empty fields: the content that a re-import compares."""
        told = zip(_TOLD, _GET(self), strict=True)
        # 0 is a value; None, "" and {} are not.
        return {n: v for n, v in told if (v or v == 0) and n not in self.untold}


_TOLD = (*FIELDS, "county", "texts", "extras", "geometry")
_GET = attrgetter(*_TOLD)
assert set(FIELDS) <= {f.name for f in fields(Listing)}


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
