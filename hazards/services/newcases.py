"""New cases (新建案卷): by hand, from a patrol, a complaint, an upper body; and hazards that came back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from hazards.domain.cells import fold
from hazards.domain.errors import Refusal
from hazards.domain.prose import prose
from hazards.domain.roles import EVERYONE, STREET, Role
from hazards.domain.stages import OVER, Stage
from hazards.domain.unit import core
from hazards.services import clock
from hazards.services.access import Scope, operation, seen, visible
from hazards.services.pressed import once
from hazards.storage import cases, casework, events, register
from hazards.storage import tables as t
from hazards.storage.store import Store

SOURCES = ("自查自报", "巡查发现", "部门检查", "投诉举报", "上级交办", "媒体曝光", "其他")
"""How it came to light; a told-from-above place the street did not know is looked at later."""

REGISTERS = frozenset({Role.CLERK, Role.HEAD, Role.DEPARTMENT, Role.LISTING})


class Incomplete(Refusal):
    code = "case-incomplete"
    says = "新建案卷还缺：{missing}。"
    remedy = "补齐后再保存。"


class NotYourStreet(Refusal):
    code = "not-your-street"
    says = "所选属地不在您的辖区内。"
    remedy = "请选择本街镇，或请区安委办登记。"


class NotOver(Refusal):
    code = "not-over"
    says = "原案卷尚未销号，不算反弹。"
    remedy = "请在原案卷中继续办理。"


@dataclass(frozen=True, slots=True)
class Likely:
    """A case that may be the same place: same unit and address, or the same unit struck off before."""

    id: int
    number: str
    unit: str
    address: str
    over: bool


@operation("新建案卷", REGISTERS)
def register_case(
    store: Store, scope: Scope, told: Mapping[str, Any], *, recurs: int | None = None, request: str = ""
) -> int:
    """Register a place found: unit, address, content, street, source; returns the case's id.

    Args:
        told: ``unit``, ``content``, ``lead`` (key of the street), ``source``, ``found_on``, and
            where known ``address``, ``sector``, ``source_from``, ``received_on``, ``lon``, ``lat``
            (CGCS2000), ``supervisor``, ``responsible_unit``, ``responsible_person``, ``phone``.
        recurs: the struck-off case that came back (反弹).

    Raises:
        Incomplete: everything missing at once. NotYourStreet, NotOver, NoSuchCase.
    """
    complete(told)
    return store.write(once(scope, request, lambda connection: add(connection, scope, told, recurs)))


def complete(told: Mapping[str, Any]) -> None:
    """Whether all is told that a case cannot be without.

    Raises:
        Incomplete: everything missing at once.
    """
    names = {
        "unit": "整治单位(区域)",
        "content": "隐患主要内容",
        "lead": "属地街镇",
        "source": "来源",
        "found_on": "发现日期",
    }
    missing = [name for key, name in names.items() if not str(told.get(key) or "").strip()]
    if told.get("source") in ("投诉举报", "上级交办") and not told.get("received_on"):
        missing.append("收件日期")
    found = told.get("found_on")
    if isinstance(found, date) and found > clock.today():
        missing.append("不晚于今天的发现日期")
    if missing:
        raise Incomplete(missing="、".join(missing))


def add(
    connection: Connection,
    scope: Scope,
    told: Mapping[str, Any],
    recurs: int | None,
    *,
    kind: str = "hazard",
    area: float | None = None,
) -> int:
    """A new case inside a transaction: a hazard as found, a building on the books from its day on.

    Raises:
        NotYourStreet, NotOver, NoSuchCase
    """
    units = register.load(connection)
    lead = int(told["lead"])
    if lead not in {u.key for u in units.streets(clock.today())}:
        raise NotYourStreet
    if scope.role in STREET and scope.jurisdictions is not None and lead not in scope.jurisdictions:
        raise NotYourStreet
    if recurs is not None and Stage(seen(connection, scope, recurs)["stage"]) not in OVER:
        raise NotOver
    case_id = cases.next_id(connection, t.cases)
    unit = prose("整治单位(区域)", str(told["unit"]))
    supervisor = str(told.get("supervisor") or "")
    if scope.role is Role.DEPARTMENT and not supervisor:
        supervisor = "、".join(sorted(scope.departments or ()))
    row: dict[str, Any] = {
        **cases.BLANK,
        "id": case_id,
        "identity": f"{kind[0]}:{case_id}",
        "kind": kind,
        "unit_id": _unit(connection, unit, units.place_names()),
        "unit": unit,
        "street": units[lead].name,
        "lead_id": lead,
        "placed_by": "named",
        "state": "open",
        "stage": (Stage.FOUND if kind == "hazard" else Stage.RECTIFYING).value,
        "stage_on": told["found_on"],
        "live": True,
        "supervisor": supervisor,
        "recurs_id": recurs,
        "found_on": told["found_on"],
        "received_on": told.get("received_on"),
        "lon": told.get("lon"),
        "lat": told.get("lat"),
    }
    if kind == "building":
        row.update(illegal_area=area, listed_on=clock.today(), year=clock.today().year)
    if row["lon"] is not None:
        row.update(x=row["lon"], y=row["lat"], crs="CGCS2000")
    for name in _TEXTS:
        row[name] = prose(WORDS.get(name, "填写内容"), str(told.get(name) or ""))
    cases.add(connection, t.cases, [row])
    told_too = ("unit", "kind", "lead_id", "found_on", "received_on", "recurs_id", "illegal_area")
    data = {name: row[name] for name in (*_TEXTS, *told_too)}
    events.record(
        connection,
        action="registered",
        case_id=case_id,
        entered_at=clock.stamp(),
        acted_on=told["found_on"],
        data={k: v for k, v in data.items() if v not in (None, "")},
        **scope.signature,
    )
    return case_id


WORDS = {"content": "隐患主要内容", "address": "地址", "source_from": "来源单位或来信人"}
_TEXTS = (
    "content",
    "address",
    "sector",
    "source",
    "source_from",
    "responsible_unit",
    "responsible_person",
    "phone",
)


def _unit(connection: Connection, name: str, places: frozenset[str]) -> int:
    known = cases.unit_by_name(connection, [name])
    if name in known:
        return known[name]
    key = cases.next_id(connection, t.units)
    cases.add(connection, t.units, [{"id": key, "name": name, "core": core(name, places), "credit_code": ""}])
    cases.add(connection, t.unit_names, [{"name": name, "unit_id": key}])
    return key


@operation("查找相近案卷", EVERYONE)
def likely(store: Store, scope: Scope, *, unit: str, address: str = "") -> list[Likely]:
    """Cases in sight that may be the same place; a person decides whether it is new or came back."""
    with store.read() as connection:
        units = cases.units_by_core(connection, [core(unit, register.load(connection).place_names())])
        keys = {key for found in units.values() for key, _ in found}
        if not keys and not address.strip():
            return []  # cases without an address are not alike for lacking it
        condition = t.cases.c.unit_id.in_(keys) if keys else t.cases.c.address == address
        rows = casework.where(connection, t.cases, condition, order=(t.cases.c.id,)) if unit.strip() else []
        out = []
        for row in rows:
            if visible(connection, scope, row["id"]) is None:
                continue
            if not address or not row["address"] or fold(row["address"]) == fold(address) or len(keys) == 1:
                over = Stage(row["stage"]) in OVER
                out.append(Likely(row["id"], row["number"], row["unit"], row["address"], over))
        return out[:20]
