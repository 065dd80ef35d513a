"""Complaints (投诉举报): taken in and kept by who received them first (首问), none left unanswered."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Connection, or_

from hazards.domain import complaints as rules
from hazards.domain.calendar import WorkingDays
from hazards.domain.cells import fold
from hazards.domain.complaints import DONE, Owed, Periods
from hazards.domain.jurisdiction import Register
from hazards.domain.roles import CASEWORK, NAMES, Role
from hazards.domain.stages import OVER, Stage
from hazards.domain.waiting import Todo
from hazards.services import calendar, clock, matters, scans
from hazards.services.access import Scope, operation, visible
from hazards.services.matters import COMPLAINT, Row
from hazards.services.stores import DATA
from hazards.services.supervision import Count
from hazards.storage import cases, register
from hazards.storage import tables as t
from hazards.storage.store import Store

READERS = matters.READERS[COMPLAINT]
WAY = "view=complaints"
OVERSEERS = frozenset({Role.HEAD, Role.LISTING})
"""Who is told beside the first receiver once a complaint is late."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint as a list shows it: its caller masked, with what is still owed and until when."""

    row: Row
    street: str
    owed: Owed
    today: date

    @property
    def id(self) -> int:
        return int(self.row["id"])

    @property
    def caller(self) -> str:
        return rules.masked_name(self.row["caller"])

    @property
    def phone(self) -> str:
        return rules.masked_phone(self.row["phone"])

    @property
    def open(self) -> bool:
        return self.owed.what != DONE

    @property
    def late(self) -> int:
        return self.owed.late(self.today)


@dataclass(frozen=True, slots=True)
class Alike:
    """A complaint or a case that may be about the same place; a person decides."""

    kind: str
    id: int
    number: str
    name: str
    address: str
    open: bool


@dataclass(frozen=True, slots=True)
class File:
    """One complaint whole: what was done in it, its originals, its case where that is in sight."""

    told: Complaint
    periods: Periods
    deeds: list[Row]
    scans: list[Row]
    case: Row | None
    alike: list[Alike]


@cache
def periods() -> dict[str, Periods]:
    """How long each kind may take, by its key (data/rules/complaints.toml)."""
    table = tomllib.loads((DATA / "rules" / "complaints.toml").read_text("utf-8"))
    return {one["key"]: Periods(**one) for one in table["kind"]}


@operation("查看投诉举报", READERS)
def held(store: Store, scope: Scope, *, show: str = "", year: int | None = None) -> list[Complaint]:
    """Complaints in sight: ``open`` (unanswered, by clock), ``late``, or of a year all or ``cases``."""
    with store.read() as connection:
        conditions = [t.complaints.c.answered_on.is_(None)] if show in ("open", "late") else []
        found = _told(connection, matters.in_sight(connection, scope, COMPLAINT, *conditions))
    if show == "late":
        found = [one for one in found if one.late]
    if show in ("open", "late"):
        return sorted(found, key=lambda one: (one.owed.until or date.max, one.id))
    year = year or clock.today().year
    found = [one for one in reversed(found) if one.row["received_on"].year == year]
    return [one for one in found if one.row["route"] == "case"] if show == "cases" else found


@operation("查看投诉举报统计", READERS)
def counts(store: Store, scope: Scope) -> list[Count]:
    """How many came in this year and became cases; and what is unanswered now, whatever its year."""
    of_year = held(store, scope)
    waiting = held(store, scope, show="open")
    return [
        Count("received", "本年收件", len(of_year), WAY, "按收件日期计入年度。"),
        Count(
            "cases",
            "其中立案",
            sum(one.row["route"] == "case" for one in of_year),
            f"{WAY}&show=cases",
            "本年收件中新立案或者并入已有案卷的。",
        ),
        Count("open", "未答复", len(waiting), f"{WAY}&show=open", "尚未答复投诉举报人的，不分年度。"),
        Count(
            "late",
            "超期未办",
            sum(bool(one.late) for one in waiting),
            f"{WAY}&show=late",
            "超过受理期限未决定，或者超过办理期限未答复的。",
            grave=True,
        ),
    ]


def _told(connection: Connection, rows: Sequence[Row]) -> list[Complaint]:
    days, names, today = calendar.held(connection), register.load(connection), clock.today()
    return [complaint(row, days, names, today) for row in rows]


def complaint(row: Row, days: WorkingDays, names: Register, today: date) -> Complaint:
    street = names[row["jurisdiction_id"]].name if row["jurisdiction_id"] in names else "未定属地"
    return Complaint(row, street, rules.owed(dict(row), periods()[row["kind"]], days), today)


@operation("查看投诉举报全卷", READERS)
def file(store: Store, scope: Scope, number: int) -> File:
    """One complaint whole.

    Raises:
        NoSuchMatter
    """
    with store.read() as connection:
        row = matters.one(connection, scope, COMPLAINT, number)
        (told,) = _told(connection, [row])
        case = None if row["case_id"] is None else visible(connection, scope, row["case_id"])
        done = matters.deeds(connection, COMPLAINT, [number]).get(number, [])
        papers = scans.of(connection, COMPLAINT, number)
        near = _alike(connection, scope, row["address"], number) if told.open else []
    return File(told, periods()[row["kind"]], done, papers, case, near)


@operation("查找相近投诉", CASEWORK)
def alike(store: Store, scope: Scope, address: str) -> list[Alike]:
    """Complaints and cases in sight at the same address; a person decides whether they are one matter."""
    with store.read() as connection:
        return _alike(connection, scope, address)


def _alike(connection: Connection, scope: Scope, address: str, but: int = 0) -> list[Alike]:
    address = address.strip()
    if len(fold(address)) < 2:
        return []
    c = t.complaints.c
    near = or_(c.address == address, c.address.contains(address, autoescape=True))
    found = [
        Alike(
            COMPLAINT, row["id"], row["number"], row["content"][:40], row["address"], not row["answered_on"]
        )
        for row in matters.in_sight(connection, scope, COMPLAINT, near)
        if row["id"] != but
    ]
    ids = sorted(cases.matching(connection, address))[-200:]
    for row in cases.by_ids(connection, ids).values():
        if scope.sees(row, cases.co_streets(connection, row["id"])):
            over = Stage(row["stage"]) in OVER
            found.append(Alike("case", row["id"], row["number"], row["unit"], row["address"], not over))
    return found[:20]


def todos(store: Store, scope: Scope) -> list[Todo]:
    """Complaints that wait for this person: his own by first receipt, and late ones of his organ."""
    if scope.role not in CASEWORK:
        return []
    waiting = held(store, scope, show="open")
    mine = [
        one
        for one in waiting
        if one.row["account_id"] in scope.persons or (one.late and scope.role in OVERSEERS)
    ]
    return [
        Todo(
            case=one.row["case_id"] or 0,
            number=one.row["number"],
            unit=one.row["content"][:30],
            street=one.street,
            stage="投诉举报",
            what=rules.OWED[one.owed.what],
            holder=one.row["owner"] or NAMES[scope.role],
            since=one.row["received_on"],
            until=one.owed.until,
            today=one.today,
            kind=COMPLAINT,
            ref=one.id,
        )
        for one in mine
    ]
