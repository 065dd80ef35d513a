"""Annulling (撤回) a statutory act that was revoked or entered by mistake."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from hazards.domain.errors import Refusal
from hazards.domain.procedure import Step
from hazards.domain.prose import prose
from hazards.services import clock, onfile
from hazards.services.access import Scope, operation
from hazards.services.casework import in_file
from hazards.services.onfile import ENFORCERS, OnFile, StepIncomplete, record, standing, strike
from hazards.services.statutes import book
from hazards.storage import cases, casework
from hazards.storage import tables as t
from hazards.storage.store import Store


class StillNeeded(Refusal):
    code = "still-needed"
    says = "“{step}”之后已办理“{later}”，不能先撤回在前的步骤。"
    remedy = "请从最后一步起依次撤回。"


@operation("撤回处置步骤", ENFORCERS, case=True, lead=True)
def annul(
    store: Store, scope: Scope, case_id: int, proceeding: int, *, why: str, scan: int | None = None
) -> None:
    """Take back an act that was revoked or entered by mistake; it stays in the file and no longer counts.

    Raises:
        NoSuchStep, StepIncomplete, StillNeeded, NotInFile
    """
    reason = prose("撤回理由", why, 500)

    def job(connection: Connection) -> None:
        file = onfile.read(connection, scope, case_id)
        onfile.may_act(scope, file.building)
        act = standing(file, proceeding)
        step = book().by_key[act["step"]]
        if not reason:
            raise StepIncomplete(step=f"撤回{step.title}", missing="理由")
        _last(file.acts, act, step)
        in_file(connection, case_id, scan)
        data = {"step": step.key, "proceeding": proceeding, "scan": scan}
        event = record(connection, scope, case_id, "annulled", clock.today(), data, reason)
        casework.set_row(connection, t.proceedings, proceeding, annulled_event=event, annulled_why=reason)
        _unsettle(connection, file, act, event)

    store.write(job)


def _last(acts: Sequence[casework.Row], act: casework.Row, step: Step) -> None:
    """No standing act may rest on the one taken back.

    Raises:
        StillNeeded
    """
    for other in acts:
        rests = any(step.key in group for group in book().by_key[other["step"]].after)
        if other["annulled_event"] is None and other["id"] > act["id"] and rests:
            raise StillNeeded(step=step.title, later=book().by_key[other["step"]].title)


def _unsettle(connection: Connection, file: OnFile, act: casework.Row, event: int) -> None:
    row: dict[str, Any] = {"id": file.row["id"], "live": True}
    for one in file.disposals:
        if one["event_id"] == act["event_id"] and one["annulled_event"] is None:
            casework.set_row(connection, t.disposals, one["id"], annulled_event=event)
            row["disposed_area"] = round((file.row["disposed_area"] or 0.0) - one["m2"], 2)
    if act["step"] == "closing":
        before = file.row["struck_off_on"]
        if before is not None and not casework.of_case(connection, t.strikes, file.row["id"]):
            strike(connection, file.row["id"], 0, before, before)
        strike(connection, file.row["id"], event, clock.today(), None)
        row.update(state="open", stage="rectifying", stage_on=clock.today(), struck_off_on=None)
        row.update(struck_off_origin="", struck_off_how="")
    cases.change(connection, [row])
