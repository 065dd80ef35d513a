"""Binding: the 迎检台账 itself, from the cases of a question to one zip; a case at a time, so memory stays small."""

import hashlib
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hazards.domain.errors import Refusal
from hazards.domain.printed import Sheet
from hazards.domain.rates import RULE
from hazards.formats import bound, listpaper, typeset
from hazards.services import casesheets, clock, export, lists
from hazards.services.access import Scope
from hazards.services.asked import Asked
from hazards.services.bindingfacts import Bound, facts_of
from hazards.services.lists import CaseLine
from hazards.services.printed import asked_of
from hazards.storage import cases, register
from hazards.storage.store import Store

MOST = 600
"""Cases of one binder; a district lists ninety a year."""
VOLUME = 300 * 1024 * 1024
"""Bytes of one pdf; beyond them every street is a volume of its own."""
EPOCH = (1980, 1, 1, 0, 0, 0)
WHOLE, FRONT, LEDGER, SUMS = "迎检台账.pdf", "00 目录和台账.pdf", "台账.xlsx", "sha256.txt"
NUMBER_BLANK = "00000"
"""As wide as any page number: the contents take the same room before the pages are known."""

Tell = Callable[[str, int, int], None]
"""(what is being done, cases done, cases in all)."""


class TooManyCases(Refusal):
    code = "binder-too-large"
    says = "所选范围有 {count} 件案卷，超过一次编制的上限 {most} 件。"
    remedy = "请按街镇或批次分开编制。"


class NoCases(Refusal):
    code = "binder-empty"
    says = "所选范围没有隐患案卷。"
    remedy = "请另选街镇、批次或年度。"


@dataclass(frozen=True, slots=True)
class Made:
    cases: tuple[int, ...]
    pages: int
    size: int
    sha256: str


def members(store: Store, scope: Scope, told: Mapping[str, str]) -> tuple[Asked, list[CaseLine]]:
    """The hazards of a question in sight, street by street in the order of the register.

    Raises:
        NoCases, TooManyCases, BadQuestion
    """
    asked = Asked.of(told).but(kind="hazard", measure="", light="", text="", level="")
    found = lists.page(store, scope, asked, size=None).lines
    with store.read() as connection:
        rows = cases.by_ids(connection, [line.id for line in found])
        units = register.load(connection).streets(asked.cutoff.on)
    lines = [line for line in found if scope.leads(rows[line.id])]  # a co-street's file is bound elsewhere
    if not lines:
        raise NoCases
    if len(lines) > MOST:
        raise TooManyCases(count=len(lines), most=MOST)
    streets = {unit.name: at for at, unit in enumerate(units)}
    far = len(streets)
    return asked, sorted(lines, key=lambda o: (streets.get(o.street, far), o.street, o.number, o.id))


def make(store: Store, scope: Scope, told: Mapping[str, str], room: Path, tell: Tell) -> Made:
    """Write ``room/binder.zip``.

    Args:
        told: the question as an address says it (place, by, year …).
        room: an empty folder; what is made on the way lies there too.

    Raises:
        NoCases, TooManyCases, fonts.NoFont
    """
    asked, lines = members(store, scope, told)
    _, words, cut = asked_of(store, scope, {**told, "kind": "hazard"})
    front = _Front(scope, lines, words, cut)
    page = front.pages + 1
    parts: list[tuple[str, Path]] = []
    for at, line in enumerate(lines):
        tell(f"{line.street} {line.number or line.unit}", at, len(lines))
        path = room / f"{at:04d}.pdf"
        one = facts_of(store, scope, line.id, page)
        pages = bound.fill(typeset.pdf("casefile", one.facts, one.pictures), one.originals, path)
        front.holds(at, page, one)
        parts.append((line.street, path))
        page += pages
    tell("合订", len(lines), len(lines))
    head = room / "front.pdf"
    head.write_bytes(front.pdf())
    files = list(_volumes(head, parts, room))
    export.write(store, scope, asked, "xlsx", room / LEDGER)
    files.append((LEDGER, room / LEDGER))
    out = room / "binder.zip"
    digest = _pack(out, files)
    return Made(tuple(line.id for line in lines), page - 1, out.stat().st_size, digest)


class _Front:
    """Cover, contents and ledger; set twice, since the pages of the cases are known only afterwards."""

    def __init__(self, scope: Scope, lines: Sequence[CaseLine], words: str, cut: str) -> None:
        self.lines = lines
        sheet = Sheet("挂牌督办台账", casesheets.CASES, casesheets.case_rows(lines))
        self.facts: dict[str, Any] = {
            "asked": words,
            "cut": cut,
            "cover": [
                ["案卷", f"{len(lines)} 件"],
                ["统计时点", cut.removeprefix("截止 ")],
                ["编制", f"{scope.as_whom} {scope.actor}".strip()],
                ["编制日期", f"{clock.today():%Y-%m-%d}"],
                ["说明", "“缺”为应有而案卷中没有的件；“系统稿”按案卷生成，以盖章件为准"],
            ],
            "contents": [
                [str(n), line.unit, line.number or "未编号", line.street, NUMBER_BLANK, NUMBER_BLANK]
                for n, line in enumerate(lines, 1)
            ],
            "ledger": listpaper.columns(sheet, paper="a4"),
            "note": f"口径：所选范围内挂牌的重大隐患和结转案卷；规则 {RULE}。",
        }
        self.pages = bound.count(self.pdf())

    def holds(self, at: int, page: int, one: Bound) -> None:
        self.facts["contents"][at][4:] = [str(one.lacking) if one.lacking else "—", str(page)]

    def pdf(self) -> bytes:
        return typeset.pdf("binder", self.facts)


def _volumes(head: Path, parts: Sequence[tuple[str, Path]], room: Path) -> Iterator[tuple[str, Path]]:
    """One pdf, or the front and a pdf a street where one would be too large."""
    paths = [path for _, path in parts]
    if sum(path.stat().st_size for path in paths) <= VOLUME:
        bound.join([head, *paths], room / "whole.pdf")
        yield WHOLE, room / "whole.pdf"
        return
    yield FRONT, head
    for at, street in enumerate(dict.fromkeys(street for street, _ in parts), 1):
        out = room / f"volume{at}.pdf"
        bound.join([path for name, path in parts if name == street], out)
        yield f"{at:02d} {street}.pdf", out


def _pack(out: Path, files: Sequence[tuple[str, Path]]) -> str:
    """The zip, and its SHA-256; inside lies the list that ``sha256sum -c`` reads."""
    sums = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as pack:
        for name, path in files:
            with path.open("rb") as file:
                sums.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {name}\n")
                file.seek(0)
                with pack.open(_member(name), "w", force_zip64=True) as member:
                    while chunk := file.read(1 << 20):
                        member.write(chunk)
        pack.writestr(_member(SUMS), "".join(sums).encode())
    with out.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, EPOCH)
    info.external_attr, info.create_system = 0o644 << 16, 3
    return info
