"""Signing what is no case (周报、月报): events, heads in office, and scans of sheets signed on paper."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from hazards.domain.errors import Refusal, Unreadable
from hazards.domain.prose import prose
from hazards.domain.roles import Role
from hazards.formats import magic, probe
from hazards.services import clock
from hazards.services.access import Scope
from hazards.services.signatures import PaperIncomplete
from hazards.storage import casework, events
from hazards.storage import tables as t

WEEK, MONTH = "week", "month"
DRAFT, ASKED, SIGNED, RETURNED = "draft", "asked", "signed", "returned"
SCAN_MB = 10


class NoSuchReturn(Refusal):
    code = "no-such-return"
    says = "没有这份报表。"
    remedy = "它可能不由您单位填报，请核对单位和时间。"


class NotWaiting(Refusal):
    code = "return-not-waiting"
    says = "这份{what}现为“{state}”，不能{does}。"
    remedy = "请刷新页面，按现在的状态办理。"


class ReturnIncomplete(Refusal):
    code = "return-incomplete"
    says = "{what}还缺：{missing}。"
    remedy = "补齐后再报；没有的请写“无”。"


class ReturnMoved(Refusal):
    code = "return-moved"
    says = "您看过之后，台账数据有变动，{what}没有签署。"
    remedy = "页面已列出新的数字，请核对后再签。"


class ScanNotTaken(Refusal):
    code = "scan-not-taken"
    says = "扫描件没有收下：{why}。"
    remedy = "请上传不超过 {most} MB 的 jpg、png 或者 pdf。"


STATES = {DRAFT: "填报中", ASKED: "待审签", SIGNED: "已签报", RETURNED: "已退回"}


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanned sheet as somebody handed it in."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Paper:
    """What is told of a sheet signed by hand (纸质审签)."""

    sheet: str
    signer: int
    signed_on: date | None
    scan: Scan | None


def record(
    connection: Connection,
    scope: Scope,
    subject: str,
    action: str,
    data: Mapping[str, Any],
    *,
    on: date | None = None,
    reason: str = "",
) -> int:
    """An event about no case."""
    return events.record(
        connection,
        subject=subject,
        action=action,
        entered_at=clock.stamp(),
        acted_on=on or clock.today(),
        reason=reason,
        data=data,
        **scope.signature,
    )


def examined(scan: Scan | None) -> str:
    """The media type of a scan, looked at in the fenced child; "" where there is none.

    Raises:
        ScanNotTaken
    """
    if scan is None:
        return ""
    if len(scan.data) > SCAN_MB * 1024 * 1024:
        raise ScanNotTaken(why=f"文件超过 {SCAN_MB} MB", most=SCAN_MB)
    try:
        if magic.family(scan.data[: magic.HEAD]) == magic.FILM:
            raise ScanNotTaken(why="这是视频", most=SCAN_MB)
        with tempfile.TemporaryDirectory(prefix="guapai-") as room:
            path = Path(room) / "scan"
            path.write_bytes(scan.data)
            found = probe.probe(path).media_type
    except Unreadable as refusal:
        raise ScanNotTaken(why=refusal.facts["why"], most=SCAN_MB) from refusal
    if found not in ("image/jpeg", "image/png", "application/pdf"):
        raise ScanNotTaken(why="不是图片或者 pdf", most=SCAN_MB)
    return found


def keep(connection: Connection, scope: Scope, scan: Scan, media_type: str) -> int:
    """Lay a scan beside the return it signs; its bytes stay as they came."""
    return casework.add(
        connection,
        t.return_scans,
        file_name=scan.name[:200],
        media_type=media_type,
        size=len(scan.data),
        sha256=sha256(scan.data).hexdigest(),
        bytes=scan.data,
        account_id=scope.account,
        entered_at=clock.stamp(),
    )


def by_hand(
    connection: Connection, scope: Scope, told: Paper, media_type: str, heads: Mapping[int, str]
) -> dict[str, Any]:
    """The columns of a signature on paper; ``heads`` may sign it on that day.

    Raises:
        PaperIncomplete
    """
    signer = heads.get(told.signer, "")
    good_day = told.signed_on is not None and told.signed_on <= clock.today()
    needed = {
        "审签单编号": told.sheet.strip(),
        "不晚于今天的签字日期": good_day,
        "签字人(当日在任的审签人)": signer,
        "签字页扫描件": told.scan,
    }
    if absent := [name for name, there in needed.items() if not there]:
        raise PaperIncomplete(missing="、".join(absent))
    assert told.scan is not None
    return {
        "state": SIGNED,
        "signed_by": told.signer,
        "signer": signer,
        "signed_on": told.signed_on,
        "signed_at": clock.stamp(),
        "paper": prose("审签单编号", told.sheet, 40),
        "scan_id": keep(connection, scope, told.scan, media_type),
    }


def on_screen(scope: Scope) -> dict[str, Any]:
    """The columns of a signature by a press of the head's own button."""
    return {
        "state": SIGNED,
        "signed_by": scope.account,
        "signer": f"{scope.actor}(代{scope.behalf})" if scope.behalf else scope.actor,
        "signed_on": clock.today(),
        "signed_at": clock.stamp(),
    }


def heads(connection: Connection, street: int, on: date) -> dict[int, str]:
    """Who held the head's post of a street on a day, by account."""
    p = t.posts.c
    rows = casework.where(connection, t.posts, p.role == Role.HEAD.value, p.jurisdiction_id == street)
    held = [r for r in rows if r["since"] <= on and (r["until"] is None or on < r["until"])]
    names = {r.id: r.person for r in connection.execute(select(t.accounts.c.id, t.accounts.c.person))}
    return {row["account_id"]: names[row["account_id"]] for row in held}


def start(connection: Connection, kind: str) -> date | None:
    """From which day on returns of a kind are owed; None where the office has not begun them."""
    found: date | None = connection.execute(
        select(t.return_starts.c.since).where(t.return_starts.c.kind == kind)
    ).scalar()
    return found


def begin(connection: Connection, scope: Scope, kind: str, since: date) -> None:
    before = start(connection, kind)
    connection.execute(delete(t.return_starts).where(t.return_starts.c.kind == kind))
    connection.execute(insert(t.return_starts).values(kind=kind, since=since))
    told = {"kind": kind, "since": since, "before": before}
    record(connection, scope, "return", "returns-begun", {k: v for k, v in told.items() if v})


def own(scope: Scope, street: int) -> None:
    """Streets report of themselves, and read of themselves only.

    Raises:
        NoSuchReturn
    """
    if scope.jurisdictions is not None and street not in scope.jurisdictions:
        raise NoSuchReturn
