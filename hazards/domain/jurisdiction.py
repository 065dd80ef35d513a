"""Jurisdictions (属地): streets, towns and districts with codes, valid dates and lineage."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

PLACED_TYPES = ("街道", "镇", "乡", "功能区", "区直")
UPPER_TYPES = {"区": "district", "县": "district", "县级市": "district", "市": "city", "省": "province"}


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """One unit. Valid from ``valid_from`` (None: always) until before ``valid_to`` (None: still).

    ``codes`` maps a scheme (nbs, mca, own) to a code: the two official schemes collide below the
    county (domain.md §5), so neither is our key.
    """

    key: int
    name: str
    type: str
    parent: int | None
    valid_from: date | None = None
    valid_to: date | None = None
    codes: dict[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()

    def valid(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on < self.valid_to
        )

    @property
    def code(self) -> str | None:
        """The statistical code, else the civil-affairs one, else our own."""
        return self.codes.get("nbs") or self.codes.get("mca") or self.codes.get("own")


@dataclass(frozen=True, slots=True)
class Lineage:
    """``old`` went over into ``new`` on ``on``; ``old`` may live on (a split)."""

    old: int
    new: int
    on: date | None


class Register:
    """All jurisdictions of a store, with the questions asked of them."""

    def __init__(self, units: Iterable[Jurisdiction], lineage: Iterable[Lineage] = ()) -> None:
        self.units = {u.key: u for u in units}
        self._next: dict[int, list[int]] = {}
        self._before: dict[int, list[int]] = {}
        for edge in lineage:
            self._next.setdefault(edge.old, []).append(edge.new)
            self._before.setdefault(edge.new, []).append(edge.old)
        self.by_code = {code: u.key for u in self.units.values() for code in u.codes.values()}

    def __getitem__(self, key: int) -> Jurisdiction:
        return self.units[key]

    def __contains__(self, key: object) -> bool:
        return key in self.units

    def districts(self) -> list[Jurisdiction]:
        return [u for u in self.units.values() if UPPER_TYPES.get(u.type) == "district"]

    def streets(self, on: date, district: int | None = None) -> list[Jurisdiction]:
        """Units that may lead a case and are valid ``on``, in code order, 区直 last."""
        found = [
            u
            for u in self.units.values()
            if u.type in PLACED_TYPES and u.valid(on) and (district is None or u.parent == district)
        ]
        return sorted(found, key=lambda u: (u.type == "区直", u.type == "功能区", u.code or "~", u.key))

    def at(self, key: int, on: date) -> int | None:
        """The unit that stands for ``key`` on a day: itself, its successor or its predecessor.

        None where the lineage forks: a street that ended in several pieces asks a person
        (product.md C2), and so does one whose forerunners were several.
        """
        unit = self.units.get(key)
        if unit is None or unit.valid(on):
            return None if unit is None else key
        ended = unit.valid_to is not None and unit.valid_to <= on
        edges = self._next if ended else self._before
        seen, frontier, found = {key}, [key], set()
        while frontier:
            for other in edges.get(frontier.pop(), ()):
                if other in seen or other not in self.units:
                    continue
                seen.add(other)
                if self.units[other].valid(on):
                    found.add(other)
                else:
                    frontier.append(other)
        return found.pop() if len(found) == 1 else None

    def above(self, key: int, kind: str) -> int | None:
        """The district, city or province over a unit (or itself)."""
        at: int | None = key
        while at is not None and at in self.units:
            if UPPER_TYPES.get(self.units[at].type) == kind:
                return at
            at = self.units[at].parent
        return None

    def within(self, key: int) -> set[int]:
        """A unit and everything under it, whatever the dates."""
        found = {key}
        grew = True
        while grew:
            more = {u.key for u in self.units.values() if u.parent in found} - found
            grew = bool(more)
            found |= more
        return found

    def place_names(self) -> frozenset[str]:
        """Names that stand in front of a unit's own: 浙江省, 浙江, 温州市, 温州, 鹿城区, 双屿街道 …"""
        full = {u.name for u in self.units.values() if len(u.name) > 1}
        return frozenset(full | {n[:-1] for n in full if n[-1] in "省市区县" and len(n) > 2})
