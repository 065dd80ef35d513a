"""Side states (中止、终结、执行协议、暂缓): what holds the procedure, and its end."""

from datetime import date

from sqlalchemy import Connection

from hazards.domain.enforcement import STOPPING
from hazards.domain.errors import Refusal
from hazards.domain.prose import prose
from hazards.domain.steps import BadDate
from hazards.services import calendar, clock, onfile
from hazards.services.access import Scope, operation
from hazards.services.casework import in_file
from hazards.services.enforcing import dated
from hazards.services.onfile import ENFORCERS, NoSuchStep, StepIncomplete, record
from hazards.storage import casework
from hazards.storage import tables as t
from hazards.storage.store import Store

ENDS = ("恢复执行", "协议履行完毕", "未履行协议，恢复强制执行", "期满")


class AlreadyPaused(Refusal):
    code = "already-paused"
    says = "本案正处于“{what}”。"
    remedy = "请先登记其结束。"


@operation("登记中止、终结、协议、暂缓", ENFORCERS, case=True, lead=True)
def pause(
    store: Store,
    scope: Scope,
    case_id: int,
    kind: str,
    *,
    since: date,
    why: str,
    until: date | None = None,
    document: str = "",
    scan: int | None = None,
) -> int:
    """Hold the procedure; returns the number of the side state.

    Raises:
        StepIncomplete, AlreadyPaused, BadDate, LateEntry, NotInFile
    Law: enforcement.suspension, enforcement.termination, enforcement.agreement, building.postponement
    """
    reason = prose("理由", why, 1000)

    def job(connection: Connection) -> int:
        held = onfile.read(connection, scope, case_id)
        onfile.may_act(scope, held.building)
        if kind not in STOPPING or not reason:
            raise StepIncomplete(step="登记中止、终结、协议、暂缓", missing="种类；理由")
        if kind in held.held.pauses:
            raise AlreadyPaused(what=STOPPING[kind][0])
        if until is not None and until < since:
            raise BadDate(on=until.isoformat(), why="早于起始日期")
        days = calendar.held(connection)
        dated(since, days.between(since, clock.today()), in_file(connection, case_id, scan))
        number = prose("文号", document, 100)
        data = {"kind": kind, "until": until, "document": number, "scan": scan}
        event = record(connection, scope, case_id, "paused", since, data, reason)
        values = {"since": since, "until": until, "why": reason, "document": number, "event_id": event}
        return casework.add(connection, t.pauses, case_id=case_id, kind=kind, **values)

    return store.write(job)


@operation("登记恢复执行", ENFORCERS, case=True, lead=True)
def resume(store: Store, scope: Scope, case_id: int, pause_id: int, *, on: date, outcome: str) -> None:
    """End a side state; the procedure goes on where it stood.

    Raises:
        NoSuchStep, StepIncomplete, BadDate
    """

    def job(connection: Connection) -> None:
        held = onfile.read(connection, scope, case_id)
        onfile.may_act(scope, held.building)
        row = next((p for p in held.pauses if p["id"] == pause_id and p["ended_on"] is None), None)
        if row is None:
            raise NoSuchStep
        if outcome not in ENDS:
            raise StepIncomplete(step="登记恢复执行", missing="结束方式")
        if not row["since"] <= on <= clock.today():
            raise BadDate(on=on.isoformat(), why="早于起始日期或者晚于今天")
        event = record(connection, scope, case_id, "resumed", on, {"pause": pause_id, "outcome": outcome})
        casework.set_row(connection, t.pauses, pause_id, ended_on=on, outcome=outcome, ended_event=event)

    store.write(job)
