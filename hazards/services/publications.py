"""公开包 (挂图上网): prepared by one, assessed and signed by another, the same bytes ever after."""

import hashlib
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection, select, update

from hazards.domain.errors import Refusal
from hazards.domain.prose import prose
from hazards.domain.redaction import leaks
from hazards.domain.roles import NAMES, Role
from hazards.domain.waiting import Todo
from hazards.formats import publicfiles
from hazards.services import calendar, clock, publicvalue, sealing
from hazards.services.access import Scope, operation
from hazards.services.publicvalue import Change, Made, Wish
from hazards.storage import casework, events
from hazards.storage import tables as t
from hazards.storage.store import Store

READERS = frozenset({Role.LISTING, Role.LEADER, Role.AUDITOR})
PREPARES, SIGNS = frozenset({Role.LISTING}), frozenset({Role.LEADER})
DAYS = 3
"""Working days a draft may wait for its signature before it is late."""
Row = Mapping[str, Any]


class NoSuchPublication(Refusal):
    code = "no-such-publication"
    says = "没有这个公开包，或它不在待签之列。"
    remedy = "请刷新页面。"


class NotPublic(Refusal):
    code = "not-public"
    says = "公开包里还有不得公开的内容：{found}。"
    remedy = "请改写公开名称或案卷内容后重新生成(政府信息公开条例第十四条至第十六条、个人信息保护法第六条)。"


class NotAssessed(Refusal):
    code = "not-assessed"
    says = "签发还缺：{missing}。"
    remedy = "公开前须做个人信息保护影响评估并留记录(个人信息保护法第五十五条)，勾选并写明结论后再签发。"


class OwnDraft(Refusal):
    code = "own-draft"
    says = "公开包由您生成，不能由您签发。"
    remedy = "请由另一位领导签发。"


class PackageChanged(Refusal):
    code = "package-not-same"
    says = "留存的公开包与生成时的校验值不同。"
    remedy = "请系统管理员运行 python -m hazards verify，查明是谁在何时改动的。"


@dataclass(frozen=True, slots=True)
class Publication:
    """A public package as kept: its row, its frozen value, and the zip made of it then.

    The zip is kept whole: a later version of this program may draw the same value otherwise.
    """

    row: Row
    value: Mapping[str, Any]
    ids: list[int]
    wish: Wish
    masked: int
    made: bytes

    @property
    def file_name(self) -> str:
        return f"公开包_{self.value['district']}_{self.value['cut_on'].replace('-', '')}.zip"


@operation("核对公开名称", PREPARES)
def proposed(store: Store, scope: Scope, wish: Wish) -> dict[int, tuple[str, str]]:
    """Units of a package whose names read like a person's: case to (unit, public name proposed)."""
    return publicvalue.proposed(store, scope, wish)


@operation("生成公开包", PREPARES)
def prepare(store: Store, scope: Scope, wish: Wish) -> int:
    """Freeze what the public is to read, as the ledger now stands; returns its number.

    Raises:
        NotPublic: a name or a number of a person would be told.
    """
    prose("审图号", wish.approval, 60)
    named = {key: prose("公开名称", name, 100) for key, name in wish.named.items() if name.strip()}
    wish = Wish(wish.year, wish.kind, wish.with_map, wish.approval.strip(), named)
    sealing.seal(store, "publish")
    made = publicvalue.build(store, scope, wish)
    if found := _leaks(made):
        raise NotPublic(found="、".join(dict.fromkeys(found[:5])))
    whole = publicfiles.zipped(made.public)
    frozen = {"public": made.public, "ids": made.ids, "wish": wish.public(), "masked": made.masked}
    frozen["zip"] = b64encode(whole).decode()
    data = zlib.compress(orjson.dumps(frozen, option=orjson.OPT_SORT_KEYS), 9)
    digest = hashlib.sha256(whole).hexdigest()

    def job(connection: Connection) -> int:
        told = {"cut_on": made.public["cut_on"], "cases": len(made.ids), "sha256": digest}
        event = _event(connection, scope, "publication-prepared", {**told, "masked": made.masked})
        return casework.add(
            connection,
            t.publications,
            cut_on=date.fromisoformat(made.public["cut_on"]),
            state="draft",
            data=data,
            sha256=digest,
            cases=len(made.ids),
            account_id=scope.account,
            actor=scope.actor,
            entered_at=clock.stamp(),
            event_id=event,
        )

    return store.write(job)


def _leaks(made: Made) -> list[str]:
    """What of a person would be read after all."""
    found: list[str] = []
    for case, people in zip(made.public["cases"], made.people, strict=True):
        for field, text in case.items():
            found += leaks(text, () if field == "name" else people)
        found += [case["name"]] if publicvalue.names().person(case["name"]) else []
    return found


@operation("查看公开包", READERS)
def kept(store: Store, scope: Scope) -> list[Row]:
    """All public packages, the latest first; their bytes are asked for one by one."""
    columns = [c for c in t.publications.c if c.name != "data"]
    with store.read() as connection:
        asked = select(*columns).order_by(t.publications.c.id.desc())
        return [dict(row) for row in connection.execute(asked).mappings()]


@operation("查看公开包", READERS)
def one(store: Store, scope: Scope, number: int) -> Publication:
    """One package whole.

    Raises:
        NoSuchPublication
    """
    with store.read() as connection:
        return _one(connection, number)


def _one(connection: Connection, number: int) -> Publication:
    row = casework.get(connection, t.publications, number)
    if row is None:
        raise NoSuchPublication
    told = orjson.loads(zlib.decompress(row["data"]))
    made = b64decode(told["zip"]) if "zip" in told else publicfiles.zipped(told["public"])
    return Publication(row, told["public"], told["ids"], Wish.of(told["wish"]), told["masked"], made)


@operation("签发公开包", SIGNS)
def sign(store: Store, scope: Scope, number: int, *, assessed: bool, assessment: str) -> str:
    """A leader signs a draft somebody else prepared; returns the SHA-256 of the package.

    Raises:
        NoSuchPublication, OwnDraft, NotAssessed, PackageChanged
    """

    def job(connection: Connection) -> str:
        found = _draft(connection, number)
        if found.row["account_id"] in scope.persons:
            raise OwnDraft
        note = prose("评估结论", assessment, 500)
        missing = [n for n, there in (("影响评估", assessed), ("评估结论", note)) if not there]
        if missing:
            raise NotAssessed(missing="、".join(missing))
        content(found)
        digest = str(found.row["sha256"])
        about = {"publication": number, "sha256": digest, "assessment": note}
        event = _event(connection, scope, "publication-signed", about)
        _decide(connection, scope, number, event, state="published", assessed=True, assessment=note)
        return digest

    return store.write(job)


@operation("退回公开包", SIGNS)
def send_back(store: Store, scope: Scope, number: int, *, reason: str) -> None:
    """The leader does not sign; who prepared it sees why.

    Raises:
        NoSuchPublication, NotAssessed
    """

    def job(connection: Connection) -> None:
        _draft(connection, number)
        why = prose("退回理由", reason, 500)
        if not why:
            raise NotAssessed(missing="退回理由")
        event = _event(connection, scope, "publication-returned", {"publication": number, "why": why})
        _decide(connection, scope, number, event, state="returned", reason=why)

    store.write(job)


@operation("下载公开包", READERS)
def file(store: Store, scope: Scope, number: int) -> tuple[bytes, str]:
    """(zip, file name): the bytes that were signed.

    Raises:
        NoSuchPublication, PackageChanged
    """
    found = one.__wrapped__(store, scope, number)  # type: ignore[attr-defined]
    return content(found), found.file_name


@operation("比对公开包与台账", READERS)
def compare(store: Store, scope: Scope, number: int) -> list[Change]:
    """What the ledger now says otherwise than a package.

    Raises:
        NoSuchPublication
    """
    with store.read() as connection:
        found = _one(connection, number)
    return publicvalue.changes(found.value, found.ids, publicvalue.build(store, scope, found.wish))


def content(found: Publication) -> bytes:
    """The zip of a package.

    Raises:
        PackageChanged: it is not the one whose hash was recorded.
    """
    if hashlib.sha256(found.made).hexdigest() != found.row["sha256"]:
        raise PackageChanged
    return found.made


@operation("查看待签公开包", frozenset(Role))
def todos(store: Store, scope: Scope) -> list[Todo]:
    """Drafts that wait for a leader who did not prepare them."""
    if scope.role is not Role.LEADER:
        return []
    with store.read() as connection:
        asked = select(t.publications).where(t.publications.c.state == "draft")
        rows = [dict(row) for row in connection.execute(asked.order_by(t.publications.c.id)).mappings()]
        days = calendar.held(connection)
    return [
        Todo(
            case=0,
            number=f"公开包第 {row['id']} 号",
            unit=f"{row['cases']} 件，截止 {row['cut_on'].isoformat()}",
            street="",
            stage="公开",
            what="签发公开包",
            holder=NAMES[Role.LEADER],
            since=date.fromisoformat(row["entered_at"][:10]),
            until=days.after(date.fromisoformat(row["entered_at"][:10]), DAYS),
            today=clock.today(),
            kind="publication",
            ref=row["id"],
        )
        for row in rows
        if row["account_id"] not in scope.persons
    ]


def _draft(connection: Connection, number: int) -> Publication:
    found = _one(connection, number)
    if found.row["state"] != "draft":
        raise NoSuchPublication
    return found


def _decide(connection: Connection, scope: Scope, number: int, event: int, **values: Any) -> None:
    told = {"decided_by": scope.account, "decider": scope.actor, "decided_at": clock.stamp()}
    chosen = t.publications.c.id == number
    connection.execute(update(t.publications).where(chosen).values(**told, **values, decided_event=event))


def _event(connection: Connection, scope: Scope, action: str, data: Mapping[str, Any]) -> int:
    return events.record(
        connection,
        subject="publication",
        action=action,
        **scope.signature,
        entered_at=clock.stamp(),
        acted_on=clock.today(),
        data=data,
    )
