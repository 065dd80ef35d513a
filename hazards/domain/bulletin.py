"""A bulletin (通报): one cut-off, its cases with every fact the figures rest on, frozen.

Every figure is the number of members that carry its name among their flags, so a figure and the
list behind it cannot differ. ``canonical`` is what is kept and digested.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from typing import Any

from hazards.domain import trail
from hazards.domain.issues import Kind, Period, period

FORMAT = "guapai-bulletin-1"
LEVELS = ("国家级", "省级", "市级", "区级", "街镇级")
MEASURES = ("责任", "措施", "资金", "时限", "预案")
ALL = "*"
"""The row of a table that counts every member."""


@dataclass(frozen=True, slots=True)
class Member:
    """One case of a bulletin as it stood at the cut-off; days as ISO text, "" where there is none.

    ``street`` is the row it counts in, ``place`` the key of that row. ``deadline`` is in force at
    the cut-off, ``deadline_struck`` was when it was struck off. ``flags`` name the figures that
    count it.
    """

    id: int
    number: str
    unit: str
    address: str
    content: str
    street: str
    place: int
    department: str
    sector: str
    level: str
    batch: str
    year: int
    listed_on: str
    deadline: str
    struck_on: str
    deadline_struck: str
    left_on: str
    left_how: str
    undated: bool
    imported: bool
    measures: str
    """One sign a measure of the five: 1 verified, 0 not."""
    claimed: str
    planned: bool
    yuan: int
    flags: tuple[str, ...]

    def has(self, figure: str) -> bool:
        return figure in self.flags

    def group(self, by: str) -> str:
        """The row of a table by ``by`` this case counts in; "" the unnamed."""
        return str(self.place) if by == "street" else str(getattr(self, by))


_MEMBER = tuple(f.name for f in fields(Member))


@dataclass(frozen=True, slots=True)
class Structure:
    """One illegal building on the books at the cut-off; ``disposals`` are (kind, m², day or "")."""

    id: int
    number: str
    unit: str
    street: str
    place: int
    stock: str
    m2: float
    of_year: bool
    disposals: tuple[tuple[str, float, str], ...]


_STRUCTURE = tuple(f.name for f in fields(Structure))


@dataclass(frozen=True, slots=True)
class Street:
    """A row of the tables by street: its key, its target, and whether it is ranked at all."""

    key: int
    name: str
    target: int
    aside: bool


@dataclass(frozen=True, slots=True)
class Restated:
    """A case that an earlier issue counted otherwise: which figures it left and entered, and why.

    ``acts`` are (what, date of act, time entered, by whom).
    """

    id: int
    number: str
    unit: str
    street: str
    left: tuple[str, ...]
    entered: tuple[str, ...]
    moved: str
    acts: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Before:
    """The previous issue of the kind: as it was published, and as the ledger now tells the same cut-off."""

    name: str
    issue: int
    cutoff: str
    year: int
    published: Mapping[str, int]
    now: Mapping[str, int]
    rates: Mapping[str, str]
    """Rate as published of each street of this issue, and of all, by key."""
    restated: tuple[Restated, ...]
    steps: Mapping[str, tuple[int, ...]]
    """How the last issue becomes this one: word to the ids of the cases."""


@dataclass(frozen=True, kw_only=True)
class Bulletin:
    """Everything the papers of one issue are made from. Nothing here is typed but the two notes."""

    kind: Kind
    told: str
    cutoff: str
    ended: bool
    moment: str
    rule: str
    boundaries: str
    year: int
    district: str
    organ: str
    target: int
    listed_target: int | None
    streets: tuple[Street, ...]
    members: tuple[Member, ...]
    objects: Mapping[str, int]
    returned: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    before: Before | None = None
    undone: tuple[tuple[str, str, str], ...] = ()
    """Strike-offs undone since the last issue: number, unit, day."""
    map: str = ""
    curve: str = ""
    points: tuple[tuple[str, int, int], ...] = ()
    last_event: int = 0
    seal: str = ""
    issue: int | None = None
    typical: str = ""
    next: str = ""
    dated: str = ""
    structures: tuple[Structure, ...] = ()
    tasks: Mapping[str, float] = field(default_factory=dict)
    """m² to be dealt with this year, by the key of a street; issues of before have neither."""
    areas: tuple[tuple[str, str, str, float, float, float, float], ...] = ()
    """Buildings the last issue would count otherwise today: number, unit, street, then m² on the books
    as published and now, and m² disposed of as published and now."""

    @property
    def period(self) -> Period:
        return period(self.kind, self.told)

    @property
    def straddles(self) -> bool:
        """Whether the period began in the year before the one it counts: a week over the New Year."""
        return self.period.first.year < self.year

    def of(self, figure: str, by: str = "", row: str = ALL) -> list[Member]:
        """The very cases a figure counts, in one row of the tables by ``by`` or all of them."""
        if row == ALL:
            by = ""
        if by not in self._lists:
            lists: dict[tuple[str, str], list[Member]] = {}
            for member in self.members:
                at = member.group(by) if by else ALL
                for flag in member.flags:
                    lists.setdefault((flag, at), []).append(member)
            self._lists[by] = lists
        return self._lists[by].get((figure, row), [])

    @cached_property
    def _lists(self) -> dict[str, dict[tuple[str, str], list[Member]]]:
        return {}

    def count(self, figure: str, by: str = "", row: str = ALL) -> int:
        return len(self.of(figure, by, row))

    def public(self) -> dict[str, Any]:
        """As JSON: members as rows under one heading, all else by name."""
        told = {
            f.name: getattr(self, f.name)
            for f in fields(self)
            if f.name not in ("members", "streets", "before", "structures")
        }
        return {
            "format": FORMAT,
            **told,
            "kind": self.kind.value,
            "streets": [asdict(s) for s in self.streets],
            "before": None if self.before is None else asdict(self.before),
            "member_fields": _MEMBER,
            "members": [[getattr(m, name) for name in _MEMBER] for m in self.members],
            "structures": [[getattr(s, name) for name in _STRUCTURE] for s in self.structures],
        }


APART = ("moment", "last_event", "seal", "issue", "typical", "next", "dated")
"""What may differ between a draft and what is published from it."""


def figures(told: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a bulletin that is counted."""
    return {name: value for name, value in told.items() if name not in APART}


def canonical(told: Mapping[str, Any]) -> bytes:
    """The bytes that are kept and whose SHA-256 stands in the trail."""
    return trail.canonical(told)


def thawed(told: Mapping[str, Any]) -> Bulletin:
    """A bulletin read back from its JSON.

    Raises:
        ValueError: it was written by a later format.
    """
    if told.get("format") != FORMAT:
        raise ValueError(f"format {told.get('format')}")
    rest = {f.name: told[f.name] for f in fields(Bulletin) if f.name in told}
    rest |= {
        "kind": Kind(told["kind"]),
        "streets": tuple(Street(**s) for s in told["streets"]),
        "members": tuple(_member(told["member_fields"], row) for row in told["members"]),
        "before": _before(told["before"]),
        "areas": tuple(map(tuple, told.get("areas", ()))),
        "structures": tuple(_structure(row) for row in told.get("structures", ())),
        "undone": tuple(map(tuple, told["undone"])),
        "points": tuple(map(tuple, told["points"])),
    }
    return Bulletin(**rest)


def _member(names: Iterable[str], row: Iterable[Any]) -> Member:
    told = dict(zip(names, row, strict=True))
    return Member(**{**told, "flags": tuple(told["flags"])})


def _structure(row: Iterable[Any]) -> Structure:
    told = dict(zip(_STRUCTURE, row, strict=True))
    return Structure(**{**told, "disposals": tuple(map(tuple, told["disposals"]))})


def _before(told: Mapping[str, Any] | None) -> Before | None:
    if told is None:
        return None
    restated = tuple(
        Restated(
            **{
                **one,
                "left": tuple(one["left"]),
                "entered": tuple(one["entered"]),
                "acts": tuple(map(tuple, one["acts"])),
            }
        )
        for one in told["restated"]
    )
    steps = {word: tuple(ids) for word, ids in told["steps"].items()}
    return Before(**{**told, "restated": restated, "steps": steps})
