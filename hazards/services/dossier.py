"""Dossier (案卷证据包): one case as a zip that a stranger verifies offline with the script inside it."""

import hashlib
import math
import os
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import orjson
from sqlalchemy import Connection

from hazards import verifier
from hazards.domain import tampering, trail
from hazards.domain.errors import Refusal
from hazards.domain.roles import EVERYONE, Role
from hazards.services import clock, contents, sealing, signing
from hazards.services.access import NoSuchCase, Scope, operation, seen
from hazards.storage import blobs, cases, casework, events, facts
from hazards.storage import evidence as receipts
from hazards.storage import tables as t
from hazards.storage import trail as at_rest
from hazards.storage.store import Store
from hazards.verifier import verify

FORMAT = "guapai-dossier-1"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""Members carry no time: the same file twice gives the same bytes."""


class NoSuchSeal(Refusal):
    code = "no-such-seal"
    says = "第 {number} 号封签之前没有本案卷的记录。"
    remedy = "请核对封签编号。"


class FileDamaged(Refusal):
    code = "evidence-damaged"
    says = "证据材料“{name}”的文件缺失或内容已变，不能导出证据包。"
    remedy = "请系统管理员运行 python -m hazards verify，并从备份恢复该文件。"


class KeyUnknown(Refusal):
    code = "key-unknown"
    says = "本机签名钥不是末号封签所用的钥，导出的证据包不能核验。"
    remedy = "请系统管理员找回原签名钥；确已遗失的，办理任一事项后由新钥封签，再行导出。"


class Files(Protocol):
    def open(self, digest: str) -> BinaryIO: ...


_READERS = frozenset({Role.LISTING, Role.LEADER, Role.AUDITOR, Role.DEPARTMENT})


@operation("导出案卷证据包", _READERS, case=True)
def write(
    store: Store,
    scope: Scope,
    case_id: int,
    out: Path,
    *,
    upto: int | None = None,
    accident: bool = False,
    files: Files | None = None,
    address: str = "",
) -> dict[str, Any]:
    """Write the dossier of a case; who took it is recorded among the openings.

    Args:
        upto: number of a seal: the file as it stood then, as far as rows still tell (an accident).
        accident: up to the seal set when its last accident was registered.
        files: where evidence lies; None is the store of this installation.

    Returns:
        ``{"file", "events", "files", "seal"}``; seal as printed, ``"12:3f…"``.

    Raises:
        NoSuchSeal, FileDamaged, KeyUnknown, signing.KeyUnusable
    """
    sealing.seal(store, "dossier")
    key = signing.load(signing.key_path(store))
    with store.read() as connection:
        row = seen(connection, scope, case_id)
        if accident:
            upto = _seal_of_accident(connection, case_id)
        told = _Told(connection, case_id, row, upto)
    if signing.public(key) != (told.seals[-1]["next_key"] or told.seals[-1]["key"]):
        raise KeyUnknown
    beside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_STORED) as pack:
            _Packing(pack, files or blobs.store()).run(told, key)
        os.replace(beside, out)
    finally:
        beside.unlink(missing_ok=True)
    about = {"case_id": case_id, "what": "export", "actor": scope.actor, "account_id": scope.account}
    store.write(lambda c: receipts.opened(c, **about, at=clock.stamp(), address=address))
    last = told.seals[-1]
    seal = f"{last['number']}:{last['hash']}"
    return {"file": str(out), "events": len(told.events), "files": len(told.originals), "seal": seal}


def _seal_of_accident(connection: Connection, case_id: int) -> int:
    """Number of the first seal over the last accident of a case; 0, which no seal has, without one."""
    accidents = casework.of_case(connection, t.accidents, case_id, "id")
    event = accidents[-1]["event_id"] if accidents else math.inf
    seals = at_rest.all_seals(connection)
    return next((int(s["number"]) for s in seals if s["last_event"] >= event), 0)


class _Told:
    """What one consistent moment says about a case, up to a seal."""

    def __init__(self, connection: Connection, case_id: int, row: Mapping[str, Any], upto: int | None):
        self.case_id, self.row = case_id, row
        self.seals = at_rest.all_seals(connection)
        limit = self.seals[-1]["last_event"]
        if upto is not None:
            limit = next((s["last_event"] for s in self.seals if s["number"] == upto), 0)
        self.events = [e for e in events.of_case(connection, case_id) if e["hash"] and e["id"] <= limit]
        if not self.events:
            raise NoSuchSeal(number=upto)
        last = self.events[-1]
        sums = trail.parted(last["sums"])
        held = facts.as_of(connection, case_id, last["id"])
        self.rows = {n: text for n, text in held.items() if sums.get(n) == trail.sha256(text)}
        self.whole = self.rows.keys() == sums.keys()
        self.proof = self._proof(connection, last)
        self.evidence = orjson.loads(self.rows.get("evidence", b"[]"))
        self.originals = {e["sha256"]: e for e in self.evidence}

    def _proof(self, connection: Connection, last: Mapping[str, Any]) -> dict[str, Any]:
        seal = next(s for s in self.seals if s["first_event"] <= last["id"] <= s["last_event"])
        under = list(at_rest.under(connection, seal["first_event"], seal["last_event"]))
        index = next(n for n, (key, _) in enumerate(under) if key == last["id"])
        return {
            "seal": seal["number"],
            "index": index,
            "path": trail.path([trail.leaf(told) for _, told in under], index),
        }

    def lines(self) -> Iterator[bytes]:
        for event in self.events:
            yield trail.line(event, self.case_id, event["seq"], event["prev"]) + b"\n"

    def sealed(self) -> Iterator[bytes]:
        for seal in self.seals:
            statement = at_rest.stated(seal).statement().decode()
            yield trail.canonical({"statement": statement, "signature": seal["signature"]}) + b"\n"

    def about(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "case": self.case_id,
            "number": self.row["number"] or self.row["unit"],
            "events": len(self.events),
            "whole": self.whole,
        }


class _Packing:
    def __init__(self, pack: zipfile.ZipFile, files: Files) -> None:
        self.pack, self.files = pack, files
        self.listed: dict[str, str] = {}

    def run(self, told: _Told, key: Any) -> None:
        self._add("README.txt", contents.README.encode())
        self._add(
            "index.html", contents.page(told.row, told.events, told.evidence, whole=told.whole).encode()
        )
        self._add("verify.py", verifier.SCRIPT.read_bytes())
        self._add("about.json", trail.canonical(told.about()))
        self._add("events.jsonl", b"".join(told.lines()))
        self._add("seals.jsonl", b"".join(told.sealed()))
        self._add("proof.json", trail.canonical(told.proof))
        for name in sorted(told.rows):
            self._add(f"rows/{name}.json", told.rows[name])
        for digest in sorted(told.originals):
            self._original(told.originals[digest])
        manifest = orjson.dumps({"format": FORMAT, "files": self.listed}, option=orjson.OPT_SORT_KEYS)
        self._add("manifest.json", manifest)
        self._add("manifest.sig", key.sign(manifest).hex().encode())

    def _add(self, name: str, data: bytes) -> None:
        self.pack.writestr(_member(name), data)
        self.listed[name] = trail.sha256(data)

    def _original(self, row: Mapping[str, Any]) -> None:
        """The bytes as received, hashed once more on their way into the zip."""
        name, seen_bytes = original(row), hashlib.sha256()
        try:
            with self.files.open(row["sha256"]) as file, self._large(name) as member:
                while chunk := file.read(1 << 20):
                    seen_bytes.update(chunk)
                    member.write(chunk)
        except (OSError, ValueError) as error:
            raise FileDamaged(name=row["file_name"]) from error
        if seen_bytes.hexdigest() != row["sha256"]:
            raise FileDamaged(name=row["file_name"])
        self.listed[name] = row["sha256"]

    def _large(self, name: str) -> Any:
        return self.pack.open(_member(name), "w", force_zip64=True)


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, EPOCH)
    info.external_attr, info.create_system = 0o644 << 16, 3
    return info


def original(row: Mapping[str, Any]) -> str:
    """Where a received file lies in the zip: by its digest; of the name only a plain ending."""
    ending = re.search(r"\.([A-Za-z0-9]{1,8})$", row["file_name"])
    return f"files/{row['sha256']}" + (f".{ending[1].lower()}" if ending else "")


def check(path: Path, witness: Mapping[int, str]) -> tuple[str, dict[str, Any]]:
    """Verify a dossier with the very script it holds, and hold its seals against a witness's.

    Returns:
        ("" or what is wrong, facts as the script tells them).
    """
    wrong, told = verify.check(str(path))
    if wrong or not witness:
        return wrong, told
    common = {n: h for n, h in witness.items() if n in told["hashes"]}
    if not common:
        return "见证单位所持的封签都晚于本包，无从比对。", told
    flaws = tampering.against(common, told["hashes"])
    return flaws[0].says("") if flaws else "", told


def passed(told: Mapping[str, Any]) -> list[str]:
    """What the script says of a dossier that is in order."""
    return verify.PASSED.format(**told).splitlines()


@operation("查找案卷", EVERYONE)
def by_number(store: Store, scope: Scope, number: str) -> int:
    """The id of a case in sight, by its number.

    Raises:
        NoSuchCase
    """
    with store.read() as connection:
        key = cases.by_number(connection, number)
        if key is None:
            raise NoSuchCase
        return seen(connection, scope, key)["id"]
