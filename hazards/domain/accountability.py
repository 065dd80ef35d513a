"""Accountability (问责): facts that a leader should look at. A line is no finding of fault."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

REASONS = ("监管不力", "超越职权", "执行不到位", "行政不作为", "行政乱作为")
"""The five of the founding speech. Law: accountability.reasons"""
MEASURES = ("约谈", "诫勉谈话", "责令检查", "通报批评", "移送纪检监察", "不予问责")
NOT_HELD = "不予问责"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule that makes a line (data/rules/accountability.toml)."""

    key: str
    reason: str
    title: str
    says: str
    times: int = 1
    days: int = 0
    idle: int = 0
    renews: int = 0
    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Rule":
        return cls(**{**told, "words": tuple(told.get("words", ()))})

    def mark(self, days: int) -> str:
        """Which stretch of a standing fact this is: one decided on counts anew after ``renews`` days."""
        return str(days // self.renews) if self.renews else ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something on record, of one organ: a street by its key, a department by its name."""

    rule: str
    organ: str
    street: int | None
    key: str
    """The same fact on another day has the same key."""
    on: date | None
    told: str
    name: str
    subject: str = "case"
    """case, complaint, instruction, order, weekly: what ``ref`` opens."""
    ref: int | None = None

    def frozen(self) -> dict[str, Any]:
        return {**asdict(self), "on": self.on.isoformat() if self.on else None}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line (线索): a rule, an organ, and the facts nobody has decided on yet."""

    rule: Rule
    organ: str
    street: int | None
    facts: tuple[Fact, ...]
    before: int = 0
    """Decisions taken on the same rule and organ before."""
    streak: bool = field(default=False)
    """Held to account last year too (连续两年)."""

    @property
    def seen(self) -> str:
        """What somebody saw who saw these very facts."""
        return "|".join(sorted(fact.key for fact in self.facts))


def candidates(
    rules: Iterable[Rule],
    facts: Iterable[Fact],
    decided: Mapping[tuple[str, str], frozenset[str]],
    counted: Mapping[tuple[str, str], int],
    last_year: frozenset[str],
) -> list[Candidate]:
    """The lines: by rule and organ the facts not decided on, where there are enough of them.

    Args:
        decided: (rule, organ) to the keys of facts that a leader has decided on.
        counted: (rule, organ) to the number of those decisions.
        last_year: organs held to account in the year before.
    """
    found: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        at = (fact.rule, fact.organ)
        if fact.key not in decided.get(at, frozenset()):
            found.setdefault(at, []).append(fact)
    by_key = {rule.key: rule for rule in rules}
    order = list(by_key)
    lines = [
        Candidate(
            by_key[key],
            organ,
            held[0].street,
            tuple(sorted(held, key=lambda f: (f.on or date.max, f.key))),
            counted.get((key, organ), 0),
            organ in last_year,
        )
        for (key, organ), held in found.items()
        if len(held) >= by_key[key].times
    ]
    return sorted(lines, key=lambda c: (not c.streak, order.index(c.rule.key), -len(c.facts), c.organ))
