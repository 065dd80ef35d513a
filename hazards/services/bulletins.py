"""Bulletins (通报期次): which issues there are, what an issue says, its files, and what it would say today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from hazards.domain import bulletinareas, trail
from hazards.domain.bulletin import ALL, Bulletin, Member, Structure, thawed
from hazards.domain.bulletinlists import FIGURES
from hazards.domain.bulletinpaper import sheet_of
from hazards.domain.errors import Refusal
from hazards.domain.issues import Kind, period
from hazards.domain.roles import CASEWORK, NAMES, Role
from hazards.domain.waiting import Todo
from hazards.services import calendar, clock, restatements
from hazards.services.access import NotYours, Scope, operation
from hazards.storage import bulletins
from hazards.storage.store import Store

READERS = CASEWORK | {Role.LEADER, Role.AUDITOR, Role.MACHINE}
"""A bulletin is addressed to all streets and departments: its letter goes to everybody (docs/decisions)."""
WHOLE = frozenset({Role.LISTING, Role.LEADER, Role.AUDITOR, Role.MACHINE})
"""Who sees every case also sees the lists behind the figures, and drafts."""
FILES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
LETTERS = ("docx", "pdf")
LIMIT = 3
"""Working days to look at a draft, as for whatever waits for a second person."""


class NoSuchBulletin(Refusal):
    code = "no-such-bulletin"
    says = "没有这期通报。"
    remedy = "请从“通报期次”中选择。"


class BulletinDamaged(Refusal):
    code = "bulletin-damaged"
    says = "本期通报存档的{what}与印发时的摘要不一致。"
    remedy = "请停止使用该文件，由审计员核对轨迹，并从备份中恢复。"


@dataclass(frozen=True, slots=True)
class Issue:
    """One line of the list of issues."""

    id: int
    kind: Kind
    told: str
    year: int
    number: int | None
    state: str
    cutoff: date
    drafter: str
    drafted_at: str
    publisher: str
    published_at: str
    sha256: str
    mine: bool
    """Whether the asking person drafted it or wrote its notes, and so may not publish it."""

    @property
    def name(self) -> str:
        """2026年10月通报第3期."""
        issue = f"第{self.number}期" if self.number else "(草稿)"
        return period(self.kind, self.told).title + issue


@dataclass(frozen=True, slots=True)
class Look:
    """An issue whole: its line, its frozen value, its papers."""

    issue: Issue
    bulletin: Bulletin
    paper: Mapping[str, Any]
    typical: str
    next: str
    later: str
    """The published issue of the kind with the next cut-off; "" where this is the last."""


@dataclass(frozen=True, slots=True)
class Today:
    """An issue beside what the ledger tells of its cut-off today."""

    published: dict[str, int]
    now: dict[str, int]
    restated: tuple[Any, ...]


def issue_of(row: Mapping[str, Any], scope: Scope) -> Issue:
    return Issue(
        id=row["id"],
        kind=Kind(row["kind"]),
        told=row["period"],
        year=row["year"],
        number=row["issue"],
        state=row["state"],
        cutoff=row["cutoff"],
        drafter=row["drafter"],
        drafted_at=row["drafted_at"],
        publisher=row["publisher"],
        published_at=row["published_at"],
        sha256=row["sha256"],
        mine=bool(scope.persons & {row["drafted_by"], row["written_by"]}),
    )


@operation("查看通报期次", READERS)
def issues(store: Store, scope: Scope) -> list[Issue]:
    """Issues, the latest cut-off first; drafts for those who see every case."""
    with store.read() as connection:
        rows = bulletins.issues(connection)
    whole = sees_whole(scope)
    return [issue_of(row, scope) for row in rows if whole or row["state"] == "published"]


def sees_whole(scope: Scope) -> bool:
    return scope.role in WHOLE and scope.everything


@operation("查看通报", WHOLE)
def look(store: Store, scope: Scope, number: int) -> Look:
    """An issue with every list behind it.

    Raises:
        NoSuchBulletin, BulletinDamaged
    """
    if not sees_whole(scope):
        raise NoSuchBulletin
    row = held(store, scope, number)
    told = orjson.loads(row["facts"])
    with store.read() as connection:
        after = bulletins.published_upto(connection, row["cutoff"])
    later = (one for one in after if one["kind"] == row["kind"] and one["cutoff"] > row["cutoff"])
    name = next((issue_of(one, scope).name for one in later), "")
    return Look(
        issue_of(row, scope), thawed(told["bulletin"]), told["paper"], row["typical"], row["next"], name
    )


def held(store: Store, scope: Scope, number: int) -> Mapping[str, Any]:
    """The stored row, checked against its digest.

    Raises:
        NoSuchBulletin: there is none, or it is a draft and not this actor's to see.
        BulletinDamaged
    """
    with store.read() as connection:
        row = bulletins.get(connection, number)
        said = {} if row is None else bulletins.said(connection, row["event_id"])
    if row is None or row["state"] == "discarded":
        raise NoSuchBulletin
    if row["state"] == "draft" and not sees_whole(scope):
        raise NoSuchBulletin
    published = row["state"] == "published"
    digest = trail.sha256(row["facts"].encode())
    # The row can be rewritten whole; the event that told of it stands in the trail.
    if digest != row["sha256"] or (published and digest != said.get("sha256")):
        raise BulletinDamaged(what="冻结数据")
    return {**row, "sums": said.get("files", {})}


@operation("查看通报数字的案卷名单", WHOLE)
def counted_in(
    store: Store, scope: Scope, number: int, sheet: str, row: str, column: int
) -> tuple[str, Sequence[Member | Structure]]:
    """(what is counted, the very cases) of one printed cell.

    Raises:
        NoSuchBulletin: the issue has no such cell, or it counts nothing.
    """
    seen = look(store, scope, number)
    told = sheet_of(seen.paper, sheet)
    if told is None or not 0 <= column < len(told["figures"]) or not told["figures"][column]:
        raise NoSuchBulletin
    line = next((one for one in told["rows"] if one["key"] == row), None)
    if line is None:
        raise NoSuchBulletin
    only = told.get("only")
    members: Sequence[Member | Structure]
    if told["key"] == bulletinareas.KEY:
        members = bulletinareas.of(seen.bulletin, told["figures"][column], row)
    else:
        found = seen.bulletin.of(told["figures"][column], told["by"], row)
        members = [m for m in found if not only or m.sector in only]
    name = (
        "合计"
        if row == ALL
        else next((c for c in line["cells"][:2] if not c.strip("/").isdecimal() and c != "/"), "")
    )
    title = f"{told['title']}：{name}　{told['heads'][column]}"
    return (f"{title}　{line['cells'][column]}" if told["key"] == bulletinareas.KEY else title), members


@operation("下载通报", READERS)
def file(store: Store, scope: Scope, number: int, kind: str) -> tuple[bytes, str]:
    """(bytes, file name). A published issue answers with the bytes of its day, checked by their digest.

    Raises:
        NoSuchBulletin, BulletinDamaged
        NotYours: the lists of all cases, asked for by who does not see all.
    """
    row = held(store, scope, number)
    if kind not in FILES:
        raise NoSuchBulletin
    if kind not in LETTERS and not sees_whole(scope):
        raise NotYours(what="下载案卷名单", who="本单位", by="区安委办、领导和审计员")
    name = f"{_title(row)}.{kind}"
    if row["state"] == "draft":
        return render(orjson.loads(row["facts"]), kind), name
    with store.read() as connection:
        kept = bulletins.file(connection, number, kind)
    if kept is None or trail.sha256(kept) != row["sums"].get(kind):
        raise BulletinDamaged(what=kind)
    return kept, name


def _title(row: Mapping[str, Any]) -> str:
    issue = f"第{row['issue']}期" if row["issue"] else "草稿"
    return period(Kind(row["kind"]), row["period"]).title + issue


def render(told: Mapping[str, Any], kind: str) -> bytes:
    """A file of a frozen value, from nothing but that value."""
    from hazards.formats.bulletins import docx, pdf, xlsx

    if kind == "xlsx":
        return xlsx.write(told["bulletin"], told["paper"])
    return docx.write(told["paper"]) if kind == "docx" else pdf.write(told["paper"])


@operation("核对通报文件", WHOLE)
def regenerated(store: Store, scope: Scope, number: int) -> dict[str, bool]:
    """For each file of a published issue whether making it anew gives the very bytes handed out.

    Another version of the typesetter or other fonts may differ; the kept bytes stay what they were.
    """
    row = held(store, scope, number)
    told = orjson.loads(row["facts"])
    sums = row["sums"] if row["state"] == "published" else {}
    return {kind: trail.sha256(render(told, kind)) == sums[kind] for kind in FILES if kind in sums}


@operation("比对通报与现在台账", WHOLE)
def today(store: Store, scope: Scope, number: int) -> Today:
    """What an issue would say were it made now for the same cut-off, and the cases that changed."""
    frozen = look(store, scope, number).bulletin
    now = restatements.now_of(store, scope, frozen)
    return Today(
        {figure: frozen.count(figure) for figure in FIGURES},
        {figure: sum(m.has(figure) for m in now) for figure in FIGURES},
        restatements.restated(store, frozen, now),
    )


def of_period(store: Store, scope: Scope, kind: str, told: str) -> Issue | None:
    """The issue or draft of a period, where this actor may know of it."""
    found = (one for one in issues(store, scope) if (one.kind.value, one.told) == (kind, told))
    return next(found, None)


def todos(store: Store, scope: Scope) -> list[Todo]:
    """Drafts of ended periods that this person may publish (复核印发)."""
    if scope.role not in (Role.LISTING, Role.LEADER) or not scope.everything:
        return []
    with store.read() as connection:
        days = calendar.held(connection)
    return [
        Todo(
            case=0,
            number=one.told,
            unit=one.name,
            street="全区",
            stage="草稿",
            what="复核印发通报",
            holder=NAMES[scope.role],
            since=date.fromisoformat(one.drafted_at[:10]),
            until=days.after(date.fromisoformat(one.drafted_at[:10]), LIMIT),
            today=clock.today(),
            kind="bulletin",
            ref=one.id,
        )
        for one in issues(store, scope)
        if one.state == "draft" and not one.mine and one.cutoff < clock.today()
    ]
