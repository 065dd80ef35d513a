"""Judging a cell: what the written tables expect, and what the real service answers."""

from dataclasses import dataclass, field
from typing import Any

from hazards.domain.errors import Refusal
from hazards.domain.steps import NotTheLead, NotTheTaker, StepNotOpen
from hazards.services.access import NoSuchCase, NotYours
from hazards.services.evidence import NoSuchEvidence
from hazards.services.proposals import AnotherPerson
from hazards.services.signatures import NothingToSign
from tests.matrix import rooms
from tests.matrix.expected import OPERATIONS, ROLES, SIGHT, STEPS

ALLOWED, ROLE, LEAD, NONE, STAGE = (
    "allowed",
    "refused by role",
    "lead street only",
    "no such thing",
    "not now",
)
CASES = ("A", "B", "missing")


@dataclass(frozen=True)
class Row:
    roles: str
    about: str


def operations() -> dict[str, Row]:
    rows = {}
    for line in (OPERATIONS + rooms.OPERATIONS).split("\n"):
        if not line.strip():
            continue
        name, roles, *about = line.split(maxsplit=2)
        assert len(roles) == len(ROLES), line
        assert all(sign in (".", place) for sign, place in zip(roles, ROLES, strict=True)), line
        assert name not in rows, line
        rows[name] = Row(roles, about[0] if about else "")
    return rows


def sight() -> dict[str, tuple[str, dict[str, str]]]:
    """Actor to (role's letter, what he is to each case): lead, co or "-"."""
    told = {}
    for line in SIGHT.strip().splitlines()[1:]:
        actor, role, a, b = line.rsplit(maxsplit=3)
        told[actor.strip()] = (role, {"A": a, "B": b, "missing": "-"})
    return told


def steps() -> dict[str, tuple[str, str, frozenset[str]]]:
    """Step to (roles at 区级, roles at 街镇级, stages at which it is open)."""
    told = {}
    for line in STEPS.strip().splitlines():
        name, district, township, *stages = line.split()
        told[name] = (district, township, frozenset(stages))
    return told


def expected(row: Row, letter: str, seen: str) -> str:
    """The answer for a role that is ``seen`` (lead, co, "-") to the case it names."""
    may = letter in row.roles
    if row.about in ("case", "case lead"):
        if seen == "-":
            return NONE
        return ROLE if not may else LEAD if seen == "co" and row.about == "case lead" else ALLOWED
    if not may or not row.about or row.about == "own":
        return ALLOWED if may else ROLE
    if seen == "-" or (seen == "co" and row.about in ("proposal", "signature", "scan")):
        return NONE
    if row.about == "proposal":
        return ALLOWED if letter == "L" else ROLE
    if row.about == "void":
        return ALLOWED if letter == "L" or (letter == "H" and seen == "lead") else ROLE
    return ALLOWED


def step_expected(action: str, letter: str, seen: str, stage: str, level: str) -> str:
    if seen == "-":
        return NONE
    if letter not in "CHDL":
        return ROLE
    district, township, stages = steps()[action]
    if letter not in (township if level == "街镇级" else district):
        return ROLE
    if seen == "co":
        return LEAD
    return ALLOWED if stage in stages else STAGE


@dataclass
class Answer:
    kind: str
    text: str = ""
    value: Any = None
    broken: str = field(default="")


def of_row(row: Row, told: Answer) -> Answer:
    """Where no case is named, a missing paper or batch is an answer like any other."""
    return Answer(ALLOWED, told.text) if told.kind == NONE and row.about in ("", "own") else told


_NONE = (NoSuchCase, NoSuchEvidence, NothingToSign)


def judged(ask: Any) -> Answer:
    """Ask, and say which sort of answer came. Anything but a refusal or a value is a fault."""
    try:
        value = ask()
    except Refusal as refusal:
        return of_refusal(refusal)
    except Exception as error:
        return Answer(ALLOWED, broken=f"{type(error).__name__}: {error}")
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], tuple):
        # Several at once: each is answered for itself.
        first = value[0][-1]
        if isinstance(first, Refusal):
            return of_refusal(first)
    return Answer(ALLOWED, value=value)


def of_refusal(refusal: Refusal) -> Answer:
    text = str(refusal)
    if isinstance(refusal, _NONE) or refusal.code == "no-such-paper":
        return Answer(NONE, text)
    if isinstance(refusal, NotTheLead) or (isinstance(refusal, NotYours) and "协办单位" in text):
        return Answer(LEAD, text)
    if isinstance(refusal, NotYours | NotTheTaker | AnotherPerson):
        return Answer(ROLE, text)
    if isinstance(refusal, StepNotOpen):
        return Answer(STAGE, text)
    return Answer(ALLOWED, text)
