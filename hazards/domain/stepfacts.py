"""What a step looks at, who takes it, and what it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from hazards.domain.lifecycle import Action, Part
from hazards.domain.roles import Role
from hazards.domain.stages import Stage


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a step looks at, as it stands in the transaction that decides.

    ``proof`` are the kinds of unvoided evidence; ``lacking`` names, per gate, all that is missing
    for it (empty: it is open); ``parts`` are the accounts that took each part so far.
    """

    stage: Stage
    level: str
    body: str
    last_on: date | None
    proof: frozenset[str] = frozenset()
    lacking: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parts: Mapping[Part, frozenset[int]] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)
    accident: bool = False
    last: str = ""
    """Who took the last step and when, in words: told to whoever comes too late."""
    lead: str = ""
    """The lead street, in words."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who takes a step: a role, the accounts that answer, whether the case is theirs (主办)."""

    role: Role
    persons: frozenset[int]
    leads: bool = True


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that may be taken. ``end`` is the stage after it."""

    action: Action
    end: Stage
    late_days: int
    """Working days between act and entry, 0 when entered in time."""
