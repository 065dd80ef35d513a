"""Evidence (证据材料): received, listed, opened, voided; its bytes on other cases pointed out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection

from hazards.domain import evidence as rules
from hazards.domain.errors import Refusal
from hazards.domain.roles import CASEWORK, EVERYONE, NAMES, Role
from hazards.formats import probe
from hazards.services import clock
from hazards.services.access import NotYours, Scope, operation, visible
from hazards.services.receipts import SHOWN, Receipt, Told, public
from hazards.services.receiving import Upload, known, may, within_quota
from hazards.services.stores import ROOT
from hazards.storage import blobs, events
from hazards.storage import evidence as rows
from hazards.storage.store import Store

Row = rows.Row
READERS = EVERYONE - {Role.ADMIN}
VIEW, THUMB = 2000, 320


class NoSuchEvidence(Refusal):
    code = "no-such-evidence"
    says = "没有这份材料。"
    remedy = "它可能不在您的辖区，请核对编号。"


class BytesMissing(Refusal):
    code = "evidence-bytes-missing"
    says = "这份材料的原件不在存储中。"
    remedy = "请立即联系系统管理员核验存储，并从备份中恢复。"


class NotShown(Refusal):
    code = "evidence-not-shown"
    says = "这种文件不在页面上打开。"
    remedy = "请下载原件查看。"


class AlreadyVoided(Refusal):
    code = "evidence-already-voided"
    says = "这份材料已于{at}作废，理由：{reason}。"
    remedy = "无须再办。"


class VoidAfterAccident(Refusal):
    code = "void-after-accident"
    says = "本案已登记事故，材料不能由{who}作废。"
    remedy = "确需作废的，请由领导办理并写明理由。"


class ReasonMissing(Refusal):
    code = "void-reason-missing"
    says = "作废材料须写明理由。"
    remedy = "请写明为什么作废，至少四个字。"


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes as received."""

    row: Row
    blobs: blobs.Blobs

    @property
    def path(self) -> Path | None:
        """Where they lie, on this machine's own store.

        Raises:
            BytesMissing
        """
        path = self.blobs.place(self.row["sha256"])
        if path is not None and not path.exists():
            raise BytesMissing
        return path

    def open(self) -> BinaryIO:
        """Raises BytesMissing."""
        try:
            return self.blobs.open(self.row["sha256"])
        except OSError as error:
            raise BytesMissing from error


@dataclass(frozen=True, slots=True)
class Reuse:
    """Other cases with the same bytes: the rows of those in sight, the rest as a number only."""

    seen: tuple[Row, ...]
    others: int


@operation("上传证据材料", CASEWORK, case=True)
def begin(store: Store, scope: Scope, case_id: int, told: Told) -> Upload:
    """Everything that can be refused before a byte arrives, then an upload to write to.

    Raises:
        NoSuchCase, CaseClosed, NoSuchItem, OwnItemOnly, UnknownKind, BadName, TooMuchToday
    """
    with store.read() as connection:
        may(connection, scope, case_id, told)
        within_quota(connection, scope, 0)
    return Upload(store, scope, case_id, told)


@operation("上传证据材料", CASEWORK, case=True)
def add(store: Store, scope: Scope, case_id: int, stream: Iterable[bytes], told: Told) -> Receipt:
    """Receive a whole file from chunks of bytes (an open file will do)."""
    with begin(store, scope, case_id, told) as upload:
        for chunk in stream:
            upload.write(chunk)
        return upload.finish()


@operation("查看证据材料", READERS, case=True)
def of_case(store: Store, scope: Scope, case_id: int) -> list[dict[str, Any]]:
    """Every file of a case in the order received, voided ones too."""
    with store.read() as connection:
        elsewhere = rows.elsewhere(connection, case_id)
        return [
            public(row, scope, elsewhere.get(row["sha256"], 0)) for row in rows.of_case(connection, case_id)
        ]


@operation("前后对照", READERS, case=True)
def pairs(store: Store, scope: Scope, case_id: int) -> list[rules.Pair]:
    with store.read() as connection:
        return rules.pairs(rows.of_case(connection, case_id))


@operation("下载证据原件", READERS)
def get(store: Store, scope: Scope, evidence_id: int, *, address: str = "", pieces: bool = False) -> Original:
    """The original, byte for byte; that it was opened is recorded.

    ``pieces``: asked for piece by piece, as films are; those of one hour are one opening.

    Raises:
        NoSuchEvidence: there is none in sight: the answer is the same.
    """
    row = _row(store, scope, evidence_id)
    since = (clock.now() - timedelta(hours=1)).isoformat(timespec="seconds")
    with store.read() as connection:
        noted = pieces and rows.opened_since(connection, evidence_id, scope.account, since)
    if not noted:
        _opened(store, scope, row, "download", address)
    return Original(row, blobs.store())


@operation("查看证据图片", READERS)
def view(store: Store, scope: Scope, evidence_id: int, longest: int = VIEW, *, address: str = "") -> Path:
    """A re-encoded JPEG to look at: upright, stripped, made once.

    Raises:
        NoSuchEvidence, NotShown, BytesMissing
    """
    row = _row(store, scope, evidence_id)
    if row["media_type"] not in SHOWN:
        raise NotShown
    longest = THUMB if longest <= THUMB else VIEW
    if longest == VIEW:
        _opened(store, scope, row, "open", address)
    return viewing_copy(store, row, longest)


def viewing_copy(store: Store, row: Row, longest: int = VIEW) -> Path:
    """The copy itself, made where it is not there yet; who looks at it is recorded by the caller.

    Raises:
        NotShown, BytesMissing
    """
    if row["media_type"] not in SHOWN:
        raise NotShown
    made = _views(store) / row["sha256"][:2] / f"{row['sha256']}-{longest}.jpg"
    if not made.exists():
        made.parent.mkdir(parents=True, exist_ok=True)
        part = made.with_suffix(f".{row['id']}.{id(row)}.part")
        try:
            with blobs.store().local(row["sha256"]) as original:
                if not original.exists():
                    raise BytesMissing
                probe.copy(original, part, longest)
            part.replace(made)
        finally:
            part.unlink(missing_ok=True)
    return made


@operation("作废证据材料", frozenset({Role.HEAD, Role.LISTING, Role.LEADER}))
def void(store: Store, scope: Scope, evidence_id: int, reason: str) -> int:
    """Mark a file as void; nothing is deleted. Returns the event.

    The head of the street that brought it, or the listing office; once an accident is recorded
    only a leader, since then nothing may quietly disappear.

    Raises:
        NoSuchEvidence, AlreadyVoided, VoidAfterAccident, ReasonMissing, NotYours
    """
    reason = rules.clean_note(reason)
    if len(reason) < 4:
        raise ReasonMissing

    def job(connection: Connection) -> int:
        row, case = _seen(connection, scope, evidence_id)
        if row["voided_at"]:
            raise AlreadyVoided(at=row["voided_at"][:16].replace("T", " "), reason=row["void_reason"])
        if case["accident"] and scope.role is not Role.LEADER:
            raise VoidAfterAccident(who=NAMES[scope.role])
        own = row["jurisdiction_id"] in (scope.jurisdictions or ())
        allowed = {Role.HEAD: own, Role.LISTING: True, Role.LEADER: bool(case["accident"])}
        if not allowed[scope.role]:
            raise NotYours(what="作废证据材料", who=NAMES[scope.role], by="上传单位的审签人或区安委办")
        stamp = clock.stamp()
        told = {k: row[k] for k in ("receipt", "sha256", "kind", "item", "file_name")}
        event = events.record(
            connection, action="evidence-voided", case_id=row["case_id"], entered_at=stamp,
            acted_on=clock.today(), reason=reason, data={"evidence_id": evidence_id, **told},
            **scope.signature,
        )  # fmt: skip
        rows.void(connection, evidence_id, at=stamp, reason=reason, event_id=event)
        return event

    return store.write(job)


@operation("查看重复使用的材料", READERS)
def reuse(store: Store, scope: Scope, evidence_id: int) -> Reuse:
    """Other cases on which the same bytes lie, in the order in which they were received there.

    Raises:
        NoSuchEvidence
    """
    with store.read() as connection:
        row, _ = _seen(connection, scope, evidence_id)
        same = dict.fromkeys(r["case_id"] for r in rows.same_bytes(connection, row["sha256"]))
        others = [visible(connection, scope, case) for case in same if case != row["case_id"]]
        told = tuple(case for case in others if case is not None)
        return Reuse(told, len(others) - len(told))


@operation("查看调阅记录", frozenset({Role.AUDITOR, Role.LEADER, Role.LISTING}), case=True)
def opened(store: Store, scope: Scope, case_id: int) -> list[Row]:
    """Who opened or downloaded what of this case, oldest first."""
    with store.read() as connection:
        return rows.openings_of(connection, case_id)


def sweep(store: Store) -> tuple[int, int]:
    """Take away what a crash left behind: (files that never finished, bytes without a row)."""
    return blobs.store().sweep(known(store))


def _row(store: Store, scope: Scope, evidence_id: int) -> Row:
    with store.read() as connection:
        return _seen(connection, scope, evidence_id)[0]


def _seen(connection: Connection, scope: Scope, evidence_id: int) -> tuple[Row, Row]:
    row = rows.by_id(connection, evidence_id)
    if row is None:
        raise NoSuchEvidence
    case = visible(connection, scope, row["case_id"])
    if case is None:
        raise NoSuchEvidence
    return row, case


def _opened(store: Store, scope: Scope, row: Row, what: str, address: str) -> None:
    told = {"case_id": row["case_id"], "evidence_id": row["id"], "what": what, "address": address}
    who = {"account_id": scope.account, "actor": scope.actor, "at": clock.stamp()}
    store.write(lambda connection: rows.opened(connection, **told, **who))


def _views(store: Store) -> Path:
    return (store.path.parent if store.path else ROOT / "var") / "views"
