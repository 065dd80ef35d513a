"""迎检台账: asked for, watched, taken; made beside the pages by the bindery. Who made and took it is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import orjson
from sqlalchemy import Connection

from hazards.domain.errors import Refusal
from hazards.domain.roles import Role
from hazards.services import askedwords, binding, clock
from hazards.services.access import Scope, operation
from hazards.services.stores import ROOT
from hazards.storage import events, jobs, register
from hazards.storage.casework import Row
from hazards.storage.store import Store

KIND = "binder"
MAKERS = frozenset({Role.HEAD, Role.LISTING, Role.LEADER, Role.AUDITOR})
KEPT = timedelta(days=7)
AT_ONCE = 2
"""Binders of one account under way."""
SHOWN = 30
STATES = {
    jobs.WAITING: "排队中",
    jobs.RUNNING: "编制中",
    jobs.DONE: "已编成",
    jobs.FAILED: "未编成",
    jobs.EXPIRED: "已过期",
}


class NoSuchBinder(Refusal):
    code = "no-such-binder"
    says = "没有这份迎检台账，或者它已过期。"
    remedy = "编成的台账保留七日，过期后请在“通报”中重新编制。"


class TooManyBinders(Refusal):
    code = "too-many-binders"
    says = "您已有 {count} 份迎检台账正在编制。"
    remedy = "请等编成后再编下一份。"


class NotEnded(Refusal):
    code = "binder-not-ended"
    says = "这份迎检台账{state}，不能重新编制。"
    remedy = "请等它编成，或者另编一份。"


@dataclass(frozen=True, slots=True)
class Binder:
    """One binder as its list shows it."""

    id: int
    title: str
    state: str
    done: int
    whole: int
    doing: str
    actor: str
    entered_at: str
    until: str
    size: int
    pages: int
    sha256: str
    trouble: str

    @property
    def word(self) -> str:
        return STATES[self.state]

    @property
    def share(self) -> float:
        return self.done / self.whole if self.whole else 0.0

    @property
    def open(self) -> bool:
        return self.state in (jobs.WAITING, jobs.RUNNING)


@operation("编制迎检台账", MAKERS)
def ask(store: Store, scope: Scope, told: Mapping[str, str]) -> int:
    """Order a binder of the cases a question is about; returns its number.

    Args:
        told: year, and place with by (street, batch): as an address says it.

    Raises:
        NoCases, TooManyCases, TooManyBinders, BadQuestion
    """
    asked, lines = binding.members(store, scope, told)

    def job(connection: Connection) -> int:
        mine = [row for row in jobs.latest(connection, KIND, 200) if row["account_id"] == scope.account]
        count = sum(row["state"] in (jobs.WAITING, jobs.RUNNING) for row in mine)
        if count >= AT_ONCE:
            raise TooManyBinders(count=count)
        title = askedwords.told(asked, register.load(connection), scope)
        number = jobs.add(
            connection,
            kind=KIND,
            asked=asked.query,
            title=title,
            whole=len(lines),
            account_id=scope.account,
            actor=scope.actor,
            post_id=scope.post,
            delegation_id=scope.delegation,
            places=_places(scope),
            entered_at=clock.stamp(),
        )
        record(connection, scope, "binder-asked", {"binder": number, "asked": title, "cases": len(lines)})
        return number

    return store.write(job)


@operation("查看迎检台账", MAKERS)
def held(store: Store, scope: Scope) -> list[Binder]:
    """One's own binders, and whatever lies wholly in one's sight; the latest first."""
    with store.read() as connection:
        rows = jobs.latest(connection, KIND, 200)
    return [_binder(row) for row in rows if _sees(scope, row)][:SHOWN]


@operation("重新编制迎检台账", MAKERS)
def again(store: Store, scope: Scope, number: int) -> None:
    """Put one that failed or expired back into the queue.

    Raises:
        NoSuchBinder, NotEnded
    """

    def job(connection: Connection) -> None:
        row = _own(connection, scope, number)
        if row["state"] not in (jobs.FAILED, jobs.EXPIRED):
            raise NotEnded(state=STATES[row["state"]])
        jobs.change(
            connection, number, state=jobs.WAITING, done=0, tries=0, trouble="", doing="", ended_at=""
        )
        record(connection, scope, "binder-asked", {"binder": number, "asked": row["title"], "again": True})

    store.write(job)


@operation("下载迎检台账", MAKERS)
def take(store: Store, scope: Scope, number: int, *, address: str = "") -> tuple[Path, str]:
    """(where the zip lies, its name for the reader); that it was taken is recorded.

    Raises:
        NoSuchBinder: there is none in sight, it is not made yet, or its file has gone.
    """

    def job(connection: Connection) -> tuple[Path, str]:
        row = _own(connection, scope, number)
        path = folder(store) / row["file"]
        if row["state"] != jobs.DONE or not row["file"] or not path.exists():
            raise NoSuchBinder
        told = {"binder": number, "sha256": row["sha256"], "address": address}
        record(connection, scope, "binder-taken", told)
        return path, f"迎检台账_{row['title'].replace('；', '_')}_{row['ended_at'][:10]}.zip"

    return store.write(job)


def record(connection: Connection, scope: Scope, action: str, data: Mapping[str, Any]) -> int:
    """An event about no case: who ordered, made or took which binder."""
    return events.record(
        connection,
        subject="paper",
        action=action,
        entered_at=clock.stamp(),
        acted_on=clock.today(),
        data=data,
        **scope.signature,
    )


def folder(store: Store) -> Path:
    """Where finished papers lie: beside an SQLite file and its evidence, else in var/."""
    return (store.path.parent if store.path else ROOT / "var") / "papers"


def question(row: Row) -> dict[str, str]:
    """What was asked, as an address says it."""
    return dict(parse_qsl(row["asked"]))


def _places(scope: Scope) -> str:
    if scope.jurisdictions is None:
        return ""
    return orjson.dumps(sorted(scope.jurisdictions)).decode()


def _sees(scope: Scope, row: Row) -> bool:
    """Whoever sees every case sees every binder; others those of their own whose streets are still theirs."""
    if scope.everything:
        return True
    if not row["places"] or scope.jurisdictions is None or row["account_id"] != scope.account:
        return False
    return set(orjson.loads(row["places"])) <= scope.jurisdictions


def _own(connection: Connection, scope: Scope, number: int) -> Row:
    row = jobs.by_id(connection, number)
    if row is None or row["kind"] != KIND or not _sees(scope, row):
        raise NoSuchBinder
    return row


def _binder(row: Row) -> Binder:
    until = ""
    if row["state"] == jobs.DONE:
        until = (clock.now().fromisoformat(row["ended_at"]) + KEPT).date().isoformat()
    return Binder(
        row["id"],
        row["title"],
        row["state"],
        row["done"],
        row["whole"],
        row["doing"],
        row["actor"],
        row["entered_at"],
        until,
        row["size"],
        row["pages"],
        row["sha256"],
        row["trouble"],
    )
