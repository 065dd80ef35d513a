"""Publishing (印发): a draft is computed, a second person looks, and the issue is frozen whole.

Nobody types a figure (统计法 art 7): a draft holds two notes in words, everything else is counted
anew at publication and must equal what the second person saw.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import orjson
from sqlalchemy import Connection

from hazards.domain import trail
from hazards.domain.bulletin import canonical, figures, thawed
from hazards.domain.bulletinprose import characters, sections
from hazards.domain.bulletinprose import day as spelled
from hazards.domain.errors import Refusal
from hazards.domain.issues import SHAPES, Kind, Period, period
from hazards.domain.prose import prose
from hazards.domain.roles import Role
from hazards.services import bulletinmaking, clock, sealing
from hazards.services.access import NotYours, Scope, operation
from hazards.services.asked import BadQuestion
from hazards.services.bulletinrefusals import (
    AlreadyPublished,
    DraftChanged,
    DraftMoved,
    NotADraft,
    NotStarted,
    PeriodNotOver,
    SecondLook,
    TooLong,
)
from hazards.services.bulletins import FILES, NoSuchBulletin, held, render, sees_whole
from hazards.storage import bulletins, events
from hazards.storage.store import Store

DRAFTERS = frozenset({Role.LISTING, Role.MACHINE})
PUBLISHERS = frozenset({Role.LISTING, Role.LEADER, Role.MACHINE})
TRIES = 5


def read_period(kind: str, told: str) -> Period:
    """The period a person names.

    Raises:
        BadQuestion
    """
    try:
        return period(Kind(kind), told.strip())
    except ValueError as error:
        known = SHAPES.get(Kind(kind), "") if kind in set(Kind) else "、".join(Kind)
        raise BadQuestion(name="期间", value=told, known=f"如 {known}") from error


@operation("编制通报草稿", DRAFTERS)
def draft(store: Store, scope: Scope, kind: str, told: str) -> int:
    """Compute the draft of a period; an earlier draft of it is computed anew and keeps its notes.

    Raises:
        BadQuestion, NotStarted, AlreadyPublished
    """
    _whole_only(scope)
    when = read_period(kind, told)
    if when.first > clock.today():
        raise NotStarted(period=when.name)
    whole = bulletinmaking.made(store, scope, when)

    def job(connection: Connection) -> int:
        before = bulletins.of_period(connection, kind, when.told)
        if before and before["state"] == "published":
            raise _gone(before)
        noted = whole if before is None else replace(whole, typical=before["typical"], next=before["next"])
        facts = canonical(bulletinmaking.papers(noted))
        values = {
            "year": whole.year,
            "cutoff": bulletinmaking.day(whole),
            "facts": facts.decode(),
            "sha256": trail.sha256(facts),
            "last_event": whole.last_event,
            "drafted_by": scope.account,
            "drafter": scope.actor,
            "drafted_at": clock.stamp(),
            "event_id": _tell(connection, scope, "bulletin-drafted", {"kind": kind, "period": when.told}),
        }
        if before is not None:
            bulletins.change(connection, before["id"], **values)
            return int(before["id"])
        return bulletins.add(connection, kind=kind, period=when.told, state="draft", **values)

    return store.write(job)


@operation("填写本期说明", frozenset({Role.LISTING}))
def note(store: Store, scope: Scope, number: int, *, typical: str, next: str) -> None:
    """Type the two notes of a draft: 典型案例 and 下一步工作; nothing else can be typed.

    Raises:
        NoSuchBulletin, NotADraft, TooLong
    """
    _whole_only(scope)
    typical, next = prose("典型案例", typical, 3000), prose("下一步工作", next, 3000)
    row = _a_draft(store, scope, number)
    whole = replace(thawed(orjson.loads(row["facts"])["bulletin"]), typical=typical, next=next)
    terse = bulletinmaking.rules().terse
    if (n := characters(sections(whole, terse))) > terse.most:
        raise TooLong(n=n, most=terse.most)
    facts = canonical(bulletinmaking.papers(whole))

    def job(connection: Connection) -> None:
        _still(connection, row)
        told = {"bulletin": number, "typical": typical, "next": next}
        event = _tell(connection, scope, "bulletin-noted", told)
        bulletins.change(
            connection,
            number,
            typical=typical,
            next=next,
            facts=facts.decode(),
            sha256=trail.sha256(facts),
            written_by=scope.account,
            event_id=event,
        )

    store.write(job)


@operation("作废通报草稿", frozenset({Role.LISTING}))
def discard(store: Store, scope: Scope, number: int) -> None:
    """Put a draft aside; what is published stays for ever.

    Raises:
        NoSuchBulletin, NotADraft
    """
    _whole_only(scope)
    row = _a_draft(store, scope, number)

    def job(connection: Connection) -> None:
        _still(connection, row)
        event = _tell(connection, scope, "bulletin-discarded", {"bulletin": number})
        bulletins.change(connection, number, state="discarded", event_id=event)

    store.write(job)


@operation("印发通报", PUBLISHERS)
def publish(store: Store, scope: Scope, number: int) -> int:
    """Freeze a draft: figures, lists, number, seal and files in one transaction; the issue's number.

    Raises:
        NoSuchBulletin, NotADraft, PeriodNotOver, DraftMoved
        SecondLook: whoever drafted it or wrote its notes asks.
    """
    _whole_only(scope)
    row = _a_draft(store, scope, number)
    when = period(Kind(row["kind"]), row["period"])
    if when.last >= clock.today():
        raise PeriodNotOver(period=when.name, last=spelled(when.last.isoformat()))
    if scope.persons & {row["drafted_by"], row["written_by"]}:
        raise SecondLook(name=row["drafter"])
    drafted = orjson.loads(row["facts"])["bulletin"]
    whole = bulletinmaking.made(store, scope, when, drafted["boundaries"])
    now = orjson.loads(canonical(whole.public()))
    if figures(now) != figures(drafted):
        raise DraftMoved(what=_moved(drafted, now))
    # Sealed after it was counted: the seal covers every event that counts here.
    sealing.seal(store, "publish")
    whole = replace(whole, seal=sealing.printed(store), typical=row["typical"], next=row["next"])
    for _ in range(TRIES):
        with store.read() as connection:
            issue = bulletins.next_issue(connection, row["kind"], whole.year)
        told = orjson.loads(canonical(bulletinmaking.papers(replace(whole, issue=issue))))
        files = {kind: render(told, kind) for kind in FILES}
        if store.write(partial(_freeze, scope=scope, row=row, told=told, files=files)):
            return issue
    raise DraftChanged


def _freeze(
    connection: Connection,
    scope: Scope,
    row: Mapping[str, Any],
    told: Mapping[str, Any],
    files: Mapping[str, bytes],
) -> bool:
    """Whether the issue took its number; False where another issue has taken it meanwhile."""
    _still(connection, row)
    whole, number = told["bulletin"], int(row["id"])
    if bulletins.next_issue(connection, row["kind"], whole["year"]) != whole["issue"]:
        return False
    facts = canonical(told)
    sums = {kind: trail.sha256(content) for kind, content in files.items()}
    data = {
        "bulletin": number,
        "kind": row["kind"],
        "period": row["period"],
        "issue": whole["issue"],
        "cutoff": whole["cutoff"],
        "sha256": trail.sha256(facts),
        "files": sums,
        "seal": whole["seal"],
        "drafter": row["drafter"],
    }
    event = _tell(connection, scope, "bulletin-published", data)
    bulletins.change(
        connection,
        number,
        state="published",
        issue=whole["issue"],
        year=whole["year"],
        facts=facts.decode(),
        sha256=data["sha256"],
        last_event=whole["last_event"],
        published_by=scope.account,
        publisher=scope.actor,
        published_at=clock.stamp(),
        event_id=event,
    )
    for kind, content in files.items():
        bulletins.keep(connection, number, kind, sums[kind], content)
    return True


def _whole_only(scope: Scope) -> None:
    """A bulletin is the district's: whoever sees a part of it cannot make one."""
    if not sees_whole(scope):
        raise NotYours(what="编制和印发通报", who="本单位", by="区安委办")


def _a_draft(store: Store, scope: Scope, number: int) -> Mapping[str, Any]:
    row = held(store, scope, number)
    if row["state"] != "draft":
        raise _gone(row)
    return row


def _gone(row: Mapping[str, Any]) -> Refusal:
    """Why this is no draft any more: who comes second is told who was first."""
    if row["state"] != "published":
        return NotADraft()
    title = period(Kind(row["kind"]), row["period"]).title
    return AlreadyPublished(title=title, issue=row["issue"], publisher=row["publisher"])


def _still(connection: Connection, row: Mapping[str, Any]) -> None:
    """The draft as it was read: nobody changed or published it meanwhile."""
    now = bulletins.get(connection, row["id"])
    if now is None:
        raise NoSuchBulletin
    if now["state"] != "draft":
        raise _gone(now)
    if now["sha256"] != row["sha256"]:
        raise DraftChanged


def _moved(drafted: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    then, today = ({row[0]: row for row in told["members"]} for told in (drafted, now))
    changed = sum(then.get(i) != today.get(i) for i in then.keys() | today.keys())
    return f"{changed}件案卷不同" if changed else "区划、目标、月报、违法建筑或者上期重述不同"


def _tell(connection: Connection, scope: Scope, action: str, data: Mapping[str, Any]) -> int:
    return events.record(
        connection,
        subject="bulletin",
        action=action,
        entered_at=clock.stamp(),
        acted_on=clock.today(),
        data=data,
        **scope.signature,
    )
