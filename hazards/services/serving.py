"""Serving (送达) the document of a statutory act, from which its periods run."""

from datetime import date

from sqlalchemy import Connection

from hazards.domain.procedure import SERVICE
from hazards.domain.prose import prose
from hazards.domain.service import effective
from hazards.domain.steps import BadDate
from hazards.services import calendar, clock, onfile
from hazards.services.access import Scope, operation
from hazards.services.casework import in_file
from hazards.services.enforcing import dated
from hazards.services.onfile import ENFORCERS, StepIncomplete, record, standing
from hazards.services.statutes import book
from hazards.storage import casework
from hazards.storage import tables as t
from hazards.storage.store import Store


@operation("登记送达", ENFORCERS, case=True, lead=True)
def serve(
    store: Store,
    scope: Scope,
    case_id: int,
    proceeding: int,
    *,
    on: date,
    way: str,
    recipient: str,
    scan: int | None = None,
) -> date:
    """Register the service of an act's document; returns the day on which it counts as served.

    Raises:
        NoSuchStep, StepIncomplete, BadDate, LateEntry, NotInFile
    Law: service.seven-days, service.announcement
    """
    to = prose("受送达人", recipient, 100)

    def job(connection: Connection) -> date:
        file = onfile.read(connection, scope, case_id)
        onfile.may_act(scope, file.building)
        act = standing(file, proceeding)
        step = book().by_key[act["step"]]
        if way not in SERVICE or not to:
            raise StepIncomplete(step=f"{step.title}送达", missing="送达方式；受送达人")
        if on < act["on_date"]:
            raise BadDate(on=on.isoformat(), why=f"早于文书日期{act['on_date'].isoformat()}")
        days = calendar.held(connection)
        dated(on, days.between(on, clock.today()), in_file(connection, case_id, scan))
        counts = effective(way, on)
        data = {"step": step.key, "way": way, "to": to, "counts_on": counts, "scan": scan}
        event = record(connection, scope, case_id, "served", on, data)
        values = {"on_date": counts, "way": way, "recipient": to, "evidence_id": scan, "event_id": event}
        casework.add(connection, t.servings, case_id=case_id, proceeding_id=proceeding, **values)
        return counts

    return store.write(job)
