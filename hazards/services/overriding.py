"""Overrides (越序办理): a gate opened by a leader, on a named lawyer's opinion and a reason; all are counted."""

from datetime import date

from sqlalchemy import Connection

from hazards.domain import enforcement
from hazards.domain.errors import Refusal
from hazards.domain.prose import prose
from hazards.domain.roles import EVERYONE, Role
from hazards.services import calendar, clock, onfile
from hazards.services.access import NoSuchCase, Scope, operation, seen, visible
from hazards.services.casework import in_file
from hazards.services.onfile import ENFORCERS, NoSuchStep, StepIncomplete, record
from hazards.services.statutes import book
from hazards.storage import casework
from hazards.storage import tables as t
from hazards.storage.store import Store

Row = casework.Row
MAY = frozenset({Role.LEADER})


class NothingToOverride(Refusal):
    code = "nothing-to-override"
    says = "“{step}”没有不合程序之处，或者不适用于本案，不须也不能越序。"
    remedy = "请直接办理，或者核对法律适用。"


class AlreadyAsked(Refusal):
    code = "override-asked"
    says = "“{step}”的越序申请已由{name}提出，{how}。"
    remedy = "请勿重复提出。"


class OverrideDecided(Refusal):
    code = "override-decided"
    says = "该申请不在待批之列，或已由他人办理。"
    remedy = "请刷新待办。"


@operation("申请越序办理", ENFORCERS, case=True, lead=True)
def ask(
    store: Store,
    scope: Scope,
    case_id: int,
    key: str,
    *,
    lawyer: str,
    licence: str,
    reason: str,
    opinion: int | None,
) -> int:
    """Ask a leader to open the gates of one step; returns the number of the request.

    Args:
        lawyer, licence: who stands for it by name and licence (执业证号).
        opinion: the written legal opinion (evidence in this file).

    Raises:
        NoSuchStep, StepIncomplete, NothingToOverride, AlreadyAsked, NotInFile
    Law: enforcement.override
    """
    if key not in book().by_key:
        raise NoSuchStep
    step = book().by_key[key]
    said = {
        "律师姓名": prose("律师姓名", lawyer, 50),
        "执业证号": prose("执业证号", licence, 50),
        "理由": prose("理由", reason, 1000),
    }
    missing = [name for name, text in said.items() if not text] + ([] if opinion else ["法律意见书"])
    if missing:
        raise StepIncomplete(step=f"{step.title}(越序)", missing="、".join(missing))

    def job(connection: Connection) -> int:
        file = onfile.read(connection, scope, case_id)
        onfile.may_act(scope, file.building)
        in_file(connection, case_id, opinion)
        for one in file.overrides:
            if one["step"] == key and one["granted"] is not False and not one["used_event"]:
                how = "已获准予" if one["granted"] else "正在等待批准"
                raise AlreadyAsked(step=step.title, name=one["actor"], how=how)
        today = clock.today()
        gates = enforcement.lacks(file.held, book(), key, today, calendar.held(connection))
        if not step.applies(file.held.track, file.held.state, today) or not [g for g in gates if g.grave]:
            raise NothingToOverride(step=step.title)
        why = "；".join(gate.text for gate in gates if gate.grave)
        data = {"step": key, "lacks": why, "lawyer": lawyer, "licence": licence, "opinion": opinion}
        event = record(connection, scope, case_id, "override-asked", today, data, said["理由"])
        return casework.add(
            connection,
            t.overrides,
            case_id=case_id,
            step=key,
            lacks=why,
            lawyer=said["律师姓名"],
            licence=said["执业证号"],
            reason=said["理由"],
            evidence_id=opinion,
            account_id=scope.account,
            actor=scope.actor,
            event_id=event,
        )

    return store.write(job)


@operation("准予或不准越序", MAY)
def decide(store: Store, scope: Scope, number: int, *, grant: bool, why: str = "") -> None:
    """Open the gates once, or refuse to.

    Raises:
        NoSuchCase, OverrideDecided
    """
    said = prose("意见", why, 500)

    def job(connection: Connection) -> None:
        row = casework.get(connection, t.overrides, number)
        if row is None:
            raise NoSuchCase
        seen(connection, scope, row["case_id"])
        if row["granted"] is not None:
            raise OverrideDecided
        today: date = clock.today()
        what = "override-granted" if grant else "override-refused"
        data = {"step": row["step"], "override": number, "lawyer": row["lawyer"], "lacks": row["lacks"]}
        event = record(connection, scope, row["case_id"], what, today, data, said)
        casework.set_row(
            connection,
            t.overrides,
            number,
            granted=grant,
            decided_by=scope.account,
            decider=scope.actor,
            decided_on=today,
            decided_event=event,
        )

    store.write(job)


@operation("查看越序申请", EVERYONE)
def waiting(store: Store, scope: Scope) -> list[Row]:
    """Requests nobody decided yet, of cases in sight, with number, unit and street of the case."""
    with store.read() as connection:
        rows = casework.waiting(connection, t.overrides, t.overrides.c.granted.is_(None))
        return [row for row in rows if visible(connection, scope, row["case_id"])]
