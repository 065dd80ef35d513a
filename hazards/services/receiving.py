"""Receiving (收件): one file from its first byte to its receipt, which comes last of all."""

from datetime import date, datetime
from functools import partial
from typing import Any

import orjson
from sqlalchemy import Connection

from hazards.domain import evidence as rules
from hazards.domain.errors import Refusal, Unreadable
from hazards.domain.evidence import Claim, NotTaken
from hazards.domain.kinds import KINDS
from hazards.domain.stages import OVER
from hazards.formats import magic, probe
from hazards.services import clock, filed
from hazards.services.access import Scope, seen
from hazards.services.receipts import Receipt, Told, of_row
from hazards.storage import blobs, cases, events
from hazards.storage import evidence as rows
from hazards.storage.store import Store

Row = rows.Row
GB = 1024**3
DAY_FILES, DAY_BYTES = 2_000, 20 * GB
"""What one account may bring in a day: far above honest work, far below a full disk."""


class NoSuchItem(Refusal):
    code = "no-such-item"
    says = "本案没有第{item}项整治明细。"
    remedy = "请从列表中选择。"


class OwnItemOnly(Refusal):
    code = "own-item-only"
    says = "协办单位只为分给自己的整治明细上传材料。"
    remedy = "{cure}"


class TooMuchToday(Refusal):
    code = "too-much-today"
    says = "您今天上传的材料已达上限({files}份或{gb}GB)。"
    remedy = "请明天再传；确有需要请联系系统管理员。"


class KeyTaken(Refusal):
    code = "request-key-taken"
    says = "文件没有收下：这次上传的编号已用于另一份文件。"
    remedy = "请刷新页面，重新选择文件。"


class NotStored(Refusal):
    code = "not-stored"
    says = "文件没有收下：存储空间不足或磁盘出错。"
    remedy = "文件仍在您的手机或电脑上，请联系系统管理员后再传。"


class Upload:
    """One file on its way in. Use as a context; whatever is not finished leaves nothing behind."""

    def __init__(self, store: Store, scope: Scope, case_id: int, told: Told) -> None:
        self.store, self.scope, self.case_id, self.told = store, scope, case_id, told
        self.blobs = blobs.store()
        self.family = ""
        self._probed: Any = None
        self._head = b""
        try:
            self.part = self.blobs.part()
        except OSError as error:
            raise NotStored from error

    def __enter__(self) -> "Upload":
        return self

    def __exit__(self, *_: object) -> None:
        self.part.close()

    def write(self, chunk: bytes) -> None:
        """The next bytes.

        Raises:
            NotTaken: by its first bytes it is nothing we keep, or it is too large.
            NotStored: the disk refused.
        """
        if not self.family:
            self._head += chunk[: magic.HEAD]
            if len(self._head) >= magic.HEAD:
                self.family = self._told_family()
        try:
            self.part.write(chunk)
        except OSError as error:
            raise NotStored from error
        if self.part.size > magic.LIMIT_MB.get(self.family, 1) * 1024 * 1024:
            raise _not_taken(magic.too_large(self.family or magic.PAPER))

    def finish(self) -> Receipt:
        """Disk first, then the row and its event, then the receipt.

        Raises:
            NotTaken, NotStored, CaseClosed, TooMuchToday and what ``may`` refuses.
        """
        return self.settle() or self.enter()

    def settle(self) -> Receipt | None:
        """Bytes and name on disk, content judged; the receipt if this very press was received before."""
        self.family = self.family or self._told_family()
        try:
            digest = self.part.finish()
            with self.store.read() as connection:
                if found := _by_key(connection, self.scope, self.case_id, self.told, digest):
                    return found
            self._probed = self._probe()
            self.blobs.keep(self.part)
        except OSError as error:
            raise NotStored from error
        return None

    def enter(self) -> Receipt:
        """The row and its event, of bytes that are settled."""
        try:
            return self.store.write(partial(self._enter, probed=self._probed))
        except Refusal:
            # Surely rolled back. After any other failure a row may yet appear: the sweep decides.
            self.part.close()
            self.blobs.forget(self.part.sha256, known(self.store))
            raise

    def _told_family(self) -> str:
        try:
            return magic.family(self._head)
        except Unreadable as refusal:
            raise _not_taken(refusal) from refusal

    def _probe(self) -> probe.Probed:
        try:
            found = probe.probe(self.part.path)
        except Unreadable as refusal:
            raise _not_taken(refusal) from refusal
        rules.fits(self.told.kind, found.media_type)
        return found

    def _enter(self, connection: Connection, probed: probe.Probed) -> Receipt:
        """Inside the transaction everything is asked once more: the case may have been closed meanwhile."""
        told, digest = self.told, self.part.sha256
        case = may(connection, self.scope, self.case_id, told)
        if found := _by_key(connection, self.scope, self.case_id, told, digest):
            return found
        before = [r for r in rows.same_bytes(connection, digest) if r["case_id"] == self.case_id]
        standing = [r for r in before if not r["voided_at"]]
        for row in standing:
            if (row["kind"], row["item"]) == (told.kind, told.item):
                return of_row(connection, row, again=True)
        within_quota(connection, self.scope, self.part.size)
        values = self._values(connection, case, probed, same=bool(standing))
        rows.add(connection, values)
        return of_row(connection, values)

    def _values(
        self, connection: Connection, case: Row, probed: probe.Probed, *, same: bool
    ) -> dict[str, Any]:
        told, now = self.told, clock.now()
        at = datetime.fromisoformat(probed.captured_at) if probed.captured_at else None
        claim = Claim(at, probed.lon, probed.lat)
        items = cases.items_of(connection, self.case_id)
        sites = [
            (r["lon"], r["lat"]) for r in (case, *items) if r["lon"] is not None and r["lat"] is not None
        ]
        since: list[date | None] = [case["found_on"], case["received_on"], case["listed_on"]]
        flags, distance = rules.compare(claim, sites, since, now)
        flags += ["same-file"] if same else []
        evidence_id = rows.next_id(connection)
        stamp = clock.stamp()
        values: dict[str, Any] = {
            "id": evidence_id, "case_id": self.case_id, "item": told.item, "kind": told.kind,
            "file_name": rules.fitting_name(rules.clean_name(told.file_name), probed.media_type),
            "media_type": probed.media_type, "size": self.part.size, "sha256": self.part.sha256,
            "captured_at": probed.captured_at, "lon": probed.lon, "lat": probed.lat, "device": probed.device,
            "distance_m": distance, "flags": orjson.dumps(flags).decode(),
            "note": rules.clean_note(told.note), "viewpoint": rules.clean_note(told.viewpoint)[:40],
            "way": told.way, "receipt": rules.receipt(now.year, evidence_id),
            "after_accident": bool(case["accident"]),
        }  # fmt: skip
        event = events.record(
            connection, action="evidence-added", case_id=self.case_id, entered_at=stamp,
            acted_on=now.date(), data={k: v for k, v in values.items() if k not in ("id", "case_id")}
            | {"evidence_id": evidence_id}, **self.scope.signature,
        )  # fmt: skip
        values.update(
            account_id=self.scope.account, actor=self.scope.actor, role=self.scope.role.value,
            jurisdiction_id=_street(self.scope, case, items, told.item), entered_at=stamp,
            request_key=_key(self.scope, told), event_id=event, voided_at="",
        )  # fmt: skip
        return values


def may(connection: Connection, scope: Scope, case_id: int, told: Told) -> Row:
    """Whether this actor may add this now; the row of the case.

    Raises:
        NoSuchCase, CaseClosed, NoSuchItem, OwnItemOnly, UnknownKind, BadName
    """
    case = seen(connection, scope, case_id)
    if told.kind not in KINDS:
        raise rules.UnknownKind(kind=told.kind[:40])
    rules.clean_name(told.file_name)
    over = case["stage"] in OVER or case["state"] in OVER
    rules.receives(
        case,
        scope.role,
        told.kind,
        filed.read(connection, scope, case_id, building=True).facts.last if over else "",
    )
    items = cases.items_of(connection, case_id)
    if told.item is not None and told.item not in {i["position"] for i in items}:
        raise NoSuchItem(item=told.item)
    if not scope.leads(case):
        own = [i["position"] for i in items if i["jurisdiction_id"] in (scope.jurisdictions or ())]
        if told.item not in own:
            named = "、".join(f"第{n}项" for n in own)
            raise OwnItemOnly(cure=f"请选择{named}。" if own else "尚未分给您单位明细，请联系主办单位。")
    return case


def within_quota(connection: Connection, scope: Scope, size: int) -> None:
    files, held = rows.since(connection, scope.account, clock.today().isoformat())
    if files >= DAY_FILES or held + size > DAY_BYTES:
        raise TooMuchToday(files=DAY_FILES, gb=DAY_BYTES // GB)


def known(store: Store) -> blobs.Known:
    """Which digests some row speaks of, as committed now."""

    def asked(digests: list[str]) -> set[str]:
        with store.read() as connection:
            return rows.known(connection, digests)

    return asked


def _by_key(connection: Connection, scope: Scope, case_id: int, told: Told, digest: str) -> Receipt | None:
    key = _key(scope, told)
    row = rows.by_key(connection, key) if key else None
    if row is None:
        return None
    if (row["case_id"], row["sha256"]) != (case_id, digest):
        raise KeyTaken
    return of_row(connection, row, again=True)


def _key(scope: Scope, told: Told) -> str | None:
    return f"{scope.account or 0}:{told.request_key[:64]}" if told.request_key else None


def _street(scope: Scope, case: Row, items: Any, item: int | None) -> int | None:
    """The street the uploader acts for: its head may void the file later."""
    own = scope.jurisdictions or frozenset()
    falls_to = next((i["jurisdiction_id"] for i in items if i["position"] == item), None)
    return next((j for j in (falls_to, case["lead_id"]) if j in own), min(own, default=None))


def _not_taken(refusal: Unreadable) -> NotTaken:
    return NotTaken(refusal.code, refusal.facts["why"], refusal.facts["cure"], refusal.value)
