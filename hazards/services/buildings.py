"""Buildings (违法建筑): registered by hand, and what is known of each."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from hazards.domain.errors import Refusal
from hazards.domain.lawful import STATES, TRACKS
from hazards.domain.procedure import STATE_NAMES, TRACK_NAMES
from hazards.domain.prose import prose
from hazards.domain.roles import EVERYONE, Role
from hazards.services import clock, newcases, onfile
from hazards.services.access import Scope, operation
from hazards.services.newcases import REGISTERS, Incomplete
from hazards.services.onfile import OnFile, record
from hazards.services.pressed import once
from hazards.services.statutes import book
from hazards.storage import cases, casework
from hazards.storage import tables as t
from hazards.storage.store import Store

STOCK = {"new": "新增", "old": "存量"}
FOUND_BY = {"street": "街镇自查发现", "above": "上级交办", "public": "群众举报"}
WORDS = {
    "track": "法律适用",
    "state": "建筑状态",
    "stock": "新增或存量",
    "category": "必拆类别",
    "use": "用途",
    "structure": "结构",
    "floors": "层数",
    "ground_m2": "占地面积(㎡)",
    "floor_m2": "建筑面积(㎡)",
    "built": "建成年份",
    "found_by": "发现途径",
    "decides": "决定机关",
    "acts": "实施机关",
}
DESCRIBERS = frozenset({Role.CLERK, Role.HEAD, Role.DEPARTMENT})
_CHOICES = {"track": TRACKS, "state": STATES, "stock": ("", *STOCK), "found_by": ("", *FOUND_BY)}
_TEXTS = ("category", "use", "structure", "built", "decides", "acts")
_PLAIN = {"track": "planning-town", "state": "standing"}
CHOSEN = {"track": TRACK_NAMES, "state": STATE_NAMES, "stock": STOCK, "found_by": FOUND_BY}
"""The words of what is chosen, by column."""


class NotDescribed(Refusal):
    code = "not-described"
    says = "“{name}”的值“{value}”不能用。"
    remedy = "面积填大于零的平方米数，层数填整数，其余从列表中选择。"


class TrackSettled(Refusal):
    code = "track-settled"
    says = "本案已办理“{step}”，不能再改法律适用和建筑状态。"
    remedy = "确需改变的，请先撤回已办步骤并说明理由。"


@operation("登记违法建筑", REGISTERS)
def register(
    store: Store, scope: Scope, told: Mapping[str, Any], *, recurs: int | None = None, request: str = ""
) -> int:
    """Register an illegal building found; returns the case's id.

    Args:
        told: as for a hazard (``newcases.register_case``), with ``illegal_area`` in m² and the
            columns named in ``WORDS``.
        recurs: the closed case on whose ground it was built again.

    Raises:
        Incomplete, NotDescribed, NotYourStreet, NotOver, NoSuchCase
    """
    values = _read(told)
    newcases.complete({**told, "content": told.get("content") or "违法建设"})
    if not told.get("illegal_area"):
        raise Incomplete(missing="违法面积")
    area = _number("违法面积", told["illegal_area"])

    def job(connection: Connection) -> int:
        case_id = newcases.add(connection, scope, told, recurs, kind="building", area=area)
        casework.put(connection, t.buildings, {"case_id": case_id}, {**_PLAIN, **values})
        return case_id

    return store.write(once(scope, request, job))


@operation("填写建筑情况", DESCRIBERS, case=True, lead=True)
def describe(store: Store, scope: Scope, case_id: int, told: Mapping[str, Any]) -> None:
    """Say what stands there, and under which law it is dealt with.

    Raises:
        NotABuilding, NotDescribed, TrackSettled
    """
    values = _read(told)

    def job(connection: Connection) -> None:
        file = onfile.read(connection, scope, case_id)
        changed = {k: v for k, v in values.items() if file.building[k] != v}
        if file.held.acts and {"track", "state"} & set(changed):
            raise TrackSettled(step=book().by_key[file.held.acts[0].step].title)
        if not changed:
            return
        before = {k: file.building[k] for k in changed}
        data = {"before": before, "after": changed}
        record(connection, scope, case_id, "described", clock.today(), data)
        casework.put(connection, t.buildings, {"case_id": case_id}, values)
        cases.change(connection, [{"id": case_id, "live": True}])

    store.write(job)


@operation("查看违法建筑案卷", EVERYONE, case=True)
def file(store: Store, scope: Scope, case_id: int) -> OnFile:
    """The building case as it stands.

    Raises:
        NoSuchCase, NotABuilding
    """
    with store.read() as connection:
        return onfile.read(connection, scope, case_id)


def _read(told: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, allowed in _CHOICES.items():
        if name in told:
            if told[name] not in allowed:
                raise NotDescribed(name=WORDS[name], value=told[name])
            values[name] = told[name]
    for name in _TEXTS:
        if name in told:
            values[name] = prose(WORDS[name], str(told[name] or ""), 200)
    for name in ("ground_m2", "floor_m2"):
        if name in told:
            values[name] = _number(WORDS[name], told[name]) if told[name] else None
    if "floors" in told:
        values["floors"] = int(_number(WORDS["floors"], told["floors"])) if told["floors"] else None
    return values


def _number(name: str, told: Any) -> float:
    try:
        value = float(told)
    except (TypeError, ValueError):
        raise NotDescribed(name=name, value=told) from None
    if not 0 < value < 10_000_000:
        raise NotDescribed(name=name, value=told)
    return round(value, 2)
