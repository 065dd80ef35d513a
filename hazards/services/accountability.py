"""Accountability (问责): lines computed from facts, and what leaders decided on them, followed up to the end."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import orjson
from sqlalchemy import Connection

from hazards.domain.accountability import MEASURES, NOT_HELD, Candidate, Rule, candidates
from hazards.domain.errors import Refusal
from hazards.domain.prose import prose
from hazards.domain.roles import NAMES, Role
from hazards.domain.waiting import Todo
from hazards.services import actfacts, clock, followups, matters, scans, standingfacts
from hazards.services.access import Scope, operation
from hazards.services.matters import INQUIRY, MatterLacks, Row
from hazards.services.organs import Organs
from hazards.services.stores import DATA
from hazards.services.supervision import Count
from hazards.storage import casework, register
from hazards.storage import tables as t
from hazards.storage.store import Store

READERS = matters.READERS[INQUIRY]
FOLLOWERS = frozenset({Role.LISTING, Role.LEADER})
WAY = "view=accountability"


class LineChanged(Refusal):
    code = "line-changed"
    says = "这条线索所列事实在您查看之后有变化，没有作出决定。"
    remedy = "请重新打开核对后再决定。"


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One decision: its facts as frozen, what was done since, whether its organ was held to account last year."""

    row: Row
    rule: str
    facts: tuple[dict[str, Any], ...]
    deeds: tuple[Row, ...]
    streak: bool

    @property
    def open(self) -> bool:
        return self.row["closed_on"] is None

    @property
    def late(self) -> bool:
        return self.open and bool(followups.late(self.deeds))


@cache
def book() -> tuple[str, tuple[Rule, ...]]:
    """The version of the rules, and the rules in their order."""
    told = tomllib.loads((DATA / "rules" / "accountability.toml").read_text("utf-8"))
    return told["version"], tuple(Rule.of(one) for one in told["rule"])


@operation("查看问责线索", READERS)
def lines(store: Store, scope: Scope) -> list[Candidate]:
    """What a leader has not decided on yet, as the facts stand now; nothing of it is stored."""
    rules = {rule.key: rule for rule in book()[1]}
    year = clock.today().year
    with store.read() as connection:
        organs = Organs(register.load(connection))
        decided = casework.where(connection, t.inquiries, order=(t.inquiries.c.id,))
    found = [
        *standingfacts.facts(store, scope, organs, rules),
        *actfacts.facts(store, scope, organs, rules, year),
    ]
    keys, counted = _decided(decided)
    return candidates(rules.values(), found, keys, counted, _held(decided, year - 1))


def _decided(
    rows: Sequence[Row],
) -> tuple[dict[tuple[str, str], frozenset[str]], dict[tuple[str, str], int]]:
    keys: dict[tuple[str, str], frozenset[str]] = {}
    counted: dict[tuple[str, str], int] = {}
    for row in rows:
        at = (row["rule"], row["organ"])
        keys[at] = keys.get(at, frozenset()) | {one["key"] for one in orjson.loads(row["facts"])}
        counted[at] = counted.get(at, 0) + 1
    return keys, counted


def _held(rows: Sequence[Row], year: int) -> frozenset[str]:
    """The organs held to account in a year."""
    return frozenset(
        row["organ"] for row in rows if row["decided_on"].year == year and row["measure"] != NOT_HELD
    )


@operation("决定问责", frozenset({Role.LEADER}))
def decide(
    store: Store,
    scope: Scope,
    rule: str,
    organ: str,
    told: Mapping[str, Any],
    *,
    seen: str,
    files: Sequence[scans.File] = (),
) -> int:
    """Decide on one line; the facts are frozen as they stand. Returns the decision's id.

    Args:
        told: ``measure`` (one of MEASURES), ``why``, ``on``, ``whom`` (whom it is about), and
            ``document``, which only 不予问责 may do without.
        seen: ``Candidate.seen`` of the line as the leader saw it.

    Raises:
        LineChanged: other facts than those he saw. MatterLacks, BadDay
    Law: accountability.reasons
    """
    said = {
        "whom": prose("对象", str(told.get("whom") or ""), 100),
        "why": prose("理由", str(told.get("why") or ""), 2000),
        "document": prose("文号", str(told.get("document") or ""), 100),
    }
    measure = str(told.get("measure") or "")
    _complete(measure, said)
    on = matters.lawful_day("决定", told.get("on"), date(clock.today().year - 1, 1, 1))
    line = next((one for one in lines(store, scope) if (one.rule.key, one.organ) == (rule, organ)), None)
    if line is None or line.seen != seen:
        raise LineChanged

    def job(connection: Connection) -> int:
        at = (t.inquiries.c.rule == rule) & (t.inquiries.c.organ == organ)
        if len(casework.where(connection, t.inquiries, at)) != line.before:
            raise LineChanged  # another leader was quicker
        frozen = [fact.frozen() for fact in line.facts]
        values = {
            "number": matters.serial(connection, t.inquiries, "问", on.year),
            "rule": rule,
            "reason": line.rule.reason,
            "year": on.year,
            "jurisdiction_id": line.street,
            "organ": organ,
            "version": book()[0],
            "measure": measure,
            **said,
        }
        data = {**values, "facts": frozen, "scans": scans.digests(kept)}
        event = matters.record(connection, scope, INQUIRY, "decided", data, on=on, why=said["why"])
        closed = {"closed_on": on, "closed_why": said["why"], "closed_event": event}
        key = casework.add(
            connection,
            t.inquiries,
            **values,
            **(closed if measure == NOT_HELD else {}),
            facts=orjson.dumps(frozen).decode(),
            decided_on=on,
            account_id=scope.account,
            decider=scope.actor,
            entered_at=clock.stamp(),
            event_id=event,
        )
        scans.add(connection, scope, INQUIRY, key, kept, event)
        matters.deed(connection, scope, INQUIRY, key, f"决定：{measure}", event, on=on, told=said["why"])
        return key

    with scans.settled(files) as kept:
        return store.write(job)


def _complete(measure: str, said: Mapping[str, str]) -> None:
    missing = [] if measure in MEASURES else ["处理方式"]
    missing += [] if said["why"] else ["理由"]
    if measure != NOT_HELD:
        missing += [] if said["whom"] else ["对象"]
        missing += [] if said["document"] else ["文号"]
    if missing:
        raise MatterLacks(what="决定问责", missing="、".join(missing))


@operation("查看问责决定", READERS)
def decisions(store: Store, scope: Scope, *, show: str = "", year: int | None = None) -> list[Inquiry]:
    """Decisions in sight, the latest first: ``open``, ``late`` (a follow-up is overdue), or of a year."""
    with store.read() as connection:
        rows = matters.in_sight(connection, scope, INQUIRY)
        deeds = matters.deeds(connection, INQUIRY, [row["id"] for row in rows])
        every = casework.where(connection, t.inquiries)
    found = [_inquiry(row, deeds.get(row["id"], []), every) for row in reversed(rows)]
    if show == "open":
        return [one for one in found if one.open]
    if show == "late":
        return [one for one in found if one.late]
    return [one for one in found if one.row["year"] == (year or clock.today().year)]


def _inquiry(row: Row, deeds: Sequence[Row], every: Sequence[Row]) -> Inquiry:
    title = next((rule.title for rule in book()[1] if rule.key == row["rule"]), row["rule"])
    held = row["measure"] != NOT_HELD and row["organ"] in _held(every, row["decided_on"].year - 1)
    return Inquiry(row, title, tuple(orjson.loads(row["facts"])), tuple(deeds), held)


@operation("查看问责全卷", READERS)
def file(store: Store, scope: Scope, number: int) -> tuple[Inquiry, list[Row]]:
    """One decision and its scans. Raises NoSuchMatter."""
    with store.read() as connection:
        row = matters.one(connection, scope, INQUIRY, number)
        deeds = matters.deeds(connection, INQUIRY, [number]).get(number, [])
        every = casework.where(connection, t.inquiries)
        papers = scans.of(connection, INQUIRY, number)
    return _inquiry(row, deeds, every), papers


@operation("登记问责跟踪事项", FOLLOWERS)
def follow(store: Store, scope: Scope, number: int, *, told: str, whom: str, due: date | None) -> int:
    """Set what must follow from a decision. Raises NoSuchMatter, MatterSettled, MatterLacks."""
    return store.write(
        lambda connection: followups.add(connection, scope, INQUIRY, number, told=told, whom=whom, due=due)
    )


@operation("办结问责跟踪事项", FOLLOWERS)
def followed(store: Store, scope: Scope, number: int, step: int, *, on: date | None, outcome: str) -> None:
    """Say that it was done. Raises NoSuchMatter, NoSuchStep, MatterLacks, BadDay."""
    store.write(
        lambda connection: followups.done(connection, scope, INQUIRY, number, step, on=on, outcome=outcome)
    )


@operation("办结问责", frozenset({Role.LEADER}))
def close(store: Store, scope: Scope, number: int, *, on: date | None, why: str) -> None:
    """The leader who decides also says when it is over. Raises NoSuchMatter, MatterSettled, MatterLacks."""
    store.write(lambda connection: followups.closing(connection, scope, INQUIRY, number, on=on, why=why))


@operation("查看问责统计", READERS)
def counts(store: Store, scope: Scope) -> list[Count]:
    """Lines, open decisions, overdue follow-ups, and organs held to account two years running."""
    found = lines(store, scope)
    waiting, late = decisions(store, scope, show="open"), decisions(store, scope, show="late")
    year = clock.today().year
    return [
        Count("lines", "问责线索", len(found), WAY, "依事实列出、尚未由领导决定的，不是责任认定。"),
        Count(
            "streak",
            "其中连续两年",
            sum(one.streak for one in found),
            f"{WAY}&show=streak",
            "上年已问责的单位。",
        ),
        Count(
            "decided",
            "本年已决定",
            len(decisions(store, scope)),
            f"{WAY}&show=decided&year={year}",
            "含不予问责，按决定编号所载年度。",
        ),
        Count("open", "问责未办结", len(waiting), f"{WAY}&show=open", "已决定、跟踪事项尚未办结的。"),
        Count("late", "跟踪逾期", len(late), f"{WAY}&show=late", "跟踪事项超过完成期限的决定。", grave=True),
    ]


def todos(store: Store, scope: Scope) -> list[Todo]:
    """Follow-ups of decisions, for the listing office; leaders decide lines on their own page."""
    if scope.role is not Role.LISTING:
        return []
    return [
        Todo(
            case=0,
            number=one.row["number"],
            unit=one.row["organ"],
            street=one.row["organ"],
            stage="问责",
            what=f"跟踪：{step['told'][:20]}",
            holder=NAMES[Role.LISTING],
            since=step["on_date"],
            until=step["due_on"],
            today=clock.today(),
            kind=INQUIRY,
            ref=one.row["id"],
        )
        for one in decisions(store, scope, show="open")
        for step in followups.open_steps(one.deeds)
    ]
