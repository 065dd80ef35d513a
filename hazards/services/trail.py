"""Verifying the trail: events, heads, rows, seals and the bytes of evidence, against each other."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import orjson
from sqlalchemy import Connection

from hazards.domain import tampering, trail
from hazards.domain.errors import Refusal
from hazards.domain.roles import Role
from hazards.domain.tampering import Flaw
from hazards.services import signing
from hazards.services.access import Scope, operation
from hazards.services.sealing import HEAD
from hazards.storage import commons, facts
from hazards.storage import trail as at_rest
from hazards.storage.store import Store

SPAN = 4000
"""Cases read at once while rows are held against the last event."""

PARTS = {
    "cases": "案卷登记",
    "accidents": "事故记录",
    "applications": "延期申请",
    "batch_cases": "批次",
    "buildings": "违法建筑情况",
    "case_jurisdictions": "协办属地",
    "charges": "包案",
    "contests": "复议诉讼",
    "disposals": "处置",
    "documents": "文书",
    "evidence": "证据材料",
    "extensions": "延期",
    "footprints": "建筑轮廓",
    "instruction_turns": "批示办理",
    "instructions": "批示",
    "items": "整治明细",
    "leads": "主办属地",
    "measures": "五落实",
    "milestones": "进度节点",
    "orders": "督办单",
    "overrides": "越序办理",
    "pauses": "中止暂缓",
    "payments": "资金支出",
    "plans": "治理方案",
    "proceedings": "执法步骤",
    "proposals": "待复核事项",
    "servings": "送达",
    "signatures": "审签",
    "stoppages": "停产停业",
    "strikes": "销号",
    "uplistings": "提级挂牌",
    "urgencies": "缓急类别",
}
MATTERS = {
    "accounts": "账号",
    "assessments": "外部门考核率",
    "batches": "批次登记",
    "bulletin_files": "通报文件",
    "bulletins": "通报",
    "calendar_days": "工作日历",
    "closings": "年度结账",
    "complaints": "投诉举报",
    "deeds": "办理记录",
    "delegations": "委托",
    "exposures": "曝光",
    "inquiries": "问责决定",
    "instruction_turns": "批示办理",
    "instructions": "批示",
    "monthlies": "月报",
    "patrol_finds": "巡查发现",
    "patrols": "巡查",
    "posts": "任职",
    "publications": "公开包",
    "return_scans": "报表签字页",
    "return_starts": "报送起始",
    "scans": "事项原件",
    "settings": "设置",
    "targets": "年度目标",
    "weeklies": "周报",
}


class BadWitness(Refusal):
    code = "witness-unreadable"
    says = "“{told}”不是封签文件，也不是通报所印的“号:校验值”。"
    remedy = "请核对路径，或照通报原样填写。"


class Bytes(Protocol):
    """Where evidence lies (hazards/storage/blobs.py)."""

    def digest(self, digest: str) -> str | None: ...


@dataclass
class Report:
    """What was looked at and what was found; ``ok`` unless something is more than a warning."""

    events: int = 0
    cases: int = 0
    files: int = 0
    seals: int = 0
    head: dict[str, Any] | None = None
    flaws: list[Flaw] = field(default_factory=list)
    names: Mapping[int, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return all(f.code in tampering.WARNINGS for f in self.flaws)

    def says(self, flaw: Flaw) -> str:
        return flaw.says(f"案卷“{self.names[flaw.case]}”" if flaw.case else "公共记录")

    def public(self) -> dict[str, Any]:
        told = [
            {
                "code": f.code,
                "case": self.names[f.case] if f.case else None,
                "event": f.event,
                "seal": f.seal,
                "file": f.file,
                "says": self.says(f),
            }
            for f in self.flaws
        ]
        counted = {n: getattr(self, n) for n in ("events", "cases", "files", "seals")}
        return {"ok": self.ok, **counted, "head": self.head, "findings": told}


Witness = Mapping[int, str]
"""Number of a seal to its hash, as a second office keeps them."""


def witness(told: str) -> Witness:
    """Read what a witness kept: our file of seals, or ``"12:3f…"`` as bulletins print it.

    Raises:
        BadWitness
    """
    path = Path(told)
    try:
        text = path.read_text("utf-8") if path.is_file() else told
        if text.lstrip().startswith("{"):
            held = orjson.loads(text)
            if held["format"] != HEAD:
                raise BadWitness(told=told)
            return {int(s["number"]): _digest(s["hash"]) for s in held["seals"]}
        number, digest = text.strip().replace("\uff1a", ":").split(":")
        return {int(number): _digest(digest)}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadWitness(told=told) from error


def _digest(told: str) -> str:
    if len(bytes.fromhex(told)) != 32:
        raise ValueError(told)
    return told.lower()


_VERIFIERS = frozenset({Role.LISTING, Role.LEADER, Role.AUDITOR, Role.MACHINE})


@operation("核验留痕", _VERIFIERS)
def verify(store: Store, scope: Scope, evidence: Bytes, *, against: Witness | None = None) -> Report:
    """Hold the whole trail against itself, its seals, the rows, the files, and a witness.

    One consistent moment is read; nothing is written. The flaws come in this order: events by
    number, ends of chains, rows of cases, other rows, seals, the witness, files.
    """
    with store.read() as connection:
        report = _trail(connection, signing.key_path(store), against or {})
        _files(connection, evidence, report)
        report.names = at_rest.numbers(connection, {f.case for f in report.flaws if f.case})
    return report


def _trail(connection: Connection, key: Path, against: Witness) -> Report:
    rows = at_rest.all_seals(connection)
    stated = [at_rest.stated(r) for r in rows]
    chains, sealed, common = tampering.Chains(), tampering.Sealed(stated), tampering.Commons()
    for event in at_rest.every_event(connection):
        chains.take(event)
        common.take(event)
        if event["hash"]:
            sealed.take(event["id"], event["hash"])
    known, ends = _ends(connection, chains)
    seals = [*tampering.order(stated, [r["hash"] for r in rows]), *_signatures(rows, stated, key)]
    broken = {f.seal for f in seals}
    seals += [f for f in sealed.finish() if f.seal not in broken]
    report = Report(chains.count, known, seals=len(rows))
    if rows:
        report.head = {"number": rows[-1]["number"], "hash": rows[-1]["hash"]}
    seen = tampering.against(against, {r["number"]: r["hash"] for r in rows})
    ends += common.close(commons.now(connection), _matter, lambda name: _foreign(name, common.untold))
    report.flaws = [*chains.flaws, *ends, *sorted(seals, key=lambda f: f.seal or 0), *seen]
    return report


def _matter(name: str) -> str:
    """通报(编号 3)；年度目标."""
    table, _, key = name.partition(".")
    return MATTERS[table] + (f"(编号 {key})" if key else "") if table in MATTERS else "其他记录"


def _foreign(name: str, untold: Set[str]) -> bool:
    return not commons.TABLES[name.partition(".")[0]].subjects & untold


def _ends(connection: Connection, chains: tampering.Chains) -> tuple[int, list[Flaw]]:
    """(cases, flaws): heads first, then rows that differ from the last event."""
    flaws, differ, known = chains.close(trail.COMMON, *at_rest.common(connection)), [], 0
    if not chains.ends.get(trail.COMMON):
        flaws = []
    left = {key for key in chains.ends if key != trail.COMMON}
    for span in at_rest.spans(connection, SPAN):
        told = facts.between(connection, span[0][0], span[-1][0])
        for key, length, head in span:
            flaws += chains.close(key, length, head)
            left.discard(key)
            if key in chains.ends:
                differ += _differs(key, chains.ends[key], trail.parted(trail.sums(told.get(key, {}))))
        known += len(span)
    for key in sorted(left):
        have, _, event, _ = chains.ends[key]
        flaws.append(Flaw("case-missing", key, event, facts={"have": have}))
    return known, [*flaws, *differ]


def _differs(key: int, end: tuple[int, str, int, str], now: Mapping[str, str]) -> list[Flaw]:
    seq, _, event, sums = end
    then = trail.parted(sums)
    parts = sorted(n for n in then.keys() | now.keys() if then.get(n) != now.get(n))
    if not parts:
        return []
    said = "、".join(PARTS.get(n, n) for n in parts)
    return [Flaw("case-differs", key, event, facts={"parts": said, "seq": seq})]


def _signatures(rows: Iterable[Mapping[str, Any]], stated: list[trail.Seal], key: Path) -> list[Flaw]:
    flaws = [
        Flaw("seal-signature", seal=seal.number, facts={"number": seal.number})
        for row, seal in zip(rows, stated, strict=True)
        if not signing.holds(seal.key, seal.statement(), row["signature"])
    ]
    if stated and key.exists():
        last, ours = stated[-1], signing.public(signing.load(key))
        if ours not in (last.key, last.next_key):
            flaws.append(Flaw("key-differs", seal=last.number, facts={"number": last.number}))
    return flaws


def _files(connection: Connection, evidence: Bytes, report: Report) -> None:
    """Every file once, however many rows speak of it; and each row against its event."""
    found: dict[str, str | None] = {}
    for row in at_rest.every_file(connection):
        report.files += 1
        told = row["sha256"]
        if told not in found:
            found[told] = _digest_of(evidence, told)
        about = {"name": row["file_name"]}
        place = {"case": row["case_id"], "event": row["event_id"], "file": told, "facts": about}
        data = orjson.loads(row["data"]) if row["data"] else {}
        said = data.get("scans", []) if row["case_id"] is None else [data.get("sha256") or told]
        if told not in said:
            report.flaws.append(Flaw("file-replaced", **place))
        elif found[told] is None:
            report.flaws.append(Flaw("file-missing", **place))
        elif found[told] != told:
            report.flaws.append(Flaw("file-changed", **place))


def _digest_of(evidence: Bytes, told: str) -> str | None:
    try:
        return evidence.digest(told)
    except ValueError:  # a digest that is none
        return None
