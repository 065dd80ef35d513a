"""Follow-ups (跟踪): steps set after a decision or an exposure, each with a day, kept until done."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection

from hazards.domain.errors import Refusal
from hazards.domain.prose import prose
from hazards.services import clock, matters
from hazards.services.access import Scope
from hazards.services.matters import EXPOSURE, INQUIRY, MatterLacks, MatterSettled, Row
from hazards.storage import casework
from hazards.storage import tables as t

STEP = "跟踪事项"
BEGINS = {INQUIRY: "decided_on", EXPOSURE: "published_on"}
"""The day before which a matter cannot have ended."""


class NoSuchStep(Refusal):
    code = "no-such-follow-up"
    says = "没有这项待办的跟踪事项。"
    remedy = "它可能已办结，请刷新后核对。"


def add(
    connection: Connection, scope: Scope, subject: str, number: int, *, told: str, whom: str, due: date | None
) -> int:
    """One thing to be done, by whom and until when.

    Raises:
        NoSuchMatter, MatterSettled, MatterLacks
    """
    unsettled(matters.one(connection, scope, subject, number))
    said, who = prose("跟踪事项", told, 500), prose("承办单位或人员", whom, 100)
    missing = [] if said else ["跟踪事项"]
    missing += [] if who else ["承办单位或人员"]
    if due is None or due < clock.today():
        missing.append("不早于今天的完成期限")
    if missing:
        raise MatterLacks(what="登记跟踪事项", missing="、".join(missing))
    on, data = clock.today(), {subject: number, "told": said, "whom": who, "due": due}
    event = matters.record(connection, scope, subject, "step-set", data, on=on)
    return matters.deed(connection, scope, subject, number, STEP, event, on=on, told=said, whom=who, due=due)


def done(
    connection: Connection,
    scope: Scope,
    subject: str,
    number: int,
    step: int,
    *,
    on: date | None,
    outcome: str,
) -> None:
    """The thing is done: on which day, with what outcome.

    Raises:
        NoSuchMatter, NoSuchStep, MatterLacks, BadDay
    """
    matters.one(connection, scope, subject, number)
    held = casework.get(connection, t.deeds, step)
    at = (subject, number, STEP)
    if held is None or held["done_on"] or (held["subject"], held["subject_id"], held["what"]) != at:
        raise NoSuchStep
    said = prose("完成情况", outcome, 1000)
    if not said:
        raise MatterLacks(what="办结跟踪事项", missing="完成情况")
    day = matters.lawful_day("完成", on, held["on_date"])
    data = {subject: number, "step": step, "outcome": said}
    event = matters.record(connection, scope, subject, "step-done", data, on=day)
    casework.set_row(connection, t.deeds, step, done_on=day, outcome=said, done_event=event)


def closing(
    connection: Connection, scope: Scope, subject: str, number: int, *, on: date | None, why: str
) -> None:
    """End a matter of which nothing is left to follow up.

    Raises:
        NoSuchMatter, MatterSettled, MatterLacks (open steps are named), BadDay
    """
    row = matters.one(connection, scope, subject, number)
    unsettled(row)
    said = prose("办结情况", why, 1000)
    missing = [] if said else ["办结情况"]
    steps = open_steps(matters.deeds(connection, subject, [number]).get(number, []))
    missing += [f"跟踪事项“{one['told'][:20]}”的完成情况" for one in steps]
    if missing:
        raise MatterLacks(what="办结", missing="、".join(missing))
    day = matters.lawful_day("办结", on, row[BEGINS[subject]])
    event = matters.record(connection, scope, subject, "closed", {subject: number}, on=day, why=said)
    values = {"closed_on": day, "closed_why": said, "closed_event": event}
    casework.set_row(connection, matters.TABLES[subject], number, **values)
    matters.deed(connection, scope, subject, number, "办结", event, on=day, told=said)


def unsettled(row: Row) -> None:
    if row["closed_on"]:
        raise MatterSettled(what=f"该事项已于{row['closed_on'].isoformat()}办结")


def open_steps(deeds: Iterable[Row]) -> list[Row]:
    """What is still to be done, the earliest day first."""
    waiting = [one for one in deeds if one["due_on"] and not one["done_on"]]
    return sorted(waiting, key=lambda one: (one["due_on"], one["id"]))


def late(deeds: Iterable[Row]) -> list[Row]:
    """Of those the ones whose day has passed."""
    return [one for one in open_steps(deeds) if one["due_on"] < clock.today()]
