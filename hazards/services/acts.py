"""Acts that change no stage: their event, and the guards their texts and amounts pass."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from hazards.domain.errors import Refusal
from hazards.domain.plan import yuan
from hazards.domain.stages import NAMES, OPEN
from hazards.services import clock, filed
from hazards.services.access import Scope
from hazards.storage import cases, events


class PlanClosed(Refusal):
    code = "plan-closed"
    says = "本案现为“{stage}”，不能再填报方案和进度。"
    remedy = "须改的，请先由督办部门退回。"


class BadAmount(Refusal):
    code = "bad-amount"
    says = "金额“{value}”不可用。"
    remedy = "请填万元数，如 12.5，最小到元。"


def open_case(connection: Connection, scope: Scope, case_id: int) -> filed.Filed:
    """The case, where it is listed and not at an end.

    Raises:
        NoSuchCase, PlanClosed
    """
    held = filed.read(connection, scope, case_id)
    if held.stage not in OPEN:
        raise PlanClosed(stage=NAMES[held.stage])
    return held


def record(
    connection: Connection, scope: Scope, case_id: int, action: str, data: Mapping[str, Any], reason: str = ""
) -> int:
    """An act that changes no stage; from it on the case lives here."""
    event = events.record(
        connection,
        action=action,
        case_id=case_id,
        entered_at=clock.stamp(),
        acted_on=clock.today(),
        reason=reason,
        data=data,
        **scope.signature,
    )
    cases.change(connection, [{"id": case_id, "live": True}])
    return event


def amount(told: str) -> int | None:
    try:
        return yuan(told)
    except ValueError as error:
        raise BadAmount(value=told) from error
