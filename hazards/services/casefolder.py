"""Enforcement dossier (处罚、强制案卷): one zip in the order of the procedure, numbered, with its 卷内目录.

What the procedure wants and the file does not hold is listed as 缺.
"""

import hashlib
import os
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import orjson
from sqlalchemy import Connection

from hazards.domain.contests import KINDS as CONTESTS
from hazards.domain.kinds import KINDS
from hazards.domain.procedure import PAPERS, Step
from hazards.domain.roles import Role
from hazards.formats.documents.buildings import derivation, folder
from hazards.formats.documents.facts import restored
from hazards.formats.documents.index import DOCUMENTS
from hazards.services import clock, onfile, structurefacts
from hazards.services.access import Scope, operation
from hazards.services.dossier import EPOCH, FileDamaged, Files
from hazards.services.onfile import OnFile, Row
from hazards.services.statutes import book
from hazards.services.structure import Structure
from hazards.storage import blobs, casework
from hazards.storage import evidence as receipts
from hazards.storage import tables as t
from hazards.storage.store import Store

READERS = frozenset({Role.HEAD, Role.DEPARTMENT, Role.LISTING, Role.LEADER, Role.AUDITOR})
LACKING = "缺"
RECKONED_BEFORE = "execution"
"""Where the reckoning of the earliest lawful day lies in the order of the procedure."""
CONTENTS = "000 卷内目录.docx"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One paper of the file: written by us (``content``), received (``original``), or lacking (neither)."""

    name: str
    number: str = ""
    on: date | None = None
    content: bytes | None = None
    original: Row | None = None
    remark: str = ""

    @property
    def lacking(self) -> bool:
        return self.content is None and self.original is None


@operation("导出执法案卷", READERS, case=True)
def write(
    store: Store,
    scope: Scope,
    case_id: int,
    out: Path,
    *,
    files: Files | None = None,
    address: str = "",
) -> dict[str, int]:
    """Write the dossier of a building; who took it is recorded among the openings.

    Returns:
        ``{"papers", "lacking"}``: how many lie in it, and how many are listed as 缺.

    Raises:
        NoSuchCase, NotABuilding, FileDamaged
    """
    with store.read() as connection:
        file = onfile.read(connection, scope, case_id)
        case = Structure(connection, file)
        leaves = list(_Folder(connection, case).leaves())
    beside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_STORED) as pack:
            _pack(pack, case, leaves, files or blobs.store())
        os.replace(beside, out)
    finally:
        beside.unlink(missing_ok=True)
    about = {"case_id": case_id, "what": "export", "actor": scope.actor, "account_id": scope.account}
    store.write(lambda c: receipts.opened(c, **about, at=clock.stamp(), address=address))
    lacking = sum(leaf.lacking for leaf in leaves)
    return {"papers": len(leaves) - lacking, "lacking": lacking}


class _Folder:
    """The papers of one case in the order of the procedure; each received file once, where it first belongs."""

    def __init__(self, connection: Connection, case: Structure) -> None:
        self.case, self.file = case, case.file
        self.files = {int(one["id"]): one for one in case.evidence}
        self.placed: set[int] = set()
        self.made = casework.of_case(connection, t.documents, case.case_id, "id")

    def leaves(self) -> Iterator[Leaf]:
        wanted = needed(self.file)
        for step in book().steps:
            acts = [a for a in self.file.acts if a["step"] == step.key and a["annulled_event"] is None]
            if step.key == RECKONED_BEFORE:
                yield self._reckoning()
            for act in sorted(acts, key=lambda a: (a["on_date"], a["id"])):
                yield from self._of_act(step, act)
            if acts:
                continue
            if step.document in structurefacts.BEFORE:  # an approval or a record made before its step
                yield from self._made(self._unplaced(step.document), sealed=False)
            if step.key in wanted:
                yield Leaf(_title(step))
        yield from self._beside()

    def _of_act(self, step: Step, act: Row) -> Iterator[Leaf]:
        """The document of an act with its scan, how it was served, and the files the step asks for."""
        title = _title(step)
        made = self._unplaced(step.document)
        scans = [act["evidence_id"], *(one["scan_id"] for one in made)]
        scanned = list(self._placed(f"{title}(扫描件)", scans, act["document"]))
        sealed = bool(scanned) or act["evidence_id"] is not None
        yield from self._made(made, sealed)
        yield from scanned
        if step.document and not made and not sealed:
            yield Leaf(title, act["document"], act["on_date"])
        served = [s for s in self.file.servings if s["proceeding_id"] == act["id"]]
        for one in served:
            name = f"{title}送达回证({one['way']})"
            found = list(self._placed(name, [one["evidence_id"]], on=one["on_date"]))
            yield from found
            if not found and one["evidence_id"] is None:
                yield Leaf(name, on=one["on_date"])
        if step.serve and not served:
            yield Leaf(f"{title}送达回证")
        for kind in step.papers:
            held = [number for number, row in self.files.items() if row["kind"] == kind]
            yield from self._placed(PAPERS[kind], held)
            if not held:
                yield Leaf(PAPERS[kind])

    def _unplaced(self, kind: str) -> list[Row]:
        """Documents made of a kind that lie nowhere yet; three sorts of urging share one kind."""
        found = [one for one in self.made if kind and one["kind"] == kind]
        self.made = [one for one in self.made if one not in found]
        return found

    def _made(self, made: list[Row], sealed: bool) -> Iterator[Leaf]:
        """The last document made; earlier drafts of it stay out."""
        for one in made[-1:]:
            remark = "" if sealed or one["scan_id"] else "未见盖章扫描件"
            title = DOCUMENTS[one["kind"]].title
            yield Leaf(title, one["number"], one["dated"], content=_printed(one), remark=remark)

    def _placed(
        self, name: str, numbers: Sequence[int | None], number: str = "", on: date | None = None
    ) -> Iterator[Leaf]:
        """Received files under a name, unless they lie further up already."""
        for key in numbers:
            if key is not None and key in self.files and key not in self.placed:
                self.placed.add(key)
                row = self.files[key]
                yield Leaf(name, number or row["receipt"], on or _day(row), original=row)

    def _reckoning(self) -> Leaf:
        facts = structurefacts.reckoned(self.case, clock.today())
        return Leaf(derivation.TITLE, on=facts.reckoning.as_of, content=derivation.write(facts))

    def _beside(self) -> Iterator[Leaf]:
        """Review and suit, overrides, then whatever else was brought, by kind."""
        for one in self.file.contests:
            if one["ended_on"] is None:
                yield Leaf(f"{CONTESTS[one['kind']]}结果文书", one["number"], remark="尚无结果")
        for one in self.file.overrides:
            name = f"{book().by_key[one['step']].title}越序办理法律意见书"
            yield from self._placed(name, [one["evidence_id"]])
        for kind, word in KINDS.items():
            rest = [number for number, row in self.files.items() if row["kind"] == kind]
            yield from self._placed(word, rest)


def needed(file: OnFile) -> frozenset[str]:
    """Steps that had to go before those taken, as the law of this case and day knows them."""
    taken = {a["step"]: a["on_date"] for a in file.acts if a["annulled_event"] is None}
    found: set[str] = set()
    open_ = list(taken.items())
    while open_:
        key, on = open_.pop()
        for group in book().by_key[key].after:
            known = [k for k in group if book().by_key[k].applies(file.held.track, file.held.state, on)]
            if len(known) == 1 and known[0] not in found:
                found.add(known[0])
                open_.append((known[0], on))
    return frozenset(found)


def _title(step: Step) -> str:
    return DOCUMENTS[step.document].title if step.document else step.title


def _printed(row: Row) -> bytes:
    kind = DOCUMENTS[row["kind"]]
    return kind.write(restored(kind.facts, orjson.loads(row["facts"])))


def _day(row: Row) -> date:
    return date.fromisoformat((row["captured_at"] or row["entered_at"])[:10])


def _pack(pack: zipfile.ZipFile, case: Structure, leaves: list[Leaf], files: Files) -> None:
    names = [f"{at:03d} {_safe(leaf.name)}{_ending(leaf)}" for at, leaf in enumerate(leaves, 1)]
    rows = tuple(
        folder.Entry(
            name=leaf.name,
            number=leaf.number,
            on=leaf.on,
            remark=leaf.remark or (LACKING if leaf.lacking else ""),
        )
        for leaf in leaves
    )
    contents = folder.Contents(
        **case.foot, organ=case.organ, party=case.party, place=case.place, made_on=clock.today(), entries=rows
    )
    pack.writestr(_member(CONTENTS), folder.write(contents))
    for leaf, name in zip(leaves, names, strict=True):
        if leaf.content is not None:
            pack.writestr(_member(name), leaf.content)
        elif leaf.original is not None:
            _original(pack, name, leaf.original, files)


def _original(pack: zipfile.ZipFile, name: str, row: Row, files: Files) -> None:
    """The bytes as received, hashed once more on their way."""
    seen = hashlib.sha256()
    try:
        with files.open(row["sha256"]) as file, pack.open(_member(name), "w", force_zip64=True) as member:
            while chunk := file.read(1 << 20):
                seen.update(chunk)
                member.write(chunk)
    except (OSError, ValueError) as error:
        raise FileDamaged(name=row["file_name"]) from error
    if seen.hexdigest() != row["sha256"]:
        raise FileDamaged(name=row["file_name"])


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, EPOCH)
    info.external_attr, info.create_system = 0o644 << 16, 3
    return info


def _safe(name: str) -> str:
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "", name)


def _ending(leaf: Leaf) -> str:
    if leaf.original is None:
        return ".docx"
    plain = re.search(r"\.([A-Za-z0-9]{1,8})$", leaf.original["file_name"])
    return f".{plain[1].lower()}" if plain else ""
