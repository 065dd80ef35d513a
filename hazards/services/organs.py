"""Organs (单位): whom a fact on record is about, under one name each."""

from collections.abc import Mapping
from typing import Any

from hazards.domain.jurisdiction import Register
from hazards.services import clock
from hazards.services.access import named

Organ = tuple[str, int | None]
"""Its name, and of a street its key."""
NOBODY: Organ = ("未定属地", None)


class Organs:
    """The organs of a district."""

    def __init__(self, held: Register) -> None:
        self.held = held
        self.streets = {u.name: u.key for u in held.streets(clock.today())}
        names = [d.name for d in held.districts()]
        self.district = names[0] if len(names) == 1 else ""

    def street(self, key: int | None) -> Organ:
        return (self.held[key].name, key) if key is not None and key in self.held else NOBODY

    def lead(self, row: Mapping[str, Any]) -> Organ:
        return self.street(row["lead_id"])

    def department(self, row: Mapping[str, Any]) -> Organ | None:
        """The supervising department named first, by its full name; None where none is named."""
        told = row["supervisor"]
        first = min(named(told), key=told.index, default="")
        return (self.full(first), None) if first else None

    def full(self, name: str) -> str:
        """区应急管理局 is 鹿城区应急管理局 where there is one district."""
        short = self.district[-1:]
        if short and name.startswith(short) and not name.startswith(self.district):
            return self.district + name.removeprefix(short)
        return name

    def post(self, as_whom: str) -> Organ:
        """The organ of a post as the trail prints it: 五马街道 填报员 is the street's."""
        where = as_whom.partition(" ")[0]
        return (where, self.streets[where]) if where in self.streets else (self.full(where), None)
