"""Gathering (采集): what the pages that send evidence need to know before a byte is sent."""

import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, or_, select

from hazards.domain.errors import Unreadable
from hazards.domain.evidence import CaseClosed, receives
from hazards.domain.jurisdiction import Register
from hazards.domain.kinds import KINDS
from hazards.domain.roles import CASEWORK, EVERYONE, OFFICES, Role
from hazards.domain.stages import NAMES, OVER, Stage
from hazards.formats import probe
from hazards.services.access import Scope, operation, seen, visible
from hazards.storage import cases, casework, register
from hazards.storage import tables as t
from hazards.storage.store import Store

MOST = 300
"""Cases one page or package names; a street has a few dozen open ones."""

_ADDRESS = re.compile(r"https?://[^/]+/upload/(\d{1,12})")

OF_OFFICES = ("site-check", "acceptance", "decision", "letter", "assessment", "inspection")
"""Kinds an office brings, and a street hardly ever."""


@dataclass(frozen=True, slots=True)
class Item:
    position: int
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """One case as the upload page shows it. ``items`` are those this actor may bring files for."""

    id: int
    number: str
    unit: str
    street: str
    level: str
    stage: str
    deadline: str
    accident: bool
    must_choose: bool
    items: tuple[Item, ...]
    kinds: tuple[tuple[str, str], ...]
    usual: str
    refused: str
    account: int

    def public(self) -> dict[str, Any]:
        return asdict(self)


@operation("上传证据材料", CASEWORK, case=True)
def heading(store: Store, scope: Scope, case_id: int) -> Heading:
    with store.read() as connection:
        held = register.load(connection)
        return _heading(connection, scope, seen(connection, scope, case_id), held)


@operation("选择上传案卷", CASEWORK)
def choices(store: Store, scope: Scope) -> list[Heading]:
    """Open cases in sight, the latest listed first; for 采集包 and the desk."""
    with store.read() as connection:
        held = register.load(connection)
        asked = select(t.cases.c.id).where(t.cases.c.state == "open").order_by(t.cases.c.listed_on.desc())
        if scope.jurisdictions is not None:
            # Only narrows the search; what is in sight is decided by ``visible`` as everywhere.
            co = t.case_jurisdictions
            shared = select(co.c.case_id).where(co.c.jurisdiction_id.in_(scope.jurisdictions))
            asked = asked.where(or_(t.cases.c.lead_id.in_(scope.jurisdictions), t.cases.c.id.in_(shared)))
        told: list[Heading] = []
        for case_id in connection.execute(asked).scalars().all():
            if row := visible(connection, scope, case_id):
                told.append(_heading(connection, scope, row, held))
            if len(told) >= MOST:
                break
        return told


@operation("查找案卷", EVERYONE)
def find(store: Store, scope: Scope, number: str) -> int:
    """The case of this 编号.

    Raises:
        NoSuchCase: there is none in sight.
    """
    with store.read() as connection:
        found = connection.execute(select(t.cases.c.id).where(t.cases.c.number == number.strip())).scalar()
        return int(seen(connection, scope, found if found is not None else -1)["id"])


@operation("识别案卷二维码", CASEWORK)
def coded(store: Store, scope: Scope, picture: Path) -> int | None:
    """The case whose code was photographed; None of another code, or a case out of sight."""
    try:
        texts = probe.read_codes(picture)
    except Unreadable:
        return None
    with store.read() as connection:
        for text in texts:
            found = _ADDRESS.fullmatch(text)
            if found and (row := visible(connection, scope, int(found[1]))):
                return int(row["id"])
    return None


def _usual(scope: Scope, row: casework.Row, *, over: bool) -> str:
    """The kind offered first: a picture of the street's work would make an officer its uploader."""
    if scope.role not in OFFICES:
        return "after"
    if scope.role is Role.DEPARTMENT and not over:
        return "site-check" if row["stage"] == Stage.SUBMITTED else "inspection"
    return "scan"


def _heading(connection: Connection, scope: Scope, row: casework.Row, held: Register) -> Heading:
    level, _ = casework.listing(connection, row)
    deadline = casework.deadline(connection, row)
    items = cases.items_of(connection, row["id"])
    lead = scope.leads(row)
    if not lead:
        items = [i for i in items if i["jurisdiction_id"] in (scope.jurisdictions or ())]
    over = row["stage"] in OVER or row["state"] in OVER
    stage = NAMES[next(s for s in OVER if s.value in (row["stage"], row["state"]))] if over else ""
    street = held[row["lead_id"]].name if row["lead_id"] else "未定属地"
    refused = ""
    try:
        receives(row, scope.role, "scan" if scope.role in OFFICES else "after")
    except CaseClosed as closed:
        refused = str(closed)
    if not lead and not items:
        refused = "协办单位只为分给自己的整治明细上传材料，尚未分给您单位明细，请联系主办单位。"
    office = scope.role in OFFICES
    order = sorted(KINDS, key=lambda k: (k in OF_OFFICES) != office) if office else list(KINDS)
    kinds = tuple((k, KINDS[k]) for k in order if office or k not in OF_OFFICES)
    return Heading(
        row["id"], row["number"] or "未编号", row["unit"], street, level or "未挂牌",
        stage or NAMES[Stage(row["stage"])], deadline.isoformat() if deadline else "未定", bool(row["accident"]),
        not lead, tuple(Item(i["position"], i["text"][:40]) for i in items), kinds, _usual(scope, row, over=over),
        refused, scope.account or 0,
    )  # fmt: skip
