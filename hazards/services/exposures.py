"""Exposures (曝光追踪): what newspapers, television or a bulletin told, and what was done about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, select

from hazards.domain.prose import prose
from hazards.domain.roles import CASEWORK, NAMES, STREET, Role
from hazards.domain.waiting import Todo
from hazards.services import clock, followups, matters, scans
from hazards.services.access import Scope, operation, seen, visible
from hazards.services.matters import EXPOSURE, MatterLacks, Row
from hazards.services.newcases import NotYourStreet
from hazards.services.pressed import once
from hazards.services.supervision import Count
from hazards.storage import cases, casework, events, register
from hazards.storage import tables as t
from hazards.storage.store import Store

READERS = matters.READERS[EXPOSURE]
REGISTERS = frozenset({Role.DEPARTMENT, Role.LISTING})
MEDIA = ("报纸", "电视", "广播", "网络媒体", "上级通报", "本级通报", "其他")
WAY = "view=exposures"
_WORDS = {
    "outlet": ("刊播单位", 100),
    "title": ("标题", 200),
    "link": ("网址", 500),
    "told": ("内容摘要", 4000),
}


@dataclass(frozen=True, slots=True)
class Exposure:
    """One exposure: its cases in sight, what was done, what is left to do."""

    row: Row
    street: str
    cases: tuple[Row, ...]
    deeds: tuple[Row, ...]
    scans: tuple[Row, ...] = ()

    @property
    def open(self) -> bool:
        return self.row["closed_on"] is None

    @property
    def late(self) -> bool:
        return self.open and bool(followups.late(self.deeds))


@operation("登记曝光", REGISTERS)
def register_exposure(
    store: Store,
    scope: Scope,
    told: Mapping[str, Any],
    *,
    files: Sequence[scans.File] = (),
    request: str = "",
) -> int:
    """Keep what was published: where, on which day, a link or a scan, the street and the cases concerned.

    Args:
        told: ``medium``, ``outlet``, ``title``, ``published_on``, and where known ``link``,
            ``told`` (a summary), ``street`` (its key), ``cases`` (ids in sight).

    Raises:
        MatterLacks, BadDay, NotYourStreet, NoSuchCase and what ``scans.settled`` refuses.
    """
    said = {name: prose(label, str(told.get(name) or ""), most) for name, (label, most) in _WORDS.items()}
    _complete(told, said, bool(files))
    on = matters.lawful_day("刊播", told.get("published_on"), date(1990, 1, 1))

    def job(connection: Connection) -> int:
        street = told.get("street")
        if street is not None and street not in {
            u.key for u in register.load(connection).streets(clock.today())
        }:
            raise NotYourStreet
        values = {"medium": told["medium"], **said, "published_on": on, "jurisdiction_id": street}
        data = {**values, "scans": scans.digests(kept)}
        event = matters.record(connection, scope, EXPOSURE, "registered", data, on=on)
        key = casework.add(
            connection,
            t.exposures,
            **values,
            department="、".join(sorted(scope.departments or ())),
            account_id=scope.account,
            owner=scope.as_whom or scope.actor,
            entered_at=clock.stamp(),
            event_id=event,
        )
        scans.add(connection, scope, EXPOSURE, key, kept, event)
        matters.deed(connection, scope, EXPOSURE, key, "登记", event, on=clock.today())
        for case in dict.fromkeys(told.get("cases") or ()):
            _join(connection, scope, key, case, said["title"], on)
        return key

    with scans.settled(files) as kept:
        return store.write(once(scope, request, job))


def _complete(told: Mapping[str, Any], said: Mapping[str, str], scanned: bool) -> None:
    missing = [] if told.get("medium") in MEDIA else ["刊播方式"]
    missing += [_WORDS[name][0] for name in ("outlet", "title") if not said[name]]
    if said["link"] and urlsplit(said["link"]).scheme not in ("http", "https"):
        missing.append("以 http 开头的网址")
    if not said["link"] and not scanned:
        missing.append("网址或者扫描件")
    if missing:
        raise MatterLacks(what="登记曝光", missing="、".join(missing))


def _join(connection: Connection, scope: Scope, number: int, case: int, title: str, on: date) -> None:
    """Say of a case that it was exposed; in its own trail too."""
    seen(connection, scope, case)
    event = events.record(
        connection,
        action="exposure-joined",
        case_id=case,
        entered_at=clock.stamp(),
        acted_on=on,
        data={"exposure": number, "title": title},
        **scope.signature,
    )
    casework.put(connection, t.exposure_cases, {"exposure_id": number, "case_id": case}, {"event_id": event})
    cases.change(connection, [{"id": case, "live": True}])


@operation("关联曝光案卷", REGISTERS)
def join(store: Store, scope: Scope, number: int, case: int) -> None:
    """Another case that it concerns. Raises NoSuchMatter, NoSuchCase, MatterSettled."""

    def job(connection: Connection) -> None:
        row = matters.one(connection, scope, EXPOSURE, number)
        followups.unsettled(row)
        _join(connection, scope, number, case, row["title"], clock.today())

    store.write(job)


@operation("查看曝光追踪", READERS)
def held(store: Store, scope: Scope, *, show: str = "", year: int | None = None) -> list[Exposure]:
    """Exposures in sight, the latest first: ``open``, ``late`` (a step is overdue), or of a year."""
    with store.read() as connection:
        found = _exposures(connection, scope, matters.in_sight(connection, scope, EXPOSURE))[::-1]
    if show == "open":
        return [one for one in found if one.open]
    if show == "late":
        return [one for one in found if one.late]
    return [one for one in found if one.row["published_on"].year == (year or clock.today().year)]


def _exposures(connection: Connection, scope: Scope, rows: Sequence[Row]) -> list[Exposure]:
    numbers = [row["id"] for row in rows]
    x = t.exposure_cases.c
    joined: dict[int, list[int]] = {}
    asked = select(x.exposure_id, x.case_id).where(x.exposure_id.in_(numbers)).order_by(x.event_id)
    for number, case in connection.execute(asked):
        joined.setdefault(number, []).append(case)
    deeds, names = matters.deeds(connection, EXPOSURE, numbers), register.load(connection)
    return [
        Exposure(
            row,
            names[row["jurisdiction_id"]].name if row["jurisdiction_id"] in names else "未定属地",
            tuple(c for key in joined.get(row["id"], ()) if (c := visible(connection, scope, key))),
            tuple(deeds.get(row["id"], ())),
        )
        for row in rows
    ]


@operation("查看曝光全卷", READERS)
def file(store: Store, scope: Scope, number: int) -> Exposure:
    """One exposure whole. Raises NoSuchMatter."""
    with store.read() as connection:
        row = matters.one(connection, scope, EXPOSURE, number)
        (told,) = _exposures(connection, scope, [row])
        papers = tuple(scans.of(connection, EXPOSURE, number))
    return Exposure(told.row, told.street, told.cases, told.deeds, papers)


@operation("登记曝光跟踪事项", CASEWORK)
def follow(store: Store, scope: Scope, number: int, *, told: str, whom: str, due: date | None) -> int:
    """Set what must be done about it. Raises NoSuchMatter, MatterSettled, MatterLacks."""
    return store.write(
        lambda connection: followups.add(connection, scope, EXPOSURE, number, told=told, whom=whom, due=due)
    )


@operation("办结曝光跟踪事项", CASEWORK)
def followed(store: Store, scope: Scope, number: int, step: int, *, on: date | None, outcome: str) -> None:
    """Say that it was done. Raises NoSuchMatter, NoSuchStep, MatterLacks, BadDay."""
    store.write(
        lambda connection: followups.done(connection, scope, EXPOSURE, number, step, on=on, outcome=outcome)
    )


@operation("办结曝光追踪", REGISTERS)
def close(store: Store, scope: Scope, number: int, *, on: date | None, why: str) -> None:
    """End it once every step is done. Raises NoSuchMatter, MatterSettled, MatterLacks, BadDay."""
    store.write(lambda connection: followups.closing(connection, scope, EXPOSURE, number, on=on, why=why))


@operation("查看曝光统计", READERS)
def counts(store: Store, scope: Scope) -> list[Count]:
    """Of this year, and what is open and late whatever its year."""
    return [
        Count("exposed", "本年曝光", len(held(store, scope)), WAY, "按刊播日期计入年度。"),
        Count(
            "open",
            "追踪未办结",
            len(held(store, scope, show="open")),
            f"{WAY}&show=open",
            "尚未登记办结的，不分年度。",
        ),
        Count(
            "late",
            "跟踪逾期",
            len(held(store, scope, show="late")),
            f"{WAY}&show=late",
            "有跟踪事项超过完成期限的。",
            grave=True,
        ),
    ]


def todos(store: Store, scope: Scope) -> list[Todo]:
    """Steps that wait: for the street concerned, and for the office that registered the exposure."""
    if scope.role not in STREET | REGISTERS:
        return []
    return [
        Todo(
            case=0,
            number=one.row["medium"],
            unit=one.row["title"][:30],
            street=one.street,
            stage="曝光追踪",
            what=f"跟踪：{step['told'][:20]}",
            holder=step["whom"] or NAMES[scope.role],
            since=step["on_date"],
            until=step["due_on"],
            today=clock.today(),
            kind=EXPOSURE,
            ref=one.row["id"],
        )
        for one in held(store, scope, show="open")
        for step in followups.open_steps(one.deeds)
    ]
