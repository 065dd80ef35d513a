"""Enforcing (违法建筑处置): a statutory step taken, with its event and what it settles."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from hazards.domain import enforcement
from hazards.domain.errors import Refusal
from hazards.domain.procedure import FIELDS, Step
from hazards.domain.prose import prose, spoken
from hazards.domain.steps import BadDate, LateEntry
from hazards.services import calendar, clock, law, onfile
from hazards.services.access import Scope, operation
from hazards.services.casework import Done, answered, in_file, keep_answer
from hazards.services.lawful import WARNINGS
from hazards.services.onfile import ENFORCERS, NoSuchStep, OnFile, StepIncomplete, record, strike
from hazards.services.statutes import book
from hazards.storage import cases, casework, events
from hazards.storage import tables as t
from hazards.storage.store import Store


class OutOfOrder(Refusal):
    code = "out-of-order"
    says = "“{step}”现在不能办理：{why}。"
    remedy = "补救：{cure}。确有必要越序的，须附具名律师意见报领导准予。"


class CaseClosed(Refusal):
    code = "building-closed"
    says = "本案已结案，不能再办理“{what}”。"
    remedy = "结案有误的，先撤回结案。"


class AlreadyTaken(Refusal):
    code = "step-already-taken"
    says = "本案已于{on}办理“{step}”。"
    remedy = "确需重办的，先撤回原步骤并写明理由。"


@operation("办理违法建筑处置步骤", ENFORCERS, case=True, lead=True)
def take(
    store: Store,
    scope: Scope,
    case_id: int,
    key: str,
    *,
    on: date | None = None,
    told: Mapping[str, Any] | None = None,
    document: str = "",
    scan: int | None = None,
    request: str = "",
) -> Done:
    """Take one statutory step.

    Args:
        key: of the book of the procedure.
        on: date of act; today if not told.
        told: what is said with the step, by the names of ``procedure.FIELDS`` and ``officers``.
        document: number of the dated document; ``scan`` the evidence that shows it.
        request: one press of a button; arriving again it is answered, not done again.

    Raises:
        NoSuchCase, NotABuilding, NotYourTrack, NoSuchStep, CaseClosed, AlreadyTaken, BadDate, LateEntry, NotInFile
        OutOfOrder: a gate of the procedure, with article and cure; a granted override opens it.
        StepIncomplete: what is missing, in one list.
    """
    if key not in book().by_key:
        raise NoSuchStep
    said = {**spoken(told or {}, FIELDS)}
    number = prose("文号", document, 100)

    def job(connection: Connection) -> Done:
        if done := answered(connection, request):
            return done
        held = onfile.read(connection, scope, case_id)
        done = _take(connection, scope, held, book().by_key[key], on or clock.today(), said, number, scan)
        keep_answer(connection, scope, request, done)
        return done

    return store.write(job)


def _take(
    connection: Connection,
    scope: Scope,
    file: OnFile,
    step: Step,
    on: date,
    said: dict[str, Any],
    document: str,
    scan: int | None,
) -> Done:
    onfile.may_act(scope, file.building)
    if file.closed:
        raise CaseClosed(what=step.title)
    if taken := file.held.latest(step.key):
        raise AlreadyTaken(on=taken.on.isoformat(), step=step.title)
    days = calendar.held(connection)
    proof = in_file(connection, file.row["id"], scan)
    delay = dated(on, days.between(on, clock.today()), proof)
    override = _gated(file, step, on, days, said)
    late = enforcement.late(file.held, book(), step, on, days)
    data = {
        "step": step.key,
        "document": document,
        **said,
        **({"scan": scan} if scan is not None else {}),
        **({"late": delay} if delay else {}),
        **({"overstepped": [one.text for one in late]} if late else {}),
        **({"override": override["id"]} if override else {}),
    }
    event = record(connection, scope, file.row["id"], step.key, on, data)
    number = casework.add(
        connection,
        t.proceedings,
        case_id=file.row["id"],
        step=step.key,
        on_date=on,
        document=document,
        told=events.pack(said),
        evidence_id=scan,
        override_id=override["id"] if override else None,
        account_id=scope.account,
        event_id=event,
    )
    if override:
        casework.set_row(connection, t.overrides, override["id"], used_event=event)
    _settle(connection, file, step, on, said, event)
    notices = [f"{one.text}({law.cite(one.law)})，已记为超期。" for one in late]
    if step.demolishes and on.weekday() >= 5:
        notices.append(f"注意：{WARNINGS['weekend']}。")
    if delay:
        notices.insert(0, f"补录：办理日期至录入已{delay}个工作日，将计入补录件数。")
    return Done(event, str(number), tuple(notices))


def dated(on: date, delay: int, proof: bool) -> int:
    """Working days between act and entry, 0 where entered in time.

    Raises:
        BadDate: the act lies in the future. LateEntry: late, and without its dated document.
    """
    if on > clock.today():
        raise BadDate(on=on.isoformat(), why="晚于今天")
    if delay <= 1:
        return 0
    if not proof:
        raise LateEntry(on=on.isoformat(), days=delay)
    return delay


def _gated(file: OnFile, step: Step, on: date, days: Any, said: Mapping[str, Any]) -> casework.Row | None:
    """The override that opened the gates, or None where they were open.

    Raises:
        OutOfOrder, StepIncomplete
    """
    found = enforcement.lacks(file.held, book(), step.key, on, days, said)
    gates = [lack for lack in found if lack.grave]
    override = file.granted(step.key) if gates else None
    if gates and override is None:
        why = "；".join(f"{one.text}({law.cite(one.law)})" for one in gates)
        raise OutOfOrder(step=step.title, why=why, cure="；".join(dict.fromkeys(one.cure for one in gates)))
    if missing := [one.text for one in found if not one.grave]:
        raise StepIncomplete(step=step.title, missing="；".join(missing))
    return override


def _settle(
    connection: Connection, file: OnFile, step: Step, on: date, said: Mapping[str, Any], event: int
) -> None:
    """What a step changes in the ledger: the area disposed of, and at the end the case itself."""
    row: dict[str, Any] = {"id": file.row["id"], "live": True}
    if step.disposes:
        m2 = float(said["m2"])
        casework.add(
            connection,
            t.disposals,
            case_id=file.row["id"],
            kind=step.disposes,
            m2=m2,
            on_date=on,
            event_id=event,
        )
        row["disposed_area"] = round((file.row["disposed_area"] or 0.0) + m2, 2)
    if step.key == "closing":
        kinds = [d["kind"] for d in file.disposals if d["annulled_event"] is None]
        row.update(state="struck-off", stage="struck-off", stage_on=on, struck_off_on=on)
        row.update(struck_off_origin="here", struck_off_how="、".join(dict.fromkeys(kinds))[:40])
        if casework.of_case(connection, t.strikes, file.row["id"]):
            strike(connection, file.row["id"], event, on, on)
    cases.change(connection, [row])
