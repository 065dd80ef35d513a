"""Decisions people make about a case's place: confirmed or overruled, with a reason."""

from collections.abc import Sequence
from typing import Any

from hazards.domain.errors import Refusal
from hazards.domain.roles import KEEPERS
from hazards.services import clock
from hazards.services.access import Scope, operation
from hazards.storage import cases, events, register
from hazards.storage.store import Store


class ReasonMissing(Refusal):
    code = "reason-missing"
    says = "没有写明理由。"
    remedy = "改变或确认属地须写明理由，理由随案卷保存。"


class Sealed(Refusal):
    code = "place-after-accident"
    says = "本案已登记事故，不能改定属地。"
    remedy = "属地确有变化的，请在“其他办理”中提出“变更主办街镇”，由领导确认。"


class NotAStreet(Refusal):
    code = "not-a-street"
    says = "所选单位不是现行的街镇。"
    remedy = "请在列表中选择现行街镇。"


@operation("确认属地", KEEPERS)
def confirm_places(store: Store, scope: Scope, ids: Sequence[int], *, reason: str) -> int:
    """A person confirms the lead street of cases as it stands. From then on they live here.

    Raises:
        ReasonMissing
    """
    if not reason.strip():
        raise ReasonMissing

    def job(connection: Any) -> int:
        held = cases.by_ids(connection, ids)
        for case_id, row in held.items():
            _decide(connection, scope, case_id, row["lead_id"], row["lead_id"], "place-confirmed", reason)
        return len(held)

    return store.write(job)


@operation("改定属地", KEEPERS, case=True)
def overrule_place(store: Store, scope: Scope, case_id: int, key: int | None, *, reason: str) -> None:
    """A person gives a case to another street; how it was placed before stays in the event.

    The street answers for the case from the beginning: it was misplaced, not moved.

    Raises:
        ReasonMissing, NotAStreet; Sealed, since after an accident a leader decides who answers for it.
    """
    if not reason.strip():
        raise ReasonMissing

    def job(connection: Any) -> None:
        held = register.load(connection)
        if key not in {u.key for u in held.streets(clock.today())}:
            raise NotAStreet
        row = cases.by_ids(connection, [case_id])[case_id]
        if row["accident"]:
            raise Sealed
        _decide(connection, scope, case_id, row["lead_id"], key, "place-overruled", reason)

    store.write(job)


def _decide(
    connection: Any,
    scope: Scope,
    case_id: int,
    before: int | None,
    after: int | None,
    action: str,
    reason: str,
) -> None:
    events.record(
        connection,
        action=action,
        case_id=case_id,
        **scope.signature,
        entered_at=clock.stamp(),
        acted_on=clock.today(),
        reason=reason.strip(),
        data={"before": before, "after": after},
    )
    cases.change(connection, [{"id": case_id, "lead_id": after, "placed_by": "person", "live": True}])
