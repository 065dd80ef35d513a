"""Casework (督办): one step taken, its event and its effect in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection

from hazards.domain.competence import open_to
from hazards.domain.errors import Refusal
from hazards.domain.kinds import SCANS
from hazards.domain.lifecycle import STEPS, Action, event_of
from hazards.domain.prose import spoken
from hazards.domain.roles import CASEWORK
from hazards.domain.stages import state_of
from hazards.domain.stepfacts import Taken
from hazards.domain.steps import lacks
from hazards.domain.steps import take as decide
from hazards.domain.steptold import FIELDS
from hazards.services import clock, effects, filed, published_cutoffs, sealing
from hazards.services.access import Scope, operation
from hazards.services.filed import Filed
from hazards.storage import cases, casework, events
from hazards.storage.store import Store


class NotInFile(Refusal):
    code = "not-in-file"
    says = "所选扫描件不在本案卷中，或已作废。"
    remedy = "请先把文书扫描件上传到本案卷，再选择它。"


class CaseMoved(Refusal):
    code = "case-moved"
    says = "您打开案卷之后，案情有变化。{last}"
    remedy = "请刷新案卷，核对后再办。"


class OnlyInBatches(Refusal):
    code = "only-in-batches"
    says = "挂牌按批次和文号办理。"
    remedy = "请在“批次”中把本案列入批次后统一挂牌。"


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act: its event, and what the actor should know (late entry, late application)."""

    event: int
    stage: str
    notices: tuple[str, ...] = ()


@operation("办理案卷步骤", CASEWORK, case=True)
def take(
    store: Store,
    scope: Scope,
    case_id: int,
    action: Action,
    *,
    on: date | None = None,
    told: Mapping[str, Any] | None = None,
    scan: int | None = None,
    version: int | None = None,
    request: str = "",
    acknowledged: bool = False,
) -> Done:
    """Take one step of the table.

    Args:
        on: date of the act; today if not told.
        told: what is said with the step, by the names of ``lifecycle.FIELDS``.
        scan: the evidence that shows the dated document.
        version: of the case as the actor saw it; another one by now is refused.
        request: one press of a button; arriving again it is answered, not done again.
        acknowledged: the actor knows that a published bulletin will be restated.

    Raises:
        Every refusal of ``domain.steps.take``, NotInFile, CaseMoved, OnlyInBatches, Restates.
    """
    if action is Action.LIST:
        raise OnlyInBatches

    def job(connection: Connection) -> Done:
        if done := answered(connection, request):
            return done
        done = perform(
            connection,
            scope,
            case_id,
            action,
            on=on,
            told=told or {},
            scan=scan,
            version=version,
            acknowledged=acknowledged,
        )
        keep_answer(connection, scope, request, done)
        return done

    done = store.write(job)
    after(store, action)
    return done


def perform(
    connection: Connection,
    scope: Scope,
    case_id: int,
    action: Action,
    *,
    on: date | None,
    told: Mapping[str, Any],
    scan: int | None = None,
    version: int | None = None,
    registered: bool = False,
    confirmed: bool = False,
    acknowledged: bool = False,
    extra: Mapping[str, Any] | None = None,
) -> Done:
    """The same inside a transaction of the caller: batches, signatures and second persons use it.

    Args:
        version: the case as the page showed it; None where no page did.
        registered: an upper body decided, and this enters it.
        confirmed: a second person stands behind it.
        acknowledged: whoever acts knows that a published issue will be restated.

    Raises:
        CaseMoved, and every refusal of the step.
    """
    told = spoken(told, FIELDS)
    held = filed.read(connection, scope, case_id)
    if version is not None and held.row["version"] != version and action not in (Action.ACCIDENT,):
        raise CaseMoved(last=held.facts.last)
    on = on or clock.today()
    proof = in_file(connection, case_id, scan)
    taken = decide(
        held.facts,
        action,
        told,
        by=filed.actor(scope, held.row),
        on=on,
        rules=filed.rules(connection),
        scan=proof,
        registered=registered,
        confirmed=confirmed,
    )
    issues = published_cutoffs.ask(connection, held.row, action, on, told, acknowledged=acknowledged)
    more = {**(extra or {}), **({"restates": list(issues)} if issues else {})}
    done = write(connection, scope, held, taken, on=on, told=told, scan=scan, extra=more)
    return replace(done, notices=(*issues, *done.notices))


def in_file(connection: Connection, case_id: int, scan: int | None) -> bool:
    """Whether the named scan lies in this very case as a document.

    Raises:
        NotInFile
    """
    if scan is None:
        return False
    found = casework.evidence(connection, case_id, scan)
    if found is None or found["kind"] not in SCANS:
        raise NotInFile
    return True


def write(
    connection: Connection,
    scope: Scope,
    held: Filed,
    taken: Taken,
    *,
    on: date,
    told: Mapping[str, Any],
    scan: int | None,
    extra: Mapping[str, Any],
) -> Done:
    """Event first, then its effect; both stand or fall together."""
    case_id, step = held.row["id"], STEPS[taken.action]
    effect = effects.of(connection, held, taken, on, told)
    data = {
        **{name: _plain(value) for name, value in told.items() if value not in (None, "")},
        "from": held.stage.value,
        "to": taken.end.value,
        **({"scan": scan} if scan is not None else {}),
        **({"late": taken.late_days} if taken.late_days else {}),
        **effect.data,
        **extra,
    }
    event = events.record(
        connection,
        action=event_of(taken.action),
        case_id=case_id,
        entered_at=clock.stamp(),
        acted_on=on,
        reason=str(told.get("why") or told.get("reason") or ""),
        data=data,
        **scope.signature,
    )
    row: dict[str, Any] = {"id": case_id, "live": True, **effect.row}
    if step.end is not None:
        row.update(stage=taken.end.value, stage_on=on, state=state_of(taken.end))
    cases.change(connection, [row])
    effect.then(event)
    notices = effect.notices
    if taken.late_days:
        notices = (f"补录：办理日期至录入已{taken.late_days}个工作日，将计入补录件数。", *notices)
    return Done(event, taken.end.value, notices)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def after(store: Store, action: Action) -> None:
    """What follows a step once it is safely stored: seals at an accident and at a strike-off."""
    if action in (Action.ACCIDENT, Action.STRIKE_OFF):
        sealing.seal(store, action.value)


def answered(connection: Connection, request: str) -> Done | None:
    if not request:
        return None
    told = casework.remembered(connection, request)
    if told is None:
        return None
    held = orjson.loads(told)
    return Done(held["event"], held["stage"], tuple(held["notices"]))


def keep_answer(connection: Connection, scope: Scope, request: str, done: Done) -> None:
    if request:
        answer = orjson.dumps({"event": done.event, "stage": done.stage, "notices": done.notices}).decode()
        casework.remember(connection, request, scope.account, clock.stamp(), answer)


@operation("查看可办步骤", CASEWORK, case=True)
def open_steps(store: Store, scope: Scope, case_id: int) -> tuple[tuple[Action, tuple[str, ...]], ...]:
    """The steps this actor may try now, each with what is still missing for it (one list)."""
    with store.read() as connection:
        held = filed.read(connection, scope, case_id)
    if not scope.leads(held.row):
        return ()
    facts = held.facts
    out = []
    for action in open_to(scope.role, facts.stage, facts.level):
        if action is Action.LIST:
            continue
        out.append((action, _papers(lacks(facts, action, {}), action)))
    return tuple(out)


def _papers(missing: tuple[str, ...], action: Action) -> tuple[str, ...]:
    """Without what is only typed into the form of the step itself."""
    typed = {FIELDS[name] for name in STEPS[action].fields}
    return tuple(text for text in missing if text not in typed)
