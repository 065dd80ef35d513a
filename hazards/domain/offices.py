"""Offices (单位): to whom an order or an instruction is sent."""

from dataclasses import dataclass
from enum import StrEnum


class OfficeKind(StrEnum):
    STREET = "street"
    DEPARTMENT = "department"
    LISTING = "listing"
    LEADER = "leader"


@dataclass(frozen=True, slots=True)
class Office:
    """A street by its key, a department by its name; the listing office and the leaders are one each."""

    kind: OfficeKind
    name: str
    jurisdiction: int | None = None
    department: str = ""


LISTING = Office(OfficeKind.LISTING, "区安委办")
LEADERS = Office(OfficeKind.LEADER, "区领导")
