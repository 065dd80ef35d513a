"""One case of a binder as its template reads it: words, viewing copies, and the pdf that fill its frames."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hazards.domain import bundle
from hazards.domain.errors import Refusal, Unreadable
from hazards.domain.kinds import KINDS, PHOTOS
from hazards.domain.stages import NAMES, Stage
from hazards.formats import bound
from hazards.formats.documents.blocks import blocks
from hazards.formats.documents.text import flat
from hazards.services import evidence, leaves
from hazards.services.access import Scope
from hazards.services.leaves import CaseFile, Leaf, Row
from hazards.services.receipts import SHOWN
from hazards.storage import blobs, register
from hazards.storage.store import Store

BYTES, PAGES = 20 * 1024 * 1024, 60
"""A received pdf beyond either is named with its receipt, and not bound in."""
AT_ONCE = 2
"""Viewing copies made beside each other, each in a fenced child."""
PRINTED = 1000
"""Pixels of a photograph two to a row: 300 dpi on paper. Scans are read, and stay as large as on screen."""
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Bound:
    """Facts and pictures of the template, pdf by the key of their frames, and how many papers lack."""

    facts: dict[str, Any]
    pictures: dict[str, bytes | Path]
    originals: dict[str, Path]
    lacking: int


@dataclass(slots=True)
class _Gathered:
    """What the leaves of one case need beside words."""

    store: Store
    pictures: dict[str, bytes | Path] = field(default_factory=dict)
    originals: dict[str, Path] = field(default_factory=dict)
    apart: list[list[str]] = field(default_factory=list)
    copies: dict[int, Path | None] = field(default_factory=dict)


def facts_of(store: Store, scope: Scope, case_id: int, start: int) -> Bound:
    """One case whose first page is numbered ``start``.

    Raises:
        NoSuchCase
    """
    with store.read() as connection:
        file = leaves.of(connection, scope, case_id)
        lead = file.row["lead_id"]
        street = register.load(connection)[lead].name if lead else "未定属地"
    gathered = _Gathered(store)
    shown = [row for leaf in file.leaves for row in leaf.files if row["media_type"] in SHOWN]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = pool.map(lambda row: _copy(store, row), shown)
        gathered.copies = {int(row["id"]): path for row, path in zip(shown, found, strict=True)}
    facts = {
        "start": start,
        "number": file.row["number"] or f"未编号案卷{case_id}",
        "unit": flat(file.row["unit"]),
        "cover": _cover(file, street),
        "leaves": [_leaf(leaf, gathered) for leaf in file.leaves],
        "apart": gathered.apart,
    }
    return Bound(facts, gathered.pictures, gathered.originals, len(file.lacking))


def _copy(store: Store, row: Row) -> Path | None:
    try:
        return evidence.viewing_copy(store, row, PRINTED if row["kind"] in PHOTOS else evidence.VIEW)
    except (Refusal, Unreadable, OSError):
        return None


def _cover(file: CaseFile, street: str) -> list[list[str]]:
    row = file.row
    struck = f"{row['struck_off_on']} {row['struck_off_how']}".strip() if row["struck_off_on"] else "—"
    told = {
        "整治单位(区域)": row["unit"],
        "地址": row["address"],
        "属地": street,
        "挂牌级别": file.level or "—",
        "督办单位": row["supervisor"],
        "挂牌文号": row["document"],
        "挂牌日期": str(row["listed_on"] or "—"),
        "整改期限": str(file.deadline or "缺失"),
        "隐患主要内容": row["content"],
        "当前环节": NAMES[Stage(file.stage)],
        "销号": struck,
        "缺件": "、".join(file.lacking) or "无",
    }
    return [[name, flat(text)] for name, text in told.items()]


def _leaf(leaf: Leaf, gathered: _Gathered) -> dict[str, Any]:
    told: dict[str, Any] = {
        "title": leaf.title,
        "mark": leaf.mark,
        "number": flat(leaf.number),
        "on": leaf.on.isoformat() if leaf.on else "",
        "kind": "none",
        "pictures": [],
        "frames": [],
    }
    if leaf.draft:
        return {**told, "kind": "draft", **blocks(leaf.draft)}
    if leaf.rows:
        return {**told, "kind": "rows", "rows": [[flat(cell) for cell in row] for row in leaf.rows]}
    if not leaf.files:
        return told
    for row in leaf.files:
        _file(row, told, gathered)
    told["kind"] = "photos" if leaf.title == bundle.PHOTOS else "files"
    if not told["pictures"] and not told["frames"]:
        told["mark"] = bundle.APART
    return told


def _file(row: Row, told: dict[str, Any], gathered: _Gathered) -> None:
    """One received file: a picture, framed pages, or a line among what is kept apart."""
    key = f"f{row['id']}"
    if (copy := gathered.copies.get(int(row["id"]))) is not None:
        gathered.pictures[f"{key}.jpg"] = copy
        told["pictures"].append({"file": f"{key}.jpg", "told": _told(row)})
        return
    why = ""
    if row["media_type"] == PDF:
        path = blobs.store().place(row["sha256"])
        why = _unbound(row, path)
        if not why and path is not None:
            pages = bound.count(path)
            if pages <= PAGES:
                gathered.originals[key] = path
                told["frames"] += list(_frames(row, key, pages))
                return
            why = f"{pages} 页"
    elif not blobs.store().exists(row["sha256"]):
        why = "缺，原件不在存储中"
    size = f"{row['size'] / 1024 / 1024:.1f} MB"
    gathered.apart.append(
        [row["receipt"], f"{KINDS[row['kind']]} {flat(row['file_name'])}", why or size, row["sha256"][:20]]
    )


def _unbound(row: Row, path: Path | None) -> str:
    if path is None or not path.exists():
        return "缺，原件不在存储中"
    return f"{row['size'] / 1024 / 1024:.1f} MB" if row["size"] > BYTES else ""


def _frames(row: Row, key: str, pages: int) -> Iterator[dict[str, Any]]:
    for page in range(pages):
        yield {"key": key, "page": page, "told": f"{_told(row)} 第{page + 1}页 共{pages}页"}


def _told(row: Row) -> str:
    when = (row["captured_at"] or row["entered_at"])[:10]
    where = f" {row['viewpoint']}" if row["viewpoint"] else ""
    note = f" {flat(row['note'])[:40]}" if row["note"] else ""
    return f"{KINDS[row['kind']]}{where} {when} 回执{row['receipt']}{note}"
