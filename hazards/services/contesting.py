"""Review and suit (行政复议、行政诉讼) against an act of the case, and how they ended."""

from datetime import date

from sqlalchemy import Connection

from hazards.domain.contests import ENDS, KINDS, lost
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


class ContestOver(Refusal):
    code = "contest-over"
    says = "该{kind}已于{on}登记结果。"
    remedy = "结果有误的，请更正。"


@operation("登记复议诉讼", ENFORCERS, case=True, lead=True)
def file(
    store: Store,
    scope: Scope,
    case_id: int,
    kind: str,
    *,
    filed_on: date | None,
    forum: str,
    number: str = "",
    respondent: str = "",
) -> int:
    """Register a review or a suit; from then on demolition waits for its end. Returns its number.

    Args:
        kind: "review" or "suit". ``filed_on`` None where the day is not known.
        respondent: the organ complained of; the deciding organ of the case if not told.

    Raises:
        NotABuilding, NotYourTrack, StepIncomplete, BadDate
    """
    said = {"forum": prose("受理机关", forum, 100), "number": prose("案号", number, 100)}

    def job(connection: Connection) -> int:
        held = onfile.read(connection, scope, case_id)
        onfile.may_act(scope, held.building)
        if kind not in KINDS or not said["forum"]:
            raise StepIncomplete(step="登记复议诉讼", missing="种类；受理机关")
        if filed_on is not None and filed_on > clock.today():
            raise BadDate(on=filed_on.isoformat(), why="晚于今天")
        organ = prose("被申请人或被告", respondent, 100) or held.building["decides"] or held.row["supervisor"]
        data = {"kind": kind, "filed_on": filed_on, **said, "respondent": organ}
        event = record(connection, scope, case_id, f"{kind}-filed", filed_on or clock.today(), data)
        values = {"kind": kind, "filed_on": filed_on, **said, "respondent": organ, "event_id": event}
        return casework.add(connection, t.contests, case_id=case_id, **values)

    return store.write(job)


@operation("登记复议诉讼结果", ENFORCERS, case=True, lead=True)
def end(
    store: Store,
    scope: Scope,
    case_id: int,
    contest: int,
    *,
    on: date,
    outcome: str,
    head_came: bool | None = None,
    scan: int | None,
) -> None:
    """Register how it ended: the day its decision was served (review), or the judgment final (suit).

    Whether the organ lost follows from the outcome; nobody types it.

    Raises:
        NoSuchStep, ContestOver, StepIncomplete, BadDate, LateEntry, NotInFile
    """

    def job(connection: Connection) -> None:
        held = onfile.read(connection, scope, case_id)
        onfile.may_act(scope, held.building)
        row = next((c for c in held.contests if c["id"] == contest), None)
        if row is None:
            raise NoSuchStep
        if row["ended_on"] is not None:
            raise ContestOver(kind=KINDS[row["kind"]], on=row["ended_on"].isoformat())
        proof = in_file(connection, case_id, scan)
        if outcome not in ENDS[row["kind"]] or not proof:
            raise StepIncomplete(step="登记结果", missing="结果；复议决定或者裁判文书扫描件")
        if row["filed_on"] and on < row["filed_on"]:
            raise BadDate(on=on.isoformat(), why=f"早于提起日期{row['filed_on'].isoformat()}")
        dated(on, calendar.held(connection).between(on, clock.today()), proof)
        data = {"contest": contest, "outcome": outcome, "head_came": head_came, "scan": scan}
        event = record(connection, scope, case_id, f"{row['kind']}-ended", on, data)
        casework.set_row(
            connection,
            t.contests,
            contest,
            ended_on=on,
            outcome=outcome,
            lost=lost(outcome),
            head_came=head_came,
            ended_event=event,
        )

    store.write(job)
